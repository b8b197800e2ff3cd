#include "engine/sweep/island_judge.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tieline::sweep {

using network::SourceId;

namespace {

constexpr double kAnything = std::numeric_limits<double>::infinity();

[[nodiscard]] Draw draw_of(flow::Load const& load) {
  return {.kva = std::hypot(load.kw, load.kvar), .kw = load.kw, .kvar = load.kvar};
}

/// The worst a feeder can draw if it loses nothing but load; infinite if bounds do not tell.
[[nodiscard]] double most_drawn(Feeder const& feeder, FeederSums const& sums, double kva) {
  auto const root = feeder.root_pu * feeder.root_pu - 4 * sums.depth[0];
  return root >= 0 ? kva * feeder.root_pu * 2 / (feeder.root_pu + std::sqrt(root)) : kAnything;
}

}  // namespace

IslandJudge::IslandJudge(FeederArena const& arena, Tier lowest)
    : arena_{&arena}, lowest_{lowest}, one_tie_{arena} {
  auto const shares = load_model_of(arena.model());
  bounds_hold_ = shares.z_share == 0 && shares.i_share == 0 && lowest == Tier::closed_form;
}

std::span<IslandVerdict const> IslandJudge::judge(std::uint32_t index) {
  auto const& feeder = arena_->feeders()[index];
  verdicts_.assign(feeder.sections.size(), {});
  count(feeder);
  count_second_fed(feeder);
  for (std::uint32_t s = 0; s < feeder.sections.size(); ++s) {
    if (below_[s].users > second_fed_below(s).users) {
      verdicts_[s].state = IslandState::no_tie;
    }
  }
  if (feeder.ties.empty()) {
    return verdicts_;
  }
  sums_.sum_up(feeder);
  host_summed_ = kNoIndex;
  for (auto const& tie : feeder.ties) {
    if (find_live_end(feeder, index, tie)) {
      climb(feeder, tie);
    }
  }
  return verdicts_;
}

void IslandJudge::count(Feeder const& feeder) {
  auto const n = feeder.sections.size();
  below_.resize(std::max(below_.size(), n));
  for (std::size_t s = 0; s < n; ++s) {
    auto const& here = feeder.sections[s];
    below_[s] = {.users = here.users, .households = here.households, .kw = here.kw};
  }
  for (auto s = n; s-- > 1;) {
    auto& above = below_[feeder.sections[s].parent];
    above.users += below_[s].users;
    above.households += below_[s].households;
    above.kw += below_[s].kw;
  }
}

void IslandJudge::count_second_fed(Feeder const& feeder) {
  at_second_.clear();
  below_second_.clear();
  if (feeder.duals.empty()) {
    return;
  }
  at_second_.resize(feeder.sections.size());
  for (auto const& dual : feeder.duals) {
    if (dual.stays) {
      auto& here = at_second_[dual.section];
      ++here.users;
      here.households += dual.households;
      here.kw += dual.load.kw;
      here.draw += draw_of(dual.load);
    }
  }
  below_second_ = at_second_;
  for (auto s = feeder.sections.size(); s-- > 1;) {
    auto& above = below_second_[feeder.sections[s].parent];
    auto const& here = below_second_[s];
    above.users += here.users;
    above.households += here.households;
    above.kw += here.kw;
    above.draw += here.draw;
  }
}

/// Sets end_, host_, room_ and what comes with them; false if nothing live is there.
bool IslandJudge::find_live_end(Feeder const& feeder, std::uint32_t index, FeederTie const& tie) {
  auto const& model = arena_->model();
  auto const& col = model.col();
  auto const far = col.node_section[tie.far];
  auto const source = arena_->source_of(far);
  if (source.is_none()) {
    return false;
  }
  auto const& area = arena_->area(source);
  auto const host = arena_->feeder_of(far);
  end_ = arena_->end_at(tie.far);
  is_known_ = feeder.known && area.plain && area.known && host != index && !feeder.own_ties &&
              !feeder.own_seconds && is_known(col.source_rated_kva[source]) &&
              is_known(col.switch_ampacity_a[tie.tie]);
  if (!is_known_) {
    return true;
  }
  auto others = area.total;
  auto const* neighbour = static_cast<Feeder const*>(nullptr);
  if (host != kNoIndex) {
    neighbour = &arena_->feeders()[host];
    others -= neighbour->from_root;
    if (host_summed_ != host) {
      host_sums_.sum_up(*neighbour);
      host_summed_ = host;
    }
  }
  auto const limit =
      flow::element_of(model, {.to = tie.far, .edge = tie.tie.raw() | network::NodeArc::kSwitchBit},
                       tie.far)
          .limit_kva;
  host_.follow(neighbour, host_sums_, end_.row, limit,
               static_cast<double>(col.source_voltage_pu[source]),
               static_cast<double>(col.node_kv[col.source_node[source]]));
  host_.inductive = host_.inductive && feeder.inductive;
  if (source == feeder.source) {
    others -= feeder.from_root;
  }
  room_ = {.limit_kva =
               static_cast<double>(col.source_rated_kva[source]) * model.settings().source_limit,
           .others = others};
  find_moved(feeder);
  return true;
}

/// Loads of this feeder that come onto the neighbour or its source when they lose the first supply:
/// which of them do depends on what fails, so bounds count all.
void IslandJudge::find_moved(Feeder const& feeder) {
  moved_.clear();
  moved_here_ = {};
  for (std::uint32_t i = 0; i < feeder.duals.size(); ++i) {
    auto const second = arena_->end_at(arena_->second_node(feeder.duals[i].user));
    if (!feeder.duals[i].stays || second.source != end_.source) {
      continue;
    }
    moved_.push_back(i);
    auto on_way = second.host == end_.host && second.row == end_.row;
    for (auto row = end_.row; row != 0 && second.host == end_.host && !on_way;) {
      row = arena_->feeders()[end_.host].rows[row].parent;
      on_way = row == second.row;
    }
    if (on_way) {  // counted at the tie, where it weighs at least as much
      moved_here_ += draw_of(feeder.duals[i].load);
    } else {
      room_.others_more_kva = kAnything;
    }
  }
}

void IslandJudge::climb(Feeder const& feeder, FeederTie const& tie) {
  auto section = tie.section;
  way_.begin(feeder, sums_, tie.row, arena_->model().settings().vmin_pu, host_.root_pu);
  for (;;) {
    while (way_.at() != feeder.sections[section].first_row) {
      way_.climb();
    }
    auto& verdict = verdicts_[section];
    verdict.own_source = verdict.own_source || end_.source == feeder.source;
    verdict.monotone = verdict.monotone && is_known_ && host_.inductive;
    if (!is_known_ && verdict.state != IslandState::whole && verdict.state != IslandState::nobody) {
      verdict.state = IslandState::search;
      verdict.rejected = false;
    } else if (verdict.state == IslandState::no_tie ||
               (verdict.state == IslandState::search && verdict.rejected)) {
      auto const proof = ask(feeder, tie, section);
      if (proof == Proof::carries) {
        verdict.state = IslandState::whole;
        verdict.tie = tie.tie;
        verdict.row = tie.row;
        verdict.end = end_;
      } else {
        verdict.state = IslandState::search;
        verdict.rejected = proof == Proof::cannot;
      }
    }
    section = feeder.sections[section].parent;
    if (section == kNoIndex) {
      return;
    }
    way_.climb();
  }
}

Proof IslandJudge::ask(Feeder const& feeder, FeederTie const& tie, std::uint32_t section) {
  auto const own = second_fed_below(section);
  auto all = way_.draw();
  all += moved_here_;
  auto surely = way_.draw();
  surely -= own.draw;
  auto room = room_;
  if (end_.source == feeder.source) {
    room.others_more_kva += most_drawn(feeder, sums_, sums_.below[0].kva - way_.draw().kva);
  }
  if (bounds_hold_) {
    auto const proof = weigh(host_, way_, all, surely, room, arena_->model().settings());
    if (proof != Proof::open) {
      return proof;
    }
  }
  verdicts_[section].tier = Tier::one_tie;
  return end_.source == feeder.source || lowest_ == Tier::search ? Proof::open
                                                                 : flow(feeder, tie, section);
}

Proof IslandJudge::flow(Feeder const& feeder, FeederTie const& tie, std::uint32_t section) {
  Hung const hung{.end = end_,
                  .tie = tie.tie,
                  .island = {.feeder = &feeder, .section = section, .row = tie.row}};
  auto const carries = [&](bool everybody) {
    moving_.clear();
    for (auto const i : moved_) {
      auto const& dual = feeder.duals[i];
      if (!everybody && (dual.section < section || dual.section >= feeder.sections[section].end)) {
        continue;
      }
      moving_.push_back({.end = arena_->end_at(arena_->second_node(dual.user)), .load = dual.load});
    }
    return one_tie_.carries(end_.source, {&hung, 1}, moving_);
  };
  if (moved_.empty()) {
    return carries(true) ? Proof::carries : Proof::cannot;
  }
  if (!host_.inductive) {
    return Proof::open;
  }
  // More load never makes room, so what holds with all holds with some.
  return carries(true) ? Proof::carries : carries(false) ? Proof::open : Proof::cannot;
}

}  // namespace tieline::sweep
