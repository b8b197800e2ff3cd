#pragma once
// Small conversions every adapter needs: counts that fit a JSON number, text that is UTF-8.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/indices/answer.hpp"

namespace tieline::services {

/// A count as int32, so that JSON prints a number; beyond the range it stays at the bound.
[[nodiscard]] std::int32_t count32(std::uint64_t count);
[[nodiscard]] std::int32_t count32(std::int64_t count);

/// The text with every byte that is not UTF-8 replaced by U+FFFD: messages hold nothing else.
[[nodiscard]] std::string utf8(std::string_view text);

/// Decimal digits, as JSON prints the 64-bit integers beside it.
[[nodiscard]] std::string digits(indices::UnitSeconds sum);

/// 16 hexadecimal digits.
[[nodiscard]] std::string hex(std::uint64_t hash);

}  // namespace tieline::services
