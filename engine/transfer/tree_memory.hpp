#pragma once
// AC figures of trees that stand as in the normal state, kept from one query to the next.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::transfer {

/// What a tree sends for: with losses and without, by slot.
struct TreeFigures {
  std::span<flow::Load const> ac, lossless;
};

/// A tree is known by the node where it leaves its source. Its figures hold for every state in
/// which all switches at its sections stand as they normally do: then its nodes, too, are those of
/// the normal state. Trees with a loop or an unknown load are not kept.
///
/// Scratch of one thread. Memory: 4 bytes a switch end, 32 bytes a tree and slot, of sources asked.
class TreeMemory {
 public:
  explicit TreeMemory(network::NetworkModel const& model)
      : model_{&model}, of_source_(model.n_source()), seen_{model.n_section()} {}

  /// Null figures: not known, or a switch stands otherwise. Cost: O(switches at the tree).
  [[nodiscard]] TreeFigures recall(network::SourceId source, network::NodeId start,
                                   network::SwitchState const& closed, std::uint64_t version);
  /// Keeps `tree`, solved with `ac`, if it stands as it normally does.
  void keep(network::SourceId source, flow::RadialTree const& tree, std::span<flow::Load const> ac,
            network::SwitchState const& closed, std::uint64_t version);

 private:
  struct Entry {
    network::NodeId start;
    std::uint32_t switches_end = 0;  ///< in OfSource::switches; begins where the last one ends
    std::uint32_t figures = 0;       ///< in OfSource::figures: [n_slot] AC, [n_slot] lossless
  };
  struct OfSource {
    std::uint64_t version = 0;
    std::vector<Entry> entries;
    std::vector<network::SwitchId> switches;
    std::vector<flow::Load> figures;
  };
  OfSource& of(network::SourceId source, std::uint64_t version);

  network::NetworkModel const* model_;
  IdVec<network::SourceId, OfSource> of_source_;
  flow::StampMap<network::SectionId> seen_;
};

}  // namespace tieline::transfer
