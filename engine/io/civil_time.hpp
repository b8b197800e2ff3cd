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

/// What keeps a text from being an instant.
enum class TimeTrouble : std::uint8_t {
  none,
  not_a_time,    ///< no known form, or an impossible date
  odd_offset,    ///< an offset that is not of whole hours, :30 or :45
  non_existent,  ///< clocks were put forward over this local time
  ambiguous,     ///< clocks were put back: this local time happened twice
  unknown_zone,
};

/// A text read as an instant, with what was noticed on the way.
struct TimeReading {
  Seconds utc = 0;
  TimeTrouble trouble = TimeTrouble::none;
  bool is_date_only = false;  ///< read as midnight
  bool had_24_00 = false;     ///< read as midnight of the next day
  bool had_z = false;         ///< "Z": UTC
};

/// What parse_time() reads, in detail. Also reads 2021/5/3, 2021年5月3日, 上午/下午, AM/PM; a
/// fraction of a second is cut off.
[[nodiscard]] TimeReading read_time(std::string_view text, std::string_view zone);

/// read_time() of many texts in one zone: the usual forms ("2021-05-03T08:00:00+08:00",
/// "2021-05-03 08:00") without a look into the time zone database for each.
///
/// Gives what read_time() gives, always. Cost: about 20 ns a text. Threads: one.
class TimeReader {
 public:
  explicit TimeReader(std::string_view zone) : zone_{zone} {}
  [[nodiscard]] TimeReading read(std::string_view text);

 private:
  [[nodiscard]] std::optional<Seconds> midnight_of(std::string_view date);
  [[nodiscard]] bool knows_offset_at(Seconds local);

  std::string zone_;
  std::array<char, 10> last_date_{'1', '9', '7', '0', '-', '0',
                                  '1', '-', '0', '1'};  ///< times of a file often share their day
  Seconds last_midnight_ = 0;
  Seconds offset_ = 0, from_ = 1, until_ = 0;  ///< of local times in [from_, until_)
};

/// Local seconds since 1970 in `zone` → UTC.
[[nodiscard]] TimeReading local_to_utc(Seconds local, std::string_view zone);

/// "08:30", "8:30:15", "24:00" → seconds after midnight.
[[nodiscard]] std::optional<Seconds> parse_time_of_day(std::string_view text);

/// Is this a zone of the database?
[[nodiscard]] bool is_time_zone(std::string_view zone);

/// Version of the time zone database, as "2024a"; empty where it does not say.
[[nodiscard]] std::string time_zone_database();

}  // namespace tieline::io
