#pragma once
// One transfer for each dark island, island by island. Private to the study floor.

#include <vector>

#include "engine/study/workspace.hpp"
#include "engine/switching/isolation.hpp"
#include "engine/switching/sequence.hpp"

namespace tieline::study {

/// Ties tried for one island, and the one taken.
struct IslandChoice {
  std::vector<switching::TransferOption> options;  ///< best first
  std::optional<std::size_t> taken;                ///< index into options
  bool hot = false;
};

/// Chooses for the islands of `isolation`, most users first; later islands see the load that
/// earlier ones put on a neighbour. With `prefer_hot` an island is switched hot if an option that
/// serves as much as the best one allows it, else cold.
///
/// `parts.live` is left with isolation and transfers applied.
[[nodiscard]] std::vector<IslandChoice> choose_transfers(network::NetworkModel const& model,
                                                         switching::Isolation const& isolation,
                                                         flow::LoadWindow const& window,
                                                         bool prefer_hot, Workspace::Parts& parts);

/// The choices as the sequence wants them: each part before those that feed it in the normal
/// state, else in the order chosen.
[[nodiscard]] std::vector<switching::ChosenTransfer> chosen_transfers(
    network::NetworkModel const& model, std::span<IslandChoice const> choices);

/// One option as the answers show it.
[[nodiscard]] TieOption to_answer(switching::TransferOption const& option);

}  // namespace tieline::study
