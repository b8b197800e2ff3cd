#pragma once
// The AC check of a configuration: every tree that changed, every slot, every source behind them.

#include <cstdint>
#include <vector>

#include "engine/transfer/forest.hpp"
#include "engine/transfer/host.hpp"

namespace tieline::transfer {

/// Scratch of one thread.
class Verifier {
 public:
  Verifier(Region const& region, Hosts& hosts, Forest const& forest, network::NetworkModel const& m)
      : model_{&m}, region_{&region}, hosts_{&hosts}, forest_{&forest} {}

  /// New query: figures of the last one are forgotten.
  void begin(std::size_t n_slot, flow::SlotLoads const& loads);

  /// Do the first `n_fed` sections of the forest hold every limit? With `least_loads` every load
  /// counts with the least it can draw within the voltage limits: then a no holds for every
  /// configuration that feeds these sections in the same way and more. Stops at the first no.
  /// Cost: O(rows of the trees concerned × iterations × slots).
  bool holds(std::size_t n_fed, bool least_loads);

  /// Like holds() with all sections, but goes on to the end and names the worst.
  flow::Limit worst();

  /// Rows looked at since begin(), in all slots.
  [[nodiscard]] std::uint64_t rows_solved() const { return rows_solved_; }
  /// Did a tree of the last check have an unknown impedance?
  [[nodiscard]] bool impedance_unknown() const { return impedance_unknown_; }

 private:
  struct Total {
    network::SourceId source;
    std::vector<flow::Load> after;
  };
  bool check(std::size_t n_fed, bool least_loads, bool to_the_end);
  bool check_host(std::uint32_t host, std::size_t n_fed, bool to_the_end);
  bool check_rows(flow::RadialTree const& tree, std::size_t slot, bool to_the_end);
  bool check_sources(bool to_the_end);
  void note_changed(std::uint32_t host);
  [[nodiscard]] bool has_tail(std::uint32_t host) const;
  void copy_tree(std::uint32_t host);
  void copy_without(std::uint32_t host, Tail const& tail);
  void copy_row(flow::RadialTree const& tree, std::uint32_t i, std::uint32_t parent,
                flow::Element const& element, std::uint32_t via);
  void append_tail(Tail const& tail);
  void hang_on(std::uint32_t host, std::size_t n_fed, flow::RadialTree& tree);
  bool solve_tree(flow::RadialTree& tree, Host const& host, bool to_the_end);
  std::vector<flow::Load>& after_of(network::SourceId source);
  void note(flow::Limit const& limit, double beyond);

  network::NetworkModel const* model_;
  Region const* region_;
  Hosts* hosts_;
  Forest const* forest_;
  flow::SlotLoads const* loads_ = nullptr;
  flow::LoadModel model_of_loads_;
  double share_ = 1;
  std::size_t n_slot_ = 1;
  std::vector<std::uint32_t> changed_;    ///< hosts
  std::vector<std::uint32_t> tree_row_;   ///< [dark node] in the tree at hand
  flow::RadialTree moved_;                ///< a tree that hands over or takes a tail
  std::vector<std::uint32_t> moved_row_;  ///< [row before] in it
  std::vector<std::uint32_t> tail_row_;   ///< [row of the tail's old tree] in it
  std::vector<flow::Load> scaled_;
  std::vector<Total> totals_;
  std::uint32_t n_total_ = 0;
  std::uint64_t rows_solved_ = 0;
  bool impedance_unknown_ = false;
  flow::Limit worst_;
  double worst_beyond_ = 0;
};

}  // namespace tieline::transfer
