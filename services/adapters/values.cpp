#include "services/adapters/values.hpp"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace tieline::services {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();

/// Length of the well-formed sequence at the start of `text`; 0 if it is malformed (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  auto const lead = byte(0);
  if (lead < 0x80) {
    return 1;
  }
  std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) {
    return 0;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) {
      return 0;
    }
  }
  auto const second = byte(1);
  auto const overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  auto const surrogate = lead == 0xED && second > 0x9F;
  auto const too_large = lead == 0xF4 && second > 0x8F;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

std::int32_t count32(std::uint64_t count) {
  return static_cast<std::int32_t>(std::min(count, static_cast<std::uint64_t>(kMost)));
}

std::int32_t count32(std::int64_t count) {
  return static_cast<std::int32_t>(std::clamp(count, -kMost, kMost));
}

std::string utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    auto const length = sequence_length(text);
    if (length == 0) {
      clean += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    } else {
      clean += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return clean;
}

std::string digits(indices::UnitSeconds sum) {
  return fmt::format("{}", sum);
}

std::string hex(std::uint64_t hash) {
  return fmt::format("{:016x}", hash);
}

}  // namespace tieline::services
