#pragma once
// Every way to cut equipment off, tried: the witness of the engine's isolation.
//
// Operations are one switch at a time, from the normal state, and only on switches that are closed
// in it: open, and close again what was opened. A breaker, recloser or load-break switch may be
// worked at any time. A disconnector or fuse may be opened only where no user goes dark by it and
// it carries no loop, closed only where no user is lit by it and it closes no loop. The aim is
// that no part of the equipment's sections is energised.

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/network/tables.hpp"

namespace tieline::test {

/// The best way found: fewest users dark at the end, then fewest users with any dark time, then
/// fewest operations.
struct BestIsolation {
  std::size_t dark_users = 0;
  std::size_t touched_users = 0;  ///< with any dark time, whether dark at the end or not
  std::size_t operations = 0;
  std::set<std::string> dark_nodes;  ///< at the end, of one best way
};

/// Tries every sequence. Networks of at most 16 switches and 32 sections (BrokenInvariant beyond).
///
/// `nodes` are in the sections that must be dead. Empty if no sequence makes them dead.
[[nodiscard]] std::optional<BestIsolation> isolate_exhaustively(
    network::Tables const& tables, std::set<std::string_view> const& nodes);

}  // namespace tieline::test
