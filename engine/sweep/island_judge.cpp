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

[[nodiscard]] std::uint32_t row_of(Feeder const& feeder, std::uint32_t section,
                                   network::NodeId node) {
  auto row = feeder.sections[section].first_row;
  while (feeder.rows[row].node != node) {
    ++row;
  }
  return row;
}

/// The worst a feeder can draw if it loses nothing but load; infinite if bounds do not tell.
[[nodiscard]] double most_drawn(Feeder const& feeder, FeederSums const& sums, double kva) {
  auto const root = feeder.root_pu * feeder.root_pu - 4 * sums.depth[0];
  return root >= 0 ? kva * feeder.root_pu * 2 / (feeder.root_pu + std::sqrt(root)) : kAnything;
}

}  // namespace

IslandJudge::IslandJudge(FeederArena const& arena, Tier lowest)
    : arena_{&arena}, lowest_{lowest}, one_tie_{arena.model()} {
  auto const shares = load_model_of(arena.model());
  bounds_hold_ = shares.z_share == 0 && shares.i_share == 0 && lowest == Tier::closed_form;
}

std::span<IslandVerdict const> IslandJudge::judge(std::uint32_t index) {
  auto const& feeder = arena_->feeders()[index];
  verdicts_.assign(feeder.sections.size(), {});
  count(feeder);
  count_second_fed(feeder, index);
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

void IslandJudge::count_second_fed(Feeder const& feeder, std::uint32_t index) {
  second_fed_.clear();
  at_second_.clear();
  below_second_.clear();
  has_own_second_ = false;
  if (feeder.duals.empty()) {
    return;
  }
  auto const& col = arena_->model().col();
  at_second_.resize(feeder.sections.size());
  for (auto const& dual : feeder.duals) {
    auto const second = col.node_section[col.user_second_node[dual.user]];
    auto const stays = arena_->source_of(second).is_some() && arena_->feeder_of(second) != index;
    second_fed_.push_back(stays ? 1 : 0);
    has_own_second_ = has_own_second_ || arena_->feeder_of(second) == index;
    if (stays) {
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
  end_ = {.source = source};
  is_known_ = feeder.known && area.plain && area.known && host != index && !feeder.own_ties &&
              !has_own_second_ && is_known(col.source_rated_kva[source]) &&
              is_known(col.switch_ampacity_a[tie.tie]);
  if (!is_known_) {
    return true;
  }
  end_.others = area.total;
  if (host != kNoIndex) {
    end_.host = &arena_->feeders()[host];
    end_.row = row_of(*end_.host, arena_->index_of(far), tie.far);
    end_.others -= end_.host->from_root;
    if (host_summed_ != host) {
      host_sums_.sum_up(*end_.host);
      host_summed_ = host;
    }
  }
  auto const limit =
      flow::element_of(model, {.to = tie.far, .edge = tie.tie.raw() | network::NodeArc::kSwitchBit},
                       tie.far)
          .limit_kva;
  host_.follow(end_.host, host_sums_, end_.row, limit,
               static_cast<double>(col.source_voltage_pu[source]),
               static_cast<double>(col.node_kv[col.source_node[source]]));
  host_.inductive = host_.inductive && feeder.inductive;
  room_ = {.limit_kva =
               static_cast<double>(col.source_rated_kva[source]) * model.settings().source_limit,
           .others = end_.others};
  moved_here_ = {};
  is_certain_ = source != feeder.source;
  if (!is_certain_) {
    room_.others -= feeder.from_root;
  }
  for (std::size_t i = 0; i < feeder.duals.size(); ++i) {
    auto const second = col.user_second_node[feeder.duals[i].user];
    if (second_fed_[i] == 0 || arena_->source_of(col.node_section[second]) != source) {
      continue;
    }
    is_certain_ = false;
    if (second == tie.far) {
      moved_here_ += draw_of(feeder.duals[i].load);
    } else {
      room_.others_more_kva = kAnything;
    }
  }
  return true;
}

void IslandJudge::climb(Feeder const& feeder, FeederTie const& tie) {
  auto section = tie.section;
  way_.begin(feeder, sums_, tie.row, arena_->model().settings().vmin_pu, host_.root_pu);
  for (;;) {
    while (way_.at() != feeder.sections[section].first_row) {
      way_.climb();
    }
    auto& verdict = verdicts_[section];
    if (!is_known_ && verdict.state != IslandState::whole && verdict.state != IslandState::nobody) {
      verdict.state = IslandState::search;
      verdict.rejected = false;
    } else if (verdict.state == IslandState::no_tie ||
               (verdict.state == IslandState::search && verdict.rejected)) {
      auto const proof = ask(feeder, tie, section);
      if (proof == Proof::carries) {
        verdict.state = IslandState::whole;
        verdict.tie = tie.tie;
        verdict.source = end_.source;
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
  if (!is_certain_ || lowest_ == Tier::search) {
    return Proof::open;
  }
  return one_tie_.carries(
             end_, tie.tie,
             {.feeder = feeder, .section = section, .row = tie.row, .second_fed = second_fed_})
             ? Proof::carries
             : Proof::cannot;
}

}  // namespace tieline::sweep
