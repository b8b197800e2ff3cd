#include "engine/flow/tree_grower.hpp"

#include <algorithm>

namespace tieline::flow {

using network::NodeArc;
using network::NodeId;
using network::SectionId;
using network::SourceId;
using network::SwitchId;
using network::UserId;

namespace {

/// The edge of a row that has none: no line, and no switch either.
constexpr std::uint32_t kNoEdgeYet = 0xFFFF'FFFFU;

[[nodiscard]] Limit loop_at(NodeArc arc) {
  return arc.is_switch() ? Limit{.kind = LimitKind::loop_switch, .row = arc.as_switch().raw()}
                         : Limit{.kind = LimitKind::loop_line, .row = arc.line().raw()};
}

void note(Limit& first, Limit const& found) {
  if (!first.is_some()) {
    first = found;
  }
}

}  // namespace

TreeGrower::TreeGrower(network::NetworkModel const& model)
    : model_{&model},
      first_source_{model.n_node(), SourceId::none()},
      next_source_{model.n_source(), SourceId::none()},
      rows_{model.n_node()},
      seen_sections_{model.n_section()} {
  for (auto i = model.n_source(); i-- > 0;) {
    auto const source = SourceId{i};
    auto& first = first_source_[model.col().source_node[source]];
    next_source_[source] = first;
    first = source;
  }
}

/// Does the user hang on its second supply now?
bool TreeGrower::changed_over(UserId user, GrowScope const& scope) const {
  return model_->col().user_second_node[user].is_some() &&
         std::ranges::binary_search(scope.second_fed, user);
}

/// The source in service at a node.
SourceId TreeGrower::source_at(NodeId node, GrowScope const& scope) const {
  auto source = first_source_[node];
  while (source.is_some() && std::ranges::find(scope.out, source) != scope.out.end()) {
    source = next_source_[source];
  }
  return source;
}

bool TreeGrower::grow_around(NodeId live, GrowScope const& scope, SlotLoads& loads,
                             RadialTree& tree) {
  tree.clear();
  rows_.clear();
  source_ = SourceId::none();
  if (scope.barred.contains(model_->col().node_section[live]) || !flood(live, scope, tree)) {
    rows_.clear();
    tree.clear();
    return false;
  }
  auto const& col = model_->col();
  auto const root = col.source_node[source_];
  tree.n_slot = loads.n_slot();
  tree.source = source_;
  tree.root_kv = static_cast<double>(col.node_kv[root]);
  tree.root_pu = static_cast<double>(col.source_voltage_pu[source_]);
  entry_.clear();
  add_row(tree, 0, root, {.to = root, .edge = kNoEdgeYet});
  walk(0, tree, [&](NodeArc arc) {
    return rows_.contains(arc.to) && (!arc.is_switch() || scope.closed.test(arc.as_switch()));
  });
  add_loads(0, scope, loads, tree);
  return true;
}

/// Marks everything joined to `live` without passing a source's node, and finds the lowest source.
bool TreeGrower::flood(NodeId live, GrowScope const& scope, RadialTree& tree) {
  queue_.clear();
  if (source_ = source_at(live, scope); source_.is_some()) {
    return true;
  }
  rows_.set(live, kReached);
  queue_.push_back(live);
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    for (auto const arc : model_->arcs(queue_[i])) {
      if (arc.is_switch() && (!scope.closed.test(arc.as_switch()) ||
                              scope.barred.contains(model_->col().node_section[arc.to]))) {
        continue;
      }
      if (auto const source = source_at(arc.to, scope); source.is_some()) {
        if (source_.is_some() && source != source_) {
          note(tree.unproven, loop_at(arc));
        }
        source_ = std::min(source_, source);
      } else if (!rows_.contains(arc.to)) {
        rows_.set(arc.to, kReached);
        queue_.push_back(arc.to);
      }
    }
  }
  return source_.is_some();
}

/// Gives rows to all that `may_enter`, breadth first from row `first`; entry_[0] belongs to it.
template <class MayEnter>
void TreeGrower::walk(std::uint32_t first, RadialTree& tree, MayEnter const& may_enter) {
  for (auto row = first; row < tree.n(); ++row) {
    auto const here = tree.node[row];
    auto const towards_root = entry_[row - first].edge;
    for (auto const arc : model_->arcs(here)) {
      if (arc.edge == towards_root || !may_enter(arc)) {
        continue;
      }
      auto const met = row_of(tree, arc.to);
      if (met == kNoRow) {
        add_row(tree, row, arc.to, {.to = here, .edge = arc.edge});
      } else if (met <= row) {  // else judged from the far end
        note(tree.unproven, loop_at(arc));
      }
    }
  }
}

void TreeGrower::add_row(RadialTree& tree, std::uint32_t parent, NodeId node, NodeArc arc) {
  auto const& col = model_->col();
  rows_.set(node, static_cast<std::uint32_t>(tree.n()));
  entry_.push_back(arc);
  auto r = 0.0;
  auto x = 0.0;
  auto phases = tree.phases.empty() ? network::kAllPhases : tree.phases[parent];
  if (arc.edge != kNoEdgeYet && !arc.is_switch()) {
    phases &= col.line_phases[arc.line()];
    r = static_cast<double>(col.line_r_ohm[arc.line()]);
    x = static_cast<double>(col.line_x_ohm[arc.line()]);
    if (!is_known(r) || !is_known(x)) {
      r = 0;
      x = 0;
      note(tree.impedance_unknown, {.kind = LimitKind::line, .row = arc.line().raw()});
    }
  }
  tree.parent.push_back(parent);
  tree.r_ohm.push_back(r);
  tree.x_ohm.push_back(x);
  tree.node.push_back(node);
  tree.phases.push_back(phases);
  tree.element.push_back(arc.edge == kNoEdgeYet ? Element{} : element_of(*model_, arc, node));
}

/// Loads of all rows from `first` on.
void TreeGrower::add_loads(std::uint32_t first, GrowScope const& scope, SlotLoads& loads,
                           RadialTree& tree) {
  auto const& col = model_->col();
  tree.load.resize(tree.n() * tree.n_slot);
  seen_sections_.clear();
  unknown_user_ = UserId::none();
  auto const row_here = [&](NodeId node) {
    auto const row = row_of(tree, node);
    return row >= first && row != 0 ? row : kNoRow;
  };
  for (auto row = std::max(first, 1U); row < tree.n(); ++row) {
    auto const section = col.node_section[tree.node[row]];
    if (seen_sections_.contains(section)) {
      continue;
    }
    seen_sections_.set(section);
    for (auto const user : model_->users_of(section)) {
      if (auto const at = row_here(col.user_node[user]);
          at != kNoRow && !changed_over(user, scope)) {
        add_load(user, at, loads, tree);
      }
    }
  }
  for (auto const user : scope.second_fed) {
    if (auto const at = row_here(col.user_second_node[user]); at != kNoRow) {
      add_load(user, at, loads, tree);
    }
  }
  if (unknown_user_.is_some()) {
    note(tree.unproven, {.kind = LimitKind::user_load, .row = unknown_user_.raw()});
  }
}

void TreeGrower::add_load(UserId user, std::uint32_t row, SlotLoads& loads, RadialTree& tree) {
  if (!loads.add(user, std::span{tree.load}.subspan(row * tree.n_slot, tree.n_slot))) {
    unknown_user_ = std::min(unknown_user_, user);
  }
}

std::uint32_t TreeGrower::append(std::uint32_t row, SwitchId tie, GrowScope const& scope,
                                 StampMap<SectionId> const& inside, SlotLoads& loads,
                                 RadialTree& tree) {
  auto const ends = model_->col().switch_nodes[tie];
  auto const here = tree.node[row];
  TIELINE_DCHECK(ends.a == here || ends.b == here);
  auto const there = ends.a == here ? ends.b : ends.a;
  auto const first = static_cast<std::uint32_t>(tree.n());
  entry_.clear();
  add_row(tree, row, there, {.to = here, .edge = tie.raw() | NodeArc::kSwitchBit});
  walk(first, tree, [&](NodeArc arc) {
    return !arc.is_switch() || (scope.closed.test(arc.as_switch()) &&
                                inside.contains(model_->col().node_section[arc.to]));
  });
  check_phases(first, tree);
  add_loads(first, scope, loads, tree);
  return first;
}

/// Sections from row `first` on whose own lines have a phase that does not reach them.
void TreeGrower::check_phases(std::uint32_t first, RadialTree& tree) const {
  auto const& col = model_->col();
  for (auto row = first; row < tree.n() && !tree.phases_missing.is_some(); ++row) {
    auto const section = col.node_section[tree.node[row]];
    auto up = tree.parent[row];
    if (row != first && section == col.node_section[tree.node[up]]) {
      continue;  // not where it is entered
    }
    std::uint8_t own = 0;
    for (auto const line : model_->lines_of(section)) {
      own |= col.line_phases[line];
    }
    for (; (own & ~tree.phases[up]) != 0; up = tree.parent[up]) {  // all reach the root
      auto const& element = tree.element[up];
      if (element.kind == LimitKind::line &&
          (own & ~col.line_phases[network::LineId{element.row}]) != 0) {
        note(tree.phases_missing, {.kind = LimitKind::phases_missing, .row = element.row});
      }
    }
  }
}

UserId TreeGrower::add_own_load(SourceId source, GrowScope const& scope, SlotLoads& loads,
                                std::span<Load> sums) const {
  auto const& col = model_->col();
  auto unknown = UserId::none();
  auto const add = [&](UserId user, NodeId node) {
    if (node == col.source_node[source] && !loads.add(user, sums)) {
      unknown = std::min(unknown, user);
    }
  };
  for (auto const user : model_->users_of(col.source_section[source])) {
    if (!changed_over(user, scope)) {
      add(user, col.user_node[user]);
    }
  }
  for (auto const user : scope.second_fed) {
    add(user, col.user_second_node[user]);
  }
  return unknown;
}

}  // namespace tieline::flow
