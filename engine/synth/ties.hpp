#pragma once
// Which feeders can feed each other: normally open ties between main lines of one district.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/synth/feeder.hpp"
#include "engine/synth/layout.hpp"

namespace tieline::synth {

/// What pass one remembers of a feeder; the feeder itself is drawn again when it is written.
struct Outline {
  std::array<std::uint32_t, 3> tie_nodes{};
  std::uint32_t wanted_ties = 0;
  double peak_kw = 0, peak_kva = 0;
  std::array<std::uint32_t, kRealZones> users{};  ///< by zone
};
[[nodiscard]] Outline outline_of(Feeder const& feeder);

/// One tie: built on `owner`'s side (its line and switch are the owner's), ending at `other`.
struct Tie {
  std::uint32_t owner = 0, other = 0;  ///< feeder rows, never equal
  std::uint32_t number = 1;            ///< 1, 2, 3 among the owner's own
  std::uint32_t owner_node = 0, other_node = 0;
  double km = 0;
  network::SwitchKind kind = network::SwitchKind::load_break;
  network::Control control = network::Control::manual;
  bool loop_close = false;
};

/// All ties, and those of one feeder from either side.
class Ties {
 public:
  /// Pairs loose ends greedily, feeder by feeder: another station first, then another busbar,
  /// then the nearer zone; never twice the same pair. Some ends stay loose for want of a partner.
  /// Cost: O(feeders * feeders of a district).
  Ties(Distributions const& distributions, Layout const& layout, std::span<Outline const> outlines,
       std::uint64_t seed);
  [[nodiscard]] std::span<Tie const> all() const { return ties_; }
  /// Rows of all() that end at the feeder.
  [[nodiscard]] std::span<std::uint32_t const> of(std::uint32_t feeder) const {
    return std::span{rows_}.subspan(first_[feeder], first_[feeder + 1] - first_[feeder]);
  }
  [[nodiscard]] Tie const& operator[](std::uint32_t row) const { return ties_[row]; }

 private:
  std::vector<Tie> ties_;
  std::vector<std::uint32_t> rows_, first_;
};

}  // namespace tieline::synth
