#pragma once
// The way from a source to the live end of a tie, and what already flows along it.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/limit.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::flow {

/// A section that a transfer of the same plan already hangs on another source.
struct Moved {
  network::SectionId section;
  network::SourceId to;
};

struct SupplyQuery {
  network::SwitchState const& closed;
  network::NodeId live;                         ///< the tie's node on the far side of the island
  StampMap<network::SectionId> const& barred;   ///< never entered: dead and dark sections
  std::span<network::SectionId const> lost;     ///< the same, as a list
  std::span<Moved const> moved;                 ///< transfers chosen for other islands
  std::span<network::UserId const> second_fed;  ///< users of `lost` with a second supply
};

/// Traces one supply path at a time. Scratch of one thread, sized once for a model; no allocation
/// after the largest feeder has been seen.
///
/// Loads of `second_fed` users count where their second supply hangs (dual supply changes over by
/// itself). The source's total is its normal subtree, less what it lost, plus what was moved to it;
/// switching outside the plan is not looked for.
class SupplyPath {
 public:
  explicit SupplyPath(network::NetworkModel const& model);

  /// Floods from `query.live` over lines and closed switches, stopping at source sections (their
  /// other feeders are entered only where busbar lines lie on the way). False: no source, so the
  /// end is dark.
  ///
  /// Cost: O((nodes + users) of the feeder × slots), plus once per source and window its users.
  bool trace(SupplyQuery const& query, SlotLoads& loads);

  [[nodiscard]] network::SourceId source() const { return source_; }
  /// From the tie to the source; the last one is the source itself.
  [[nodiscard]] std::span<Element const> elements() const { return elements_; }
  /// [n_element × n_slot]: what flows before the transfer.
  [[nodiscard]] std::span<Load const> flows() const { return flows_; }
  /// A loop, or the first unknown load: then nothing is proven. none: all known.
  [[nodiscard]] Limit unproven() const { return unproven_; }

 private:
  struct Visit {
    network::NodeId node;
    std::uint32_t parent = 0;  ///< index in queue_
    std::uint32_t edge = 0;    ///< NodeArc::edge towards the parent
    bool in_busbar = false;    ///< in the source's section, listed in busbar_
  };
  struct SourceTotal {
    std::uint64_t version = 0;
    std::uint32_t n_unknown = 0;
  };
  static constexpr std::uint32_t kNoEdge = 0xFFFF'FFFFU;

  void flood(SupplyQuery const& query);
  void expand(std::uint32_t i, SupplyQuery const& query, bool leave_busbar);
  [[nodiscard]] bool enter(std::uint32_t i);
  void mark_path();
  void add_loads(SupplyQuery const& query, SlotLoads& loads);
  void add_user(network::UserId user, network::NodeId node, SlotLoads& loads);
  void add_source(SupplyQuery const& query, SlotLoads& loads);
  [[nodiscard]] std::span<Load> total_of(network::SourceId source, SlotLoads& loads);
  [[nodiscard]] network::UserId first_unknown(SupplyQuery const& query) const;

  network::NetworkModel const* model_;
  network::SourceId source_;
  std::vector<Element> elements_;
  std::vector<Load> flows_;
  Limit unproven_;

  StampMap<network::NodeId> at_;  ///< node → index in queue_
  StampMap<network::SectionId> seen_sections_;
  std::vector<Visit> queue_;
  std::vector<std::uint32_t> busbar_;  ///< indices in queue_ inside source sections
  std::vector<std::uint32_t> attach_;  ///< [queue] index on the path where the node hangs
  std::vector<std::uint32_t> path_;    ///< indices in queue_, from the tie to the source
  network::UserId unknown_user_;

  IdVec<network::SourceId, SourceTotal> total_state_;
  std::vector<Load> totals_;  ///< [n_source × n_slot]
  std::vector<Load> one_user_;
};

}  // namespace tieline::flow
