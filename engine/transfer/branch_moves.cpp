// The moves of the search and how they are taken back.

#include "engine/transfer/branch.hpp"

namespace tieline::transfer {

void Branch::undo_to(Level const& level) {
  while (changes_.size() > level.n_change) {
    auto const change = changes_.back();
    changes_.pop_back();
    switch (change.what) {
      case Undo::side:
        if (side_[change.row] == Side::left_out && attach_of_[change.row] != kNowhere) {
          capacity_.reopen(attach_of_[change.row]);
        }
        side_[change.row] = Side::undecided;
        break;
      case Undo::fed:
        capacity_.unfeed(change.row, tie_of_[change.row]);
        place_[change.row] = Place::undecided;
        forest_->unfeed();
        fed_level_.pop_back();
        break;
      case Undo::lost:
        place_[change.row] = Place::undecided;
        possible_ += region_->sections()[change.row].aims;
        capacity_.find_again(change.row);
        break;
      case Undo::flag_set:
        flag_[change.row] = 0;
        --needed_;
        break;
      case Undo::flag_cleared:
        flag_[change.row] = 1;
        ++needed_;
        break;
    }
  }
  closed_doors_.resize(level.n_closed_door);
  open_doors_.resize(level.n_open_door);
  closed_head_ = level.closed_head;
  open_head_ = level.open_head;
  operations_ = level.operations;
  manual_ = level.manual;
}

/// The next switch to decide: closed ones first, since they cost nothing.
bool Branch::next_door(Door& door) {
  if (grow_together_ && roomiest_door(door)) {
    return true;
  }
  for (; closed_head_ < closed_doors_.size(); ++closed_head_) {
    door = closed_doors_[closed_head_];
    if (side_[door.edge] == Side::undecided) {
      return true;
    }
  }
  for (; open_head_ < open_doors_.size(); ++open_head_) {
    door = open_doors_[open_head_];
    if (side_[door.edge] == Side::undecided && place_[target_of(door)] == Place::undecided) {
      return true;
    }
  }
  return false;
}

/// The dark section the door would feed.
std::uint32_t Branch::target_of(Door const& door) const {
  auto const& edge = region_->edges()[door.edge];
  return edge.is_inner() && place_[edge.a] == Place::fed ? edge.b : edge.a;
}

bool Branch::feed(Door const& door) {
  auto const& edge = region_->edges()[door.edge];
  auto const section = target_of(door);
  auto row = kNowhere;
  if (door.attach != kNowhere) {
    auto const& attach = task_->attaches[door.attach];
    tie_of_[section] = door.attach;
    row = forest_->row_of_live(attach.host, attach.row);
  } else {
    tie_of_[section] = tie_of_[edge.a == section ? edge.b : edge.a];
    row = forest_->row_of_dark(edge.a == section ? edge.node_b : edge.node_a);
  }
  decide(door.edge, Side::feeds);
  if (!edge.closed) {
    operate(door.edge);
    ++flood_number_;
    flooded_.clear();
    (void)collect(section, true);
    for (auto const s : flooded_) {
      set_flag(s, false);
    }
  }
  fed_level_.push_back(static_cast<std::uint32_t>(levels_.size() - 1));
  place(section, Place::fed);
  auto const within =
      forest_->feed(section, door.edge, row, task_->attaches[tie_of_[section]].host);
  if (within) {
    settle_around(section);
  }
  return within;
}

/// Switches of a section just fed: those that must be open, and the new doors.
void Branch::settle_around(std::uint32_t section) {
  for (auto const e : region_->edges_of(section)) {
    if (side_[e] != Side::undecided) {
      continue;
    }
    auto const& edge = region_->edges()[e];
    auto const other = edge.a == section ? edge.b : edge.a;
    if (other != kNowhere && other != section && place_[other] == Place::undecided) {
      if (edge.closed) {
        closed_doors_.push_back({.edge = e});
      } else if (edge.may_close()) {
        open_doors_.push_back({.edge = e});
      }
      continue;
    }
    decide(e, Side::left_out);
    if (edge.closed) {
      operate(e);
    }
  }
}

void Branch::leave_out(Door const& door) {
  auto const section = target_of(door);
  decide(door.edge, Side::left_out);
  auto const was_closed = region_->edges()[door.edge].closed;
  if (was_closed) {
    operate(door.edge);
  }
  ++flood_number_;
  flooded_.clear();
  if (!collect(section, false)) {
    for (auto const s : flooded_) {
      set_flag(s, false);
      place(s, Place::lost);
    }
    return;
  }
  if (was_closed) {
    ++flood_number_;
    flooded_.clear();
    if (!collect(section, true)) {
      for (auto const s : flooded_) {
        if (region_->sections()[s].aims.users != 0) {
          set_flag(s, true);
          return;
        }
      }
    }
  }
}

void Branch::decide(std::uint32_t edge, Side side) {
  side_[edge] = side;
  if (side == Side::left_out && attach_of_[edge] != kNowhere) {
    capacity_.shut(attach_of_[edge]);
  }
  changes_.push_back({.what = Undo::side, .row = edge});
}

void Branch::operate(std::uint32_t edge) {
  ++operations_;
  manual_ += region_->edges()[edge].manual ? 1U : 0U;
}

void Branch::place(std::uint32_t section, Place where) {
  place_[section] = where;
  if (where == Place::fed) {
    capacity_.feed(section, tie_of_[section]);
  } else {
    capacity_.lose(section);
  }
  changes_.push_back({.what = where == Place::fed ? Undo::fed : Undo::lost, .row = section});
  if (where == Place::lost) {
    possible_ -= region_->sections()[section].aims;
  }
}

void Branch::set_flag(std::uint32_t section, bool value) {
  if ((flag_[section] != 0) == value) {
    return;
  }
  flag_[section] = value ? 1 : 0;
  needed_ += value ? 1U : 0xFFFF'FFFFU;
  changes_.push_back({.what = value ? Undo::flag_set : Undo::flag_cleared, .row = section});
}

/// Adds to flooded_ what undecided switches join to `from` among undecided sections. True: a door
/// leads into it. Sections that carry the number of this flood already are passed over.
bool Branch::collect(std::uint32_t from, bool closed_only) {
  auto has_door = false;
  auto const enter = [&](std::uint32_t section) {
    if (place_[section] == Place::fed) {
      has_door = true;
    } else if (place_[section] == Place::undecided && seen_[section] != flood_number_) {
      seen_[section] = flood_number_;
      flooded_.push_back(section);
    }
  };
  auto i = flooded_.size();
  enter(from);
  for (; i < flooded_.size(); ++i) {
    auto const here = flooded_[i];
    for (auto const e : region_->edges_of(here)) {
      auto const& edge = region_->edges()[e];
      if (side_[e] != Side::undecided || (closed_only && !edge.closed)) {
        continue;
      }
      if (edge.is_inner()) {
        if (edge.closed || edge.may_close()) {
          enter(edge.a == here ? edge.b : edge.a);
        }
      } else if (attach_of_[e] != kNowhere) {
        has_door = true;
      }
    }
  }
  return has_door;
}

}  // namespace tieline::transfer
