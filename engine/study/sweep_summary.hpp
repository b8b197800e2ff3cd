#pragma once
// What a sweep says about feeders, zones and organisations. Definitions: docs/methods/sweep.md.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/model.hpp"
#include "engine/sweep/sweep.hpp"
#include "engine/switching/reason.hpp"

namespace tieline::study {

enum class SweepGrouping : std::uint8_t { feeder, zone, organisation };
[[nodiscard]] std::string_view name_of(SweepGrouping by);
/// section, line, switch, source: as typed and printed.
[[nodiscard]] std::string_view name_of(sweep::ElementKind kind);
[[nodiscard]] std::string_view name_of(sweep::Tier tier);

/// Feeders with a section that is fed in the normal state. The others have nothing to lose.
struct FeederCounts {
  std::int64_t feeders = 0;
  std::int64_t tied = 0;            ///< with a tie that may close to what another feeder feeds
  std::int64_t station_tied = 0;    ///< … to what another station feeds
  std::int64_t passing = 0;         ///< all section contingencies pass
  std::int64_t nothing_beyond = 0;  ///< of them, those where no contingency needs a transfer
};

/// One feeder, zone or organisation, or what belongs to none.
struct SweepGroup {
  SweepGrouping by = SweepGrouping::feeder;
  std::uint32_t key = kNoKey;  ///< FeederId, Zone or TermId
  sweep::SweepSums all;        ///< of every kind swept
  sweep::SweepSums sections;   ///< of section contingencies alone: n1 and transferable shares
  FeederCounts feeders;
  static constexpr std::uint32_t kNoKey = 0xFFFF'FFFFU;
};

/// What keeps users dark, over all contingencies that have it.
struct BindingRank {
  switching::Reason worst;        ///< of the contingency farthest beyond the limit; equals: that
                                  ///< leaves most users dark
  std::uint32_t worst_index = 0;  ///< that contingency
  std::int64_t contingencies = 0;
  std::int64_t users_left = 0;  ///< beyond − restored
};

/// A feeder some of whose section contingencies do not pass.
struct WeakFeeder {
  network::FeederId feeder;
  sweep::SweepSums sections;
  FeederCounts counts;            ///< of this feeder alone
  std::int64_t users_left = 0;    ///< over all its section contingencies
  std::int64_t worst_left = 0;    ///< in the worst one
  std::uint32_t worst_index = 0;  ///< that contingency
};

struct SweepSummary {
  sweep::SweepSums total;
  std::array<sweep::SweepSums, 4> by_kind;  ///< [sweep::ElementKind]
  std::array<bool, 4> is_swept{};           ///< [sweep::ElementKind]
  FeederCounts feeders;
  std::vector<SweepGroup> groups;    ///< in the order asked; feeders as in the model, zones as
                                     ///< reported, organisations by name; what belongs to none last
  std::vector<BindingRank> binding;  ///< most users left dark first; of section contingencies,
                                     ///< of all where sections were not swept
  std::vector<WeakFeeder> weak;      ///< worst first; empty where sections were not swept
};

/// Users who need a transfer and do not get it.
[[nodiscard]] inline std::int64_t users_left(sweep::Outcome const& outcome) {
  return std::int64_t{outcome.users_out} - outcome.users_isolated - outcome.users_restored;
}

/// Adds one contingency to `sums`. An unknown load adds nothing.
void add(sweep::Outcome const& outcome, sweep::SweepSums& sums);

/// Cost: O(contingencies + sections), and the dark sections of every contingency that fails for
/// want of a tie.
[[nodiscard]] SweepSummary summarise_sweep(network::NetworkModel const& model,
                                           sweep::SweepQuery const& query,
                                           sweep::SweepAnswer const& answer,
                                           std::span<SweepGrouping const> by);

/// Why the users left dark by contingency `i` stay so; nothing where it passes.
[[nodiscard]] switching::Reason binding_reason(network::NetworkModel const& model,
                                               sweep::SweepQuery const& query,
                                               sweep::SweepAnswer const& answer, std::size_t i);

/// Contingency `i` as the contract calls it: a section by the switch that feeds it.
[[nodiscard]] std::string element_name(network::NetworkModel const& model,
                                       sweep::Contingency contingency);

/// The feeder a contingency belongs to: of its section; a closed switch to the feeder below it, an
/// open one to that of its first end; none() for a source or a busbar.
[[nodiscard]] network::FeederId feeder_of(network::NetworkModel const& model,
                                          sweep::Contingency contingency);

/// Contingencies, those that leave most users dark first; equals in the order swept.
[[nodiscard]] std::vector<std::uint32_t> worst_first(sweep::SweepAnswer const& answer,
                                                     bool failed_only);

}  // namespace tieline::study
