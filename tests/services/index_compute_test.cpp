// index compute as a user meets it. The figures are those derived by hand in
// testdata/cases/golden_history/README.md.

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/services/index_program.hpp"

namespace tieline::test {
namespace {

TEST(IndexCompute, GivesTheYearByZoneAsDerivedByHand) {
  auto const answer = computed(year_2021({}));
  EXPECT_EQ(answer.window().from(), "2021-01-01T00:00:00+08:00");
  EXPECT_EQ(answer.window().to(), "2022-01-01T00:00:00+08:00");
  EXPECT_EQ(answer.window().hours(), 8760);
  EXPECT_EQ(answer.rules().profile(), "cn-dlt836");
  EXPECT_EQ(answer.rules().variant(), 1);
  ASSERT_EQ(answer.rows_size(), 5);
  EXPECT_EQ(zones_of(answer), (Line{"all", "city_center", "urban", "town", "rural"}));
  auto const& all = answer.rows(0);
  EXPECT_EQ(all.base(), "mv_user");
  EXPECT_DOUBLE_EQ(all.users(), 5);
  EXPECT_EQ(all.user_seconds(), 261'360);
  EXPECT_DOUBLE_EQ(all.user_hours(), 72.6);
  EXPECT_EQ(all.user_interruptions(), 23);
  EXPECT_EQ(all.momentary_user_interruptions(), 4);
  EXPECT_DOUBLE_EQ(all.saidi_h(), 14.52);
  EXPECT_DOUBLE_EQ(all.saifi(), 4.6);
  EXPECT_DOUBLE_EQ(all.maifi(), 0.8);
  EXPECT_DOUBLE_EQ(all.caidi_h(), (261'360 - 480) / 3600.0 / 23);
  EXPECT_DOUBLE_EQ(all.asai(), 1 - 14.52 / 8760);
  EXPECT_DOUBLE_EQ(all.saidi_fault_h(), 31'440 / 3600.0 / 5);
  EXPECT_DOUBLE_EQ(all.saidi_prearranged_h(), 229'920 / 3600.0 / 5);
  EXPECT_DOUBLE_EQ(all.saifi_fault() + all.saifi_prearranged(), 4.6);
  EXPECT_EQ(answer.rows(2).user_seconds(), 167'400);
  EXPECT_EQ(answer.rows(4).user_seconds(), 52'380);
  EXPECT_DOUBLE_EQ(answer.rows(4).saidi_h(), 52'380 / 3600.0);
}

TEST(IndexCompute, GivesEveryCaseOfTheGoldenTableOnItsDay) {
  struct Day {
    std::string from, to;
    std::int64_t user_s, household_s;
    double interruptions, momentary;
  };
  for (auto const& day : std::vector<Day>{
           {"2021-05-03", "2021-05-04", 86'400, 10'108'800, 3, 0},
           {"2021-05-10", "2021-05-11", 29'280, 5'796'240, 1, 4},
           {"2021-05-17", "2021-05-18", 33'600, 6'122'400, 5, 0},
           {"2021-05-24", "2021-05-25", 28'800, 5'760'000, 1, 0},
           {"2021-05-31", "2021-06-01", 0, 0, 0, 0},
           {"2021-06-07", "2021-06-08", 3'600, 720'000, 2, 0},
           {"2021-06-14", "2021-06-15", 17'040, 2'890'500, 5, 0},
           {"2021-06-21", "2021-06-22", 36'000, 6'480'000, 3, 0},
           {"2021-07-05", "2021-07-06", 8'640, 8'640, 1, 0},
           {"2021-07-12", "2021-07-13", 10'800, 10'800, 1, 0},
           {"2021-12-31", "2022-01-01", 7'200, 1'440'000, 1, 0},
           {"2022-01-01", "2022-01-02", 10'800, 2'160'000, 0, 0},
       }) {
    auto const answer = computed({"--from", day.from, "--to", day.to});
    auto const& all = answer.rows(0);
    EXPECT_EQ(all.user_seconds(), day.user_s) << day.from;
    EXPECT_EQ(all.household_seconds(), day.household_s) << day.from;
    EXPECT_EQ(all.user_interruptions(), day.interruptions) << day.from;
    EXPECT_EQ(all.momentary_user_interruptions(), day.momentary) << day.from;
  }
}

TEST(IndexCompute, PrintsEveryFieldOfTheContractAndNumbersAsNumbers) {
  auto const json = run(year_2021({"--format", "json", "--med", "official"})).out;
  for (auto const* name : {"zone",
                           "base",
                           "users",
                           "user_hours",
                           "user_interruptions",
                           "momentary_user_interruptions",
                           "saidi_h",
                           "saifi",
                           "maifi",
                           "caidi_h",
                           "asai",
                           "saidi_fault_h",
                           "saidi_prearranged_h",
                           "saifi_fault",
                           "saifi_prearranged",
                           "ens_kwh",
                           "mid_fault_h",
                           "mid_prearranged_h",
                           "mic_fault",
                           "mic_prearranged",
                           "cemi"}) {
    auto const at = json.find("\"" + std::string{name} + "\": ");
    ASSERT_NE(at, std::string::npos) << name;
    auto const value = json[at + std::string{name}.size() + 4];
    auto const is_text = std::string{name} == "zone" || std::string{name} == "base";
    EXPECT_EQ(value == '"', is_text) << name << " begins with " << value;
  }
  EXPECT_TRUE(has(json, "\"n\": 1"));
  EXPECT_TRUE(has(json, "\"user_seconds\": \"261360\"")) << "exact sums are 64-bit: text";
  EXPECT_FALSE(has(json, "t_med_min")) << "no threshold is not zero";
}

TEST(IndexCompute, SetsMajorEventDaysApartAndSaysWhy) {
  auto const answer = computed(year_2021({"--med", "official"}));
  EXPECT_NEAR(answer.rows(0).saidi_without_med_h(), 13.57333, 5e-6);
  EXPECT_DOUBLE_EQ(answer.rows(0).saifi_without_med(), 3.6);
  EXPECT_DOUBLE_EQ(answer.rows(0).asai_without_med(), 1 - (261'360 - 17'040) / 3600.0 / 5 / 8760);
  auto const& med = answer.major_event_days();
  EXPECT_EQ(med.source(), "official");
  ASSERT_EQ(med.days_size(), 1);
  EXPECT_EQ(med.days(0).day(), "2021-06-14");
  EXPECT_TRUE(med.days(0).official());
  EXPECT_FALSE(med.days(0).by_beta());
  EXPECT_DOUBLE_EQ(med.days(0).saidi_min(), 17'040 / 60.0 / 5);
  auto const none = computed(year_2021({"--med", "none"}));
  EXPECT_EQ(none.major_event_days().days_size(), 0);
  EXPECT_DOUBLE_EQ(none.rows(0).saidi_without_med_h(), 14.52);
  // 2022 has 2021 before it: a threshold
  auto const next = computed({"--from", "2022-01-01", "--to", "2023-01-01", "--med", "beta"});
  EXPECT_TRUE(next.major_event_days().has_t_med_min());
  EXPECT_EQ(next.major_event_days().first_year(), 2021);
  EXPECT_EQ(next.rows(0).t_med_min(), next.major_event_days().t_med_min());
  auto const dropped = computed({"--from", "2022-01-01", "--to", "2023-01-01", "--med", "beta",
                                 "--catastrophic", "days=2021-05-03"});
  EXPECT_EQ(dropped.major_event_days().history_days(), next.major_event_days().history_days() - 1);
}

TEST(IndexCompute, SharesUsersByHowOftenAndHowLongTheyWereOut) {
  auto const answer = computed(year_2021({"--celid-h", "8,5"}));
  auto const& all = answer.rows(0);
  ASSERT_EQ(all.cemi_size(), 10);
  EXPECT_EQ(all.cemi(2).n(), 3);
  EXPECT_DOUBLE_EQ(all.cemi(2).share(), 0.6) << "T3, T4 and T5";
  EXPECT_EQ(all.cemi(2).users(), 3);
  EXPECT_DOUBLE_EQ(all.cemi(8).share(), 0.2) << "T3 nine times";
  EXPECT_DOUBLE_EQ(all.cemi(9).share(), 0);
  ASSERT_EQ(all.celid_single_size(), 2);
  EXPECT_EQ(all.celid_single(0).at_least_h(), 5);
  EXPECT_DOUBLE_EQ(all.celid_single(1).share(), 0.6) << "G1: 8 h for three";
  EXPECT_EQ(all.events(), 11);
  EXPECT_DOUBLE_EQ(all.mic_fault(), 8.0 / 3);
  auto const brief = computed(year_2021({"--brief"}));
  EXPECT_EQ(brief.rows(0).units_size(), 0);
  EXPECT_EQ(brief.rows(0).household_seconds(), all.household_seconds());
}

TEST(IndexCompute, PartsByNatureSumToTheRow) {
  auto const answer = computed(year_2021({"--med", "official"}));
  auto const& all = answer.rows(0);
  ASSERT_EQ(all.by_nature_size(), 3);
  std::int64_t seconds = 0;
  double hours = 0;
  double interruptions = 0;
  double momentary = 0;
  double ens_kwh = 0;
  int events = 0;
  for (auto const& nature : all.by_nature()) {
    seconds += nature.user_seconds();
    hours += nature.event_hours();
    interruptions += nature.user_interruptions();
    momentary += nature.momentary_user_interruptions();
    ens_kwh += nature.ens_kwh();
    events += nature.events();
  }
  EXPECT_EQ(seconds, all.user_seconds());
  EXPECT_DOUBLE_EQ(hours, all.event_hours());
  EXPECT_EQ(interruptions, all.user_interruptions());
  EXPECT_EQ(momentary, all.momentary_user_interruptions());
  EXPECT_DOUBLE_EQ(ens_kwh, all.ens_kwh());
  EXPECT_EQ(events, all.events());
  EXPECT_DOUBLE_EQ(all.by_nature(0).event_hours(), all.mid_fault_h() * all.by_nature(0).events());
  EXPECT_EQ(all.units(0).exact_med_seconds(), 17'040) << "G7's day is on the official list";
  EXPECT_EQ(all.units(0).exact_med_interruptions(), 5);
  EXPECT_EQ(all.units(1).exact_med_seconds(), 2'890'500);
  EXPECT_EQ(computed({}).rows(0).external_user_seconds(), 280 * 3600);
}

TEST(IndexCompute, CountsTheBaseAskedForAndAlwaysGivesAllThree) {
  auto const answer = computed(year_2021({"--base", "household"}));
  auto const& all = answer.rows(0);
  EXPECT_EQ(all.base(), "household");
  EXPECT_DOUBLE_EQ(all.users(), 551);
  EXPECT_DOUBLE_EQ(all.user_hours(), static_cast<double>(all.household_seconds()) / 3600);
  EXPECT_DOUBLE_EQ(all.saidi_h(), all.user_hours() / 551);
  ASSERT_EQ(all.units_size(), 3);
  EXPECT_EQ(all.units(0).base(), "mv_user");
  EXPECT_EQ(all.units(0).exact_seconds(), 261'360);
  EXPECT_EQ(all.units(1).exact_seconds(), all.household_seconds());
  EXPECT_EQ(all.units(1).exact_interruptions(), 2'806);
  auto const capacity = computed(year_2021({"--base", "capacity"}));
  EXPECT_DOUBLE_EQ(capacity.rows(0).users(), 2315) << "kVA";
  EXPECT_DOUBLE_EQ(capacity.rows(0).saidi_h(), capacity.rows(0).user_hours() / 2315) << "ASIDI";
  EXPECT_DOUBLE_EQ(capacity.rows(0).units(2).hours(), capacity.rows(0).user_hours());
}

TEST(IndexCompute, SplitsByAnyKeysAndThePartsSumToTheWhole) {
  for (auto const* by : {"zone,class", "month", "zone,month", "organisation", "feeder", "cause",
                         "day", "grid_cell", "zone_group", "zone,class,cause,month"}) {
    auto const answer = computed(year_2021({"--by", by}));
    // zone says "all" where it is no key, and so does every key a row sums over
    auto const is_zone_key = std::string{by} == "zone" || std::string{by}.starts_with("zone,");
    std::int64_t seconds = 0;
    double interruptions = 0;
    for (auto const& row : answer.rows()) {
      if (count_of(json_of(row), "\"all\"") == (is_zone_key ? 0U : 1U)) {
        seconds += row.user_seconds();
        interruptions += row.user_interruptions();
      }
    }
    EXPECT_EQ(seconds, 261'360) << by;
    EXPECT_EQ(interruptions, 23) << by;
    EXPECT_EQ(answer.rows(0).user_seconds(), 261'360) << by;
  }
  auto const months = computed(year_2021({"--by", "month"}));
  ASSERT_EQ(months.rows_size(), 13);
  EXPECT_EQ(months.rows(0).month(), "all");
  EXPECT_EQ(months.rows(5).month(), "2021-05");
  EXPECT_EQ(months.rows(5).zone(), "all");
  EXPECT_EQ(months.rows(5).user_seconds(), 86'400 + 29'280 + 33'600 + 28'800);
  EXPECT_EQ(months.rows(5).period_hours(), 31 * 24);
  auto const days = computed(year_2021({"--by", "day"}));
  EXPECT_TRUE(std::any_of(days.rows().begin(), days.rows().end(), [](auto const& row) {
    return row.day() == "2021-06-14" && row.user_seconds() == 17'040;
  }));
  auto const classes = computed(year_2021({"--by", "class"}));
  EXPECT_TRUE(std::any_of(classes.rows().begin(), classes.rows().end(), [](auto const& row) {
    return row.class_() == "rationing_grid" && row.user_seconds() == 8'640;
  }));
}

TEST(IndexCompute, GroupsZonesAsNamedOrAsDefined) {
  auto const nea = computed(year_2021({"--grouping", "nea"}));
  EXPECT_EQ(nea.by(0), "zone_group");
  EXPECT_GE(nea.groups_size(), 2);
  auto const own = computed(year_2021({"--grouping", "core=city_center+urban;rest=town+rural"}));
  auto const seconds_of = [&](std::string const& group) {
    auto const found = std::find_if(own.rows().begin(), own.rows().end(),
                                    [&](auto const& row) { return row.zone_group() == group; });
    return found == own.rows().end() ? -1 : found->user_seconds();
  };
  EXPECT_EQ(seconds_of("core"), 8'640 + 167'400);
  EXPECT_EQ(seconds_of("rest"), 32'940 + 52'380);
  EXPECT_EQ(seconds_of("all"), 261'360);
}

TEST(IndexCompute, SettingsAndVariantsReachTheRules) {
  auto const of = [](Line const& more) { return computed(year_2021(more)); };
  EXPECT_EQ(of({"--variant", "4"}).rows(0).user_seconds(), 261'360 - 480);
  EXPECT_EQ(of({"--variant", "4"}).rules().variant(), 4);
  auto const ieee = of({"--profile", "ieee1366"});
  EXPECT_EQ(ieee.rules().momentary_s(), 300);
  EXPECT_FALSE(ieee.rules().momentary_in_time());
  EXPECT_EQ(ieee.rows(0).user_seconds(), 261'360 - 480);
  // G3's two parts of 20 min become momentary, for two users
  auto const long_momentary = of({"--set", "momentary_s=1200"});
  EXPECT_EQ(long_momentary.rules().momentary_s(), 1200);
  EXPECT_LT(long_momentary.rows(0).user_interruptions(), 23);
  EXPECT_NE(long_momentary.rules().id(), of({}).rules().id());
  // G6's two half hours, 7 h apart, become one
  auto const merged = of({"--set", "merge_gap_s=25200"});
  EXPECT_EQ(merged.rules().merge_gap_s(), 25'200);
  EXPECT_LT(merged.rows(0).user_interruptions(), 23);
  EXPECT_EQ(merged.rows(0).user_seconds(), 261'360) << "gaps count no time";
  // ieee1366 with the case's own bound
  EXPECT_EQ(of({"--profile", "ieee1366", "--set", "momentary_s=60"}).rules().momentary_s(), 60);
  auto const without_external =
      computed({"--from", "2022-01-01", "--to", "2023-01-01", "--variant", "2"});
  EXPECT_EQ(without_external.rows(0).user_seconds(), 10'800);
}

TEST(IndexCompute, TakesTheYearOfTheLastInterruptionAndSaysWhatIsStillOut) {
  auto const answer = computed({});
  EXPECT_EQ(answer.window().from(), "2022-01-01T00:00:00+08:00");
  EXPECT_EQ(answer.window().to(), "2023-01-01T00:00:00+08:00");
  EXPECT_EQ(answer.rows(0).user_seconds(), 10'800 + 280 * 3600);
  EXPECT_TRUE(answer.provisional());
  EXPECT_EQ(answer.ongoing_records(), 1);
  auto const text = run({"index", "compute", golden()}).out;
  EXPECT_TRUE(has(text, "Provisional: 1 interruption")) << text;
  EXPECT_FALSE(computed(year_2021({})).provisional());
}

TEST(IndexCompute, TellsWhatWasExcludedAndWhy) {
  auto const answer = computed(year_2021({}));
  ASSERT_EQ(answer.excluded_size(), 1);
  EXPECT_EQ(answer.excluded(0).reason(), "发电车供电");
  EXPECT_EQ(answer.excluded(0).records(), 1);
  EXPECT_EQ(answer.excluded(0).user_seconds(), 10'800);
  EXPECT_TRUE(has(run(year_2021({})).out, "Excluded (发电车供电): 1 interruption"));
}

TEST(IndexCompute, NamesItsInputsRulesAndParameters) {
  auto const answer = computed(year_2021({"--by", "zone,month"}));
  auto const& proof = answer.provenance();
  EXPECT_EQ(proof.rules(), answer.rules().id());
  EXPECT_FALSE(proof.engine_version().empty());
  auto const has_input = [&](std::string const& file) {
    return std::any_of(proof.inputs().begin(), proof.inputs().end(), [&](auto const& input) {
      return input.file() == file && input.sha256().size() == 64;
    });
  };
  EXPECT_TRUE(has_input("history/events.csv"));
  EXPECT_TRUE(has_input("history/interruptions.csv"));
  EXPECT_TRUE(std::any_of(proof.parameters().begin(), proof.parameters().end(), [](auto const& p) {
    return p.name() == "by" && p.value() == "zone,month";
  }));
}

TEST(IndexCompute, WrongUseIsTwoAndSaysWhatToType) {
  struct Wrong {
    Line more;
    std::string said, said_zh;
  };
  for (auto const& wrong : std::vector<Wrong>{
           {{"--from", "2021-01-01"}, "both --from T and --to T", "同时给出"},
           {{"--from", "2022-01-01", "--to", "2021-01-01"}, "is not before", "不早于"},
           {{"--from", "2021-01-01", "--to", "2021-01-01"}, "is not before", "不早于"},
           {{"--from", "2021-02-30", "--to", "2022-01-01"}, "--from", "--from"},
           {{"--from", "yesterday", "--to", "2022-01-01"}, "--from", "--from"},
           {{"--by", "zones"}, "did you mean \"zone\"?", "是否指 \"zone\""},
           {{"--by", "weather"}, "organisation, feeder", "organisation, feeder"},
           {{"--by", "zone,zone"}, "twice", "两次"},
           {{"--by", "zone,class,cause,month,feeder"}, "at most 4", "最多 4"},
           {{"--by", "zone", "--grouping", "nea"}, "add zone_group", "zone_group"},
           {{"--grouping", "planets"}, "planets", "planets"},
           {{"--variant", "5"}, "--variant takes one of 1, 2, 3, 4", "--variant 应为"},
           {{"--med", "perhaps"}, "none, beta, official, both", "none, beta, official, both"},
           {{"--med-years", "0"}, "1 to 50", "1 到 50"},
           {{"--catastrophic", "above=x"}, "above=K", "above=K"},
           {{"--catastrophic", "days=2021-13-01"}, "above=K", "above=K"},
           {{"--celid-h", "-1"}, "--celid-h", "--celid-h"},
           {{"--set", "momentary_s=-1"}, "momentary_s", "momentary_s"},
           {{"--form", "2021-01-01"}, "did you mean \"--from\"?", "--from"}}) {
    Line words{"index", "compute", golden()};
    words.insert(words.end(), wrong.more.begin(), wrong.more.end());
    auto const en = run(words);
    EXPECT_EQ(en.code, 2) << en.err;
    EXPECT_TRUE(has(en.err, wrong.said)) << en.err;
    EXPECT_EQ(en.out, "");
    words.insert(words.end(), {"--lang", "zh"});
    auto const zh = run(words);
    EXPECT_EQ(zh.code, 2);
    EXPECT_TRUE(has(zh.err, wrong.said_zh)) << zh.err;
  }
}

TEST(IndexCompute, RefusesATimeThatDaylightSavingLeftOut) {
  Scratch scratch;
  fs::copy(golden(), scratch / "case", fs::copy_options::recursive);
  std::ofstream{scratch / "case" / "network" / "meta.csv", std::ios::binary}
      << "key,value\nname,New York\ntime_zone,America/New_York\n";
  auto const folder = (scratch / "case").string();
  auto const gap =
      run({"index", "compute", folder, "--from", "2021-03-14T02:30", "--to", "2021-06-01"});
  EXPECT_EQ(gap.code, 2) << gap.out;
  EXPECT_TRUE(has(gap.err, "--from")) << gap.err;
  auto const said = run({"index", "compute", folder, "--from", "2021-03-14T02:30:00-05:00", "--to",
                         "2021-06-01", "--format", "json"});
  EXPECT_EQ(said.code, 0) << "with an offset it is an instant: " << said.err;
}

TEST(IndexCompute, WithoutHistoryAsksForTheWindowAndThenFindsNothing) {
  auto const asked = run({"index", "compute", case_folder("rbts_bus4")});
  EXPECT_EQ(asked.code, 2);
  EXPECT_TRUE(has(asked.err, "--from T --to T")) << asked.err;
  auto const none = run({"index", "compute", case_folder("rbts_bus4"), "--from", "2021-01-01",
                         "--to", "2022-01-01", "--format", "json"});
  EXPECT_EQ(none.code, 0) << none.err;
  auto const answer = parse_json<v1::ComputeIndicesResponse>(none.out);
  EXPECT_EQ(answer.rows(0).user_seconds(), 0);
  EXPECT_EQ(answer.rows(0).saidi_h(), 0);
  EXPECT_FALSE(answer.rows(0).has_caidi_h()) << "0/0 is no figure";
  EXPECT_TRUE(has(run({"index", "compute", case_folder("rbts_bus4"), "--from", "2021-01-01", "--to",
                       "2022-01-01"})
                      .out,
                  "—"));
}

TEST(IndexCompute, GivesTheSameBytesForAnyThreadsAndTheSameFiguresFromASnapshot) {
  Scratch scratch;
  auto const city = (scratch / "city").string();
  ASSERT_EQ(run({"net", "generate", "--feeders", "12", "--seed", "3", "--history-years", "2",
                 "--out", city})
                .code,
            0);
  auto const asked = [&](std::string const& path, std::string const& threads) {
    return run({"index", "compute", path, "--by", "zone,class,month", "--format", "json",
                "--threads", threads});
  };
  auto const one = asked(city, "1");
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_GT(parse_json<v1::ComputeIndicesResponse>(one.out).rows_size(), 50);
  EXPECT_TRUE(asked(city, "2").out == one.out);
  EXPECT_TRUE(asked(city, "8").out == one.out);
  auto const file = (scratch / "city.tieline").string();
  ASSERT_EQ(run({"net", "pack", city, "--out", file}).code, 0);
  auto const packed = asked(file, "2");
  EXPECT_EQ(packed.code, 0) << packed.err;
  auto const without_proof = [](Finished const& done) {
    auto answer = parse_json<v1::ComputeIndicesResponse>(done.out);
    answer.clear_provenance();  // names the files that were read
    return json_of(answer);
  };
  EXPECT_TRUE(without_proof(packed) == without_proof(one));
}

TEST(IndexCompute, CsvIsOneRecordARowWithTheKeysFirst) {
  auto const done = run(year_2021({"--by", "class,zone", "--format", "csv"}));
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(done.out.rfind("class,zone,base,users,user_hours,user_interruptions,", 0), 0U);
  EXPECT_TRUE(has(done.out, "\r\nall,all,mv_user,5,72.6,23,4,14.52,"));
  EXPECT_TRUE(has(done.out, "\r\nfault_internal,urban,mv_user,1,"));
  auto const header = done.out.substr(0, done.out.find("\r\n"));
  EXPECT_TRUE(has(header, ",cemi_10,cemsmi_1,")) << header;
  EXPECT_TRUE(header.ends_with(",celid_single_24h,celid_total_4h,celid_total_8h,celid_total_24h"));
  for (std::size_t at = 0; at < done.out.size();) {
    auto const end = done.out.find("\r\n", at);
    EXPECT_EQ(count_of(done.out.substr(at, end - at), ","), count_of(header, ","));
    at = end + 2;
  }
  EXPECT_EQ(run(year_2021({"--by", "month", "--format", "csv"})).out.rfind("zone,month,base,", 0),
            0U);
}

TEST(IndexCompute, SpeaksBothLanguages) {
  auto const en = run(year_2021({"--details"})).out;
  EXPECT_TRUE(has(en, "MV users  user-hours  interruptions  momentary  SAIDI h"));
  auto const zh = run(year_2021({"--details", "--by", "class", "--lang", "zh"})).out;
  for (auto const* word : {"停电性质", "时户数", "内部故障停电", "供电网限电", "合计", "已剔除"}) {
    EXPECT_TRUE(has(zh, word)) << word;
  }
  auto const help = run({"index", "compute", "--help", "--lang", "zh"});
  EXPECT_EQ(help.code, 0);
  EXPECT_TRUE(has(help.out, "统计期起点"));
  EXPECT_TRUE(has(run({"index", "compute", "--help"}).out, "golden_history"));
}

TEST(IndexCompute, LeavesOutSubtotalsAndPeopleWhenAsked) {
  auto const whole = computed(year_2021({"--by", "zone,class"}));
  auto const fine = computed(year_2021({"--by", "zone,class", "--no-subtotals"}));
  EXPECT_LT(fine.rows_size(), whole.rows_size());
  for (int i = 1; i < fine.rows_size(); ++i) {
    EXPECT_NE(fine.rows(i).zone(), "all");
    EXPECT_NE(fine.rows(i).class_(), "all");
  }
  auto const brief = computed(year_2021({"--brief"}));
  EXPECT_EQ(brief.rows(0).user_seconds(), 261'360);
  EXPECT_FALSE(brief.rows(0).has_mid_fault_h());
}

}  // namespace
}  // namespace tieline::test
