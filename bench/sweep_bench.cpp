// Every single contingency of the case: the whole sweep, and what its tiers cost.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"
#include "engine/sweep/sweep.hpp"

namespace tieline::bench {
namespace {

network::NetworkModel const& sweep_model() {
  return *loaded_case().model;
}

void count_tiers(benchmark::State& bm, sweep::SweepAnswer const& answer) {
  std::size_t n_tier[3] = {};
  for (auto const& outcome : answer.outcome) {
    ++n_tier[static_cast<std::size_t>(outcome.tier)];
  }
  bm.counters["closed_form"] = static_cast<double>(n_tier[0]);
  bm.counters["one_tie"] = static_cast<double>(n_tier[1]);
  bm.counters["search"] = static_cast<double>(n_tier[2]);
  bm.counters["unproven"] = static_cast<double>(answer.total.unproven);
  bm.counters["passed"] = static_cast<double>(answer.total.fully_restorable);
  bm.counters["contingencies"] = static_cast<double>(answer.outcome.size());
}

/// All sections; arguments: threads, and configurations the search may look at.
void sweep_sections(benchmark::State& bm) {
  sweep::SweepAnswer answer;
  for ([[maybe_unused]] auto _ : bm) {
    answer = sweep::sweep_n1(sweep_model(), {.kinds = {sweep::ElementKind::section},
                                             .threads = static_cast<unsigned>(bm.range(0)),
                                             .most_work = static_cast<std::uint64_t>(bm.range(1))});
  }
  count_tiers(bm, answer);
  bm.counters["contingencies/s"] = benchmark::Counter(
      static_cast<double>(answer.outcome.size()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(sweep_sections)
    ->Args({2, 1})
    ->Args({1, 100})
    ->Args({2, 100})
    ->Args({2, 20'000})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace tieline::bench
