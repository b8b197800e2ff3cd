#pragma once
// May a tie close while both its sides are live (合环)? What then flows, and what it would pass.

#include <cstdint>

#include "engine/flow/limit.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/network/model.hpp"

namespace tieline::flow {

/// The two trees that the tie would join; `a` and `b` may be one and the same.
struct LoopQuery {
  RadialTree const& a;
  std::uint32_t row_a;  ///< of the tie's one end
  RadialTree const& b;
  std::uint32_t row_b;  ///< of the other
  network::SwitchId tie;
  std::size_t slot = 0;
  std::int32_t hour = -1;  ///< goes into the limits
};

/// Figures before and after closing. kUnknown where not found.
struct LoopVerdict {
  /// none: the tie may close. Else the first of: what the trees cannot prove, an impedance on the
  /// loop that is unknown, no solution, the voltage or the angle across the tie, the current
  /// furthest beyond its rating, an unknown rating on the loop.
  Limit binding;
  double gap_v = kUnknown;      ///< |ΔU| across the open tie, V between phases, angle included
  double gap_share = kUnknown;  ///< the same, of nominal
  double angle_deg = kUnknown;  ///< across the open tie, without sign
  double loop_ohm = kUnknown;   ///< |Z| around the loop
  double linear_a = kUnknown;   ///< gap ÷ (√3 · loop_ohm): what closing adds by superposition
  double tie_a = kUnknown;      ///< through the closed tie, by AC power flow
  Limit tightest;               ///< current nearest to its rating with the tie closed
  double excess = kUnknown;     ///< of it: value ÷ limit − 1
  /// Delivered by the roots of `a` and `b` with the tie closed (of one tree: all in the first).
  Load from_a, from_b;
  [[nodiscard]] bool is_permitted() const { return !binding.is_some(); }
};

/// Checks one slot. Different sources are held at their own voltages and at one angle: angles above
/// them are not in the model. Voltage limits are not asked: the loop lasts for minutes, and what
/// stands before and after it is judged as trees. Sources' ratings: the caller's, by from_a,
/// from_b.
///
/// Cost:   two radial solves and one of solve_meshed(); allocates.
/// Source: domain rules for 合环 (ΔU, Δδ, loop current below ratings), docs/methods/power-flow.md.
[[nodiscard]] LoopVerdict check_loop(network::NetworkModel const& model, LoopQuery const& query);

}  // namespace tieline::flow
