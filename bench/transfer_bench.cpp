// The best transfer of single contingencies, in-process: a fault in a section, its ties searched.

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::bench {
namespace {

using Clock = std::chrono::steady_clock;
using network::SectionId;
using network::SwitchId;

network::NetworkModel const& model() {
  return *loaded_case().model;
}

/// A section fails: it is dead, what hangs below it dark.
struct Question {
  std::vector<SectionId> dead, dark;
  std::vector<SwitchId> opened;  ///< closed switches around it
};

/// Every k-th section with something below it.
std::vector<Question> const& questions() {
  static auto const made = [] {
    constexpr std::size_t kMost = 20'000;
    std::vector<SectionId> tops;
    for (auto const s : all_ids<SectionId>(model().n_section())) {
      if (model().col().section_via[s].is_some() && model().subtree_of(s).size() > 1) {
        tops.push_back(s);
      }
    }
    std::vector<Question> list;
    auto const step = std::max<std::size_t>(1, tops.size() / kMost);
    for (std::size_t i = 0; i < tops.size(); i += step) {
      auto& question = list.emplace_back();
      question.dead.push_back(tops[i]);
      for (auto const s : model().subtree_of(tops[i])) {
        if (s != tops[i]) {
          question.dark.push_back(s);
        }
      }
      for (auto const arc : model().arcs(tops[i])) {
        if (model().is_closed_normally(arc.via)) {
          question.opened.push_back(arc.via);
        }
      }
    }
    return list;
  }();
  return made;
}

/// Times of single calls: their median says more than their mean, since questions differ.
struct Times {
  std::vector<double> us;
  void report(benchmark::State& bm, std::string const& name) {
    std::sort(us.begin(), us.end());
    auto const at = [&](double share) {
      return us.empty() ? 0.0
                        : us[static_cast<std::size_t>(share * static_cast<double>(us.size() - 1))];
    };
    bm.counters[name + "_n"] = static_cast<double>(us.size());
    bm.counters[name + "_median_us"] = at(0.5);
    bm.counters[name + "_p99_us"] = at(0.99);
    bm.counters[name + "_max_us"] = at(1.0);
  }
};

/// Arguments: levels; 0 = questions in any order (cold), 1 = feeder by feeder (as a sweep asks).
void best_plan(benchmark::State& bm) {
  auto const window = flow::peak_window();
  auto closed = network::normal_state(model());
  transfer::Planner planner{model()};
  auto const& list = questions();
  Times whole;
  Times partial;
  Times nothing;
  std::uint64_t work = 0;
  double unproven = 0;
  std::size_t at = 0;
  constexpr std::size_t kStride = 7919;  // a prime: far apart, so that nothing is in a cache
  for ([[maybe_unused]] auto _ : bm) {
    auto const& question = list[at];
    at = (at + (bm.range(1) == 0 ? kStride : 1)) % list.size();
    network::ScopedFlips const flips{closed, question.opened};
    auto const start = Clock::now();
    auto const& plan = planner.best_plan({.closed = closed,
                                          .dark = question.dark,
                                          .dead = question.dead,
                                          .out = {},
                                          .window = window,
                                          .levels = static_cast<int>(bm.range(0)),
                                          .most_work = 20'000});
    auto const us = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
    auto& times =
        plan.served.users == 0 ? nothing : (plan.served == plan.reachable ? whole : partial);
    times.us.push_back(us);
    work += plan.work;
    unproven += plan.proven_optimal ? 0 : 1;
  }
  whole.report(bm, "whole");
  partial.report(bm, "partial");
  nothing.report(bm, "nothing");
  bm.counters["work"] =
      benchmark::Counter(static_cast<double>(work), benchmark::Counter::kAvgIterations);
  bm.counters["unproven"] = unproven;
}
BENCHMARK(best_plan)
    ->ArgsProduct({{1, 2}, {0, 1}})
    ->Iterations(20'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace tieline::bench
