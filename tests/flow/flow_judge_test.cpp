#include "engine/flow/flow_judge.hpp"

#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/flow/tree_grower.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::flow {
namespace {

/// Grows the tree around `a`, solves and judges it.
struct Judgement {
  explicit Judgement(test::Sketch const& s, std::vector<std::string_view> const& asked_nodes = {})
      : model{s.build()} {
    SlotLoads loads{*model};
    TreeGrower grower{*model};
    auto const closed = network::normal_state(*model);
    StampMap<network::SectionId> const barred{model->n_section()};
    EXPECT_TRUE(grower.grow_around(model->find_node("a"), {.closed = closed, .barred = barred},
                                   loads, tree));
    std::vector<std::uint8_t> asked(tree.n());
    for (auto const node : asked_nodes) {
      mark_way_up(tree, grower.row_of(tree, model->find_node(node)), asked);
    }
    flow.solve(tree, 0);
    verdict = judge(tree, flow, model->settings(), asked, 17);
  }
  [[nodiscard]] std::string_view line() const {
    return model->id_of(network::LineId{verdict.binding.row});
  }

  network::NetworkPtr model;
  RadialTree tree;
  RadialFlow flow;
  FlowVerdict verdict;
};

/// S =a=b: 950 kW (1000 kVA) at b.end, 10 kV; 0.1 + j0.1 Ω a line.
test::Sketch two_sections() {
  auto s = test::sketch("S =a=b");
  s.user_row("a.1").load_kw = 0;
  s.user_row("a.1").peak_kw = 0;
  s.user_row("b.1").load_kw = 950;
  s.user_row("b.1").peak_kw = 950;
  return s;
}

TEST(FlowJudge, NamesWhatIsNearestWithinLimits) {
  auto s = two_sections();
  s.line_row("b").ampacity_a = 60;  // 57.7 A at nominal voltage, a little more at the end
  Judgement const j{s};
  EXPECT_TRUE(j.verdict.is_within());
  EXPECT_EQ(j.verdict.tightest.kind, LimitKind::line);
  EXPECT_EQ(j.model->id_of(network::LineId{j.verdict.tightest.row}), "b");
  EXPECT_NEAR(j.verdict.tightest.limit, 60, 1e-4);
  EXPECT_NEAR(j.verdict.tightest.value, j.flow.current_a(j.verdict.row), 1e-12);
  EXPECT_GT(j.verdict.tightest.value, 57.735);
  EXPECT_EQ(j.verdict.tightest.hour, 17);
  EXPECT_NEAR(j.verdict.excess, j.verdict.tightest.value / 60 - 1, 1e-6);
}

TEST(FlowJudge, NamesTheCurrentFurthestBeyondItsRating) {
  auto s = two_sections();
  s.line_row("a").ampacity_a = 50;
  s.line_row("b").ampacity_a = 40;
  Judgement const b{s};
  EXPECT_EQ(b.verdict.binding.kind, LimitKind::line);
  EXPECT_EQ(b.line(), "b");
  s.line_row("a").ampacity_a = 30;
  EXPECT_EQ(Judgement{s}.line(), "a");
  s.switch_row("ab").ampacity_a = 20;
  EXPECT_EQ(Judgement{s}.verdict.binding.kind, LimitKind::network_switch);
  s.tables().settings.line_limit = 4;
  EXPECT_TRUE(Judgement{s}.verdict.is_within());
}

TEST(FlowJudge, LetsALimitBeReachedButNotPassed) {
  auto s = two_sections();
  s.line_row("b").r_ohm_per_km = 0;
  s.line_row("b").x_ohm_per_km = 0;
  s.line_row("a").r_ohm_per_km = 0;
  s.line_row("a").x_ohm_per_km = 0;
  Judgement const open{s};
  auto const amps = open.flow.current_a(open.tree.n() - 1);
  s.line_row("b").ampacity_a = 58;
  for (auto const share : {1 - 2e-9, 1 - 0.5e-9, 1.0, 1 + 2e-9}) {
    s.tables().settings.line_limit = amps / 58 * share;
    EXPECT_EQ((Judgement{s}.verdict.is_within()), share > 1 - 1e-9) << share;
  }
}

TEST(FlowJudge, NamesVoltagesOutsideTheBand) {
  auto s = two_sections();
  s.line_row("b").r_ohm_per_km = 8;
  Judgement const low{s};
  EXPECT_EQ(low.verdict.binding.kind, LimitKind::voltage_low);
  EXPECT_EQ(low.model->id_of(network::NodeId{low.verdict.binding.row}), "b.end");
  EXPECT_LT(low.verdict.binding.value, 0.93);
  EXPECT_EQ(low.verdict.binding.limit, 0.93);
  EXPECT_NEAR(low.verdict.excess, 1 - low.verdict.binding.value / 0.93, 1e-12);
  s.tables().settings.vmin_pu = low.verdict.binding.value;
  EXPECT_TRUE(Judgement{s}.verdict.is_within());
  s.source_row("S").voltage_pu = 1.09F;
  Judgement const high{s};
  EXPECT_EQ(high.verdict.binding.kind, LimitKind::voltage_high);
  EXPECT_EQ(high.model->id_of(network::NodeId{high.verdict.binding.row}), "S");
  EXPECT_NEAR(high.verdict.excess, 1.09 / 1.07 - 1, 1e-6);
}

TEST(FlowJudge, NamesTheSourceWhereThereIsNoSolution) {
  auto s = two_sections();
  s.line_row("b").r_ohm_per_km = 80;
  Judgement const j{s};
  EXPECT_EQ(j.verdict.binding.kind, LimitKind::no_solution);
  EXPECT_EQ(j.model->id_of(network::SourceId{j.verdict.binding.row}), "S");
  EXPECT_EQ(j.verdict.binding.hour, 17);
}

TEST(FlowJudge, AsksUnknownRatingsOnlyWhereTold) {
  auto s = two_sections();
  s.line_row("b").ampacity_a = kUnknown;
  EXPECT_TRUE(Judgement{s}.verdict.is_within());
  EXPECT_TRUE((Judgement{s, {"a.end"}}.verdict.is_within()));
  Judgement const asked{s, {"b.end"}};
  EXPECT_EQ(asked.verdict.binding.kind, LimitKind::line);
  EXPECT_EQ(asked.line(), "b");
  EXPECT_FALSE(is_known(asked.verdict.binding.value));
  s.line_row("a").ampacity_a = 10;  // a violation says more than a figure that is unknown
  EXPECT_EQ((Judgement{s, {"b.end"}}.line()), "a");
}

TEST(FlowJudge, ProvesNothingOfATreeWithUnknownLoads) {
  auto s = two_sections();
  s.line_row("a").ampacity_a = 10;
  s.user_row("b.1").load_kw = kUnknown;
  s.user_row("b.1").peak_kw = kUnknown;
  EXPECT_EQ(Judgement{s}.verdict.binding.kind, LimitKind::user_load);
}

TEST(FlowJudge, TakesNoCurrentThroughNoRatingForNoOverload) {
  auto s = test::sketch("S =a=b");
  for (auto const* const user : {"a.1", "b.1"}) {
    s.user_row(user).load_kw = 0;
    s.user_row(user).peak_kw = 0;
  }
  s.line_row("b").ampacity_a = 1e-30F;
  EXPECT_TRUE(Judgement{s}.verdict.is_within());
}

TEST(FlowJudge, ComparesASourceWithItsUsableRating) {
  auto s = two_sections();
  s.source_row("S").rated_kva = 1000;
  auto const model = s.build();
  network::SourceId const source{0};
  EXPECT_TRUE(judge_source(*model, source, {800, 600}, true, -1).is_within());
  auto const over = judge_source(*model, source, {800, 601}, true, 3);
  EXPECT_EQ(over.binding.kind, LimitKind::source);
  EXPECT_NEAR(over.binding.value, std::hypot(800, 601), 1e-9);
  EXPECT_EQ(over.binding.limit, 1000);
  EXPECT_EQ(over.binding.hour, 3);
  s.source_row("S").rated_kva = kUnknown;
  auto const unrated = s.build();
  EXPECT_TRUE(judge_source(*unrated, source, {1, 0}, false, -1).is_within());
  auto const asked = judge_source(*unrated, source, {1, 0}, true, -1);
  EXPECT_EQ(asked.binding.kind, LimitKind::source);
  EXPECT_FALSE(is_known(asked.binding.value));
}

}  // namespace
}  // namespace tieline::flow
