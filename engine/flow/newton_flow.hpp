#pragma once
// AC power flow of meshed networks by Newton–Raphson: closed loops, several fixed voltages.

#include <cstdint>
#include <vector>

#include "engine/flow/radial_flow.hpp"
#include "engine/flow/radial_tree.hpp"

namespace tieline::flow {

/// Nodes and branches, loops allowed. Balanced, positive sequence.
struct MeshedNetwork {
  struct Branch {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double r_ohm = 0;
    double x_ohm = 0;  ///< r = x = 0 (a switch) is fine; a loop of such branches is not
  };
  double kv = 0;                 ///< nominal, between phases
  std::vector<Load> load;        ///< [n_node] drawn
  std::vector<double> fixed_pu;  ///< [n_node] held at this voltage and angle 0; NaN: free
  std::vector<Branch> branches;
};

/// A solution. Empty columns and `converged` false where none was found.
struct MeshedState {
  bool converged = false;
  std::uint32_t iterations = 0;
  std::vector<double> voltage_pu, angle_rad;  ///< [n_node]
  std::vector<double> current_a;              ///< [n_branch] magnitude
  std::vector<Load> flow;                     ///< [n_branch] at `from`, towards `to`
};

/// Newton's method on Kirchhoff's equations with voltages of free nodes and currents of branches as
/// unknowns, so that switches need no impedance. From a flat start, until no voltage moves by more
/// than 1e-12 pu. Nothing in common with RadialFlow but the load model: its oracle.
///
/// Errors: not converged where a node is joined to no fixed one, where branches without impedance
///         close a loop (their currents are undetermined) or join unequal fixed voltages, where
///         rows are broken, and where voltage collapses.
/// Cost:   a sparse LU of 2 (n_node + n_branch) unknowns for each of 4 to 6 iterations; allocates.
/// Source: Tinney, Hart, IEEE T-PAS 86(11) 1967; here on currents, docs/methods/power-flow.md.
[[nodiscard]] MeshedState solve_meshed(MeshedNetwork const& network, LoadModel model = {});

/// Appends the rows of a tree as nodes, its elements as branches (row i ≥ 1 is branch
/// [branches.size() before + i − 1]), its root fixed. The first tree's
/// nominal voltage is the base of all. Returns the node of row 0; the others follow.
std::uint32_t add_tree(MeshedNetwork& network, RadialTree const& tree, std::size_t slot);

}  // namespace tieline::flow
