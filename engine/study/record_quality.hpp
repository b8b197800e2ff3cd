#pragma once
// How far the records of a window can be trusted: what is filled in, what is covered, what clashes.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/history/history.hpp"

namespace tieline::study {

/// `known` of `all`.
struct Completeness {
  std::int64_t known = 0, all = 0;
};

/// Stamps of a repair, in the order of history::Stamps.
inline constexpr std::size_t kStampCount = 6;
inline constexpr std::array<std::string_view, kStampCount> kStampNames{
    "reported", "dispatched", "arrived", "located", "isolated", "repaired"};

struct RecordQuality {
  // of events with a record in the window
  Completeness event_class, event_cause;
  Completeness fault_technical_cause;            ///< of faults
  std::array<Completeness, kStampCount> stamps;  ///< of faults
  // of users registered at some instant of the window
  Completeness user_zone;  ///< known in every slice that meets the window
  Completeness user_capacity, user_load;
  // coverage
  std::optional<Seconds> first_day, last_day;        ///< local midnights: a record begins on them
  std::vector<int> silent_months;                    ///< 1 to 12: no record begins in it
  std::optional<Seconds> first_record, last_record;  ///< of all years: first start, last start
  // clashes
  std::int64_t overlapping_records = 0;  ///< begin before an earlier one of the same user has ended
  std::int64_t overlap_seconds = 0;      ///< user-seconds of the window told more than once
};

/// Of [from, to). Excluded records take part. `to` is also where an open outage ends.
/// Cost: one pass over users, slices, events and records. Errors: none.
[[nodiscard]] RecordQuality record_quality(history::History const& history, Seconds from,
                                           Seconds to);

}  // namespace tieline::study
