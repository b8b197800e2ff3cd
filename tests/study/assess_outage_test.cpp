#include <gtest/gtest.h>

#include "engine/study/outage.hpp"
#include "tests/support/sketch.hpp"

namespace tieline {
namespace {

using study::Equipment;
using switching::ReasonKind;

class Impact {
 public:
  explicit Impact(network::NetworkPtr model) : model_{std::move(model)}, workspace_{model_} {}

  study::ImpactAnswer of(std::vector<std::string> const& ids) {
    auto const equipment = study::find_equipment(*model_, ids);
    EXPECT_TRUE(equipment) << equipment.error().en;
    auto answer = study::assess_outage(*model_, {.equipment = *equipment}, workspace_);
    EXPECT_TRUE(answer);
    return *answer;
  }
  [[nodiscard]] network::NetworkModel const& model() const { return *model_; }

 private:
  network::NetworkPtr model_;
  study::Workspace workspace_;
};

TEST(AssessOutage, TellsWhoIsDarkWhatComesBackAndThroughWhichTie) {
  auto s = test::sketch("S1=a=b=c-d=S2");
  s.users("a", 2, 100).users("b", 1, 200).users("c", 2, 75);
  Impact impact{s.build()};
  auto const answer = impact.of({"line:b"});

  EXPECT_EQ(answer.users_out, 3);
  EXPECT_EQ(answer.households_out, 350);
  EXPECT_EQ(answer.restorable_users, 2);
  EXPECT_EQ(answer.restorable_households, 150);
  ASSERT_EQ(answer.options.size(), 1U);
  EXPECT_EQ(impact.model().id_of(answer.options[0].tie), "cd");
  EXPECT_TRUE(answer.options[0].feasible);
  ASSERT_EQ(answer.isolation.size(), 2U);  // the tie must not feed back into what is lost
  EXPECT_EQ(impact.model().id_of(answer.isolation[0]), "ab");
  EXPECT_EQ(impact.model().id_of(answer.isolation[1]), "bc");
  ASSERT_EQ(answer.unrestorable.size(), 1U);
  EXPECT_EQ(study::section_name(impact.model(), answer.unrestorable[0].section), "ab");
  EXPECT_EQ(answer.unrestorable[0].reason.kind, ReasonKind::worked_on);
}

TEST(AssessOutage, AUserWithALiveSecondSupplyIsNeitherOutNorRestored) {
  auto s = test::sketch("S1=a=b=c-d=S2");
  s.users("c", 2, 10);
  s.user_row("c.1").second_supply = "d";
  Impact impact{s.build()};
  auto const answer = impact.of({"line:b"});
  EXPECT_EQ(answer.users_out, 2);  // b.1 and c.2
  EXPECT_EQ(answer.restorable_users, 1);
  EXPECT_EQ(answer.restorable_households, 10);
}

TEST(AssessOutage, AnUnknownRatingIsNotProvenRatherThanUnlimited) {
  auto s = test::sketch("S1=a=b=c-d=S2");
  s.switch_row("cd").ampacity_a = kUnknown;
  Impact impact{s.build()};
  auto const answer = impact.of({"line:b"});
  EXPECT_EQ(answer.restorable_users, 0);
  ASSERT_EQ(answer.options.size(), 1U);
  EXPECT_FALSE(answer.options[0].feasible);
  EXPECT_EQ(answer.options[0].binding.kind, ReasonKind::switch_unknown);
  EXPECT_EQ(answer.unrestorable.back().reason.kind, ReasonKind::switch_unknown);
}

TEST(AssessOutage, ALostSourceLeavesEveryFeederToItsOwnTie) {
  Impact impact{test::sketch("S1=a-c=S2, S1=b-d=S2").build()};
  auto const answer = impact.of({"source:S1"});
  EXPECT_EQ(answer.users_out, 2);
  EXPECT_EQ(answer.restorable_users, 2);
  EXPECT_EQ(answer.options.size(), 2U);
}

TEST(AssessOutage, ASectionThatIsUnfedAnywayIsNotLost) {
  Impact impact{test::sketch("S1=a-b").build()};
  EXPECT_EQ(impact.of({"line:b"}).users_out, 0);
}

TEST(AssessOutage, SaysWhyATieMayNotBeUsed) {
  auto const why = [](test::Sketch const& s, std::vector<std::string> const& ids = {"line:b"}) {
    auto const answer = Impact{s.build()}.of(ids);
    EXPECT_EQ(answer.restorable_users, 0);
    return answer.options.empty() ? ReasonKind::none : answer.options[0].binding.kind;
  };
  for (auto const kind : {network::SwitchKind::disconnector, network::SwitchKind::fuse}) {
    auto s = test::sketch("S1=a=b=c-d=S2");
    s.switch_row("cd").kind = kind;
    EXPECT_EQ(why(s), ReasonKind::cannot_make_load);
  }
  auto const plain = test::sketch("S1=a=b=c-d=S2");
  EXPECT_EQ(why(plain, {"line:b", "line:d"}), ReasonKind::worked_on);
  EXPECT_EQ(why(plain, {"line:b", "source:S2"}), ReasonKind::no_live_end);
}

TEST(AssessOutage, UsesATieOfAThirdPartyOnlyWhereNobodyStatesAnOrganisation) {
  auto s = test::sketch("S1=a=b=c-d=S2");
  s.switch_row("cd").owner = "works";
  EXPECT_TRUE(Impact{s.build()}.of({"line:b"}).options.at(0).feasible);
  s.tables().feeders.at(0).organisation = "east";
  s.tables().feeders.at(1).organisation = "west";
  EXPECT_EQ(Impact{s.build()}.of({"line:b"}).options.at(0).binding.kind, ReasonKind::no_permission);
  for (auto const* const owner : {"", "east", "west"}) {
    s.switch_row("cd").owner = owner;
    EXPECT_TRUE(Impact{s.build()}.of({"line:b"}).options.at(0).feasible) << owner;
  }
}

TEST(AssessOutage, UsesATieWithinTheSameFeeder) {
  auto const answer = Impact{test::sketch("S=a=b=c, a=d, c-d").build()}.of({"line:b"});
  EXPECT_EQ(answer.restorable_users, 1);
  ASSERT_EQ(answer.options.size(), 1U);
  EXPECT_TRUE(answer.options[0].feasible);
}

TEST(AssessOutage, SwitchesNothingForAPartWithoutUsers) {
  auto s = test::sketch("S1=a=b=c-d=S2");
  s.users("c", 0);
  s.user_row("b.1").peak_kw = 900;
  s.switch_row("cd").ampacity_a = 10;
  auto const answer = Impact{s.build()}.of({"line:a"});
  EXPECT_EQ(answer.restorable_users, 0);
  EXPECT_TRUE(answer.plan.parts.empty());
  EXPECT_EQ(answer.options.at(0).binding.kind, ReasonKind::switch_overload);
}

TEST(AssessOutage, HoldsABusbarLineToAllThatHangsOnTheBusbar) {
  auto s = test::sketch("S1=a=b-c=S2");
  auto& tables = s.tables();
  tables.settings.power_factor = 1;
  s.user_row("b.1").peak_kw = 100;
  s.user_row("c.1").peak_kw = 200;
  tables.nodes.push_back({.id = "top", .voltage_kv = 10});
  auto bus = s.line_row("c");
  bus.id = "bus";
  bus.from_node = "top";
  bus.to_node = "S2";
  bus.ampacity_a = 35;  // 606 kVA at 10 kV
  tables.lines.push_back(bus);
  s.source_row("S2").node = "top";
  tables.nodes.push_back({.id = "e", .voltage_kv = 10});
  auto head = s.switch_row("cS2");
  head.id = "S2e";
  head.from_node = "S2";
  head.to_node = "e";
  tables.switches.push_back(head);
  tables.feeders.push_back({.id = "S2e", .name = "S2e", .head_switch = "S2e"});
  auto user = s.user_row("c.1");
  user.id = "e.1";
  user.node = "e";
  user.peak_kw = 200;
  tables.transformers.push_back(user);
  EXPECT_EQ(Impact{s.build()}.of({"line:a"}).restorable_users, 1);
  tables.transformers.back().peak_kw = 350;
  Impact full{s.build()};
  auto const answer = full.of({"line:a"});
  EXPECT_EQ(answer.restorable_users, 0);
  auto const& binding = answer.options.at(0).binding;
  EXPECT_EQ(binding.kind, ReasonKind::line_overload);
  EXPECT_EQ(full.model().id_of(network::LineId{binding.row}), "bus");
}

TEST(FindEquipment, NamesTheNearestIdAndTheTablesOfAnAmbiguousOne) {
  auto const model = test::sketch("S1=a=b").build();
  auto const unknown = study::find_equipment(*model, std::vector<std::string>{"ax"});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::unknown_id);
  EXPECT_NE(unknown.error().en.find("did you mean 'a"), std::string::npos) << unknown.error().en;

  auto s = test::sketch("S1=a=b");
  s.user_row("a.1").id = "ab";  // as the switch between a and b
  auto const twice = s.build();
  auto const both = study::find_equipment(*twice, std::vector<std::string>{"ab"});
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().code, ErrorCode::invalid_argument);
  EXPECT_NE(both.error().en.find("switch:ab, user:ab"), std::string::npos) << both.error().en;
}

TEST(FindEquipment, PrefersALineToTheNodeOfTheSameName) {
  auto const model = test::sketch("S1=a=b").build();
  auto const found = study::find_equipment(*model, std::vector<std::string>{"a", "node:a"});
  ASSERT_TRUE(found) << found.error().en;
  EXPECT_EQ((*found)[0].kind, study::EquipmentKind::line);
  EXPECT_EQ((*found)[1].kind, study::EquipmentKind::node);
}

TEST(FindEquipment, FindsSectionsByTheSwitchThatFeedsThem) {
  auto const model = test::sketch("S1=a=b").build();
  auto const found =
      study::find_equipment(*model, std::vector<std::string>{"section:ab", "section:source:S1"});
  ASSERT_TRUE(found) << found.error().en;
  EXPECT_EQ(study::section_name(*model, network::SectionId{(*found)[0].row}), "ab");
  EXPECT_EQ(study::section_name(*model, network::SectionId{(*found)[1].row}), "source:S1");
}

}  // namespace
}  // namespace tieline
