// A good configuration before the long search: all ties grow together, then what two ties feed is
// planned anew while the rest stays (large neighbourhood search; P. Shaw, CP 1998). Where the
// search is short nothing of this runs.

#include <algorithm>

#include "engine/transfer/branch.hpp"

namespace tieline::transfer {

namespace {

constexpr std::uint64_t kShortSearch = 1'000;  ///< configurations; most islands need fewer
constexpr std::uint64_t kFirstDive = 500;
constexpr std::uint64_t kNeighbourhood = 400;
constexpr std::uint64_t kShareOfWork = 4;  ///< of what is left, one in so many for improving

}  // namespace

/// True: everything was looked at. Else what was done so far is taken back but for the best.
bool Branch::is_short_search() {
  if (explore(std::min(kShortSearch, task_->most_work))) {
    return true;
  }
  if (work_ >= task_->most_work) {
    return false;  // bound_the_rest() goes on from here
  }
  take_all_back();
  auto const until = work_ + (task_->most_work - work_) / kShareOfWork;
  grow_together_ = true;
  auto const all = explore(std::min(work_ + kFirstDive, until));
  if (!all) {
    take_all_back();
    improve(until);
  }
  grow_together_ = false;
  return all;
}

/// Plans what each two ties feed anew, until no two find better.
void Branch::improve(std::uint64_t until) {
  auto const& ties = task_->group.attaches;
  auto const n = ties.size();
  auto const n_pair = n < 2 ? n : n * (n - 1) / 2;
  for (std::size_t since_better = 0; since_better < n_pair;) {
    for (std::size_t i = 0; i < n; ++i) {
      for (auto j = n < 2 ? i : i + 1; j < n; ++j) {
        if (work_ >= until) {
          return;
        }
        auto const before = n_kept_;
        if (keep_but(ties[i], ties[j])) {
          (void)explore(std::min(work_ + kNeighbourhood, until));
        }
        take_all_back();
        since_better = n_kept_ == before ? since_better + 1 : 0;
        if (since_better >= n_pair) {
          return;
        }
      }
    }
  }
}

/// Feeds what the best configuration feeds through other ties than these two; the search does not
/// go back behind that. False: it cannot be fed in this order.
bool Branch::keep_but(std::uint32_t one, std::uint32_t other) {
  ++work_;
  tie_in_best_.assign(place_.size(), kNowhere);
  return std::ranges::all_of(best_.fed, [&](auto const& fed) {  // in the order they were fed
    auto const& edge = region_->edges()[fed.edge];
    auto const from = edge.a == fed.section ? edge.b : edge.a;
    auto const attach = edge.is_inner() ? tie_in_best_[from] : attach_of_[fed.edge];
    tie_in_best_[fed.section] = attach;
    if (attach == one || attach == other) {
      return true;
    }
    if (side_[fed.edge] != Side::undecided || place_[fed.section] != Place::undecided) {
      return false;
    }
    start_level({.edge = fed.edge, .attach = edge.is_inner() ? kNowhere : attach}, false);
    return feed(levels_.back().door);
  });
}

void Branch::take_all_back() {
  while (!levels_.empty()) {
    undo_to(levels_.back());
    levels_.pop_back();
  }
}

/// The door of the tie that has the most left; of equals the first.
bool Branch::roomiest_door(Door& door) const {
  auto found = false;
  auto most = 0.0;
  auto const look = [&](Door const& at) {
    if (side_[at.edge] != Side::undecided || place_[target_of(at)] != Place::undecided) {
      return;
    }
    auto const& edge = region_->edges()[at.edge];
    auto const from = place_[edge.a] == Place::fed ? edge.a : edge.b;
    auto const left = capacity_.left_of(at.attach != kNowhere ? at.attach : tie_of_[from]);
    if (!found || left > most) {
      found = true;
      most = left;
      door = at;
    }
  };
  std::for_each(closed_doors_.begin() + static_cast<std::ptrdiff_t>(closed_head_),
                closed_doors_.end(), look);
  std::for_each(open_doors_.begin() + static_cast<std::ptrdiff_t>(open_head_), open_doors_.end(),
                look);
  return found;
}

}  // namespace tieline::transfer
