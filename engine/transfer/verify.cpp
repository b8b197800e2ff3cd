#include "engine/transfer/verify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tieline::transfer {

using flow::kLimitTolerance;
using flow::Limit;
using flow::LimitKind;
using flow::Load;
using flow::RadialTree;

namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

}  // namespace

void Verifier::begin(std::size_t n_slot, flow::SlotLoads const& loads) {
  n_slot_ = n_slot;
  loads_ = &loads;
  rows_solved_ = 0;
}

bool Verifier::holds(std::size_t n_fed, bool least_loads) {
  return check(n_fed, least_loads, false);
}

Limit Verifier::worst() {
  check(forest_->fed().size(), false, true);
  return worst_;
}

bool Verifier::check(std::size_t n_fed, bool least_loads, bool to_the_end) {
  auto const& settings = model_->settings();
  model_of_loads_ = least_loads ? flow::LoadModel{} : hosts_->load_model();
  auto const lowest = std::min(settings.vmin_pu, 1.0);
  share_ = least_loads ? 1 - settings.load_z_share * (1 - lowest * lowest) -
                             settings.load_i_share * (1 - lowest)
                       : 1;
  worst_ = {};
  worst_beyond_ = 0;
  impedance_unknown_ = false;
  n_total_ = 0;
  changed_.clear();
  for (std::size_t i = 0; i < n_fed; ++i) {
    note_changed(forest_->fed()[i].host);
  }
  for (auto const& tail : forest_->tails()) {
    note_changed(tail.from);
    note_changed(tail.to);
  }
  auto all = true;
  for (auto const host : changed_) {
    all = check_host(host, n_fed, to_the_end) && all;
    if (!all && !to_the_end) {
      return false;
    }
  }
  if (share_ < 1) {
    return all;  // sums of least loads say nothing against what other trees really draw
  }
  return check_sources(to_the_end) && all;
}

void Verifier::note_changed(std::uint32_t host) {
  if (std::find(changed_.begin(), changed_.end(), host) == changed_.end()) {
    changed_.push_back(host);
  }
}

/// Rows of what hangs on the host now, loads included.
void Verifier::hang_on(std::uint32_t host, std::size_t n_fed, RadialTree& tree) {
  tree_row_.resize(region_->n_node());
  auto const base = hosts_->at(host).first_row;
  for (std::size_t i = 0; i < n_fed; ++i) {
    if (forest_->fed()[i].host != host) {
      continue;
    }
    for (auto const node : forest_->nodes_of(i)) {
      auto const at = region_->number_of(node);
      auto const row = forest_->row_of_dark(node);
      auto const up = forest_->parent(row);
      auto const impedance = forest_->impedance(row);
      tree_row_[at] = static_cast<std::uint32_t>(tree.n());
      auto const is_live = up < forest_->first_dark();
      auto const above = is_live ? up - base : tree_row_[up - forest_->first_dark()];
      tree.parent.push_back(is_live && &tree == &moved_ ? moved_row_[above] : above);
      tree.r_ohm.push_back(impedance.r);
      tree.x_ohm.push_back(impedance.x);
      tree.node.push_back(node);
      tree.element.push_back(forest_->element(row));
      impedance_unknown_ = impedance_unknown_ || !impedance.known;
      for (std::size_t s = 0; s < n_slot_; ++s) {
        tree.load.push_back(region_->loads()[at * n_slot_ + s]);
      }
    }
  }
}

bool Verifier::has_tail(std::uint32_t host) const {
  return std::ranges::any_of(
      forest_->tails(), [&](Tail const& tail) { return tail.from == host || tail.to == host; });
}

/// The host's tree with the tail it takes, or without the one it hands over.
void Verifier::copy_tree(std::uint32_t host) {
  auto const tail = std::ranges::find_if(
      forest_->tails(), [&](Tail const& t) { return t.from == host || t.to == host; });
  copy_without(host, tail->from == host ? *tail : Tail{.row = kNowhere});
  if (tail->to == host) {
    append_tail(*tail);
  }
}

void Verifier::copy_without(std::uint32_t host, Tail const& tail) {
  auto const& tree = hosts_->at(host).tree;
  moved_.clear();
  moved_.n_slot = tree.n_slot;
  moved_.root_kv = tree.root_kv;
  moved_.root_pu = tree.root_pu;
  moved_row_.assign(tree.n(), kNowhere);
  for (std::uint32_t i = 0; i < tree.n(); ++i) {
    if (i == tail.row || (i != 0 && moved_row_[tree.parent[i]] == kNowhere)) {
      continue;
    }
    copy_row(tree, i, i == 0 ? 0 : moved_row_[tree.parent[i]], tree.element[i], i);
    moved_row_[i] = static_cast<std::uint32_t>(moved_.n() - 1);
  }
}

/// Row `i` of `tree`, hung onto row `parent` by the element that row `via` has there.
void Verifier::copy_row(RadialTree const& tree, std::uint32_t i, std::uint32_t parent,
                        flow::Element const& element, std::uint32_t via) {
  moved_.parent.push_back(parent);
  moved_.node.push_back(tree.node[i]);
  moved_.element.push_back(element);
  moved_.r_ohm.push_back(via == kNowhere ? 0 : tree.r_ohm[via]);
  moved_.x_ohm.push_back(via == kNowhere ? 0 : tree.x_ohm[via]);
  for (std::size_t s = 0; s < tree.n_slot; ++s) {
    moved_.load.push_back(tree.load_at(i, s));
  }
}

/// Hangs a tail onto the tree in moved_, turned so that it begins at its tie.
void Verifier::append_tail(Tail const& tail) {
  auto const& tree = hosts_->at(tail.from).tree;
  tail_row_.assign(tree.n(), kNowhere);
  auto up = moved_row_[tail.to_row];
  auto via = kNowhere;
  auto element =
      flow::element_of(*model_, {.to = {}, .edge = tail.tie.raw() | network::NodeArc::kSwitchBit},
                       tree.node[tail.tie_row]);
  for (auto i = tail.tie_row;; i = tree.parent[i]) {
    copy_row(tree, i, up, element, via);
    up = tail_row_[i] = static_cast<std::uint32_t>(moved_.n() - 1);
    if (i == tail.row) {
      break;
    }
    via = i;
    element = tree.element[i];
  }
  for (auto i = tail.row + 1; i < tree.n(); ++i) {
    if (tail_row_[i] == kNowhere && tail_row_[tree.parent[i]] != kNowhere) {
      copy_row(tree, i, tail_row_[tree.parent[i]], tree.element[i], i);
      tail_row_[i] = static_cast<std::uint32_t>(moved_.n() - 1);
    }
  }
}

bool Verifier::check_host(std::uint32_t host_at, std::size_t n_fed, bool to_the_end) {
  auto& host = hosts_->at(host_at);
  impedance_unknown_ = impedance_unknown_ || host.tree.impedance_unknown.is_some();
  auto all = true;
  if (has_tail(host_at)) {
    copy_tree(host_at);
    hang_on(host_at, n_fed, moved_);
    all = solve_tree(moved_, host, to_the_end);
  } else {
    auto& tree = host.tree;
    auto const n = tree.n();
    hang_on(host_at, n_fed, tree);
    all = solve_tree(tree, host, to_the_end);
    tree.parent.resize(n);
    tree.r_ohm.resize(n);
    tree.x_ohm.resize(n);
    tree.node.resize(n);
    tree.element.resize(n);
    tree.load.resize(n * n_slot_);
  }
  if (all || to_the_end) {
    auto const& before = hosts_->solved(host_at).before;
    auto& after = after_of(host.source);
    for (std::size_t slot = 0; slot < n_slot_; ++slot) {
      after[slot] -= before[slot];
    }
  }
  return all;
}

bool Verifier::solve_tree(RadialTree& tree, Host const& host, bool to_the_end) {
  if (share_ < 1) {
    scaled_.assign(tree.load.begin(), tree.load.end());
    for (auto& load : tree.load) {
      load = {.kw = load.kw * share_, .kvar = load.kvar * share_};
    }
  }
  auto all = true;
  auto& after = after_of(host.source);
  for (std::size_t slot = 0; slot < n_slot_ && (all || to_the_end); ++slot) {
    auto const& summary = hosts_->flow().solve(tree, slot, model_of_loads_);
    rows_solved_ += tree.n();
    if (!summary.converged) {
      all = false;
      note({.kind = LimitKind::no_solution,
            .row = host.source.raw(),
            .value = kUnknown,
            .limit = kUnknown,
            .hour = loads_->slot(slot).hour},
           kEndless);
      continue;
    }
    after[slot] += summary.from_root;
    all = check_rows(tree, slot, to_the_end) && all;
  }
  if (share_ < 1) {
    std::copy(scaled_.begin(), scaled_.end(), tree.load.begin());
  }
  return all;
}

bool Verifier::check_rows(RadialTree const& tree, std::size_t slot, bool to_the_end) {
  auto const& settings = model_->settings();
  auto const& flow = hosts_->flow();
  auto all = true;
  auto const hour = loads_->slot(slot).hour;
  auto const low = settings.vmin_pu * (1 - kLimitTolerance);
  auto const high = settings.vmax_pu * (1 + kLimitTolerance);
  auto const& summary = flow.summary();
  if (summary.lowest_pu < low) {
    all = false;
    note({.kind = LimitKind::voltage_low,
          .row = tree.node[summary.lowest_row].raw(),
          .value = summary.lowest_pu,
          .limit = settings.vmin_pu,
          .hour = hour},
         settings.vmin_pu / summary.lowest_pu);
  }
  if (summary.highest_pu > high) {
    all = false;
    note({.kind = LimitKind::voltage_high,
          .row = tree.node[summary.highest_row].raw(),
          .value = summary.highest_pu,
          .limit = settings.vmax_pu,
          .hour = hour},
         summary.highest_pu / settings.vmax_pu);
  }
  for (std::size_t i = 1; i < tree.n() && (all || to_the_end); ++i) {
    auto const& element = tree.element[i];
    if (!is_known(element.limit_kva)) {
      continue;
    }
    auto const limit = element.limit_kva * element.per_kva;
    auto const amps = flow.current_a(i);
    if (amps > limit * (1 + kLimitTolerance)) {
      all = false;
      note({.kind = element.kind, .row = element.row, .value = amps, .limit = limit, .hour = hour},
           limit > 0 ? amps / limit : kEndless);
    }
  }
  return all;
}

bool Verifier::check_sources(bool to_the_end) {
  auto all = true;
  for (std::uint32_t i = 0; i < n_total_ && (all || to_the_end); ++i) {
    auto const source = totals_[i].source;
    auto const& total = hosts_->total_of(source);
    auto const limit = hosts_->source_limit_kva(source);
    for (std::size_t slot = 0; slot < n_slot_; ++slot) {
      auto const kw = total.before[slot].kw + totals_[i].after[slot].kw;
      auto const kvar = total.before[slot].kvar + totals_[i].after[slot].kvar;
      auto const kva = std::sqrt(kw * kw + kvar * kvar);
      if (kva > limit * (1 + kLimitTolerance)) {
        all = false;
        note({.kind = LimitKind::source,
              .row = source.raw(),
              .value = kva,
              .limit = limit,
              .hour = loads_->slot(slot).hour},
             limit > 0 ? kva / limit : kEndless);
      }
    }
  }
  return all;
}

/// What a source sends out beyond what it did before, by slot.
std::vector<Load>& Verifier::after_of(network::SourceId source) {
  for (std::uint32_t i = 0; i < n_total_; ++i) {
    if (totals_[i].source == source) {
      return totals_[i].after;
    }
  }
  if (n_total_ == totals_.size()) {
    totals_.emplace_back();
  }
  auto& total = totals_[n_total_++];
  total.source = source;
  total.after.assign(n_slot_, Load{});
  return total.after;
}

void Verifier::note(Limit const& limit, double beyond) {
  if (beyond > worst_beyond_ * (1 + kLimitTolerance)) {
    worst_beyond_ = beyond;
    worst_ = limit;
  }
}

}  // namespace tieline::transfer
