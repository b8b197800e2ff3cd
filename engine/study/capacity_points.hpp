#pragma once
// Inside open capacity: loads of all elements by subtree sums, and what is left at every node.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/study/open_capacity.hpp"

namespace tieline::study {

/// One element judged. A source and its station are one: both figures may be there.
struct ElementRoom {
  double room_kva = kUnknown;  ///< limit − load of `element`; unknown: not known
  CapacityBinding element;
  CapacityGap gap = CapacityGap::none;  ///< what is not known, of `gap_at`
  CapacityBinding gap_at;
  network::UserId gap_user;
};

/// Every node with its way to the source in the normal state. Elements are called by the node they
/// feed; that of a source's node is the source (with N-1 duty: or its station).
///
/// Rests on the order of rows: a node comes after the one that feeds it.
class CapacityPoints {
 public:
  /// Cost: O(nodes + lines + switches + users). Borrows both.
  CapacityPoints(network::NetworkModel const& model, CapacityQuery const& query);

  struct Point {
    double room_kva = kUnknown;  ///< least known on the way; unknown: none is
    network::NodeId tightest;    ///< the element it is from
    network::NodeId gap;         ///< first element on the way without a figure; none(): all known
  };
  [[nodiscard]] Point at(network::NodeId node) const { return points_[node]; }
  [[nodiscard]] ElementRoom element(network::NodeId node) const;
  [[nodiscard]] ElementRoom transformer(network::UserId user);

  /// Where the load that enters at `entry` first divides: the last node on the way down from which
  /// everything of [first, last) beyond hangs. `entry` is in that range.
  [[nodiscard]] network::NodeId outlet(network::NodeId entry,
                                       IdRange<network::SectionId> range) const;

 private:
  struct Station {
    double rated_kva = 0, largest_kva = 0, load_kva = 0;
    CapacityGap gap = CapacityGap::none;
    network::UserId gap_user;
  };
  static constexpr std::uint32_t kNoEdge = 0xFFFF'FFFFU;

  void find_parents();
  void add_loads();
  void add_up();
  void mark_loops();
  void mark_loop(network::NodeId a, network::NodeId b);
  [[nodiscard]] network::NodeId top_of(network::NodeId node);
  void sum_stations();
  void share_feeders();
  void judge();
  [[nodiscard]] ElementRoom judge_load(CapacityBinding const& element, network::NodeId node,
                                       double per_kva) const;
  [[nodiscard]] ElementRoom root(network::NodeId node) const;
  [[nodiscard]] ElementRoom station(network::SourceId source) const;
  [[nodiscard]] double pending_at(network::NodeId node) const {
    return pending_kva_.empty() ? 0 : pending_kva_[node];
  }

  network::NetworkModel const* model_;
  CapacityQuery const* query_;
  flow::SlotLoads loads_;
  IdVec<network::NodeId, network::NodeId> parent_;      ///< none(): a source's node, or unfed
  IdVec<network::NodeId, std::uint32_t> edge_;          ///< NodeArc::edge towards the parent
  IdVec<network::NodeId, network::NodeId> only_child_;  ///< none(): no child; itself: several
  IdVec<network::NodeId, flow::Load> through_;          ///< of everything behind the element
  IdVec<network::NodeId, double> pending_kva_;          ///< likewise; empty: nothing is pending
  IdVec<network::NodeId, network::UserId> unknown_;     ///< first user behind with unknown load
  IdVec<network::NodeId, std::uint8_t> has_users_, on_loop_;
  IdVec<network::NodeId, network::NodeId> top_;      ///< while loops are marked: towards the source
  IdVec<network::UserId, double> user_pending_kva_;  ///< empty: nothing is pending
  IdVec<network::TermId, Station> stations_;         ///< with N-1 duty
  IdVec<network::FeederId, double> feeder_share_;    ///< with N-1 duty: n/(n+1)
  IdVec<network::NodeId, Point> points_;
};

}  // namespace tieline::study
