#pragma once
// Who is below which switch of one feeder, and what a tie could pick up.

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/synth/feeder.hpp"
#include "engine/synth/ties.hpp"

namespace tieline::synth {

/// A borrowed feeder with the ties at its blocks. Blocks are numbered parents first.
class SupplyTree {
 public:
  SupplyTree(Feeder const& feeder, Ties const& ties);

  [[nodiscard]] bool is_below(std::uint32_t block, std::uint32_t ancestor) const {
    while (block > ancestor) {
      block = feeder_.blocks[block].parent;
    }
    return block == ancestor;
  }
  /// The switch that feeds the block.
  [[nodiscard]] FeederSwitch const& via(std::uint32_t block) const {
    return feeder_.switches[feeder_.blocks[block].via];
  }
  /// Nearest block at or above whose feeding switch clears a fault (breaker, recloser, fuse).
  [[nodiscard]] std::uint32_t protected_from(std::uint32_t block) const;
  /// Nearest block at or above whose feeding switch breaks load.
  [[nodiscard]] std::uint32_t switched_from(std::uint32_t block) const;
  /// The child of `block` on the way down to `below`, which is strictly below it.
  [[nodiscard]] std::uint32_t child_towards(std::uint32_t block, std::uint32_t below) const;
  /// First tie at or below the block, if any.
  [[nodiscard]] Tie const* tie_below(std::uint32_t block) const;
  [[nodiscard]] std::uint32_t block_of(FeederUser const& user) const {
    return feeder_.nodes[user.node].block;
  }
  [[nodiscard]] double peak_kw_below(std::uint32_t block) const;

 private:
  struct TieEnd {
    std::uint32_t block;
    Tie const* tie;
  };
  Feeder const& feeder_;
  std::vector<TieEnd> ends_;
};

}  // namespace tieline::synth
