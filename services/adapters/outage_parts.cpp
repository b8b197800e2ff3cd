#include "services/adapters/outage_parts.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::NetworkModel;
using network::UserId;

std::int64_t rated_va(NetworkModel const& model, UserId user) {
  auto const kva = static_cast<double>(model.col().user_rated_kva[user]);
  return is_known(kva) ? std::llround(kva * 1000.0) : 0;
}

}  // namespace

std::string element_of(NetworkModel const& model, switching::Reason const& reason) {
  using switching::ElementKind;
  switch (reason.element) {
    case ElementKind::line:
      return utf8(model.id_of(network::LineId{reason.row}));
    case ElementKind::network_switch:
      return utf8(model.id_of(network::SwitchId{reason.row}));
    case ElementKind::source:
      return utf8(model.id_of(network::SourceId{reason.row}));
    case ElementKind::user:
      return utf8(model.id_of(UserId{reason.row}));
    case ElementKind::section:
      return utf8(study::section_name(model, network::SectionId{reason.row}));
    case ElementKind::node:
      return utf8(model.id_of(network::NodeId{reason.row}));
    case ElementKind::nothing:
      break;
  }
  return {};
}

v1::Reason to_proto(NetworkModel const& model, switching::Reason const& reason,
                    network::Language language) {
  v1::Reason message;
  message.set_code(std::string{name_of(reason.kind)});
  message.set_text(utf8(to_text(model, reason, language)));
  message.set_element(element_of(model, reason));
  if (is_known(reason.value)) {
    message.set_value(reason.value);
  }
  if (is_known(reason.limit)) {
    message.set_limit(reason.limit);
  }
  return message;
}

v1::TieOption to_proto(NetworkModel const& model, study::TieOption const& option,
                       network::Language language) {
  v1::TieOption message;
  message.set_tie(utf8(model.id_of(option.tie)));
  message.set_feasible(option.feasible);
  message.set_hot(option.hot);
  if (option.binding.is_some()) {
    message.set_binding_limit(utf8(to_text(model, option.binding, language)));
    message.set_binding_code(std::string{name_of(option.binding.kind)});
  }
  if (is_known(option.margin_kw)) {
    message.set_margin_kw(option.margin_kw);
  }
  message.set_users(count32(option.users));
  message.set_households(count32(option.households));
  for (auto const s : option.opened) {
    message.add_opened(utf8(model.id_of(s)));
  }
  return message;
}

CapacitySeconds capacity_seconds(NetworkModel const& model, study::StrategyOutcome const& outcome) {
  auto const& col = model.col();
  // Users with an interval of their own do not follow their section.
  auto const duals = col.dual_users.raw();
  std::vector<UserId> special{duals.begin(), duals.end()};
  for (auto const& temporary : outcome.temporaries) {
    special.insert(special.end(), temporary.users.begin(), temporary.users.end());
  }
  std::sort(special.begin(), special.end());
  special.erase(std::unique(special.begin(), special.end()), special.end());

  CapacitySeconds sums{};
  for (auto const& dark : outcome.sections) {
    auto capacity_va = model.totals_of({dark.section, dark.section.next()}).capacity_va;
    auto const users = model.users_of(dark.section);
    for (auto at = std::lower_bound(special.begin(), special.end(), users.first());
         at != special.end() && users.contains(*at); ++at) {
      capacity_va[static_cast<std::size_t>(col.user_zone[*at])] -= rated_va(model, *at);
    }
    for (std::size_t z = 0; z < network::kZoneCount; ++z) {
      sums[z] += capacity_va[z] * (dark.to - dark.from);
    }
  }
  for (auto const& dark : outcome.users) {
    sums[static_cast<std::size_t>(col.user_zone[dark.user])] +=
        rated_va(model, dark.user) * (dark.to - dark.from);
  }
  return sums;
}

}  // namespace tieline::services
