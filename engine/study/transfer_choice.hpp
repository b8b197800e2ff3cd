#pragma once
// The best transfer for what goes dark, and how it is carried out. Private to the study floor.

#include <vector>

#include "engine/study/workspace.hpp"
#include "engine/switching/isolation.hpp"
#include "engine/switching/sequence.hpp"
#include "engine/switching/transfer_moves.hpp"

namespace tieline::study {

/// One plan for all dark islands together.
struct TransferChoice {
  transfer::Plan plan;
  std::vector<switching::Move> moves;       ///< in the order out
  std::vector<switching::Reason> why_cold;  ///< [n_move] why not make before break; none: it may be
  std::vector<std::uint8_t> loop_proven;    ///< [n_move] set by check_loops(): nothing is unknown
  std::vector<network::SectionId> fed;      ///< ascending; of the dark area, by the plan
};

/// Errors: invalid_argument, unless 1 or 2.
[[nodiscard]] Result<void> check_levels(int levels);

/// The best plan at `levels`. `parts.live` is left isolated, nothing transferred.
[[nodiscard]] TransferChoice choose_transfer(network::NetworkModel const& model,
                                             switching::Isolation const& isolation,
                                             flow::LoadWindow const& window, int levels,
                                             Workspace::Parts& parts);

/// Rehearses the way out with everything else live and lets the power flow object to closing
/// loops: `why_cold` then says which figure passes which limit at which hour. `parts.live` is left
/// reset.
void check_loops(network::NetworkModel const& model, flow::LoadWindow const& window,
                 TransferChoice& choice, Workspace::Parts& parts);

/// As the sequence wants it: hot where `may_be_hot` and nothing stands against it.
[[nodiscard]] std::vector<switching::ChosenTransfer> transfers_of(TransferChoice const& choice,
                                                                  bool may_be_hot);

/// Puts an isolated `live` into the state that the plan leads to.
void apply(TransferChoice const& choice, topology::LiveNetwork& live);

// As the answers show it.

/// Every tie: by island, most users first; then used, feasible and other ones, each by id.
[[nodiscard]] std::vector<TieOption> options_of(network::NetworkModel const& model,
                                                switching::Isolation const& isolation,
                                                TransferChoice const& choice);
[[nodiscard]] TransferPlan plan_of(TransferChoice const& choice, bool may_be_hot);

}  // namespace tieline::study
