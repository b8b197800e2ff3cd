// Worked examples of what happened, exact to the second and to the printed digit.

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "engine/indices/ratios.hpp"
#include "engine/io/case_folder.hpp"
#include "tests/golden/printed_indices.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

using indices::Answer;
using indices::Key;
using indices::Query;
using indices::Ratios;
using indices::Row;
using indices::Weight;

constexpr Seconds kHour = 3600;

/// One case of the golden table: its day and what must be printed.
struct GoldenCase {
  char const* name;
  std::int64_t month, day;
  std::int64_t user_seconds, household_seconds;
  std::int64_t user_interruptions, household_interruptions, momentary;
  char const* mv_saidi;  ///< h, five digits
  char const* mv_saifi;
  char const* hh_saidi;
  char const* hh_saifi;
};

std::ostream& operator<<(std::ostream& out, GoldenCase const& c) {
  return out << c.name;
}

// Source: the golden feeder table of the project's requirements (G1 … G8).
constexpr std::array kGolden{
    GoldenCase{"G1", 5, 3, 86'400, 10'108'800, 3, 351, 0, "4.80000", "0.60", "5.09619", "0.63702"},
    GoldenCase{"G2b", 5, 10, 29'280, 5'796'240, 1, 200, 4, "1.62667", "0.20", "2.92208", "0.36298"},
    GoldenCase{"G3", 5, 17, 33'600, 6'122'400, 5, 502, 0, "1.86667", "1.00", "3.08651", "0.91107"},
    GoldenCase{"G4", 5, 24, 28'800, 5'760'000, 1, 200, 0, "1.60000", "0.20", "2.90381", "0.36298"},
    GoldenCase{"G5", 5, 31, 0, 0, 0, 0, 0, "0.00000", "0.00", "0.00000", "0.00000"},
    GoldenCase{"G6", 6, 7, 3'600, 720'000, 2, 400, 0, "0.20000", "0.40", "0.36298", "0.72595"},
    GoldenCase{"G7", 6, 14, 17'040, 2'890'500, 5, 551, 0, "0.94667", "1.00", "1.45720", "1.00000"},
    GoldenCase{"G8", 6, 21, 36'000, 6'480'000, 3, 400, 0, "2.00000", "0.60", "3.26679", "0.72595"},
};

/// The case folder as a user has it, through the files.
class GoldenIndices : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    auto loaded = io::load_case(case_path("golden_history"), {.want_history = true});
    ASSERT_TRUE(loaded.has_value());
    ASSERT_TRUE(loaded->quarantined.empty());
    history_ = loaded->history;
    ASSERT_NE(history_, nullptr);
  }
  static void TearDownTestSuite() { history_.reset(); }

  static Answer answer(Seconds from, Seconds to, std::vector<Key> by = {}) {
    Query query;
    query.from = from;
    query.to = to;
    query.by = std::move(by);
    return answer_of(*history_, query);
  }
  static Row row(Seconds from, Seconds to) { return answer(from, to).rows.at(0); }

  static history::HistoryPtr history_;
};
history::HistoryPtr GoldenIndices::history_;

class GoldenTable : public GoldenIndices, public testing::WithParamInterface<GoldenCase> {};

TEST_P(GoldenTable, IsExactInBothBases) {
  auto const& c = GetParam();
  auto const r = row(midnight(2021, c.month, c.day), midnight(2021, c.month, c.day + 1));
  EXPECT_EQ(r.total.seconds[0], c.user_seconds);
  EXPECT_EQ(r.total.seconds[1], c.household_seconds);
  EXPECT_EQ(r.total.interruptions[0], c.user_interruptions);
  EXPECT_EQ(r.total.interruptions[1], c.household_interruptions);
  EXPECT_EQ(r.total.momentary[0], c.momentary);
  EXPECT_EQ(r.registered_seconds[0], 5 * 24 * kHour);
  EXPECT_EQ(r.registered_seconds[1], 551 * 24 * kHour);
  auto const mv = indices::ratios(r, Weight::user);
  auto const hh = indices::ratios(r, Weight::household);
  EXPECT_EQ(digits(mv.saidi_h, 5), c.mv_saidi);
  EXPECT_EQ(digits(mv.saifi, 2), c.mv_saifi);
  EXPECT_EQ(digits(hh.saidi_h, 5), c.hh_saidi);
  EXPECT_EQ(digits(hh.saifi, 5), c.hh_saifi);
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenTable, testing::ValuesIn(kGolden),
                         [](auto const& of) { return std::string{of.param.name}; });

TEST_F(GoldenIndices, G2WithoutMomentaryIsTheSustainedView) {
  Query query;
  query.from = midnight(2021, 5, 10);
  query.to = midnight(2021, 5, 11);
  query.rules.variant = indices::Variant::without_momentary;
  auto const r = answer_of(*history_, query).rows.at(0);
  EXPECT_EQ(r.total.seconds[0], 28'800);
  EXPECT_EQ(r.total.seconds[1], 5'760'000);
  EXPECT_EQ(digits(indices::ratios(r, Weight::user).saidi_h, 5), "1.60000");
  EXPECT_EQ(digits(indices::ratios(r, Weight::household).saidi_h, 5), "2.90381");
  EXPECT_EQ(digits(indices::ratios(r, Weight::user).maifi, 2), "0.80");
  query.rules = indices::Rules::of(indices::Profile::ieee1366);
  EXPECT_EQ(answer_of(*history_, query).rows.at(0).total.seconds[0], 28'800);
}

TEST_F(GoldenIndices, G2WithEveryInterruptionCountsFiveUsers) {
  auto const r = row(midnight(2021, 5, 10), midnight(2021, 5, 11));
  EXPECT_EQ(r.total.interruptions[0] + r.total.momentary[0], 5);
  EXPECT_EQ(r.total.interruptions[1] + r.total.momentary[1], 502);  // 0.91107 of 551
  EXPECT_EQ(digits(static_cast<double>(r.total.seconds[1]) / 3600, 4), "1610.0667");
}

TEST_F(GoldenIndices, NaiveFiguresAreNotProduced) {
  // G7 as duration × all users, G8 as the sum of overlapping records
  auto const g7 = row(midnight(2021, 6, 14), midnight(2021, 6, 15));
  EXPECT_NE(digits(indices::ratios(g7, Weight::user).saidi_h, 2), "3.50");
  auto const g8 = row(midnight(2021, 6, 21), midnight(2021, 6, 22));
  EXPECT_NE(g8.total.seconds[0], 11 * kHour);
  EXPECT_NE(g8.total.interruptions[0], 4);
}

TEST_F(GoldenIndices, G8GivesTheTimeToThePlannedWorkThatBeganFirst) {
  auto const r = row(midnight(2021, 6, 21), midnight(2021, 6, 22));
  EXPECT_EQ(r.by_nature[1].seconds[0], 28'800);     // T3 by G8, all of it
  EXPECT_EQ(r.by_nature[0].seconds[0], 2 * 3'600);  // T1 and T2 by G8A
  EXPECT_EQ(r.by_nature[1].interruptions[0], 1);
  EXPECT_EQ(r.by_nature[0].interruptions[0], 2);
}

TEST_F(GoldenIndices, G9IsTwoHoursOfOneYearAndThreeOfTheNextCountedOnce) {
  auto const old_year = row(midnight(2021, 12, 31), midnight(2022, 1, 1));
  auto const new_year = row(midnight(2022, 1, 1), midnight(2022, 1, 2));
  EXPECT_EQ(old_year.total.seconds[0], 2 * kHour);
  EXPECT_EQ(old_year.total.interruptions[0], 1);
  EXPECT_EQ(new_year.total.seconds[0], 3 * kHour);
  EXPECT_EQ(new_year.total.interruptions[0], 0);
  auto const both = row(midnight(2021, 12, 31), midnight(2022, 1, 2));
  EXPECT_EQ(both.total.seconds[0], 5 * kHour);
  EXPECT_EQ(both.total.interruptions[0], 1);
}

TEST_F(GoldenIndices, PartialLimitationIsTwoPointFourHours) {
  auto const r = row(midnight(2021, 7, 5), midnight(2021, 7, 6));
  EXPECT_EQ(r.total.seconds[0], 8'640);  // 6 h × (1 − 600/1000)
  EXPECT_EQ(digits(static_cast<double>(r.total.seconds[0]) / 3600, 1), "2.4");
  EXPECT_EQ(r.total.interruptions[0], 1);
  EXPECT_EQ(r.total.seconds[3], std::int64_t{400'000} * 6 * kHour);  // W·s: what was not supplied
}

TEST_F(GoldenIndices, ExcludedRecordsAreSummedApart) {
  auto const a = answer(midnight(2021, 7, 12), midnight(2021, 7, 13));
  EXPECT_EQ(a.rows.at(0).total.seconds[0], 3 * kHour);
  ASSERT_EQ(a.excluded.size(), 1U);
  EXPECT_EQ(a.excluded[0].reason, "发电车供电");
  EXPECT_EQ(a.excluded[0].records, 1);
  EXPECT_EQ(a.excluded[0].user_seconds, 3 * kHour);
}

TEST_F(GoldenIndices, TheYearIsTheSumOfItsDays) {
  auto const a = answer(midnight(2021, 1, 1), midnight(2022, 1, 1), {Key::zone});
  auto const& all = a.rows.at(0);
  EXPECT_EQ(all.total.seconds[0], 261'360);
  EXPECT_EQ(all.total.seconds[1], 39'337'380);
  EXPECT_EQ(all.total.interruptions[0], 23);
  EXPECT_EQ(all.total.momentary[0], 4);
  EXPECT_EQ(all.by_nature[0].seconds[0], 31'440);
  EXPECT_EQ(all.by_nature[1].seconds[0], 229'920);
  auto const r = indices::ratios(all, Weight::user);
  EXPECT_EQ(digits(r.saidi_h, 5), "14.52000");
  EXPECT_EQ(digits(r.saifi, 2), "4.60");
  EXPECT_EQ(digits(r.saidi_without_med_h, 5), "13.57333");  // without 2021-06-14
  EXPECT_EQ(digits(r.saifi_without_med, 2), "3.60");
  std::array<std::int64_t, network::kZoneCount> zones{};
  for (auto const& row : a.rows) {
    if (row.key[0] != indices::kAll) {
      auto const& name = a.labels[0][row.key[0]].name;
      for (std::size_t z = 0; z < zones.size(); ++z) {
        zones[z] += name == network::kZoneNames[z] ? row.total.seconds[0] : 0;
      }
    }
  }
  EXPECT_EQ(zones, (std::array<std::int64_t, 5>{8'640, 167'400, 32'940, 52'380, 0}));
}

TEST_F(GoldenIndices, AnOutageStillOpenRunsToTheEndOfEveryWindow) {
  auto const year = answer(midnight(2022, 1, 1), midnight(2023, 1, 1));
  EXPECT_EQ(year.rows.at(0).total.seconds[0], 10'800 + 280 * kHour);
  EXPECT_EQ(year.rows.at(0).total.interruptions[0], 1);
  EXPECT_EQ(year.ongoing_records, 1);
  EXPECT_EQ(digits(indices::ratios(year.rows.at(0), Weight::user).saidi_h, 1), "56.6");
  auto const day = answer(midnight(2022, 12, 20), midnight(2022, 12, 21));
  EXPECT_EQ(day.rows.at(0).total.seconds[0], 16 * kHour);
  auto const after = answer(midnight(2022, 12, 21), midnight(2022, 12, 22));
  EXPECT_EQ(after.rows.at(0).total.seconds[0], 24 * kHour);
  EXPECT_EQ(after.rows.at(0).total.interruptions[0], 0);  // began before
}

TEST(GoldenRules, ALeapYearHasItsRealHours) {
  constexpr Seconds kTarget = 47 * kHour / 10;
  for (auto const& [year, printed] : {std::pair{2023, "99.94635"}, std::pair{2024, "99.94649"}}) {
    auto plain = users(1);
    add_outage(plain, 1, midnight(year, 6, 1), kTarget);
    Query query;
    query.from = midnight(year, 1, 1);
    query.to = midnight(year + 1, 1, 1);
    auto const r = indices::ratios(answer_of(*built(plain), query).rows.at(0), Weight::user);
    EXPECT_EQ(digits(*r.asai * 100, 5), printed) << year;
  }
}

TEST(GoldenRules, AveragesAreNotAveraged) {
  // zone means 1, 2, 5, 11 h at shares of 5, 15, 25, 55 %: 7.65 h, not 4.75 h
  constexpr std::array<std::size_t, 4> kUsers{1, 3, 5, 11};
  constexpr std::array<Seconds, 4> kMean{1, 2, 5, 11};
  auto plain = users(20);
  std::size_t user = 0;
  for (std::size_t zone = 0; zone < 4; ++zone) {
    for (std::size_t i = 0; i < kUsers[zone]; ++i) {
      plain.users[user].zone = network::kZones[zone];
      add_outage(plain, ++user, midnight(2021, 3, 1), kMean[zone] * kHour);
    }
  }
  Query query;
  query.from = midnight(2021, 1, 1);
  query.to = midnight(2022, 1, 1);
  query.by = {Key::zone};
  auto const answer = answer_of(*built(plain), query);
  double means = 0;
  for (auto const& row : answer.rows) {
    if (row.key[0] != indices::kAll) {
      means += indices::ratios(row, Weight::user).saidi_h.value_or(0) / 4;
    }
  }
  EXPECT_EQ(digits(means, 2), "4.75");
  EXPECT_EQ(digits(indices::ratios(answer.rows.at(0), Weight::user).saidi_h, 2), "7.65");
}

TEST(GoldenRules, FiguresAreNotRoundedBeforeTheyArePrinted) {
  constexpr Seconds kTarget = 47 * kHour / 10;
  auto plain = users(1);
  add_outage(plain, 1, midnight(2021, 6, 1), kTarget + 1);
  Query query;
  query.from = midnight(2021, 1, 1);
  query.to = midnight(2022, 1, 1);
  auto const r = indices::ratios(answer_of(*built(plain), query).rows.at(0), Weight::user);
  EXPECT_EQ(digits(r.saidi_h, 2), "4.70");
  EXPECT_GT(*r.saidi_h, 4.7);  // one second over a target of 4.7 h misses it
}

}  // namespace
}  // namespace tieline::test
