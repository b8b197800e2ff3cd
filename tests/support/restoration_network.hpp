#pragma once
// A network of any size as an integer program wants it: what is fed, by which way, and what carries
// how much before anything is transferred. Plain model reading.

#include <functional>
#include <vector>

#include "tests/support/random_transfer_case.hpp"

namespace tieline::test {

/// Base of the program that is written from it.
class RestorationNetwork {
 public:
  /// BrokenInvariant where the question is beyond what `solve_restoration` says it can answer.
  RestorationNetwork(TransferCase const& asked, double limit_share);

 protected:
  /// A line or switch between two nodes.
  struct Branch {
    std::size_t a = 0, b = 0;
    double limit_kva = 0;
    double drop = 0;  ///< kV² of V² a kVA: 2 (r cos φ + x sin φ) / 1000
    int as_switch = -1;
  };

  /// A node that has supply: the way of the current from its source.
  struct Fed {
    int source = -1;  ///< −1: no supply
    int branch = -1;  ///< towards the source; −1: the source's own node
    std::size_t above = 0;
  };

  /// kVA that an element carries at the highest voltage a source holds.
  [[nodiscard]] double limit_of(network::NodeId node, float ampacity_a) const;
  [[nodiscard]] bool conducts(Branch const& branch) const;
  [[nodiscard]] double kv_of(std::size_t node) const;
  [[nodiscard]] double highest_kv2() const;
  [[nodiscard]] double lowest_kv2() const;
  /// Calls `f(node)` for the nodes on the way from `node` to its source, the source's own left out.
  void on_the_way(std::size_t node, std::function<void(std::size_t)> const& f) const;
  /// The first node of the feeder `node` is of.
  [[nodiscard]] std::size_t head_of(std::size_t node) const;
  /// kVA that may pass between `node` and what is above it; at a source, its rating.
  [[nodiscard]] double limit_above(std::size_t node) const;
  [[nodiscard]] double held_kv2(std::size_t node) const;

  TransferCase const& asked_;
  network::NetworkModel const& model_;
  double share_;
  std::size_t n_slot_;
  double tan_phi_ = 0;
  bool has_drops_ = false;
  std::vector<std::vector<double>> kva_, behind_;  // [slot][node]
  std::vector<char> dark_;
  std::vector<Fed> fed_;
  std::vector<std::size_t> order_;  // live nodes, sources first
  std::vector<Branch> branches_;    // lines, then switches

 private:
  void read_loads();
  void read_branches();
  void flood();
  /// What elements and sources carry before anything is transferred.
  void sum_before();
};

}  // namespace tieline::test
