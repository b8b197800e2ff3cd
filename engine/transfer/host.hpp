#pragma once
// The feeders beside the dark area: their trees, what flows in them, where ties hang.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/radial_flow.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/flow/tree_grower.hpp"
#include "engine/transfer/region.hpp"
#include "engine/transfer/tree_memory.hpp"

namespace tieline::transfer {

/// A live tree as it stands before the transfer.
struct Host {
  network::SourceId source;
  flow::RadialTree tree;
  flow::Limit unproven;   ///< loop or unknown load: nothing may hang on it
  bool negative = false;  ///< a load or an impedance below zero: more load is not always worse
  std::uint32_t first_row = 0;     ///< of its rows among the rows of all hosts
  bool solved = false;             ///< `before` is filled
  std::vector<flow::Load> before;  ///< [n_slot] what the source sends into it, losses included
  bool converged = false;          ///< in every slot
};

/// Where a tie meets a host.
struct Attach {
  std::uint32_t edge = 0;  ///< of Region::edges()
  std::uint32_t host = 0;
  std::uint32_t row = 0;  ///< in the tree of the host
  flow::Limit unproven;   ///< of the way to the source: a rating or load that is unknown
};

/// What one source sends out before the transfer.
struct SourceTotal {
  network::SourceId source;
  std::vector<flow::Load> before;    ///< [n_slot] all its trees and its own users
  std::vector<flow::Load> lossless;  ///< [n_slot] the same without losses
  flow::Limit unproven;              ///< a load on it is unknown, or a tree of it has no solution
};

/// Trees of one query. Scratch of one thread, sized once for a model.
class Hosts {
 public:
  explicit Hosts(network::NetworkModel const& model);

  /// Forgets the last query. `scope` must outlive the use.
  void begin(flow::GrowScope const& scope, flow::SlotLoads& loads);

  /// The tree that feeds `live`; kNowhere if no source does. Grown once a query.
  std::uint32_t find(network::NodeId live);
  /// Is a source behind this node? Grows nothing that is kept.
  bool is_live(network::NodeId node, flow::GrowScope const& scope, flow::SlotLoads& loads);
  [[nodiscard]] Host& at(std::uint32_t host) { return pool_[host]; }
  [[nodiscard]] Host const& at(std::uint32_t host) const { return pool_[host]; }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] std::uint32_t n_row() const { return n_row_; }
  /// Row of a live node in its host's tree.
  [[nodiscard]] std::uint32_t row_of(network::NodeId node) const { return row_[node]; }
  /// First unknown rating on the way from a row to its source; none: all known.
  [[nodiscard]] flow::Limit unknown_on_way(std::uint32_t host, std::uint32_t row) const;

  /// AC figures before the transfer, by slot.
  Host const& solved(std::uint32_t host);
  SourceTotal const& total_of(network::SourceId source);
  [[nodiscard]] flow::LoadModel load_model() const;
  [[nodiscard]] flow::RadialFlow& flow() { return flow_; }
  [[nodiscard]] double source_limit_kva(network::SourceId source) const;

 private:
  void note_signs(Host& host) const;
  void solve(Host& host);
  [[nodiscard]] bool may_remember(network::SourceId source) const;
  void solve_or_recall(Host& host);
  void add_figures(TreeFigures const& tree, SourceTotal& total) const;
  void begin_total(SourceTotal& total, network::SourceId source);
  void list_trees(network::SourceId source);
  void add_tree(Host const& tree, SourceTotal& total) const;

  network::NetworkModel const* model_;
  flow::TreeGrower grower_;
  flow::RadialFlow flow_;
  flow::GrowScope const* scope_ = nullptr;
  flow::SlotLoads* loads_ = nullptr;
  std::vector<Host> pool_;  ///< the first count_ are of this query
  std::uint32_t count_ = 0, n_row_ = 0;
  flow::StampMap<network::NodeId> host_of_, row_;
  std::vector<SourceTotal> totals_;
  std::uint32_t n_total_ = 0;
  Host spare_;
  std::vector<network::NodeId> starts_;
  TreeMemory memory_;
};

}  // namespace tieline::transfer
