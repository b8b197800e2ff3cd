#pragma once
// Does a part of a dark island fit onto the supply path of a tie? Lossless sums, every slot.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/dark_tree.hpp"
#include "engine/flow/supply_path.hpp"

namespace tieline::flow {

struct Verdict {
  bool within = false;
  Limit binding;                ///< worst relative overload, else the first unknown; none if within
  double margin_kw = kUnknown;  ///< headroom at the tightest known element; negative: short of
};

/// Adds the picked sections of `tree` to the flows of `path` and compares with every limit.
///
/// I = S / (√3·U) at nominal voltage against ampacity × line_limit, the source's kVA against
/// rated_kva × source_limit. Losses and voltages are not looked at. An element that would carry
/// transferred current and whose rating is unknown proves nothing, so the verdict is not within;
/// elements off the way do not matter. Order among equals and unknowns: tie, path towards the
/// source, source, island outwards.
/// margin_kw: least (limit − S) × power factor of the transferred load, over elements and slots;
/// that many kW more fit at any angle. Equality passes (to 1e-9 of the limit).
/// Source: domain §3.6; docs/methods/transfer.md
class TreeLoading {
 public:
  /// `picked` [n_section of tree]: 1 = picked; connected and with section 0.
  /// Cost: O((path elements + picked nodes) × slots), no allocation once warm.
  [[nodiscard]] Verdict check(SupplyPath const& path, DarkTree const& tree,
                              std::span<std::uint8_t const> picked, SlotLoads const& loads,
                              double power_factor);

 private:
  void accumulate(DarkTree const& tree, std::span<std::uint8_t const> picked, std::size_t n_slot);
  void compare(Element const& element, std::span<Load const> flow, SlotLoads const& loads,
               Verdict& verdict);

  std::vector<Load> sums_;            ///< [n_node × n_slot] through the element towards the tie
  std::vector<std::uint32_t> users_;  ///< [n_node] behind that element
  std::vector<Load> with_;            ///< [n_slot] one element with the transfer on it
  std::vector<double> cos_phi_;       ///< [n_slot] of the transferred load
  double worst_ = 0;                  ///< relative load of the binding element so far
  Limit first_unknown_;
};

}  // namespace tieline::flow
