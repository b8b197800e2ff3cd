// Every fault of build(), one by one: what is told about which cell, and what becomes of the row.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/network/build.hpp"
#include "engine/network/network_faults.hpp"
#include "engine/network/ties.hpp"
#include "tests/network/hand_tables.hpp"

namespace tieline::network {
namespace {

using test::golden_feeder;
using test::HandTables;

struct Built {
  BuildOutcome outcome;
  FaultLog log;
  /// "file:row:column code" of every finding, in order.
  [[nodiscard]] std::vector<std::string> places() const {
    std::vector<std::string> all;
    for (auto const& fault : log.all()) {
      auto const text = to_text(fault, Language::en);
      auto const end = text.find(' ', text.find(' ') + 1);
      all.push_back(text.substr(0, end));
    }
    return all;
  }
  [[nodiscard]] std::string texts() const {
    std::string all;
    for (auto const& fault : log.all()) {
      all += to_text(fault, Language::en) + "\n";
    }
    return all;
  }
};

Built build_of(HandTables const& t, BuildOptions const& options = {}) {
  Built built;
  built.outcome = build(t.tables, options, built.log);
  built.log.sort();
  // Whatever was wrong: nothing vanishes without a finding of its own.
  EXPECT_EQ(built.outcome.model == nullptr, built.log.rejected());
  std::set<std::pair<TableKind, std::uint32_t>> rows;
  for (auto const& row : built.outcome.quarantined) {
    EXPECT_TRUE(rows.emplace(row.table, row.row).second) << "one row set aside twice";
  }
  return built;
}

using Places = std::vector<std::string>;

void expect_places(HandTables const& t, Places const& expected) {
  auto const built = build_of(t);
  EXPECT_EQ(built.places(), expected) << built.texts();
}

TEST(CheckIds, DropsACopyOfARowAndSaysSo) {  // B19
  auto t = golden_feeder();
  t.user("T1", "a1", 120);
  t.line("LA", "a1", "a2");
  t.node("b1");
  t.add_switch("Q2", "a2", "b1");
  t.feeder("F1", "Q1");
  t.source("S1", "bus1", "east");
  auto const built = build_of(t);
  EXPECT_EQ(built.places(),
            (Places{"network/feeders.csv:4:id B19", "network/lines.csv:5:id B19",
                    "network/nodes.csv:11:id B19", "network/sources.csv:4:id B19",
                    "network/switches.csv:7:id B19", "network/transformers.csv:7:id B19"}))
      << built.texts();
  EXPECT_EQ(built.log.count(Handling::fix), 6U);
  EXPECT_TRUE(built.outcome.quarantined.empty());
  EXPECT_EQ(built.outcome.model->n_user(), 5U);
  EXPECT_EQ(built.outcome.model->n_switch(), 5U);
}

TEST(CheckIds, SetsBothRowsOfAClashAsideWhenNothingRefersToThem) {  // B20
  auto t = golden_feeder();
  t.user("T3", "c2", 7);
  auto const built = build_of(t);
  EXPECT_EQ(built.places(),
            (Places{"network/transformers.csv:4:id B20", "network/transformers.csv:7:id B20"}));
  EXPECT_EQ(built.outcome.quarantined.size(), 2U);
  EXPECT_EQ(built.outcome.model->n_user(), 4U);
}

TEST(CheckIds, RejectsAClashThatOthersReferTo) {  // B20
  auto nodes = golden_feeder();
  nodes.node("a1", 20);
  expect_places(nodes, {"network/nodes.csv:11:id B20"});
  EXPECT_TRUE(build_of(nodes).log.rejected());
  auto switches = golden_feeder();
  switches.add_switch("Q1", "bus1", "c1");  // Q1 is the head of F1
  expect_places(switches, {"network/switches.csv:7:id B20"});
  EXPECT_TRUE(build_of(switches).log.rejected());
  auto unused = golden_feeder();
  unused.node("spare", 10);
  unused.node("spare", 20);
  EXPECT_EQ(build_of(unused).outcome.quarantined.size(), 2U);
}

TEST(CheckIds, SuspectsTwoIdsForOneDevice) {  // B21
  auto t = golden_feeder();
  t.tables.transformers[0].name = "Mill";
  t.user("T1x", "a1", 120).name = "Mill";
  t.tables.lines[1].name = "Main";
  t.line("LBx", "b2", "b1").name = "Main";
  auto const built = build_of(t);
  EXPECT_EQ(built.places(), (Places{"network/lines.csv:5 B24", "network/lines.csv:5:name B21",
                                    "network/transformers.csv:7:name B21"}))
      << built.texts();
}

TEST(CheckReferences, SetsADanglingLineAsideAndNamesItsNeighbourAndTheNearestId) {  // B22
  auto t = golden_feeder();
  t.line("LX", "c2", "cc1");
  auto const built = build_of(t);
  ASSERT_EQ(built.places(), (Places{"network/lines.csv:5:to_node B22"}));
  EXPECT_EQ(
      to_text(built.log.all()[0], Language::en),
      "network/lines.csv:5:to_node B22 node cc1 does not exist; the other end is c2 → add the "
      "node to nodes.csv or correct the id (c1?)");
  ASSERT_EQ(built.outcome.quarantined.size(), 1U);
  EXPECT_EQ(built.outcome.quarantined[0].table, TableKind::lines);
  EXPECT_EQ(built.outcome.quarantined[0].row, 3U);
}

TEST(CheckReferences, FollowsARowSetAsideToThoseThatReferToIt) {  // B22
  auto t = golden_feeder();
  t.tables.switches[4].to_node = "nowhere";  // Q9, head of F2
  auto const built = build_of(t);
  EXPECT_EQ(built.places(),
            (Places{"network/feeders.csv:3:head_switch B22", "network/nodes.csv:10 B23",
                    "network/switches.csv:6:to_node B22"}))
      << built.texts();
  EXPECT_EQ(built.outcome.model->n_feeder(), 1U);
}

TEST(CheckReferences, TellsBothEndsOfASwitchAndTheSourceThatAreNowhere) {  // B22
  auto t = golden_feeder();
  t.add_switch("Q5", "x1", "x2");
  t.source("S3", "zzzzzz");
  t.feeder("F3", "Q77777");
  expect_places(t, {"network/feeders.csv:4:head_switch B22", "network/sources.csv:4:node B22",
                    "network/switches.csv:7:from_node B22", "network/switches.csv:7:to_node B22"});
  EXPECT_EQ(build_of(t).outcome.quarantined.size(), 3U);
}

TEST(CheckTopology, FindsTheIslandAndTheSwitchThatWouldFeedIt) {  // B23
  auto t = golden_feeder();
  t.tables.switches[2].normal_closed = false;  // Q3: C is dark
  auto const built = build_of(t);
  ASSERT_EQ(built.places(), (Places{"network/nodes.csv:7 B23"})) << built.texts();
  EXPECT_EQ(built.log.all()[0].other, "2");
  auto const& model = *built.outcome.model;
  auto const dark = model.col().user_section[model.find_user("T4")];
  EXPECT_TRUE(model.col().section_source[dark].is_none());
  EXPECT_EQ(dark.index(), model.n_section() - 1);  // unfed sections come last
  EXPECT_EQ(model.totals().users[1], 5U);          // and stay in the denominator
}

TEST(CheckTopology, NamesTheSwitchesThatWouldOpenALoop) {  // B24
  auto t = golden_feeder();
  t.add_switch("X", "a1", "c2");
  auto const built = build_of(t);
  ASSERT_EQ(built.log.all().size(), 1U) << built.texts();
  EXPECT_EQ(built.log.all()[0].kind, &kNormalLoop);
  auto loop = built.log.all()[0].other;
  EXPECT_EQ(std::count(loop.begin(), loop.end(), ','), 2);  // X, Q2 and Q3, whichever closes it
  for (auto const* id : {"X", "Q2", "Q3"}) {
    EXPECT_NE(loop.find(id), std::string::npos) << loop;
  }
  EXPECT_EQ(built.outcome.model->col().normal_loops.size(), 1U);
}

TEST(CheckTopology, FindsALoopOfLinesThatNoSwitchOpens) {  // B24
  auto t = golden_feeder();
  t.line("LB2", "b2", "b1");
  expect_places(t, {"network/lines.csv:5 B24"});
}

TEST(CheckTopology, FindsAFeederFedFromTwoStations) {  // B25
  auto t = golden_feeder();
  t.tables.switches[3].normal_closed = true;
  auto const built = build_of(t);
  ASSERT_EQ(built.log.all().size(), 1U) << built.texts();
  EXPECT_EQ(built.log.all()[0].kind, &kParallelSources);
  EXPECT_EQ(built.outcome.model->col().normal_loops.size(), 1U);
}

TEST(CheckTopology, TellsATieInsideOneFeeder) {  // B26
  auto t = golden_feeder();
  t.add_switch("X", "a1", "c2", false);
  expect_places(t, {"network/switches.csv:7 B26"});
}

TEST(CheckRows, SetsASwitchWithOneTerminalAside) {  // B27
  auto t = golden_feeder();
  t.add_switch("X", "a1", "", false);
  expect_places(t, {"network/switches.csv:7:to_node B27"});
  EXPECT_EQ(build_of(t).outcome.quarantined.size(), 1U);
}

TEST(CheckRows, BoundsLengthsAndRefusesSelfLoops) {  // B28
  auto t = golden_feeder();
  for (auto const* id : {"n1", "n2", "n3", "n4", "n5"}) {
    t.node(id);
  }
  t.line("same", "a1", "a1");
  t.line("negative", "a1", "n1", -3);
  t.line("too long", "a1", "n2", 1000);
  t.line("zero", "a1", "n3", 0);
  t.line("long", "a1", "n4", 100.5F);
  t.line("fine", "a1", "n5", 100);
  t.add_switch("own", "a1", "a1");
  auto const built = build_of(t);
  EXPECT_EQ(built.places(),
            (Places{"network/lines.csv:5:to_node B28", "network/lines.csv:6:length_km B28",
                    "network/lines.csv:7:length_km B28", "network/lines.csv:8:length_km B28",
                    "network/lines.csv:9:length_km B28", "network/nodes.csv:11 B23",
                    "network/nodes.csv:12 B23", "network/switches.csv:7:to_node B28"}))
      << built.texts();
  EXPECT_EQ(built.outcome.quarantined.size(), 4U);
}

TEST(CheckRows, TellsASwitchThatLinesBridge) {  // B28
  auto t = golden_feeder();
  t.add_switch("X", "a1", "a2", false);
  expect_places(t, {"network/switches.csv:7 B28"});
}

TEST(CheckRows, SetsASwitchBetweenTwoVoltagesAside) {  // B29
  auto t = golden_feeder();
  t.node("n20", 20);
  t.node("n10.5", 10.5F);
  t.add_switch("X", "c2", "n20");
  t.line("L", "c2", "n10.5");
  auto const built = build_of(t);
  EXPECT_EQ(built.places(), (Places{"network/nodes.csv:11 B23", "network/switches.csv:7 B29"}));
  EXPECT_EQ(built.outcome.quarantined.size(), 1U);
}

TEST(CheckUsers, SetsAUserOfNoNodeAside) {  // B30
  auto t = golden_feeder();
  t.user("T6", "nowhere");
  expect_places(t, {"network/transformers.csv:7:node B30"});
  EXPECT_EQ(build_of(t).outcome.model->n_user(), 5U);
}

TEST(CheckUsers, TellsUsersThatAreFedButOnNoFeeder) {  // B30
  auto t = golden_feeder();
  t.user("T6", "bus1");
  expect_places(t, {"network/transformers.csv:7:node B30"});
  EXPECT_EQ(build_of(t).outcome.model->n_user(), 6U);
}

TEST(CheckUsers, ChecksTheSecondSupply) {  // B31
  auto t = golden_feeder();
  t.tables.transformers[0].second_supply = "nowhere";
  t.tables.transformers[1].second_supply = "a1";
  t.tables.transformers[2].second_supply = "d1";
  auto const built = build_of(t);
  EXPECT_EQ(built.places(), (Places{"network/transformers.csv:2:second_supply B31",
                                    "network/transformers.csv:3:second_supply B31"}))
      << built.texts();
  EXPECT_EQ(built.outcome.model->col().dual_users.size(), 2U);
  EXPECT_TRUE(built.outcome.quarantined.empty());
}

TEST(CheckFeeders, TellsNestedSharedAndIdleHeads) {  // B31, B23
  auto t = golden_feeder();
  t.feeder("Inner", "Q3");
  t.feeder("Shared", "Q1");
  t.feeder("Idle", "K");
  auto const built = build_of(t);
  EXPECT_EQ(built.places(), (Places{"network/feeders.csv:4:head_switch B31",
                                    "network/feeders.csv:5:head_switch B31",
                                    "network/feeders.csv:6:head_switch B23"}))
      << built.texts();
  auto const& model = *built.outcome.model;
  EXPECT_EQ(model.col().section_feeder[model.col().user_section[model.find_user("T4")]],
            model.find_feeder("Inner"));
  EXPECT_TRUE(model.sections_of(model.find_feeder("Shared")).empty());
  EXPECT_TRUE(model.sections_of(model.find_feeder("Idle")).empty());
}

TEST(CheckUsers, TellsDoubtfulHouseholds) {  // B35
  auto t = golden_feeder();
  t.user("T6", "a1", 0);
  t.user("T7", "a1", -1);
  t.user("T8", "a1", 21).nature = Nature::dedicated;
  t.user("T9", "a1", 20).nature = Nature::dedicated;
  expect_places(
      t, {"network/transformers.csv:7:households B35", "network/transformers.csv:8:households B35",
          "network/transformers.csv:9:households B35"});
}

TEST(CheckTies, CountsTiesThatDoNotPermitOrForbidLoops) {  // B38
  auto t = golden_feeder();
  t.tables.switches[3].loop_close = Answer::unknown;
  auto const built = build_of(t);
  ASSERT_EQ(built.places(), (Places{"network/switches.csv:loop_close B38"}));
  EXPECT_EQ(built.log.all()[0].other, "1");
}

TEST(CheckSources, TellsAMissingRatingOnceAStation) {  // B40
  auto t = golden_feeder();
  t.source("S3", "bus1", "north", kUnknown);
  t.source("S4", "bus1", "north", kUnknown);
  expect_places(t, {"network/sources.csv:4:rated_kva B40"});
}

TEST(CheckTies, ShowsAForeignTieButDoesNotUseIt) {  // B41
  auto t = golden_feeder();
  auto& feeders = t.tables.feeders;
  t.tables.switches[3].owner = "Works";
  feeders[0].organisation = feeders[1].organisation = "City";
  auto const foreign = build_of(t);
  EXPECT_EQ(foreign.places(), (Places{"network/switches.csv:5:owner B41"}));
  EXPECT_TRUE(is_foreign_tie(*foreign.outcome.model, foreign.outcome.model->find_switch("K")));

  t.tables.switches[0].owner = "Works";  // the owner also runs a feeder's head switch
  EXPECT_EQ(build_of(t).places(), Places{});
  t.tables.switches[0].owner = "";
  feeders[1].organisation = "Works";
  auto const shared = build_of(t);
  EXPECT_EQ(shared.places(), Places{});
  EXPECT_FALSE(is_foreign_tie(*shared.outcome.model, shared.outcome.model->find_switch("K")));

  t.tables.switches[3].owner = "";
  auto const unowned = build_of(t);
  EXPECT_EQ(unowned.places(), (Places{"network/switches.csv:owner B41"}));
  EXPECT_FALSE(is_foreign_tie(*unowned.outcome.model, unowned.outcome.model->find_switch("K")));
}

TEST(CheckPlaces, TellsCoordinatesThatCannotBe) {  // B46
  auto zero = golden_feeder();
  zero.tables.nodes[2].x_m = zero.tables.nodes[2].y_m = 0;
  zero.tables.nodes[5].x_m = zero.tables.nodes[5].y_m = 0;
  expect_places(zero, {"network/nodes.csv:4:x_m B46"});
  auto degrees = golden_feeder();
  for (auto& node : degrees.tables.nodes) {
    node.x_m = 119.97;
    node.y_m = 31.81;
  }
  expect_places(degrees, {"network/nodes.csv:x_m B46"});
}

TEST(CheckPlaces, TellsACabinetDrawnAsOneNode) {  // B48
  auto t = golden_feeder();
  t.node("box");
  for (int i = 0; i < 3; ++i) {
    auto const id = "spur" + std::to_string(i);
    t.node(id);
    t.line(id, "box", id).kind = LineKind::cable;
  }
  t.line("in", "c2", "box").kind = LineKind::cable;
  expect_places(t, {"network/nodes.csv:11 B48"});
  t.tables.lines.back().kind = LineKind::overhead;
  expect_places(t, {});
}

TEST(CheckReferences, ReadsANameThatOnlyOneRowBears) {  // B49
  auto t = golden_feeder();
  t.tables.nodes[1].name = "Mill road 1";
  t.tables.nodes[3].name = t.tables.nodes[4].name = "Mill road 2";
  t.tables.switches[0].name = "Mill breaker";
  t.user("T6", "Mill road 1");
  t.user("T7", "Mill road 2");
  t.tables.feeders[0].head_switch = "Mill breaker";
  auto const built = build_of(t);
  EXPECT_EQ(built.places(),
            (Places{"network/feeders.csv:2:head_switch B49", "network/transformers.csv:7:node B49",
                    "network/transformers.csv:8:node B49"}));
  EXPECT_EQ(built.outcome.model->n_user(), 6U);
  EXPECT_EQ(built.outcome.quarantined.size(), 1U);
  EXPECT_EQ(built.outcome.model->n_feeder(), 2U);
}

TEST(CheckLoads, RejectsAColumnInTheWrongUnit) {  // B50
  for (auto const factor : {1000.0F, 0.001F}) {
    auto t = golden_feeder();
    for (auto& user : t.tables.transformers) {
      user.load_kw = 100;
      user.peak_kw = 200 * factor;
    }
    auto const built = build_of(t);
    EXPECT_TRUE(built.log.rejected());
    EXPECT_EQ(built.places().front(), "network/transformers.csv:peak_kw B50") << built.texts();
  }
}

TEST(CheckLoads, TellsNegativeExcessiveAndInconsistentLoads) {  // B51, B53, B56
  auto t = golden_feeder();
  t.tables.transformers[0].load_kw = -20;
  t.tables.transformers[1].peak_kw = 1201;  // of 400 kVA
  t.tables.transformers[2].load_kw = 1200;
  t.tables.transformers[3].load_kw = 100;
  t.tables.transformers[3].peak_kw = 90;
  expect_places(t,
                {"network/transformers.csv:2:load_kw B51", "network/transformers.csv:3:peak_kw B53",
                 "network/transformers.csv:5:peak_kw B56"});
}

TEST(CheckLoads, ComparesTheSumOfLoadsWithRatings) {  // B54
  auto t = golden_feeder();
  for (auto& user : t.tables.transformers) {
    user.load_kw = 300;
  }
  t.tables.sources[0].rated_kva = 1249;    // 1500 kW: 1.201 times
  t.tables.switches[0].ampacity_a = 72.5;  // at 10 kV: 1255.7 kVA
  expect_places(t, {"network/sources.csv:2:rated_kva B54"});
  t.tables.switches[0].ampacity_a = 72;  // 1247.1 kVA: 1.203 times
  expect_places(t, {"network/feeders.csv:2 B54", "network/sources.csv:2:rated_kva B54"});
}

TEST(CheckProfiles, TellsMissingDaysAndUnknownProfiles) {  // B57
  auto t = golden_feeder();
  t.profile("home", DayType::workday, Season::any, 0.5F);
  t.profile("home", DayType::weekend, Season::summer, 0.7F);
  t.tables.transformers[0].profile = "home";
  t.tables.transformers[1].profile = "office";
  t.tables.transformers[2].profile = "office";
  auto const built = build_of(t);
  ASSERT_EQ(built.places(), (Places{"network/profiles.csv:2:day_type B57",
                                    "network/transformers.csv:3:profile B57"}));
  EXPECT_EQ(built.log.all()[0].other, "spring/autumn/winter weekend, holiday");
  auto const& col = built.outcome.model->col();
  auto const home = col.user_profile[built.outcome.model->find_user("T1")];
  auto const level = [&](Season season, DayType day) {
    auto const slot =
        static_cast<std::size_t>(season) * kDayTypeCount + static_cast<std::size_t>(day);
    return col.shape_per_unit[col.profile_shapes[home][slot]][12];
  };
  EXPECT_FLOAT_EQ(level(Season::summer, DayType::weekend), 0.7F);
  EXPECT_FLOAT_EQ(level(Season::winter, DayType::weekend), 0.5F);
  EXPECT_FLOAT_EQ(level(Season::summer, DayType::holiday), 0.5F);
  EXPECT_TRUE(col.user_profile[built.outcome.model->find_user("T2")].is_none());
}

TEST(CheckProfiles, SetsClashingRowsAsideAndDropsCopies) {  // B19, B20
  auto t = golden_feeder();
  t.profile("a", DayType::workday, Season::any, 0.5F);
  t.profile("a", DayType::workday, Season::any, 0.5F);
  t.profile("b", DayType::workday, Season::any, 0.5F);
  t.profile("b", DayType::workday, Season::any, 0.6F);
  auto const built = build_of(t);
  EXPECT_EQ(built.places(),
            (Places{"network/profiles.csv:2:day_type B57", "network/profiles.csv:3:profile B19",
                    "network/profiles.csv:4:profile B20", "network/profiles.csv:5:profile B20"}));
}

TEST(Strict, TurnsQuarantineIntoReject) {
  auto t = golden_feeder();
  t.user("T6", "nowhere");
  auto const built = build_of(t, {.strict = true});
  EXPECT_TRUE(built.log.rejected());
  EXPECT_EQ(built.outcome.model, nullptr);
  EXPECT_EQ(built.log.all()[0].handling, Handling::reject);
}

TEST(NetworkFaultKinds, SayEverythingInBothLanguages) {
  std::string_view last;
  for (auto const* kind : network_fault_kinds()) {
    SCOPED_TRACE(std::string{kind->code} + " " + std::string{kind->en});
    EXPECT_LE(last, kind->code);
    last = kind->code;
    EXPECT_FALSE(kind->en_hint.empty());
    EXPECT_FALSE(kind->zh_hint.empty());
    Fault const fault{.kind = kind, .file = "f.csv", .row = 3, .value = "VAL", .other = "OTH"};
    auto const en = to_text(fault, Language::en);
    auto const zh = to_text(fault, Language::zh);
    EXPECT_EQ(en.find("f.csv:3 "), 0U);
    EXPECT_EQ(en.find('{'), std::string::npos);
    EXPECT_EQ(zh.find('{'), std::string::npos);
    // Both languages speak of the same things.
    EXPECT_EQ(en.find("VAL") == std::string::npos, zh.find("VAL") == std::string::npos);
    EXPECT_EQ(en.find("OTH") == std::string::npos, zh.find("OTH") == std::string::npos);
  }
  EXPECT_GE(network_fault_kinds().size(), 40U);
}

TEST(FaultText, KeepsToOneLineAndToWholeCharacters) {
  FaultLog log;
  log.add({.kind = &kTooLarge, .file = "f.csv", .value = "a\nb" + std::string(100, 'x')});
  log.add({.kind = &kTooLarge, .file = "f.csv", .value = std::string(79, 'x') + "中文"});
  EXPECT_EQ(log.all()[0].value, "a b" + std::string(77, 'x') + "…");
  EXPECT_EQ(log.all()[1].value, std::string(79, 'x') + "…");
}

}  // namespace
}  // namespace tieline::network
