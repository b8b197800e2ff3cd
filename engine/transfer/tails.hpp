#pragma once
// 二级转供: tails that the feeders beside the dark area may hand over.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/transfer/host.hpp"
#include "engine/transfer/region.hpp"

namespace tieline::transfer {

/// A tail of one live tree and the tree that may take it.
struct Tail {
  std::uint32_t from = 0;     ///< host that hands it over
  std::uint32_t row = 0;      ///< its first row there; the switch towards the root opens
  std::uint32_t tie_row = 0;  ///< its row at the tie
  std::uint32_t to = 0;       ///< host that takes it
  std::uint32_t to_row = 0;   ///< the tie's row there
  network::SwitchId opened, tie;
  std::uint32_t manual = 0;  ///< of the two operations
};

/// Scratch of one thread.
class Tails {
 public:
  explicit Tails(network::NetworkModel const& model) : model_{&model} {}

  /// Every tail that the first `n_host` trees may hand over, by host. Trees that could take one are
  /// grown into `hosts`. Unknown ratings and loads on the way leave a tail away, since it would
  /// prove nothing. Cost: O(switches of the trees × depth), and the trees grown.
  void collect(network::SwitchState const& closed, Region const& region, Hosts& hosts,
               std::uint32_t n_host);

  [[nodiscard]] std::vector<Tail> const& all() const { return all_; }

 private:
  void collect_at(std::uint32_t row, network::NodeArc arc, Hosts& hosts, std::uint32_t from);
  [[nodiscard]] bool may_take(Tail const& tail, Hosts& hosts);
  [[nodiscard]] bool phases_reach(Tail const& tail, Hosts const& hosts);
  void count_users(flow::RadialTree const& tree);

  network::NetworkModel const* model_;
  network::SwitchState const* closed_ = nullptr;
  std::vector<Tail> all_;
  std::vector<std::uint8_t> in_tail_;  ///< [row]
  std::vector<std::uint32_t> behind_;  ///< [row] nodes with load behind the row's element
};

}  // namespace tieline::transfer
