#pragma once
// The part of a dark island worth feeding when the whole does not fit.

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/flow/dark_tree.hpp"
#include "engine/flow/tree_loading.hpp"
#include "engine/network/model.hpp"
#include "engine/transfer/aims.hpp"

namespace tieline::switching {

using transfer::Aims;

/// Chooses connected sections of a tree that contain its first. Scratch of one thread.
///
/// Exact where the tree has at most 64 sections and 4096 such parts (always with at most 12
/// switches inside): the fitting part with the best aims, then fewest cuts, most of them remote,
/// lowest sections in walking order. Larger trees: a walk from the tie that takes the best next
/// section while it fits; what does not fit stays dark with all behind it.
class PartChoice {
 public:
  /// [n_section of tree], 1 = picked.
  using Fits = std::function<bool(std::span<std::uint8_t const>)>;

  /// Empty if no part fits. `bound` passes over parts without asking `fits`. The view lasts until
  /// the next call.
  [[nodiscard]] std::span<std::uint8_t const> choose(network::NetworkModel const& model,
                                                     flow::DarkTree const& tree,
                                                     flow::Bound const& bound, Fits const& fits);

 private:
  struct Part {
    std::uint64_t mask = 0;
    Aims aims;
    flow::Load load;  ///< in the slot of the bound
    std::uint32_t cuts = 0;
    std::uint32_t manual_cuts = 0;
  };
  [[nodiscard]] bool list_parts(flow::DarkTree const& tree, flow::Bound const& bound);
  void count_cuts(network::NetworkModel const& model, flow::DarkTree const& tree, Part& part) const;
  [[nodiscard]] bool choose_exact(flow::DarkTree const& tree, Fits const& fits);
  [[nodiscard]] bool choose_greedy(flow::DarkTree const& tree, Fits const& fits);

  std::vector<Aims> aims_;  ///< [n_section of tree]
  std::vector<Part> parts_;
  std::vector<std::uint8_t> picked_, passed_over_;
};

/// The switches that part `picked` from the rest of the island, and those that would close a loop
/// inside it, ascending.
void collect_cuts(flow::DarkTree const& tree, std::span<std::uint8_t const> picked,
                  std::vector<network::SwitchId>& cuts);

}  // namespace tieline::switching
