#include <cmath>
#include <limits>

#include "engine/network/assemble.hpp"

namespace tieline::network::building {
namespace {

/// One column and what it holds of a table row.
template <class Column, class F>
struct Fill {
  Column& column;
  F of;
};
template <class Column, class F>
Fill(Column&, F) -> Fill<Column, F>;

/// The columns of one table, in one pass: model order leaps through the file's rows, and each is
/// long.
template <class Key, class At, class RowType, class... Fills>
void fill(IdVec<Key, At> const& at, std::vector<RowType> const& table, Fills const&... fills) {
  constexpr std::size_t kAhead = 12;
  (fills.column.reserve(at.size()), ...);
  for (auto const key : at.ids()) {
    if (key.index() + kAhead < at.size()) {
      auto const* const ahead = &table[at[Key{key.index() + kAhead}].index()];
      __builtin_prefetch(ahead);
      __builtin_prefetch(&ahead->row);  // a row spans cache lines and ends with its number
    }
    auto const& row = table[at[key].index()];
    (fills.column.push_back(fills.of(row)), ...);
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
  fill(n.node_at, t.nodes, Fill{c.node_kv, [](NodeRow const& r) { return r.voltage_kv; }},
       Fill{c.node_x_m, [](NodeRow const& r) { return r.x_m; }},
       Fill{c.node_y_m, [](NodeRow const& r) { return r.y_m; }});

  c.line_nodes.reserve(n.line_at.size());
  for (auto const at : n.line_at) {
    c.line_nodes.push_back(ends_of(p.links.line[at], n));
  }
  using Row = LineRow const&;
  fill(n.line_at, t.lines, Fill{c.line_kind, [](Row r) { return r.kind; }},
       Fill{c.line_live_work, [](Row r) { return r.live_work; }},
       Fill{c.line_phases, [](Row r) { return r.phases; }},
       Fill{c.line_length_km, [](Row r) { return r.length_km; }},
       Fill{c.line_r_ohm, [](Row r) { return r.r_ohm_per_km * r.length_km; }},
       Fill{c.line_x_ohm, [](Row r) { return r.x_ohm_per_km * r.length_km; }},
       Fill{c.line_ampacity_a, [](Row r) { return r.ampacity_a; }},
       Fill{c.line_failures_per_year,
            [](Row r) { return r.failures_per_100km_year * r.length_km / 100.0F; }},
       Fill{c.line_repair_h, [](Row r) { return r.repair_h; }});
}

void assemble_switches(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  c.switch_nodes.reserve(n.switch_at.size());
  for (auto const at : n.switch_at) {
    c.switch_nodes.push_back(ends_of(p.links.switches[at], n));
  }
  using Row = SwitchRow const&;
  fill(n.switch_at, t.switches, Fill{c.switch_kind, [](Row r) { return r.kind; }},
       Fill{c.switch_control, [](Row r) { return r.control; }},
       Fill{c.switch_loop_close, [](Row r) { return r.loop_close; }},
       Fill{c.switch_normal_closed,
            [](Row r) { return static_cast<std::uint8_t>(r.normal_closed ? 1 : 0); }},
       Fill{c.switch_operate_s, [&](Row r) { return operate_s(r, t.settings); }},
       Fill{c.switch_ampacity_a, [](Row r) { return r.ampacity_a; }},
       Fill{c.switch_failures_per_year, [](Row r) { return r.failures_per_100_year / 100.0F; }},
       Fill{c.switch_repair_h, [](Row r) { return r.repair_h; }});
}

void assemble_sources_and_feeders(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  for (auto const at : n.source_at) {
    c.source_node.push_back(n.node[p.links.source[at]]);
    c.source_section.push_back(n.section[p.tree.block_of[p.links.source[at]]]);
  }
  fill(n.source_at, t.sources,
       Fill{c.source_rated_kva, [](SourceRow const& r) { return r.rated_kva; }},
       Fill{c.source_voltage_pu,
            [](SourceRow const& r) { return is_known(r.voltage_pu) ? r.voltage_pu : 1.0F; }});
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
  using Row = TransformerRow const&;
  fill(n.user_at, t.transformers, Fill{c.user_zone, [](Row r) { return r.zone; }},
       Fill{c.user_nature, [](Row r) { return r.nature; }},
       Fill{c.user_core_area,
            [](Row r) { return static_cast<std::uint8_t>(r.core_area == Answer::yes ? 1 : 0); }},
       Fill{c.user_priority, [](Row r) { return r.priority; }},
       Fill{c.user_phases, [](Row r) { return r.phases; }}, Fill{c.user_households, households_of},
       Fill{c.user_rated_kva, [](Row r) { return r.rated_kva; }},
       Fill{c.user_load_kw, [](Row r) { return r.load_kw; }},
       Fill{c.user_peak_kw, [](Row r) { return r.peak_kw; }},
       Fill{c.user_load_kvar, [](Row r) { return r.load_kvar; }},
       Fill{c.user_tan_phi, [&](Row r) { return tan_phi(r, t.settings); }},
       Fill{c.user_supply_kv, [](Row r) { return r.supply_kv; }},
       Fill{c.user_failures_per_year, [](Row r) { return r.failures_per_100_year / 100.0F; }},
       Fill{c.user_repair_h, [](Row r) { return r.repair_h; }});
  for (auto const user : n.user_at.ids()) {
    if (!is_known(c.user_supply_kv[user])) {
      c.user_supply_kv[user] = c.node_kv[c.user_node[user]];
    }
  }
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
