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

namespace tieline::switching {

/// What a transfer serves, the weightiest aim first.
struct Aims {
  std::array<std::int64_t, 4> users_by_priority{};  ///< [priority 0…3]
  std::int64_t users = 0;
  std::int64_t households = 0;

  Aims& operator+=(Aims const& more);
  friend bool operator==(Aims const&, Aims const&) = default;
};

/// Negative: `a` serves less than `b`; positive: more; 0: the same.
[[nodiscard]] int compare_aims(Aims const& a, Aims const& b);

[[nodiscard]] Aims aims_of(network::NetworkModel const& model, network::SectionId section);

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
