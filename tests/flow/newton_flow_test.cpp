#include "engine/flow/newton_flow.hpp"

#include <cmath>
#include <complex>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/quantity.hpp"
#include "tests/support/random.hpp"

namespace tieline::flow {
namespace {

RadialTree random_tree(test::Random& random, double burden = 1) {
  RadialTree tree;
  tree.root_kv = random.percent(50) ? 10 : 20;
  tree.root_pu = 0.95 + 0.01 * static_cast<double>(random.below(11));
  auto const n = 2 + random.below(60);
  auto const ohm = [&] {
    return random.percent(25) ? 0.0 : 0.002 * static_cast<double>(random.below(100));
  };
  for (std::size_t i = 0; i < n; ++i) {
    tree.parent.push_back(i == 0 ? 0 : static_cast<std::uint32_t>(i - 1 - random.below(i) / 2));
    tree.r_ohm.push_back(i == 0 ? 0 : ohm());
    tree.x_ohm.push_back(i == 0 ? 0 : ohm());
    tree.node.emplace_back(i);
    tree.element.emplace_back();
    tree.load.push_back({burden * static_cast<double>(random.between(-50, 250)),
                         burden * static_cast<double>(random.between(-20, 80))});
  }
  return tree;
}

TEST(NewtonFlow, PropertyAgreesWithTheSweepOnRadialTrees) {
  double deepest = 1;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    test::Random random{seed};
    auto const tree = random_tree(random, static_cast<double>(1 + seed % 6));
    LoadModel model;
    if (random.percent(60)) {
      model.z_share = 0.1 * static_cast<double>(random.below(6));
      model.i_share = 0.1 * static_cast<double>(random.below(6));
    }
    RadialFlow radial;
    radial.solve(tree, 0, model);
    MeshedNetwork network;
    add_tree(network, tree, 0);
    auto const newton = solve_meshed(network, model);
    ASSERT_EQ(radial.summary().converged, newton.converged);
    ASSERT_TRUE(newton.converged);
    deepest = std::min(deepest, radial.summary().lowest_pu);
    for (std::size_t i = 0; i < tree.n(); ++i) {
      ASSERT_NEAR(radial.voltage_pu(i), newton.voltage_pu[i], 1e-8);
      ASSERT_NEAR(radial.angle_rad(i), newton.angle_rad[i], 1e-8);
      if (i > 0) {
        ASSERT_NEAR(radial.current_a(i), newton.current_a[i - 1], 1e-6);
        ASSERT_NEAR(radial.flow(i).kw, newton.flow[i - 1].kw, 1e-5);
        ASSERT_NEAR(radial.flow(i).kvar, newton.flow[i - 1].kvar, 1e-5);
      }
    }
  }
  EXPECT_LT(deepest, 0.8);  // some of them were hard
}

TEST(NewtonFlow, SharesALoadBetweenTwoWaysByTheirImpedance) {
  MeshedNetwork const network{.kv = 10,
                              .load = {{}, {3000, 1000}},
                              .fixed_pu = {1, kUnknown},
                              .branches = {{0, 1, 0.4, 0.8}, {0, 1, 0.2, 0.4}}};
  auto const state = solve_meshed(network);
  ASSERT_TRUE(state.converged);
  EXPECT_NEAR(state.current_a[1] / state.current_a[0], 2, 1e-10);
  // as one way of the parallel impedance
  MeshedNetwork const one{.kv = 10,
                          .load = network.load,
                          .fixed_pu = network.fixed_pu,
                          .branches = {{0, 1, 0.4 / 3, 0.8 / 3}}};
  EXPECT_NEAR(state.voltage_pu[1], solve_meshed(one).voltage_pu[1], 1e-12);
}

TEST(NewtonFlow, DrivesCurrentBetweenTwoFixedVoltages) {
  MeshedNetwork const network{.kv = 10,
                              .load = {{}, {}, {}},
                              .fixed_pu = {1.015, kUnknown, 1},
                              .branches = {{0, 1, 0.3, 0.4}, {1, 2, 0.42, 0.56}}};
  auto const state = solve_meshed(network);
  ASSERT_TRUE(state.converged);
  EXPECT_NEAR(state.current_a[0], 150 / (std::sqrt(3.0) * 1.2), 1e-9);
  EXPECT_NEAR(state.current_a[1], state.current_a[0], 1e-9);
}

/// Kirchhoff's laws, written out once more in powers.
TEST(NewtonFlow, PropertyKeepsKirchhoffsLawsInMeshes) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    test::Random random{seed};
    MeshedNetwork network;
    auto const tree = random_tree(random);
    add_tree(network, tree, 0);
    auto const n = network.load.size();
    for (int k = 0; k < 4; ++k) {
      auto const a = static_cast<std::uint32_t>(random.below(n));
      auto const b = static_cast<std::uint32_t>(random.below(n));
      if (a != b) {
        network.branches.push_back({a, b, 0.2, 0.3});
      }
    }
    auto const state = solve_meshed(network, {.z_share = 0.2, .i_share = 0.3});
    ASSERT_TRUE(state.converged);
    std::vector<std::complex<double>> left(n);
    for (std::size_t b = 0; b < network.branches.size(); ++b) {
      auto const& branch = network.branches[b];
      auto const from = std::polar(state.voltage_pu[branch.from], state.angle_rad[branch.from]);
      auto const to = std::polar(state.voltage_pu[branch.to], state.angle_rad[branch.to]);
      std::complex<double> const s{state.flow[b].kw, state.flow[b].kvar};
      auto const amps = std::conj(s / 1000.0 / (from * network.kv));  // √3·kA
      EXPECT_LT(std::abs((from - to) * network.kv -
                         std::complex<double>{branch.r_ohm, branch.x_ohm} * amps),
                1e-9);
      EXPECT_NEAR(std::abs(amps) * 1000 / std::sqrt(3.0), state.current_a[b], 1e-6);
      left[branch.from] -= s;
      left[branch.to] += to * network.kv * std::conj(amps) * 1000.0;
    }
    for (std::size_t i = 1; i < n; ++i) {
      auto const v = state.voltage_pu[i];
      auto const share = 0.5 + 0.3 * v + 0.2 * v * v;
      EXPECT_NEAR(left[i].real(), network.load[i].kw * share, 1e-6);
      EXPECT_NEAR(left[i].imag(), network.load[i].kvar * share, 1e-6);
    }
  }
}

TEST(NewtonFlow, SaysWhenNothingDeterminesTheState) {
  MeshedNetwork const sound{.kv = 10,
                            .load = {{}, {100, 0}, {100, 0}},
                            .fixed_pu = {1, kUnknown, kUnknown},
                            .branches = {{0, 1, 0.1, 0.1}, {1, 2, 0, 0}}};
  EXPECT_TRUE(solve_meshed(sound).converged);
  auto island = sound;
  island.branches.pop_back();
  EXPECT_FALSE(solve_meshed(island).converged);
  auto twice = sound;
  twice.branches.push_back({1, 2, 0, 0});
  EXPECT_FALSE(solve_meshed(twice).converged);
  auto unequal = sound;
  unequal.fixed_pu[2] = 1.01;
  unequal.branches.front() = {0, 1, 0, 0};
  EXPECT_FALSE(solve_meshed(unequal).converged);
  auto collapse = sound;
  collapse.load[1].kw = 1e6;
  EXPECT_FALSE(solve_meshed(collapse).converged);
  auto broken = sound;
  broken.branches.front().to = 9;
  EXPECT_FALSE(solve_meshed(broken).converged);
  broken.branches.front().to = 0;
  EXPECT_FALSE(solve_meshed(broken).converged);
  EXPECT_FALSE(solve_meshed({}).converged);
}

}  // namespace
}  // namespace tieline::flow
