#pragma once
// Words for writing step lists, and the check that both witnesses give the same exact sums.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/reliability/ledger.hpp"
#include "tests/support/reference_outage.hpp"
#include "tests/support/script_run.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::test {

/// Seconds after midnight.
constexpr Seconds at(Seconds hour, Seconds minute = 0) {
  return hour * kSecondsPerHour + minute * kSecondsPerMinute;
}

inline ScriptStep open(Seconds when, std::string switch_id) {
  return {.at = when, .action = switching::Action::open, .switch_id = std::move(switch_id)};
}
inline ScriptStep close(Seconds when, std::string switch_id) {
  return {.at = when, .action = switching::Action::close, .switch_id = std::move(switch_id)};
}
inline ScriptStep check(Seconds when, std::string node) {
  return {.at = when, .action = switching::Action::check, .node = std::move(node)};
}
inline ScriptStep connect(Seconds when, std::size_t temporary) {
  return {.at = when, .action = switching::Action::connect, .temporary = temporary};
}
inline ScriptStep disconnect(Seconds when, std::size_t temporary) {
  return {.at = when, .action = switching::Action::disconnect, .temporary = temporary};
}
inline ScriptStep open_jumper(Seconds when, std::size_t temporary) {
  return {.at = when, .action = switching::Action::open, .temporary = temporary};
}
inline ScriptStep close_jumper(Seconds when, std::size_t temporary) {
  return {.at = when, .action = switching::Action::close, .temporary = temporary};
}
/// A low-voltage generator vehicle for these users.
inline ScriptTemporary vehicle(std::vector<std::string> users) {
  return {.kind = switching::TemporaryKind::user_supply, .users = std::move(users)};
}

/// What the script costs: by the reference first, then by the engine. The plan ends at its last
/// step.
inline std::vector<reliability::Ledger> ledgers_of(Sketch const& drawn, Script script) {
  script.horizon = script.steps.back().at;
  auto const model = drawn.build();
  reliability::StepSimulator simulator{*model};
  auto const run = ScriptRun{*model, script};
  auto const seen = simulator.run(run.simulation());
  EXPECT_TRUE(seen.violations.empty());
  return {simulate_by_definition(drawn.tables(), script).ledger, seen.ledger};
}

inline void expect_same(reliability::BaseSums const& seen, reliability::BaseSums const& expected) {
  EXPECT_EQ(seen.dark_s, expected.dark_s);
  EXPECT_EQ(seen.sustained_s, expected.sustained_s);
  EXPECT_EQ(seen.interruptions, expected.interruptions);
  EXPECT_EQ(seen.momentary, expected.momentary);
  EXPECT_EQ(seen.out, expected.out);
}

inline void expect_sums(Sketch const& drawn, Script const& script,
                        reliability::ZoneSums const& expected) {
  for (auto const& ledger : ledgers_of(drawn, script)) {
    expect_same(ledger.total().users, expected.users);
    expect_same(ledger.total().households, expected.households);
  }
}

}  // namespace tieline::test
