#pragma once
// Inside build(): do two rows of a table state the same? (Then one is a copy, else a clash.)

#include <cmath>

#include "engine/network/tables.hpp"

namespace tieline::network::building {

/// Equal figures, where unknown equals unknown.
template <class Figure>
[[nodiscard]] bool same_figure(Figure a, Figure b) {
  return (std::isnan(a) && std::isnan(b)) || !(a < b || a > b || std::isnan(a) || std::isnan(b));
}

[[nodiscard]] inline bool same_row(SourceRow const& a, SourceRow const& b) {
  return a.name == b.name && a.node == b.node && a.station == b.station &&
         same_figure(a.rated_kva, b.rated_kva) && same_figure(a.voltage_pu, b.voltage_pu);
}
[[nodiscard]] inline bool same_row(NodeRow const& a, NodeRow const& b) {
  return a.name == b.name && same_figure(a.voltage_kv, b.voltage_kv) && same_figure(a.x_m, b.x_m) &&
         same_figure(a.y_m, b.y_m);
}
[[nodiscard]] inline bool same_row(LineRow const& a, LineRow const& b) {
  return a.name == b.name && a.from_node == b.from_node && a.to_node == b.to_node &&
         a.kind == b.kind && a.live_work == b.live_work && a.phases == b.phases &&
         same_figure(a.length_km, b.length_km) && same_figure(a.r_ohm_per_km, b.r_ohm_per_km) &&
         same_figure(a.x_ohm_per_km, b.x_ohm_per_km) && same_figure(a.ampacity_a, b.ampacity_a) &&
         same_figure(a.failures_per_100km_year, b.failures_per_100km_year) &&
         same_figure(a.repair_h, b.repair_h);
}
[[nodiscard]] inline bool same_row(SwitchRow const& a, SwitchRow const& b) {
  return a.name == b.name && a.from_node == b.from_node && a.to_node == b.to_node &&
         a.owner == b.owner && a.kind == b.kind && a.control == b.control &&
         a.normal_closed == b.normal_closed && a.loop_close == b.loop_close &&
         same_figure(a.operate_min, b.operate_min) && same_figure(a.ampacity_a, b.ampacity_a) &&
         same_figure(a.failures_per_100_year, b.failures_per_100_year) &&
         same_figure(a.repair_h, b.repair_h);
}
[[nodiscard]] inline bool same_row(TransformerRow const& a, TransformerRow const& b) {
  return a.name == b.name && a.node == b.node && a.organisation == b.organisation &&
         a.grid_cell == b.grid_cell && a.profile == b.profile &&
         a.second_supply == b.second_supply && a.nature == b.nature && a.zone == b.zone &&
         a.core_area == b.core_area && a.priority == b.priority && a.phases == b.phases &&
         a.households == b.households && same_figure(a.rated_kva, b.rated_kva) &&
         same_figure(a.load_kw, b.load_kw) && same_figure(a.peak_kw, b.peak_kw) &&
         same_figure(a.load_kvar, b.load_kvar) && same_figure(a.power_factor, b.power_factor) &&
         same_figure(a.supply_kv, b.supply_kv) &&
         same_figure(a.failures_per_100_year, b.failures_per_100_year) &&
         same_figure(a.repair_h, b.repair_h);
}
[[nodiscard]] inline bool same_row(FeederRow const& a, FeederRow const& b) {
  return a.name == b.name && a.head_switch == b.head_switch && a.organisation == b.organisation;
}
[[nodiscard]] inline bool same_row(ProfileRow const& a, ProfileRow const& b) {
  for (std::size_t h = 0; h < a.per_unit.size(); ++h) {
    if (!same_figure(a.per_unit[h], b.per_unit[h])) {
      return false;
    }
  }
  return true;
}

}  // namespace tieline::network::building
