#include "engine/flow/radial_flow.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/alloc_count.hpp"
#include "tests/support/random.hpp"

namespace tieline::flow {
namespace {

/// A chain of two nodes at 10 kV: source, one element, one load.
RadialTree two_nodes(double r, double x, Load load) {
  RadialTree tree;
  tree.parent = {0, 0};
  tree.r_ohm = {0, r};
  tree.x_ohm = {0, x};
  tree.node = {network::NodeId{0}, network::NodeId{1}};
  tree.element.resize(2);
  tree.load = {{}, load};
  tree.root_kv = 10;
  return tree;
}

RadialTree random_tree(std::uint64_t seed, std::size_t n) {
  test::Random random{seed};
  RadialTree tree;
  tree.root_kv = 10;
  for (std::size_t i = 0; i < n; ++i) {
    tree.parent.push_back(i == 0 ? 0 : static_cast<std::uint32_t>(i - 1 - random.below(i) / 3));
    tree.r_ohm.push_back(i == 0 ? 0 : 0.001 * static_cast<double>(random.below(40)));
    tree.x_ohm.push_back(i == 0 ? 0 : 0.001 * static_cast<double>(random.below(40)));
    tree.node.emplace_back(i);
    tree.element.emplace_back();
    tree.load.push_back({static_cast<double>(random.below(100)),  //
                         static_cast<double>(random.below(50))});
  }
  return tree;
}

/// |V| at the end of one element with constant power, from the quadratic in |V|².
double exact_kv(double r, double x, Load load, double kv) {
  auto const p = load.kw / 1000;
  auto const q = load.kvar / 1000;
  auto const b = kv * kv - 2 * (p * r + q * x);
  auto const c = (p * p + q * q) * (r * r + x * x);
  return std::sqrt((b + std::sqrt(b * b - 4 * c)) / 2);
}

TEST(RadialFlow, FindsTheClosedFormOfOneElement) {
  Load const load{2800, 920};
  RadialFlow flow;
  ASSERT_TRUE(flow.solve(two_nodes(0.8, 1.0, load), 0).converged);
  auto const kv = exact_kv(0.8, 1.0, load, 10);
  EXPECT_NEAR(flow.voltage_pu(1), kv / 10, 1e-10);
  auto const amps = std::hypot(load.kw, load.kvar) / (std::sqrt(3.0) * kv);
  EXPECT_NEAR(flow.current_a(1), amps, 1e-7);
  EXPECT_NEAR(flow.summary().loss_kw, 3 * amps * amps * 0.8 / 1000, 1e-7);
  EXPECT_NEAR(flow.summary().from_root.kw, load.kw + flow.summary().loss_kw, 1e-6);
  EXPECT_NEAR(flow.summary().from_root.kvar, load.kvar + 3 * amps * amps * 1.0 / 1000, 1e-6);
  EXPECT_EQ(flow.summary().lowest_row, 1U);
  EXPECT_EQ(flow.summary().highest_row, 0U);
  EXPECT_LT(flow.angle_rad(1), 0);
}

TEST(RadialFlow, FindsThePublishedDropAndCurrent) {
  // domain.md §8 F: ΔU ≈ (P·R + Q·X)/U with U = 10.3 kV is the linear term of the exact drop.
  auto tree = two_nodes(0.8, 1.0, {2800, 920});
  tree.root_pu = 1.03;
  RadialFlow flow;
  flow.solve(tree, 0);
  EXPECT_NEAR(10.3 - flow.voltage_pu(1) * 10, 0.306796, 0.306796 * 0.04);
  auto const at_10_kv = two_nodes(0, 0, {1500, 1500 * std::tan(std::acos(0.95))});
  EXPECT_NEAR((flow.solve(at_10_kv, 0), flow.current_a(1)), 91.16, 0.005);
}

TEST(RadialFlow, LetsConstantImpedanceAndCurrentLoadsDrawLessAtLowVoltage) {
  auto const tree = two_nodes(2, 1, {2000, 800});
  RadialFlow flow;
  for (auto const model : {LoadModel{}, LoadModel{.z_share = 1}, LoadModel{.i_share = 1},
                           LoadModel{.z_share = 0.3, .i_share = 0.2}}) {
    ASSERT_TRUE(flow.solve(tree, 0, model).converged);
    auto const v = flow.voltage_pu(1);
    auto const share =
        1 - model.z_share - model.i_share + model.i_share * v + model.z_share * v * v;
    EXPECT_NEAR(v * 10, exact_kv(2, 1, {2000 * share, 800 * share}, 10), 1e-8);
  }
}

TEST(RadialFlow, RaisesVoltageWhereUsersFeedIn) {
  RadialFlow flow;
  ASSERT_TRUE(flow.solve(two_nodes(1, 1, {-3000, 0}), 0).converged);
  EXPECT_GT(flow.summary().highest_pu, 1.02);
  EXPECT_EQ(flow.summary().highest_row, 1U);
  EXPECT_LT(flow.summary().from_root.kw, 0);
}

TEST(RadialFlow, SaysWhenVoltageCollapses) {
  RadialFlow flow;
  // P·R can be at most U²/4: 25 MW over 1 Ω at 10 kV.
  EXPECT_TRUE(flow.solve(two_nodes(1, 0, {22'000, 0}), 0).converged);
  EXPECT_TRUE(flow.solve(two_nodes(1, 0, {24'500, 0}), 0).converged);
  EXPECT_FALSE(flow.solve(two_nodes(1, 0, {25'100, 0}), 0).converged);
  EXPECT_FALSE(flow.solve(two_nodes(1, 0, {1e9, 1e9}), 0).converged);
  EXPECT_LE(flow.summary().iterations, 10U);  // and does not go on for long
}

TEST(RadialFlow, RefusesRowsThatAreNoTree) {
  auto const sound = two_nodes(1, 1, {100, 0});
  RadialFlow flow;
  EXPECT_TRUE(flow.solve(sound, 0).converged);
  EXPECT_FALSE(flow.solve(sound, 1).converged);
  EXPECT_FALSE(flow.solve(RadialTree{}, 0).converged);
  auto circle = sound;
  circle.parent[1] = 1;
  circle.r_ohm[1] = circle.x_ohm[1] = 0;
  EXPECT_FALSE(flow.solve(circle, 0).converged);
  auto unknown = sound;
  unknown.load[1].kw = kUnknown;
  EXPECT_FALSE(flow.solve(unknown, 0).converged);
  auto level = sound;
  level.root_kv = kUnknown;
  EXPECT_FALSE(flow.solve(level, 0).converged);
}

TEST(RadialFlow, SolvesTheSlotAsked) {
  auto tree = two_nodes(1, 1, {1000, 0});
  tree.n_slot = 3;
  tree.load = {{}, {}, {}, {100, 0}, {2000, 0}, {300, 0}};
  RadialFlow flow;
  EXPECT_NEAR(flow.solve(tree, 1).from_root.kw, 2000, 50);
  EXPECT_NEAR(flow.solve(tree, 2).from_root.kw, 300, 2);
}

TEST(RadialFlow, PropertyFlowsBalanceAtEveryNode) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    auto const tree = random_tree(seed, 40);
    RadialFlow flow;
    ASSERT_TRUE(flow.solve(tree, 0).converged);
    std::vector<Load> left(tree.n());
    for (std::size_t i = 1; i < tree.n(); ++i) {
      auto const amps2 = 3e-3 * flow.current_a(i) * flow.current_a(i);
      left[i] += flow.flow(i);
      left[i] -= {tree.r_ohm[i] * amps2, tree.x_ohm[i] * amps2};
      left[tree.parent[i]] -= flow.flow(i);
    }
    left[0] += flow.flow(0);
    for (std::size_t i = 0; i < tree.n(); ++i) {
      EXPECT_NEAR(left[i].kw, tree.load[i].kw, 1e-5);
      EXPECT_NEAR(left[i].kvar, tree.load[i].kvar, 1e-5);
    }
  }
}

TEST(RadialFlow, ScreensWithinItsTolerance) {
  auto const tree = random_tree(7, 200);
  RadialFlow fine;
  RadialFlow rough;
  ASSERT_TRUE(fine.solve(tree, 0).converged);
  ASSERT_TRUE(rough.solve(tree, 0, {}, RadialFlow::kScreeningTolerance).converged);
  EXPECT_LT(rough.summary().iterations, fine.summary().iterations);
  for (std::size_t i = 0; i < tree.n(); ++i) {
    EXPECT_NEAR(rough.voltage_pu(i), fine.voltage_pu(i), RadialFlow::kScreeningTolerance);
    EXPECT_NEAR(rough.current_a(i), fine.current_a(i), 1e-5 * fine.current_a(i));
  }
}

TEST(RadialFlow, SolvesWithoutAllocationOnceWarm) {
  auto const large = random_tree(1, 300);
  auto const small = random_tree(2, 60);
  RadialFlow flow;
  flow.solve(large, 0);
  auto const before = test::allocations_so_far();
  for (int i = 0; i < 20; ++i) {
    flow.solve(i % 2 == 0 ? small : large, 0);
  }
  EXPECT_EQ(test::allocations_so_far() - before, 0U);
}

TEST(RadialFlow, KeepsNothingOfAnEarlierSolve) {
  auto const tree = random_tree(3, 60);
  RadialFlow fresh;
  RadialFlow used;
  used.solve(random_tree(4, 90), 0, {.z_share = 0.5});
  used.solve(two_nodes(1, 0, {1e9, 0}), 0);
  fresh.solve(tree, 0);
  used.solve(tree, 0);
  for (std::size_t i = 0; i < tree.n(); ++i) {
    EXPECT_EQ(fresh.voltage_pu(i), used.voltage_pu(i));
    EXPECT_EQ(fresh.current_a(i), used.current_a(i));
  }
}

}  // namespace
}  // namespace tieline::flow
