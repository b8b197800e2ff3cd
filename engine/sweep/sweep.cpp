#include "engine/sweep/sweep.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <utility>

#include "engine/sweep/settle_all.hpp"
#include "engine/sweep/shares.hpp"

namespace tieline::sweep {

using network::LineId;
using network::SectionId;
using network::SourceId;
using network::SwitchId;

namespace {

constexpr std::array kAllKinds{ElementKind::section, ElementKind::line, ElementKind::network_switch,
                               ElementKind::source};
constexpr std::size_t kSettledAtOnce = 16;
constexpr std::size_t kRestAtOnce = 64;

/// What does not lie within one feeder, by kind.
struct Rest {
  std::vector<SectionId> sections;
  std::vector<SwitchId> switches;
  std::vector<SourceId> sources;
  [[nodiscard]] std::size_t size() const {
    return sections.size() + switches.size() + sources.size();
  }
};

[[nodiscard]] Rest rest_of(FeederArena const& arena, SweepQuery const& query) {
  Rest rest;
  auto const& model = arena.model();
  if (wants(query, ElementKind::section) || wants(query, ElementKind::line)) {
    for (auto const s : all_ids<SectionId>(model.n_section())) {
      if (arena.feeder_of(s) == kNoIndex) {
        rest.sections.push_back(s);
      }
    }
  }
  if (wants(query, ElementKind::network_switch)) {
    for (auto const s : all_ids<SwitchId>(model.n_switch())) {
      auto const ends = model.col().switch_ends[s];
      if (!arena.closed().test(s) || arena.feeder_of(ends.a) == kNoIndex ||
          arena.feeder_of(ends.b) == kNoIndex) {
        rest.switches.push_back(s);
      }
    }
  }
  if (wants(query, ElementKind::source)) {
    auto const all = all_ids<SourceId>(model.n_source());
    rest.sources.assign(all.begin(), all.end());
  }
  return rest;
}

/// Tells how far it is, one thread at a time, never backwards.
class Telling {
 public:
  Telling(Progress const& progress, std::size_t all) : progress_{progress}, all_{all} {}
  void add(std::size_t done) {
    if (!progress_) {
      return;
    }
    std::scoped_lock const lock{mutex_};
    done_ += done;
    progress_(static_cast<double>(done_) / static_cast<double>(all_));
  }

 private:
  Progress const& progress_;
  std::size_t all_;
  std::size_t done_ = 0;
  std::mutex mutex_;
};

void add(SweepSums& sums, Outcome const& outcome) {
  ++sums.contingencies;
  sums.fully_restorable += outcome.passed;
  sums.unproven += outcome.proven == 0 ? 1 : 0;
  sums.users_out += outcome.users_out;
  sums.users_isolated += outcome.users_isolated;
  sums.users_restored += outcome.users_restored;
  sums.households_out += outcome.households_out;
  sums.households_restored += outcome.households_restored;
  sums.kw_beyond += static_cast<double>(outcome.kw_beyond);
  sums.kw_restored += static_cast<double>(outcome.kw_restored);
}

/// Lays results out in the order asked for.
class Layout {
 public:
  Layout(Results const& results, SweepAnswer& answer) : results_{results}, answer_{answer} {}

  void add_all(network::NetworkModel const& model, SweepQuery const& query) {
    auto const kinds = query.kinds.empty() ? std::span<ElementKind const>{kAllKinds}
                                           : std::span<ElementKind const>{query.kinds};
    for (auto const kind : kinds) {
      switch (kind) {
        case ElementKind::section:
          add_rows<SectionId>(kind, model.n_section(), [](SectionId s) { return s; });
          break;
        case ElementKind::line:
          add_rows<LineId>(kind, model.n_line(),
                           [&](LineId line) { return model.col().line_section[line]; });
          break;
        case ElementKind::network_switch:
          add_rows<SwitchId>(kind, model.n_switch(), [](SwitchId s) { return s; });
          break;
        case ElementKind::source:
          add_rows<SourceId>(kind, model.n_source(), [](SourceId s) { return s; });
          break;
      }
    }
    answer_.tie_begin.push_back(static_cast<std::uint32_t>(answer_.ties.size()));
  }

 private:
  template <class Key, class Of>
  void add_rows(ElementKind kind, std::size_t n, Of const& of) {
    auto const all = answer_.contingency.size() + n;
    answer_.contingency.reserve(all);
    answer_.outcome.reserve(all);
    answer_.tie_begin.reserve(all + 1);
    for (auto const row : all_ids<Key>(n)) {
      add_one({.kind = kind, .row = row.raw()}, results_.place_of(of(row)));
    }
  }

  void add_one(Contingency contingency, std::uint32_t place) {
    auto const& outcome = results_.outcome(place);
    auto const index = static_cast<std::uint32_t>(answer_.contingency.size());
    answer_.contingency.push_back(contingency);
    answer_.outcome.push_back(outcome);
    answer_.tie_begin.push_back(static_cast<std::uint32_t>(answer_.ties.size()));
    add(answer_.total, outcome);
    if (auto const* const more = results_.more(place); more != nullptr) {
      answer_.ties.insert(answer_.ties.end(), more->ties.begin(), more->ties.end());
      if (!more->restored.empty()) {
        answer_.partly.push_back({.contingency = index, .sections = more->restored});
      }
    } else if (outcome.n_tie == 1) {
      answer_.ties.push_back(results_.tie(place));
    }
  }

  Results const& results_;
  SweepAnswer& answer_;
};

}  // namespace

void settle_all(FeederArena const& arena, SweepQuery const& query, unsigned threads,
                Results& results, Tops& tops, Progress const& progress) {
  auto const rest = rest_of(arena, query);
  auto const sections = wants(query, ElementKind::section) || wants(query, ElementKind::line);
  auto const switches = wants(query, ElementKind::network_switch);
  auto const n_feeder = sections || switches ? arena.feeders().size() : 0;
  std::vector<std::unique_ptr<Settler>> settlers(threads);
  auto const settler = [&](unsigned thread) -> Settler& {
    if (!settlers[thread]) {
      settlers[thread] = std::make_unique<Settler>(arena, query, thread, results, tops);
    }
    return *settlers[thread];
  };
  Telling telling{progress, n_feeder + rest.size()};
  share_out(n_feeder, kSettledAtOnce, threads,
            [&](unsigned thread, std::size_t begin, std::size_t end) {
              for (auto i = begin; i < end && !query.stop.stop_requested(); ++i) {
                settler(thread).settle_feeder(static_cast<std::uint32_t>(i), sections, switches);
              }
              telling.add(end - begin);
            });
  share_out(
      rest.size(), kRestAtOnce, threads, [&](unsigned thread, std::size_t begin, std::size_t end) {
        for (auto i = begin; i < end && !query.stop.stop_requested(); ++i) {
          auto const after_sections = i - std::min(i, rest.sections.size());
          if (i < rest.sections.size()) {
            settler(thread).settle_section(rest.sections[i]);
          } else if (after_sections < rest.switches.size()) {
            settler(thread).settle_switch(rest.switches[after_sections]);
          } else {
            settler(thread).settle_source(rest.sources[after_sections - rest.switches.size()]);
          }
        }
        telling.add(end - begin);
      });
  results.gather();
}

SweepAnswer lay_out(network::NetworkModel const& model, SweepQuery const& query,
                    Results const& results) {
  SweepAnswer answer;
  Layout{results, answer}.add_all(model, query);
  return answer;
}

SweepAnswer sweep_under(network::NetworkModel const& model, network::SwitchState const& closed,
                        SweepQuery const& query, Progress const& progress) {
  auto const threads = threads_for(query.threads);
  FeederArena const arena{model, closed, query.slot, threads, query.loads};
  Results results{model, threads};
  Tops tops(arena.feeders().size());
  settle_all(arena, query, threads, results, tops, progress);
  return lay_out(model, query, results);
}

SweepAnswer sweep_n1(network::NetworkModel const& model, SweepQuery const& query,
                     Progress const& progress) {
  return sweep_under(model, network::normal_state(model), query, progress);
}

}  // namespace tieline::sweep
