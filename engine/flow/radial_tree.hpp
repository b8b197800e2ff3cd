#pragma once
// One radially operated part of the network as arrays: what a backward/forward sweep runs over.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/limit.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/network/model.hpp"

namespace tieline::flow {

/// Nodes joined to one root, root first, every parent before its children. Columns, one row a node;
/// row 0 is the root (a source, held at its voltage). The element of a row is the line or switch
/// towards its parent; row 0 has none. Plain data: growers fill it, sweeps and judges read it.
struct RadialTree {
  std::vector<std::uint32_t> parent;  ///< [n] below its own row; [0] = 0
  std::vector<double> r_ohm, x_ohm;   ///< [n] of the element; 0 for switches and where unknown
  std::vector<network::NodeId> node;  ///< [n]
  std::vector<Element> element;       ///< [n] kind, row, rating
  std::vector<std::uint8_t> phases;   ///< [n] that reach the row: of all lines up to the root
  std::vector<Load> load;             ///< [n × n_slot] drawn at the node, slot fastest
  std::size_t n_slot = 1;
  network::SourceId source;  ///< at the root
  double root_kv = 0;        ///< nominal, between phases; one voltage level a tree
  double root_pu = 1;        ///< held
  Limit impedance_unknown;   ///< first line without r or x: drops along it count as 0, unproven
  Limit phases_missing;      ///< first line on the way to an appended section that lacks its phase
  Limit unproven;            ///< first unknown load, or a loop: nothing about flows is proven

  [[nodiscard]] std::size_t n() const { return parent.size(); }
  [[nodiscard]] Load& load_at(std::size_t i, std::size_t slot) { return load[i * n_slot + slot]; }
  [[nodiscard]] Load const& load_at(std::size_t i, std::size_t slot) const {
    return load[i * n_slot + slot];
  }
  void clear();  ///< no rows, capacity kept
};

}  // namespace tieline::flow
