#pragma once
// The dark area as small arrays: its sections, nodes and switches under numbers of their own.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/limit.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/transfer/aims.hpp"

namespace tieline::transfer {

inline constexpr std::uint32_t kNowhere = 0xFFFF'FFFFU;

/// A switch with an end in the dark area. `a` is dark; so is `b`, or it is kNowhere.
struct DarkEdge {
  network::SwitchId id;
  std::uint32_t a = kNowhere, b = kNowhere;  ///< dark sections
  network::NodeId node_a, node_b;
  bool closed = false;
  bool manual = false;
  bool dead_end = false;      ///< `b` is nowhere: what must stay dark lies there
  bool makes_load = false;    ///< by its kind
  bool permitted = false;     ///< no foreign tie (B41)
  bool has_live_end = false;  ///< `b` is nowhere: a source feeds what lies there
  [[nodiscard]] bool is_inner() const { return b != kNowhere; }
  [[nodiscard]] bool may_close() const {
    return !closed && makes_load && permitted && !dead_end && a != b;
  }
};

struct DarkSection {
  network::SectionId id;
  std::uint32_t first_node = 0;  ///< its nodes are numbered from here on
  std::uint32_t island = 0;
  std::uint32_t n_user = 0;  ///< that draw load here
  Aims aims;
  flow::Limit unproven;  ///< unknown load, or a loop of lines: it can never be fed
};

/// The dark area of one query. Scratch of one thread, sized once for a model.
class Region {
 public:
  explicit Region(network::NetworkModel const& model);

  /// Sections and switches. Cost: O(sections + arcs of the dark area).
  void collect(network::SwitchState const& closed, std::span<network::SectionId const> dark,
               std::span<network::SectionId const> dead);
  /// Aims and loads; `second_fed` (ascending) draw at their second supply. Cost: O(users × slots).
  void load(std::span<network::UserId const> second_fed, flow::SlotLoads& loads);

  [[nodiscard]] flow::StampMap<network::SectionId> const& barred() const { return barred_; }
  [[nodiscard]] bool is_dark(network::SectionId section) const {
    return barred_.contains(section) && barred_[section] != kNowhere;
  }
  [[nodiscard]] std::vector<DarkSection> const& sections() const { return sections_; }
  [[nodiscard]] std::vector<DarkEdge> const& edges() const { return edges_; }  ///< by switch
  [[nodiscard]] std::vector<DarkEdge>& edges() { return edges_; }
  /// Rows of edges() at a section; a switch with both ends in it once.
  [[nodiscard]] std::span<std::uint32_t const> edges_of(std::uint32_t section) const {
    return std::span{arcs_}.subspan(arc_begin_[section],
                                    arc_begin_[section + 1] - arc_begin_[section]);
  }
  [[nodiscard]] std::uint32_t n_island() const { return n_island_; }
  [[nodiscard]] std::uint32_t n_node() const { return n_node_; }
  [[nodiscard]] std::uint32_t section_of(network::NodeId node) const {
    return barred_[model_->col().node_section[node]];
  }
  [[nodiscard]] std::uint32_t number_of(network::NodeId node) const {
    auto const& section = sections_[section_of(node)];
    return section.first_node +
           static_cast<std::uint32_t>(node.index() - model_->nodes_of(section.id).first().index());
  }
  /// [n_node × n_slot] drawn at each node.
  [[nodiscard]] std::vector<flow::Load> const& loads() const { return loads_; }
  [[nodiscard]] flow::Load const& section_load(std::uint32_t section, std::size_t slot) const {
    return section_loads_[section * negative_.size() + slot];
  }
  [[nodiscard]] std::vector<std::uint32_t> const& users_at() const { return users_at_; }
  [[nodiscard]] bool has_negative_load() const { return has_negative_; }
  /// Sum of loads below zero (kW, kvar apart) of the whole area [n_slot].
  [[nodiscard]] std::vector<flow::Load> const& negative() const { return negative_; }

 private:
  void add_edge(network::SwitchState const& closed, std::uint32_t section, network::SectionArc arc);
  void list_arcs();
  void find_islands();
  void find_line_loop(std::uint32_t section);
  void add_user(network::UserId user, network::NodeId node, flow::SlotLoads& loads);

  network::NetworkModel const* model_;
  flow::StampMap<network::SectionId> barred_;  ///< dark: its number; dead: kNowhere
  std::vector<DarkSection> sections_;
  std::vector<DarkEdge> edges_;
  std::vector<std::uint32_t> arc_begin_, arcs_, stack_;
  std::vector<network::NodeId> walk_;
  std::vector<flow::Load> loads_, section_loads_, negative_, one_user_;
  std::vector<std::uint32_t> users_at_;
  std::vector<network::SectionId> dead_;
  std::uint32_t n_island_ = 0, n_node_ = 0;
  bool has_negative_ = false;
};

}  // namespace tieline::transfer
