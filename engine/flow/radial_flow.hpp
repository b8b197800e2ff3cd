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
/// Method: currents summed from the leaves, voltages dropped from the root, from a flat start,
/// until no voltage moves by more than the tolerance. Zero-impedance elements are fine.
/// Deterministic: nothing of an earlier solve is used.
/// Cost:   O(rows × iterations). Each iteration divides the error by about U/ΔU of the tree: 5 to 8
///         iterations for a healthy feeder, 3 to 5 at kScreeningTolerance.
/// Errors: !summary().converged; figures of rows are then meaningless. Solutions below half of the
///         nominal voltage, where a load flow nears its nose, may not be found.
/// Source: Shirmohammadi, Hong, Semlyen, Luo, IEEE T-PWRS 3(2) 1988; docs/methods/power-flow.md.
class RadialFlow {
 public:
  /// pu by which voltages still moved last; what they are away from the solution is less.
  static constexpr double kVoltageTolerance = 1e-10;
  /// Good enough where a figure is not within 1e-5 (relative) of its limit; a third cheaper.
  static constexpr double kScreeningTolerance = 1e-6;
  static constexpr std::uint32_t kMostIterations = 100;

  FlowSummary const& solve(RadialTree const& tree, std::size_t slot, LoadModel model = {},
                           double tolerance = kVoltageTolerance);

  // Of the last solve; [n] by row. Valid until the next.
  [[nodiscard]] FlowSummary const& summary() const { return summary_; }
  [[nodiscard]] double voltage_pu(std::size_t row) const;  ///< magnitude
  [[nodiscard]] double angle_rad(std::size_t row) const;   ///< against the root
  /// Through the row's element; of row 0: what leaves the source.
  [[nodiscard]] double current_a(std::size_t row) const;
  /// At the upper end of the element; of row 0: what the source delivers.
  [[nodiscard]] Load flow(std::size_t row) const;
  /// (√3·kA)²: compared with (limit in A · √3 / 1000)² it spares a root.
  [[nodiscard]] double current_squared(std::size_t row) const {
    return i_re_[row] * i_re_[row] + i_im_[row] * i_im_[row];
  }

 private:
  [[nodiscard]] bool begin(RadialTree const& tree, std::size_t slot);
  void draw(LoadModel model);
  void sum_currents();
  [[nodiscard]] double drop_voltages();  ///< the greatest move, squared, kV²
  void sum_up();

  FlowSummary summary_;
  RadialTree const* tree_ = nullptr;
  double root_kv_ = 0;
  std::vector<double> p_mw_, q_mvar_;  ///< [n] of the slot
  std::vector<double> v_re_, v_im_;    ///< [n] kV, phase to phase
  std::vector<double> i_re_, i_im_;    ///< [n] kA·√3, so that S = V · conj(I) in MVA
};

}  // namespace tieline::flow
