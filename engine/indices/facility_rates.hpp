#pragma once
// How often facilities fail: line, transformer, breaker and switch fault rates (domain §1.4: RLFI,
// RTFI, RBFI, RSFI). They count facilities, not users, so they stand beside the rows.

#include <array>
#include <optional>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/query.hpp"
#include "engine/network/model.hpp"

namespace tieline::indices {

/// What a rate is of. `line` is overhead + cable; `switching` is every switching device, breakers
/// (and reclosers) too.
enum class Facility : std::uint8_t { line, overhead, cable, transformer, breaker, switching };
inline constexpr std::size_t kFacilityCount = 6;

struct FacilityRate {
  std::int64_t faults = 0;  ///< fault outages that name such a facility; each event once
  double amount = 0;        ///< in the network: km of lines, units of all else
};

struct FacilityRates {
  std::array<FacilityRate, kFacilityCount> rates;  ///< by Facility
  double years = 0;                   ///< of the window, local calendar: a leap year is one year
  std::int64_t elsewhere_faults = 0;  ///< fault outages that name no facility of any kind

  /// Fault outages a year of 100 km or 100 units; unset: nothing to divide by.
  [[nodiscard]] std::optional<double> per_100_a_year(Facility facility) const;
};

/// Fault outages that begin in the window of `query` and take part under its variant. An event is
/// one if some user is out for longer than momentary (record by record, before any union).
/// Precondition: the window is one that compute() takes. Cost: one pass over the records, on
/// `query.threads`; the answer does not depend on them.
[[nodiscard]] FacilityRates facility_rates(history::History const& history,
                                           network::NetworkModel const& model, Query const& query);

}  // namespace tieline::indices
