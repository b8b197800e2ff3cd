#pragma once
// Who is registered when: users that come, go, pause and change their zone within the year.

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/network/ids.hpp"
#include "engine/synth/feeder.hpp"

namespace tieline::synth {

/// One row of users.csv, in local seconds.
struct RegistrationSlice {
  static constexpr std::int64_t kAlways = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kForGood = std::numeric_limits<std::int64_t>::max();
  std::int64_t since = kAlways, until = kForGood;
  network::Zone zone = network::Zone::unknown;  ///< unknown: that of transformers.csv
  std::uint32_t households = 0;                 ///< 0: those of transformers.csv
};

/// [user row] → its slices; none: registered for all time. About 4 of 100 users have some; the
/// first feeder always does.
[[nodiscard]] std::vector<std::vector<RegistrationSlice>> draw_registrations(std::uint64_t seed,
                                                                             Feeder const& feeder,
                                                                             int year);

[[nodiscard]] bool is_registered(std::vector<RegistrationSlice> const& slices, std::int64_t at);

}  // namespace tieline::synth
