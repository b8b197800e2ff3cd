#include "engine/study/capacity_points.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "engine/flow/limit.hpp"
#include "engine/network/ties.hpp"

namespace tieline::study {

using network::FeederId;
using network::NodeArc;
using network::NodeId;
using network::SectionId;
using network::SourceId;
using network::UserId;

namespace {

[[nodiscard]] double kva_of(flow::Load const& load) {
  return std::sqrt(load.kw * load.kw + load.kvar * load.kvar);
}

/// What rounding leaves of nothing is nothing. `per_kva`: of the element's own unit.
void fill_room(ElementRoom& room, double load_kva, double per_kva) {
  room.element.load = load_kva * per_kva;
  auto const limit_kva = room.element.limit / per_kva;
  room.room_kva = limit_kva - load_kva;
  if (std::abs(room.room_kva) <= limit_kva * flow::kLimitTolerance) {
    room.room_kva = 0;
  }
}

/// Nothing is known of the room of `element`, and why.
[[nodiscard]] ElementRoom missing(CapacityBinding const& element, CapacityGap gap,
                                  UserId user = UserId::none()) {
  return {.gap = gap, .gap_at = element, .gap_user = user};
}

}  // namespace

CapacityPoints::CapacityPoints(network::NetworkModel const& model, CapacityQuery const& query)
    : model_{&model},
      query_{&query},
      loads_{model},
      parent_(model.n_node()),
      edge_(model.n_node(), kNoEdge),
      only_child_(model.n_node()),
      through_(model.n_node()),
      unknown_(model.n_node()),
      has_users_(model.n_node(), 0),
      on_loop_(model.n_node(), 0),
      points_(model.n_node()) {
  find_parents();
  add_loads();
  add_up();
  mark_loops();
  if (query.n1) {
    sum_stations();
    share_feeders();
  }
  judge();
}

/// Nodes of a section are numbered breadth first from where it is fed, so a node's parent is the
/// lowest neighbour along lines.
void CapacityPoints::find_parents() {
  auto const& col = model_->col();
  for (auto const section : all_ids<SectionId>(model_->n_section())) {
    auto const nodes = model_->nodes_of(section);
    if (col.section_source[section].is_none() || nodes.empty()) {
      continue;
    }
    if (auto const via = col.section_via[section]; via.is_some()) {
      auto const [a, b] = col.switch_nodes[via];
      auto const first = nodes.first();
      if (auto const above = a == first ? b : a;
          above < first) {  // else no model that build() made
        parent_[first] = above;
        edge_[first] = via.raw() | NodeArc::kSwitchBit;
      }
    }
    for (auto const node : IdRange{nodes.first().next(), nodes.last()}) {
      auto lowest = node;
      for (auto const arc : model_->arcs(node)) {
        if (!arc.is_switch() && arc.to < lowest) {
          lowest = arc.to;
          edge_[node] = arc.edge;
        }
      }
      if (lowest != node) {
        parent_[node] = lowest;
      }
    }
  }
}

void CapacityPoints::add_loads() {
  auto const& col = model_->col();
  for (auto const user : all_ids<UserId>(model_->n_user())) {
    auto const node = col.user_node[user];
    has_users_[node] = 1;
    if (!loads_.add(user, {&through_[node], 1})) {
      unknown_[node] = std::min(unknown_[node], user);
    }
  }
  if (query_->pending.empty()) {
    return;
  }
  pending_kva_.assign(model_->n_node(), 0);
  user_pending_kva_.assign(model_->n_user(), 0);
  for (auto const& pending : query_->pending) {
    if (pending.user.is_some()) {
      user_pending_kva_[pending.user] += pending.kva;
      pending_kva_[col.user_node[pending.user]] += pending.kva;
    } else {
      pending_kva_[pending.node] += pending.kva;
    }
  }
}

void CapacityPoints::add_up() {
  for (auto row = model_->n_node(); row-- > 0;) {
    auto const node = NodeId{row};
    auto const parent = parent_[node];
    if (parent.is_none()) {
      continue;
    }
    through_[parent] += through_[node];
    unknown_[parent] = std::min(unknown_[parent], unknown_[node]);
    if (!pending_kva_.empty()) {
      pending_kva_[parent] += pending_kva_[node];
    }
    only_child_[parent] = only_child_[parent].is_none() ? node : parent;
  }
}

/// Lines and closed switches that are not in the tree, and second sources of one section.
void CapacityPoints::mark_loops() {
  auto const& col = model_->col();
  for (auto const section : all_ids<SectionId>(model_->n_section())) {
    auto const lines = model_->lines_of(section);
    if (col.section_source[section].is_none() || lines.size() < model_->nodes_of(section).size()) {
      continue;  // a tree
    }
    for (auto const line : lines) {
      auto const [a, b] = col.line_nodes[line];
      if (edge_[a] != line.raw() && edge_[b] != line.raw()) {
        mark_loop(a, b);
      }
    }
  }
  for (auto const id : col.normal_loops.raw()) {
    mark_loop(col.switch_nodes[id].a, col.switch_nodes[id].b);
  }
  for (auto const source : all_ids<SourceId>(model_->n_source())) {
    auto const section = col.source_section[source];
    if (col.section_source[section] != source && col.section_source[section].is_some()) {
      auto const first = model_->nodes_of(section).first();  // there is one: the source's own
      mark_loop(first, col.source_node[source]);
      on_loop_[first] = 1;
    }
  }
}

/// The highest node that is reached from `node` over elements marked before: none is walked twice.
NodeId CapacityPoints::top_of(NodeId node) {
  while (top_[node] != node) {
    top_[node] = top_[top_[node]];
    node = top_[node];
  }
  return node;
}

/// Marks the elements of both ways up to where they meet; up to the sources if they never do.
void CapacityPoints::mark_loop(NodeId a, NodeId b) {
  if (top_.empty()) {
    top_.reserve(parent_.size());
    for (auto const node : parent_.ids()) {
      top_.push_back(node);
    }
  }
  a = top_of(a);
  b = top_of(b);
  while (a != b) {
    auto& lower = parent_[a].is_none() || (parent_[b].is_some() && a < b) ? b : a;
    on_loop_[lower] = 1;
    if (parent_[lower].is_none()) {
      on_loop_[a] = 1;
      on_loop_[b] = 1;
      return;
    }
    top_[lower] = parent_[lower];
    lower = top_of(lower);
  }
}

void CapacityPoints::sum_stations() {
  auto const& col = model_->col();
  stations_.resize(col.term.size());
  for (auto const source : all_ids<SourceId>(model_->n_source())) {
    auto const name = col.source_station[source];
    if (name.is_none()) {
      continue;
    }
    auto& sums = stations_[name];
    auto const rated = static_cast<double>(col.source_rated_kva[source]);
    auto const node = col.source_node[source];
    sums.rated_kva += rated;  // unknown stays unknown
    sums.largest_kva = std::max(sums.largest_kva, rated);
    sums.load_kva += kva_of(through_[node]) + pending_at(node);
    if (on_loop_[node] != 0) {
      sums.gap = CapacityGap::loop;
    } else if (unknown_[node].is_some() && sums.gap == CapacityGap::none) {
      sums.gap = CapacityGap::load;
      sums.gap_user = unknown_[node];
    }
  }
}

/// A feeder that must be able to hand its load to n others, and they theirs to it.
void CapacityPoints::share_feeders() {
  auto const& col = model_->col();
  std::vector<std::pair<FeederId, std::uint32_t>> neighbours;
  for (auto const id : all_ids<network::SwitchId>(model_->n_switch())) {
    if (model_->is_closed_normally(id) || !network::breaks_load(col.switch_kind[id]) ||
        network::is_foreign_tie(*model_, id)) {
      continue;
    }
    auto const [a, b] = col.switch_ends[id];
    auto const feeder_a = col.section_feeder[a];
    auto const feeder_b = col.section_feeder[b];
    if (col.section_source[a].is_none() || col.section_source[b].is_none() ||
        feeder_a == feeder_b) {
      continue;
    }
    // A busbar, or a line without a feeder, is a neighbour by its source.
    auto const neighbour = [&](FeederId feeder, SectionId section) {
      return feeder.is_some() ? feeder.raw()
                              : static_cast<std::uint32_t>(model_->n_feeder()) +
                                    col.section_source[section].raw();
    };
    neighbours.emplace_back(feeder_a, neighbour(feeder_b, b));
    neighbours.emplace_back(feeder_b, neighbour(feeder_a, a));
  }
  std::sort(neighbours.begin(), neighbours.end());
  neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
  IdVec<FeederId, std::uint32_t> count(model_->n_feeder(), 0);
  for (auto const& [feeder, other] : neighbours) {
    if (feeder.is_some()) {
      ++count[feeder];
    }
  }
  feeder_share_.assign(model_->n_feeder(), 0);
  for (auto const feeder : count.ids()) {
    feeder_share_[feeder] = count[feeder] / (count[feeder] + 1.0);
  }
}

void CapacityPoints::judge() {
  for (auto const node : points_.ids()) {  // parents come first
    auto& point = points_[node];
    if (parent_[node].is_some()) {
      point = points_[parent_[node]];
    }
    auto const own = element(node);
    if (own.gap != CapacityGap::none && point.gap.is_none()) {
      point.gap = node;
    }
    if (is_known(own.room_kva) && !(own.room_kva >= point.room_kva)) {
      point.room_kva = own.room_kva;
      point.tightest = node;
    }
  }
}

/// The element above `node`, whose limit is set.
ElementRoom CapacityPoints::judge_load(CapacityBinding const& element, NodeId node,
                                       double per_kva) const {
  if (!is_known(element.limit) || !(per_kva > 0)) {
    return missing(element, CapacityGap::rating);
  }
  if (on_loop_[node] != 0) {
    return missing(element, CapacityGap::loop);
  }
  if (unknown_[node].is_some()) {
    return missing(element, CapacityGap::load, unknown_[node]);
  }
  ElementRoom room{.element = element};
  fill_room(room, kva_of(through_[node]) + pending_at(node), per_kva);
  return room;
}

ElementRoom CapacityPoints::element(NodeId node) const {
  if (parent_[node].is_none()) {
    return root(node);
  }
  auto const& col = model_->col();
  auto const arc = NodeArc{.to = parent_[node], .edge = edge_[node]};
  auto const rating = static_cast<double>(arc.is_switch() ? col.switch_ampacity_a[arc.as_switch()]
                                                          : col.line_ampacity_a[arc.line()]);
  auto const drawn = flow::element_of(*model_, arc, node);
  CapacityBinding element{
      .element = arc.is_switch() ? CapacityElement::network_switch : CapacityElement::line,
      .row = drawn.row,
      .rating = rating,
      .limit = rating * query_->k_line};
  auto const section = col.node_section[node];
  if (query_->n1 &&
      col.section_parent[section].is_some()) {  // a busbar has the duty of its station
    auto const feeder = col.section_feeder[section];
    if (feeder.is_none()) {
      return missing(element, CapacityGap::feeder);
    }
    element.limit = rating * std::min(query_->k_line, feeder_share_[feeder]);
  }
  return judge_load(element, node, drawn.per_kva);
}

/// Of a source's node: the source, or its station where that leaves less.
ElementRoom CapacityPoints::root(NodeId node) const {
  auto const& col = model_->col();
  auto const section = col.node_section[node];
  auto const source = col.section_source[section];
  if (source.is_none() || col.section_parent[section].is_some() ||
      node != model_->nodes_of(section).first()) {
    return missing({}, CapacityGap::unfed);
  }
  auto const rating = static_cast<double>(col.source_rated_kva[source]);
  auto own = judge_load({.element = CapacityElement::source,
                         .row = source.raw(),
                         .rating = rating,
                         .limit = rating * query_->k_source},
                        node, 1);
  if (!query_->n1) {
    return own;
  }
  auto const whole = station(source);
  if (is_known(whole.room_kva) && !(whole.room_kva >= own.room_kva)) {
    own.room_kva = whole.room_kva;
    own.element = whole.element;
  }
  if (own.gap == CapacityGap::none) {
    own.gap = whole.gap;
    own.gap_at = whole.gap_at;
    own.gap_user = whole.gap_user;
  }
  return own;
}

/// The station of a source without its largest one; a source without a station stands alone.
ElementRoom CapacityPoints::station(SourceId source) const {
  auto const& col = model_->col();
  auto const name = col.source_station[source];
  auto const sums = name.is_some() ? stations_[name] : Station{};
  CapacityBinding const element{.element = CapacityElement::station,
                                .row = source.raw(),
                                .rating = sums.rated_kva,
                                .limit = query_->k_source * (sums.rated_kva - sums.largest_kva)};
  if (!is_known(element.limit)) {
    return missing(element, CapacityGap::rating);
  }
  if (sums.gap != CapacityGap::none) {
    return missing(element, sums.gap, sums.gap_user);
  }
  ElementRoom room{.element = element};
  fill_room(room, sums.load_kva, 1);
  return room;
}

ElementRoom CapacityPoints::transformer(UserId user) {
  auto const rating = static_cast<double>(model_->col().user_rated_kva[user]);
  CapacityBinding const element{.element = CapacityElement::transformer,
                                .row = user.raw(),
                                .rating = rating,
                                .limit = rating * query_->k_transformer};
  if (!is_known(rating)) {
    return missing(element, CapacityGap::rating);
  }
  flow::Load load;
  if (!loads_.add(user, {&load, 1})) {
    return missing(element, CapacityGap::load, user);
  }
  ElementRoom room{.element = element};
  fill_room(room, kva_of(load) + (user_pending_kva_.empty() ? 0 : user_pending_kva_[user]), 1);
  return room;
}

NodeId CapacityPoints::outlet(NodeId entry, IdRange<SectionId> range) const {
  auto const& col = model_->col();
  auto at = entry;
  while (has_users_[at] == 0) {
    auto const child = only_child_[at];
    if (child.is_none() || child == at || !range.contains(col.node_section[child])) {
      break;
    }
    at = child;
  }
  return at;
}

}  // namespace tieline::study
