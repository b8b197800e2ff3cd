// How the cost of N-1 grows with feeders, with sections per feeder and with ties per feeder.
//
//   build/bench/bin/sweep_growth_bench [--benchmark_filter=…]
//
// Every section of a feeder_grid, one thread. `plain_pass` is the floor: the model's columns but
// names and ids, read once as 64-bit words, and the outcomes written once.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/feeder_grid.hpp"
#include "engine/network/build.hpp"
#include "engine/sweep/sweep.hpp"
#include "tests/support/alloc_count.hpp"

namespace tieline::bench {
namespace {

using sweep::ElementKind;

FeederGridSize size_of(benchmark::State const& bm) {
  return {.feeders = static_cast<std::size_t>(bm.range(0)),
          .sections = static_cast<std::size_t>(bm.range(1)),
          .ties = static_cast<std::size_t>(bm.range(2)),
          .feeder_kw = static_cast<double>(bm.range(3))};
}

/// The grid asked for last: one at a time is kept.
network::NetworkModel const& model_of(benchmark::State const& bm) {
  static FeederGridSize kept{.feeders = 0};
  static network::NetworkPtr model;
  auto const size = size_of(bm);
  if (!model || kept.feeders != size.feeders || kept.sections != size.sections ||
      kept.ties != size.ties || kept.feeder_kw != size.feeder_kw) {
    network::FaultLog log;
    model = network::build(feeder_grid(size), {}, log).model;
    if (!model) {
      std::fputs("sweep_growth_bench: the grid is rejected\n", stderr);
      std::exit(1);  // NOLINT: single threaded, nothing to unwind
    }
    kept = size;
  }
  return *model;
}

bool is_name(std::string_view column) {
  return column == "text" || column == "term" || column.ends_with("_ref") ||
         column.ends_with("_name") || column.ends_with("_slots");
}

std::uint64_t sum_words(std::span<std::byte const> bytes) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at + sizeof sum <= bytes.size(); at += sizeof sum) {
    std::uint64_t word = 0;
    std::memcpy(&word, &bytes[at], sizeof word);
    sum += word;
  }
  return sum;
}

void plain_pass(benchmark::State& bm) {
  auto const& model = model_of(bm);
  std::vector<sweep::Outcome> outcomes(model.n_section());
  std::size_t bytes = 0;
  for ([[maybe_unused]] auto _ : bm) {
    std::uint64_t sum = 0;
    bytes = outcomes.size() * sizeof(sweep::Outcome);
    network::for_each_column(model.col(), [&](std::string_view name, auto const& column) {
      if (!is_name(name)) {
        auto const raw = std::as_bytes(column.raw());
        sum += sum_words(raw);
        bytes += raw.size();
      }
    });
    for (auto& outcome : outcomes) {
      outcome.users_out = static_cast<std::uint32_t>(sum);
    }
    benchmark::DoNotOptimize(outcomes.data());
    benchmark::ClobberMemory();
  }
  bm.SetItemsProcessed(bm.iterations() * static_cast<std::int64_t>(model.n_section()));
  bm.counters["MB"] = static_cast<double>(bytes) / 1e6;
}

void sweep_sections(benchmark::State& bm) {
  auto const& model = model_of(bm);
  sweep::SweepQuery const query{.kinds = {ElementKind::section}, .threads = 1, .parts = false};
  std::size_t allocations = 0;
  sweep::SweepAnswer answer;
  for ([[maybe_unused]] auto _ : bm) {
    auto const before = test::allocations_so_far();
    answer = sweep::sweep_n1(model, query);
    allocations = test::allocations_so_far() - before;
  }
  auto const n = static_cast<double>(answer.outcome.size());
  std::vector<std::size_t> tiers(3);
  for (auto const& outcome : answer.outcome) {
    ++tiers[static_cast<std::size_t>(outcome.tier)];
  }
  bm.SetItemsProcessed(bm.iterations() * static_cast<std::int64_t>(answer.outcome.size()));
  bm.counters["closed_form"] = static_cast<double>(tiers[0]) / n;
  bm.counters["search"] = static_cast<double>(tiers[2]) / n;
  bm.counters["passed"] = static_cast<double>(answer.total.fully_restorable) / n;
  bm.counters["allocs"] = static_cast<double>(allocations);
}

/// Three sizes of each, the others as they are: feeders, sections, ties. Heavy ones by feeders
/// only: they take seconds.
void sizes(benchmark::internal::Benchmark* bench) {
  bench->ArgNames({"feeders", "sections", "ties", "kw"})
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime();
  for (auto const kw : {2000, 4000}) {
    bench->Args({100, 20, 2, kw})->Args({400, 20, 2, kw})->Args({1600, 20, 2, kw});
  }
  bench->Args({400, 80, 2, 2000})->Args({400, 320, 2, 2000});
  bench->Args({400, 20, 1, 2000})->Args({400, 20, 4, 2000});
}
BENCHMARK(sweep_sections)->Apply(sizes);
BENCHMARK(plain_pass)->Apply([](auto* bench) {
  bench->ArgNames({"feeders", "sections", "ties", "kw"})
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime();
  bench->Args({100, 20, 2, 2000})->Args({1600, 20, 2, 2000})->Args({400, 320, 2, 2000});
});

}  // namespace
}  // namespace tieline::bench

BENCHMARK_MAIN();
