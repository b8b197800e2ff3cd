// Targets of the documents, and verdicts on exact sums.

#include "engine/study/targets.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/policy.hpp"

namespace tieline::study {
namespace {

using network::TargetBase;
using network::TargetKind;
using network::TargetLogic;
using network::Zone;

constexpr Seconds kYear = 365 * 24 * kSecondsPerHour;

TargetRow row(TargetKind kind, double value, TargetLogic logic = TargetLogic::all) {
  TargetRow target;
  target.jurisdiction = "somewhere";
  target.year = 2021;
  target.kind = kind;
  target.value = value;
  target.logic = logic;
  return target;
}

/// `seconds` of dark time among `users` all year round.
ExactHours hours(std::int64_t seconds, std::int64_t users) {
  return {.seconds = seconds, .registered = users * kYear, .period_s = kYear};
}

double value_of(std::vector<TargetRow> const& rows, std::optional<Zone> zone,
                TargetKind kind = TargetKind::absolute_h) {
  auto const found = std::find_if(rows.begin(), rows.end(), [&](TargetRow const& r) {
    return r.zone == zone && r.kind == kind;
  });
  return found == rows.end() ? -1 : found->value;
}

std::vector<TargetRow> rows_at(TargetSet const& set, std::optional<Zone> zone) {
  std::vector<TargetRow> rows;
  std::copy_if(set.rows.begin(), set.rows.end(), std::back_inserter(rows),
               [&](TargetRow const& r) { return r.zone == zone; });
  return rows;
}

TEST(Targets, OfEveryDocumentAreAsTheDocumentStatesThem) {
  struct Stated {
    char const* jurisdiction;
    int year;
    double centre, urban, town, rural, area;  ///< -1: none stated
    double reduction;
  };
  for (auto const& s : std::vector<Stated>{{"常州", 2021, 1, 2, 5, 11, -1, -1},
                                           {"常州市", 2022, 0.8, 2, 4, 8, -1, -1},
                                           {"吴江", 2021, -1, -1, 5, 7, -1, -1},
                                           {"江苏省", 2020, 2, 5, 9, 15, 4.7, -1},
                                           {"济宁", 2021, -1, 1.59, 3.5, 8.67, -1, 0.08}}) {
    auto const set = target_set({}, s.jurisdiction, s.year);
    ASSERT_TRUE(set) << s.jurisdiction;
    EXPECT_TRUE(set->is_shipped);
    EXPECT_EQ(value_of(set->rows, Zone::city_center), s.centre) << s.jurisdiction;
    EXPECT_EQ(value_of(set->rows, Zone::urban), s.urban) << s.jurisdiction;
    EXPECT_EQ(value_of(set->rows, Zone::town), s.town) << s.jurisdiction;
    EXPECT_EQ(value_of(set->rows, Zone::rural), s.rural) << s.jurisdiction;
    EXPECT_EQ(value_of(set->rows, std::nullopt), s.area) << s.jurisdiction;
    EXPECT_EQ(value_of(set->rows, Zone::town, TargetKind::yoy_reduction), s.reduction);
    for (auto const& r : set->rows) {
      EXPECT_FALSE(r.source.empty());
      EXPECT_GT(r.value, 0) << "a missing zone is no row, never 0";
    }
  }
}

TEST(Targets, AYearWithoutTargetsIsNoErrorAndAnUnknownPlaceIs) {
  auto const later = target_set({}, "常州", 2030);
  ASSERT_TRUE(later);
  EXPECT_EQ(later->jurisdiction, "常州市");
  EXPECT_TRUE(later->rows.empty());
  auto const unknown = target_set({}, "Atlantis", 2021);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::unknown_id);
  EXPECT_NE(unknown.error().en.find("常州市"), std::string::npos);
  EXPECT_NE(unknown.error().zh.find("济宁市"), std::string::npos);
}

TEST(Targets, OfTheCaseStandOverThoseThatShip) {
  auto own = row(TargetKind::absolute_h, 3);
  own.jurisdiction = "常州市";
  own.zone = Zone::town;
  std::vector<TargetRow> const rows{own};
  auto const set = target_set(rows, "常州", 2021);
  ASSERT_TRUE(set);
  EXPECT_FALSE(set->is_shipped);
  ASSERT_EQ(set->rows.size(), 1U);
  EXPECT_EQ(set->rows[0].value, 3);
  auto const other_year = target_set(rows, "常州", 2022);
  ASSERT_TRUE(other_year);
  EXPECT_TRUE(other_year->is_shipped);
  EXPECT_EQ(target_sets(rows, 2021).size(), 1U);
  EXPECT_TRUE(target_sets(rows, 2022).empty());
}

TEST(Targets, AreMetAtTheLimitItselfAndMissedASecondAbove) {
  // 10 users, 0.8 h each: 28 800 user-seconds exactly.
  std::vector<TargetRow> const rows{row(TargetKind::absolute_h, 0.8)};
  EXPECT_EQ(judge(rows, hours(28'800, 10), {}).verdict, TargetVerdict::met);
  EXPECT_EQ(judge(rows, hours(28'801, 10), {}).verdict, TargetVerdict::missed);
  // 4.7 h among a province's users: doubles would round the second away.
  std::vector<TargetRow> const area{row(TargetKind::absolute_h, 4.7)};
  EXPECT_EQ(judge(area, hours(16'920'000'000'000, 1'000'000'000), {}).verdict, TargetVerdict::met);
  EXPECT_EQ(judge(area, hours(16'920'000'000'001, 1'000'000'000), {}).verdict,
            TargetVerdict::missed);
}

TEST(Targets, JiningPassesOnTheBranchOfEightPercent) {
  auto const set = target_set({}, "济宁", 2021);
  ASSERT_TRUE(set);
  // Last year 3.80 h, this year 3.496 h: exactly 8 % less.
  auto const last = hours(13'680'000, 1000);
  auto const now = hours(12'585'600, 1000);
  auto const urban = judge(rows_at(*set, Zone::urban), now, last);
  EXPECT_EQ(urban.verdict, TargetVerdict::met);
  ASSERT_EQ(urban.decided_by.size(), 1U);
  auto const& branch = urban.branches[urban.decided_by[0]];
  EXPECT_EQ(branch.target.kind, TargetKind::yoy_reduction);
  EXPECT_NEAR(branch.limit_h.value(), 3.496, 1e-12);
  EXPECT_NEAR(urban.limit_h.value(), 3.496, 1e-12) << "the wider of the two";

  auto const above = judge(rows_at(*set, Zone::urban), hours(12'585'601, 1000), last);
  EXPECT_EQ(above.verdict, TargetVerdict::missed);
  EXPECT_EQ(above.decided_by.size(), 2U) << "both branches say no";

  auto const town = judge(rows_at(*set, Zone::town), now, last);
  EXPECT_EQ(town.verdict, TargetVerdict::met);
  EXPECT_EQ(town.decided_by.size(), 2U) << "3.496 h is below 3.50 h, too";
  EXPECT_NEAR(town.limit_h.value(), 3.5, 1e-12);
}

TEST(Targets, WithoutLastYearOnlyWhatNeedsItIsUndecided) {
  auto const set = target_set({}, "济宁", 2021);
  ASSERT_TRUE(set);
  auto const rows = rows_at(*set, Zone::town);
  EXPECT_EQ(judge(rows, hours(12'600, 1), {}).verdict, TargetVerdict::met) << "3.5 h will do";
  EXPECT_EQ(judge(rows, hours(12'601, 1), {}).verdict, TargetVerdict::no_last_year);
  std::vector<TargetRow> const both{row(TargetKind::absolute_h, 3.5),
                                    row(TargetKind::yoy_reduction, 0.08)};
  EXPECT_EQ(judge(both, hours(12'600, 1), {}).verdict, TargetVerdict::no_last_year);
  EXPECT_EQ(judge(both, hours(12'601, 1), {}).verdict, TargetVerdict::missed);
  EXPECT_EQ(judge(both, hours(12'600, 1), hours(12'601, 1)).verdict, TargetVerdict::missed);
}

TEST(Targets, AreNotMetByNobody) {
  std::vector<TargetRow> const rows{row(TargetKind::absolute_h, 5)};
  EXPECT_EQ(judge(rows, {}, {}).verdict, TargetVerdict::no_users);
  EXPECT_EQ(judge({}, hours(1, 1), {}).verdict, TargetVerdict::no_target);
}

TEST(Targets, AReductionOfNothingAllowsNothing) {
  std::vector<TargetRow> const rows{row(TargetKind::yoy_reduction, 0.08)};
  EXPECT_EQ(judge(rows, hours(0, 5), hours(0, 5)).verdict, TargetVerdict::met);
  EXPECT_EQ(judge(rows, hours(1, 5), hours(0, 5)).verdict, TargetVerdict::missed);
}

/// Fractions of small numbers can be compared in 64 bits: the same verdict.
TEST(Targets, PropertyCompareAsTheFractionsThemselves) {
  constexpr std::uint32_t kSeed = 20211231;
  SCOPED_TRACE("seed " + std::to_string(kSeed));
  std::mt19937 random{kSeed};
  auto const draw = [&](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{0, most}(random);
  };
  for (int i = 0; i < 20'000; ++i) {
    ExactHours const now{.seconds = draw(60), .registered = 1 + draw(40), .period_s = 1 + draw(9)};
    ExactHours const old{.seconds = draw(60), .registered = 1 + draw(40), .period_s = 1 + draw(9)};
    auto const percent = draw(100);
    // now ≤ (1 − p) old  ⟺  s p' r₀ 100 ≤ (100 − p) s₀ p₀ r
    auto const is_less = now.seconds * now.period_s * old.registered * 100 <=
                         (100 - percent) * old.seconds * old.period_s * now.registered;
    ASSERT_EQ(is_reduced_by(now, static_cast<double>(percent) / 100, old), is_less)
        << now.seconds << "*" << now.period_s << "/" << now.units() << " units after "
        << old.seconds << "*" << old.period_s << "/" << old.units() << " units, " << percent
        << " %";
    auto const milli = draw(3);
    auto const is_below = now.seconds * now.period_s * 1000 <= milli * 3600 * now.registered;
    ASSERT_EQ(is_at_most(now, static_cast<double>(milli) / 1000), is_below);
  }
}

TEST(Policy, NamesMayLackTheirRank) {
  EXPECT_TRUE(is_same_place("常州", "常州市"));
  EXPECT_TRUE(is_same_place("吴江区", "吴江"));
  EXPECT_TRUE(is_same_place("x", "x"));
  EXPECT_FALSE(is_same_place("吴江区", "吴江市"));
  EXPECT_FALSE(is_same_place("市", ""));
  EXPECT_FALSE(is_same_place("", "市"));
  EXPECT_FALSE(is_same_place("常", "常州市"));
}

TEST(Policy, RequirementsKeepWhatNotToMixUp) {
  auto const all = policy_requirements();
  EXPECT_EQ(all.size(), 71U);
  auto const value = [&](std::string const& policy, std::string const& item,
                         std::string const& applies_to) {
    for (auto const& r : all) {
      if (r.policy == policy && r.item == item && r.applies_to == applies_to) {
        return r.value.value_or(-1);
      }
    }
    return -2.0;
  };
  EXPECT_EQ(value("000", "planned_outages", "core_area"), 0);
  EXPECT_EQ(value("000", "planned_outages", "supply_kv=10(20)"), 2);
  EXPECT_EQ(value("002", "outages", "supply_kv<10"), 3) << "every outage, not only planned ones";
  EXPECT_EQ(value("002", "arrival", "城区"), 45);
  EXPECT_EQ(value("002", "arrival", "偏远乡村"), 90);
  EXPECT_EQ(value("003", "live_connection_rate", "supply_kv=10(20)"), 99);
  EXPECT_EQ(value("000", "live_connection", "all"), -1) << "基本实现: no number";
  for (auto const& r : all) {
    EXPECT_FALSE(r.document.empty() || r.jurisdiction.empty() || r.item_zh.empty());
    EXPECT_TRUE(r.comparison == "report" || r.value) << r.item;
  }
}

}  // namespace
}  // namespace tieline::study
