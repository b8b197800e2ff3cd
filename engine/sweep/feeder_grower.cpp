#include "engine/sweep/feeder_grower.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/network/ties.hpp"

namespace tieline::sweep {

using network::NodeArc;
using network::NodeId;
using network::SourceId;
using network::SwitchId;

namespace {

void begin_feeder(network::NetworkModel const& model, SourceId source, SwitchId head,
                  Feeder& feeder) {
  feeder.source = source;
  feeder.head = head;
  auto const root = model.col().source_node[source];
  feeder.root_kv = static_cast<double>(model.col().node_kv[root]);
  feeder.root_pu = static_cast<double>(model.col().source_voltage_pu[source]);
  feeder.rows.clear();
  feeder.sections.clear();
  feeder.ties.clear();
  feeder.duals.clear();
  feeder.known = true;
  feeder.inductive = true;
  feeder.own_ties = false;
  feeder.rows.push_back({.node = root});
}

}  // namespace

FeederGrower::FeederGrower(network::NetworkModel const& model, flow::Slot slot,
                           flow::LoadOverlay const* overlay)
    : model_{&model}, loads_{model, overlay} {
  loads_.prepare({.slots = {slot}});
}

void FeederGrower::grow(SourceId source, SwitchId head, network::SwitchState const& closed,
                        Feeder& feeder) {
  begin_feeder(*model_, source, head, draft_);
  auto const root = draft_.rows[0].node;
  auto const ends = model_->col().switch_nodes[head];
  stack_.clear();
  stack_.push_back({.node = ends.a == root ? ends.b : ends.a,
                    .edge = head.raw() | NodeArc::kSwitchBit,
                    .parent_row = 0,
                    .parent_section = kNoIndex});
  while (!stack_.empty()) {
    auto const entry = stack_.back();
    stack_.pop_back();
    enter(entry, closed, draft_);
  }
  finish(draft_);
  feeder = draft_;  // sized to fit
}

void FeederGrower::enter(Entry const& entry, network::SwitchState const& closed, Feeder& feeder) {
  auto const& col = model_->col();
  auto const index = static_cast<std::uint32_t>(feeder.sections.size());
  auto const first = static_cast<std::uint32_t>(feeder.rows.size());
  auto const section = col.node_section[entry.node];
  feeder.sections.push_back({.section = section,
                             .parent = entry.parent_section,
                             .first_row = first,
                             .via = SwitchId{entry.edge & ~NodeArc::kSwitchBit}});
  add_row(entry.node, entry.edge, entry.parent_row, feeder);
  auto const first_child = stack_.size();
  for (auto row = first; row < feeder.rows.size(); ++row) {
    auto const towards_root = feeder.rows[row].edge;
    for (auto const arc : model_->arcs(feeder.rows[row].node)) {
      if (arc.edge == towards_root) {
        continue;
      }
      if (!arc.is_switch()) {
        add_row(arc.to, arc.edge, row, feeder);
      } else if (closed.test(arc.as_switch())) {
        stack_.push_back({arc.to, arc.edge, row, index});
      } else {
        note_tie(arc, row, feeder);
      }
    }
  }
  std::reverse(stack_.begin() + static_cast<std::ptrdiff_t>(first_child), stack_.end());
  add_users(index, feeder);
}

void FeederGrower::add_row(NodeId node, std::uint32_t edge, std::uint32_t parent, Feeder& feeder) {
  auto const arc = NodeArc{.to = node, .edge = edge};
  FeederRow row{.parent = parent, .node = node, .edge = edge};
  if (!arc.is_switch()) {
    feeder.known = feeder.known && model_->col().line_phases[arc.line()] == network::kAllPhases;
    auto const r = model_->col().line_r_ohm[arc.line()];
    auto const x = model_->col().line_x_ohm[arc.line()];
    if (is_known(r) && is_known(x)) {
      row.r_ohm = r;
      row.x_ohm = x;
      row.z_ohm = std::hypot(static_cast<double>(r), static_cast<double>(x));
    }
  }
  row.limit_kva = flow::element_of(*model_, arc, node).limit_kva;
  feeder.known = feeder.known && is_known(row.limit_kva);
  feeder.inductive = feeder.inductive && row.r_ohm >= 0 && row.x_ohm >= 0;
  feeder.rows.push_back(row);
}

void FeederGrower::add_users(std::uint32_t section, Feeder& feeder) {
  auto const& col = model_->col();
  auto& here = feeder.sections[section];
  auto const users = model_->users_of(here.section);
  here.users = static_cast<std::uint32_t>(users.size());
  if (users.empty()) {
    return;
  }
  auto const nodes = model_->nodes_of(here.section);
  row_at_.resize(nodes.size());
  for (auto row = here.first_row; row < feeder.rows.size(); ++row) {
    row_at_[feeder.rows[row].node.index() - nodes.first().index()] = row;
  }
  for (auto const user : users) {
    auto const row = row_at_[col.user_node[user].index() - nodes.first().index()];
    here.households += col.user_households[user];
    flow::Load load;
    if (loads_.add(user, {&load, 1})) {
      feeder.rows[row].load += load;
      here.kw += load.kw;
      feeder.inductive = feeder.inductive && load.kw >= 0 && load.kvar >= 0;
    } else {
      feeder.known = false;
    }
    if (col.user_second_node[user].is_some()) {
      feeder.duals.push_back({.user = user,
                              .row = row,
                              .section = section,
                              .households = col.user_households[user],
                              .load = load});
    }
  }
}

void FeederGrower::note_tie(NodeArc arc, std::uint32_t row, Feeder& feeder) const {
  auto const tie = arc.as_switch();
  if (!network::breaks_load(model_->col().switch_kind[tie]) ||
      network::is_foreign_tie(*model_, tie)) {
    return;
  }
  feeder.ties.push_back({.tie = tie,
                         .row = row,
                         .section = static_cast<std::uint32_t>(feeder.sections.size() - 1),
                         .far = arc.to,
                         .by_hand = model_->col().switch_control[tie] == network::Control::manual});
}

void FeederGrower::finish(Feeder& feeder) {
  auto const n = static_cast<std::uint32_t>(feeder.sections.size());
  for (auto i = n; i-- > 0;) {
    auto& here = feeder.sections[i];
    here.end = std::max(here.end, i + 1);
    if (here.parent != kNoIndex) {
      auto& above = feeder.sections[here.parent];
      above.end = std::max(above.end, here.end);
    }
  }
  for (auto& row : feeder.rows) {
    row.kva = std::sqrt(row.load.kw * row.load.kw + row.load.kvar * row.load.kvar);
  }
  std::sort(feeder.ties.begin(), feeder.ties.end(), [](auto const& a, auto const& b) {
    return std::pair{a.by_hand, a.tie} < std::pair{b.by_hand, b.tie};
  });
  std::sort(feeder.duals.begin(), feeder.duals.end(),
            [](auto const& a, auto const& b) { return a.user < b.user; });
  for (std::size_t i = 1; i < feeder.ties.size(); ++i) {
    feeder.own_ties = feeder.own_ties || feeder.ties[i].tie == feeder.ties[i - 1].tie;
  }
  fill_tree(feeder, tree_);
  auto const& solved = flow_.solve(tree_, 0, load_model_of(*model_));
  feeder.solved = solved.converged;
  feeder.from_root = solved.from_root;
}

void add_tree_row(FeederRow const& row, std::uint32_t parent, flow::RadialTree& tree) {
  auto const arc = NodeArc{.to = row.node, .edge = row.edge};
  tree.parent.push_back(parent);
  tree.r_ohm.push_back(static_cast<double>(row.r_ohm));
  tree.x_ohm.push_back(static_cast<double>(row.x_ohm));
  tree.node.push_back(row.node);
  tree.element.push_back(
      {.kind = arc.is_switch() ? flow::LimitKind::network_switch : flow::LimitKind::line,
       .row = arc.is_switch() ? arc.as_switch().raw() : arc.line().raw(),
       .limit_kva = row.limit_kva,
       .per_kva = 1 / (std::numbers::sqrt3 * tree.root_kv)});
  tree.load.push_back(row.load);
}

void fill_tree(Feeder const& feeder, flow::RadialTree& tree) {
  tree.clear();
  tree.n_slot = 1;
  tree.source = feeder.source;
  tree.root_kv = feeder.root_kv;
  tree.root_pu = feeder.root_pu;
  for (auto const& row : feeder.rows) {
    add_tree_row(row, row.parent, tree);
  }
  tree.element[0] = {};
}

}  // namespace tieline::sweep
