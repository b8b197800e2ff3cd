#include "engine/io/cell.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

namespace tieline::io {
namespace {

[[nodiscard]] bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Up to 15 digits with at most one point: exact as an integer over a power of ten, so the
/// quotient is correctly rounded.
[[nodiscard]] std::optional<double> parse_short(std::string_view text) {
  constexpr std::array<double, 16> kPowers{1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                           1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  bool const negative = !text.empty() && text.front() == '-';
  if (negative) {
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 16) {
    return std::nullopt;
  }
  std::int64_t mantissa = 0;
  std::size_t digits = 0;
  std::size_t fraction = 0;
  bool point = false;
  for (auto const c : text) {
    if (is_digit(c)) {
      mantissa = mantissa * 10 + (c - '0');
      ++digits;
      fraction += point ? 1U : 0U;
    } else if (c == '.' && !point) {
      point = true;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || digits > 15) {
    return std::nullopt;
  }
  auto const value = static_cast<double>(mantissa) / kPowers[fraction];
  return negative ? -value : value;
}

/// The half-width text of one UTF-8 character of `text`, and its length there; length 0: as it is.
struct HalfWidth {
  std::size_t length = 0;
  char as = '\0';  ///< '\0': nothing
};
[[nodiscard]] HalfWidth half_width(std::string_view text) {
  auto const at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  switch (at(0)) {
    case 0xC2:
      return at(1) == 0xA0 ? HalfWidth{2, ' '} : HalfWidth{};
    case 0xE2:
      if (at(1) == 0x80 && at(2) >= 0x8B && at(2) <= 0x8D) {  // zero-width space and joiners
        return {3, '\0'};
      }
      return at(1) == 0x81 && at(2) == 0xA0 ? HalfWidth{3, '\0'} : HalfWidth{};
    case 0xE3:
      return at(1) == 0x80 && at(2) == 0x80 ? HalfWidth{3, ' '} : HalfWidth{};
    case 0xEF:
      if (at(1) == 0xBB && at(2) == 0xBF) {
        return {3, '\0'};
      }
      if (at(1) == 0xBC && at(2) >= 0x81) {  // U+FF01..FF3F
        return {3, static_cast<char>(at(2) - 0x81 + '!')};
      }
      if (at(1) == 0xBD && at(2) <= 0x9E) {  // U+FF40..FF5E
        return {3, static_cast<char>(at(2) - 0x80 + '`')};
      }
      return {};
    default:
      return {};
  }
}

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  if (auto const quick = parse_short(text)) {
    return quick;
  }
  if (text.size() > 1 && text.front() == '+' && text[1] != '-') {
    text.remove_prefix(1);
  }
  auto const is_numeric = [](char c) {
    return is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
  };
  if (!std::all_of(text.begin(), text.end(), is_numeric)) {  // no "inf", "nan", "0x10"
    return std::nullopt;
  }
  double value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

bool is_plain(std::string_view text) {
  unsigned char odd = 0;
  for (auto const c : text) {  // no early exit: this loop becomes vector instructions
    auto const byte = static_cast<unsigned char>(c);
    odd |= static_cast<unsigned char>(byte <= 0x20 || byte >= 0x7F ? 1 : 0);
  }
  return odd == 0;
}

std::string_view trim(std::string_view text) {
  auto const is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view tidy(std::string_view text, TextPool& pool) {
  bool changes = false;
  for (std::size_t i = 0; i < text.size() && !changes; ++i) {
    changes = (static_cast<unsigned char>(text[i]) & 0x80U) != 0 &&
              half_width(text.substr(i)).length != 0;
  }
  if (!changes) {
    return trim(text);
  }
  std::string tidied;
  for (std::size_t i = 0; i < text.size();) {
    auto const half = half_width(text.substr(i));
    if (half.length == 0) {
      tidied.push_back(text[i]);
    } else if (half.as != '\0') {
      tidied.push_back(half.as);
    }
    i += std::max<std::size_t>(half.length, 1);
  }
  return trim(pool.keep(tidied));
}

std::optional<std::string_view> without_thousands(std::string_view text, TextPool& pool) {
  auto const whole = text.substr(text.starts_with('-') ? 1 : 0);
  auto const integer = whole.substr(0, whole.find('.'));
  auto const first = integer.find(',');
  if (first == std::string_view::npos || first == 0 || first > 3 ||
      (integer.size() - first) % 4 != 0) {
    return std::nullopt;
  }
  for (std::size_t i = 0; i < integer.size(); ++i) {
    bool const is_part = i >= first && (i - first) % 4 == 0;
    if (is_part ? integer[i] != ',' : !is_digit(integer[i])) {
      return std::nullopt;
    }
  }
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c != ','; });
  return pool.keep(digits);
}

bool is_formula_error(std::string_view text) {
  constexpr std::array<std::string_view, 10> kErrors{
      "#REF!",  "#N/A",  "#VALUE!", "#DIV/0!",       "#NAME?",
      "#NULL!", "#NUM!", "#SPILL!", "#GETTING_DATA", "#CALC!"};
  return text.starts_with('#') &&
         std::find(kErrors.begin(), kErrors.end(), trim(text)) != kErrors.end();
}

bool is_scientific(std::string_view text) {
  auto const e = text.find_first_of("eE");
  if (e == std::string_view::npos || e == 0 || e + 3 > text.size() || text[e + 1] != '+') {
    return false;
  }
  auto const mantissa = text.substr(0, e);
  auto const exponent = text.substr(e + 2);
  return is_digit(mantissa[0]) && (mantissa.size() == 1 || (mantissa[1] == '.' && e > 2)) &&
         std::all_of(mantissa.begin() + (e > 1 ? 2 : 1), mantissa.end(), is_digit) &&
         exponent.size() <= 3 && std::all_of(exponent.begin(), exponent.end(), is_digit);
}

bool is_whole_float(std::string_view text) {
  auto const point = text.find('.');
  if (point == std::string_view::npos || point == 0 || point + 1 == text.size()) {
    return false;
  }
  auto const is_zero = [](char c) { return c == '0'; };
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(point), is_digit) &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(point) + 1, text.end(), is_zero);
}

bool is_garbled(std::string_view text) {
  return text.find("锟斤") != std::string_view::npos ||
         text.find("\xEF\xBF\xBD") != std::string_view::npos ||
         text.find("??") != std::string_view::npos;
}

bool looks_like_formula(std::string_view text) {
  if (text.size() < 2 || parse_number(text)) {
    return false;
  }
  auto const first = text.front();
  return first == '=' || first == '@' || first == '+' || first == '-';
}

}  // namespace tieline::io
