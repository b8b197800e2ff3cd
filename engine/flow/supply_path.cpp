#include "engine/flow/supply_path.hpp"

#include <algorithm>
#include <utility>

namespace tieline::flow {

using network::NodeId;
using network::SectionId;
using network::SourceId;
using network::UserId;

namespace {

[[nodiscard]] bool is_busbar(network::NetworkModel const& model, SectionId section) {
  return model.col().section_parent[section].is_none() &&
         model.col().section_source[section].is_some();
}

}  // namespace

SupplyPath::SupplyPath(network::NetworkModel const& model)
    : model_{&model},
      at_{model.n_node()},
      seen_sections_{model.n_section()},
      total_state_(model.n_source()) {}

bool SupplyPath::trace(SupplyQuery const& query, SlotLoads& loads) {
  source_ = SourceId::none();
  unproven_ = {};
  unknown_user_ = UserId::none();
  elements_.clear();
  flows_.clear();
  flood(query);
  if (source_.is_none()) {
    return false;
  }
  mark_path();
  add_loads(query, loads);
  add_source(query, loads);
  if (!unproven_.is_some() && unknown_user_.is_some()) {
    unproven_ = {.kind = LimitKind::user_load, .row = unknown_user_.raw()};
  }
  return true;
}

void SupplyPath::flood(SupplyQuery const& query) {
  at_.clear();
  queue_.clear();
  busbar_.clear();
  at_.set(query.live, 0);
  queue_.push_back({.node = query.live, .parent = 0, .edge = kNoEdge});
  std::uint32_t done = 0;
  for (; done < queue_.size(); ++done) {
    expand(done, query, false);
  }
  if (source_.is_none()) {
    return;
  }
  // The limits of busbar lines on the way hold for the whole busbar: its other feeders count too.
  auto const root = model_->col().source_node[source_];
  if (queue_[busbar_.front()].node != root) {
    for (std::size_t k = 0; k < busbar_.size(); ++k) {
      expand(busbar_[k], query, true);
    }
    for (; done < queue_.size(); ++done) {
      expand(done, query, true);
    }
  }
}

/// Visits the neighbours of the `i`-th node.
void SupplyPath::expand(std::uint32_t i, SupplyQuery const& query, bool leave_busbar) {
  auto const visit = queue_[i];
  auto const inside_busbar = enter(i);
  for (auto const arc : model_->arcs(visit.node)) {
    if (arc.edge == visit.edge) {
      continue;
    }
    if (arc.is_switch() && (!query.closed.test(arc.as_switch()) ||
                            query.barred.contains(model_->col().node_section[arc.to]))) {
      continue;
    }
    if (at_.contains(arc.to)) {
      if (at_[arc.to] < i && !unproven_.is_some()) {  // a second way to a node met before
        unproven_ = arc.is_switch()
                        ? Limit{.kind = LimitKind::loop_switch, .row = arc.as_switch().raw()}
                        : Limit{.kind = LimitKind::loop_line, .row = arc.line().raw()};
      }
    } else if (!arc.is_switch() || !inside_busbar || leave_busbar) {
      at_.set(arc.to, static_cast<std::uint32_t>(queue_.size()));
      queue_.push_back({.node = arc.to, .parent = i, .edge = arc.edge});
    }
  }
}

/// Notes sources and busbars; true if the node lies in a source section.
bool SupplyPath::enter(std::uint32_t i) {
  auto const section = model_->col().node_section[queue_[i].node];
  if (!is_busbar(*model_, section)) {
    return false;
  }
  auto const source = model_->col().section_source[section];
  if (source_.is_none()) {
    source_ = source;
  }
  if (source == source_) {
    if (!std::exchange(queue_[i].in_busbar, true)) {
      busbar_.push_back(i);
    }
  } else if (!unproven_.is_some()) {  // two sources: a closed loop through the grid above
    unproven_ = {.kind = LimitKind::loop_switch,
                 .row = queue_[i].edge & ~network::NodeArc::kSwitchBit};
  }
  return true;
}

void SupplyPath::mark_path() {
  path_.clear();
  attach_.assign(queue_.size(), kNoEdge);
  for (auto i = at_[model_->col().source_node[source_]];; i = queue_[i].parent) {
    path_.push_back(i);
    if (i == 0) {
      break;
    }
  }
  std::reverse(path_.begin(), path_.end());
  for (std::size_t k = 0; k < path_.size(); ++k) {
    attach_[path_[k]] = static_cast<std::uint32_t>(k);
  }
  for (std::size_t i = 0; i < queue_.size(); ++i) {  // parents come first
    if (attach_[i] == kNoEdge) {
      attach_[i] = attach_[queue_[i].parent];
    }
  }
  for (std::size_t k = 1; k < path_.size(); ++k) {
    auto const& visit = queue_[path_[k]];
    elements_.push_back(
        element_of(*model_, {.to = queue_[visit.parent].node, .edge = visit.edge}, visit.node));
  }
}

void SupplyPath::add_loads(SupplyQuery const& query, SlotLoads& loads) {
  flows_.assign((elements_.size() + 1) * loads.n_slot(), Load{});
  seen_sections_.clear();
  for (auto const& visit : queue_) {
    auto const section = model_->col().node_section[visit.node];
    if (seen_sections_.contains(section)) {
      continue;
    }
    seen_sections_.set(section);
    for (auto const user : model_->users_of(section)) {
      add_user(user, model_->col().user_node[user], loads);
    }
  }
  for (auto const user : query.second_fed) {
    if (auto const node = model_->col().user_second_node[user]; at_.contains(node)) {
      add_user(user, node, loads);
    }
  }
  for (auto i = loads.n_slot(); i < elements_.size() * loads.n_slot(); ++i) {
    flows_[i] += flows_[i - loads.n_slot()];  // what hangs nearer to the tie flows here too
  }
}

void SupplyPath::add_user(UserId user, NodeId node, SlotLoads& loads) {
  auto const k = attach_[at_[node]];
  if (k == elements_.size()) {
    return;  // hangs on the source itself
  }
  auto const bucket = std::span{flows_}.subspan(k * loads.n_slot(), loads.n_slot());
  if (!loads.add(user, bucket)) {
    unknown_user_ = std::min(unknown_user_, user);
  }
}

void SupplyPath::add_source(SupplyQuery const& query, SlotLoads& loads) {
  auto const& col = model_->col();
  auto const rated = static_cast<double>(col.source_rated_kva[source_]);
  elements_.push_back({.kind = LimitKind::source,
                       .row = source_.raw(),
                       .limit_kva = rated * model_->settings().source_limit,
                       .per_kva = 1});
  auto const n_slot = loads.n_slot();
  auto const sum = std::span{flows_}.last(n_slot);
  auto const total = total_of(source_, loads);
  std::copy(total.begin(), total.end(), sum.begin());
  auto n_unknown = static_cast<std::int64_t>(total_state_[source_].n_unknown);
  one_user_.resize(n_slot);
  auto const add_section = [&](SectionId section, double sign) {
    for (auto const user : model_->users_of(section)) {
      std::fill(one_user_.begin(), one_user_.end(), Load{});
      if (!loads.add(user, one_user_)) {
        n_unknown += sign > 0 ? 1 : -1;
      }
      for (std::size_t s = 0; s < n_slot; ++s) {
        sum[s].kw += sign * one_user_[s].kw;
        sum[s].kvar += sign * one_user_[s].kvar;
      }
    }
  };
  for (auto const section : query.lost) {
    if (col.section_source[section] == source_) {
      add_section(section, -1);
    }
  }
  for (auto const& moved : query.moved) {
    if (auto const normal = col.section_source[moved.section]; normal != moved.to) {
      if (moved.to == source_) {
        add_section(moved.section, 1);
      } else if (normal == source_) {
        add_section(moved.section, -1);
      }
    }
  }
  for (auto const user : query.second_fed) {
    if (col.section_source[col.node_section[col.user_second_node[user]]] == source_) {
      loads.add(user, sum);
    }
  }
  if (n_unknown > 0) {
    unknown_user_ = std::min(unknown_user_, first_unknown(query));
  }
}

std::span<Load> SupplyPath::total_of(SourceId source, SlotLoads& loads) {
  auto const n_slot = loads.n_slot();
  if (auto const n = model_->n_source() * n_slot; totals_.size() < n) {
    totals_.resize(n);
  }
  auto const total = std::span{totals_}.subspan(source.index() * n_slot, n_slot);
  auto& state = total_state_[source];
  if (state.version != loads.version()) {
    state = {.version = loads.version(), .n_unknown = 0};
    std::fill(total.begin(), total.end(), Load{});
    auto const subtree = model_->subtree_of(model_->col().source_section[source]);
    for (auto const section : subtree) {
      for (auto const user : model_->users_of(section)) {
        state.n_unknown += loads.add(user, total) ? 0U : 1U;
      }
    }
  }
  return total;
}

/// The lowest user of the source with an unknown load, outside what it lost.
UserId SupplyPath::first_unknown(SupplyQuery const& query) const {
  auto const& col = model_->col();
  auto const is_unknown = [&](UserId user) {
    return !is_known(col.user_peak_kw[user]) && !is_known(col.user_load_kw[user]);
  };
  auto found = UserId::none();
  auto const look = [&](SectionId section) {
    for (auto const user : model_->users_of(section)) {
      if (is_unknown(user)) {
        found = std::min(found, user);
      }
    }
  };
  for (auto const section : model_->subtree_of(col.source_section[source_])) {
    if (!query.barred.contains(section)) {
      look(section);
    }
  }
  for (auto const& moved : query.moved) {
    if (moved.to == source_) {
      look(moved.section);
    }
  }
  return found;
}

}  // namespace tieline::flow
