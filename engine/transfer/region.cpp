#include "engine/transfer/region.hpp"

#include <algorithm>

#include "engine/network/ties.hpp"

namespace tieline::transfer {

using network::NodeId;
using network::SectionId;
using network::UserId;

Region::Region(network::NetworkModel const& model) : model_{&model}, barred_{model.n_section()} {}

void Region::collect(network::SwitchState const& closed, std::span<SectionId const> dark,
                     std::span<SectionId const> dead) {
  barred_.clear();
  sections_.clear();
  edges_.clear();
  n_node_ = 0;
  dead_.assign(dead.begin(), dead.end());
  for (auto const section : dead) {
    barred_.set(section, kNowhere);
  }
  for (auto const section : dark) {
    if (barred_.contains(section)) {
      continue;  // dead wins
    }
    barred_.set(section, static_cast<std::uint32_t>(sections_.size()));
    sections_.push_back({.id = section, .first_node = n_node_});
    n_node_ += static_cast<std::uint32_t>(model_->nodes_of(section).size());
  }
  for (std::uint32_t s = 0; s < sections_.size(); ++s) {
    for (auto const arc : model_->arcs(sections_[s].id)) {
      add_edge(closed, s, arc);
    }
  }
  std::sort(edges_.begin(), edges_.end(),
            [](DarkEdge const& x, DarkEdge const& y) { return x.id < y.id; });
  edges_.erase(std::unique(edges_.begin(), edges_.end(),
                           [](DarkEdge const& x, DarkEdge const& y) { return x.id == y.id; }),
               edges_.end());
  list_arcs();
  find_islands();
}

void Region::add_edge(network::SwitchState const& closed, std::uint32_t section,
                      network::SectionArc arc) {
  auto const& col = model_->col();
  auto const other = barred_.contains(arc.to) ? barred_[arc.to] : kNowhere;
  if (other != kNowhere && other < section) {
    return;  // met from the other end
  }
  DarkEdge edge{.id = arc.via, .a = section, .b = other};
  edge.closed = closed.test(arc.via);
  if (other == section && !edge.closed) {
    return;  // closing it could only make a loop
  }
  auto const nodes = col.switch_nodes[arc.via];
  auto const a_first = col.node_section[nodes.a] == sections_[section].id;
  edge.node_a = a_first ? nodes.a : nodes.b;
  edge.node_b = a_first ? nodes.b : nodes.a;
  edge.manual = col.switch_control[arc.via] == network::Control::manual;
  edge.dead_end = other == kNowhere && barred_.contains(arc.to);
  edge.makes_load = network::breaks_load(col.switch_kind[arc.via]);
  edge.permitted = edge.closed || !network::is_foreign_tie(*model_, arc.via);
  edges_.push_back(edge);
}

void Region::list_arcs() {
  arc_begin_.assign(sections_.size() + 1, 0);
  for (auto const& edge : edges_) {
    ++arc_begin_[edge.a + 1];
    if (edge.is_inner() && edge.b != edge.a) {
      ++arc_begin_[edge.b + 1];
    }
  }
  for (std::size_t s = 0; s < sections_.size(); ++s) {
    arc_begin_[s + 1] += arc_begin_[s];
  }
  arcs_.resize(arc_begin_.back());
  stack_.assign(arc_begin_.begin(), arc_begin_.end());
  for (std::uint32_t e = 0; e < edges_.size(); ++e) {
    arcs_[stack_[edges_[e].a]++] = e;
    if (edges_[e].is_inner() && edges_[e].b != edges_[e].a) {
      arcs_[stack_[edges_[e].b]++] = e;
    }
  }
}

void Region::find_islands() {
  n_island_ = 0;
  for (auto& section : sections_) {
    section.island = kNowhere;
  }
  for (std::uint32_t first = 0; first < sections_.size(); ++first) {
    if (sections_[first].island != kNowhere) {
      continue;
    }
    sections_[first].island = n_island_;
    stack_.assign(1, first);
    while (!stack_.empty()) {
      auto const s = stack_.back();
      stack_.pop_back();
      for (auto const e : edges_of(s)) {
        auto const& edge = edges_[e];
        if (!edge.closed || !edge.is_inner()) {
          continue;
        }
        auto const to = edge.a == s ? edge.b : edge.a;
        if (sections_[to].island == kNowhere) {
          sections_[to].island = n_island_;
          stack_.push_back(to);
        }
      }
    }
    ++n_island_;
  }
}

void Region::load(std::span<UserId const> second_fed, flow::SlotLoads& loads) {
  auto const& col = model_->col();
  auto const n_slot = loads.n_slot();
  loads_.assign(n_node_ * n_slot, flow::Load{});
  section_loads_.assign(sections_.size() * n_slot, flow::Load{});
  users_at_.assign(n_node_, 0);
  negative_.assign(n_slot, flow::Load{});
  one_user_.resize(n_slot);
  has_negative_ = false;
  for (std::uint32_t s = 0; s < sections_.size(); ++s) {
    auto& section = sections_[s];
    section.aims = {};
    section.n_user = 0;
    section.unproven = {};
    auto const normally_fed = col.section_source[section.id].is_some();
    for (auto const user : model_->users_of(section.id)) {
      if (!second_fed.empty() && std::binary_search(second_fed.begin(), second_fed.end(), user)) {
        continue;
      }
      add_user(user, col.user_node[user], loads);
      if (normally_fed) {
        auto const priority = std::min<std::size_t>(col.user_priority[user], 3);
        ++section.aims.users_by_priority[priority];
        ++section.aims.users;
        section.aims.households += col.user_households[user];
      }
    }
    if (model_->lines_of(section.id).size() >= model_->nodes_of(section.id).size()) {
      find_line_loop(s);
    }
  }
  for (auto const user : second_fed) {
    if (auto const node = col.user_second_node[user]; is_dark(col.node_section[node])) {
      add_user(user, node, loads);
    }
  }
}

void Region::add_user(UserId user, NodeId node, flow::SlotLoads& loads) {
  auto const n_slot = loads.n_slot();
  auto& section = sections_[section_of(node)];
  auto const at = number_of(node);
  ++section.n_user;
  ++users_at_[at];
  std::fill(one_user_.begin(), one_user_.end(), flow::Load{});
  if (!loads.add(user, one_user_)) {
    if (!section.unproven.is_some()) {
      section.unproven = {.kind = flow::LimitKind::user_load, .row = user.raw()};
    }
    return;
  }
  for (std::size_t i = 0; i < n_slot; ++i) {
    auto const load = one_user_[i];
    loads_[at * n_slot + i] += load;
    section_loads_[section_of(node) * n_slot + i] += load;
    if (load.kw < 0 || load.kvar < 0) {
      has_negative_ = true;
      negative_[i] += {.kw = std::min(load.kw, 0.0), .kvar = std::min(load.kvar, 0.0)};
    }
  }
}

/// The first line that walking the section from its first node meets twice.
void Region::find_line_loop(std::uint32_t s) {
  auto& section = sections_[s];
  auto const first = section.first_node;
  stack_.assign(model_->nodes_of(section.id).size(), kNowhere);  // edge each node was met by
  walk_.assign(1, model_->nodes_of(section.id).first());
  stack_[0] = 0x7FFF'FFFFU;
  for (std::size_t done = 0; done < walk_.size(); ++done) {
    auto const here = walk_[done];
    for (auto const arc : model_->arcs(here)) {
      if (arc.is_switch() || arc.edge == stack_[number_of(here) - first]) {
        continue;
      }
      auto& met_by = stack_[number_of(arc.to) - first];
      if (met_by != kNowhere) {
        section.unproven = {.kind = flow::LimitKind::loop_line, .row = arc.line().raw()};
        return;
      }
      met_by = arc.edge;
      walk_.push_back(arc.to);
    }
  }
}

}  // namespace tieline::transfer
