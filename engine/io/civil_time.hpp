#pragma once
// Civil time ↔ UTC seconds, in an IANA zone. The only door to the time zone database.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/quantity.hpp"
#include "engine/base/result.hpp"

namespace tieline::io {

/// "2021-05-03T08:00:00+08:00", "2021-05-03 08:00" (read in `zone`), "2021-05-03".
/// Errors: invalid_argument: not a time, impossible date, non-existent or ambiguous local time.
[[nodiscard]] Result<Seconds> parse_time(std::string_view text, std::string_view zone);

/// RFC 3339 with the zone's offset.
[[nodiscard]] std::string format_time(Seconds utc, std::string_view zone);

/// Offset of the zone from UTC at that instant, in seconds.
[[nodiscard]] Result<Seconds> utc_offset(Seconds utc, std::string_view zone);

}  // namespace tieline::io
