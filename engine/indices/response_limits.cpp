#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/indices/embedded_rules.hpp"
#include "engine/indices/response.hpp"
#include "engine/indices/rule_file.hpp"
#include "engine/io/file_faults.hpp"

namespace tieline::indices {
namespace {

using namespace io;
using namespace io::schema;

constexpr Seconds kMostMinutes = 100'000;

struct LimitCells {
  std::string policy, source;
  network::Zone zone = network::Zone::unknown;
  Seconds arrive_s = 0;
  std::uint32_t row = 0;
};

constexpr std::array kLimitColumns{
    column<&LimitCells::policy>(CellType::id, "policy"),
    word<&LimitCells::zone>("zone", kZoneWords, faults::kUnknownZone, "unknown").filled(),
    duration<&LimitCells::arrive_s>("arrive_min", static_cast<double>(kSecondsPerMinute)).filled(),
    column<&LimitCells::source>(CellType::name, "source").filled(),
};
TableSchema const kLimitSchema{"rules", kLimitColumns};

std::vector<ArrivalLimits> const& builtin_limits() {
  static auto const limits = [] {
    auto const rows =
        read_rule_rows<LimitCells>(kLimitSchema, arrival_limits_csv(), "arrival_limits.csv");
    TIELINE_CHECK(rows.has_value());
    std::vector<ArrivalLimits> read;
    for (auto const& cells : *rows) {
      if (read.empty() || read.back().id != cells.policy) {
        read.push_back({.id = cells.policy, .source = cells.source, .zone = {}});
      }
      read.back().zone[static_cast<std::size_t>(cells.zone)] = cells.arrive_s;
    }
    return read;
  }();
  return limits;
}

tl::unexpected<Error> bad_limit(std::string_view part) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("\"{}\" is no limit; write zone=minutes, as in urban=45,rural=90", part),
              fmt::format("\"{}\" 不是到达时限；应写作 地区=分钟，如 urban=45,rural=90", part));
}

/// One "urban=45".
Result<void> read_limit(std::string_view part, ArrivalLimits& limits) {
  auto const equals = part.find('=');
  if (equals == std::string_view::npos) {
    return bad_limit(part);
  }
  auto const word = part.substr(0, equals);
  auto const zone = word == "unknown"
                        ? std::optional{static_cast<std::uint8_t>(network::Zone::unknown)}
                        : find_word(kZoneWords, word);
  auto const digits = part.substr(equals + 1);
  Seconds minutes = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minutes);
  if (!zone || error != std::errc{} || end != digits.data() + digits.size() || minutes <= 0 ||
      minutes > kMostMinutes) {
    return bad_limit(part);
  }
  limits.zone[*zone] = minutes * kSecondsPerMinute;
  return {};
}

}  // namespace

Result<ArrivalLimits> read_arrival_limits(std::string_view text) {
  std::string names;
  for (auto const& limits : builtin_limits()) {
    if (limits.id == text) {
      return limits;
    }
    names += (names.empty() ? "" : ", ") + limits.id;
  }
  if (text.find('=') == std::string_view::npos) {
    return fail(
        ErrorCode::unknown_id,
        fmt::format("no limits of the name \"{}\"; there are: {}; or write urban=45,rural=90", text,
                    names),
        fmt::format("没有名为 \"{}\" 的到达时限；可用：{}；或写 urban=45,rural=90", text, names));
  }
  ArrivalLimits limits;
  limits.id = text;
  for (auto rest = text; !rest.empty();) {
    auto const end = std::min(rest.find(','), rest.size());
    if (auto read = read_limit(rest.substr(0, end), limits); !read) {
      return tl::unexpected{std::move(read.error())};
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return limits;
}

}  // namespace tieline::indices
