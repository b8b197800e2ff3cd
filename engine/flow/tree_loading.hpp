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

/// The tightest known element between the tie and the source, in its tightest slot: no part whose
/// own load lifts `before` above `limit_kva` can fit.
struct Bound {
  std::size_t slot = 0;
  Load before;
  double limit_kva = kUnknown;  ///< unknown: no bound

  [[nodiscard]] bool admits(Load const& more) const {
    auto const kw = before.kw + more.kw;
    auto const kvar = before.kvar + more.kvar;
    auto const most = limit_kva * (1 + kLimitTolerance);
    return !(kw * kw + kvar * kvar > most * most);
  }
};

/// Adds the picked sections of `tree` to the flows of `path` and compares with every limit.
///
/// I = S / (√3·U) at nominal voltage against ampacity × line_limit, the source's kVA against
/// rated_kva × source_limit. Losses and voltages are not looked at. An element that would carry
/// transferred current and whose rating is unknown proves nothing, so the verdict is not within;
/// elements off the way do not matter. Order among equals and unknowns: tie, path towards the
/// source, source, island outwards.
/// margin_kw: least (limit − S) × power factor of the transferred load, over elements and slots;
/// that many kW more fit at any angle. Equality passes (to kLimitTolerance).
/// Source: docs/methods/transfer.md
class TreeLoading {
 public:
  explicit TreeLoading(network::NetworkModel const& model)
      : power_factor_{model.settings().power_factor} {}

  /// `picked` [n_section of tree]: 1 = picked; connected and with section 0.
  /// Cost: O((path elements + picked nodes) × slots), no allocation once warm.
  [[nodiscard]] Verdict check(SupplyPath const& path, DarkTree const& tree,
                              std::span<std::uint8_t const> picked, SlotLoads const& loads);

  /// check().within, but stops at the first limit broken or unknown.
  [[nodiscard]] bool fits(SupplyPath const& path, DarkTree const& tree,
                          std::span<std::uint8_t const> picked, SlotLoads const& loads);

  /// Of the last check().
  [[nodiscard]] Bound const& bound() const { return bound_; }

 private:
  enum class Depth : std::uint8_t { first_fault, everything };
  [[nodiscard]] Verdict judge(SupplyPath const& path, DarkTree const& tree,
                              std::span<std::uint8_t const> picked, SlotLoads const& loads,
                              Depth depth);
  void sum_picked(DarkTree const& tree, std::span<std::uint8_t const> picked, std::size_t n_slot);
  void accumulate(DarkTree const& tree, std::span<std::uint8_t const> picked, std::size_t n_slot);
  void compare(Element const& element, std::span<Load const> flow, SlotLoads const& loads,
               Verdict& verdict);
  void tighten(Element const& element, std::span<Load const> before);
  [[nodiscard]] Limit first_unproven(SupplyPath const& path, DarkTree const& tree,
                                     std::span<std::uint8_t const> picked) const;

  double power_factor_;
  std::vector<Load> transferred_;     ///< [n_slot]
  std::vector<Load> with_;            ///< [n_slot] one element with the transfer on it
  std::vector<Load> sums_;            ///< [n_node × n_slot] through the element towards the tie
  std::vector<std::uint32_t> users_;  ///< [n_node] behind that element
  std::vector<double> cos_phi_, per_cos_phi_;  ///< [n_slot] of the transferred load
  double worst_ = 0;                           ///< relative load of the binding element so far
  double tightest_ = 0;                        ///< relative load of bound_
  Limit first_unknown_;
  Bound bound_;
};

}  // namespace tieline::flow
