#pragma once
// Tables written by hand, a line each, for tests of the network floor.

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "engine/network/tables.hpp"

namespace tieline::network::test {

/// Tables whose texts live in the builder; line numbers as in a file (first row is 2).
class HandTables {
 public:
  Tables tables;

  SourceRow& source(std::string id, std::string node, std::string station = "station",
                    float rated_kva = 10'000) {
    tables.sources.push_back({.id = keep(std::move(id)),
                              .node = keep(std::move(node)),
                              .station = keep(std::move(station)),
                              .rated_kva = rated_kva,
                              .row = line(tables.sources)});
    return tables.sources.back();
  }
  NodeRow& node(std::string id, float kv = 10) {
    tables.nodes.push_back(
        {.id = keep(std::move(id)), .voltage_kv = kv, .row = line(tables.nodes)});
    return tables.nodes.back();
  }
  LineRow& line(std::string id, std::string from, std::string to, float km = 1) {
    tables.lines.push_back({.id = keep(std::move(id)),
                            .from_node = keep(std::move(from)),
                            .to_node = keep(std::move(to)),
                            .length_km = km,
                            .row = line(tables.lines)});
    return tables.lines.back();
  }
  SwitchRow& add_switch(std::string id, std::string from, std::string to, bool closed = true) {
    tables.switches.push_back({.id = keep(std::move(id)),
                               .from_node = keep(std::move(from)),
                               .to_node = keep(std::move(to)),
                               .normal_closed = closed,
                               .loop_close = Answer::yes,
                               .row = line(tables.switches)});
    return tables.switches.back();
  }
  TransformerRow& user(std::string id, std::string node, std::int64_t households = 1) {
    tables.transformers.push_back({.id = keep(std::move(id)),
                                   .node = keep(std::move(node)),
                                   .zone = Zone::urban,
                                   .households = households,
                                   .rated_kva = 400,
                                   .row = line(tables.transformers)});
    return tables.transformers.back();
  }
  FeederRow& feeder(std::string id, std::string head) {
    tables.feeders.push_back({.id = keep(std::move(id)),
                              .head_switch = keep(std::move(head)),
                              .row = line(tables.feeders)});
    return tables.feeders.back();
  }
  ProfileRow& profile(std::string id, DayType day, Season season, float level) {
    tables.profiles.push_back({.profile = keep(std::move(id)),
                               .day_type = day,
                               .season = season,
                               .row = line(tables.profiles)});
    tables.profiles.back().per_unit.fill(level);
    return tables.profiles.back();
  }
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

 private:
  template <class RowType>
  static std::uint32_t line(std::vector<RowType> const& table) {
    return static_cast<std::uint32_t>(table.size()) + 2;
  }
  std::deque<std::string> texts_;
};

/// The golden feeder: sections A {T1 120, T2 80}, B {T3 200}, C {T4 150, T5 dedicated}; tie K at
/// the end of C to another station.
inline HandTables golden_feeder() {
  HandTables t;
  for (auto const* id : {"bus1", "a1", "a2", "b1", "b2", "c1", "c2", "bus2", "d1"}) {
    t.node(id);
  }
  t.source("S1", "bus1", "east");
  t.source("S2", "bus2", "west");
  t.line("LA", "a1", "a2");
  t.line("LB", "b1", "b2");
  t.line("LC", "c1", "c2");
  t.add_switch("Q1", "bus1", "a1");
  t.add_switch("Q2", "a2", "b1");
  t.add_switch("Q3", "b2", "c1");
  t.add_switch("K", "c2", "d1", false);
  t.add_switch("Q9", "bus2", "d1");
  t.user("T1", "a1", 120);
  t.user("T2", "a2", 80);
  t.user("T3", "b1", 200);
  t.user("T4", "c1", 150);
  t.user("T5", "c2", -1).nature = Nature::dedicated;
  t.feeder("F1", "Q1");
  t.feeder("F2", "Q9");
  return t;
}

}  // namespace tieline::network::test
