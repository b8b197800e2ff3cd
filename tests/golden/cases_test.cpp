// The case folders of testdata/cases load without a finding and hold what their READMEs say.

#include <array>
#include <string>

#include <gtest/gtest.h>

#include "engine/io/case_folder.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

using network::Zone;

std::string findings_of(io::LoadedCase const& loaded) {
  std::string text;
  for (auto const& fault : loaded.faults.all()) {
    text += network::to_text(fault, network::Language::en) + "\n";
  }
  return text;
}

std::uint32_t sum(std::array<std::uint32_t, network::kZoneCount> const& by_zone) {
  std::uint32_t all = 0;
  for (auto const n : by_zone) {
    all += n;
  }
  return all;
}

/// Sums of one load column, in kW.
double sum_kw(IdSpan<network::UserId, float const> column) {
  double all = 0;
  for (auto const kw : column) {
    all += static_cast<double>(kw);
  }
  return all;
}

class Cases : public testing::Test {
 protected:
  io::LoadedCase const& load(std::string_view name) {
    auto loaded = io::load_case(case_path(name));
    EXPECT_TRUE(loaded.has_value());
    loaded_ = std::move(*loaded);
    EXPECT_EQ(findings_of(loaded_), "");
    EXPECT_TRUE(loaded_.quarantined.empty());
    EXPECT_NE(loaded_.model, nullptr);
    return loaded_;
  }

 private:
  io::LoadedCase loaded_;
};

TEST_F(Cases, GoldenFeederIsFiveUsersAnd551Households) {
  auto const& loaded = load("golden_feeder");
  auto const& model = loaded.model;
  auto const& plan = loaded.plan;
  EXPECT_EQ(sum(model->totals().users), 5U);
  EXPECT_EQ(sum(model->totals().households), 551U);
  EXPECT_EQ(model->n_section(), 6U);  // two busbars, A, B, C and D
  ASSERT_EQ(plan.works.size(), 2U);
  EXPECT_EQ(plan.works[0].start, 1'620'000'000);  // 2021-05-03 08:00 +08:00
  EXPECT_EQ(plan.works[0].duration_s, 8 * kSecondsPerHour);
}

TEST_F(Cases, FourSectionFeederIs200Users) {
  auto const& loaded = load("domain_d");
  auto const totals = loaded.model->totals();
  EXPECT_EQ(totals.users, (std::array<std::uint32_t, network::kZoneCount>{60, 40, 30, 70, 0}));
  EXPECT_EQ(totals.households,
            (std::array<std::uint32_t, network::kZoneCount>{1200, 1200, 300, 1750, 0}));
  EXPECT_DOUBLE_EQ(sum_kw(loaded.model->col().user_peak_kw), 4'000);
  EXPECT_DOUBLE_EQ(sum_kw(loaded.model->col().user_load_kw), 2'700);
}

TEST_F(Cases, System85IsAsPublished) {
  auto const& model = *load("md85").model;
  EXPECT_EQ(model.n_line(), 83U);
  EXPECT_EQ(model.n_user(), 83U);
  EXPECT_EQ(model.n_switch(), 2 * 83U + 5U);
  EXPECT_EQ(model.n_feeder(), 11U);
  EXPECT_NEAR(sum_kw(model.col().user_peak_kw), 26'150.4, 0.01);
}

TEST_F(Cases, RbtsBus4IsAsPublished) {
  auto const& loaded = load("rbts_bus4");
  auto const& model = *loaded.model;
  EXPECT_EQ(sum(model.totals().users), 38U);
  EXPECT_EQ(sum(model.totals().households), 4'779U);
  EXPECT_NEAR(sum_kw(model.col().user_load_kw), 24'580, 0.01);
  EXPECT_NEAR(sum_kw(model.col().user_peak_kw), 40'000, 1);
  EXPECT_EQ(model.n_line(), 67U);
  EXPECT_EQ(model.n_feeder(), 7U);
  std::size_t open = 0;
  for (auto const s : all_ids<network::SwitchId>(model.n_switch())) {
    open += model.is_closed_normally(s) ? 0U : 1U;
  }
  EXPECT_EQ(open, 4U);
  for (auto const feeder : all_ids<network::FeederId>(model.n_feeder())) {
    EXPECT_FALSE(model.sections_of(feeder).empty());
  }
  auto const targets = loaded.plan.targets;
  ASSERT_EQ(targets.size(), 8U);
  EXPECT_EQ(targets[0].zone, Zone::city_center);
  EXPECT_EQ(targets[4].value, 0.8);
}

}  // namespace
}  // namespace tieline::test
