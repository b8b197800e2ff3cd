// What the simulator objects to in a step list.

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/reliability/step_simulator.hpp"
#include "tests/support/script_run.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::test {
namespace {

using network::SwitchKind;
using switching::Action;
using switching::ReasonKind;

using Found = std::vector<std::pair<std::uint32_t, ReasonKind>>;  // step, what is wrong

ScriptStep step(Seconds when, Action action, std::string switch_id) {
  return {.at = when, .action = action, .switch_id = std::move(switch_id)};
}

ScriptStep at_node(Seconds when, Action action, std::string node) {
  return {.at = when, .action = action, .node = std::move(node)};
}

Found violations_of(Sketch const& drawn, std::vector<ScriptStep> steps) {
  auto const model = drawn.build();
  Script const script{.steps = std::move(steps), .horizon = 100};
  ScriptRun const run{*model, script};
  reliability::StepSimulator simulator{*model};
  Found found;
  for (auto const& violation : simulator.run(run.simulation()).violations) {
    found.emplace_back(violation.step, violation.reason.kind);
  }
  return found;
}

TEST(Guards, DisconnectorMustNotBreakOrMakeLoad) {
  auto drawn = sketch("S1=a=b");
  drawn.switch_row("ab").kind = SwitchKind::disconnector;
  EXPECT_EQ(violations_of(drawn, {step(0, Action::open, "ab"), step(9, Action::close, "ab")}),
            (Found{{0U, ReasonKind::breaks_load}, {1U, ReasonKind::makes_load}}));
  EXPECT_EQ(violations_of(drawn, {step(0, Action::open, "S1a"), step(1, Action::open, "ab"),
                                  step(2, Action::close, "ab"), step(3, Action::close, "S1a")}),
            Found{});
}

TEST(Guards, DisconnectorMayOpenWhatFeedsNobody) {
  auto drawn = sketch("S1=a=b");
  drawn.users("b", 0).switch_row("ab").kind = SwitchKind::disconnector;
  EXPECT_EQ(violations_of(drawn, {step(0, Action::open, "ab"), step(9, Action::close, "ab")}),
            Found{});
}

TEST(Guards, LoopNeedsATieThatPermitsIt) {
  auto drawn = sketch("S1=a=b-c=S2");
  auto const there_and_back =
      std::vector{step(0, Action::close, "bc"), step(9, Action::open, "bc")};
  EXPECT_EQ(violations_of(drawn, there_and_back), Found{});
  drawn.switch_row("bc").loop_close = network::Answer::no;
  EXPECT_EQ(violations_of(drawn, there_and_back), (Found{{0U, ReasonKind::loop_while_switching}}));
}

TEST(Guards, EarthStandsOnDeadPartsOnlyAndGoesBeforeTheVoltageComes) {
  auto const drawn = sketch("S1=a=b");
  EXPECT_EQ(
      violations_of(drawn, {at_node(0, Action::ground, "b"), at_node(9, Action::unground, "b")}),
      (Found{{0U, ReasonKind::grounds_live}}));
  EXPECT_EQ(violations_of(drawn, {step(0, Action::open, "ab"), at_node(1, Action::ground, "b"),
                                  step(2, Action::close, "ab"), at_node(3, Action::unground, "b")}),
            (Found{{2U, ReasonKind::closes_on_ground}}));
}

TEST(Guards, PlanMustLeadBackToNormal) {
  EXPECT_EQ(violations_of(sketch("S1=a=b"), {step(0, Action::open, "ab")}),
            (Found{{1U, ReasonKind::not_back_to_normal}, {1U, ReasonKind::left_dark}}));
  EXPECT_EQ(violations_of(sketch("S1=a=b-c=S2"), {step(0, Action::close, "bc")}),
            (Found{{1U, ReasonKind::not_back_to_normal}, {1U, ReasonKind::lasting_loop}}));
}

}  // namespace
}  // namespace tieline::test
