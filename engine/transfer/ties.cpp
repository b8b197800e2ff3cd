#include "engine/transfer/ties.hpp"

#include <algorithm>

namespace tieline::transfer {

using flow::Limit;

void Ties::judge_alone(std::vector<Attach> const& attaches, flow::SlotLoads const& loads,
                       std::vector<TieVerdict>& verdicts) {
  verdicts.clear();
  std::uint32_t next = 0;  // attaches ascend by edge
  for (std::uint32_t e = 0; e < region_->edges().size(); ++e) {
    auto const& edge = region_->edges()[e];
    if (edge.closed || (edge.dead_end && model_->is_closed_normally(edge.id))) {
      continue;  // closed, or part of the isolation
    }
    auto island = region_->sections()[edge.a].island;
    if (edge.is_inner()) {
      island = std::min(island, region_->sections()[edge.b].island);
    }
    auto verdict = TieVerdict{.tie = edge.id, .island = island};
    if (edge.dead_end) {
      verdict.verdict = Verdict::worked_on;
    } else if (!edge.makes_load) {
      verdict.verdict = Verdict::cannot_make_load;
    } else if (!edge.permitted) {
      verdict.verdict = Verdict::no_permission;
    } else if (!edge.has_live_end) {
      verdict.verdict = Verdict::no_live_end;
    } else {
      verdict.source = hosts_->at(attaches[next].host).source;
      try_whole(attaches[next++], loads, verdict);
    }
    verdicts.push_back(verdict);
  }
}

bool Ties::hang(std::uint32_t section, std::uint32_t e, Attach const& attach) {
  auto const& edge = region_->edges()[e];
  auto const row = edge.is_inner()
                       ? forest_->row_of_dark(edge.a == section ? edge.node_b : edge.node_a)
                       : forest_->row_of_live(attach.host, attach.row);
  return forest_->feed(section, e, row, attach.host);
}

/// Meets the sections of the island in walking order; `stop` says where not to go on.
template <class Stop>
void Ties::walk_island(Attach const& attach, Stop const& stop) {
  via_.assign(region_->sections().size(), kNowhere);
  queue_.clear();
  auto const first = region_->edges()[attach.edge].a;
  via_[first] = attach.edge;
  queue_.push_back(first);
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    auto const here = queue_[i];
    if (stop(here)) {
      continue;
    }
    for (auto const e : region_->edges_of(here)) {
      auto const& edge = region_->edges()[e];
      if (!edge.closed || !edge.is_inner()) {
        continue;
      }
      auto const to = edge.a == here ? edge.b : edge.a;
      if (via_[to] == kNowhere) {
        via_[to] = e;
        queue_.push_back(to);
      }
    }
  }
}

void Ties::try_whole(Attach const& attach, flow::SlotLoads const& loads, TieVerdict& verdict) {
  if (attach.unproven.is_some()) {
    verdict.verdict = Verdict::unproven;
    verdict.binding = attach.unproven;
    return;
  }
  walk_island(attach, [](std::uint32_t) { return false; });
  auto unproven = Limit{};
  for (auto const section : queue_) {
    (void)hang(section, via_[section], attach);
    if (!unproven.is_some()) {
      unproven = region_->sections()[section].unproven.is_some()
                     ? region_->sections()[section].unproven
                     : forest_->lacking_phase();
    }
  }
  verdict.binding = verifier_->worst();
  if (!verdict.binding.is_some()) {
    verdict.binding = unproven.is_some() ? unproven : first_unrated();
  }
  verdict.whole_island = !verdict.binding.is_some();
  if (!unproven.is_some()) {
    verdict.margin_kw = margin_of(*model_, *hosts_, *forest_, 0, loads, Reach::way_and_part).kw;
  }
  take_back();
  if (verdict.whole_island) {
    for (auto const section : queue_) {
      verdict.alone += region_->sections()[section].aims;
    }
  } else {
    feed_what_fits(attach, verdict);
  }
  if (verdict.whole_island || verdict.alone.users != 0) {
    verdict.verdict = Verdict::better_plan;
  } else {
    verdict.verdict = is_known(verdict.binding.value) ? Verdict::limit : Verdict::unproven;
  }
}

/// A line or switch that would carry load and has no rating.
Limit Ties::first_unrated() const {
  for (std::size_t i = 0; i < forest_->fed().size(); ++i) {
    for (auto const node : forest_->nodes_of(i)) {
      auto const row = forest_->row_of_dark(node);
      auto const& element = forest_->element(row);
      if (forest_->carries_more(row) && !is_known(element.limit_kva)) {
        return {.kind = element.kind, .row = element.row};
      }
    }
  }
  return {};
}

/// A walk from the tie that takes every section while sums without losses fit, cut back until the
/// power flow holds; else the nearest users.
void Ties::feed_what_fits(Attach const& attach, TieVerdict& verdict) {
  via_.assign(region_->sections().size(), kNowhere);
  queue_.clear();
  auto const try_section = [&](std::uint32_t section, std::uint32_t edge) {
    via_[section] = edge;
    if (region_->sections()[section].unproven.is_some()) {
      return;
    }
    if (hang(section, edge, attach)) {
      queue_.push_back(section);
    } else {
      forest_->unfeed();
    }
  };
  try_section(region_->edges()[attach.edge].a, attach.edge);
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    for (auto const e : region_->edges_of(queue_[i])) {
      auto const& edge = region_->edges()[e];
      auto const to = edge.a == queue_[i] ? edge.b : edge.a;
      if (edge.closed && edge.is_inner() && via_[to] == kNowhere) {
        try_section(to, e);
      }
    }
  }
  std::size_t holds = 0;
  auto breaks = forest_->fed().size() + 1;
  while (breaks - holds > 1) {
    auto const middle = holds == 0 && breaks == forest_->fed().size() + 1
                            ? breaks - 1
                            : holds + (breaks - holds) / 2;
    (verifier_->holds(middle, false) ? holds : breaks) = middle;
  }
  verdict.alone = aims_of_fed(holds);
  take_back();
  if (verdict.alone.users == 0) {
    verdict.alone = nearest_users(attach);
  }
}

Aims Ties::aims_of_fed(std::size_t n_fed) const {
  Aims aims;
  for (std::size_t i = 0; i < n_fed; ++i) {
    aims += region_->sections()[forest_->fed()[i].section].aims;
  }
  return aims;
}

/// The first of the sections with users nearest to the tie that can be fed, with what lies on the
/// way; nothing if none can.
Aims Ties::nearest_users(Attach const& attach) {
  auto const has_users = [&](std::uint32_t s) { return region_->sections()[s].aims.users != 0; };
  walk_island(attach, [&](std::uint32_t s) {
    return has_users(s) || region_->sections()[s].unproven.is_some();
  });
  for (auto const section : queue_) {
    if (!has_users(section) || region_->sections()[section].unproven.is_some()) {
      continue;
    }
    way_.assign(1, section);
    while (via_[way_.back()] != attach.edge) {
      auto const& edge = region_->edges()[via_[way_.back()]];
      way_.push_back(edge.a == way_.back() ? edge.b : edge.a);
    }
    auto reach = true;
    while (!way_.empty()) {
      (void)hang(way_.back(), via_[way_.back()], attach);
      reach = reach && !forest_->lacking_phase().is_some();
      way_.pop_back();
    }
    auto const holds =
        reach && !first_unrated().is_some() && verifier_->holds(forest_->fed().size(), false);
    auto const aims = holds ? aims_of_fed(forest_->fed().size()) : Aims{};
    take_back();
    if (holds) {
      return aims;
    }
  }
  return {};
}

void Ties::take_back() {
  while (!forest_->fed().empty()) {
    forest_->unfeed();
  }
}

void Ties::judge_use(Region const& region, Plan& plan) {
  for (auto& verdict : plan.ties) {
    if (std::binary_search(plan.closed.begin(), plan.closed.end(), verdict.tie)) {
      verdict.verdict = Verdict::used;
      continue;
    }
    if (verdict.verdict != Verdict::no_live_end) {
      continue;
    }
    auto const ends = model_->col().switch_ends[verdict.tie];
    for (auto const& part : plan.parts) {
      for (auto const end : {ends.a, ends.b}) {
        if (region.is_dark(end) &&
            std::binary_search(part.sections.begin(), part.sections.end(), end) &&
            region.is_dark(model_->other_end(verdict.tie, end))) {
          verdict.verdict = Verdict::better_plan;
        }
      }
    }
  }
}

}  // namespace tieline::transfer
