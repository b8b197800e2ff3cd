#include "engine/transfer/relief.hpp"

#include <algorithm>

namespace tieline::transfer {

using network::SwitchId;

namespace {

/// The switches a plan closes (or opens), ascending.
template <class Pick>
void list_switches(Region const& region, std::vector<std::uint32_t> const& edges,
                   std::span<Tail const> tails, Pick const& pick, std::vector<SwitchId>& list) {
  list.clear();
  for (auto const e : edges) {
    list.push_back(region.edges()[e].id);
  }
  for (auto const& tail : tails) {
    list.push_back(pick(tail));
  }
  std::sort(list.begin(), list.end());
}

/// Of two lists that one is lower which has the lowest switch that the other lacks.
[[nodiscard]] int compare_switches(std::span<SwitchId const> a, std::span<SwitchId const> b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    auto const x = i < a.size() ? a[i] : SwitchId::none();
    auto const y = i < b.size() ? b[i] : SwitchId::none();
    if (x != y) {
      return x < y ? -1 : 1;
    }
  }
  return 0;
}

}  // namespace

void ReliefSearch::search(Task const& task) {
  task_ = &task;
  best_ = task.first_level;
  best_tails_.clear();
  proven_ = true;
  work_ = 0;
  trials_.assign(task.tails.size(), Trial::not_yet);
  givers_.clear();
  for (std::uint32_t i = 0; i < task.tails.size(); ++i) {
    if (i == 0 || task.tails[i].from != task.tails[i - 1].from) {
      givers_.push_back({.first = i, .last = i});
    }
    givers_.back().last = i + 1;
  }
  for (std::size_t n_tail = 1; n_tail <= givers_.size() && proven_; ++n_tail) {
    auto const fewest = task.needed + 2 * n_tail;
    if (compare_aims(best_.served, task.possible) == 0 && fewest > best_.operations) {
      break;
    }
    search_sets(n_tail);
  }
}

/// Every way of so many trees to hand over one tail each.
void ReliefSearch::search_sets(std::size_t n_tail) {
  who_.resize(n_tail);
  what_.resize(n_tail);
  for (std::uint32_t i = 0; i < n_tail; ++i) {
    who_[i] = i;
    what_[i] = givers_[i].first;
  }
  do {
    if (work_ >= task_->most_work) {
      proven_ = false;
      return;
    }
    ++work_;
    if (is_allowed()) {
      search_with_set();
    }
  } while (proven_ && next_set());
}

/// The next tails of the same trees, else the next trees. False: these were the last.
bool ReliefSearch::next_set() {
  for (auto i = what_.size(); i-- > 0;) {
    if (++what_[i] < givers_[who_[i]].last) {
      return true;
    }
    what_[i] = givers_[who_[i]].first;
  }
  auto const n = who_.size();
  for (auto i = n; i-- > 0;) {
    if (who_[i] + (n - i) < givers_.size()) {
      ++who_[i];
      for (auto k = i + 1; k < n; ++k) {
        who_[k] = who_[k - 1] + 1;
      }
      for (std::size_t k = 0; k < n; ++k) {
        what_[k] = givers_[who_[k]].first;
      }
      return true;
    }
  }
  return false;
}

/// Each takes one tail at most, and none that hands one over itself.
bool ReliefSearch::is_allowed() {
  for (std::size_t i = 0; i < what_.size(); ++i) {
    auto const to = task_->tails[what_[i]].to;
    for (std::size_t k = 0; k < what_.size(); ++k) {
      if (task_->tails[what_[k]].from == to || (k < i && task_->tails[what_[k]].to == to)) {
        return false;
      }
    }
  }
  return std::ranges::all_of(what_, [&](std::uint32_t tail) { return may_stand(tail); });
}

/// Does the tail alone hold every limit? Where more load is never better, this is final.
bool ReliefSearch::may_stand(std::uint32_t tail) {
  if (!task_->monotone) {
    return true;
  }
  auto& trial = trials_[tail];
  if (trial == Trial::not_yet) {
    forest_->hand_over(task_->tails[tail]);
    trial = verifier_->holds(0, true) ? Trial::holds : Trial::breaks;
    forest_->take_tail_back();
  }
  return trial == Trial::holds;
}

bool ReliefSearch::hangs_on_tail(Attach const& attach) const {
  for (auto const at : what_) {
    auto const& tail = task_->tails[at];
    if (attach.host == tail.to) {
      return true;  // who takes a tail takes nothing of the dark area
    }
    if (attach.host == tail.from) {
      auto const& parent = hosts_->at(attach.host).tree.parent;
      for (auto row = attach.row; row >= tail.row && row != 0; row = parent[row]) {
        if (row == tail.row) {
          return true;
        }
      }
    }
  }
  return false;
}

void ReliefSearch::search_with_set() {
  rest_.sections.assign(task_->group.sections.begin(), task_->group.sections.end());
  rest_.attaches.clear();
  for (auto const attach : task_->group.attaches) {
    if (!hangs_on_tail(task_->attaches[attach])) {
      rest_.attaches.push_back(attach);
    }
  }
  if (rest_.attaches.empty()) {
    return;
  }
  std::uint32_t manual = 0;
  for (auto const at : what_) {
    forest_->hand_over(task_->tails[at]);
    manual += task_->tails[at].manual;
  }
  (void)branch_->search({.group = rest_,
                         .attaches = task_->attaches,
                         .monotone = task_->monotone,
                         .most_work = task_->most_work - work_,
                         .floor = &best_,
                         .operations = static_cast<std::uint32_t>(2 * what_.size()),
                         .manual = manual});
  work_ += branch_->work();
  proven_ = branch_->proven();
  if (branch_->found()) {
    keep_if_better();
  }
  for (std::size_t i = 0; i < what_.size(); ++i) {
    forest_->take_tail_back();
  }
}

/// What the search found is no worse than the best so far; where it is as good, lists decide.
void ReliefSearch::keep_if_better() {
  auto const& found = branch_->best();
  auto const tails = forest_->tails();
  auto order = compare_aims(best_.served, found.served);
  order = order != 0 ? order : (found.operations < best_.operations ? -1 : 0);
  order = order != 0 ? order : (found.manual < best_.manual ? -1 : 0);
  if (order == 0 && found.operations == best_.operations && found.manual == best_.manual) {
    auto const closes = [](Tail const& tail) { return tail.tie; };
    auto const opens = [](Tail const& tail) { return tail.opened; };
    list_switches(*region_, found.closed, tails, closes, list_);
    list_switches(*region_, best_.closed, best_tails_, closes, best_list_);
    order = compare_switches(list_, best_list_);
    if (order == 0) {
      list_switches(*region_, found.opened, tails, opens, list_);
      list_switches(*region_, best_.opened, best_tails_, opens, best_list_);
      order = compare_switches(list_, best_list_);
    }
  }
  if (order < 0) {
    best_ = found;
    best_tails_.assign(tails.begin(), tails.end());
  }
}

}  // namespace tieline::transfer
