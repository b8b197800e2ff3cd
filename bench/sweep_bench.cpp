// Every single contingency of the case: the whole sweep, and what its tiers cost.

#include <array>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"
#include "bench/support/large_feeder.hpp"
#include "engine/network/build.hpp"
#include "engine/sweep/sweep.hpp"
#include "engine/sweep/sweep_book.hpp"

namespace tieline::bench {
namespace {

network::NetworkModel const& sweep_model() {
  return *loaded_case().model;
}

void count_tiers(benchmark::State& bm, sweep::SweepAnswer const& answer) {
  std::array<std::size_t, 3> n_tier{};
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

/// A closed switch opened and closed again, one in 97: what one change costs.
void change_one_switch(benchmark::State& bm) {
  auto const& model = sweep_model();
  sweep::SweepBook book{model, {.threads = 2, .most_work = 20}};
  std::vector<network::SwitchId> closed;
  for (std::uint32_t row = 0; row < model.n_switch(); row += 97) {
    auto const s = network::SwitchId{row};
    if (model.is_closed_normally(s)) {
      closed.push_back(s);
    }
  }
  std::size_t next = 0;
  std::size_t settled = 0;
  std::size_t changes = 0;
  for ([[maybe_unused]] auto _ : bm) {
    std::array const flipped{closed[next % closed.size()]};
    settled += book.flip(flipped).feeders_settled;
    settled += book.flip(flipped).feeders_settled;
    ++next;
    changes += 2;
  }
  bm.counters["feeders_settled"] = static_cast<double>(settled) / static_cast<double>(changes);
  bm.counters["changes/s"] =
      benchmark::Counter(static_cast<double>(changes), benchmark::Counter::kIsRate);
}
BENCHMARK(change_one_switch)->Unit(benchmark::kMicrosecond);

/// One feeder of so many buses with four neighbours, all kinds; argument: buses.
void sweep_large_feeder(benchmark::State& bm) {
  network::FaultLog log;
  auto const built =
      network::build(large_feeder({.n_bus = static_cast<std::size_t>(bm.range(0))}), {}, log);
  if (!built.model) {
    give_up("the large feeder is rejected");
  }
  sweep::SweepAnswer answer;
  for ([[maybe_unused]] auto _ : bm) {
    answer = sweep::sweep_n1(*built.model,
                             {.kinds = {sweep::ElementKind::section, sweep::ElementKind::line},
                              .threads = 1,
                              .most_work = 2000});
  }
  count_tiers(bm, answer);
  bm.counters["contingencies/s"] = benchmark::Counter(
      static_cast<double>(answer.outcome.size()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(sweep_large_feeder)->Arg(1250)->Arg(2500)->Arg(5000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tieline::bench
