#pragma once
// Rows of history/ as the files state them: typed cells, ids still text. Input of Builder.
//
// Text cells are views that must live until Builder::finish(). `row` is the line number in the file
// (header = 1); 0 for rows made by a program.

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/quantity.hpp"
#include "engine/history/outage_class.hpp"
#include "engine/network/ids.hpp"

namespace tieline::history {

/// One row of users.csv.
struct UserSliceRow {
  std::string_view user;
  std::optional<Seconds> since, until;          ///< blank: from the beginning / for good
  network::Zone zone = network::Zone::unknown;  ///< blank: that of transformers.csv
  std::int64_t households = -1;                 ///< -1: blank, that of transformers.csv
  bool has_zone = false;
  std::uint32_t row = 0;
};

/// One row of events.csv.
struct EventRow {
  std::string_view event, cause, technical_cause, equipment, feeder, plan, excluded_reason;
  OutageClass outage_class = OutageClass::unclassified;
  network::Answer external = network::Answer::unknown;
  std::optional<Seconds> reported, dispatched, arrived, located, isolated, repaired;
  std::uint32_t row = 0;
};

/// One row of interruptions.csv.
struct InterruptionRow {
  std::string_view event, user, exclusion_reason;
  Seconds start = 0;
  std::optional<Seconds> end;  ///< blank: still out
  float allowed_kw = kUnknown;
  float before_kw = kUnknown;
  std::uint32_t row = 0;
};

/// One row of med.csv; `date` is the first second of the day, UTC.
struct MedRow {
  Seconds date = 0;
  std::string_view authority;
  std::uint32_t row = 0;
};

}  // namespace tieline::history
