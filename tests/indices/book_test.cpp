// Adding days one by one says what a history of all rows says.

#include "engine/indices/book.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "tests/support/history_sketch.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_history.hpp"

namespace tieline::test {
namespace {

using indices::Answer;
using indices::IndexBook;
using indices::Key;
using indices::Query;

void expect_same(Answer const& book, Answer const& whole) {
  ASSERT_EQ(book.rows.size(), whole.rows.size());
  for (std::size_t r = 0; r < whole.rows.size(); ++r) {
    auto const& a = book.rows[r];
    auto const& b = whole.rows[r];
    ASSERT_EQ(a.key, b.key);
    ASSERT_EQ(a.total, b.total) << "row " << r;
    ASSERT_EQ(a.by_nature, b.by_nature) << "row " << r;
    ASSERT_EQ(a.external_seconds, b.external_seconds);
    ASSERT_EQ(a.registered_seconds, b.registered_seconds);
    ASSERT_EQ(a.people, b.people) << "row " << r;
    ASSERT_EQ(a.events, b.events) << "row " << r;
    ASSERT_EQ(a.events_by_nature, b.events_by_nature) << "row " << r;
  }
  ASSERT_EQ(book.ongoing_records, whole.ongoing_records);
  ASSERT_EQ(book.unregistered_seconds, whole.unregistered_seconds);
  ASSERT_EQ(book.med.t_med_min, whole.med.t_med_min);
  ASSERT_EQ(book.med.n_day, whole.med.n_day);
  ASSERT_EQ(book.med.days.size(), whole.med.days.size());
  for (std::size_t d = 0; d < whole.med.days.size(); ++d) {
    ASSERT_EQ(book.med.days[d].day, whole.med.days[d].day);
    ASSERT_EQ(book.med.days[d].user_seconds, whole.med.days[d].user_seconds);
  }
  ASSERT_EQ(book.excluded.size(), whole.excluded.size());
  for (std::size_t x = 0; x < whole.excluded.size(); ++x) {
    ASSERT_EQ(book.excluded[x].reason, whole.excluded[x].reason);
    ASSERT_EQ(book.excluded[x].records, whole.excluded[x].records);
    ASSERT_EQ(book.excluded[x].user_seconds, whole.excluded[x].user_seconds);
  }
}

[[nodiscard]] float kw(std::optional<std::int64_t> watts) {
  return watts ? static_cast<float>(*watts) / 1000.0F : kUnknown;
}

/// Rows of a plain history as a day brings them; views into `plain`.
struct Day {
  std::vector<history::EventRow> events;
  std::vector<history::InterruptionRow> interruptions;

  void add(PlainEvent const& event) {
    events.push_back({.event = event.id,
                      .cause = event.cause,
                      .excluded_reason = event.excluded_reason,
                      .outage_class = event.outage_class,
                      .external = event.external});
  }
  void add(PlainRecord const& record) {
    interruptions.push_back({.event = record.event,
                             .user = record.user,
                             .exclusion_reason = record.exclusion_reason,
                             .start = record.start,
                             .end = record.end,
                             .allowed_kw = kw(record.allowed_w),
                             .before_kw = kw(record.before_w)});
  }
  [[nodiscard]] indices::DayRows rows() const {
    return {.events = events, .interruptions = interruptions};
  }
};

/// A part of the rows of a history now, the others on three days; some outages are open at first.
void check(std::uint64_t seed) {
  Random random{seed};
  auto const whole = random_history(seed, {.most_users = 8, .most_events = 8, .most_records = 8});
  auto query = random_query(seed, whole);
  std::erase(query.by, Key::cause);
  query.threads = 1;
  auto base = whole;
  base.events.clear();
  base.records.clear();
  std::array<Day, 3> days;
  std::vector<std::string> known;
  for (auto const& event : whole.events) {
    if (std::ranges::find(known, event.id) != known.end()) {
      continue;  // a copy of a row
    }
    known.push_back(event.id);
    if (random.percent(50)) {
      base.events.push_back(event);
    } else {
      days[0].add(event);
    }
  }
  auto const is_late = [&](std::string const& id) {
    return std::ranges::none_of(base.events,
                                [&](PlainEvent const& event) { return event.id == id; });
  };
  for (auto const& record : whole.records) {
    if (!is_late(record.event) && random.percent(50)) {
      base.records.push_back(record);
      bool const is_outage =
          record.end && *record.end > record.start &&
          !(record.allowed_w && record.before_w && *record.allowed_w >= *record.before_w);
      if (is_outage && random.percent(30)) {
        base.records.back().end.reset();
        days[random.below(3)].add(record);
      }
    } else {
      days[random.below(3)].add(record);
    }
  }
  auto book = IndexBook::make(built(base), query);
  ASSERT_TRUE(book) << book.error().en;
  for (auto const& day : days) {
    auto const added = book->add(day.rows());
    ASSERT_TRUE(added) << added.error().en;
  }
  auto const answer = indices::compute(*built(whole), query);
  ASSERT_TRUE(answer);
  expect_same(book->answer(), *answer);
}

TEST(IndexBookProperty, SaysWhatAHistoryOfAllRowsSays) {
  for (std::uint64_t seed = 1; seed <= 2000; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ASSERT_NO_FATAL_FAILURE(check(seed))
        << to_text(random_history(seed, {.most_users = 8, .most_events = 8, .most_records = 8}));
  }
}

class Book : public testing::Test {
 protected:
  Book() {
    sketch_.user({.id = "U"});
    sketch_.event("E", history::OutageClass::fault_internal);
    sketch_.out("E", "U", sketch_.at("2021-05-03 08:00"), std::nullopt);
  }
  [[nodiscard]] IndexBook book() const {
    return IndexBook::make(sketch_.build(), {.from = sketch_.at("2021-05-01 00:00"),
                                             .to = sketch_.at("2021-06-01 00:00"),
                                             .by = {Key::zone}})
        .value();
  }
  HistorySketch sketch_;
};

TEST_F(Book, ClosesWhatWasStillOut) {
  auto kept = book();
  EXPECT_EQ(kept.answer().ongoing_records, 1);
  std::vector<history::InterruptionRow> const ended{{.event = "E",
                                                     .user = "U",
                                                     .start = sketch_.at("2021-05-03 08:00"),
                                                     .end = sketch_.at("2021-05-03 09:00")}};
  ASSERT_TRUE(kept.add({.events = {}, .interruptions = ended}));
  EXPECT_EQ(kept.answer().ongoing_records, 0);
  EXPECT_EQ(kept.answer().rows[0].total.seconds[0], 3600);
  ASSERT_TRUE(kept.add({.events = {}, .interruptions = ended})) << "a copy changes nothing";
  EXPECT_EQ(kept.answer().rows[0].total.seconds[0], 3600);
}

TEST_F(Book, ChangesNothingWhereARowIsWrong) {
  auto kept = book();
  auto const before = kept.answer();
  auto const start = sketch_.at("2021-05-04 08:00");
  std::vector<history::InterruptionRow> rows{
      {.event = "E", .user = "U", .start = start, .end = start + 3600},
      {.event = "E", .user = "nobody", .start = start, .end = start + 3600}};
  auto const unknown = kept.add({.events = {}, .interruptions = rows});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::unknown_id);
  rows[1].user = "U";
  rows[1].end = start - 1;
  EXPECT_FALSE(kept.add({.events = {}, .interruptions = rows}));
  rows[1].end = start + 7200;
  EXPECT_FALSE(kept.add({.events = {}, .interruptions = rows})) << "two ends of one row";
  std::vector<history::EventRow> const known{{.event = "E"}};
  EXPECT_FALSE(kept.add({.events = known, .interruptions = {}}));
  expect_same(kept.answer(), before);
}

TEST_F(Book, DoesNotKeepRowsByCause) {
  auto const refused = IndexBook::make(sketch_.build(), {.from = sketch_.at("2021-05-01 00:00"),
                                                         .to = sketch_.at("2021-06-01 00:00"),
                                                         .by = {Key::cause}});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().en.find("cause"), std::string::npos);
}

}  // namespace
}  // namespace tieline::test
