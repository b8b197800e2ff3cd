#pragma once
// Months and days of a window in the case's time zone, found once; then an instant finds its
// stretch in a few cycles.

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/base/result.hpp"
#include "engine/history/columns.hpp"

namespace tieline::indices {

using history::Instant;

/// The first instant, UTC, at which clocks of `zone` show `local` (seconds since 1970) or, where
/// they skip it, later. Where they show it twice: the first time. Precondition: a known zone.
[[nodiscard]] Seconds first_instant(Seconds local, std::string_view zone);

/// First second of a local day, UTC: the first_instant() of 00:00.
[[nodiscard]] Seconds midnight(std::chrono::sys_days day, std::string_view zone);

/// Its day in `zone`.
[[nodiscard]] std::chrono::sys_days local_day(Seconds utc, std::string_view zone);

/// Consecutive stretches that tile [from, to): one, or one a local month or day.
///
/// Invariants: at least one stretch; bounds ascend strictly; the first is `from`, the last is `to`.
class Calendar {
 public:
  enum class Step : std::uint8_t { whole, month, day };

  Calendar() = default;
  /// Preconditions: 0 ≤ from < to ≤ the greatest Instant; `zone` is known.
  Calendar(Instant from, Instant to, Step step, std::string_view zone);

  [[nodiscard]] std::size_t size() const { return days_.size(); }
  [[nodiscard]] Instant from(std::size_t stretch) const { return bounds_[stretch]; }
  [[nodiscard]] Instant to(std::size_t stretch) const { return bounds_[stretch + 1]; }
  [[nodiscard]] Seconds length(std::size_t stretch) const {
    return Seconds{to(stretch)} - Seconds{from(stretch)};
  }
  /// [size() + 1]
  [[nodiscard]] std::vector<Instant> const& bounds() const { return bounds_; }
  /// The local day its first second lies on (of a month cut by the window, not its first).
  [[nodiscard]] std::chrono::year_month_day day(std::size_t stretch) const {
    return days_[stretch];
  }

  /// The stretch of an instant. Precondition: from ≤ t < to. Cost: one load and one compare.
  [[nodiscard]] std::size_t of(Instant t) const {
    auto stretch = first_of_block_[(t - bounds_.front()) >> kBlockBits];
    while (t >= bounds_[stretch + 1]) {
      ++stretch;
    }
    return stretch;
  }

 private:
  static constexpr unsigned kBlockBits = 16;  ///< 18 h: at most one bound of months or days
  std::vector<Instant> bounds_{0, 1};
  std::vector<std::chrono::year_month_day> days_{std::chrono::year_month_day{}};
  std::vector<std::uint32_t> first_of_block_{0};
};

}  // namespace tieline::indices
