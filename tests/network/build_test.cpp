#include "engine/network/build.hpp"

#include <gtest/gtest.h>

#include "tests/network/hand_tables.hpp"

namespace tieline::network {
namespace {

using test::HandTables;

std::string all_texts(FaultLog const& log) {
  std::string text;
  for (auto const& fault : log.all()) {
    text += to_text(fault, Language::en) + "\n";
  }
  return text;
}

NetworkPtr build_clean(Tables const& tables) {
  FaultLog log;
  auto const outcome = build(tables, {}, log);
  EXPECT_EQ(all_texts(log), "");
  EXPECT_TRUE(outcome.quarantined.empty());
  return outcome.model;
}

class GoldenFeeder : public testing::Test {
 protected:
  HandTables tables_ = test::golden_feeder();
  NetworkPtr model_ = build_clean(tables_.tables);
  SectionId section_of(std::string_view user) {
    return model_->col().user_section[model_->find_user(user)];
  }
};

TEST_F(GoldenFeeder, ContractsNodesToSections) {
  ASSERT_NE(model_, nullptr);
  EXPECT_EQ(model_->n_section(), 6U);  // two busbars, A, B, C and the neighbour's first section
  EXPECT_EQ(section_of("T1"), section_of("T2"));
  EXPECT_NE(section_of("T2"), section_of("T3"));
  EXPECT_EQ(model_->users_of(section_of("T4")).size(), 2U);
}

TEST_F(GoldenFeeder, NumbersSectionsInPreorderWithTheSourceFirst) {
  auto const& col = model_->col();
  EXPECT_EQ(col.source_section[model_->find_source("S1")], SectionId{0});
  EXPECT_EQ(section_of("T1"), SectionId{1});
  EXPECT_EQ(section_of("T3"), SectionId{2});
  EXPECT_EQ(section_of("T4"), SectionId{3});
  EXPECT_EQ(col.source_section[model_->find_source("S2")], SectionId{4});
  EXPECT_EQ(col.section_subtree_end[SectionId{1}], SectionId{4});
  EXPECT_EQ(col.section_subtree_end[SectionId{0}], SectionId{4});
}

TEST_F(GoldenFeeder, FeedersAreIntervalsBelowTheirHeadSwitch) {
  auto const f1 = model_->find_feeder("F1");
  EXPECT_EQ(model_->sections_of(f1).first(), SectionId{1});
  EXPECT_EQ(model_->sections_of(f1).last(), SectionId{4});
  EXPECT_EQ(model_->col().section_feeder[section_of("T5")], f1);
  EXPECT_TRUE(model_->col().section_feeder[SectionId{0}].is_none());
  EXPECT_EQ(model_->sections_of(model_->find_feeder("F2")).size(), 1U);
}

TEST_F(GoldenFeeder, CountsUsersHouseholdsAndCapacity) {
  auto const urban = static_cast<std::size_t>(Zone::urban);
  EXPECT_EQ(model_->totals().users[urban], 5U);
  EXPECT_EQ(model_->totals().households[urban], 551U);
  EXPECT_EQ(model_->totals().capacity_va[urban], 2'000'000);
  auto const below_b = model_->totals_of(model_->subtree_of(section_of("T3")));
  EXPECT_EQ(below_b.users[urban], 3U);
  EXPECT_EQ(below_b.households[urban], 351U);
}

TEST_F(GoldenFeeder, FillsTheDefaultsOfTheContract) {
  auto const& col = model_->col();
  EXPECT_EQ(col.switch_operate_s[model_->find_switch("Q2")], 600);
  EXPECT_EQ(col.user_households[model_->find_user("T5")], 1U);
  EXPECT_FLOAT_EQ(col.user_supply_kv[model_->find_user("T5")], 10.0F);
  EXPECT_NEAR(col.user_tan_phi[model_->find_user("T5")], 0.3286841, 1e-6);
  EXPECT_FALSE(is_known(col.line_ampacity_a[model_->find_line("LA")]));
}

}  // namespace
}  // namespace tieline::network
