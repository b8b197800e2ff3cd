// Fault rates of facilities on the golden history: 4 lines of 2 km, 5 transformers, 5 switches of
// which 2 are breakers; fault outages of 2021 are G7 and G9 on line LB and G8A on line LA, of 2022
// N1, which names no equipment and comes from outside.

#include <map>
#include <string>

#include "tests/services/index_program.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

/// The rates by facility of a case; `words` are flags.
std::map<std::string, v1::FacilityRate> rates_of(CaseCopy const& copy, Line const& words) {
  Line line{"index", "compute", copy.path().string()};
  line.insert(line.end(), words.begin(), words.end());
  auto const answer = computed(line);
  std::map<std::string, v1::FacilityRate> rates;
  for (auto const& rate : answer.facility_rates()) {
    rates[rate.facility()] = rate;
  }
  rates["elsewhere"].set_faults(answer.elsewhere_faults());
  return rates;
}

Line const kYear{"--from", "2021-01-01", "--to", "2022-01-01"};

Line year_and(Line const& more) {
  Line words = kYear;
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

TEST(FacilityRates, DivideFaultOutagesByLengthAndYears) {
  CaseCopy const copy{"golden_history"};
  auto year = rates_of(copy, kYear);
  ASSERT_EQ(year.size(), 7U);
  EXPECT_EQ(year["line"].code(), "RLFI");
  EXPECT_EQ(year["line"].faults(), 3);
  EXPECT_DOUBLE_EQ(year["line"].amount(), 8);
  EXPECT_DOUBLE_EQ(year["line"].rate(), 3 / 0.08);
  EXPECT_DOUBLE_EQ(year["overhead"].rate(), 3 / 0.08);
  EXPECT_FALSE(year["cable"].has_rate()) << "no cable: no figure, not 0";
  EXPECT_EQ(year["transformer"].code(), "RTFI");
  EXPECT_TRUE(year["transformer"].has_rate());
  EXPECT_EQ(year["transformer"].rate(), 0);
  EXPECT_EQ(year["switch"].amount(), 5);
  EXPECT_EQ(year["breaker"].amount(), 2);
  EXPECT_EQ(year["elsewhere"].faults(), 0);
  // a leap year is one year; two years halve the rate
  auto leap = rates_of(copy, {"--from", "2020-01-01", "--to", "2022-01-01"});
  EXPECT_DOUBLE_EQ(leap["line"].rate(), 3 / 0.08 / 2);
  auto december = rates_of(copy, {"--from", "2021-12-01", "--to", "2022-01-01"});
  EXPECT_EQ(december["line"].faults(), 1) << "G9 begins on the 31st";
  EXPECT_DOUBLE_EQ(december["line"].rate(), 1 / 0.08 / (31.0 / 365.0));
  auto next = rates_of(copy, {"--from", "2022-01-01", "--to", "2022-02-01"});
  EXPECT_EQ(next["line"].faults(), 0) << "G9 began the year before";
}

TEST(FacilityRates, CountAnEventOnceInEachKindItNames) {
  CaseCopy copy{"golden_history"};
  copy.set("network/lines.csv", "LA", "kind", "cable");
  copy.set("history/events.csv", "G7", "equipment", "LA; LB;LC");
  copy.set("history/events.csv", "G8A", "equipment", "SW1;CB1");
  copy.set("history/events.csv", "G9", "equipment", "T3");
  auto year = rates_of(copy, kYear);
  EXPECT_EQ(year["line"].faults(), 1);
  EXPECT_EQ(year["overhead"].faults(), 1);
  EXPECT_EQ(year["cable"].faults(), 1);
  EXPECT_DOUBLE_EQ(year["cable"].rate(), 1 / 0.02);
  EXPECT_DOUBLE_EQ(year["overhead"].amount(), 6);
  EXPECT_EQ(year["switch"].faults(), 1);
  EXPECT_DOUBLE_EQ(year["switch"].rate(), 1 / 0.05);
  EXPECT_DOUBLE_EQ(year["breaker"].rate(), 1 / 0.02);
  EXPECT_DOUBLE_EQ(year["transformer"].rate(), 1 / 0.05);
}

TEST(FacilityRates, LeaveOutWhatTheRulesLeaveOutAndTellOfTheRest) {
  CaseCopy copy{"golden_history"};
  Line const next{"--from", "2022-01-01", "--to", "2023-01-01"};
  EXPECT_EQ(rates_of(copy, next)["elsewhere"].faults(), 1) << "N1 names nothing";
  auto internal = next;
  internal.insert(internal.end(), {"--variant", "2"});
  EXPECT_EQ(rates_of(copy, internal)["elsewhere"].faults(), 0) << "N1 is external";
  auto brief = computed(year_2021({"--brief"}));
  EXPECT_EQ(brief.facility_rates_size(), 0);
  // G7 lasts 3.5 h for one of its users, G9 5 h, G8A 1 h
  EXPECT_EQ(rates_of(copy, year_and({"--set", "momentary_s=3600"}))["line"].faults(), 2);
  copy.set("history/events.csv", "G7", "excluded_reason", "told");
  EXPECT_EQ(rates_of(copy, kYear)["line"].faults(), 2);
  copy.set("history/events.csv", "G9", "class", "planned_maintenance");
  EXPECT_EQ(rates_of(copy, kYear)["line"].faults(), 1);
}

TEST(FacilityRates, DoNotDependOnThreadsAndAreInTheTableOfDetails) {
  auto const one = run(year_2021({"--details", "--threads", "1"})).out;
  EXPECT_EQ(one, run(year_2021({"--details", "--threads", "3"})).out);
  EXPECT_TRUE(has(one, "lines         RLFI          8.0 km              3               37.500"));
  auto const zh = run(year_2021({"--details", "--lang", "zh"})).out;
  for (auto const* word : {"故障停电次数", "架空线路", "断路器", "RTFI"}) {
    EXPECT_TRUE(has(zh, word)) << word;
  }
}

}  // namespace
}  // namespace tieline::test
