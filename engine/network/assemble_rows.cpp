#include <cmath>
#include <limits>

#include "engine/network/assemble.hpp"

namespace tieline::network::building {
namespace {

/// One column: `of(table row)` for every model row.
template <class Key, class At, class RowType, class T, class F>
void fill(IdVec<Key, At> const& at, std::vector<RowType> const& table, IdVec<Key, T>& column,
          F const& of) {
  column.reserve(at.size());
  for (auto const row : at) {
    column.push_back(of(table[row.index()]));
  }
}

NodeEnds ends_of(NodePair const& pair, Numbering const& n) {
  return {n.node[pair.a], n.node[pair.b]};
}

std::int32_t operate_s(SwitchRow const& row, Settings const& settings) {
  if (is_known(row.operate_min)) {
    constexpr double kLongest = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(
        std::clamp(std::round(static_cast<double>(row.operate_min) * 60.0), 0.0, kLongest));
  }
  return static_cast<std::int32_t>(row.control == Control::remote ? settings.remote_operate_s
                                                                  : settings.manual_operate_s);
}

std::uint32_t households_of(TransformerRow const& row) {
  if (row.households < 0) {
    return row.nature == Nature::dedicated ? 1 : 0;
  }
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(row.households, kMost));
}

float tan_phi(TransformerRow const& row, Settings const& settings) {
  auto const usable = row.power_factor > 0.0F && row.power_factor <= 1.0F;  // false if unknown
  auto const cosine = usable ? static_cast<double>(row.power_factor) : settings.power_factor;
  return static_cast<float>(std::sqrt(1.0 - cosine * cosine) / cosine);
}

}  // namespace

void assemble_nodes_and_lines(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  fill(n.node_at, t.nodes, c.node_kv, [](NodeRow const& r) { return r.voltage_kv; });
  fill(n.node_at, t.nodes, c.node_x_m, [](NodeRow const& r) { return r.x_m; });
  fill(n.node_at, t.nodes, c.node_y_m, [](NodeRow const& r) { return r.y_m; });

  c.line_nodes.reserve(n.line_at.size());
  for (auto const at : n.line_at) {
    c.line_nodes.push_back(ends_of(p.links.line[at], n));
  }
  auto const line = [&](auto& column, auto const& of) { fill(n.line_at, t.lines, column, of); };
  line(c.line_kind, [](LineRow const& r) { return r.kind; });
  line(c.line_live_work, [](LineRow const& r) { return r.live_work; });
  line(c.line_length_km, [](LineRow const& r) { return r.length_km; });
  line(c.line_r_ohm, [](LineRow const& r) { return r.r_ohm_per_km * r.length_km; });
  line(c.line_x_ohm, [](LineRow const& r) { return r.x_ohm_per_km * r.length_km; });
  line(c.line_ampacity_a, [](LineRow const& r) { return r.ampacity_a; });
  line(c.line_failures_per_year,
       [](LineRow const& r) { return r.failures_per_100km_year * r.length_km / 100.0F; });
  line(c.line_repair_h, [](LineRow const& r) { return r.repair_h; });
}

void assemble_switches(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  c.switch_nodes.reserve(n.switch_at.size());
  for (auto const at : n.switch_at) {
    c.switch_nodes.push_back(ends_of(p.links.switches[at], n));
  }
  auto const column = [&](auto& to, auto const& of) { fill(n.switch_at, t.switches, to, of); };
  column(c.switch_kind, [](SwitchRow const& r) { return r.kind; });
  column(c.switch_control, [](SwitchRow const& r) { return r.control; });
  column(c.switch_loop_close, [](SwitchRow const& r) { return r.loop_close; });
  column(c.switch_normal_closed,
         [](SwitchRow const& r) { return static_cast<std::uint8_t>(r.normal_closed ? 1 : 0); });
  column(c.switch_operate_s, [&](SwitchRow const& r) { return operate_s(r, t.settings); });
  column(c.switch_ampacity_a, [](SwitchRow const& r) { return r.ampacity_a; });
  column(c.switch_failures_per_year,
         [](SwitchRow const& r) { return r.failures_per_100_year / 100.0F; });
  column(c.switch_repair_h, [](SwitchRow const& r) { return r.repair_h; });
}

void assemble_sources_and_feeders(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  for (auto const at : n.source_at) {
    c.source_node.push_back(n.node[p.links.source[at]]);
    c.source_section.push_back(n.section[p.tree.block_of[p.links.source[at]]]);
  }
  fill(n.source_at, t.sources, c.source_rated_kva, [](SourceRow const& r) { return r.rated_kva; });
  fill(n.source_at, t.sources, c.source_voltage_pu,
       [](SourceRow const& r) { return is_known(r.voltage_pu) ? r.voltage_pu : 1.0F; });
  for (auto const at : n.feeder_at) {
    c.feeder_head.push_back(n.switches[p.links.feeder_head[at]]);
  }
  c.feeder_first = n.feeder_first;
  c.feeder_last = n.feeder_last;
}

void assemble_users(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  c.user_node.reserve(n.user_at.size());
  c.user_second_node.reserve(n.user_at.size());
  c.user_profile.reserve(n.user_at.size());
  for (auto const user : n.user_at.ids()) {
    auto const at = n.user_at[user];
    auto const second = p.links.user_second[at];
    c.user_node.push_back(n.node[p.links.user[at]]);
    c.user_second_node.push_back(second.is_some() ? n.node[second] : NodeId::none());
    c.user_profile.push_back(p.links.user_profile[at]);
    if (second.is_some()) {
      c.dual_users.push_back(user);
    }
  }
  auto const column = [&](auto& to, auto const& of) { fill(n.user_at, t.transformers, to, of); };
  column(c.user_zone, [](TransformerRow const& r) { return r.zone; });
  column(c.user_nature, [](TransformerRow const& r) { return r.nature; });
  column(c.user_core_area, [](TransformerRow const& r) {
    return static_cast<std::uint8_t>(r.core_area == Answer::yes ? 1 : 0);
  });
  column(c.user_priority, [](TransformerRow const& r) { return r.priority; });
  column(c.user_households, households_of);
  column(c.user_rated_kva, [](TransformerRow const& r) { return r.rated_kva; });
  column(c.user_load_kw, [](TransformerRow const& r) { return r.load_kw; });
  column(c.user_peak_kw, [](TransformerRow const& r) { return r.peak_kw; });
  column(c.user_load_kvar, [](TransformerRow const& r) { return r.load_kvar; });
  column(c.user_tan_phi, [&](TransformerRow const& r) { return tan_phi(r, t.settings); });
  column(c.user_supply_kv, [](TransformerRow const& r) { return r.supply_kv; });
  for (auto const user : n.user_at.ids()) {
    if (!is_known(c.user_supply_kv[user])) {
      c.user_supply_kv[user] = c.node_kv[c.user_node[user]];
    }
  }
  column(c.user_failures_per_year,
         [](TransformerRow const& r) { return r.failures_per_100_year / 100.0F; });
  column(c.user_repair_h, [](TransformerRow const& r) { return r.repair_h; });
}

/// A profile's days, each falling back as kProfileIncomplete says, so that none is empty.
void assemble_profiles(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  for (auto const& rows : p.links.profile) {
    std::array<ShapeId, kDayTypeCount * kSeasonCount> given{};
    auto first = ShapeId::none();
    for (std::size_t day = 0; day < rows.size(); ++day) {
      if (rows[day].is_some() && p.rows.kept(rows[day])) {
        given[day] = c.shape_per_unit.push_back(t.profiles[rows[day].index()].per_unit);
        first = std::min(first, given[day]);  // none() is greater than every row
      }
    }
    auto days = given;
    for (std::size_t day = 0; day < days.size(); ++day) {
      auto const type = day % kDayTypeCount;
      auto const season = day - type;
      for (auto const choice : {given[day], given[type], given[season], given[0], first}) {
        if (days[day].is_none()) {
          days[day] = choice;
        }
      }
    }
    c.profile_shapes.push_back(days);
  }
}

}  // namespace tieline::network::building
