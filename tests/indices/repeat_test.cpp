// Who is frequent: each bound of the shipped rules one by one, on histories written by hand.

#include "engine/indices/repeat.hpp"

#include <gtest/gtest.h>

#include "tests/indices/hand_history.hpp"

namespace tieline::indices {
namespace {

using history::OutageClass;
using test::HandHistory;
using test::kHandDay;
using test::kHandHour;
using test::on_day;

RepeatAnswer list(HandHistory& hand, std::string const& rules, std::optional<Seconds> as_of = {},
                  std::vector<Seconds> med_days = {}) {
  RepeatQuery query;
  query.year = 2021;
  query.as_of = as_of ? *as_of : on_day(364, 23);
  query.rules = *pick_rule_set(builtin_repeat_rules(), rules);
  query.counting.momentary_s = 180;
  query.med_days = std::move(med_days);
  auto answer = list_repeats(*hand.build(), query);
  EXPECT_TRUE(answer) << answer.error().en;
  return *answer;
}

/// The class of user 0, or "".
std::string class_of(RepeatAnswer const& answer, std::string const& rules) {
  auto const set = *pick_rule_set(builtin_repeat_rules(), rules);
  std::string found;
  int times = 0;
  for (auto const& user : answer.users) {
    if (user.user == UserId{0U}) {
      found = set.rules[user.hits.front().rule].id;
      ++times;
    }
  }
  EXPECT_LE(times, 1) << "one user, one class";
  return found;
}

/// Class of one user interrupted for an hour at 8 o'clock of these days of 2021.
std::string class_on(std::vector<std::int64_t> const& days, std::string const& rules = "guangdong",
                     std::optional<Seconds> as_of = {},
                     OutageClass outage_class = OutageClass::fault_internal) {
  HandHistory hand;
  auto const user = hand.user();
  for (auto const day : days) {
    hand.outage(user, on_day(day), kHandHour, outage_class);
  }
  return class_of(list(hand, rules, as_of), rules);
}

TEST(Repeat, SixInTheYearAreFrequentFiveAreAWarning) {
  EXPECT_EQ(class_on({0, 60, 120, 180, 240, 300}), "year_over_5");
  EXPECT_EQ(class_on({0, 60, 120, 180, 240}), "year_4_to_5");
  EXPECT_EQ(class_on({0, 60, 120, 180}), "year_4_to_5");
  EXPECT_EQ(class_on({0, 60, 120}), "");
}

TEST(Repeat, FourWithinSixtyDaysAreFrequentThreeAreNot) {
  EXPECT_EQ(class_on({100, 120, 140, 159}), "over_3_in_60_days");
  EXPECT_EQ(class_on({100, 120, 140, 160}), "year_4_to_5") << "day 100 to 160 are 61 days";
  EXPECT_EQ(class_on({100, 120, 140}), "");
}

TEST(Repeat, FourPrearrangedAYearAreFrequentFaultsAreNot) {
  std::vector<std::int64_t> const days{0, 90, 180, 270};
  EXPECT_EQ(class_on(days, "guangdong", {}, OutageClass::planned_maintenance),
            "prearranged_over_3");
  EXPECT_EQ(class_on(days, "guangdong", {}, OutageClass::rationing_grid), "prearranged_over_3");
  EXPECT_EQ(class_on(days, "guangdong", {}, OutageClass::fault_internal), "year_4_to_5");
  EXPECT_EQ(class_on(days, "guangdong", {}, OutageClass::unclassified), "year_4_to_5");
  EXPECT_EQ(class_on({0, 90, 180}, "guangdong", {}, OutageClass::planned_maintenance), "");
}

TEST(Repeat, ExactlySixHoursAfterTheLastKeptStartIsAnotherOutage) {
  for (auto const gap : {6 * kHandHour - 1, 6 * kHandHour}) {
    HandHistory hand;
    auto const user = hand.user();
    for (int i = 0; i < 6; ++i) {
      hand.outage(user, on_day(60 * i));
    }
    // Five alone, the sixth paired with the first by a gap between starts.
    HandHistory paired;
    auto const p = paired.user();
    for (int i = 0; i < 5; ++i) {
      paired.outage(p, on_day(60 * i));
    }
    paired.outage(p, on_day(0) + gap);
    EXPECT_EQ(class_of(list(paired, "guangdong"), "guangdong"),
              gap == 6 * kHandHour ? "year_over_5" : "year_4_to_5");
    EXPECT_EQ(class_of(list(hand, "guangdong"), "guangdong"), "year_over_5");
  }
}

TEST(Repeat, TheGapCountsFromTheLastKeptStartNotFromTheLastDropped) {
  // 08:00 kept, 12:00 dropped (4 h), 15:00 kept: 7 h after 08:00, though 3 h after 12:00.
  HandHistory hand;
  auto const user = hand.user();
  for (int i = 1; i < 5; ++i) {
    hand.outage(user, on_day(60 * i));
  }
  hand.outage(user, on_day(0, 8)).outage(user, on_day(0, 12)).outage(user, on_day(0, 15));
  auto const answer = list(hand, "guangdong");
  EXPECT_EQ(class_of(answer, "guangdong"), "year_over_5");
  EXPECT_EQ(answer.users.front().hits.front().count, 6);
  EXPECT_EQ(answer.dropped.merged, 2) << "the user's and the companion's";
}

TEST(Repeat, ExactlyFiveMinutesCountASecondLessDoesNot) {
  for (auto const lasts : {Seconds{299}, Seconds{300}}) {
    HandHistory hand;
    auto const user = hand.user();
    for (int i = 0; i < 6; ++i) {
      hand.outage(user, on_day(60 * i), lasts);
    }
    EXPECT_EQ(class_of(list(hand, "guangdong"), "guangdong"), lasts == 300 ? "year_over_5" : "");
  }
}

TEST(Repeat, MajorEventDaysAndSingleUserEventsDoNotCount) {
  HandHistory hand;
  auto const user = hand.user();
  for (int i = 0; i < 6; ++i) {
    hand.outage(user, on_day(60 * i));
  }
  EXPECT_EQ(class_of(list(hand, "guangdong", {}, {on_day(60, 0)}), "guangdong"), "year_4_to_5");
  EXPECT_EQ(class_of(list(hand, "guangdong", {}, {on_day(61, 0)}), "guangdong"), "year_over_5");
  EXPECT_EQ(list(hand, "guangdong", {}, {on_day(60, 0)}).dropped.on_med, 2);

  HandHistory alone;
  auto const single = alone.user();
  for (int i = 0; i < 5; ++i) {
    alone.outage(single, on_day(60 * i));
  }
  alone.out(single, alone.event(), on_day(300), on_day(301));
  auto const answer = list(alone, "guangdong");
  EXPECT_EQ(class_of(answer, "guangdong"), "year_4_to_5");
  EXPECT_EQ(answer.dropped.single_user, 1);
}

TEST(Repeat, LastDaysIncludeTodayAndTheFirstDay) {
  auto const today = on_day(200, 23);
  // 30 days to day 200: 171 … 200.
  EXPECT_EQ(class_on({171, 200}, "guangdong", today), "2_in_30_days");
  EXPECT_EQ(class_on({170, 200}, "guangdong", today), "");
  // 50 days to day 200: 151 … 200.
  EXPECT_EQ(class_on({151, 160, 200}, "guangdong", today), "3_in_50_days");
  EXPECT_EQ(class_on({150, 160, 200}, "guangdong", today), "");
  EXPECT_EQ(class_on({190, 195, 200}, "guangdong", today), "3_in_50_days") << "3 in 30, not 2";
  EXPECT_EQ(class_on({171, 201}, "guangdong", today), "") << "tomorrow is not known";
}

TEST(Repeat, TheOrderOfWarningsIsThatOfTheVersion) {
  // 2 in the last 30 days, 3 in the last 50, 4 in the year, all at once.
  std::vector<std::int64_t> const days{10, 155, 180, 200};
  auto const today = on_day(200, 23);
  EXPECT_EQ(class_on(days, "guangdong@1", today), "year_4_to_5");
  EXPECT_EQ(class_on(days, "guangdong@2", today), "2_in_30_days");
}

TEST(Repeat, AFrequentUserHasNoWarning) {
  HandHistory hand;
  auto const user = hand.user();
  for (auto const day : {0, 60, 120, 180, 340, 360}) {
    hand.outage(user, on_day(day));
  }
  auto const answer = list(hand, "guangdong@2");
  auto const set = *pick_rule_set(builtin_repeat_rules(), "guangdong@2");
  ASSERT_FALSE(answer.users.empty());
  for (auto const& hit : answer.users.front().hits) {
    EXPECT_EQ(set.rules[hit.rule].level, RepeatLevel::frequent);
  }
  EXPECT_EQ(answer.users.front().hits.front().reached, on_day(360)) << "the sixth made it so";
  EXPECT_EQ(answer.users.front().outages.size(), 6U);
}

TEST(Repeat, StateGridCountsThreeWithinTwoMonths) {
  auto const rules = std::string{"state_grid_95598"};
  // 15 March is day 73; two months from it end with 14 May, day 133.
  EXPECT_EQ(class_on({73, 100, 133}, rules), "3_in_2_months");
  EXPECT_EQ(class_on({73, 100, 134}, rules), "");
  EXPECT_EQ(class_on({73, 100}, rules), "");
  // No merging, and whatever is sustained counts.
  HandHistory hand;
  auto const user = hand.user();
  hand.outage(user, on_day(1, 1), 181).outage(user, on_day(1, 2), 181);
  hand.outage(user, on_day(1, 3), 180);
  EXPECT_EQ(class_of(list(hand, rules), rules), "");
  hand.outage(user, on_day(1, 4), 181);
  EXPECT_EQ(class_of(list(hand, rules), rules), "3_in_2_months");
}

TEST(Repeat, RollingWindowsReachBackOverNewYearButEndInTheYear) {
  EXPECT_EQ(class_on({-40, -20, -10, 5}), "over_3_in_60_days");
  EXPECT_EQ(class_on({-40, -30, -20, -10}), "");
}

TEST(Repeat, ALineNeedsTwoFrequentUsersNotAllDedicated) {
  struct Line {
    std::vector<network::Nature> users;
    bool is_frequent;
  };
  auto const pub = network::Nature::public_supply;
  auto const dedicated = network::Nature::dedicated;
  for (auto const& line : std::vector<Line>{{{pub}, false},
                                            {{pub, pub}, true},
                                            {{pub, dedicated}, true},
                                            {{dedicated, dedicated}, false}}) {
    HandHistory hand;
    std::vector<std::size_t> users;
    for (auto const nature : line.users) {
      users.push_back(hand.user({.feeder = "F7", .nature = nature}));
    }
    auto const calm = hand.user({.feeder = "F9"});
    for (int i = 0; i < 6; ++i) {
      auto const event = hand.event();
      for (auto const user : users) {
        hand.out(user, event, on_day(60 * i), on_day(60 * i, 9));
      }
      if (i == 0) {
        hand.out(calm, event, on_day(0), on_day(0, 9));
      }
      if (users.size() == 1 && i != 0) {  // keep the event from being of a single user
        hand.out(hand.user({.feeder = "F8"}), event, on_day(60 * i), on_day(60 * i, 9));
      }
    }
    auto const answer = list(hand, "guangdong");
    ASSERT_EQ(answer.lines.size(), 1U);
    EXPECT_EQ(answer.lines[0].frequent_users, static_cast<std::int64_t>(users.size()));
    EXPECT_EQ(answer.lines[0].rule.has_value(), line.is_frequent);
  }
}

TEST(Repeat, OpenOutagesCountOnceTheyAreLongEnough) {
  HandHistory hand;
  auto const user = hand.user();
  for (int i = 0; i < 5; ++i) {
    hand.outage(user, on_day(60 * i));
  }
  auto const event = hand.event();
  hand.out(user, event, on_day(310), 0).out(hand.user(), event, on_day(310), 0);
  EXPECT_EQ(class_of(list(hand, "guangdong", on_day(310) + 299), "guangdong"), "year_4_to_5");
  EXPECT_EQ(class_of(list(hand, "guangdong", on_day(310) + 300), "guangdong"), "year_over_5");
}

TEST(Repeat, ASplitRecordIsOneOutageAndUnregisteredTimeIsNone) {
  HandHistory hand;
  auto const user = hand.user();
  auto const late = hand.user({.since = on_day(200)});
  for (int i = 0; i < 5; ++i) {
    hand.outage(user, on_day(60 * i));
    hand.outage(late, on_day(60 * i));
  }
  auto const event = hand.event();  // cut at midnight: one dark interval
  hand.out(user, event, on_day(309, 20), on_day(310, 0))
      .out(user, event, on_day(310, 0), on_day(310, 9));
  auto const answer = list(hand, "guangdong");
  EXPECT_EQ(class_of(answer, "guangdong"), "year_4_to_5");
  for (auto const& listed : answer.users) {
    EXPECT_NE(listed.user, UserId{late}) << "registered for two of its outages only";
  }
}

TEST(Repeat, ShareOfRepeatedUsersCountsTwoOrMore) {
  HandHistory hand;
  auto const twice = hand.user();
  auto const once = hand.user();
  static_cast<void>(hand.user());
  hand.out(twice, hand.event(), on_day(1), on_day(2))
      .out(twice, hand.event(), on_day(3), on_day(4));
  hand.out(once, hand.event(OutageClass::planned_construction), on_day(1), on_day(2));
  hand.out(once, hand.event(), on_day(9), on_day(9) + 180);
  auto const answer = list(hand, "guangdong");
  EXPECT_EQ(answer.all.interrupted, 2);
  EXPECT_EQ(answer.all.repeated, 1);
  EXPECT_EQ(answer.planned.interrupted, 1);
  EXPECT_EQ(answer.planned.repeated, 0);
}

TEST(Repeat, AsOfMustLieInTheYear) {
  HandHistory hand;
  hand.outage(hand.user(), on_day(3));
  auto const history = hand.build();
  RepeatQuery query;
  query.rules = builtin_repeat_rules().front();
  query.year = 2021;
  EXPECT_EQ(list_repeats(*history, query)->period.as_of, on_day(3, 9)) << "where the data ends";
  for (auto const as_of : {on_day(0, 0) - 1, on_day(365, 0)}) {
    query.as_of = as_of;
    EXPECT_FALSE(list_repeats(*history, query));
  }
  query.as_of = std::nullopt;
  query.year = 2020;
  EXPECT_EQ(list_repeats(*history, query)->period.as_of, on_day(0, 0) - 1);
  for (auto const year : {1969, 2106}) {
    query.year = year;
    EXPECT_FALSE(list_repeats(*history, query)) << year;
  }
}

}  // namespace
}  // namespace tieline::indices
