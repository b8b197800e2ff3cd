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
  ASSERT_EQ(answer.isolation.size(), 1U);
  EXPECT_EQ(impact.model().id_of(answer.isolation[0]), "ab");
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
