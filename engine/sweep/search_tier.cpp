#include "engine/sweep/search_tier.hpp"

#include <algorithm>
#include <cmath>

namespace tieline::sweep {

using network::SectionId;
using network::SourceId;
using network::SwitchId;
using network::UserId;

namespace {

/// Of the limits that keep ties from feeding whole islands, the one that is least in the way.
[[nodiscard]] transfer::TieVerdict const* least_obstacle(transfer::Plan const& plan) {
  transfer::TieVerdict const* least = nullptr;
  for (auto const& tie : plan.ties) {
    if (tie.whole_island || !tie.binding.is_some()) {
      continue;
    }
    auto const nearer = least == nullptr ||
                        (std::isnan(least->margin_kw) && !std::isnan(tie.margin_kw)) ||
                        tie.margin_kw > least->margin_kw;
    least = nearer ? &tie : least;
  }
  return least;
}

}  // namespace

SearchTier::SearchTier(FeederArena const& arena, SweepQuery const& query)
    : arena_{&arena},
      query_{&query},
      window_{.slots = {query.slot}},
      loads_{arena.model(), query.loads},
      planner_{arena.model(), query.loads},
      closed_{arena.closed()},
      lost_{arena.model().n_section()},
      seen_{arena.model().n_section()} {
  loads_.prepare(window_);
}

Settled SearchTier::settle(Failure const& failure) {
  find_dark(failure);
  Settled settled;
  auto& outcome = settled.outcome;
  count(failure, outcome);
  restored_.clear();
  auto const beyond = outcome.users_out - outcome.users_isolated;
  if (beyond == 0) {
    return settled;
  }
  outcome.tier = Tier::search;
  isolate(failure);
  out_.clear();
  if (failure.out.is_some()) {
    out_.push_back(failure.out);
  }
  for (auto const section : failure.dead) {
    for (auto const [at, source] : arena_->sources_at(section)) {
      out_.push_back(source);
    }
  }
  auto const& plan = planner_.best_plan({.closed = closed_,
                                         .dark = dark_,
                                         .dead = failure.dead,
                                         .out = out_,
                                         .window = window_,
                                         .levels = query_->levels,
                                         .most_work = query_->most_work});
  add_plan(plan, outcome);
  restore();
  outcome.passed = outcome.users_restored == beyond ? 1 : 0;
  settled.ties = plan.closed;
  if (outcome.users_restored > 0 && outcome.passed == 0) {
    settled.restored = restored_;
  }
  return settled;
}

/// Everything fed that hangs on no source any more: dark_ ascending; lost_ has the dead, too.
void SearchTier::find_dark(Failure const& failure) {
  lost_.clear();
  seen_.clear();
  dark_.clear();
  for (auto const s : failure.dead) {
    lost_.set(s);
    seen_.set(s);
  }
  for (auto const s : failure.dead) {
    for (auto const arc : arena_->model().arcs(s)) {
      if (closed_.test(arc.via) && !seen_.contains(arc.to) && arena_->source_of(arc.to).is_some()) {
        spread(arc.to, failure);
      }
    }
  }
  if (failure.out.is_some()) {
    auto const at = arena_->model().col().source_section[failure.out];
    if (!seen_.contains(at)) {
      spread(at, failure);
    }
  }
  std::sort(dark_.begin(), dark_.end());
}

/// Takes in what is joined to `from`; it is dark if no source in service is among it.
void SearchTier::spread(SectionId from, Failure const& failure) {
  auto const& model = arena_->model();
  queue_.assign(1, from);
  seen_.set(from);
  auto is_fed = false;
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    auto const here = queue_[i];
    for (auto const [at, source] : arena_->sources_at(here)) {
      is_fed = is_fed || source != failure.out;
    }
    for (auto const arc : model.arcs(here)) {
      if (closed_.test(arc.via) && !seen_.contains(arc.to)) {
        seen_.set(arc.to);
        queue_.push_back(arc.to);
      }
    }
  }
  if (!is_fed) {
    for (auto const s : queue_) {
      lost_.set(s);
      dark_.push_back(s);
    }
  }
}

bool SearchTier::stays_on_second(UserId user) const {
  auto const& col = arena_->model().col();
  auto const second = col.user_second_node[user];
  return second.is_some() && arena_->source_of(col.node_section[second]).is_some() &&
         !lost_.contains(col.node_section[second]);
}

void SearchTier::count(Failure const& failure, Outcome& outcome) {
  auto const& model = arena_->model();
  auto const add = [&](std::span<SectionId const> sections, auto const& take) {
    for (auto const section : sections) {
      for (auto const user : model.users_of(section)) {
        if (arena_->source_of(section).is_some() && !stays_on_second(user)) {
          ++outcome.users_out;
          outcome.households_out += model.col().user_households[user];
          take(user);
        }
      }
    }
  };
  add(failure.dead, [&](UserId) { ++outcome.users_isolated; });
  flow::Load beyond;
  add(dark_, [&](UserId user) { static_cast<void>(loads_.add(user, {&beyond, 1})); });
  outcome.kw_beyond = static_cast<float>(beyond.kw);
  outcome.passed = outcome.users_out == outcome.users_isolated ? 1 : 0;
}

/// Opens every closed switch around what failed.
void SearchTier::isolate(Failure const& failure) {
  opened_.clear();
  for (auto const s : failure.dead) {
    for (auto const arc : arena_->model().arcs(s)) {
      if (closed_.test(arc.via)) {
        closed_.set(arc.via, false);
        opened_.push_back(arc.via);
      }
    }
  }
}

void SearchTier::restore() {
  for (auto const s : opened_) {
    closed_.set(s, true);
  }
}

void SearchTier::add_plan(transfer::Plan const& plan, Outcome& outcome) {
  auto const& model = arena_->model();
  flow::Load restored;
  for (auto const& part : plan.parts) {
    for (auto const section : part.sections) {
      restored_.push_back(section);
    }
  }
  std::sort(restored_.begin(), restored_.end());
  for (auto const section : restored_) {
    for (auto const user : model.users_of(section)) {
      if (!stays_on_second(user)) {
        ++outcome.users_restored;
        outcome.households_restored += model.col().user_households[user];
        static_cast<void>(loads_.add(user, {&restored, 1}));
      }
    }
  }
  outcome.kw_restored = static_cast<float>(restored.kw);
  outcome.proven = plan.proven_optimal ? 1 : 0;
  outcome.n_tie = static_cast<std::uint8_t>(std::min<std::size_t>(plan.closed.size(), 255));
  if (outcome.users_restored == outcome.users_out - outcome.users_isolated) {
    return;
  }
  if (auto const* const tie = least_obstacle(plan); tie != nullptr) {
    outcome.binding = tie->binding.kind;
    outcome.binding_row = tie->binding.row;
    outcome.binding_value = static_cast<float>(tie->binding.value);
    outcome.binding_limit = static_cast<float>(tie->binding.limit);
  }
}

}  // namespace tieline::sweep
