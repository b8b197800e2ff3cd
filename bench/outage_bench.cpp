// The questions, in-process: energise everything, simulate steps, one outage, one loss.

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"
#include "engine/reliability/step_simulator.hpp"
#include "engine/study/outage.hpp"
#include "engine/topology/energize.hpp"
#include "tests/support/alloc_count.hpp"

namespace tieline::bench {
namespace {

using Clock = std::chrono::steady_clock;

network::NetworkModel const& model() {
  return *loaded_case().model;
}

/// Times of single calls: their median says more than their mean, since works differ.
class Times {
 public:
  explicit Times(std::size_t most) { us_.reserve(most); }
  void add(Clock::duration time) {
    if (us_.size() < us_.capacity()) {
      us_.push_back(std::chrono::duration<double, std::micro>(time).count());
    }
  }
  void report(benchmark::State& bm) {
    std::sort(us_.begin(), us_.end());
    auto const at = [&](double share) {
      return us_.empty()
                 ? 0.0
                 : us_[static_cast<std::size_t>(share * static_cast<double>(us_.size() - 1))];
    };
    bm.counters["median_us"] = at(0.5);
    bm.counters["p90_us"] = at(0.9);
    bm.counters["max_us"] = at(1.0);
  }

 private:
  std::vector<double> us_;
};

/// The works of the plan; without any, every hundredth line.
std::vector<study::OutageQuery> works() {
  std::vector<study::OutageQuery> queries;
  constexpr Seconds kStart = 1'700'000'000;
  for (auto const& work : loaded_case().plan.works) {
    auto equipment = study::find_equipment(model(), work.equipment);
    if (equipment) {
      queries.push_back({.equipment = std::move(*equipment),
                         .start = work.start.value_or(kStart),
                         .duration_s = work.duration_s,
                         .live_line_item = work.live_line_item,
                         .live_line_s = work.live_line_s,
                         .bypass_a = work.bypass_a,
                         .generators = loaded_case().plan.generators});
    }
  }
  for (std::size_t line = 0; queries.empty() && line < model().n_line(); line += 100) {
    queries.push_back(
        {.equipment = {{study::EquipmentKind::line, static_cast<std::uint32_t>(line)}},
         .start = kStart,
         .duration_s = 4 * kSecondsPerHour});
  }
  return queries;
}

void energize_everything(benchmark::State& bm) {
  topology::EnergizeScratch scratch;
  auto const closed = network::normal_state(model());
  for ([[maybe_unused]] auto _ : bm) {
    benchmark::DoNotOptimize(energize(model(), closed, scratch).order.size());
  }
  bm.counters["sections/s"] = benchmark::Counter(static_cast<double>(model().n_section()),
                                                 benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(energize_everything)->Unit(benchmark::kMillisecond);

void simulate_steps(benchmark::State& bm) {
  study::Workspace workspace{loaded_case().model};
  std::vector<study::StrategyOutcome> plans;
  for (auto const& query : works()) {
    if (auto answer = simulate_outage(model(), query, workspace); answer && plans.size() < 500) {
      std::ranges::move(answer->strategies, std::back_inserter(plans));
    }
  }
  reliability::StepSimulator simulator{model()};
  std::uint64_t n_step = 0;
  auto const run = [&](study::StrategyOutcome const& plan) {
    n_step += plan.steps.size();
    auto const horizon = plan.steps.empty() ? Seconds{0} : plan.steps.back().at;
    benchmark::DoNotOptimize(
        simulator.run({.steps = plan.steps, .temporaries = plan.temporaries, .horizon = horizon}));
  };
  std::ranges::for_each(plans, run);  // sizes the scratch
  n_step = 0;
  auto const before = test::allocations_so_far();
  for ([[maybe_unused]] auto _ : bm) {
    std::ranges::for_each(plans, run);
  }
  bm.counters["allocs"] = static_cast<double>(test::allocations_so_far() - before);
  bm.counters["steps/s"] =
      benchmark::Counter(static_cast<double>(n_step), benchmark::Counter::kIsRate);
}
BENCHMARK(simulate_steps)->Unit(benchmark::kMillisecond);

/// One planned outage under all five strategies, work after work of the plan.
void outage_simulate(benchmark::State& bm) {
  study::Workspace workspace{loaded_case().model};
  auto const queries = works();
  Times times{1'000'000};
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : bm) {
    auto const start = Clock::now();
    auto const answer = simulate_outage(model(), queries[next], workspace);
    times.add(Clock::now() - start);
    if (!answer) {
      bm.SkipWithError(answer.error().en.c_str());
      break;
    }
    next = (next + 1) % queries.size();
  }
  bm.counters["works"] = static_cast<double>(queries.size());
  times.report(bm);
}
BENCHMARK(outage_simulate)->Unit(benchmark::kMicrosecond)->MinTime(1.0);

/// One loss and what restores it, work after work of the plan.
void outage_impact(benchmark::State& bm) {
  study::Workspace workspace{loaded_case().model};
  auto const queries = works();
  Times times{1'000'000};
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : bm) {
    auto const start = Clock::now();
    auto const answer = assess_outage(model(), {.equipment = queries[next].equipment}, workspace);
    times.add(Clock::now() - start);
    if (!answer) {
      bm.SkipWithError(answer.error().en.c_str());
      break;
    }
    next = (next + 1) % queries.size();
  }
  times.report(bm);
}
BENCHMARK(outage_impact)->Unit(benchmark::kMicrosecond)->MinTime(1.0);

}  // namespace
}  // namespace tieline::bench
