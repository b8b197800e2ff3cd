#include "engine/transfer/branch.hpp"

#include <algorithm>

namespace tieline::transfer {

Answer const& Branch::search(Task const& task) {
  task_ = &task;
  begin(task);
  proven_ = is_short_search() || explore(task.most_work);
  if (proven_) {
    bound_ = best_.served;
  } else {
    bound_the_rest();
  }
  while (!forest_->fed().empty()) {
    forest_->unfeed();
  }
  return best_;
}

/// Goes on until `until` configurations were looked at. True: there are no more.
bool Branch::explore(std::uint64_t until) {
  while (work_ < until) {
    ++work_;
    if (!descend() && !backtrack()) {
      return true;
    }
  }
  return false;
}

void Branch::begin(Task const& task) {
  auto const n_edge = region_->edges().size();
  auto const n_section = region_->sections().size();
  side_.assign(n_edge, Side::undecided);
  in_best_.assign(n_edge, 0);
  attach_of_.assign(n_edge, kNowhere);
  place_.assign(n_section, Place::elsewhere);
  tie_of_.assign(n_section, kNowhere);
  flag_.assign(n_section, 0);
  seen_.assign(n_section, 0);
  flood_number_ = 0;
  changes_.clear();
  closed_doors_.clear();
  open_doors_.clear();
  closed_head_ = open_head_ = 0;
  levels_.clear();
  fed_level_.clear();
  operations_ = task.operations;
  manual_ = task.manual;
  needed_ = 0;
  found_ = task.floor == nullptr;  // feeding nothing is an answer
  possible_ = {};
  best_.served = task.floor == nullptr ? Aims{} : task.floor->served;
  best_.operations = task.floor == nullptr ? 0 : task.floor->operations;
  best_.manual = task.floor == nullptr ? 0 : task.floor->manual;
  best_.closed.clear();
  best_.opened.clear();
  best_.fed.clear();
  proven_ = true;
  grow_together_ = false;
  n_kept_ = 0;
  work_ = 0;
  for (auto const section : task.group.sections) {
    auto const can_be_fed = !region_->sections()[section].unproven.is_some();
    place_[section] = can_be_fed ? Place::undecided : Place::lost;
  }
  for (auto const attach : task.group.attaches) {
    attach_of_[task.attaches[attach].edge] = attach;
    open_doors_.push_back({.edge = task.attaches[attach].edge, .attach = attach});
  }
  capacity_.begin(*model_, *region_, *hosts_, *forest_, task.attaches, task.group);
  fix_other_switches();
  start_parts();
  possible_at_start_ = possible_;
  needed_at_start_ = needed_;
}

/// Switches the search has no say in count as decided.
void Branch::fix_other_switches() {
  for (std::uint32_t e = 0; e < side_.size(); ++e) {
    auto const& edge = region_->edges()[e];
    if (place_[edge.a] == Place::elsewhere) {
      side_[e] = edge.closed ? Side::feeds : Side::left_out;
    } else if (!edge.closed && !(edge.is_inner() ? edge.may_close() : attach_of_[e] != kNowhere)) {
      side_[e] = Side::left_out;
    }
  }
}

/// What no door leads to is lost from the start; every other part with users needs a closing.
void Branch::start_parts() {
  ++flood_number_;
  flooded_.clear();
  for (auto const& door : open_doors_) {
    (void)collect(target_of(door), false);
  }
  for (auto const section : task_->group.sections) {
    if (place_[section] == Place::undecided) {
      if (seen_[section] == flood_number_) {
        possible_ += region_->sections()[section].aims;
      } else {
        place_[section] = Place::lost;
      }
    }
    if (place_[section] == Place::lost) {
      capacity_.lose(section);
    }
  }
  ++flood_number_;
  for (auto const section : task_->group.sections) {
    if (place_[section] == Place::undecided && seen_[section] != flood_number_ &&
        region_->sections()[section].aims.users != 0) {
      (void)collect(section, true);
      flag_[section] = 1;
      ++needed_;
    }
  }
}

/// `both_sides`: leaving the door out is to be tried, too.
void Branch::start_level(Door const& door, bool both_sides) {
  levels_.push_back({.door = door,
                     .n_change = changes_.size(),
                     .n_closed_door = closed_doors_.size(),
                     .n_open_door = open_doors_.size(),
                     .closed_head = closed_head_,
                     .open_head = open_head_,
                     .operations = operations_,
                     .manual = manual_,
                     .fed = both_sides});
}

/// Decides one more switch. False: nothing better lies here.
bool Branch::descend() {
  if (is_hopeless()) {
    return false;
  }
  auto door = Door{};
  if (!next_door(door)) {
    judge_leaf();
    return false;
  }
  start_level(door, true);
  if (!feed(door)) {
    undo_to(levels_.back());
    levels_.back().fed = false;
    leave_out(door);
  }
  return true;
}

/// To the other side of the last switch that was tried on one side only. False: there is none.
bool Branch::backtrack() {
  while (!levels_.empty()) {
    auto& level = levels_.back();
    undo_to(level);
    if (level.fed) {
      level.fed = false;
      leave_out(level.door);
      return true;
    }
    levels_.pop_back();
  }
  return false;
}

/// The most that what was not looked at could serve.
void Branch::bound_the_rest() {
  bound_ = best_.served;
  do {
    auto most = possible_;
    capacity_.lower(most, bound_);
    if (compare_aims(most, bound_) > 0) {
      bound_ = most;
    }
  } while (backtrack());
}

bool Branch::is_hopeless() const {
  auto most = possible_;
  capacity_.lower(most, best_.served);
  if (auto const c = compare_aims(most, best_.served); c != 0) {
    return c < 0;
  }
  if (compare_aims(possible_, most) != 0) {  // something must be shed: who needs a closing is open
    return operations_ > best_.operations ||
           (operations_ == best_.operations && manual_ > best_.manual);
  }
  if (operations_ + needed_ != best_.operations) {
    return operations_ + needed_ > best_.operations;
  }
  if (manual_ != best_.manual) {
    return manual_ > best_.manual;
  }
  return found_ && is_later_in_lists();
}

/// Is an end of this undecided switch fed, or may it still be?
bool Branch::may_matter(std::uint32_t edge) const {
  auto const& ends = region_->edges()[edge];
  return place_[ends.a] != Place::lost || (ends.is_inner() && place_[ends.b] != Place::lost);
}

/// Serves and costs at most what the best does: can its lists of switches still be lower? Going up
/// through the switches, the first that must differ decides.
bool Branch::is_later_in_lists() const {
  for (auto const closings : {true, false}) {
    for (std::uint32_t e = 0; e < side_.size(); ++e) {
      auto const is_closed = region_->edges()[e].closed;
      if (is_closed == closings) {
        continue;
      }
      auto const operated = closings ? Side::feeds : Side::left_out;
      if (side_[e] == Side::undecided && may_matter(e)) {
        if (in_best_[e] == 0) {
          return false;
        }
      } else if ((side_[e] == operated) != (in_best_[e] != 0)) {
        return in_best_[e] != 0;
      }
    }
  }
  return true;
}

void Branch::judge_leaf() {
  auto const before = verifier_->rows_solved();
  constexpr std::uint64_t kRowsPerWork = 256;
  if (verifier_->holds(forest_->fed().size(), false)) {
    keep();
  } else if (task_->monotone) {
    jump_back();
  }
  work_ += (verifier_->rows_solved() - before) / kRowsPerWork;
}

/// Back to the section whose feeding alone, after those before it, breaks a limit.
void Branch::jump_back() {
  std::size_t holds = 0;
  auto breaks = forest_->fed().size();
  if (verifier_->holds(breaks, true)) {
    return;  // loads that fall with the voltage: a larger configuration may hold
  }
  while (breaks - holds > 1) {
    auto const middle = holds + (breaks - holds) / 2;
    (verifier_->holds(middle, true) ? holds : breaks) = middle;
  }
  auto const level = fed_level_[breaks - 1];
  while (levels_.size() > level + 1) {
    undo_to(levels_.back());
    levels_.pop_back();
  }
}

void Branch::keep() {
  found_ = true;
  ++n_kept_;
  best_.served = possible_;
  best_.operations = operations_;
  best_.manual = manual_;
  best_.closed.clear();
  best_.opened.clear();
  best_.fed.assign(forest_->fed().begin(), forest_->fed().end());
  for (std::uint32_t e = 0; e < side_.size(); ++e) {
    auto const is_closed = region_->edges()[e].closed;
    in_best_[e] = side_[e] == (is_closed ? Side::left_out : Side::feeds) ? 1 : 0;
    if (in_best_[e] != 0) {
      (is_closed ? best_.opened : best_.closed).push_back(e);
    }
  }
}

}  // namespace tieline::transfer
