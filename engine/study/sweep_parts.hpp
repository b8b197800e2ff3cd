#pragma once
// Which sections one contingency darkens, and which feeders have ties. Private to the study floor.

#include <array>
#include <span>
#include <vector>

#include "engine/network/model.hpp"
#include "engine/study/sweep_summary.hpp"
#include "engine/sweep/sweep.hpp"

namespace tieline::study {

/// The sections that lose supply with one element, as stretches of the preorder.
struct DarkStretches {
  std::vector<IdRange<network::SectionId>> dark;  ///< disjoint
  std::vector<network::SectionId> failed;         ///< of them, those in the element itself
  [[nodiscard]] bool contains(network::SectionId s) const;
};

/// The section an element stands for: its own; of a switch, the one it feeds (open: its first end).
[[nodiscard]] network::SectionId section_of(network::NetworkModel const& model,
                                            sweep::Contingency contingency);

/// What hangs below the element in the normal state. `out` is overwritten. Cost: O(1).
void find_dark(network::NetworkModel const& model, sweep::Contingency contingency,
               DarkStretches& out);

/// Sections that contingency `i` gives back where some users come back and some do not; ascending.
[[nodiscard]] std::span<network::SectionId const> partly_restored(sweep::SweepAnswer const& answer,
                                                                  std::size_t i);

/// May this normally open switch close to feed what is dark? (docs/methods/transfer.md)
[[nodiscard]] bool may_close(network::NetworkModel const& model, network::SwitchId tie);

/// [feeder] what is tied to what. Cost: O(switches).
[[nodiscard]] std::vector<FeederCounts> count_ties(network::NetworkModel const& model);

/// Sums by zone of the users who lose supply. A contingency counts in every zone it darkens, and
/// passes there if everybody of that zone beyond it comes back.
struct SweepZones {
  std::array<sweep::SweepSums, network::kZoneCount> all{};
  std::array<sweep::SweepSums, network::kZoneCount> sections{};
};
[[nodiscard]] SweepZones sum_by_zone(network::NetworkModel const& model,
                                     sweep::SweepQuery const& query,
                                     sweep::SweepAnswer const& answer);

[[nodiscard]] bool sweeps_sections(sweep::SweepAnswer const& answer);

/// SweepSummary::binding.
[[nodiscard]] std::vector<BindingRank> rank_binding(network::NetworkModel const& model,
                                                    sweep::SweepQuery const& query,
                                                    sweep::SweepAnswer const& answer);

}  // namespace tieline::study
