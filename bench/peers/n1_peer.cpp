// n1_peer CASE STATES N: N-1 of a case by sweep, and power flows of sampled contingencies.
//
// Sweeps every section and every switch of the case folder CASE, on one thread and on all. Of N
// contingencies evenly spaced over them it takes the switching state after the best transfer,
// solves the whole network in it, and writes state, lowest voltage and highest loading to the file
// STATES for another engine to redo. Prints the times as one line of JSON.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/flow/radial_flow.hpp"
#include "engine/flow/tree_grower.hpp"
#include "engine/io/case_folder.hpp"
#include "engine/sweep/sweep.hpp"
#include "engine/topology/energize.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::bench {
namespace {

using network::NetworkModel;
using network::SectionId;
using network::SourceId;
using network::SwitchId;
using network::SwitchState;
using sweep::Contingency;
using sweep::ElementKind;
using Clock = std::chrono::steady_clock;

constexpr double kMeasuredSeconds = 2;  ///< at least so long, each figure

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

double cpu_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// The switching state after one contingency and its best transfer.
struct State {
  std::size_t contingency = 0;  ///< index in the answer of the sweep
  SwitchState closed;
  std::vector<SwitchId> changed;  ///< against the normal state, ascending
  bool same_ties = false;         ///< the sweep closed these ties, too
};

/// Finds states by what the sweep stands on, one at a time: not by the sweep itself.
class StateFinder {
 public:
  explicit StateFinder(NetworkModel const& model)
      : model_{model}, planner_{model}, normal_{network::normal_state(model)} {
    auto const live = topology::energize(model, normal_, energized_).source;
    for (auto const section : live.ids()) {
      was_live_.push_back(live[section].is_some() ? 1 : 0);
    }
  }

  State after(sweep::SweepAnswer const& answer, std::size_t index) {
    auto const dead = failed(answer.contingency[index]);
    State state{.contingency = index, .closed = normal_};
    for (auto const section : dead) {
      for (auto const arc : model_.arcs(section)) {
        state.closed.set(arc.via, false);
      }
    }
    auto const dark = dark_beyond(state.closed, dead);
    auto const& plan = planner_.best_plan({.closed = state.closed,
                                           .dark = dark,
                                           .dead = dead,
                                           .out = {},
                                           .window = window_,
                                           .most_work = sweep::SweepQuery{}.most_work});
    auto const first = answer.ties.begin();
    state.same_ties =
        std::ranges::equal(plan.closed, std::ranges::subrange(first + answer.tie_begin[index],
                                                              first + answer.tie_begin[index + 1]));
    for (auto const s : plan.opened) {
      state.closed.set(s, false);
    }
    for (auto const s : plan.closed) {
      state.closed.set(s, true);
    }
    for (auto const s : all_ids<SwitchId>(model_.n_switch())) {
      if (state.closed.test(s) != normal_.test(s)) {
        state.changed.push_back(s);
      }
    }
    return state;
  }

 private:
  [[nodiscard]] std::vector<SectionId> failed(Contingency what) const {
    if (what.kind == ElementKind::section) {
      return {SectionId{what.row}};
    }
    auto const ends = model_.col().switch_ends[SwitchId{what.row}];
    return {std::min(ends.a, ends.b), std::max(ends.a, ends.b)};
  }

  std::vector<SectionId> dark_beyond(SwitchState const& closed,
                                     std::vector<SectionId> const& dead) {
    auto const live = topology::energize(model_, closed, energized_).source;
    std::vector<SectionId> dark;
    for (auto const section : live.ids()) {
      if (was_live_[section.index()] != 0 && live[section].is_none() &&
          !std::ranges::binary_search(dead, section)) {
        dark.push_back(section);
      }
    }
    return dark;
  }

  NetworkModel const& model_;
  transfer::Planner planner_;
  SwitchState normal_;
  topology::EnergizeScratch energized_;
  flow::LoadWindow window_ = flow::peak_window();
  std::vector<std::uint8_t> was_live_;
};

/// Worst figures of the whole network in one state.
struct Worst {
  bool solved = true;
  std::size_t live_nodes = 0;
  double lowest_pu = 10;
  double loading = 0;  ///< of the ampacity of a line or switch
};

/// Solves everything that hangs on any source. Scratch of one thread.
class WholeFlow {
 public:
  explicit WholeFlow(NetworkModel const& model)
      : model_{model}, grower_{model}, loads_{model}, barred_{model.n_section()} {
    loads_.prepare(flow::peak_window());
  }

  /// Into trees(); as many as there are feeders.
  void grow(SwitchState const& closed) {
    flow::GrowScope const scope{.closed = closed, .barred = barred_};
    n_tree_ = 0;
    for (auto const source : all_ids<SourceId>(model_.n_source())) {
      for (auto const arc : model_.arcs(model_.col().source_node[source])) {
        if (arc.is_switch() && !closed.test(arc.as_switch())) {
          continue;
        }
        if (trees_.size() == n_tree_) {
          trees_.emplace_back();
        }
        n_tree_ += grower_.grow_around(arc.to, scope, loads_, trees_[n_tree_]) ? 1U : 0U;
      }
    }
  }

  void solve() {
    for (std::size_t i = 0; i < n_tree_; ++i) {
      flow_.solve(trees_[i], 0);
    }
  }

  /// Solves, and looks at every node and branch.
  Worst worst() {
    Worst worst{.live_nodes = model_.n_source()};
    for (std::size_t i = 0; i < n_tree_; ++i) {
      auto const& tree = trees_[i];
      auto const& summary = flow_.solve(tree, 0);
      worst.solved = worst.solved && summary.converged && !tree.unproven.is_some() &&
                     !tree.impedance_unknown.is_some();
      worst.live_nodes += tree.n() - 1;
      worst.lowest_pu = std::min(worst.lowest_pu, summary.lowest_pu);
      for (std::size_t row = 1; row < tree.n(); ++row) {
        auto const& element = tree.element[row];
        // the rating in A, whatever share of it the case lets be used
        auto const rating_a = element.limit_kva * element.per_kva / model_.settings().line_limit;
        if (rating_a > 0) {
          worst.loading = std::max(worst.loading, flow_.current_a(row) / rating_a);
        }
      }
    }
    return worst;
  }

 private:
  NetworkModel const& model_;
  flow::TreeGrower grower_;
  flow::SlotLoads loads_;
  flow::StampMap<SectionId> barred_;
  flow::RadialFlow flow_;
  std::vector<flow::RadialTree> trees_;
  std::size_t n_tree_ = 0;
};

/// Shares of `states` on so many threads, until `kMeasuredSeconds` are over. Returns flows/s of
/// all.
double flows_per_second(NetworkModel const& model, std::vector<State> const& states,
                        std::size_t n_thread) {
  std::vector<std::size_t> done(n_thread);
  auto const begin = Clock::now();
  auto const cpu_begin = cpu_seconds();
  {
    std::vector<std::jthread> threads;
    threads.reserve(n_thread);
    for (std::size_t t = 0; t < n_thread; ++t) {
      threads.emplace_back([&, t] {
        WholeFlow flow{model};
        for (auto i = t; seconds_since(begin) < kMeasuredSeconds; i += n_thread) {
          flow.grow(states[i % states.size()].closed);
          flow.solve();
          ++done[t];
        }
      });
    }
  }
  std::size_t all = 0;
  for (auto const n : done) {
    all += n;
  }
  return static_cast<double>(all) /
         (n_thread == 1 ? cpu_seconds() - cpu_begin : seconds_since(begin));
}

/// Of grown trees alone, on one thread.
double solves_per_second(NetworkModel const& model, std::vector<State> const& states) {
  WholeFlow flow{model};
  double spent = 0;
  std::size_t done = 0;
  for (std::size_t i = 0; spent < kMeasuredSeconds / 2; ++i, ++done) {
    flow.grow(states[i % states.size()].closed);
    auto const begin = cpu_seconds();
    flow.solve();
    spent += cpu_seconds() - begin;
  }
  return static_cast<double>(done) / spent;
}

/// Median seconds of a sweep, of CPU time on one thread, and its answer.
std::pair<double, sweep::SweepAnswer> timed_sweep(NetworkModel const& model, unsigned n_thread,
                                                  std::vector<ElementKind> kinds) {
  sweep::SweepQuery const query{.kinds = std::move(kinds), .threads = n_thread};
  std::vector<double> times;
  sweep::SweepAnswer answer;
  auto const begin = Clock::now();
  while (times.size() < 5 || seconds_since(begin) < kMeasuredSeconds) {
    auto const before = Clock::now();
    auto const cpu_before = cpu_seconds();
    answer = sweep::sweep_n1(model, query);
    times.push_back(n_thread == 1 ? cpu_seconds() - cpu_before : seconds_since(before));
  }
  return {median(times), std::move(answer)};
}

/// False: the disk is full, or a contingency has no answer that another engine could check.
bool write_states(NetworkModel const& model, sweep::SweepAnswer const& answer,
                  std::vector<State> const& states, char const* path) {
  std::ofstream out{path};
  out.precision(17);
  out << "kind,id,changed,live_nodes,lowest_pu,loading,tier,beyond,restored\n";
  WholeFlow flow{model};
  for (auto const& state : states) {
    auto const [kind, row] = answer.contingency[state.contingency];
    auto const& outcome = answer.outcome[state.contingency];
    flow.grow(state.closed);
    auto const worst = flow.worst();
    auto const is_switch = kind == ElementKind::network_switch;
    auto const id = is_switch ? std::string{model.id_of(SwitchId{row})} : std::to_string(row);
    if (!worst.solved || !state.same_ties) {
      std::fprintf(stderr, "n1_peer: %s %s: %s\n", is_switch ? "switch" : "section", id.c_str(),
                   worst.solved ? "sweep and planner close different ties" : "no power flow");
      return false;
    }
    out << (is_switch ? "switch," : "section,") << id << ',';
    for (auto const s : state.changed) {
      out << model.id_of(s) << ' ';
    }
    out << ',' << worst.live_nodes << ',' << worst.lowest_pu << ',' << worst.loading << ','
        << static_cast<int>(outcome.tier) << ',' << outcome.users_out - outcome.users_isolated
        << ',' << outcome.users_restored << '\n';
  }
  out.close();
  return !out.fail();
}

int run(char const* folder, char const* path, std::size_t n_sample) {
  auto const loaded = io::load_case(folder);
  if (!loaded || !loaded->model) {
    std::fprintf(stderr, "n1_peer: %s\n",
                 loaded ? "the case is rejected" : loaded.error().en.c_str());
    return 1;
  }
  auto const& model = *loaded->model;
  auto const all_threads = std::max(1U, std::thread::hardware_concurrency());
  std::vector const kinds{ElementKind::section, ElementKind::network_switch};
  auto const [one_s, answer] = timed_sweep(model, 1, kinds);
  auto const all_s = timed_sweep(model, all_threads, kinds).first;
  auto const [four_kinds_s, four_kinds] = timed_sweep(model, 1, {});
  auto const n = answer.contingency.size();
  n_sample = std::clamp<std::size_t>(n_sample, 1, n);
  StateFinder finder{model};
  std::vector<State> states;
  states.reserve(n_sample);
  for (std::size_t i = 0; i < n_sample; ++i) {
    states.push_back(finder.after(answer, i * n / n_sample));
  }
  if (!write_states(model, answer, states, path)) {
    return 1;
  }
  std::array<std::size_t, 3> tiers{};
  std::size_t with_transfer = 0;  // somebody is dark beyond what failed
  for (auto const& outcome : answer.outcome) {
    ++tiers[static_cast<std::size_t>(outcome.tier)];
    with_transfer += outcome.users_out > outcome.users_isolated ? 1U : 0U;
  }
  std::printf(
      "{\"nodes\": %zu, \"contingencies\": %zu, \"with_transfer\": %zu, \"tiers\": [%zu, %zu, "
      "%zu], \"passed\": %lld, "
      "\"four_kinds\": %zu, \"four_kinds_s\": %.6g, \"threads\": %u, \"sweep_s_one\": %.6g, "
      "\"sweep_s_all\": %.6g, \"flows_per_s_one\": %.6g, "
      "\"flows_per_s_all\": %.6g, \"solves_per_s_one\": %.6g}\n",
      model.n_node(), n, with_transfer, tiers[0], tiers[1], tiers[2],
      static_cast<long long>(answer.total.fully_restorable), four_kinds.outcome.size(),
      four_kinds_s, all_threads, one_s, all_s, flows_per_second(model, states, 1),
      flows_per_second(model, states, all_threads), solves_per_second(model, states));
  return 0;
}

}  // namespace
}  // namespace tieline::bench

// NOLINTNEXTLINE(bugprone-exception-escape): an exception ends the program, and says so
int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: n1_peer CASE STATES N\n", stderr);
    return 2;
  }
  return tieline::bench::run(argv[1], argv[2], std::strtoul(argv[3], nullptr, 10));
}
