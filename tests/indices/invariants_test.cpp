// What must hold for any history: the invariants of reliability indices as property tests.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "engine/indices/explain.hpp"
#include "engine/indices/ratios.hpp"
#include "tests/support/plain_calendar.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_history.hpp"

namespace tieline::test {
namespace {

using indices::Answer;
using indices::Key;
using indices::Query;
using indices::Row;
using indices::Sums;
using indices::Variant;
using indices::Weight;
using indices::Weighted;

constexpr std::uint64_t kRuns = 300;

Answer answer_of(PlainHistory const& plain, Query const& query) {
  auto answer = indices::compute(*built(plain), query);
  EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().en);
  return answer ? *std::move(answer) : Answer{};
}

Row total_of(PlainHistory const& plain, Query query) {
  query.by.clear();
  auto answer = answer_of(plain, query);
  return answer.rows.empty() ? Row{} : answer.rows.front();
}

/// A random history and question; what kinds are left out is up to the caller.
struct Case {
  explicit Case(std::uint64_t seed) : plain{random_history(seed)} {
    query = random_query(seed, plain);
    query.want_people = true;
    query.want_events = true;
  }
  [[nodiscard]] std::string text() const { return to_text(plain); }
  /// Only whole outages: partial ones are counted to the second, each from its own start.
  Case& without_partial() {
    for (auto& record : plain.records) {
      record.allowed_w.reset();
    }
    return *this;
  }
  /// Everyone registered for all time.
  Case& without_slices() {
    plain.slices.clear();
    std::erase_if(plain.records, [&](PlainRecord const& record) {
      return std::ranges::any_of(plain.users, [&](PlainUser const& user) {
        return user.id == record.user && !user.in_network;
      });
    });
    std::erase_if(plain.users, [](PlainUser const& user) { return !user.in_network; });
    return *this;
  }
  PlainHistory plain;
  Query query;
};

/// The additive part of a row, in one list.
std::vector<std::int64_t> additive(Row const& row) {
  std::vector<std::int64_t> all{row.external_seconds};
  auto const put = [&](Weighted const& sum) { all.insert(all.end(), sum.begin(), sum.end()); };
  auto const put_sums = [&](Sums const& sums) {
    for (auto const* const sum :
         {&sums.seconds, &sums.interruptions, &sums.momentary_seconds, &sums.momentary,
          &sums.momentary_events, &sums.med_seconds, &sums.med_interruptions}) {
      put(*sum);
    }
  };
  put_sums(row.total);
  for (auto const& nature : row.by_nature) {
    put_sums(nature);
  }
  return all;
}

std::vector<std::int64_t> sum_of_rows(Answer const& answer) {
  std::vector<std::int64_t> sum(additive(Row{}).size());
  for (auto const& row : answer.rows) {
    if (row.key[0] != indices::kAll) {
      auto const part = additive(row);
      std::ranges::transform(sum, part, sum.begin(), std::plus<>{});
    }
  }
  return sum;
}

TEST(IndexInvariantsProperty, PartsOfEveryKeySumToTheTotal) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    auto const whole = additive(total_of(c.plain, c.query));
    for (auto const key : {Key::zone, Key::zone_group, Key::outage_class, Key::cause, Key::month,
                           Key::organisation, Key::feeder, Key::grid_cell}) {
      c.query.by = {key};
      ASSERT_EQ(sum_of_rows(answer_of(c.plain, c.query)), whole)
          << "seed " << seed << " by " << indices::name_of(key) << "\n"
          << c.text();
    }
  }
}

TEST(IndexInvariantsProperty, RegisteredTimeOfZonesOrganisationsAndMonthsIsThatOfAll) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    auto const whole = total_of(c.plain, c.query).registered_seconds;
    for (auto const key : {Key::zone, Key::zone_group, Key::month, Key::organisation}) {
      c.query.by = {key};
      indices::RegisteredSeconds sum{};
      for (auto const& row : answer_of(c.plain, c.query).rows) {
        for (std::size_t w = 0; row.key[0] != indices::kAll && w < sum.size(); ++w) {
          sum[w] += row.registered_seconds[w];
        }
      }
      ASSERT_EQ(sum, whole) << "seed " << seed << " by " << indices::name_of(key) << "\n"
                            << c.text();
    }
  }
}

TEST(IndexInvariantsProperty, NaturesSumToTheTotal) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    for (auto const& row : answer_of(c.plain, c.query).rows) {
      Sums sum;
      for (auto const& nature : row.by_nature) {
        sum += nature;
      }
      ASSERT_EQ(sum, row.total) << "seed " << seed;
    }
  }
}

TEST(IndexInvariantsProperty, NoVariantHasMoreDarkTimeThanTheFirst) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    c.without_partial();
    c.query.rules.variant = Variant::all;
    auto const all = total_of(c.plain, c.query);
    for (auto const variant : {Variant::without_external, Variant::without_source_shortage,
                               Variant::without_momentary}) {
      c.query.rules.variant = variant;
      auto const some = total_of(c.plain, c.query);
      ASSERT_LE(some.total.seconds[0], all.total.seconds[0]) << "seed " << seed << "\n" << c.text();
      auto const base = Weight::user;
      ASSERT_GE(indices::ratios(some, base).asai.value_or(1),
                indices::ratios(all, base).asai.value_or(1));
    }
  }
}

TEST(IndexInvariantsProperty, IndicesKeepTheirIdentities) {
  constexpr double kClose = 1e-12;
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    for (auto const& row : answer_of(c.plain, c.query).rows) {
      auto const r = indices::ratios(row, Weight::user);
      auto const sustained =
          static_cast<double>(row.total.seconds[0] - row.total.momentary_seconds[0]) / 3600;
      if (r.saifi && r.caidi_h && r.users) {
        EXPECT_NEAR(sustained / *r.users, *r.saifi * *r.caidi_h, kClose * (1 + sustained));
        ASSERT_TRUE(r.ctaidi_h && r.caifi) << "seed " << seed;
        EXPECT_GE(*r.ctaidi_h, *r.caidi_h * (1 - kClose));
        EXPECT_GE(*r.caifi, 1.0);
        EXPECT_NEAR(*r.ctaidi_h, *r.caifi * *r.caidi_h, kClose * (1 + *r.ctaidi_h));
      }
      ASSERT_EQ(row.people.interrupted[0], row.people.cemi[0][0]) << "seed " << seed;
      for (auto const base : {Weight::user, Weight::household, Weight::capacity_va}) {
        auto const asai = indices::ratios(row, base).asai;
        ASSERT_TRUE(!asai || (*asai >= 0 && *asai <= 1)) << "seed " << seed << " " << *asai;
      }
    }
  }
}

TEST(IndexInvariantsProperty, NothingOverNothingIsNoFigure) {
  PlainHistory plain;
  plain.users = {{.id = "T", .zone = network::Zone::urban}};
  Query query;
  query.from = utc(2021, 1, 1);
  query.to = utc(2022, 1, 1);
  auto const row = total_of(plain, query);
  auto const r = indices::ratios(row, Weight::user);
  EXPECT_EQ(r.saidi_h, 0.0);
  EXPECT_EQ(r.asai, 1.0);
  EXPECT_FALSE(r.caidi_h || r.ctaidi_h || r.caifi || r.mic || r.mid_fault_h || r.ire);
  EXPECT_FALSE(indices::ratios(row, Weight::capacity_va).saidi_h);  // no capacity is known
}

TEST(IndexInvariantsProperty, MoreInterruptionsAreRarer) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    for (auto const& row : answer_of(c.plain, c.query).rows) {
      auto const& people = row.people;
      for (std::size_t i = 0; i < people.cemi.size(); ++i) {
        for (std::size_t w = 0; w < 3; ++w) {
          ASSERT_GE(people.cemsmi[i][w], people.cemi[i][w]) << "seed " << seed;
          ASSERT_TRUE(i == 0 || people.cemi[i - 1][w] >= people.cemi[i][w]) << "seed " << seed;
        }
      }
    }
  }
}

TEST(IndexInvariantsProperty, LongInAllIsAtLeastLongAtOnce) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    c.without_partial().without_slices();
    c.query.rules.merge_gap_s = 0;  // joined gaps make an interval longer than its dark time
    c.query.from = utc(2016, 1, 1);
    c.query.to = utc(2026, 1, 1);
    c.query.by.clear();
    auto const people = total_of(c.plain, c.query).people;
    for (std::size_t i = 0; i < people.celid_total.size(); ++i) {
      ASSERT_GE(people.celid_total[i][0], people.celid_single[i][0]) << "seed " << seed;
    }
  }
}

TEST(IndexInvariantsProperty, OneEventAsTwoChangesOnlyTheCountOfEvents) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    c.without_partial();
    c.query.rules.variant = Variant::all;
    auto const before = total_of(c.plain, c.query);
    auto split = c.plain;
    for (auto& event : c.plain.events) {
      auto half = event;
      half.id += " b";
      split.events.push_back(half);
    }
    for (auto& record : split.records) {
      if (record.user.back() % 2 == 0) {
        record.event += " b";
      }
    }
    auto const after = total_of(split, c.query);
    ASSERT_EQ(after.total, before.total) << "seed " << seed << "\n" << c.text();
    ASSERT_EQ(after.people, before.people) << "seed " << seed;
    ASSERT_GE(after.events.count, before.events.count) << "seed " << seed;
  }
}

TEST(IndexInvariantsProperty, SplittingARecordAtMidnightChangesNothing) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    c.without_partial();
    PlainCalendar const calendar{c.plain.time_zone};
    auto split = c.plain;
    split.records.clear();
    for (auto record : c.plain.records) {
      auto midnight = calendar.day_start(calendar.day_of(record.start) + 1);
      auto const whole = record;
      auto const is_taken = [&](PlainRecord const& other) {  // a row is known by user, event, start
        return other.user == whole.user && other.event == whole.event && other != whole &&
               other.start <= midnight && (!other.end || midnight < *other.end);
      };
      while (record.end && midnight < *record.end) {
        if (std::ranges::none_of(c.plain.records, is_taken)) {
          auto part = record;
          part.end = midnight;
          split.records.push_back(part);
          record.start = midnight;
        }
        midnight = calendar.day_start(calendar.day_of(midnight) + 1);
      }
      split.records.push_back(record);
    }
    auto const before = answer_of(c.plain, c.query);
    auto const after = answer_of(split, c.query);
    ASSERT_EQ(after.rows.size(), before.rows.size()) << "seed " << seed;
    for (std::size_t i = 0; i < after.rows.size(); ++i) {
      ASSERT_EQ(additive(after.rows[i]), additive(before.rows[i])) << "seed " << seed << "\n"
                                                                   << c.text();
      ASSERT_EQ(after.rows[i].people, before.rows[i].people) << "seed " << seed;
      ASSERT_EQ(after.rows[i].events, before.rows[i].events) << "seed " << seed << "\n" << c.text();
    }
  }
}

TEST(IndexInvariantsProperty, AUserNeverInterruptedLowersOnlyWhatIsPerUser) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    auto const before = indices::ratios(total_of(c.plain, c.query), Weight::user);
    c.plain.users.push_back({.id = "calm", .zone = network::Zone::urban});
    auto const row = total_of(c.plain, c.query);
    auto const after = indices::ratios(row, Weight::user);
    if (before.saidi_h) {
      ASSERT_TRUE(*before.saidi_h == 0 || *after.saidi_h < *before.saidi_h) << "seed " << seed;
      ASSERT_TRUE(*before.saifi == 0 || *after.saifi < *before.saifi) << "seed " << seed;
    }
    ASSERT_EQ(after.caidi_h, before.caidi_h) << "seed " << seed;
    ASSERT_EQ(after.ctaidi_h, before.ctaidi_h) << "seed " << seed;
    ASSERT_EQ(after.caifi, before.caifi) << "seed " << seed;
  }
}

TEST(IndexInvariantsProperty, ThreeTimesTheUsersHaveTheSameIndices) {
  constexpr std::int64_t kTimes = 3;
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    PlainHistory many = c.plain;
    for (auto const* const mark : {" b", " c"}) {
      auto const add_marked = [&](auto const& rows, auto& to, auto id) {
        for (auto row : rows) {
          row.*id += mark;
          to.push_back(row);
        }
      };
      add_marked(c.plain.users, many.users, &PlainUser::id);
      add_marked(c.plain.slices, many.slices, &PlainSlice::user);
      add_marked(c.plain.records, many.records, &PlainRecord::user);
    }
    auto const one = total_of(c.plain, c.query);
    auto const three = total_of(many, c.query);
    auto scaled = additive(one);
    for (auto& figure : scaled) {
      figure *= kTimes;
    }
    ASSERT_EQ(additive(three), scaled) << "seed " << seed << "\n" << c.text();
    auto const a = indices::ratios(one, Weight::household);
    auto const b = indices::ratios(three, Weight::household);
    for (auto const figure :
         {&indices::Ratios::saidi_h, &indices::Ratios::saifi, &indices::Ratios::maifi,
          &indices::Ratios::caidi_h, &indices::Ratios::asai, &indices::Ratios::caifi}) {
      ASSERT_EQ((a.*figure).has_value(), (b.*figure).has_value()) << "seed " << seed;
      ASSERT_NEAR((a.*figure).value_or(0), (b.*figure).value_or(0),
                  1e-12 * (1 + std::abs((a.*figure).value_or(0))));
    }
  }
}

TEST(IndexInvariantsProperty, RemovingAnOutageNeverRaisesSaidi) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case c{seed};
    c.without_partial();
    auto const before = total_of(c.plain, c.query).total.seconds;
    while (!c.plain.records.empty()) {
      Random random{seed + c.plain.records.size()};
      auto const gone = c.plain.records[random.below(c.plain.records.size())];
      std::erase_if(c.plain.records, [&](PlainRecord const& record) {  // its copies, too
        return record.event == gone.event && record.user == gone.user && record.start == gone.start;
      });
      auto const after = total_of(c.plain, c.query).total.seconds;
      for (std::size_t w = 0; w < after.size(); ++w) {
        ASSERT_LE(after[w], before[w]) << "seed " << seed << "\n" << c.text();
      }
    }
  }
}

TEST(IndexInvariantsProperty, OrderAndCopiesOfRowsChangeNothing) {
  for (std::uint64_t seed = 0; seed < kRuns; ++seed) {
    Case const c{seed};
    auto const before = answer_of(c.plain, c.query);
    auto const after = answer_of(shuffled_with_copies(c.plain, seed), c.query);
    ASSERT_EQ(after.rows.size(), before.rows.size()) << "seed " << seed;
    for (std::size_t i = 0; i < after.rows.size(); ++i) {
      ASSERT_EQ(additive(after.rows[i]), additive(before.rows[i])) << "seed " << seed << "\n"
                                                                   << c.text();
      ASSERT_EQ(after.rows[i].registered_seconds, before.rows[i].registered_seconds);
      ASSERT_EQ(after.rows[i].people, before.rows[i].people) << "seed " << seed;
      ASSERT_EQ(after.rows[i].events, before.rows[i].events) << "seed " << seed;
    }
    ASSERT_EQ(after.unregistered_seconds, before.unregistered_seconds) << "seed " << seed;
    ASSERT_EQ(after.ongoing_records, before.ongoing_records) << "seed " << seed;
    ASSERT_EQ(after.med.t_med_min, before.med.t_med_min) << "seed " << seed;
  }
}

/// 20 users; on each of some days of 2021 one of them is out for `times` × so many minutes.
PlainHistory outages_of_2021(std::vector<int> const& minutes, int times) {
  PlainHistory plain;
  plain.events = {{.id = "E"}};
  for (int i = 0; i < 20; ++i) {
    plain.users.push_back({.id = "U" + std::to_string(i)});
  }
  for (std::size_t day = 0; day < minutes.size(); ++day) {
    auto const start = utc(2021, 2, 1) + static_cast<Seconds>(day) * 86'400;
    if (minutes[day] != 0) {
      plain.records.push_back({.event = "E",
                               .user = "U" + std::to_string(day % 20),
                               .start = start,
                               .end = start + 60 * minutes[day] * times});
    }
  }
  return plain;
}

TEST(IndexInvariantsProperty, TheThresholdOfMajorEventDaysScalesWithTheDays) {
  Query query;
  query.from = utc(2022, 1, 1);
  query.to = utc(2023, 1, 1);
  auto const threshold_of = [&](std::vector<int> const& minutes, int times) {
    return answer_of(outages_of_2021(minutes, times), query).med.t_med_min;
  };
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Random random{seed};
    std::vector<int> minutes;
    for (int i = 0; i < 15; ++i) {
      minutes.push_back(static_cast<int>(random.between(10, 200)));
    }
    auto const threshold = threshold_of(minutes, 1);
    ASSERT_TRUE(threshold) << "seed " << seed;
    ASSERT_NEAR(threshold_of(minutes, 5).value(), 5 * *threshold, 1e-9 * *threshold);
    auto turned = minutes;
    std::ranges::reverse(turned);
    ASSERT_NEAR(threshold_of(turned, 1).value(), *threshold, 1e-9 * *threshold);
    turned.insert(turned.begin() + 7, 3, 0);  // days without an outage
    ASSERT_NEAR(threshold_of(turned, 1).value(), *threshold, 1e-9 * *threshold);
  }
}

TEST(IndexInvariantsProperty, ThreadsChangeNothing) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    HistorySizes const crowd{.most_users = 60, .most_events = 7, .most_records = 8};
    auto const plain = random_history(seed, crowd);
    auto query = random_query(seed, plain);
    query.threads = 1;
    auto const one = answer_of(plain, query);
    for (unsigned const threads : {2U, 3U, 8U}) {
      query.threads = threads;
      auto const many = answer_of(plain, query);
      ASSERT_EQ(many.rows.size(), one.rows.size());
      for (std::size_t i = 0; i < one.rows.size(); ++i) {
        ASSERT_EQ(many.rows[i].key, one.rows[i].key) << "seed " << seed;
        ASSERT_EQ(additive(many.rows[i]), additive(one.rows[i])) << "seed " << seed;
        ASSERT_EQ(many.rows[i].people, one.rows[i].people) << "seed " << seed;
        ASSERT_EQ(many.rows[i].events, one.rows[i].events) << "seed " << seed;
      }
      ASSERT_EQ(many.med.t_med_min, one.med.t_med_min) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace tieline::test
