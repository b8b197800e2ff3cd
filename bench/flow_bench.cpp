// AC power flow of one tree, in-process: solves a second, time per node and iteration, allocations.

#include <cstdint>

#include <benchmark/benchmark.h>

#include "engine/flow/radial_flow.hpp"
#include "tests/support/alloc_count.hpp"
#include "tests/support/random.hpp"

namespace tieline::bench {
namespace {

/// A 10 kV feeder of `n` nodes: a main line with laterals, some 4 MVA and 12 km whatever the size,
/// every third element a switch, a lowest voltage of about 0.98.
flow::RadialTree feeder(std::size_t n) {
  test::Random random{n};
  flow::RadialTree tree;
  tree.root_kv = 10;
  auto const share = 1 / static_cast<double>(n);
  for (std::size_t i = 0; i < n; ++i) {
    auto const back = i > 0 && random.percent(10) ? random.below(i < 20 ? i : 20) : 0;
    tree.parent.push_back(i == 0 ? 0 : static_cast<std::uint32_t>(i - 1 - back));
    auto const is_line = i % 3 != 1;
    tree.r_ohm.push_back(is_line ? 1.5 * share : 0);
    tree.x_ohm.push_back(is_line ? 2.5 * share : 0);
    tree.node.emplace_back(i);
    tree.element.emplace_back();
    auto const kw = i % 2 == 0 ? share * static_cast<double>(random.between(5000, 10'000)) : 0;
    tree.load.push_back({kw, 0.33 * kw});
  }
  return tree;
}

void solve(benchmark::State& bm, flow::LoadModel model, double tolerance) {
  auto const tree = feeder(static_cast<std::size_t>(bm.range(0)));
  flow::RadialFlow flow;
  flow.solve(tree, 0, model, tolerance);
  auto const before = test::allocations_so_far();
  for ([[maybe_unused]] auto _ : bm) {
    benchmark::DoNotOptimize(flow.solve(tree, 0, model, tolerance).loss_kw);
  }
  bm.counters["allocs"] = static_cast<double>(test::allocations_so_far() - before);
  auto const& found = flow.summary();
  bm.counters["iterations_each"] = found.iterations;
  bm.counters["lowest_pu"] = found.lowest_pu;
  bm.counters["solves"] =
      benchmark::Counter(static_cast<double>(bm.iterations()), benchmark::Counter::kIsRate);
  bm.counters["node_iteration_s"] = benchmark::Counter(
      static_cast<double>(bm.iterations()) * found.iterations * static_cast<double>(tree.n()),
      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void solve_exactly(benchmark::State& bm) {
  solve(bm, {}, flow::RadialFlow::kVoltageTolerance);
}
void solve_for_screening(benchmark::State& bm) {
  solve(bm, {}, flow::RadialFlow::kScreeningTolerance);
}
void solve_with_shares(benchmark::State& bm) {
  solve(bm, {.z_share = 0.3, .i_share = 0.3}, flow::RadialFlow::kVoltageTolerance);
}

BENCHMARK(solve_exactly)->Arg(60)->Arg(120)->Arg(5000);
BENCHMARK(solve_for_screening)->Arg(60)->Arg(120)->Arg(5000);
BENCHMARK(solve_with_shares)->Arg(60)->Arg(120)->Arg(5000);

}  // namespace
}  // namespace tieline::bench

BENCHMARK_MAIN();
