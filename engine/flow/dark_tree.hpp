#pragma once
// A dark island as a tree hanging on the dark end of one tie, with the load of every node.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/limit.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::flow {

/// One section of the island, in the order of the walk away from the tie.
struct DarkSection {
  network::SectionId section;
  std::uint32_t parent = 0;  ///< index among the tree's sections; 0 at the tie itself
  network::SwitchId via;     ///< switch towards the parent; the tie for the first
  Limit unproven;            ///< unknown load or loop of lines inside it
};

/// A closed switch that joins two places of the tree a second time: it has to open.
struct ExtraSwitch {
  network::SwitchId id;
  std::uint32_t a = 0;  ///< indices among the tree's sections
  std::uint32_t b = 0;
};

/// Grows one island at a time. Scratch of one thread; no allocation after the largest island.
class DarkTree {
 public:
  struct Node {
    network::NodeId node;
    std::uint32_t parent = 0;   ///< index among nodes, below its own
    std::uint32_t section = 0;  ///< index among sections
    std::uint32_t edge = 0;     ///< NodeArc::edge towards the parent
    std::uint32_t users = 0;    ///< at this node
    Element towards_tie;        ///< the line or switch to the parent; the tie for the first
  };

  explicit DarkTree(network::NetworkModel const& model);

  /// Walks from the end of `tie` at `dark_node` over lines and closed switches within `island`.
  ///
  /// Cost: O((nodes + users) of the island × slots).
  void grow(network::SwitchState const& closed, network::SwitchId tie, network::NodeId dark_node,
            StampMap<network::SectionId> const& island, SlotLoads& loads);

  [[nodiscard]] std::span<DarkSection const> sections() const { return sections_; }
  [[nodiscard]] std::span<ExtraSwitch const> extra_switches() const { return extra_; }
  [[nodiscard]] std::span<Node const> nodes() const { return nodes_; }
  [[nodiscard]] std::span<Load const> loads() const { return loads_; }  ///< [n_node × n_slot]
  /// [n_section × n_slot]
  [[nodiscard]] std::span<Load const> section_loads() const { return section_loads_; }

 private:
  void expand(std::uint32_t i, network::SwitchState const& closed,
              StampMap<network::SectionId> const& island);
  void add_loads(SlotLoads& loads);

  network::NetworkModel const* model_;
  StampMap<network::NodeId> at_;
  StampMap<network::SectionId> section_at_;
  std::vector<Node> nodes_;
  std::vector<DarkSection> sections_;
  std::vector<ExtraSwitch> extra_;
  std::vector<Load> loads_, section_loads_;
};

}  // namespace tieline::flow
