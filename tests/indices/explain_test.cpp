// Every figure falls apart into lines, and the lines sum to the figure.

#include "engine/indices/explain.hpp"

#include <map>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "tests/support/history_sketch.hpp"
#include "tests/support/random_history.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using indices::Explanation;
using indices::Key;
using indices::Query;
using indices::Verdict;
using network::Zone;

[[nodiscard]] Query day_of(HistorySketch const& sketch) {
  return {.from = sketch.at("2021-05-03 00:00"), .to = sketch.at("2021-05-04 00:00")};
}

[[nodiscard]] std::vector<Verdict> verdicts(Explanation const& explanation) {
  std::vector<Verdict> all;
  for (auto const& line : explanation.lines) {
    all.push_back(line.verdict);
  }
  return all;
}

TEST(Explain, SaysWhyEachStretchCountsOrNot) {
  HistorySketch s;
  s.user({.id = "U", .households = 20});
  s.event("first", OutageClass::fault_internal);
  s.event("second", OutageClass::planned_maintenance);
  s.event("short", OutageClass::fault_internal);
  s.event("told", OutageClass::fault_internal).excluded_reason = "test reason";
  s.out("first", "U", s.at("2021-05-02 23:00"), s.at("2021-05-03 02:00"));
  s.out("second", "U", s.at("2021-05-03 01:00"), s.at("2021-05-03 03:00"));
  s.out("short", "U", s.at("2021-05-03 05:00"), s.at("2021-05-03 05:02"));
  s.out("told", "U", s.at("2021-05-03 06:00"), s.at("2021-05-03 07:00"));
  auto const told = indices::explain(*s.build(), day_of(s), {});
  ASSERT_TRUE(told);
  EXPECT_EQ(verdicts(*told),
            (std::vector{Verdict::outside_window, Verdict::counted, Verdict::overlapped,
                         Verdict::counted, Verdict::momentary, Verdict::excluded}));
  EXPECT_EQ(told->user_seconds, 3 * 3600 + 120);
  EXPECT_EQ(told->household_seconds, 20 * (3 * 3600 + 120));
  EXPECT_EQ(told->interruptions, 0) << "it began before the window";
  EXPECT_EQ(told->momentary, 1);
  EXPECT_EQ(told->lines[2].other, told->lines[1].event);
}

TEST(Explain, TellsWhoWasNotRegisteredAndWhatIsStillOut) {
  HistorySketch s;
  s.user({.id = "U"});
  s.slice("U", s.at("2021-05-03 12:00"), std::nullopt);
  s.event("open", OutageClass::fault_internal);
  s.out("open", "U", s.at("2021-05-03 10:00"), std::nullopt);
  auto const told = indices::explain(*s.build(), day_of(s), {});
  ASSERT_TRUE(told);
  EXPECT_EQ(verdicts(*told), (std::vector{Verdict::unregistered, Verdict::counted}));
  EXPECT_EQ(told->user_seconds, 12 * 3600);
  EXPECT_EQ(told->interruptions, 0) << "nobody was registered when it began";
  EXPECT_TRUE(told->lines[1].is_provisional);
  EXPECT_EQ(told->lines[1].to, s.at("2021-05-04 00:00"));
}

TEST(Explain, VariantFiltersWholeRecords) {
  HistorySketch s;
  s.user({.id = "U"});
  s.event("outside", OutageClass::fault_external);
  s.out("outside", "U", s.at("2021-05-03 10:00"), s.at("2021-05-03 11:00"));
  auto query = day_of(s);
  query.rules.variant = indices::Variant::without_external;
  auto const told = indices::explain(*s.build(), query, {});
  ASSERT_TRUE(told);
  EXPECT_EQ(verdicts(*told), std::vector{Verdict::filtered});
  EXPECT_EQ(told->user_seconds, 0);
}

/// Lines of each record tile it.
void expect_tiles(history::History const& history, Query const& query,
                  Explanation const& explanation) {
  std::map<history::RecordId, Seconds> reached;
  for (auto const& line : explanation.lines) {
    auto const [at, is_first] =
        reached.try_emplace(line.record, Seconds{history.col().record_start[line.record]});
    ASSERT_EQ(line.from, at->second);
    ASSERT_LT(line.from, line.to);
    at->second = line.to;
  }
  for (auto const& [record, to] : reached) {
    auto const end = history.col().record_end[record];
    ASSERT_EQ(to, end == history::kStillOut ? query.to : Seconds{end});
  }
}

TEST(ExplainProperty, LinesTileTheirRecordsAndSumToTheRows) {
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto const plain = random_history(seed);
    auto query = random_query(seed, plain);
    query.by = {Key::zone};
    auto const history = built(plain);
    auto const answer = indices::compute(*history, query);
    ASSERT_TRUE(answer);
    auto const all = indices::explain(*history, query, {});
    ASSERT_TRUE(all);
    expect_tiles(*history, query, *all);
    for (auto const& row : answer->rows) {
      indices::Subject subject;
      if (row.key[0] != indices::kAll) {
        subject.zone = network::kZones[row.key[0]];
      }
      auto const told = indices::explain(*history, query, subject);
      ASSERT_TRUE(told);
      ASSERT_EQ(told->user_seconds, row.total.seconds[0]);
      ASSERT_EQ(told->household_seconds, row.total.seconds[1]);
      ASSERT_EQ(told->interruptions, row.total.interruptions[0]);
      ASSERT_EQ(told->momentary, row.total.momentary[0]);
    }
    Seconds by_event = 0;
    for (auto const event : all_ids<history::EventId>(history->n_event())) {
      by_event += indices::explain(*history, query, {.user = {}, .event = event, .zone = {}})
                      .value()
                      .user_seconds;
    }
    ASSERT_EQ(by_event, all->user_seconds);
    Seconds by_user = 0;
    for (auto const user : all_ids<history::UserId>(history->n_user())) {
      by_user += indices::explain(*history, query, {.user = user, .event = {}, .zone = {}})
                     .value()
                     .user_seconds;
    }
    ASSERT_EQ(by_user, all->user_seconds);
  }
}

}  // namespace
}  // namespace tieline::test
