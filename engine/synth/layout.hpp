#pragma once
// Where everything stands before any feeder is drawn: districts, stations, and each feeder's place.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/network/ids.hpp"
#include "engine/synth/distributions.hpp"

namespace tieline::synth {

/// A point on the map, metres east and north of the case's origin.
struct Point {
  double x_m = 0, y_m = 0;
};

/// One of 16 even directions on the compass as a unit vector; any whole number is welcome.
[[nodiscard]] Point direction(std::uint32_t sixteenth);

/// Two HV/MV transformers, a busbar each, a normally open coupler between them.
struct Station {
  std::uint32_t district = 0;
  std::uint32_t place = 0;  ///< within its district and zone
  network::Zone zone = network::Zone::town;
  Point at;
};

/// One feeder's place in the whole.
struct Slot {
  std::uint32_t feeder = 0;   ///< row, from 0
  std::uint32_t station = 0;  ///< row in Layout::stations
  std::uint8_t busbar = 0;    ///< 0 or 1
  std::uint8_t bay = 0;       ///< within its busbar
  network::Zone zone = network::Zone::town;
  bool core_area = false;  ///< its centre users belong to the core area (核心区)
};

/// Feeders of one district are `[first_feeder, last_feeder)`; ties stay within a district.
struct District {
  std::uint32_t first_feeder = 0, last_feeder = 0;
};

struct Layout {
  std::vector<District> districts;
  std::vector<Station> stations;
  std::vector<Slot> slots;  ///< by feeder
};

/// Districts of about 120 feeders with all four zones, in the shares of `distributions`.
/// Cost: O(feeders). Draws nothing.
[[nodiscard]] Layout lay_out(Distributions const& distributions, std::uint32_t feeders);

}  // namespace tieline::synth
