#include "engine/study/losses.hpp"

#include <algorithm>

namespace tieline::study {

using network::SectionId;

Losses::Losses(network::NetworkModel const& model, std::span<SectionId const> dark,
               topology::LiveNetwork const& live)
    : model_{model}, sections_{dark} {
  auto const& col = model.col();
  for (auto const user : col.dual_users) {
    if (std::binary_search(sections_.begin(), sections_.end(), col.user_section[user]) &&
        live.is_live(col.node_section[col.user_second_node[user]])) {
      second_fed_.push_back(user);
    }
  }
}

network::ZoneTotals Losses::of(SectionId s) const {
  if (model_.col().section_source[s].is_none()) {
    return {};
  }
  auto totals = model_.totals_of({s, s.next()});
  auto const users = model_.users_of(s);
  for (auto const user : second_fed_) {
    if (users.contains(user)) {
      auto const zone = static_cast<std::size_t>(model_.col().user_zone[user]);
      totals.users[zone] -= 1;
      totals.households[zone] -= model_.col().user_households[user];
    }
  }
  return totals;
}

Count& Count::operator+=(network::ZoneTotals const& totals) {
  for (std::size_t z = 0; z < network::kZoneCount; ++z) {
    users += totals.users[z];
    households += totals.households[z];
  }
  return *this;
}

}  // namespace tieline::study
