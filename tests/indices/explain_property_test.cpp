// The lines of an explanation sum to the figure they explain, whatever was asked.

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "engine/indices/explain.hpp"
#include "tests/support/random_history.hpp"

namespace tieline::test {
namespace {

using indices::Explanation;
using indices::Key;
using indices::Line;
using indices::Query;
using indices::Row;
using indices::Subject;
using indices::Verdict;

constexpr std::uint64_t kRuns = 300;

/// A random history and question.
struct Case {
  explicit Case(std::uint64_t seed) : plain{random_history(seed)}, history{built(plain)} {
    query = random_query(seed, plain);
    query.by.clear();
    query.want_people = query.want_events = false;
  }
  [[nodiscard]] Explanation explained(Subject const& subject = {}) const {
    auto explanation = indices::explain(*history, query, subject);
    EXPECT_TRUE(explanation.has_value()) << (explanation ? "" : explanation.error().en);
    return explanation ? *std::move(explanation) : Explanation{};
  }
  PlainHistory plain;
  history::HistoryPtr history;
  Query query;
};

void expect_equal(Explanation const& explanation, Row const& row, std::uint64_t seed) {
  EXPECT_EQ(explanation.user_seconds, row.total.seconds[0]) << "seed " << seed;
  EXPECT_EQ(explanation.household_seconds, row.total.seconds[1]) << "seed " << seed;
  EXPECT_EQ(explanation.interruptions, row.total.interruptions[0]) << "seed " << seed;
  EXPECT_EQ(explanation.momentary, row.total.momentary[0]) << "seed " << seed;
}

auto key_of(Line const& line) {
  return std::tuple{line.record,    line.from,          line.to,
                    line.counted_s, line.interruptions, line.momentary};
}

TEST(ExplainProperty, LinesSumToTheRowOfComputeAndToTheirOwnSums) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    auto const all = c.explained();
    expect_equal(all, indices::compute(*c.history, c.query).value().rows.at(0), seed);
    std::int64_t seconds = 0;
    std::int64_t interruptions = 0;
    std::int64_t momentary = 0;
    for (auto const& line : all.lines) {
      seconds += line.counted_s;
      interruptions += line.interruptions;
      momentary += line.momentary;
    }
    ASSERT_EQ(seconds, all.user_seconds) << "seed " << seed << "\n" << to_text(c.plain);
    ASSERT_EQ(interruptions, all.interruptions) << "seed " << seed;
    ASSERT_EQ(momentary, all.momentary) << "seed " << seed;
  }
}

TEST(ExplainProperty, AZoneIsTheRowOfTheZone) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    c.query.by = {Key::zone};
    auto const answer = indices::compute(*c.history, c.query).value();
    for (auto const zone : network::kZones) {
      Row expected;
      for (auto const& row : answer.rows) {
        if (row.key[0] != indices::kAll &&
            answer.labels[0][row.key[0]].name == network::name_of(zone)) {
          expected = row;
        }
      }
      expect_equal(c.explained({.zone = zone}), expected, seed);
    }
  }
}

TEST(ExplainProperty, UsersAndEventsAreParts) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    auto const all = c.explained();
    auto const expect_parts = [&](auto const& ids, auto member) {
      std::int64_t seconds = 0;
      std::int64_t counts = 0;
      for (auto const id : ids) {
        Subject subject;
        subject.*member = id;
        auto const part = c.explained(subject);
        seconds += part.user_seconds;
        counts += part.interruptions + part.momentary;
      }
      ASSERT_EQ(seconds, all.user_seconds) << "seed " << seed << "\n" << to_text(c.plain);
      ASSERT_EQ(counts, all.interruptions + all.momentary) << "seed " << seed;
    };
    expect_parts(all_ids<history::UserId>(c.history->n_user()), &Subject::user);
    expect_parts(all_ids<history::EventId>(c.history->n_event()), &Subject::event);
  }
}

TEST(ExplainProperty, ASubjectHasTheLinesOfAllThatAreItsOwn) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    auto const all = c.explained();
    if (all.lines.empty()) {
      continue;
    }
    auto const& some = all.lines[seed % all.lines.size()];
    auto const part = c.explained({.user = some.user, .event = some.event});
    std::vector<Line> own;
    std::ranges::copy_if(all.lines, std::back_inserter(own), [&](Line const& line) {
      return line.user == some.user && line.event == some.event;
    });
    ASSERT_EQ(part.lines.size(), own.size()) << "seed " << seed << "\n" << to_text(c.plain);
    for (std::size_t i = 0; i < own.size(); ++i) {
      ASSERT_EQ(key_of(part.lines[i]), key_of(own[i])) << "seed " << seed;
    }
  }
}

TEST(ExplainProperty, LinesTileEveryRecord) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    std::map<history::RecordId, std::vector<Line>> of_record;
    for (auto const& line : c.explained().lines) {
      of_record[line.record].push_back(line);
    }
    auto const& col = c.history->col();
    for (auto& [record, lines] : of_record) {
      std::ranges::sort(lines, {}, &Line::from);
      ASSERT_EQ(lines.front().from, Seconds{col.record_start[record]}) << "seed " << seed;
      for (std::size_t i = 1; i < lines.size(); ++i) {
        ASSERT_EQ(lines[i].from, lines[i - 1].to) << "seed " << seed << "\n" << to_text(c.plain);
      }
      if (col.record_end[record] != history::kStillOut) {
        ASSERT_EQ(lines.back().to, Seconds{col.record_end[record]}) << "seed " << seed;
      } else {
        ASSERT_TRUE(lines.back().is_provisional) << "seed " << seed;
      }
    }
    if (c.query.rules.variant == indices::Variant::all) {
      for (auto const record : col.record_start.ids()) {  // none is left out
        ASSERT_TRUE(of_record.contains(record) || Seconds{col.record_start[record]} >= c.query.to)
            << "seed " << seed << "\n"
            << to_text(c.plain);
      }
    }
  }
}

TEST(ExplainProperty, OnlyWhatCountsHasSeconds) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    for (auto const& line : c.explained().lines) {
      ASSERT_LT(line.from, line.to) << "seed " << seed;
      ASSERT_LE(line.counted_s, line.to - line.from) << "seed " << seed;
      ASSERT_TRUE(line.verdict == Verdict::counted || line.verdict == Verdict::momentary ||
                  (line.counted_s == 0 && line.interruptions == 0 && line.momentary == 0))
          << "seed " << seed;
      ASSERT_EQ(line.verdict == Verdict::overlapped, line.other.is_some()) << "seed " << seed;
      ASSERT_TRUE(line.verdict != Verdict::counted ||
                  (c.query.from <= line.from && line.to <= c.query.to))
          << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace tieline::test
