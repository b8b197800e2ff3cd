#pragma once
// Who waited how long: exact integers by zone, for both counted bases.

#include <array>
#include <cstdint>

#include "engine/base/quantity.hpp"
#include "engine/network/ids.hpp"

namespace tieline::reliability {

/// Sums of one zone, one base (MV users, or households).
///
/// Units: seconds are unit-seconds (user·s or household·s); the rest are counts.
struct BaseSums {
  std::int64_t dark_s = 0;         ///< every dark interval
  std::int64_t sustained_s = 0;    ///< intervals longer than momentary
  std::int64_t interruptions = 0;  ///< sustained
  std::int64_t momentary = 0;
  std::int64_t out = 0;  ///< counted units with any dark interval

  BaseSums& operator+=(BaseSums const& more) {
    dark_s += more.dark_s;
    sustained_s += more.sustained_s;
    interruptions += more.interruptions;
    momentary += more.momentary;
    out += more.out;
    return *this;
  }
  friend bool operator==(BaseSums const&, BaseSums const&) = default;
};

struct ZoneSums {
  BaseSums users;
  BaseSums households;
  ZoneSums& operator+=(ZoneSums const& more) {
    users += more.users;
    households += more.households;
    return *this;
  }
  friend bool operator==(ZoneSums const&, ZoneSums const&) = default;
};

struct Ledger {
  std::array<ZoneSums, network::kZoneCount> zone{};
  [[nodiscard]] ZoneSums total() const {
    ZoneSums all;
    for (auto const& z : zone) {
      all += z;
    }
    return all;
  }
  friend bool operator==(Ledger const&, Ledger const&) = default;
};

}  // namespace tieline::reliability
