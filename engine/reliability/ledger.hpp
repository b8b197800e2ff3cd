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

/// 不停电作业化率: the share of user-time that live work saved among all that planned work cost or
/// would have cost, 0…1. NaN where there is neither.
///
/// Units: user-seconds both, not negative. Source: domain §4.7 (metrics), worked example D.7.
[[nodiscard]] constexpr double live_work_rate(std::int64_t saved_s, std::int64_t planned_s) {
  return saved_s + planned_s == 0
             ? static_cast<double>(kUnknown)
             : static_cast<double>(saved_s) / static_cast<double>(saved_s + planned_s);
}

}  // namespace tieline::reliability
