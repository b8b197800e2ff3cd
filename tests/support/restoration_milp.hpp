#pragma once
// The best transfer of the first level as an integer program, solved by CBC (Debian: coinor-cbc) in
// a process of its own: lossless sums, LinDistFlow voltages, radiality by parents and a flow of one
// unit a node.
//
// LinDistFlow: M. E. Baran, F. F. Wu, IEEE Transactions on Power Delivery 4(1), 725–734, 1989. It
// leaves losses out, so it says too little of currents and too much of voltages: what AC power flow
// allows it allows, too, and without impedances both say the same.

#include <string>

#include "tests/support/random_transfer_case.hpp"

namespace tieline::test {

struct MilpAnswer {
  transfer::Aims served;
  std::string failure;  ///< why there is no answer; empty if there is one
  int solves = 0;       ///< runs of CBC: one an aim, in their order
};

/// What may be served if every rating, and the drop down to `vmin_pu`, is taken times
/// `limit_share`. The question must state every load (all at one angle), rating and organisation it
/// touches, and hold no loop: BrokenInvariant.
[[nodiscard]] MilpAnswer solve_restoration(TransferCase const& asked, double limit_share);

}  // namespace tieline::test
