#include "engine/sweep/settler.hpp"

#include <algorithm>
#include <array>

namespace tieline::sweep {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

Results::Results(network::NetworkModel const& model, unsigned threads)
    : n_section_{static_cast<std::uint32_t>(model.n_section())},
      n_switch_{static_cast<std::uint32_t>(model.n_switch())},
      outcomes_(model.n_section() + model.n_switch() + model.n_source()),
      ties_(outcomes_.size()),
      more_(threads) {}

void Results::put(unsigned thread, std::uint32_t place, Settled const& settled) {
  outcomes_[place] = settled.outcome;
  if (settled.ties.size() == 1) {
    ties_[place] = settled.ties.front();
  }
  if (settled.ties.size() > 1 || !settled.restored.empty()) {
    more_[thread].push_back({.place = place,
                             .ties = {settled.ties.begin(), settled.ties.end()},
                             .restored = {settled.restored.begin(), settled.restored.end()}});
  }
}

std::vector<Results::More> Results::take_more() {
  std::vector<More> all;
  for (auto& more : more_) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
    more.clear();
  }
  std::sort(all.begin(), all.end(), [](More const& a, More const& b) { return a.place < b.place; });
  return all;
}

Settler::Settler(FeederArena const& arena, SweepQuery const& query, unsigned thread,
                 Results& results)
    : arena_{&arena},
      query_{&query},
      thread_{thread},
      results_{&results},
      judge_{arena, query.lowest},
      search_{arena, query} {}

void Settler::search(std::uint32_t place, std::span<SectionId const> dead, SourceId out) {
  results_->put(thread_, place, search_.settle({.dead = dead, .out = out}));
}

void Settler::settle_feeder(std::uint32_t index, bool sections, bool switches) {
  feeder_ = &arena_->feeders()[index];
  verdicts_ = judge_.judge(index);
  auto const& all = feeder_->sections;
  auto const below = judge_.below();
  auto const count = [&](std::uint32_t top, Outcome& outcome) {
    auto const second = judge_.second_fed_below(top);
    outcome.users_out = below[top].users - second.users;
    outcome.households_out = below[top].households - second.households;
  };
  auto const isolated = [&](std::uint32_t s) {
    return all[s].users - judge_.second_fed_at(s).users;
  };
  for (std::uint32_t s = 0; s < all.size(); ++s) {
    if (sections) {
      Settled settled;
      count(s, settled.outcome);
      settled.outcome.users_isolated = isolated(s);
      islands_.clear();
      add_children(s, kNoIndex);
      if (settle_islands(settled.outcome)) {
        settled.ties = closing_;
        results_->put(thread_, results_->place_of(all[s].section), settled);
      } else {
        search(results_->place_of(all[s].section), {&all[s].section, 1}, SourceId::none());
      }
    }
    if (switches && all[s].parent != kNoIndex) {
      Settled settled;
      auto const parent = all[s].parent;
      count(parent, settled.outcome);
      settled.outcome.users_isolated = isolated(s) + isolated(parent);
      islands_.clear();
      add_children(parent, s);
      add_children(s, kNoIndex);
      if (settle_islands(settled.outcome)) {
        settled.ties = closing_;
        results_->put(thread_, results_->place_of(all[s].via), settled);
      } else {
        std::array dead{all[s].section, all[parent].section};
        std::sort(dead.begin(), dead.end());
        search(results_->place_of(all[s].via), dead, SourceId::none());
      }
    }
  }
}

void Settler::add_children(std::uint32_t section, std::uint32_t except) {
  auto const& all = feeder_->sections;
  for (auto child = section + 1; child < all[section].end; child = all[child].end) {
    if (child != except) {
      islands_.push_back(child);
    }
  }
}

/// Completes `outcome` and closing_; false if it takes a search.
bool Settler::settle_islands(Outcome& outcome) {
  if (judge_.has_own_second()) {
    return false;
  }
  closing_.clear();
  feeding_.clear();
  auto const below = judge_.below();
  double beyond = 0;
  double restored = 0;
  for (auto const island : islands_) {
    auto const& verdict = verdicts_[island];
    auto const second = judge_.second_fed_below(island);
    auto const kw = below[island].kw - second.kw;
    if (verdict.state == IslandState::search ||
        (query_->lowest == Tier::search && verdict.state != IslandState::nobody)) {
      return false;
    }
    beyond += kw;
    if (verdict.state == IslandState::whole) {
      if (std::find(feeding_.begin(), feeding_.end(), verdict.source) != feeding_.end()) {
        return false;  // two islands on one source
      }
      feeding_.push_back(verdict.source);
      closing_.push_back(verdict.tie);
      outcome.tier = std::max(outcome.tier, verdict.tier);
      outcome.users_restored += below[island].users - second.users;
      outcome.households_restored += below[island].households - second.households;
      restored += kw;
    }
  }
  std::sort(closing_.begin(), closing_.end());
  outcome.kw_beyond = static_cast<float>(beyond);
  outcome.kw_restored = static_cast<float>(restored);
  outcome.passed = outcome.users_out == outcome.users_isolated + outcome.users_restored ? 1 : 0;
  outcome.n_tie = static_cast<std::uint8_t>(std::min<std::size_t>(closing_.size(), 255));
  return true;
}

void Settler::settle_section(SectionId section) {
  search(results_->place_of(section), {&section, 1}, SourceId::none());
}

void Settler::settle_switch(SwitchId device) {
  auto const ends = arena_->model().col().switch_ends[device];
  std::array dead{std::min(ends.a, ends.b), std::max(ends.a, ends.b)};
  search(results_->place_of(device), {dead.data(), ends.a == ends.b ? 1U : 2U}, SourceId::none());
}

void Settler::settle_source(SourceId source) {
  search(results_->place_of(source), {}, source);
}

}  // namespace tieline::sweep
