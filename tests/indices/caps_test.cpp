// Interruptions a year against the caps by supply voltage.

#include "engine/indices/caps.hpp"

#include <gtest/gtest.h>

#include "tests/indices/hand_history.hpp"

namespace tieline::indices {
namespace {

using history::OutageClass;
using test::HandHistory;
using test::kHandHour;
using test::on_day;

CapAnswer judge(HandHistory& hand, std::string const& policy,
                std::optional<Seconds> as_of = on_day(364, 23)) {
  CapQuery query;
  query.year = 2021;
  query.as_of = as_of;
  query.caps = pick_cap_policy(policy)->caps;
  query.counting.momentary_s = 180;
  auto answer = judge_caps(*hand.build(), query);
  EXPECT_TRUE(answer) << answer.error().en;
  return *answer;
}

TEST(Caps, ThePoliciesAreThoseOfTheDocuments) {
  struct Expected {
    std::string policy;
    float supply_kv;
    double per_year;
    CapScope scope;
  };
  for (auto const& e : std::vector<Expected>{{"changzhou_2021", 110, 1, CapScope::planned},
                                             {"changzhou_2021", 35, 1, CapScope::planned},
                                             {"changzhou_2021", 20, 2, CapScope::planned},
                                             {"changzhou_2021", 10, 2, CapScope::planned},
                                             {"changzhou_2021", 0.4F, 3, CapScope::planned},
                                             {"jiangsu_2020", 35, 1, CapScope::all},
                                             {"jiangsu_2020", 10, 2, CapScope::all},
                                             {"jiangsu_2020", 20, 3, CapScope::all},
                                             {"jiangsu_2020", 0.4F, 3, CapScope::all}}) {
    auto const policy = pick_cap_policy(e.policy);
    std::vector<std::size_t> found;
    caps_of(policy->caps, e.supply_kv, found);
    ASSERT_EQ(found.size(), 1U) << e.policy << " " << e.supply_kv;
    EXPECT_EQ(policy->caps[found[0]].per_year, e.per_year) << e.policy << " " << e.supply_kv;
    EXPECT_EQ(policy->caps[found[0]].scope, e.scope);
  }
  EXPECT_EQ(pick_cap_policy("suzhou").error().code, ErrorCode::unknown_id);
}

TEST(Caps, ABoundWrittenInDecimalsHoldsForTheSameVoltage) {
  EXPECT_TRUE(covers({.supply_kv_min = 0.22, .supply_kv_max = 0.4}, 0.4F));
  EXPECT_TRUE(covers({.supply_kv_min = 0.4, .supply_kv_max = 1}, 0.4F));
  EXPECT_FALSE(covers({.supply_kv_min = 0.4, .supply_kv_max = 1}, kUnknown));
}

TEST(Caps, StatusTurnsExactlyAtTheCap) {
  EXPECT_EQ(status_of(3, 2), CapStatus::over);
  EXPECT_EQ(status_of(2, 2), CapStatus::at);
  EXPECT_EQ(status_of(1, 2), CapStatus::one_below);
  EXPECT_EQ(status_of(0, 2), CapStatus::below);
  EXPECT_EQ(status_of(1, 0), CapStatus::over);
  EXPECT_EQ(status_of(0, 0), CapStatus::at);
}

TEST(Caps, UsersAreCountedByClassOfVoltage) {
  HandHistory hand;
  auto const high = hand.user({.supply_kv = 35});
  auto const medium = hand.user({.supply_kv = 10});
  auto const low = hand.user({.supply_kv = 0.4F});
  static_cast<void>(hand.user({.supply_kv = kUnknown}));
  static_cast<void>(hand.user({.supply_kv = 10, .until = on_day(0, 0)}));  // gone before the year
  for (int i = 0; i < 3; ++i) {
    auto const event = hand.event();
    for (auto const user : {high, medium, low}) {
      hand.out(user, event, on_day(100 * i), on_day(100 * i, 9));
    }
  }
  auto const answer = judge(hand, "jiangsu_2020");
  ASSERT_EQ(answer.classes.size(), 3U);
  EXPECT_EQ(answer.classes[0].over, 1);
  EXPECT_EQ(answer.classes[1].over, 1);
  EXPECT_EQ(answer.classes[2].over, 0);
  EXPECT_EQ(answer.classes[2].at, 1);
  EXPECT_EQ(answer.classes[1].users, 1);
  EXPECT_EQ(answer.unknown_supply, 1);
  EXPECT_EQ(answer.uncovered, 0);
  ASSERT_EQ(answer.users.size(), 3U);
  EXPECT_EQ(answer.users[0].count.exceeded, on_day(100));
  EXPECT_EQ(answer.users[1].count.exceeded, on_day(200));
  EXPECT_EQ(answer.users[2].count.exceeded, std::nullopt);
}

TEST(Caps, ScopePlannedLeavesOutFaultsTemporaryWorkAndRationing) {
  HandHistory hand;
  auto const user = hand.user();
  auto day = 0;
  for (auto const outage_class :
       {OutageClass::fault_internal, OutageClass::temporary_maintenance,
        OutageClass::rationing_grid, OutageClass::unclassified, OutageClass::planned_maintenance,
        OutageClass::planned_supply_adjustment}) {
    hand.out(user, hand.event(outage_class), on_day(day), on_day(day, 9));
    ++day;
  }
  auto const planned = judge(hand, "changzhou_2021");
  ASSERT_EQ(planned.users.size(), 1U);
  EXPECT_EQ(planned.users[0].count.year, 2);
  EXPECT_EQ(planned.users[0].status, CapStatus::at);
  EXPECT_EQ(judge(hand, "jiangsu_2020").users[0].count.year, 6);
}

TEST(Caps, MomentaryOnesDoNotCountButAreListed) {
  HandHistory hand;
  auto const user = hand.user();
  hand.out(user, hand.event(), on_day(1), on_day(1) + 180);
  hand.out(user, hand.event(), on_day(2), on_day(2) + 181);
  auto const answer = judge(hand, "jiangsu_2020");
  ASSERT_EQ(answer.users.size(), 1U);
  EXPECT_EQ(answer.users[0].count.year, 1);
  EXPECT_EQ(answer.users[0].count.momentary, 1);
  EXPECT_EQ(answer.users[0].outages.size(), 2U);
  EXPECT_EQ(answer.classes[1].momentary, 1);
}

TEST(Caps, TheCalendarYearCountsRolling365DaysOnlyWarn) {
  HandHistory hand;
  auto const user = hand.user();
  auto const calm = hand.user();
  for (auto const day : {-200, 100, 164}) {  // day 164 and -200 are 365 days, both included
    hand.out(user, hand.event(), on_day(day), on_day(day, 9));
  }
  for (auto const day : {-201, 100, 164}) {
    hand.out(calm, hand.event(), on_day(day), on_day(day, 9));
  }
  auto const answer = judge(hand, "jiangsu_2020");
  ASSERT_EQ(answer.users.size(), 2U);
  EXPECT_EQ(answer.users[0].status, CapStatus::at);
  EXPECT_EQ(answer.users[0].count.rolling, 3);
  EXPECT_EQ(answer.users[0].rolling_status, CapStatus::over);
  EXPECT_EQ(answer.users[1].rolling_status, CapStatus::at);
  EXPECT_EQ(answer.classes[1].rolling_over, 1);
  EXPECT_EQ(answer.classes[1].over, 0);
}

TEST(Caps, OneBelowWithoutAnyInterruptionIsCountedButNotListed) {
  HandHistory hand;
  static_cast<void>(hand.user({.supply_kv = 35}));
  auto const answer = judge(hand, "jiangsu_2020", on_day(5));
  EXPECT_EQ(answer.classes[0].one_below, 1);
  EXPECT_EQ(answer.classes[0].one_below_never_out, 1);
  EXPECT_TRUE(answer.users.empty());
}

TEST(Caps, EachDocumentAndScopeIsJudgedByItself) {
  HandHistory hand;
  auto const user = hand.user();
  for (int i = 0; i < 3; ++i) {
    hand.out(user, hand.event(), on_day(i), on_day(i, 9));
  }
  CapQuery query;
  query.year = 2021;
  query.caps = {{.source = "A", .supply_kv_min = 6, .supply_kv_max = 20, .per_year = 2},
                {.source = "A", .supply_kv_min = 0, .supply_kv_max = 20, .per_year = 9},
                {.source = "A",
                 .supply_kv_min = 0,
                 .supply_kv_max = 20,
                 .per_year = 1,
                 .scope = CapScope::planned},
                {.source = "B", .supply_kv_min = 0, .supply_kv_max = 20, .per_year = 3}};
  auto const answer = judge_caps(*hand.build(), query);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->classes[0].over, 1);
  EXPECT_EQ(answer->classes[1].users, 0) << "the first row of a document that covers it";
  EXPECT_EQ(answer->classes[2].one_below_never_out, 1);
  EXPECT_EQ(answer->classes[3].at, 1);
  query.caps.clear();
  EXPECT_FALSE(judge_caps(*hand.build(), query));
}

}  // namespace
}  // namespace tieline::indices
