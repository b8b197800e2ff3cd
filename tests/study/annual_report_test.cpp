// A year against its targets, on histories drawn by hand. Figures in the comments are by hand, too.

#include "engine/study/annual_report.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/annual_parts.hpp"
#include "tests/support/history_sketch.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using network::TargetKind;
using network::TargetLogic;
using network::Zone;
using study::AnnualPart;
using study::AnnualQuery;
using study::AnnualReport;
using study::AnnualZone;
using study::TargetVerdict;
using study::TrendMethod;

network::TargetRow target(std::string jurisdiction, std::optional<Zone> zone, double value,
                          TargetKind kind = TargetKind::absolute_h,
                          TargetLogic logic = TargetLogic::all) {
  network::TargetRow row;
  row.jurisdiction = std::move(jurisdiction);
  row.year = 2021;
  row.zone = zone;
  row.value = value;
  row.kind = kind;
  row.logic = logic;
  row.source = "test";
  return row;
}

AnnualReport report(HistorySketch const& sketch, AnnualQuery query,
                    std::vector<network::TargetRow> const& targets = {}) {
  if (query.year == 0) {
    query.year = 2021;
  }
  query.rules = indices::Rules::of(indices::Profile::cn_dlt836);
  auto made = study::report_year(*sketch.build(), targets, query);
  EXPECT_TRUE(made) << (made ? "" : made.error().en);
  return made ? *std::move(made) : AnnualReport{};
}

AnnualZone const& zone_of(AnnualPart const& part, std::optional<Zone> zone) {
  for (auto const& line : part.zones) {
    if (line.zone == zone) {
      return line;
    }
  }
  throw std::runtime_error{"no such zone"};
}

double hours(indices::Row const& row) {
  return study::exact_hours(row, indices::Weight::user).hours();
}

/// One user, out for `seconds` from `start` (local) on.
void lose(HistorySketch& sketch, std::string const& user, std::string const& start, Seconds seconds,
          OutageClass outage_class = OutageClass::fault_internal) {
  auto const id = sketch.keep("E" + user + start);
  auto const from = sketch.at(start);
  sketch.event(id, outage_class);
  sketch.out(id, sketch.keep(user), from, from + seconds);
}

TEST(AnnualReport, JiningMeetsItsTargetByEightPercentLess) {
  HistorySketch sketch;
  sketch.user({.id = "U", .zone = Zone::urban});
  lose(sketch, "U", "2020-03-01 08:00", 13'680);  // 3.80 h
  lose(sketch, "U", "2021-06-01 08:00", 12'586);  // 3.4961 h: a second too much
  auto const late = sketch.at("2022-01-01 00:00");
  auto const missed = report(sketch, {.jurisdictions = {"济宁"}, .as_of = late});
  EXPECT_EQ(zone_of(missed.parts[0], Zone::urban).judgements[0].verdict, TargetVerdict::missed);

  HistorySketch exact;
  for (auto const* user : {"U1", "U2", "U3", "U4", "U5"}) {
    exact.user({.id = user, .zone = Zone::urban});
    lose(exact, user, "2019-03-01 08:00", 13'680);
    lose(exact, user, "2021-06-01 08:00", 12'585);
  }
  lose(exact, "U1", "2021-07-01 08:00", 3);  // 5 · 12 585.6 s in all
  for (auto const* user : {"U1", "U2", "U3", "U4", "U5"}) {
    lose(exact, user, "2020-03-01 08:00", 13'680);
  }
  // 2020 is a leap year: hours a user do not depend on its length.
  auto const met = report(exact, {.jurisdictions = {"济宁"}, .as_of = late});
  auto const& judgement = zone_of(met.parts[0], Zone::urban).judgements[0];
  EXPECT_EQ(judgement.verdict, TargetVerdict::met);
  ASSERT_EQ(judgement.decided_by.size(), 1U);
  EXPECT_EQ(judgement.branches[judgement.decided_by[0]].target.kind, TargetKind::yoy_reduction);
  EXPECT_NEAR(judgement.limit_h.value(), 3.496, 1e-12);
  EXPECT_NEAR(hours(zone_of(met.parts[0], Zone::urban).to_date), 3.496, 1e-12);
}

TEST(AnnualReport, AZoneTheDocumentDoesNotNameHasNoTarget) {
  HistorySketch sketch;
  sketch.user({.id = "C", .zone = Zone::city_center});
  sketch.user({.id = "T", .zone = Zone::town});
  lose(sketch, "C", "2021-06-01 08:00", 3600);
  auto const made = report(sketch, {.jurisdictions = {"吴江"}, .as_of = {}});
  EXPECT_EQ(zone_of(made.parts[0], Zone::city_center).judgements[0].verdict,
            TargetVerdict::no_target);
  EXPECT_FALSE(zone_of(made.parts[0], Zone::city_center).judgements[0].limit_h);
  EXPECT_EQ(zone_of(made.parts[0], Zone::town).judgements[0].verdict, TargetVerdict::met);
  EXPECT_EQ(zone_of(made.parts[0], Zone::rural).judgements[0].verdict, TargetVerdict::no_users)
      << "a zone with a target is listed, though nobody lives there";
}

TEST(AnnualReport, JudgesZonesAndTheWholeAreaApart) {
  // Shares 5, 15, 25, 55 of 100: the zones' caps 2, 5, 9, 15 h have a mean of 11.35 h, not 4.7 h.
  HistorySketch sketch;
  auto const add = [&](Zone zone, std::string const& name, int n) {
    for (int i = 0; i < n; ++i) {
      sketch.user({.id = name + std::to_string(i), .zone = zone});
    }
  };
  add(Zone::city_center, "c", 5);
  add(Zone::urban, "u", 15);
  add(Zone::town, "t", 25);
  add(Zone::rural, "r", 55);
  for (int i = 0; i < 55; ++i) {  // 10 h each in the country: 5.5 h a user of all
    lose(sketch, "r" + std::to_string(i), "2020-05-01 08:00", 36'000);
  }
  auto const made = report(
      sketch, {.year = 2020, .jurisdictions = {"江苏"}, .as_of = sketch.at("2021-01-01 00:00")});
  EXPECT_EQ(zone_of(made.parts[0], Zone::rural).judgements[0].verdict, TargetVerdict::met);
  EXPECT_EQ(zone_of(made.parts[0], std::nullopt).judgements[0].verdict, TargetVerdict::missed);
  ASSERT_EQ(made.nested.size(), 1U);
  EXPECT_NEAR(made.nested[0].zones_mean_h, 11.35, 1e-12);
  EXPECT_EQ(made.nested[0].area_limit_h, 4.7);
  EXPECT_TRUE(made.nested[0].zones_allow_more);
  EXPECT_EQ(made.nested[0].units_covered, 1);
}

TEST(AnnualReport, ADistrictIsJudgedByItsOwnTargetsAndNobodyElseIs) {
  HistorySketch sketch;
  sketch.user({.id = "A", .zone = Zone::town, .organisation = "吴江区"});
  sketch.user({.id = "B", .zone = Zone::town, .organisation = "另一区"});
  sketch.user({.id = "R", .zone = Zone::rural, .organisation = "吴江区"});
  lose(sketch, "A", "2021-02-01 08:00", 6 * 3600);
  lose(sketch, "B", "2021-02-01 08:00", 5 * 3600);
  std::vector<network::TargetRow> const targets{
      target("市", Zone::town, 5), target("市", Zone::rural, 9), target("吴江区", Zone::town, 7)};
  auto const made = report(sketch, {}, targets);
  ASSERT_EQ(made.parts.size(), 3U);
  auto const& area = zone_of(made.parts[0], Zone::town);
  ASSERT_EQ(area.judgements.size(), 1U);
  EXPECT_EQ(area.judgements[0].jurisdiction, "市");
  EXPECT_EQ(area.judgements[0].verdict, TargetVerdict::missed) << "5.5 h of all users";
  EXPECT_EQ(made.parts[1].organisation, "吴江区");
  auto const& own = zone_of(made.parts[1], Zone::town);
  ASSERT_EQ(own.judgements.size(), 1U);
  EXPECT_EQ(own.judgements[0].jurisdiction, "吴江区");
  EXPECT_EQ(own.judgements[0].verdict, TargetVerdict::met);
  EXPECT_NEAR(hours(own.to_date), 6, 1e-12);
  EXPECT_EQ(zone_of(made.parts[1], Zone::rural).judgements[0].jurisdiction, "市")
      << "where the district states none, the city's holds";
  EXPECT_EQ(made.parts[2].kind, AnnualPart::Kind::rest);
  auto const& rest = zone_of(made.parts[2], Zone::town);
  EXPECT_NEAR(hours(rest.to_date), 5, 1e-12);
  EXPECT_EQ(rest.judgements[0].verdict, TargetVerdict::met);
  EXPECT_EQ(rest.judgements[0].jurisdiction, "市");
}

TEST(AnnualReport, LastYearEndsAtTheSameCalendarInstant) {
  HistorySketch sketch;
  sketch.user({.id = "U"});
  lose(sketch, "U", "2023-02-28 10:00", 3600);
  lose(sketch, "U", "2023-03-01 00:00", 3600);
  lose(sketch, "U", "2024-01-05 00:00", 3600);
  for (auto const& [as_of, last_to] :
       std::vector<std::pair<std::string, std::string>>{{"2024-02-28 00:00", "2023-02-28 00:00"},
                                                        {"2024-02-29 00:00", "2023-03-01 00:00"},
                                                        {"2024-02-29 12:00", "2023-03-01 00:00"},
                                                        {"2024-03-01 00:00", "2023-03-01 00:00"},
                                                        {"2025-01-01 00:00", "2024-01-01 00:00"}}) {
    auto const made =
        report(sketch, {.year = 2024, .jurisdictions = {}, .as_of = sketch.at(as_of)});
    EXPECT_EQ(made.last_to_date.to, sketch.at(last_to)) << as_of;
    EXPECT_EQ(made.last_to_date.from, sketch.at("2023-01-01 00:00"));
  }
  auto const leap =
      report(sketch, {.year = 2024, .jurisdictions = {}, .as_of = sketch.at("2024-03-01 00:00")});
  EXPECT_EQ(leap.to_date.to - leap.to_date.from, 60 * 24 * 3600);
  EXPECT_EQ(leap.last_to_date.to - leap.last_to_date.from, 59 * 24 * 3600);
  EXPECT_NEAR(hours(zone_of(leap.parts[0], std::nullopt).last_to_date), 1, 1e-12);
}

TEST(AnnualReport, ARecordThatRunsIntoTheYearIsNoRecordOfLastYear) {
  HistorySketch sketch;
  sketch.user({.id = "U"});
  lose(sketch, "U", "2020-12-31 22:00", 5 * 3600);
  lose(sketch, "U", "2021-05-01 08:00", 3600);
  AnnualQuery const whole{
      .year = 2021, .jurisdictions = {}, .as_of = sketch.at("2022-01-01 00:00")};
  EXPECT_FALSE(report(sketch, whole).has_last_year);
  lose(sketch, "U", "2020-02-01 08:00", 3600);
  EXPECT_TRUE(report(sketch, whole).has_last_year);
}

TEST(AnnualReport, TheTrendIsWhatPastYearsStillLost) {
  HistorySketch sketch;
  sketch.user({.id = "U"});
  lose(sketch, "U", "2018-01-10 08:00", 60);
  lose(sketch, "U", "2018-09-10 08:00", 2 * 3600);
  lose(sketch, "U", "2019-03-10 08:00", 9 * 3600);  // before as-of: no part of the rest
  lose(sketch, "U", "2019-12-10 08:00", 4 * 3600);
  lose(sketch, "U", "2020-07-01 00:00", 6 * 3600);
  lose(sketch, "U", "2021-01-10 08:00", 3600);
  std::vector<network::TargetRow> const targets{target("市", std::nullopt, 4.9)};
  auto const made = report(
      sketch, {.year = 2021, .jurisdictions = {}, .as_of = sketch.at("2021-07-01 00:00")}, targets);
  auto const& all = zone_of(made.parts[0], std::nullopt);
  auto const& trend = all.trend[0];
  EXPECT_EQ(trend.method, TrendMethod::past_years);
  EXPECT_EQ(trend.years, (std::vector<int>{2020, 2019, 2018}));
  EXPECT_NEAR(trend.saidi_h.value(), 1 + (6 + 4 + 2) / 3.0, 1e-12);
  EXPECT_NEAR(trend.low_h.value(), 3, 1e-12);
  EXPECT_NEAR(trend.high_h.value(), 7, 1e-12);
  EXPECT_EQ(all.judgements[0].verdict, TargetVerdict::met) << "so far";
  EXPECT_EQ(all.foretold[0], TargetVerdict::missed) << "5 h by the end";
  auto const two = report(sketch, {.year = 2021,
                                   .jurisdictions = {},
                                   .as_of = sketch.at("2021-07-01 00:00"),
                                   .forecast_years = 2});
  EXPECT_NEAR(zone_of(two.parts[0], std::nullopt).trend[0].saidi_h.value(), 6, 1e-12);
}

TEST(AnnualReport, WithoutPastYearsTheTrendIsAStraightLineWithoutABand) {
  HistorySketch sketch;
  sketch.user({.id = "U"});
  lose(sketch, "U", "2021-01-10 08:00", 3600);
  auto const made =
      report(sketch, {.year = 2021, .jurisdictions = {}, .as_of = sketch.at("2021-03-15 00:00")});
  auto const& trend = zone_of(made.parts[0], std::nullopt).trend[0];
  EXPECT_EQ(trend.method, TrendMethod::straight_line);
  EXPECT_NEAR(trend.saidi_h.value(), 365.0 / 73.0, 1e-12);
  EXPECT_FALSE(trend.low_h);
  auto const over =
      report(sketch, {.year = 2021, .jurisdictions = {}, .as_of = sketch.at("2022-01-01 00:00")});
  EXPECT_TRUE(over.is_over);
  EXPECT_EQ(zone_of(over.parts[0], std::nullopt).trend[0].method, TrendMethod::year_is_over);
}

TEST(AnnualReport, CountsToTheEndOfTheDayOfTheLastRecord) {
  HistorySketch sketch;
  sketch.user({.id = "U"});
  lose(sketch, "U", "2021-05-03 22:00", 2 * 3600);  // to midnight exactly
  auto const history = sketch.build();
  EXPECT_EQ(study::default_as_of(*history, 2021), sketch.at("2021-05-04 00:00"));
  EXPECT_EQ(study::default_as_of(*history, 2020), sketch.at("2021-01-01 00:00"));
  EXPECT_EQ(study::default_as_of(*history, 2022), sketch.at("2023-01-01 00:00"));
  auto const made = report(sketch, {});
  EXPECT_TRUE(made.is_as_of_by_default);
  EXPECT_FALSE(made.is_over);
}

TEST(AnnualReport, NothingIsMetByAYearWithoutRecords) {
  HistorySketch sketch;
  sketch.user({.id = "U", .zone = Zone::town});
  lose(sketch, "U", "2019-05-03 22:00", 3600);
  auto const made = report(sketch, {.jurisdictions = {"常州"}, .as_of = {}});
  EXPECT_FALSE(made.has_records);
  EXPECT_EQ(zone_of(made.parts[0], Zone::town).judgements[0].verdict, TargetVerdict::no_records);
}

TEST(AnnualReport, PartsAndMonthsSumToTheArea) {
  HistorySketch sketch;
  for (int i = 0; i < 6; ++i) {
    sketch.user({.id = "U" + std::to_string(i),
                 .zone = network::kZones.at(static_cast<std::size_t>(i % 5)),
                 .organisation = i == 5 ? "" : "O" + std::to_string(i % 2)});
    lose(sketch, "U" + std::to_string(i), "2021-0" + std::to_string(i + 1) + "-28 20:00",
         (i + 1) * 40'000,
         i % 2 == 0 ? OutageClass::fault_internal : OutageClass::planned_maintenance);
  }
  auto const made = report(sketch, {.jurisdictions = {}, .as_of = {}, .by_organisation = true});
  auto const& area = zone_of(made.parts[0], std::nullopt).to_date;
  EXPECT_EQ(area.total.seconds[0], 21 * 40'000);
  indices::Sums parts;
  indices::UnitSeconds registered = 0;
  for (std::size_t i = 1; i < made.parts.size(); ++i) {
    parts += zone_of(made.parts[i], std::nullopt).to_date.total;
    registered += zone_of(made.parts[i], std::nullopt).to_date.registered_seconds[0];
  }
  EXPECT_EQ(parts, area.total);
  EXPECT_EQ(registered, area.registered_seconds[0]);
  indices::Sums months;
  for (auto const& month : made.months) {
    months += month.to_date.total;
  }
  EXPECT_EQ(months, area.total);
  ASSERT_EQ(made.variants.size(), 4U);
}

TEST(AnnualReport, TellsHowFarTheRecordsCanBeTrusted) {
  HistorySketch sketch;
  sketch.user({.id = "A", .kva = kUnknown});
  sketch.user({.id = "B", .zone = Zone::unknown, .load_kw = 30});
  auto& known = sketch.event("known", OutageClass::fault_internal);
  known.cause = "wind";
  known.reported = sketch.at("2021-03-02 08:00");
  sketch.out("known", "A", sketch.at("2021-03-02 08:00"), sketch.at("2021-03-02 10:00"));
  sketch.event("planned", OutageClass::planned_maintenance);
  sketch.out("planned", "A", sketch.at("2021-03-02 09:00"), sketch.at("2021-03-02 12:00"));
  sketch.event("other", OutageClass::unclassified);
  sketch.out("other", "B", sketch.at("2021-06-30 23:30"), {});
  auto const made =
      report(sketch, {.year = 2021, .jurisdictions = {}, .as_of = sketch.at("2021-07-01 00:00")});
  auto const& q = made.quality;
  EXPECT_EQ(q.event_class.known, 2);
  EXPECT_EQ(q.event_class.all, 3);
  EXPECT_EQ(q.event_cause.known, 1);
  EXPECT_EQ(q.fault_technical_cause.known, 0);
  EXPECT_EQ(q.fault_technical_cause.all, 1) << "asked of faults only";
  EXPECT_EQ(q.stamps[0].known, 1);
  EXPECT_EQ(q.stamps[1].known, 0);
  EXPECT_EQ(q.user_zone.known, 1);
  EXPECT_EQ(q.user_capacity.known, 1);
  EXPECT_EQ(q.user_load.known, 1);
  EXPECT_EQ(q.user_zone.all, 2);
  EXPECT_EQ(q.first_day.value(), sketch.at("2021-03-02 00:00"));
  EXPECT_EQ(q.last_day.value(), sketch.at("2021-06-30 00:00"));
  EXPECT_EQ(q.silent_months, (std::vector<int>{1, 2, 4, 5}));
  EXPECT_EQ(q.overlapping_records, 1);
  EXPECT_EQ(q.overlap_seconds, 3600);
  EXPECT_EQ(made.ongoing_records, 1);
}

TEST(AnnualReport, TheThreadCountNeverMatters) {
  HistorySketch sketch;
  for (int i = 0; i < 40; ++i) {
    auto const id = "U" + std::to_string(i);
    sketch.user({.id = id, .zone = network::kZones.at(static_cast<std::size_t>(i % 4))});
    lose(sketch, id, "2020-04-03 08:00", 100 * i + 60);
    lose(sketch, id, "2021-04-03 08:00", 120 * i + 60);
  }
  auto const as_of = sketch.at("2021-06-01 00:00");
  auto const one = report(
      sketch, {.jurisdictions = {"济宁"}, .as_of = as_of, .forecast_years = 5, .threads = 1});
  auto const many = report(
      sketch, {.jurisdictions = {"济宁"}, .as_of = as_of, .forecast_years = 5, .threads = 5});
  for (std::size_t z = 0; z < one.parts[0].zones.size(); ++z) {
    auto const& a = one.parts[0].zones[z];
    auto const& b = many.parts[0].zones[z];
    EXPECT_EQ(a.to_date.total, b.to_date.total);
    EXPECT_EQ(a.last_year.total, b.last_year.total);
    EXPECT_EQ(a.trend[0].saidi_h, b.trend[0].saidi_h);
    EXPECT_EQ(a.judgements[0].limit_h, b.judgements[0].limit_h);
  }
}

}  // namespace
}  // namespace tieline::test
