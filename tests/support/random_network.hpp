#pragma once
// Random networks with node-level detail: trees of sections under several sources, open ties
// between them, every kind of switch, users of every zone. Without fault by construction.

#include <cstdint>

#include "engine/network/tables.hpp"

namespace tieline::test {

/// How large and how odd. Chances are in percent.
struct RandomSizes {
  std::size_t sources = 2;
  std::size_t pieces = 8;     ///< line trees, each joined to an earlier one or to a source
  std::size_t ties = 3;       ///< normally open switches between pieces
  std::size_t max_nodes = 3;  ///< of one piece, at least 1
  std::size_t min_users = 0;  ///< of one piece
  std::size_t max_users = 3;
  unsigned weak_switch = 30;    ///< a disconnector or fuse, which may not make or break load
  unsigned joined_by_line = 8;  ///< no switch in between: two pieces are one section
  unsigned unfed = 0;           ///< the only switch towards the sources is open
  unsigned loop = 0;            ///< a "tie" is closed: a loop or two sources in parallel
  unsigned dual_user = 0;       ///< a second supply at a random node
  unsigned operate_known = 80;  ///< operate_min is stated
};

/// The same seed gives the same tables on every machine. Ids: `n3`, `L3`, `k3` (switches), `u3`,
/// `S1` (sources, whose node is `S1` too); ties are among the `k`.
[[nodiscard]] network::Tables random_network(std::uint64_t seed, RandomSizes const& sizes);

}  // namespace tieline::test
