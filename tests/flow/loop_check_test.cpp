#include "engine/flow/loop_check.hpp"

#include <cmath>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/flow/newton_flow.hpp"
#include "engine/flow/tree_grower.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::flow {
namespace {

/// Loads the end of a section.
void draw(test::Sketch& s, std::string_view user, float kw) {
  s.user_row(user).load_kw = kw;
  s.user_row(user).peak_kw = kw;
}

void set_ohm(test::Sketch& s, std::string_view line, float r, float x) {
  s.line_row(line).r_ohm_per_km = r;
  s.line_row(line).x_ohm_per_km = x;
}

/// S1 =a-b= S2, without load: 0.3 + j0.4 Ω and 0.42 + j0.56 Ω, 1.2 Ω in all.
test::Sketch pair() {
  auto s = test::sketch("S1 =a-b= S2");
  set_ohm(s, "a", 0.3F, 0.4F);
  set_ohm(s, "b", 0.42F, 0.56F);
  draw(s, "a.1", 0);
  draw(s, "b.1", 0);
  return s;
}

struct Checked {
  explicit Checked(test::Sketch const& s, std::string_view tie = "ab") : model{s.build()} {
    SlotLoads loads{*model};
    TreeGrower grower{*model};
    auto const closed = network::normal_state(*model);
    StampMap<network::SectionId> const barred{model->n_section()};
    GrowScope const scope{.closed = closed, .barred = barred};
    auto const id = test::switch_of(*model, tie);
    auto const ends = model->col().switch_nodes[id];
    EXPECT_TRUE(grower.grow_around(ends.a, scope, loads, a));
    row_a = grower.row_of(a, ends.a);
    auto const in_a = grower.row_of(a, ends.b);
    if (in_a == TreeGrower::kNoRow) {
      EXPECT_TRUE(grower.grow_around(ends.b, scope, loads, b));
      row_b = grower.row_of(b, ends.b);
      verdict = check_loop(*model,
                           {.a = a, .row_a = row_a, .b = b, .row_b = row_b, .tie = id, .hour = 9});
    } else {
      row_b = in_a;
      verdict = check_loop(*model,
                           {.a = a, .row_a = row_a, .b = a, .row_b = row_b, .tie = id, .hour = 9});
    }
  }
  network::NetworkPtr model;
  RadialTree a, b;
  std::uint32_t row_a = 0;
  std::uint32_t row_b = 0;
  LoopVerdict verdict;
};

TEST(LoopCheck, FindsThePublishedLoopCurrentOf150VoltAnd1Point2Ohm) {
  auto s = pair();  // domain.md §8 F: ΔU 150 V, Z 1.2 Ω → 72.17 A
  s.source_row("S1").voltage_pu = 1.015F;
  Checked const c{s};
  EXPECT_NEAR(c.verdict.gap_v, 150, 1e-3);
  EXPECT_NEAR(c.verdict.loop_ohm, 1.2, 1e-6);
  EXPECT_NEAR(c.verdict.linear_a, 72.17, 0.005);
  EXPECT_NEAR(c.verdict.tie_a, c.verdict.linear_a, 1e-6);  // exact without load
  EXPECT_NEAR(c.verdict.gap_share, 0.015, 1e-7);
  EXPECT_TRUE(c.verdict.is_permitted());
  EXPECT_NEAR(c.verdict.from_a.kw, 10.15 * 72.17 * std::sqrt(3.0) * 0.6, 0.1);
  EXPECT_LT(c.verdict.from_b.kw, 0);
}

TEST(LoopCheck, AddsTheLoadsAnswerToTheLinearCurrent) {
  auto s = pair();
  draw(s, "a.1", 2000);
  Checked const c{s};
  ASSERT_TRUE(c.verdict.is_permitted());
  EXPECT_GT(c.verdict.gap_v, 50);
  EXPECT_GT(c.verdict.angle_deg, 0.1);
  EXPECT_NEAR(c.verdict.tie_a, c.verdict.linear_a, 0.02 * c.verdict.linear_a);
  EXPECT_NE(c.verdict.tie_a, c.verdict.linear_a);
  EXPECT_NEAR(c.verdict.from_a.kw + c.verdict.from_b.kw, 2000, 20);
}

TEST(LoopCheck, RefusesAVoltageGapBeyondTheLimit) {
  auto s = pair();
  s.source_row("S1").voltage_pu = 1.05F;
  s.tables().settings.loop_voltage_limit = 0.04;
  Checked const c{s};
  EXPECT_EQ(c.verdict.binding.kind, LimitKind::loop_voltage);
  EXPECT_EQ(c.model->id_of(network::SwitchId{c.verdict.binding.row}), "ab");
  EXPECT_NEAR(c.verdict.binding.value, 5, 1e-5);
  EXPECT_NEAR(c.verdict.binding.limit, 4, 1e-12);
  EXPECT_EQ(c.verdict.binding.hour, 9);
  s.tables().settings.loop_voltage_limit = 0.06;
  EXPECT_TRUE(Checked{s}.verdict.is_permitted());
}

TEST(LoopCheck, RefusesAnAngleBeyondTheLimit) {
  auto s = pair();
  set_ohm(s, "a", 0, 2);
  draw(s, "a.1", 4000);
  s.tables().settings.power_factor = 1;
  s.tables().settings.loop_angle_limit_deg = 4;
  Checked const c{s};
  EXPECT_EQ(c.verdict.binding.kind, LimitKind::loop_angle);
  EXPECT_NEAR(c.verdict.binding.value, 4.6, 0.1);  // P·X ÷ U² = 0.08
  s.tables().settings.loop_angle_limit_deg = 5;
  EXPECT_TRUE(Checked{s}.verdict.is_permitted());
}

TEST(LoopCheck, RefusesACurrentThatAnElementOfEitherTreeCannotCarry) {
  for (auto const* const line : {"a", "b"}) {
    auto s = pair();
    s.source_row("S1").voltage_pu = 1.015F;
    s.line_row(line).ampacity_a = 72;
    Checked const c{s};
    EXPECT_EQ(c.verdict.binding.kind, LimitKind::line);
    EXPECT_EQ(c.model->id_of(network::LineId{c.verdict.binding.row}), line);
    EXPECT_NEAR(c.verdict.binding.value, 72.17, 0.005);
    s.line_row(line).ampacity_a = 73;
    EXPECT_TRUE(Checked{s}.verdict.is_permitted());
  }
  auto s = pair();
  s.source_row("S1").voltage_pu = 1.015F;
  s.switch_row("ab").ampacity_a = 70;
  EXPECT_EQ(Checked{s}.verdict.binding.kind, LimitKind::network_switch);
}

TEST(LoopCheck, AsksUnknownRatingsWhereMoreFlowsThanBefore) {
  auto s = pair();
  draw(s, "a.1", 2000);  // b takes part of it over: a carries less, b more
  s.line_row("a").ampacity_a = kUnknown;
  EXPECT_TRUE(Checked{s}.verdict.is_permitted());
  s.line_row("b").ampacity_a = kUnknown;
  Checked const c{s};
  EXPECT_EQ(c.verdict.binding.kind, LimitKind::line);
  EXPECT_EQ(c.model->id_of(network::LineId{c.verdict.binding.row}), "b");
  EXPECT_FALSE(is_known(c.verdict.binding.value));
  auto tie = pair();
  draw(tie, "a.1", 2000);
  tie.switch_row("ab").ampacity_a = kUnknown;
  EXPECT_EQ(Checked{tie}.verdict.binding.kind, LimitKind::network_switch);
}

TEST(LoopCheck, ProvesNothingWithUnknownImpedanceOnTheLoop) {
  auto s = test::sketch("S1 =a-b= S2, b=c");
  s.line_row("c").r_ohm_per_km = kUnknown;  // beside the loop
  Checked const beside{s};
  EXPECT_TRUE(beside.verdict.is_permitted());
  s.line_row("b").x_ohm_per_km = kUnknown;
  Checked const on{s};
  EXPECT_EQ(on.verdict.binding.kind, LimitKind::line_impedance);
  EXPECT_EQ(on.model->id_of(network::LineId{on.verdict.binding.row}), "b");
}

TEST(LoopCheck, ProvesNothingWithUnknownLoads) {
  auto s = pair();
  draw(s, "b.1", static_cast<float>(kUnknown));
  EXPECT_EQ(Checked{s}.verdict.binding.kind, LimitKind::user_load);
}

TEST(LoopCheck, ClosesALoopWithinOneTree) {
  auto s = test::sketch("S =a=b, a=c, b-c");
  draw(s, "a.1", 0);
  draw(s, "b.1", 3000);
  draw(s, "c.1", 0);
  set_ohm(s, "b", 0.6F, 0.8F);
  set_ohm(s, "c", 0.3F, 0.4F);
  Checked const c{s, "bc"};
  EXPECT_NEAR(c.verdict.loop_ohm, 1.0, 1e-2);  // b from the fork to its end; c is entered there
  EXPECT_TRUE(c.verdict.is_permitted());
  EXPECT_GT(c.verdict.tie_a, 50);
  EXPECT_EQ(c.verdict.from_b.kw, 0);
  EXPECT_GT(c.verdict.from_a.kw, 3000);
}

TEST(LoopCheck, SaysWhenTheLoopHasNoImpedanceAtAll) {
  auto s = pair();
  set_ohm(s, "a", 0, 0);
  set_ohm(s, "b", 0, 0);
  s.source_row("S1").voltage_pu = 1.01F;
  EXPECT_EQ(Checked{s}.verdict.binding.kind, LimitKind::no_solution);
}

}  // namespace
}  // namespace tieline::flow
