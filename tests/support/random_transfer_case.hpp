#pragma once
// Random questions to the transfer search: a feeder that loses sections, neighbours with little
// room, ties, tails that could be handed over. Ratings are drawn around what the elements carry, so
// that limits bind.

#include <cstdint>
#include <vector>

#include "engine/network/tables.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::test {

/// How large and how odd. Chances are in percent.
struct TransferSizes {
  std::size_t sources = 2;
  std::size_t dark_pieces = 4;        ///< sections of the feeder that is hit
  std::size_t neighbours = 2;         ///< feeders with ties to it
  std::size_t neighbour_pieces = 2;   ///< sections of each, at most
  std::size_t ties = 3;               ///< between the feeder that is hit and neighbours
  std::size_t tail_ties = 1;          ///< between neighbours
  std::size_t inner_ties = 0;         ///< within the feeder that is hit
  std::size_t most_nodes = 2;         ///< of one section
  std::size_t most_users = 3;         ///< of one section
  std::int64_t longest_km = 3;        ///< of a line
  int room_low = 0, room_high = 100;  ///< rating above what an element carries, in percent
  unsigned unknown_rating = 3;
  unsigned unknown_load = 1;
  unsigned unknown_impedance = 3;
  unsigned weak_switch = 12;  ///< a disconnector or fuse
  unsigned closed_loop = 5;   ///< an inner tie is closed, or two lines run side by side
  unsigned second_supply = 6;
  unsigned unfed = 4;            ///< a section of the feeder that is hit hangs on an open switch
  unsigned foreign_tie = 2;      ///< B41
  unsigned source_out = 10;      ///< the source is out instead of a section
  bool tight_neighbour = false;  ///< one has hardly any room, but a tail it could hand over
  bool plain_loads = false;      ///< constant power at one angle
  bool lossless = false;         ///< r = x = 0, sources held at nominal
  int levels = 2;
};

/// Sizes of small networks that differ from seed to seed.
[[nodiscard]] TransferSizes small_sizes(std::uint64_t seed);

/// Sizes of networks of some 100 sections with 4 to 8 ties, where every figure is known.
[[nodiscard]] TransferSizes large_sizes(std::uint64_t seed);

/// A question about a model and what it refers to.
struct TransferCase {
  network::NetworkPtr model;
  network::SwitchState closed;
  std::vector<network::SectionId> dark, dead;
  std::vector<network::SourceId> out;
  flow::LoadWindow window;
  int levels = 2;

  [[nodiscard]] transfer::Query query() const {
    return {.closed = closed,
            .dark = dark,
            .dead = dead,
            .out = out,
            .window = window,
            .levels = levels};
  }
};

/// Rows and what happens to them, by external id.
struct TransferSketch {
  network::Tables tables;
  std::vector<std::string_view> hit_nodes;  ///< their sections are dead
  std::string_view source_out;              ///< or this source is out; empty: none
  flow::LoadWindow window;
  int levels = 2;
};

/// The same seed gives the same rows on every machine. Sources `S1`…, nodes `n1`…, lines `L1`…,
/// switches `k1`…, users `u1`….
[[nodiscard]] TransferSketch random_transfer(std::uint64_t seed, TransferSizes const& sizes);

/// Opens every closed switch around what is dead; what then has no supply is dark.
[[nodiscard]] TransferCase transfer_case(TransferSketch const& sketch);
/// The same of a model built from the sketch's rows before.
[[nodiscard]] TransferCase transfer_case(network::NetworkPtr model, TransferSketch const& sketch);

}  // namespace tieline::test
