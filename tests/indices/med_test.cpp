// Major event days: docs/methods/indices.md §6. The worked example is domain.md §8 B.

#include "engine/indices/med.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "engine/indices/ratios.hpp"
#include "tests/support/history_sketch.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using indices::Answer;
using indices::CatastrophicPolicy;
using indices::med_threshold;
using indices::MedPolicy;
using indices::MedSource;
using indices::Query;

// Daily SAIDI in minutes and what follows from it.
std::vector<double> const kExample{0.20, 0.35, 0,    1.10, 0.80, 2.50,
                                   0.50, 5.00, 0.15, 1.60, 0,    0.90};

TEST(MedThreshold, IsThatOfTheWorkedExample) {
  auto const threshold = med_threshold(kExample, {});
  EXPECT_EQ(threshold.taken.size(), 10U);
  EXPECT_NEAR(threshold.alpha, -0.248699, 5e-7);
  EXPECT_NEAR(threshold.beta, 1.099201, 5e-7);
  EXPECT_NEAR(threshold.t_med_min.value(), 12.174010, 5e-7);
}

TEST(MedThreshold, ScalesWithTheDaysAndKnowsNoOrder) {  // domain.md §8 H 10
  auto days = kExample;
  auto const before = med_threshold(days, {}).t_med_min.value();
  for (auto& day : days) {
    day *= 7;
  }
  std::ranges::reverse(days);
  days.insert(days.end(), 30, 0.0);
  EXPECT_NEAR(med_threshold(days, {}).t_med_min.value() / before, 7, 1e-12);
}

TEST(MedThreshold, NeedsTwoDaysThatDiffer) {
  EXPECT_FALSE(med_threshold({}, {}).t_med_min);
  EXPECT_FALSE(med_threshold(std::vector<double>{0, 3, 0}, {}).t_med_min);
  EXPECT_FALSE(med_threshold(std::vector<double>{0.7, 0.7, 0, 0.7}, {}).t_med_min);
  EXPECT_TRUE(med_threshold(std::vector<double>{0.7, 0.70001}, {}).t_med_min);
}

TEST(MedThreshold, ReplacesZeroDaysByTheSmallestThatIsNot) {
  auto days = kExample;
  std::ranges::replace(days, 0.0, 0.15);
  EXPECT_EQ(med_threshold(kExample, {.replace_zero_days = true}).t_med_min,
            med_threshold(days, {}).t_med_min);
}

TEST(MedThreshold, DropsCatastrophicDaysAndTellsWhich) {
  auto days = kExample;
  days[2] = 5000;
  auto const policy =
      MedPolicy{.catastrophic = CatastrophicPolicy::drop_above_k_beta, .catastrophic_k = 2};
  auto const dropped = med_threshold(days, policy);
  EXPECT_EQ(dropped.dropped, std::vector<std::size_t>{2});
  EXPECT_NEAR(dropped.t_med_min.value(), 12.174010, 5e-7);
  auto const listed = med_threshold(days, {.catastrophic = CatastrophicPolicy::listed},
                                    std::vector<std::size_t>{2, 10});
  EXPECT_EQ(listed.dropped, std::vector<std::size_t>{2}) << "day 10 took no part";
  EXPECT_EQ(listed.t_med_min, dropped.t_med_min);
  EXPECT_TRUE(med_threshold(days, {}).dropped.empty());
}

/// The worked example a hundred times as long, with one user and days far apart: 2020 makes the
/// threshold, 2021 is judged.
class MedDays : public testing::Test {
 protected:
  MedDays() {
    sketch_.user({.id = "U"});
    for (std::size_t i = 0; i < kExample.size(); ++i) {
      outage(sketch_.at("2020-01-05 08:00"), i, kExample[i]);
    }
    std::vector<double> const next{0.4, 11.0, 24.0, 0, 17.5, 1.5};
    for (std::size_t i = 0; i < next.size(); ++i) {
      outage(sketch_.at("2021-01-05 08:00"), i, next[i]);
    }
  }
  void outage(Seconds first, std::size_t i, double minutes) {
    auto const seconds = std::llround(minutes * 60 * 100);
    if (seconds > 0) {
      auto const id = sketch_.keep("E" + std::to_string(n_event_++));
      auto const start = first + static_cast<Seconds>(i) * 10 * 86'400;
      sketch_.event(id, OutageClass::fault_internal);
      sketch_.out(id, "U", start, start + seconds);
    }
  }
  [[nodiscard]] Answer answer(MedPolicy const& policy) const {
    Query const query{.from = sketch_.at("2021-01-01 00:00"),
                      .to = sketch_.at("2022-01-01 00:00"),
                      .med = policy};
    return indices::compute(*sketch_.build(), query).value();
  }
  /// Days of January and later as "days after the 5th".
  [[nodiscard]] std::vector<Seconds> judged(Answer const& answer) const {
    std::vector<Seconds> days;
    for (auto const& day : answer.med.days) {
      days.push_back((day.day - sketch_.at("2021-01-05 00:00")) / 86'400);
    }
    return days;
  }

  HistorySketch sketch_;
  int n_event_ = 0;
};

TEST_F(MedDays, AreThoseOfTheWorkedExampleWithAndWithout) {
  auto const told = answer({.source = MedSource::beta});
  EXPECT_NEAR(told.med.t_med_min.value(), 1217.4010, 1e-4);
  EXPECT_EQ(told.med.n_day, 10U);
  EXPECT_EQ(told.med.first_year, 2020);
  EXPECT_EQ(judged(told), (std::vector<Seconds>{20, 40}));
  auto const ratios = indices::ratios(told.rows[0], indices::Weight::user);
  EXPECT_NEAR(ratios.saidi_h.value() * 60, 5440, 1e-9);
  EXPECT_NEAR(ratios.saidi_without_med_h.value() * 60, 1290, 1e-9);
  EXPECT_NEAR(ratios.saifi.value() - ratios.saifi_without_med.value(), 2, 1e-12);
}

TEST_F(MedDays, ARepairOverMidnightBelongsToTheDayItBeganOn) {
  sketch_.event("night", OutageClass::fault_internal);
  // On the MED of day 40 + 1 is nothing else; this begins before midnight of day 24.
  sketch_.out("night", "U", sketch_.at("2021-01-29 23:50"), sketch_.at("2021-01-30 23:50"));
  EXPECT_EQ(judged(answer({.source = MedSource::beta})), (std::vector<Seconds>{20, 24, 40}));
}

TEST_F(MedDays, OfTheOfficialListReplaceOrAdd) {
  sketch_.official_med(sketch_.at("2021-01-05 00:00"));
  sketch_.official_med(sketch_.at("2020-01-05 00:00"));
  EXPECT_EQ(judged(answer({.source = MedSource::official})), std::vector<Seconds>{0});
  EXPECT_FALSE(answer({.source = MedSource::official}).med.t_med_min);
  EXPECT_EQ(judged(answer({.source = MedSource::both})), (std::vector<Seconds>{0, 20, 40}));
  EXPECT_TRUE(answer({.source = MedSource::both}).med.days[0].is_official);
  EXPECT_TRUE(judged(answer({.source = MedSource::none})).empty());
}

TEST_F(MedDays, DroppedAsCatastrophicAreTold) {
  MedPolicy policy{.source = MedSource::beta, .catastrophic = CatastrophicPolicy::listed};
  policy.catastrophic_days = {sketch_.at("2020-03-15 00:00")};  // the day of 5.00
  auto const told = answer(policy);
  EXPECT_EQ(told.med.n_day, 9U);
  ASSERT_FALSE(told.med.days.empty());
  EXPECT_TRUE(told.med.days[0].is_dropped);
  EXPECT_EQ(told.med.days[0].day, sketch_.at("2020-03-15 00:00"));
  EXPECT_FALSE(told.med.days.back().is_dropped);
}

TEST_F(MedDays, LookBackOnlySoManyYears) {
  EXPECT_FALSE(answer({.source = MedSource::beta, .history_years = 0}).med.t_med_min);
}

}  // namespace
}  // namespace tieline::test
