#pragma once
// Answers of plain histories, and figures as they are printed.

#include <array>
#include <cstdio>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "tests/support/plain_calendar.hpp"
#include "tests/support/plain_history.hpp"

namespace tieline::test {

/// 00:00 of a day in Shanghai.
inline Seconds midnight(std::int64_t year, std::int64_t month, std::int64_t day) {
  return utc(year, month, day) - 8 * 3600;
}

/// As printed; unset: "none".
inline std::string digits(std::optional<double> value, int places) {
  if (!value) {
    return "none";
  }
  std::array<char, 64> text{};
  auto const length = std::snprintf(text.data(), text.size(), "%.*f", places, *value);
  return {text.data(), static_cast<std::size_t>(length)};
}

inline indices::Answer answer_of(history::History const& history, indices::Query const& query) {
  auto answer = indices::compute(history, query);
  EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().en);
  return answer ? *std::move(answer) : indices::Answer{};
}

/// Users T1, T2, … of one household each.
inline PlainHistory users(std::size_t count) {
  PlainHistory plain;
  for (std::size_t i = 1; i <= count; ++i) {
    plain.users.push_back({.id = "T" + std::to_string(i), .zone = network::Zone::urban});
  }
  return plain;
}

/// A fault that takes out user number `user` for so many seconds.
inline void add_outage(PlainHistory& plain, std::size_t user, Seconds start, Seconds seconds) {
  if (plain.events.empty()) {
    plain.events.push_back({.id = "E", .outage_class = history::OutageClass::fault_internal});
  }
  plain.records.push_back(
      {.event = "E", .user = "T" + std::to_string(user), .start = start, .end = start + seconds});
}

}  // namespace tieline::test
