#include "services/adapters/outage_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::NetworkModel;
using network::UserId;

std::string_view name_of(transfer::Verdict verdict) {
  constexpr std::array<std::string_view, 8> kNames{
      "used",      "better_plan",      "limit",        "unproven", "no_live_end",
      "worked_on", "cannot_make_load", "no_permission"};
  return kNames[static_cast<std::size_t>(verdict)];
}

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
  if (reason.hour >= 0) {
    message.set_hour(reason.hour);
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
    *message.mutable_why() = to_proto(model, option.binding, language);
  }
  message.set_verdict(std::string{name_of(option.verdict)});
  message.set_whole_island(option.whole_island);
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

v1::TransferPlan to_proto(NetworkModel const& model, study::TransferPlan const& plan,
                          network::Language language) {
  v1::TransferPlan message;
  auto const fill = [&](auto const& moved, auto& row) {
    row.set_tie(utf8(model.id_of(moved.tie)));
    if (moved.source.is_some()) {
      row.set_source(utf8(model.id_of(moved.source)));
    }
    for (auto const s : moved.sections) {
      row.add_sections(utf8(study::section_name(model, s)));
    }
    row.set_users(count32(moved.users));
    row.set_households(count32(moved.households));
    row.set_hot(moved.hot);
    row.set_loop_proven(moved.loop_proven);
  };
  for (auto const& part : plan.parts) {
    auto& row = *message.add_parts();
    fill(part, row);
    if (is_known(part.margin_kw)) {
      row.set_margin_kw(part.margin_kw);
    }
    if (part.tightest.is_some()) {
      *row.mutable_tightest() = to_proto(model, part.tightest, language);
    }
  }
  for (auto const& relief : plan.reliefs) {
    auto& row = *message.add_reliefs();
    fill(relief, row);
    row.set_opened(utf8(model.id_of(relief.opened)));
  }
  message.set_users(count32(plan.users));
  message.set_households(count32(plan.households));
  message.set_proven_optimal(plan.proven_optimal);
  message.set_bound_users(count32(plan.bound_users));
  message.set_bound_households(count32(plan.bound_households));
  message.set_voltage_proven(plan.voltage_proven);
  message.set_operations(count32(std::int64_t{plan.operations}));
  message.set_manual(count32(std::int64_t{plan.manual}));
  return message;
}

v1::SecondFault to_proto(NetworkModel const& model, study::SecondFault const& fault) {
  v1::SecondFault message;
  message.set_element(utf8(model.id_of(fault.element)));
  if (fault.feeder.is_some()) {
    message.set_feeder(utf8(model.id_of(fault.feeder)));
  }
  message.set_users_out(count32(fault.users_out));
  message.set_households_out(count32(fault.households_out));
  message.set_restorable_users(count32(fault.restorable_users));
  message.set_restorable_households(count32(fault.restorable_households));
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
