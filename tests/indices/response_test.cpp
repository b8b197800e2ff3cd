// Arrival within the limit of the zone, phases of repair, and stamps that are missing or wrong.

#include "engine/indices/response.hpp"

#include <gtest/gtest.h>

#include "tests/indices/hand_history.hpp"

namespace tieline::indices {
namespace {

using history::Instant;
using history::OutageClass;
using history::Stamps;
using network::Zone;
using test::HandHistory;
using test::kHandHour;
using test::on_day;

constexpr Seconds kMinute = 60;

Instant at(Seconds s) {
  return static_cast<Instant>(s);
}

ResponseAnswer judge(HandHistory& hand, std::string const& limits = "jiangsu_2020") {
  ResponseQuery query;
  query.from = on_day(0, 0);
  query.to = on_day(365, 0);
  query.limits = *read_arrival_limits(limits);
  auto answer = judge_response(*hand.build(), query);
  EXPECT_TRUE(answer);
  return *answer;
}

/// A fault of two hours on day `day` in `zone`, reported at its begin.
void fault(HandHistory& hand, std::int64_t day, Zone zone, std::optional<Seconds> arrival) {
  Stamps stamps;
  stamps.reported = at(on_day(day));
  if (arrival) {
    stamps.arrived = at(on_day(day) + *arrival);
  }
  hand.out(hand.user({.zone = zone}), hand.event(OutageClass::fault_internal, stamps), on_day(day),
           on_day(day, 10));
}

PhaseSums const& phase(ResponseRow const& row, Phase p) {
  return row.phases[static_cast<std::size_t>(p)];
}

TEST(Response, TheLimitItselfIsInTimeASecondMoreIsLate) {
  HandHistory hand;
  for (auto const zone : {Zone::city_center, Zone::urban, Zone::town}) {
    fault(hand, 1, zone, 45 * kMinute);
    fault(hand, 2, zone, 45 * kMinute + 1);
  }
  fault(hand, 3, Zone::rural, 90 * kMinute);
  fault(hand, 4, Zone::rural, 90 * kMinute + 1);
  auto const answer = judge(hand);
  ASSERT_EQ(answer.rows.size(), 5U);
  EXPECT_EQ(answer.rows[0].zone, std::nullopt);
  EXPECT_EQ(answer.rows[0].in_time, 4);
  EXPECT_EQ(answer.rows[0].late, 4);
  for (std::size_t z = 0; z < 4; ++z) {
    EXPECT_EQ(answer.rows[z + 1].zone, network::kZones[z]);
    EXPECT_EQ(answer.rows[z + 1].in_time, 1);
    EXPECT_EQ(answer.rows[z + 1].late, 1);
  }
  ASSERT_EQ(answer.late.size(), 4U);
  EXPECT_EQ(answer.late[0].took_s, 90 * kMinute + 1) << "the longest first";
}

TEST(Response, UnknownIsNeverAPass) {
  HandHistory hand;
  fault(hand, 1, Zone::urban, std::nullopt);
  Stamps unreported;
  unreported.arrived = at(on_day(2));
  hand.out(hand.user(), hand.event(OutageClass::fault_internal, unreported), on_day(2), on_day(3));
  fault(hand, 3, Zone::urban, -1);
  fault(hand, 4, Zone::urban, 0);
  auto const answer = judge(hand);
  auto const& all = answer.rows.front();
  EXPECT_EQ(all.events, 4);
  EXPECT_EQ(all.in_time, 1);
  EXPECT_EQ(all.unknown, 2);
  EXPECT_EQ(all.contradictory, 1);
  EXPECT_EQ(all.late, 0);
  ASSERT_EQ(answer.contradictory.size(), 1U);
  EXPECT_EQ(answer.contradictory[0].took_s, -1);
  EXPECT_EQ(answer.contradictory[0].negative_phases,
            1U << static_cast<unsigned>(Phase::report_arrive));
}

TEST(Response, AZoneWithoutLimitIsNotJudged) {
  HandHistory hand;
  fault(hand, 1, Zone::unknown, kMinute);
  fault(hand, 2, Zone::rural, kMinute);
  EXPECT_EQ(judge(hand).rows.front().not_judged, 1);
  EXPECT_EQ(judge(hand, "unknown=1").rows.front().in_time, 1);
  EXPECT_EQ(judge(hand, "unknown=1").rows.front().not_judged, 1);
}

TEST(Response, AnEventBelongsToTheZoneOfMostOfItsUsers) {
  HandHistory hand;
  auto const event = hand.event();
  auto const town = hand.user({.zone = Zone::town});
  auto const rural = hand.user({.zone = Zone::rural});
  auto const second = hand.user({.zone = Zone::rural});
  hand.out(town, event, on_day(1), on_day(1, 9)).out(town, event, on_day(1, 10), on_day(1, 11));
  hand.out(rural, event, on_day(1), on_day(1, 9)).out(second, event, on_day(1), on_day(1, 9));
  EXPECT_EQ(judge(hand).rows.at(1).zone, Zone::rural) << "users, not records";
  HandHistory tied;
  auto const both = tied.event();
  tied.out(tied.user({.zone = Zone::rural}), both, on_day(1), on_day(1, 9));
  tied.out(tied.user({.zone = Zone::urban}), both, on_day(1), on_day(1, 9));
  EXPECT_EQ(judge(tied).rows.at(1).zone, Zone::urban) << "ties in reporting order";
}

TEST(Response, PhasesTileTheTimeFromReportToTheLastUserOn) {
  HandHistory hand;
  auto const t = on_day(1);
  Stamps const stamps{.reported = at(t + 60),
                      .dispatched = at(t + 120),
                      .arrived = at(t + 1'320),
                      .located = at(t + 2'000),
                      .isolated = at(t + 2'500),
                      .repaired = at(t + 7'000)};
  auto const event = hand.event(OutageClass::fault_internal, stamps);
  hand.out(hand.user(), event, t, t + 3'000).out(hand.user(), event, t + 10, t + 7'200);
  auto const answer = judge(hand);
  auto const& row = answer.rows.front();
  EXPECT_EQ(phase(row, Phase::report_dispatch).total_s, 60);
  EXPECT_EQ(phase(row, Phase::dispatch_arrive).total_s, 1'200);
  EXPECT_EQ(phase(row, Phase::arrive_locate).total_s, 680);
  EXPECT_EQ(phase(row, Phase::locate_isolate).total_s, 500);
  EXPECT_EQ(phase(row, Phase::isolate_repair).total_s, 4'500);
  EXPECT_EQ(phase(row, Phase::repair_restored).total_s, 200);
  EXPECT_EQ(phase(row, Phase::report_arrive).total_s, 1'260);
  EXPECT_EQ(phase(row, Phase::report_restored).total_s, 7'140);
  EXPECT_EQ(phase(row, Phase::out_restored).total_s, 7'200);
  Seconds sum = 0;
  for (std::size_t p = 0; p <= static_cast<std::size_t>(Phase::repair_restored); ++p) {
    sum += row.phases[p].total_s;
  }
  EXPECT_EQ(sum, phase(row, Phase::report_restored).total_s);
}

TEST(Response, TheMedianIsTheLowerOfTheTwoInTheMiddle) {
  HandHistory hand;
  for (auto const minutes : {40, 10, 30, 20}) {
    fault(hand, minutes, Zone::urban, minutes * kMinute);
  }
  auto const answer = judge(hand);
  auto const& row = answer.rows.front();
  EXPECT_EQ(phase(row, Phase::report_arrive).known, 4);
  EXPECT_EQ(phase(row, Phase::report_arrive).total_s, 100 * kMinute);
  EXPECT_EQ(phase(row, Phase::report_arrive).median_s, 20 * kMinute);
  EXPECT_EQ(phase(row, Phase::report_dispatch).known, 0);
  EXPECT_EQ(phase(row, Phase::report_dispatch).unknown, 4);
  EXPECT_EQ(phase(row, Phase::report_dispatch).median_s, std::nullopt);
}

TEST(Response, OpenEventsHaveNoRestorationAndLateRepairIsTold) {
  HandHistory hand;
  auto const t = on_day(1);
  hand.out(hand.user(), hand.event(OutageClass::fault_internal, {.reported = at(t)}), t, 0);
  auto const early =
      hand.event(OutageClass::fault_internal, {.reported = at(t), .repaired = at(t + 9'000)});
  hand.out(hand.user(), early, t, t + 3'600);  // everyone transferred before the repair was done
  auto const answer = judge(hand);
  auto const& row = answer.rows.front();
  EXPECT_EQ(phase(row, Phase::out_restored).unknown, 1);
  EXPECT_EQ(phase(row, Phase::out_restored).known, 1);
  EXPECT_EQ(phase(row, Phase::repair_restored).negative, 1);
  EXPECT_EQ(phase(row, Phase::repair_restored).total_s, 0);
  EXPECT_TRUE(answer.contradictory.empty()) << "nothing is wrong with it";
}

TEST(Response, WorkMomentaryAndExcludedEventsAreToldApart) {
  HandHistory hand;
  hand.out(hand.user(), hand.event(OutageClass::planned_maintenance), on_day(1), on_day(2));
  hand.out(hand.user(), hand.event(), on_day(1), on_day(1) + 180);
  hand.out(hand.user(), hand.event(OutageClass::fault_internal, {}, true), on_day(1), on_day(2));
  hand.out(hand.user(), hand.event(OutageClass::unclassified), on_day(1), on_day(1) + 181);
  hand.out(hand.user(), hand.event(), on_day(-1, 23), on_day(1));    // before the window
  hand.out(hand.user(), hand.event(), on_day(365, 0), on_day(366));  // after it
  auto const answer = judge(hand);
  EXPECT_EQ(answer.rows.front().events, 1);
  EXPECT_EQ(answer.planned, 1);
  EXPECT_EQ(answer.momentary, 1);
  EXPECT_EQ(answer.excluded, 1);
}

TEST(Response, LimitsAreReadOrRefused) {
  auto const limits = read_arrival_limits("市区=30,rural=120");
  ASSERT_TRUE(limits);
  EXPECT_EQ(limits->zone[static_cast<std::size_t>(Zone::urban)], 1'800);
  EXPECT_EQ(limits->zone[static_cast<std::size_t>(Zone::rural)], 7'200);
  EXPECT_EQ(limits->zone[static_cast<std::size_t>(Zone::town)], std::nullopt);
  for (auto const* bad : {"", "shandong", "urban=", "urban=x", "urban=0", "urban=-5", "moon=5",
                          "urban=45,", "urban=45,rural", "urban=1e3"}) {
    auto const read = read_arrival_limits(bad);
    if (std::string{bad} == "urban=45,") {
      EXPECT_TRUE(read);  // a comma at the end names nothing
      continue;
    }
    EXPECT_FALSE(read) << bad;
  }
  HandHistory hand;
  static_cast<void>(hand.user());
  ResponseQuery query;
  EXPECT_FALSE(judge_response(*hand.build(), query)) << "an empty window";
}

}  // namespace
}  // namespace tieline::indices
