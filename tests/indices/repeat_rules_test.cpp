// Rule files for frequent outages: the shipped sets, and every way a file of one's own is refused.

#include "engine/indices/repeat_rules.hpp"

#include <gtest/gtest.h>

#include "engine/indices/repeat_days.hpp"

namespace tieline::indices {
namespace {

constexpr char const* kHeader =
    "rule_set,version,source,rule,name,name_zh,level,window,length,operator,count,count_to,kinds,"
    "merge_gap_h,min_duration_min,drop_med,drop_single_user,keep_all_dedicated,priority\n";

Result<std::vector<RepeatRuleSet>> read(std::string const& rows) {
  return read_repeat_rules(kHeader + rows, "mine.csv");
}

TEST(RepeatRules, TheShippedSetsAreThere) {
  auto const& sets = builtin_repeat_rules();
  ASSERT_EQ(sets.size(), 3U);
  EXPECT_EQ(sets[0].name(), "guangdong@1");
  EXPECT_EQ(sets[1].name(), "guangdong@2");
  EXPECT_EQ(sets[2].name(), "state_grid_95598@1");
  for (auto const version : {0U, 1U}) {
    auto const& rules = sets[version].rules;
    ASSERT_EQ(rules.size(), 6U);
    for (auto const& rule : rules) {
      EXPECT_EQ(rule.merge_gap_s, 6 * 3600) << rule.id;
      EXPECT_EQ(rule.min_duration_s, 300) << rule.id;
      EXPECT_TRUE(rule.drop_med && rule.drop_single_user) << rule.id;
    }
    ASSERT_EQ(sets[version].line_rules.size(), 1U);
    EXPECT_FALSE(sets[version].line_rules[0].keep_all_dedicated);
    EXPECT_FALSE(sets[version].line_rules[0].holds(1));
    EXPECT_TRUE(sets[version].line_rules[0].holds(2));
  }
  EXPECT_EQ(sets[2].rules[0].min_duration_s, std::nullopt);
}

TEST(RepeatRules, TheTwoVersionsDifferOnlyInTheOrderOfTheirWarnings) {
  auto const& sets = builtin_repeat_rules();
  std::vector<std::string> first;
  std::vector<std::string> second;
  for (std::size_t i = 0; i < 6; ++i) {
    first.push_back(sets[0].rules[i].id);
    second.push_back(sets[1].rules[i].id);
  }
  EXPECT_EQ(first,
            (std::vector<std::string>{"year_over_5", "over_3_in_60_days", "prearranged_over_3",
                                      "year_4_to_5", "3_in_50_days", "2_in_30_days"}));
  EXPECT_EQ(second,
            (std::vector<std::string>{"year_over_5", "over_3_in_60_days", "prearranged_over_3",
                                      "2_in_30_days", "3_in_50_days", "year_4_to_5"}));
}

TEST(RepeatRules, ANameWithoutVersionIsItsLatest) {
  auto const& sets = builtin_repeat_rules();
  EXPECT_EQ(pick_rule_set(sets, "guangdong")->version, 2);
  EXPECT_EQ(pick_rule_set(sets, "guangdong@1")->version, 1);
  EXPECT_EQ(pick_rule_set(sets, "")->name(), "guangdong@2");
  auto const missing = pick_rule_set(sets, "guangdong@7");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::unknown_id);
  EXPECT_NE(missing.error().en.find("guangdong@2"), std::string::npos);
}

TEST(RepeatRules, EveryOperatorHoldsExactlyAtItsBound) {
  RepeatRule rule;
  rule.count = 3;
  rule.count_to = 4;
  auto const holds = [&](CountTest test) {
    rule.test = test;
    std::string said;
    for (auto const n : {2, 3, 4, 5}) {
      said += rule.holds(n) ? '1' : '0';
    }
    return said;
  };
  EXPECT_EQ(holds(CountTest::over), "0011");
  EXPECT_EQ(holds(CountTest::at_least), "0111");
  EXPECT_EQ(holds(CountTest::equal), "0100");
  EXPECT_EQ(holds(CountTest::between), "0110");
}

TEST(RepeatRules, AFileOfOnesOwnMayBeChinese) {
  auto const sets = read_repeat_rules(
      "规则集,版本,依据,规则,英文名称,名称,等级,窗口,长度,比较,次数,停电性质,优先级\n"
      "本局,3,内部办法,a,three,三次,频繁,最近天数,90,不少于,3,故障,1\n",
      "本局.csv");
  ASSERT_TRUE(sets) << sets.error().en;
  ASSERT_EQ(sets->size(), 1U);
  auto const& rule = sets->front().rules.at(0);
  EXPECT_EQ(sets->front().name(), "本局@3");
  EXPECT_EQ(rule.window, RepeatWindow::last_days);
  EXPECT_EQ(rule.test, CountTest::at_least);
  EXPECT_EQ(rule.kinds, RepeatKinds::fault);
  EXPECT_EQ(rule.merge_gap_s, 0);
}

TEST(RepeatRules, AFileWithAFaultIsRefusedWhole) {
  struct Bad {
    std::string row, said;
  };
  for (auto const& bad : std::vector<Bad>{
           {"a,1,s,r,n,中,frequent,calendar_year,,>,x,,all,,,,,,1\n", "count"},
           {"a,1,s,r,n,中,frequently,calendar_year,,>,5,,all,,,,,,1\n", "level"},
           {"a,1,s,r,n,中,frequent,calender_year,,>,5,,all,,,,,,1\n", "window"},
           {"a,1,s,r,n,中,frequent,calendar_year,,=>,5,,all,,,,,,1\n", "operator"},
           {"a,1,s,r,n,中,frequent,calendar_year,,>,-1,,all,,,,,,1\n", "count"},
           {"a,1,s,r,n,中,frequent,calendar_year,,>,5,,planed,,,,,,1\n", "kinds"},
           {"a,1,s,r,n,中,frequent,rolling_days,,>,5,,all,,,,,,1\n", "length"},
           {"a,1,s,r,n,中,frequent,calendar_year,30,>,5,,all,,,,,,1\n", "length"},
           {"a,1,s,r,n,中,frequent,rolling_months,121,>,5,,all,,,,,,1\n", "120"},
           {"a,1,s,r,n,中,frequent,calendar_year,,between,5,,all,,,,,,1\n", "count_to"},
           {"a,1,s,r,n,中,frequent,calendar_year,,between,5,4,all,,,,,,1\n", "count_to"},
           {"a,1,s,r,n,中,frequent,calendar_year,,>,5,6,all,,,,,,1\n", "count_to"},
           {"a,1,s,r,n,中,frequent,calendar_year,,>=,0,,all,,,,,,1\n", "without any outage"},
           {"a,1,s,r,n,中,line,,30,>=,2,,all,,,,,,1\n", "lines"},
           {"a,1,s,r,n,中,frequent,calendar_year,,>,5,,all,,,,,,1\n"
            "a,1,s,q,n,中,frequent,calendar_year,,>,6,,all,,,,,,1\n",
            "priority"},
           {"a,1,s,r,n,中,frequent,calendar_year,,>,5,,all,,,,,,1\n"
            "a,1,s,r,n,中,frequent,calendar_year,,>,6,,all,,,,,,2\n",
            "name"},
           {"", "rule"}}) {
    auto const sets = read(bad.row);
    ASSERT_FALSE(sets) << bad.row;
    EXPECT_NE(sets.error().en.find(bad.said), std::string::npos) << bad.row << sets.error().en;
    EXPECT_FALSE(sets.error().zh.empty());
  }
  EXPECT_FALSE(read_repeat_rules("rule_set,version\na,1\n", "mine.csv"));
  EXPECT_FALSE(read_repeat_rules("", "mine.csv"));
}

TEST(RepeatDays, MonthsEndWhereTheMonthIsShorter) {
  auto const day = [](int year, int month, int of_month) {
    return first_day_of_year(year) + add_months(first_day_of_year(year), month - 1) -
           first_day_of_year(year) + of_month - 1;
  };
  EXPECT_EQ(first_day_of_year(1970), 0);
  EXPECT_EQ(first_day_of_year(2021), 18'628);
  EXPECT_EQ(add_months(day(2020, 12, 31), 2), day(2021, 2, 28));
  EXPECT_EQ(add_months(day(2019, 12, 31), 2), day(2020, 2, 29));
  EXPECT_EQ(add_months(day(2021, 3, 15), 2), day(2021, 5, 15));
}

TEST(RepeatDays, DaysBeginWhereTheClockSaysSo) {
  LocalDays const shanghai{"Asia/Shanghai", first_day_of_year(2021), first_day_of_year(2021) + 364};
  EXPECT_EQ(shanghai.begin_of(first_day_of_year(2021)), 1'609'430'400);
  EXPECT_EQ(shanghai.day_of(1'609'430'399), first_day_of_year(2021) - 1);
  EXPECT_EQ(shanghai.day_of(1'609'430'400), first_day_of_year(2021));
  EXPECT_EQ(shanghai.day_of(1'609'430'400 + 86'399), first_day_of_year(2021));
  // Beirut's clock skipped midnight on 28 March 2021: the day began at 01:00, one hour short.
  LocalDays const beirut{"Asia/Beirut", first_day_of_year(2021), first_day_of_year(2021) + 364};
  auto const skipped = first_day_of_year(2021) + 31 + 28 + 27;
  EXPECT_EQ(beirut.begin_of(skipped) - beirut.begin_of(skipped - 1), 24 * 3600);
  EXPECT_EQ(beirut.begin_of(skipped + 1) - beirut.begin_of(skipped), 23 * 3600);
}

}  // namespace
}  // namespace tieline::indices
