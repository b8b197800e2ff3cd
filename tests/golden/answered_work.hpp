#pragma once
// A case folder, one of its works, and the engine's answer to it.

#include <algorithm>
#include <filesystem>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/base/check.hpp"
#include "engine/io/case_folder.hpp"
#include "engine/study/outage.hpp"
#include "tests/support/sound_outage.hpp"

namespace tieline::test {

struct AnsweredWork {
  io::LoadedCase loaded;
  study::OutageQuery query;
  study::OutageAnswer answer;

  [[nodiscard]] study::StrategyOutcome const& under(study::Strategy strategy) const {
    return *std::ranges::find(answer.strategies, strategy, &study::StrategyOutcome::strategy);
  }
  [[nodiscard]] study::Strategy best() const {
    TIELINE_CHECK(answer.best.has_value());
    return answer.strategies[*answer.best].strategy;
  }
};

/// Asks for the work as the command line would: all vehicles, all strategies. What cannot be read
/// or answered is a bug of the test: BrokenInvariant.
inline AnsweredWork answer_work(std::filesystem::path const& path, std::string_view work) {
  auto loaded = io::load_case(path);
  TIELINE_CHECK(loaded.has_value() && loaded->model != nullptr);
  auto const& works = loaded->plan.works;
  auto const row = std::ranges::find(works, work, &network::WorkRow::id);
  TIELINE_CHECK(row != works.end() && row->start.has_value());
  auto equipment = study::find_equipment(*loaded->model, row->equipment);
  TIELINE_CHECK(equipment.has_value());
  study::OutageQuery query{.equipment = *equipment,
                           .start = *row->start,
                           .duration_s = row->duration_s,
                           .utc_offset_s = 8 * kSecondsPerHour,
                           .live_line_item = row->live_line_item,
                           .live_line_s = row->live_line_s,
                           .bypass_a = row->bypass_a,
                           .generators = loaded->plan.generators};
  study::Workspace workspace{loaded->model};
  auto answer = study::simulate_outage(*loaded->model, query, workspace);
  TIELINE_CHECK(answer.has_value());
  return {.loaded = std::move(*loaded), .query = std::move(query), .answer = std::move(*answer)};
}

/// The strategy is feasible and costs exactly this.
inline void expect_outcome(AnsweredWork const& answered, study::Strategy strategy,
                           reliability::ZoneSums const& expected) {
  auto const& outcome = answered.under(strategy);
  SCOPED_TRACE(testing::Message() << "strategy " << study::name_of(strategy));
  EXPECT_TRUE(outcome.feasible);
  auto const total = outcome.ledger.total();
  auto const expect_same = [](reliability::BaseSums const& seen,
                              reliability::BaseSums const& wanted) {
    EXPECT_EQ(seen.dark_s, wanted.dark_s);
    EXPECT_EQ(seen.sustained_s, wanted.sustained_s);
    EXPECT_EQ(seen.interruptions, wanted.interruptions);
    EXPECT_EQ(seen.momentary, wanted.momentary);
    EXPECT_EQ(seen.out, wanted.out);
  };
  expect_same(total.users, expected.users);
  expect_same(total.households, expected.households);
}

inline void expect_all_sound(AnsweredWork const& answered) {
  for (auto const& outcome : answered.answer.strategies) {
    expect_sound(*answered.loaded.model, answered.query, outcome);
  }
}

}  // namespace tieline::test
