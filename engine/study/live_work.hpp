#pragma once
// The live-line and the generator variants of a planned outage. Private to the study floor.

#include "engine/study/transfer_choice.hpp"

namespace tieline::study {

/// What is switched under a variant, ready for the sequence.
struct Variant {
  std::vector<switching::Reason> reasons;
  std::vector<switching::ChosenTransfer> transfers;
  std::vector<switching::GeneratorUse> generators;
  std::vector<switching::Temporary> temporaries;
  std::vector<switching::Step> steps;  ///< given outright, instead of isolation and transfers
  bool feasible = true;
  bool keeps_supply = false;  ///< nothing is isolated: `steps` is all there is to do
};

/// Live-line work if the equipment (line cells, or the stated item) allows it; else a bypass cable
/// around the work, if a rating is stated and the load beyond fits.
/// Source: docs/methods/planned-outage.md §5
[[nodiscard]] Variant plan_live_work(network::NetworkModel const& model, OutageQuery const& query,
                                     switching::Isolation const& isolation,
                                     flow::LoadWindow const& window, Workspace::Parts& parts);

/// Adds generator vehicles for users outside `fed` (ascending): each vehicle feeds users of one
/// section, at most generator_limit of its kW, priority users first, then as many as fit.
/// Source: docs/methods/planned-outage.md §5
void add_generators(network::NetworkModel const& model, OutageQuery const& query,
                    switching::Isolation const& isolation, std::span<network::SectionId const> fed,
                    flow::LoadWindow const& window, Workspace::Parts& parts, Variant& variant);

}  // namespace tieline::study
