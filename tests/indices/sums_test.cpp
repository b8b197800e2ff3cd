// Sums of compute(): what is counted where. Rules by section of docs/methods/indices.md.

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "engine/indices/ratios.hpp"
#include "tests/indices/hand_history.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using indices::Answer;
using indices::Key;
using indices::Profile;
using indices::Query;
using indices::Row;
using indices::Rules;
using network::Zone;

constexpr std::size_t kUser = 0;
constexpr std::size_t kHousehold = 1;

[[nodiscard]] Query year_2021(std::vector<Key> by = {}) {
  return {.from = kNewYear2021,
          .to = kNewYear2021 + 365 * kHandDay,
          .by = std::move(by),
          .med = {.source = indices::MedSource::none}};
}

[[nodiscard]] Answer answer_of(HandHistory& hand, Query const& query) {
  auto answer = indices::compute(*hand.build(), query);
  EXPECT_TRUE(answer) << (answer ? "" : answer.error().en);
  return answer ? *std::move(answer) : Answer{};
}

[[nodiscard]] Row row_of(HandHistory& hand, Query const& query) {
  return answer_of(hand, query).rows.at(0);
}

TEST(Sums, CountSecondsOfUsersAndHouseholds) {
  HandHistory hand;
  auto const u = hand.user({.households = 7});
  hand.user({.households = 3});
  hand.out(u, hand.event(), on_day(3), on_day(3) + 3600);
  auto const row = row_of(hand, year_2021());
  EXPECT_EQ(row.total.seconds[kUser], 3600);
  EXPECT_EQ(row.total.seconds[kHousehold], 7 * 3600);
  EXPECT_EQ(row.total.interruptions[kHousehold], 7);
  EXPECT_EQ(row.registered_seconds[kHousehold], 10 * 365 * kHandDay);
  auto const ratios = indices::ratios(row, indices::Weight::user);
  EXPECT_DOUBLE_EQ(ratios.saidi_h.value(), 0.5);
  EXPECT_DOUBLE_EQ(ratios.saifi.value(), 0.5);
  EXPECT_DOUBLE_EQ(ratios.asai.value(), 1 - 0.5 / 8760);
}

// 300 GVA, as the transformers of a large province: × a year's seconds that is more than 63 bits.
TEST(Sums, CapacityOfAProvinceFitsItsRegisteredSeconds) {
  constexpr std::uint32_t kGigavoltampere = 1'000'000'000;
  constexpr std::size_t kUsers = 300;
  HandHistory hand;
  for (std::size_t u = 0; u < kUsers; ++u) {
    hand.user({.zone = u % 2 == 0 ? Zone::urban : Zone::rural, .capacity_va = kGigavoltampere});
  }
  hand.out(0, hand.event(), on_day(3), on_day(3) + 3600);
  auto const row = row_of(hand, year_2021({Key::zone, Key::month}));
  auto const ratios = indices::ratios(row, indices::Weight::capacity_va);
  EXPECT_DOUBLE_EQ(ratios.users.value(), 3e11);
  EXPECT_DOUBLE_EQ(ratios.saidi_h.value(), 1.0 / kUsers);
  EXPECT_DOUBLE_EQ(ratios.asai.value(), 1 - 1.0 / kUsers / 8760);
}

TEST(Sums, RefusesWeightsTimesSecondsThatPass63Bits) {
  constexpr Seconds kCentury = 100 * 365 * kHandDay;
  for (auto const n_user : {std::size_t{1}, std::size_t{2}}) {  // 1.3e19 of 9.2e18: one fits
    HandHistory hand;
    for (std::size_t u = 0; u < n_user; ++u) {
      hand.user({.capacity_va = 2'000'000'000});
      hand.out(u, hand.event(), kNewYear2021 - 50 * 365 * kHandDay,
               kNewYear2021 + 50 * 365 * kHandDay);
    }
    auto query = year_2021();
    query.from = kNewYear2021 - 50 * 365 * kHandDay;
    query.to = query.from + kCentury;
    auto const answer = indices::compute(*hand.build(), query);
    ASSERT_EQ(answer.has_value(), n_user == 1);
    if (n_user == 1) {
      EXPECT_EQ(answer->rows.front().total.seconds[2], 2'000'000'000 * kCentury);
    } else {
      EXPECT_EQ(answer.error().code, ErrorCode::too_large);
    }
  }
}

TEST(Sums, RecordsThatTouchAreOneInterruption) {
  HandHistory hand;
  auto const u = hand.user();
  hand.out(u, hand.event(), on_day(3), on_day(3) + 1000);
  hand.out(u, hand.event(), on_day(3) + 1000, on_day(3) + 2000);
  auto const row = row_of(hand, year_2021());
  EXPECT_EQ(row.total.seconds[kUser], 2000);
  EXPECT_EQ(row.total.interruptions[kUser], 1);
}

TEST(Sums, SupplyForExactlyTheMergeGapJoins) {
  for (Seconds const gap : {60, 61}) {
    HandHistory hand;
    auto const u = hand.user();
    hand.out(u, hand.event(), on_day(3), on_day(3) + 1000);
    hand.out(u, hand.event(), on_day(3) + 1000 + gap, on_day(3) + 2000 + gap);
    auto query = year_2021();
    query.rules.merge_gap_s = 60;
    auto const row = row_of(hand, query);
    EXPECT_EQ(row.total.interruptions[kUser], gap == 60 ? 1 : 2);
    EXPECT_EQ(row.total.seconds[kUser], 2000) << "the gap itself had supply";
  }
}

TEST(Sums, MomentaryIsUpToAndWithTheBound) {
  for (auto const profile : {Profile::cn_dlt836, Profile::ieee1366}) {
    Seconds const bound = profile == Profile::cn_dlt836 ? 180 : 300;
    for (Seconds const length : {bound, bound + 1}) {
      HandHistory hand;
      auto const u = hand.user();
      hand.out(u, hand.event(), on_day(3), on_day(3) + length);
      auto query = year_2021();
      query.rules = Rules::of(profile);
      auto const row = row_of(hand, query);
      bool const is_momentary = length == bound;
      bool const counts_time = !is_momentary || profile == Profile::cn_dlt836;
      EXPECT_EQ(row.total.interruptions[kUser], is_momentary ? 0 : 1);
      EXPECT_EQ(row.total.momentary[kUser], is_momentary ? 1 : 0);
      EXPECT_EQ(row.total.seconds[kUser], counts_time ? length : 0);
      EXPECT_EQ(row.total.momentary_seconds[kUser], is_momentary && counts_time ? length : 0);
    }
  }
}

TEST(Sums, AnOutageAcrossNewYearSharesItsHoursAndIsCountedOnce) {  // needs.md G9
  HandHistory hand;
  auto const u = hand.user();
  auto const new_year = kNewYear2021 + 365 * kHandDay;
  hand.out(u, hand.event(), new_year - 2 * kHandHour, new_year + 3 * kHandHour);
  auto const old_year = row_of(hand, year_2021());
  auto query = year_2021();
  query.from = new_year;
  query.to = new_year + 365 * kHandDay;
  auto const next_year = row_of(hand, query);
  EXPECT_EQ(old_year.total.seconds[kUser], 2 * kHandHour);
  EXPECT_EQ(next_year.total.seconds[kUser], 3 * kHandHour);
  EXPECT_EQ(old_year.total.interruptions[kUser], 1);
  EXPECT_EQ(next_year.total.interruptions[kUser], 0);
}

TEST(Sums, TimeOfOverlapBelongsToTheEventThatBeganFirst) {
  HandHistory hand;
  auto const u = hand.user();
  auto const other = hand.user();
  auto const planned = hand.event(OutageClass::planned_maintenance);
  auto const fault = hand.event(OutageClass::fault_internal);
  hand.out(other, fault, on_day(3) - 100, on_day(3));  // the fault began first, elsewhere
  hand.out(u, planned, on_day(3), on_day(3) + 2000);
  hand.out(u, fault, on_day(3) + 500, on_day(3) + 1000);
  auto const row = row_of(hand, year_2021());
  auto const& by_nature = row.by_nature;
  EXPECT_EQ(by_nature[0].seconds[kUser], 100 + 500);
  EXPECT_EQ(by_nature[1].seconds[kUser], 1500);
  EXPECT_EQ(by_nature[1].interruptions[kUser], 1) << "the owner of the first second";
  EXPECT_EQ(row.total.seconds[kUser], 2100);
}

TEST(Sums, ZoneIsThatOfTheInstant) {
  HandHistory hand;
  auto const u = hand.user({.zone = Zone::rural});
  hand.out(u, hand.event(), on_day(3), on_day(3) + 2000);
  auto const answer = answer_of(hand, year_2021({Key::zone}));
  ASSERT_EQ(answer.rows.size(), 2U) << "zones without users are not listed";
  EXPECT_EQ(answer.rows[1].key[0], static_cast<std::uint32_t>(Zone::rural));
  EXPECT_EQ(answer.labels[0][answer.rows[1].key[0]].name, "rural");
  EXPECT_EQ(answer.rows[1].total, answer.rows[0].total);
}

TEST(Sums, MonthsCutTimeAndTakeTheCountOfTheFirstSecond) {
  HandHistory hand;
  auto const u = hand.user();
  hand.out(u, hand.event(), on_day(31, 0) - 600, on_day(31, 0) + 400);
  auto const answer = answer_of(hand, year_2021({Key::month}));
  ASSERT_EQ(answer.rows.size(), 13U) << "months without an outage are listed";
  EXPECT_EQ(answer.rows[1].total.seconds[kUser], 600);
  EXPECT_EQ(answer.rows[1].total.interruptions[kUser], 1);
  EXPECT_EQ(answer.rows[2].total.seconds[kUser], 400);
  EXPECT_EQ(answer.rows[2].total.interruptions[kUser], 0);
  EXPECT_EQ(answer.rows[2].period_s, 28 * kHandDay);
  EXPECT_EQ(answer.labels[0].at(answer.rows[2].key[0]).name, "2021-02");
}

TEST(Sums, MoreCellsThanFitNameTheKeyToLeaveOut) {
  HandHistory hand;
  for (int n = 0; n < 2000; ++n) {
    hand.user({.feeder = "F" + std::to_string(n)});
  }
  auto const answer =
      indices::compute(*hand.build(), year_2021({Key::outage_class, Key::feeder, Key::day}));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::too_large);
  EXPECT_NE(answer.error().en.find("\"feeder\""), std::string::npos) << answer.error().en;
}

}  // namespace
}  // namespace tieline::test
