#pragma once
// As many feeders as asked, of as many sections, with as many ties each: how costs grow.

#include <cstddef>

#include "engine/network/tables.hpp"

namespace tieline::bench {

struct FeederGridSize {
  std::size_t feeders = 500;  ///< rounded up to a multiple of 8
  std::size_t sections = 20;  ///< of a feeder: half on a main line, each with one lateral section
  std::size_t ties = 2;       ///< of a feeder, each to another feeder: at most 7
  double feeder_kw = 2000;    ///< at peak; two of 2000 kW fit on one, two of 4000 kW do not
};

/// Feeders of 10 kV, each on a source of its own. A section is a line of two nodes behind a
/// load-break switch with one user at its end; the main line is 4 km long however many sections it
/// has. Ties join equal places of two main lines: the ends first, then ever nearer to the sources.
[[nodiscard]] network::Tables feeder_grid(FeederGridSize const& size);

}  // namespace tieline::bench
