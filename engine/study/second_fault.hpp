#pragma once
// What one more fault costs while a transfer stands. Private to the study floor.

#include <vector>

#include "engine/study/transfer_choice.hpp"

namespace tieline::study {

/// The loss, one at a time, of every feeder that carries a part or a tail (its first section) and
/// of every tie that feeds one (the sections on both its sides), with the network as switched:
/// who goes dark, and how many of them the best transfer of that state brings back. Who is dark
/// already is neither counted nor looked after; a tie that carries a part is no tie any more.
///
/// `parts.live` is used and left reset. Cost: one plan each.
/// Source: docs/methods/planned-outage.md §9
[[nodiscard]] std::vector<SecondFault> second_faults(network::NetworkModel const& model,
                                                     switching::Isolation const& isolation,
                                                     TransferChoice const& choice,
                                                     flow::LoadWindow const& window, int levels,
                                                     Workspace::Parts& parts);

}  // namespace tieline::study
