#pragma once
// What was typed: read whole, or refused in both languages.

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/result.hpp"

namespace tieline::services {

/// The refusal of a wrong call; exit code 2.
[[nodiscard]] inline tl::unexpected<Error> wrong_usage(std::string en, std::string zh) {
  return fail(ErrorCode::invalid_argument, std::move(en), std::move(zh));
}

/// The number that all of `typed` spells, if it is one of type T.
template <class T>
[[nodiscard]] std::optional<T> number_of(std::string_view typed) {
  T value{};
  auto const [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (error != std::errc{} || end != typed.data() + typed.size()) {
    return std::nullopt;
  }
  return value;
}

}  // namespace tieline::services
