#include "engine/flow/dark_tree.hpp"

namespace tieline::flow {

using network::NodeArc;
using network::NodeId;
using network::SectionId;
using network::SwitchId;

DarkTree::DarkTree(network::NetworkModel const& model)
    : model_{&model}, at_{model.n_node()}, section_at_{model.n_section()} {}

void DarkTree::grow(network::SwitchState const& closed, SwitchId tie, NodeId dark_node,
                    StampMap<SectionId> const& island, SlotLoads& loads) {
  at_.clear();
  section_at_.clear();
  nodes_.clear();
  sections_.clear();
  extra_.clear();
  auto const first = model_->col().node_section[dark_node];
  auto const to_tie = NodeArc{.to = dark_node, .edge = tie.raw() | NodeArc::kSwitchBit};
  section_at_.set(first, 0);
  sections_.push_back({.section = first, .parent = 0, .via = tie, .unproven = {}});
  at_.set(dark_node, 0);
  nodes_.push_back({.node = dark_node,
                    .edge = to_tie.edge,
                    .towards_tie = element_of(*model_, to_tie, dark_node)});
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    expand(i, closed, island);
  }
  add_loads(loads);
}

void DarkTree::expand(std::uint32_t i, network::SwitchState const& closed,
                      StampMap<SectionId> const& island) {
  auto const here = nodes_[i];
  for (auto const arc : model_->arcs(here.node)) {
    auto const section = model_->col().node_section[arc.to];
    if (arc.edge == here.edge ||
        (arc.is_switch() && (!closed.test(arc.as_switch()) || !island.contains(section)))) {
      continue;
    }
    if (at_.contains(arc.to)) {
      auto const j = at_[arc.to];
      if (j >= i) {
        continue;  // judged from the far end
      }
      if (arc.is_switch()) {
        extra_.push_back({.id = arc.as_switch(), .a = nodes_[j].section, .b = here.section});
      } else if (auto& unproven = sections_[here.section].unproven; !unproven.is_some()) {
        unproven = {.kind = LimitKind::loop_line, .row = arc.line().raw()};
      }
      continue;
    }
    if (arc.is_switch() && section_at_.contains(section)) {
      continue;  // a second way into a section: judged where its nodes are all known
    }
    if (!section_at_.contains(section)) {
      section_at_.set(section, static_cast<std::uint32_t>(sections_.size()));
      sections_.push_back(
          {.section = section, .parent = here.section, .via = arc.as_switch(), .unproven = {}});
    }
    at_.set(arc.to, static_cast<std::uint32_t>(nodes_.size()));
    nodes_.push_back({.node = arc.to,
                      .parent = i,
                      .section = section_at_[section],
                      .edge = arc.edge,
                      .towards_tie = element_of(*model_, arc, arc.to)});
  }
}

void DarkTree::add_loads(SlotLoads& loads) {
  auto const n_slot = loads.n_slot();
  loads_.assign(nodes_.size() * n_slot, Load{});
  section_loads_.assign(sections_.size() * n_slot, Load{});
  for (auto& dark : sections_) {
    for (auto const user : model_->users_of(dark.section)) {
      auto const i = at_[model_->col().user_node[user]];
      ++nodes_[i].users;
      if (!loads.add(user, std::span{loads_}.subspan(i * n_slot, n_slot)) &&
          !dark.unproven.is_some()) {
        dark.unproven = {.kind = LimitKind::user_load, .row = user.raw()};
      }
    }
  }
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (nodes_[i].users != 0) {
      for (std::size_t s = 0; s < n_slot; ++s) {
        section_loads_[nodes_[i].section * n_slot + s] += loads_[i * n_slot + s];
      }
    }
  }
}

}  // namespace tieline::flow
