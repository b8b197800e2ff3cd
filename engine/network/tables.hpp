#pragma once
// Rows as a case folder states them: typed cells, ids still text. Input of build().
//
// Text cells are views into buffers that `Tables::texts` keeps alive. A blank optional figure is
// kUnknown. `row` is the line number in the file (header = 1); 0 for rows made by a program.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/ids.hpp"
#include "engine/network/settings.hpp"

namespace tieline::network {

struct SourceRow {
  std::string_view id, name, node, station;
  float rated_kva = kUnknown;
  float voltage_pu = 1.0F;
  std::uint32_t row = 0;
};

struct NodeRow {
  std::string_view id, name;
  float voltage_kv = kUnknown;
  double x_m = kUnknown;
  double y_m = kUnknown;
  std::uint32_t row = 0;
};

struct LineRow {
  std::string_view id, name, from_node, to_node;
  LineKind kind = LineKind::overhead;
  Answer live_work = Answer::unknown;
  std::uint8_t phases = kAllPhases;
  float length_km = kUnknown;
  float r_ohm_per_km = kUnknown;
  float x_ohm_per_km = kUnknown;
  float ampacity_a = kUnknown;
  float failures_per_100km_year = kUnknown;
  float repair_h = kUnknown;
  std::uint32_t row = 0;
};

struct SwitchRow {
  std::string_view id, name, from_node, to_node, owner;
  SwitchKind kind = SwitchKind::breaker;
  Control control = Control::manual;
  bool normal_closed = true;
  Answer loop_close = Answer::unknown;
  float operate_min = kUnknown;
  float ampacity_a = kUnknown;
  float failures_per_100_year = kUnknown;
  float repair_h = kUnknown;
  std::uint32_t row = 0;
};

struct TransformerRow {
  std::string_view id, name, node, organisation, grid_cell, profile, second_supply;
  Nature nature = Nature::public_supply;
  Zone zone = Zone::unknown;
  Answer core_area = Answer::unknown;
  std::uint8_t priority = 0;
  std::uint8_t phases = kAllPhases;
  std::int64_t households = -1;  ///< -1: blank
  float rated_kva = kUnknown;
  float load_kw = kUnknown;
  float peak_kw = kUnknown;
  float load_kvar = kUnknown;
  float power_factor = kUnknown;
  float supply_kv = kUnknown;
  float failures_per_100_year = kUnknown;
  float repair_h = kUnknown;
  std::uint32_t row = 0;
};

struct FeederRow {
  std::string_view id, name, head_switch, organisation;
  std::uint32_t row = 0;
};

struct ProfileRow {
  std::string_view profile;
  DayType day_type = DayType::workday;
  Season season = Season::any;
  std::array<float, 24> per_unit{};  ///< h00…h23, per unit of peak_kw
  std::uint32_t row = 0;
};

/// The seven tables and meta.csv of one case.
struct Tables {
  std::vector<SourceRow> sources;
  std::vector<NodeRow> nodes;
  std::vector<LineRow> lines;
  std::vector<SwitchRow> switches;
  std::vector<TransformerRow> transformers;
  std::vector<FeederRow> feeders;
  std::vector<ProfileRow> profiles;
  Settings settings;
  std::string name;
  std::string time_zone = "Asia/Shanghai";
  std::string valid_from;
  std::vector<std::shared_ptr<void const>> texts;  ///< owners of the bytes behind string_views
};

}  // namespace tieline::network
