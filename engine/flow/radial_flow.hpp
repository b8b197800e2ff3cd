#pragma once
// AC power flow of one radial tree by backward/forward sweep: balanced, positive sequence.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/radial_tree.hpp"

namespace tieline::flow {

/// How loads answer to voltage: shares of constant impedance and constant current; the rest is
/// constant power. Settings `load_z_share` and `load_i_share`.
struct LoadModel {
  double z_share = 0;
  double i_share = 0;
};

/// What one solve says of the whole tree.
struct FlowSummary {
  bool converged = false;  ///< false: no solution found, voltage collapses (or rows are broken)
  std::uint32_t iterations = 0;
  Load from_root;  ///< kW and kvar the root delivers, losses included
  double loss_kw = 0;
  double lowest_pu = 0;  ///< and the row where; of several the first
  std::uint32_t lowest_row = 0;
  double highest_pu = 0;
  std::uint32_t highest_row = 0;
};

/// Solves one tree and one slot at a time. Scratch of one thread; no allocation once warm.
///
/// Method: currents summed from the leaves, voltages dropped from the root, until no voltage moves
/// by more than `kVoltageTolerance` pu. Zero-impedance elements are fine. Deterministic.
/// Cost:   O(rows × iterations), 3 to 5 iterations for a healthy feeder.
/// Source: Shirmohammadi, Hong, Semlyen, Luo, IEEE T-PWRS 3(2) 1988; docs/methods/power-flow.md.
class RadialFlow {
 public:
  static constexpr double kVoltageTolerance = 1e-10;
  static constexpr std::uint32_t kMostIterations = 100;

  FlowSummary const& solve(RadialTree const& tree, std::size_t slot, LoadModel model = {});

  // Of the last solve; [n] by row. Valid until the next.
  [[nodiscard]] FlowSummary const& summary() const { return summary_; }
  [[nodiscard]] double voltage_pu(std::size_t row) const;  ///< magnitude
  [[nodiscard]] double angle_rad(std::size_t row) const;   ///< against the root
  [[nodiscard]] double current_a(std::size_t row) const;   ///< through the row's element
  [[nodiscard]] Load flow(std::size_t row) const;          ///< at the upper end of the element

 private:
  FlowSummary summary_;
  std::vector<double> v_re_, v_im_;  ///< [n] kV, phase to phase
  std::vector<double> i_re_, i_im_;  ///< [n] kA·√3, so that S = V · conj(I) in MVA
};

}  // namespace tieline::flow
