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
  if (!gathered_.empty()) {
    gathered_.erase(place);
  }
  if (settled.ties.size() > 1 || !settled.restored.empty()) {
    more_[thread].emplace_back(
        place, More{.ties = {settled.ties.begin(), settled.ties.end()},
                    .restored = {settled.restored.begin(), settled.restored.end()}});
  }
}

void Results::gather() {
  for (auto& more : more_) {
    for (auto& [place, one] : more) {
      gathered_.insert_or_assign(place, std::move(one));
    }
    more.clear();
  }
}

Settler::Settler(FeederArena const& arena, SweepQuery const& query, unsigned thread,
                 Results& results, Tops& tops)
    : arena_{&arena},
      query_{&query},
      thread_{thread},
      results_{&results},
      tops_{&tops},
      judge_{arena, query.lowest},
      search_{arena, query},
      one_tie_{arena} {}

void Settler::search(std::uint32_t place, std::span<SectionId const> dead, SourceId out) {
  results_->put(thread_, place, search_.settle({.dead = dead, .out = out}));
}

void Settler::judge(std::uint32_t index) {
  feeder_ = &arena_->feeders()[index];
  verdicts_ = judge_.judge(index);
  judged_ = index;
}

void Settler::settle_feeder(std::uint32_t index, bool sections, bool switches) {
  judge(index);
  (*tops_)[index] = piece_of(0);
  auto const& all = feeder_->sections;
  for (std::uint32_t s = 0; s < all.size(); ++s) {
    if (sections) {
      begin();
      add_dead(s);
      add_children(s, kNoIndex);
      finish(results_->place_of(all[s].section), {&all[s].section, 1});
    }
    if (auto const parent = all[s].parent; switches && parent != kNoIndex) {
      begin();
      add_dead(parent);
      add_dead(s);
      add_children(parent, s);
      add_children(s, kNoIndex);
      std::array dead{all[s].section, all[parent].section};
      std::sort(dead.begin(), dead.end());
      finish(results_->place_of(all[s].via), dead);
    }
  }
}

void Settler::begin() {
  outcome_ = {};
  is_simple_ = true;
  is_area_lost_ = false;
  pieces_.clear();
  lost_.clear();
}

void Settler::add_dead(std::uint32_t section) {
  auto const& here = feeder_->sections[section];
  auto const second = judge_.second_fed_at(section);
  if (lost_.empty()) {
    lost_.push_back({judged_, section, here.end});
  }
  is_simple_ = is_simple_ && !feeder_->own_seconds;
  outcome_.users_out += here.users - second.users;
  outcome_.users_isolated += here.users - second.users;
  outcome_.households_out += here.households - second.households;
}

void Settler::add_children(std::uint32_t section, std::uint32_t except) {
  auto const& all = feeder_->sections;
  for (auto child = section + 1; child < all[section].end; child = all[child].end) {
    if (child != except) {
      add_piece(piece_of(child));
    }
  }
}

Piece Settler::piece_of(std::uint32_t section) const {
  auto const& below = judge_.below()[section];
  auto const second = judge_.second_fed_below(section);
  return {.verdict = verdicts_[section],
          .feeder = judged_,
          .section = section,
          .users = below.users - second.users,
          .households = below.households - second.households,
          .kw = below.kw - second.kw};
}

void Settler::add_piece(Piece const& piece) {
  outcome_.users_out += piece.users;
  outcome_.households_out += piece.households;
  pieces_.push_back(piece);
}

void Settler::finish(std::uint32_t place, std::span<SectionId const> dead) {
  if (!settle_pieces()) {
    search(place, dead, SourceId::none());
    return;
  }
  Settled settled{.outcome = outcome_};
  settled.ties = closing_;
  if (query_->parts && outcome_.passed == 0 && outcome_.users_restored != 0) {
    list_restored();
    settled.restored = restored_;
  }
  results_->put(thread_, place, settled);
}

/// The sections of the pieces that come back, ascending.
void Settler::list_restored() {
  restored_.clear();
  for (auto const i : whole_) {
    auto const& sections = arena_->feeders()[pieces_[i].feeder].sections;
    auto const top = pieces_[i].section;
    for (auto k = top; k < sections[top].end; ++k) {
      restored_.push_back(sections[k].section);
    }
  }
  std::sort(restored_.begin(), restored_.end());
}

/// Completes outcome_ and closing_; false if it takes a search.
bool Settler::settle_pieces() {
  double beyond = 0;
  double restored = 0;
  closing_.clear();
  whole_.clear();
  for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
    auto const& piece = pieces_[i];
    auto const& verdict = piece.verdict;
    if (verdict.state == IslandState::nobody) {
      continue;
    }
    if (verdict.state == IslandState::search || query_->lowest == Tier::search ||
        (is_area_lost_ && verdict.own_source)) {
      return false;
    }
    beyond += piece.kw;
    if (verdict.state == IslandState::whole) {
      whole_.push_back(i);
      closing_.push_back(verdict.tie);
      outcome_.tier = std::max(outcome_.tier, verdict.tier);
      outcome_.users_restored += piece.users;
      outcome_.households_restored += piece.households;
      restored += piece.kw;
    }
  }
  std::sort(closing_.begin(), closing_.end());
  outcome_.kw_beyond = static_cast<float>(beyond);
  outcome_.kw_restored = static_cast<float>(restored);
  outcome_.passed = outcome_.users_out == outcome_.users_isolated + outcome_.users_restored ? 1 : 0;
  outcome_.n_tie = static_cast<std::uint8_t>(std::min<std::size_t>(closing_.size(), 255));
  return is_simple_ && (whole_.empty() || fit_together());
}

/// Do the ties chosen for islands one by one hold together? Each is the first of its island that
/// does alone, so together they are the first plan that does.
bool Settler::fit_together() {
  std::sort(whole_.begin(), whole_.end(), [&](auto a, auto b) {
    return std::pair{pieces_[a].verdict.end.source, a} <
           std::pair{pieces_[b].verdict.end.source, b};
  });
  auto const source_of = [&](std::size_t i) { return pieces_[whole_[i]].verdict.end.source; };
  auto is_shared = false;
  auto is_monotone = true;
  auto is_first = true;
  auto may_move = false;
  for (std::size_t i = 0; i < whole_.size(); ++i) {
    auto const& verdict = pieces_[whole_[i]].verdict;
    is_shared = is_shared || (i > 0 && source_of(i) == source_of(i - 1));
    is_monotone = is_monotone && verdict.monotone;
    is_first = is_first && !verdict.rejected;
  }
  if (is_area_lost_) {
    for (auto const& piece : pieces_) {
      may_move = may_move || !arena_->feeders()[piece.feeder].duals.empty();
    }
  }
  if (!is_shared && !may_move) {
    return true;
  }
  if (!is_monotone && !is_first) {
    return false;  // what was refused alone might do together
  }
  outcome_.tier = Tier::one_tie;
  for (std::size_t i = 0; i < whole_.size();) {
    auto const source = source_of(i);
    hung_.clear();
    for (; i < whole_.size() && source_of(i) == source; ++i) {
      auto const& piece = pieces_[whole_[i]];
      auto const& feeder = arena_->feeders()[piece.feeder];
      if (feeder.source == source) {
        return false;  // what remains of the feeder counts there
      }
      hung_.push_back(
          {.end = piece.verdict.end,
           .tie = piece.verdict.tie,
           .island = {.feeder = &feeder, .section = piece.section, .row = piece.verdict.row}});
    }
    find_moved(source);
    if (!one_tie_.carries(source, hung_, moved_)) {
      return false;
    }
  }
  return true;
}

/// Loads of lost_ that draw from `source` now.
void Settler::find_moved(SourceId source) {
  moved_.clear();
  for (auto const& [feeder, first, last] : lost_) {
    for (auto const& dual : arena_->feeders()[feeder].duals) {
      if (dual.stays && dual.section >= first && dual.section < last) {
        auto const end = arena_->end_at(arena_->second_node(dual.user));
        if (end.source == source) {
          moved_.push_back({.end = end, .load = dual.load});
        }
      }
    }
  }
}

/// Loses the busbar of `source` and all behind it, but for what is below feeder `except`.
void Settler::begin_area(SourceId source, std::uint32_t except) {
  auto const& area = arena_->area(source);
  begin();
  is_area_lost_ = true;
  auto const& model = arena_->model();
  auto const bus = model.users_of(model.col().source_section[source]);
  for (auto const user : bus) {
    ++outcome_.users_out;
    ++outcome_.users_isolated;
    outcome_.households_out += model.col().user_households[user];
  }
  for (auto i = area.first_feeder; i < area.last_feeder; ++i) {
    auto const& feeder = arena_->feeders()[i];
    is_simple_ = is_simple_ && !feeder.own_seconds && !feeder.sibling_seconds;
    lost_.push_back({i, 0, static_cast<std::uint32_t>(feeder.sections.size())});
    if (i != except) {
      add_piece((*tops_)[i]);
    }
  }
}

void Settler::settle_section(SectionId section) {
  auto const source = arena_->source_of(section);
  if (source.is_some() && arena_->area(source).plain) {
    begin_area(source, kNoIndex);
    finish(results_->place_of(section), {&section, 1});
  } else {
    search(results_->place_of(section), {&section, 1}, SourceId::none());
  }
}

void Settler::settle_switch(SwitchId device) {
  auto const ends = arena_->model().col().switch_ends[device];
  std::array dead{std::min(ends.a, ends.b), std::max(ends.a, ends.b)};
  auto const a = arena_->feeder_of(ends.a);
  auto const feeder = a != kNoIndex ? a : arena_->feeder_of(ends.b);
  if (feeder != kNoIndex && arena_->feeders()[feeder].head == device &&
      arena_->closed().test(device)) {
    judge(feeder);
    begin_area(feeder_->source, feeder);
    add_dead(0);
    add_children(0, kNoIndex);
    finish(results_->place_of(device), dead);
    return;
  }
  search(results_->place_of(device), {dead.data(), ends.a == ends.b ? 1U : 2U}, SourceId::none());
}

void Settler::settle_source(SourceId source) {
  search(results_->place_of(source), {}, source);
}

}  // namespace tieline::sweep
