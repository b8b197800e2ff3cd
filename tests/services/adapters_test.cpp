// Engine answers → messages: nothing lost, nothing invented, the names outside checks read.

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "engine/io/case_folder.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/network/network_faults.hpp"
#include "services/adapters/message_json.hpp"
#include "services/adapters/network_to_proto.hpp"
#include "services/adapters/outage_parts.hpp"
#include "services/adapters/outage_to_proto.hpp"
#include "services/adapters/status.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

bool has(std::string const& text, std::string const& piece) {
  return text.find(piece) != std::string::npos;
}

io::LoadedCase load(std::string const& name) {
  auto loaded = io::load_case(std::string{TIELINE_TESTDATA} + "/cases/" + name);
  if (!loaded || loaded->model == nullptr) {
    throw std::runtime_error{"case " + name + " does not load"};
  }
  return std::move(*loaded);
}

struct Simulated {
  io::LoadedCase loaded;
  study::OutageQuery query;
  study::OutageAnswer answer;
  v1::SimulateOutageResponse message;
};

Simulated simulate(std::string const& name, std::string const& equipment, Wording wording = {}) {
  Simulated s{.loaded = load(name), .query = {}, .answer = {}, .message = {}};
  auto const& model = *s.loaded.model;
  wording.equipment = {equipment};
  s.query.equipment = study::find_equipment(model, wording.equipment).value();
  s.query.start = io::parse_time("2021-05-10T08:00:00+08:00", "Asia/Shanghai").value();
  s.query.utc_offset_s = 8 * kSecondsPerHour;
  s.query.duration_s = 6 * kSecondsPerHour;
  s.query.live_line_item = "30";
  s.query.bypass_a = 200;
  s.query.generators = s.loaded.plan.generators;
  study::Workspace workspace{s.loaded.model};
  s.answer = study::simulate_outage(model, s.query, workspace).value();
  s.message = to_proto(model, s.query, s.answer, s.loaded.plan.targets, wording);
  return s;
}

TEST(Values, CountsStayInsideAJsonNumber) {
  EXPECT_EQ(count32(std::int64_t{50'000'000}), 50'000'000);
  EXPECT_EQ(count32(std::int64_t{1} << 40), 2147483647);
  EXPECT_EQ(count32(std::uint64_t{1} << 40), 2147483647);
  EXPECT_EQ(count32(std::int64_t{-5}), -5);
}

TEST(Values, TextThatIsNotUtf8IsRepaired) {
  EXPECT_EQ(utf8("线路 a"), "线路 a");
  EXPECT_EQ(utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(utf8("\xC0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong
  EXPECT_EQ(utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  EXPECT_EQ(utf8("\xF0\x9F\x98\x80\xE4\xBA"), "\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(hex(0x1a2bULL), "0000000000001a2b");
  EXPECT_EQ(digits(indices::UnitSeconds{300'000'000'000} * 31'536'000), "9460800000000000000");
}

TEST(Status, EveryErrorHasItsExitCode) {
  EXPECT_EQ(exit_code_of(ErrorCode::internal), ExitCode::internal);
  EXPECT_EQ(exit_code_of(ErrorCode::write_failed), ExitCode::internal);
  EXPECT_EQ(exit_code_of(ErrorCode::stopped), ExitCode::interrupted);
  for (auto const code :
       {ErrorCode::model_invalid, ErrorCode::file_missing, ErrorCode::file_corrupt,
        ErrorCode::file_too_new, ErrorCode::file_too_old, ErrorCode::input_rejected}) {
    EXPECT_EQ(exit_code_of(code), ExitCode::rejected);
  }
  for (auto const code :
       {ErrorCode::invalid_argument, ErrorCode::unknown_id, ErrorCode::too_large}) {
    EXPECT_EQ(exit_code_of(code), ExitCode::usage);
  }
}

TEST(Json, KeepsNamesAndZerosAndPrintsOnlySecondsAsStrings) {
  v1::StrategyOutcome outcome;
  outcome.set_strategy("hot");
  outcome.set_users_out(7);
  outcome.set_user_seconds(4'320'000);
  outcome.add_options()->set_tie("T");
  auto const json = to_json(outcome);
  EXPECT_TRUE(has(json, "\"users_out\": 7"));
  EXPECT_TRUE(has(json, "\"user_hours\": 0"));
  EXPECT_TRUE(has(json, "\"feasible\": false"));
  EXPECT_TRUE(has(json, "\"steps\": []"));
  EXPECT_TRUE(has(json, "\"user_seconds\": \"4320000\""));
  EXPECT_FALSE(has(json, "margin_kw"));  // unknown is not zero
  EXPECT_EQ(json.back(), '\n');
  v1::StrategyOutcome back;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &back).ok());
  EXPECT_EQ(back.SerializeAsString(), outcome.SerializeAsString());
}

TEST(Json, OutageSimulateHasEveryFieldOfTheContract) {
  auto const s = simulate("domain_d", "L2");
  auto const json = to_json(s.message);
  for (auto const* name : {"strategies",
                           "strategy",
                           "feasible",
                           "reason",
                           "user_hours",
                           "sustained_user_hours",
                           "household_hours",
                           "sustained_household_hours",
                           "user_interruptions",
                           "users_out",
                           "households_out",
                           "momentary_user_interruptions",
                           "zones",
                           "zone",
                           "steps",
                           "at",
                           "action",
                           "device",
                           "users_out_after",
                           "violations",
                           "best"}) {
    EXPECT_TRUE(has(json, "\"" + std::string{name} + "\":")) << name;
  }
}

TEST(Json, OutageImpactHasEveryFieldOfTheContract) {
  auto const loaded = load("domain_d");
  study::Workspace workspace{loaded.model};
  study::ImpactQuery query;
  std::vector<std::string> const ids{"L2"};
  query.equipment = study::find_equipment(*loaded.model, ids).value();
  auto const answer = study::assess_outage(*loaded.model, query, workspace).value();
  auto const message = to_proto(*loaded.model, query, answer, Wording{.equipment = ids});
  auto const json = to_json(message);
  for (auto const* name :
       {"users_out", "households_out", "restorable_users", "restorable_households", "options",
        "tie", "feasible", "binding_limit", "margin_kw", "users", "unrestorable"}) {
    EXPECT_TRUE(has(json, "\"" + std::string{name} + "\":")) << name;
  }
  EXPECT_EQ(message.users_out(), 140);
  EXPECT_EQ(message.households_out(), 3250);
  EXPECT_EQ(message.restorable_users(), 100);
  EXPECT_EQ(message.restorable_households(), 2050);
  std::int32_t zones = 0;
  for (auto const& zone : message.zones()) {
    zones += zone.users_out();
  }
  EXPECT_EQ(zones, 140);
}

TEST(SimulateAdapter, StatesTheWorkedExampleToTheSecond) {
  auto const s = simulate("domain_d", "L2");
  ASSERT_EQ(s.message.strategies_size(), 5);
  struct Expected {
    char const* strategy;
    std::int64_t user_seconds, household_seconds;
    int users_out, interruptions;
  };
  // Worked example D of the four-section feeder: D.1, D.2b, D.2a, D.3, D.4.
  Expected const expected[] = {{"none", 3'024'000, 70'200'000, 140, 140},
                               {"cold", 984'000, 28'380'000, 140, 240},
                               {"hot", 864'000, 25'920'000, 40, 40},
                               {"live", 0, 0, 0, 0},
                               {"generator", 684'000, 20'520'000, 40, 50}};
  for (int i = 0; i < 5; ++i) {
    auto const& outcome = s.message.strategies(i);
    EXPECT_EQ(outcome.strategy(), expected[i].strategy);
    EXPECT_TRUE(outcome.feasible());
    EXPECT_EQ(outcome.user_seconds(), expected[i].user_seconds);
    EXPECT_EQ(outcome.household_seconds(), expected[i].household_seconds);
    EXPECT_EQ(outcome.users_out(), expected[i].users_out);
    EXPECT_EQ(outcome.user_interruptions(), expected[i].interruptions);
    EXPECT_DOUBLE_EQ(outcome.user_hours(), static_cast<double>(expected[i].user_seconds) / 3600.0);
  }
  EXPECT_EQ(s.message.best(), "live");
  EXPECT_EQ(s.message.start(), "2021-05-10T08:00:00+08:00");
  EXPECT_EQ(s.message.duration_s(), 21600);
  EXPECT_EQ(s.message.momentary_s(), 180);
}

TEST(SimulateAdapter, ZonesAddUpToTheStrategy) {
  for (auto const* name : {"domain_d", "golden_feeder", "rbts_bus4"}) {
    auto const* const equipment = std::string{name} == "domain_d" ? "L2" : nullptr;
    auto const loaded = load(name);
    auto const id =
        equipment != nullptr ? std::string{equipment} : loaded.plan.works.at(0).equipment.at(0);
    auto const s = simulate(name, id);
    for (auto const& outcome : s.message.strategies()) {
      std::int64_t user_seconds = 0;
      std::int64_t household_seconds = 0;
      std::int32_t out = 0;
      double capacity = 0;
      for (auto const& zone : outcome.zones()) {
        user_seconds += zone.user_seconds();
        household_seconds += zone.household_seconds();
        out += zone.users_out();
        capacity += zone.capacity_kva_hours();
        EXPECT_DOUBLE_EQ(zone.saidi_h() * zone.users(), zone.user_hours());
      }
      EXPECT_EQ(user_seconds, outcome.user_seconds());
      EXPECT_EQ(household_seconds, outcome.household_seconds());
      EXPECT_EQ(out, outcome.users_out());
      EXPECT_NEAR(capacity, outcome.capacity_kva_hours(), 1e-6);
    }
  }
}

/// Counted a user at a time: each follows its section unless it has intervals of its own.
std::int64_t naive_capacity(network::NetworkModel const& model,
                            study::StrategyOutcome const& outcome) {
  auto const& col = model.col();
  std::int64_t sum = 0;
  for (auto const user : all_ids<network::UserId>(model.n_user())) {
    auto special = col.user_second_node[user].is_some();
    for (auto const& temporary : outcome.temporaries) {
      for (auto const fed : temporary.users) {
        special = special || fed == user;
      }
    }
    Seconds dark = 0;
    for (auto const& interval : outcome.users) {
      dark += interval.user == user ? interval.to - interval.from : 0;
    }
    for (auto const& interval : outcome.sections) {
      dark +=
          !special && interval.section == col.user_section[user] ? interval.to - interval.from : 0;
    }
    sum += std::llround(static_cast<double>(col.user_rated_kva[user]) * 1000) * dark;
  }
  return sum;
}

TEST(SimulateAdapter, CapacityCountsEveryUserOnce) {
  for (auto const* name : {"domain_d", "golden_feeder"}) {
    auto const s = simulate(name, std::string{name} == "domain_d" ? "L2" : "LB");
    for (auto const& outcome : s.answer.strategies) {
      std::int64_t sum = 0;
      for (auto const zone : capacity_seconds(*s.loaded.model, outcome)) {
        sum += zone;
      }
      EXPECT_EQ(sum, naive_capacity(*s.loaded.model, outcome))
          << name << " " << name_of(outcome.strategy);
    }
  }
}

TEST(SimulateAdapter, BudgetsAreTargetTimesUsersAndUnknownTargetsAreAbsent) {
  auto s = simulate("domain_d", "L2");
  std::vector<network::TargetRow> targets(4);
  targets[0] = {
      .jurisdiction = "c", .source = "s", .year = 2022, .zone = network::Zone::rural, .value = 8};
  targets[1] = {
      .jurisdiction = "c", .source = "s", .year = 2021, .zone = network::Zone::rural, .value = 11};
  targets[2] = {.year = 2021,
                .zone = network::Zone::town,
                .kind = network::TargetKind::yoy_reduction,
                .value = 0.08};
  targets[3] = {.year = 2021, .base = network::TargetBase::household, .value = 2};
  auto const message = to_proto(*s.loaded.model, s.query, s.answer, targets, {});
  auto const& none = message.strategies(0);
  for (auto const& zone : none.zones()) {
    EXPECT_EQ(zone.budgets_size(), zone.zone() == "rural" ? 2 : 0) << zone.zone();
    if (zone.zone() == "rural") {
      auto const& first = zone.budgets(0);
      EXPECT_EQ(first.target_year(), 2021);
      EXPECT_DOUBLE_EQ(first.budget_user_hours(), 11.0 * 70);
      EXPECT_DOUBLE_EQ(first.budget_share(), 420.0 / 770.0);
      EXPECT_DOUBLE_EQ(zone.budgets(1).budget_share(), 420.0 / 560.0);
    }
  }
  ASSERT_EQ(none.budgets_size(), 1);
  EXPECT_EQ(none.budgets(0).base(), "household");
  EXPECT_DOUBLE_EQ(none.budgets(0).budget_share(), 19500.0 / (2 * 4450));
}

TEST(SimulateAdapter, StepsNameTheirDeviceOrTheirSection) {
  auto const s =
      simulate("domain_d", "L2", {.language = network::Language::zh, .want_intervals = true});
  for (auto const& outcome : s.message.strategies()) {
    for (auto const& step : outcome.steps()) {
      auto const at_section =
          step.action() == "check" || step.action() == "ground" || step.action() == "unground";
      EXPECT_EQ(step.device().empty(), at_section) << step.action();
      EXPECT_FALSE(at_section && step.section().empty());
      EXPECT_EQ(step.at().size(), std::string{"2021-05-10T08:00:00+08:00"}.size());
      EXPECT_FALSE(step.note().empty());
    }
    std::int64_t seconds = 0;
    for (auto const& interval : outcome.intervals()) {
      EXPECT_NE(interval.section().empty(), interval.user().empty());
      seconds += interval.seconds();
    }
    EXPECT_EQ(seconds != 0, outcome.user_seconds() != 0);
  }
  EXPECT_EQ(s.message.strategies(4).steps(0).note(), "负荷开关");
}

TEST(SimulateAdapter, ReasonNamesTheBrokenRuleOnceWithItsCount) {
  auto s = simulate("domain_d", "L2");
  auto& outcome = s.answer.strategies[0];
  outcome.feasible = false;
  for (std::uint32_t user = 0; user < 3; ++user) {
    outcome.violations.push_back({.reason = {.kind = switching::ReasonKind::core_area_out,
                                             .element = switching::ElementKind::user,
                                             .row = user},
                                  .step = 0});
  }
  auto const message = to_proto(*s.loaded.model, s.query, s.answer, {}, {});
  auto const& none = message.strategies(0);
  EXPECT_EQ(none.reason_code(), "core_area_out");
  EXPECT_TRUE(has(none.reason(), "core area"));
  EXPECT_TRUE(has(none.reason(), "(3 in all)"));
  EXPECT_EQ(none.violations_size(), 3);
  EXPECT_TRUE(has(none.steps(0).note(), "core area"));
}

TEST(ShowAdapter, CountsTheFourSectionFeeder) {
  auto const answer = to_show_response(load("domain_d"), true);
  EXPECT_EQ(answer.users(), 200);
  EXPECT_EQ(answer.households(), 4450);
  EXPECT_EQ(answer.tie_count(), 1);
  EXPECT_EQ(answer.ties(0).tie(), "T");
  EXPECT_EQ(answer.ties(0).loop_close(), "yes");
  EXPECT_FALSE(answer.ties(0).inside_one_feeder());
  EXPECT_EQ(answer.sections_size(), answer.section_count());
  ASSERT_EQ(answer.feeders_size(), 2);
  EXPECT_EQ(answer.feeders(0).users(), 200);
  EXPECT_EQ(answer.feeders(0).ties(), 1);
  EXPECT_EQ(answer.feeders(1).ties(), 1);
  std::int32_t switches = 0;
  for (auto const& kind : answer.switch_kinds()) {
    switches += kind.count();
  }
  EXPECT_EQ(switches, answer.switches());
  EXPECT_EQ(to_show_response(load("domain_d"), false).sections_size(), 0);
}

void expect_words(network::FaultKind const& kind) {
  network::Fault const fault{.kind = &kind,
                             .handling = kind.handling,
                             .file = "network/lines.csv",
                             .row = 17,
                             .column = "length_km",
                             .value = "VALUE",
                             .other = "OTHER",
                             .hint = "HINT"};
  auto const issue = to_proto(fault);
  EXPECT_EQ(issue.file(), "network/lines.csv");
  EXPECT_EQ(issue.row(), 17);
  EXPECT_EQ(issue.column(), "length_km");
  EXPECT_EQ(issue.code(), kind.code);
  for (auto const* text : {&issue.text(), &issue.text_zh()}) {
    EXPECT_FALSE(text->empty()) << kind.code;
    EXPECT_FALSE(has(*text, "{") || has(*text, "}")) << *text;
  }
  EXPECT_TRUE(has(issue.suggestion(), "HINT"));
  EXPECT_TRUE(has(issue.suggestion_zh(), "HINT"));
  for (auto const language : {network::Language::en, network::Language::zh}) {
    auto const line = to_text(fault, language);
    auto const zh = language == network::Language::zh;
    EXPECT_EQ(line, "network/lines.csv:17:length_km " + issue.code() + " " +
                        (zh ? issue.text_zh() : issue.text()) + " → " +
                        (zh ? issue.suggestion_zh() : issue.suggestion()));
  }
  auto const chinese = issue.text_zh();
  EXPECT_TRUE(std::any_of(chinese.begin(), chinese.end(),
                          [](char c) { return static_cast<unsigned char>(c) >= 0xE4; }))
      << kind.code << ": " << chinese;
}

TEST(Issues, EveryKindOfFaultSpeaksBothLanguages) {
  std::size_t kinds = 0;
  for (auto const* kind : network::network_fault_kinds()) {
    expect_words(*kind);
    ++kinds;
  }
  for (auto const* kind : io::faults::kAll) {
    expect_words(*kind);
    ++kinds;
  }
  EXPECT_GT(kinds, 80U);
}

}  // namespace
}  // namespace tieline::services
