#include "engine/io/civil_time.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <stdexcept>

#include <date/tz.h>

namespace tieline::io {
namespace {

/// The zone of that name, or null.
[[nodiscard]] date::time_zone const* find_zone(std::string_view zone) {
  try {
    return date::locate_zone(std::string{zone});
  } catch (std::runtime_error const&) {  // the library's way to say "not found"
    return nullptr;
  }
}

/// Reads a text from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_{text} {}
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool skip(std::string_view what) {
    if (!rest_.starts_with(what)) {
      return false;
    }
    rest_.remove_prefix(what.size());
    return true;
  }
  void skip_spaces() {
    while (skip(" ")) {
    }
  }
  /// A whole number of `min` to `max` digits.
  [[nodiscard]] std::optional<int> digits(std::size_t min, std::size_t max) {
    std::size_t n = 0;
    while (n < rest_.size() && n < max && rest_[n] >= '0' && rest_[n] <= '9') {
      ++n;
    }
    int value = 0;
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the end is given
    if (n < min || std::from_chars(rest_.data(), rest_.data() + n, value).ec != std::errc{}) {
      return std::nullopt;
    }
    rest_.remove_prefix(n);
    return value;
  }

 private:
  std::string_view rest_;
};

/// Days since 1970 of "2021-05-03", "2021/5/3" or "2021年5月3日".
[[nodiscard]] std::optional<Seconds> read_date(Scanner& in) {
  auto const year = in.digits(4, 4);
  if (!year) {
    return std::nullopt;
  }
  bool const chinese = in.skip("年");
  std::string_view const dash = chinese ? "月" : in.skip("-") ? "-" : in.skip("/") ? "/" : "";
  auto const month = dash.empty() ? std::nullopt : in.digits(1, 2);
  if (!month || !in.skip(dash)) {
    return std::nullopt;
  }
  auto const day = in.digits(1, 2);
  if (!day || (chinese && !in.skip("日"))) {
    return std::nullopt;
  }
  auto const date = std::chrono::year{*year} / std::chrono::month{static_cast<unsigned>(*month)} /
                    std::chrono::day{static_cast<unsigned>(*day)};
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days{date}.time_since_epoch().count();
}

/// Seconds after midnight, up to 24:00 exactly.
[[nodiscard]] std::optional<Seconds> read_clock(Scanner& in) {
  bool const morning = in.skip("上午");
  bool const afternoon = !morning && in.skip("下午");
  in.skip_spaces();
  auto hour = in.digits(1, 2);
  auto const minute = hour && in.skip(":") ? in.digits(2, 2) : std::nullopt;
  if (!minute) {
    return std::nullopt;
  }
  std::optional<int> second = 0;
  if (in.skip(":")) {
    second = in.digits(2, 2);
    if (second && in.skip(".") && !in.digits(1, 9)) {
      return std::nullopt;
    }
  }
  if (!second || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  auto ahead = in;
  ahead.skip_spaces();
  bool const am = ahead.skip("AM") || ahead.skip("am");
  bool const pm = !am && (ahead.skip("PM") || ahead.skip("pm"));
  if (am || pm) {
    in = ahead;
  }
  bool const twelve_hours = morning || afternoon || am || pm;
  if (twelve_hours) {
    if (*hour < 1 || *hour > 12 || ((morning || afternoon) && (am || pm))) {
      return std::nullopt;
    }
    hour = *hour % 12 + (afternoon || pm ? 12 : 0);
  }
  Seconds const clock = *hour * kSecondsPerHour + *minute * kSecondsPerMinute + *second;
  if (clock > 24 * kSecondsPerHour) {
    return std::nullopt;
  }
  return clock;
}

/// Seconds east of UTC from "+08:00", "+0800" or "+08"; the sign has been read.
[[nodiscard]] std::optional<Seconds> read_offset(Scanner& in, bool east) {
  auto const hour = in.digits(2, 2);
  std::optional<int> minute = 0;
  if (hour && (in.skip(":") || !in.at_end())) {
    minute = in.digits(2, 2);
  }
  if (!hour || !minute || *hour > 15 || *minute > 59) {
    return std::nullopt;
  }
  Seconds const size = *hour * kSecondsPerHour + *minute * kSecondsPerMinute;
  return east ? size : -size;
}

[[nodiscard]] TimeReading trouble(TimeTrouble what) {
  return {.utc = 0, .trouble = what};
}

[[nodiscard]] Error time_error(TimeTrouble what, std::string_view text, std::string_view zone) {
  std::string const quoted = "\"" + std::string{text} + "\"";
  std::string const in_zone = " in " + std::string{zone};
  auto const error = [](std::string en, std::string zh) {
    return Error{ErrorCode::invalid_argument, std::move(en), std::move(zh)};
  };
  switch (what) {
    case TimeTrouble::odd_offset:
      return error(quoted + " has an odd offset: write +08:00, or leave it out",
                   quoted + " 的时区偏移异常：请写 +08:00 或不写偏移");
    case TimeTrouble::non_existent:
      return error(quoted + " does not exist" + in_zone + ": give the offset",
                   quoted + " 在该时区不存在：请写明时区偏移");
    case TimeTrouble::ambiguous:
      return error(quoted + " happened twice" + in_zone + ": give the offset",
                   quoted + " 在该时区出现两次：请写明时区偏移");
    case TimeTrouble::unknown_zone:
      return error("unknown time zone " + std::string{zone} + ": give an IANA name",
                   "未知时区 " + std::string{zone} + "：请用 IANA 名称");
    case TimeTrouble::not_a_time:
    case TimeTrouble::none:
      break;
  }
  return error(quoted + " is no time: write 2021-05-03T08:00:00+08:00",
               quoted + " 不是有效时间：请写成 2021-05-03T08:00:00+08:00");
}

}  // namespace

TimeReading local_to_utc(Seconds local, std::string_view zone) {
  auto const* tz = find_zone(zone);
  if (tz == nullptr) {
    return trouble(TimeTrouble::unknown_zone);
  }
  auto const at = tz->get_info(date::local_seconds{std::chrono::seconds{local}});
  if (at.result == date::local_info::nonexistent) {
    return trouble(TimeTrouble::non_existent);
  }
  if (at.result == date::local_info::ambiguous) {
    return trouble(TimeTrouble::ambiguous);
  }
  return {.utc = local - at.first.offset.count()};
}

TimeReading read_time(std::string_view text, std::string_view zone) {
  constexpr Seconds kDay = 24 * kSecondsPerHour;
  Scanner in{text};
  auto const day = read_date(in);
  if (!day) {
    return trouble(TimeTrouble::not_a_time);
  }
  TimeReading noticed;
  noticed.is_date_only = in.at_end();
  Seconds local = *day * kDay;
  if (!noticed.is_date_only) {
    bool const separated = in.skip("T") || in.skip("t") || in.skip(" ");
    in.skip_spaces();
    auto const clock = separated ? read_clock(in) : std::nullopt;
    if (!clock) {
      return trouble(TimeTrouble::not_a_time);
    }
    local += *clock;
    noticed.had_24_00 = *clock == kDay;
  }
  in.skip_spaces();
  bool const west = in.skip("-");
  bool const east = !west && in.skip("+");
  noticed.had_z = !west && !east && (in.skip("Z") || in.skip("z"));
  auto const offset = west || east ? read_offset(in, east) : Seconds{0};
  if (!in.at_end() || !offset) {
    return trouble(TimeTrouble::not_a_time);
  }
  if (west || east || noticed.had_z) {
    auto const minutes = (*offset < 0 ? -*offset : *offset) % kSecondsPerHour / kSecondsPerMinute;
    if (minutes != 0 && minutes != 30 && minutes != 45) {
      return trouble(TimeTrouble::odd_offset);
    }
    noticed.utc = local - *offset;
    return noticed;
  }
  auto const utc = local_to_utc(local, zone);
  noticed.utc = utc.utc;
  noticed.trouble = utc.trouble;
  return noticed;
}

namespace {

/// Two digits at `text[at]`, or a number of at least 100.
[[nodiscard]] unsigned two_digits(std::string_view text, std::size_t at) {
  auto const tens = static_cast<unsigned>(static_cast<unsigned char>(text[at])) - '0';
  auto const ones = static_cast<unsigned>(static_cast<unsigned char>(text[at + 1])) - '0';
  return tens > 9 || ones > 9 ? 100 : tens * 10 + ones;
}

}  // namespace

/// Local midnight of "2021-05-03", in seconds; nothing for any other form.
std::optional<Seconds> TimeReader::midnight_of(std::string_view date) {
  if (date == std::string_view{last_date_.data(), last_date_.size()}) {
    return last_midnight_;
  }
  auto const century = two_digits(date, 0);
  auto const year = two_digits(date, 2);
  auto const month = two_digits(date, 5);
  auto const day = two_digits(date, 8);
  if (century > 99 || year > 99 || month > 12 || day > 31 || date[4] != '-' || date[7] != '-') {
    return std::nullopt;
  }
  auto const civil = std::chrono::year{static_cast<int>(century * 100 + year)} /
                     std::chrono::month{month} / std::chrono::day{day};
  if (!civil.ok()) {
    return std::nullopt;
  }
  date.copy(last_date_.data(), last_date_.size());
  last_midnight_ =
      std::chrono::sys_seconds{std::chrono::sys_days{civil}}.time_since_epoch().count();
  return last_midnight_;
}

/// Is the offset at this local time known, far from any change of clocks?
bool TimeReader::knows_offset_at(Seconds local) {
  if (local >= from_ && local < until_) {
    return true;
  }
  constexpr Seconds kClear =
      Seconds{48} * kSecondsPerHour;  // no change of clocks moves them further
  auto const* tz = find_zone(zone_);
  if (tz == nullptr) {
    return false;
  }
  auto const at = tz->get_info(date::local_seconds{std::chrono::seconds{local}});
  if (at.result != date::local_info::unique) {
    return false;
  }
  auto const near = [](date::sys_seconds t) {
    constexpr Seconds kFarthest = 1'000'000'000'000;
    return std::clamp<Seconds>(t.time_since_epoch().count(), -kFarthest, kFarthest);
  };
  offset_ = at.first.offset.count();
  from_ = near(at.first.begin) + offset_ + kClear;
  until_ = near(at.first.end) + offset_ - kClear;
  return local >= from_ && local < until_;
}

TimeReading TimeReader::read(std::string_view text) {
  constexpr std::size_t kMinutes = 16;  // "2021-05-03 08:00"
  constexpr std::size_t kSeconds = 19;  // "2021-05-03 08:00:00"
  constexpr std::size_t kOffset = 25;   // "2021-05-03T08:00:00+08:00"
  auto const size = text.size();
  bool const is_usual = (size == kMinutes || size == kSeconds || size == kOffset) &&
                        (text[10] == 'T' || text[10] == ' ') && text[13] == ':';
  auto const midnight = is_usual ? midnight_of(text.substr(0, 10)) : std::nullopt;
  if (!midnight) {
    return read_time(text, zone_);
  }
  auto const hour = two_digits(text, 11);
  auto const minute = two_digits(text, 14);
  auto const second = size == kMinutes ? 0U : text[16] == ':' ? two_digits(text, 17) : 100U;
  if (hour > 23 || minute > 59 || second > 59) {
    return read_time(text, zone_);
  }
  auto const local = *midnight + Seconds{hour} * kSecondsPerHour +
                     Seconds{minute} * kSecondsPerMinute + Seconds{second};
  if (size == kOffset) {
    auto const hours = two_digits(text, 20);
    auto const minutes = two_digits(text, 23);
    bool const is_plain = (text[19] == '+' || text[19] == '-') && text[22] == ':' && hours <= 15 &&
                          (minutes == 0 || minutes == 30 || minutes == 45);
    if (!is_plain) {
      return read_time(text, zone_);
    }
    auto const east = Seconds{hours} * kSecondsPerHour + Seconds{minutes} * kSecondsPerMinute;
    return {.utc = text[19] == '+' ? local - east : local + east};
  }
  return knows_offset_at(local) ? TimeReading{.utc = local - offset_} : read_time(text, zone_);
}

Result<Seconds> parse_time(std::string_view text, std::string_view zone) {
  auto const reading = read_time(text, zone);
  if (reading.trouble != TimeTrouble::none) {
    return tl::unexpected{time_error(reading.trouble, text, zone)};
  }
  return reading.utc;
}

Result<Seconds> utc_offset(Seconds utc, std::string_view zone) {
  auto const* tz = find_zone(zone);
  if (tz == nullptr) {
    return tl::unexpected{time_error(TimeTrouble::unknown_zone, "", zone)};
  }
  return tz->get_info(date::sys_seconds{std::chrono::seconds{utc}}).offset.count();
}

std::string format_time(Seconds utc, std::string_view zone) {
  auto const offset = utc_offset(utc, zone).value_or(0);
  auto const local = std::chrono::sys_seconds{std::chrono::seconds{utc + offset}};
  auto const midnight = std::chrono::floor<std::chrono::days>(local);
  std::chrono::year_month_day const date{midnight};
  std::chrono::hh_mm_ss const clock{local - midnight};
  auto const minutes = static_cast<int>((offset < 0 ? -offset : offset) / kSecondsPerMinute);
  std::array<char, 64> text{};
  auto const length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d%c%02d:%02d",
      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
      offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Seconds> parse_time_of_day(std::string_view text) {
  Scanner in{text};
  auto const clock = read_clock(in);
  return in.at_end() ? clock : std::nullopt;
}

bool is_time_zone(std::string_view zone) {
  return find_zone(zone) != nullptr;
}

std::string time_zone_database() {
  // The library reads the system's files one zone at a time and knows no version of the whole;
  // the list of rules beside them begins with "# version 2024a".
  constexpr std::string_view kMark{"# version "};
  std::ifstream rules{"/usr/share/zoneinfo/tzdata.zi"};
  std::string line;
  if (!std::getline(rules, line) || !line.starts_with(kMark)) {
    return {};
  }
  return line.substr(kMark.size());
}

}  // namespace tieline::io
