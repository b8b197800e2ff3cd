#pragma once
// One feeder of thousands of buses with neighbours that can take parts of it over: what engines
// that solve one network at a time are measured on.

#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "engine/base/result.hpp"
#include "engine/network/tables.hpp"

namespace tieline::bench {

/// How large. A bus is a node of the large feeder; its source's and its neighbours' come on top.
struct LargeFeederSize {
  std::size_t n_bus = 5000;       ///< at least 100
  std::size_t bus_per_main = 10;  ///< of a section of the main line; laterals likewise
  std::size_t n_tie = 4;          ///< to one neighbour each: 1 … 8
  std::uint64_t seed = 1;
};

/// A 10 kV main line of sections parted by load-break switches, which branches three times, with
/// laterals behind fuses; one bus in two has a transformer. Together they draw some 4 MVA whatever
/// the size, over lines of 12 km. A tie leads from the end of each branch, and from places spread
/// over the main line, to a neighbour of ten sections on a source of its own: enough for about
/// half of the large feeder. Ids: `S0`, `N17`, `L17`, `K3` (switches), `U8`; of a neighbour
/// `S1`, `N1.4`, …; ties `T1`, `T2`, …. The same seed gives the same tables on every machine.
[[nodiscard]] network::Tables large_feeder(LargeFeederSize const& size);

/// The same as a case folder that `tieline check` accepts. Errors: write_failed.
[[nodiscard]] Result<void> write_large_feeder(LargeFeederSize const& size,
                                              std::filesystem::path const& folder);

}  // namespace tieline::bench
