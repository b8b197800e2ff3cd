#pragma once
// Major event days: 2.5 β (IEEE Std 1366 annex B), the official list, or both.
// Rules: docs/methods/indices.md §6.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/axes.hpp"
#include "engine/indices/tally.hpp"

namespace tieline::indices {

/// T_MED of daily figures.
struct MedThreshold {
  std::optional<double> t_med_min;  ///< unset: fewer than two days, or β = 0
  double alpha = 0, beta = 0;
  std::vector<std::size_t> taken;    ///< days that took part: indices into the figures, ascending
  std::vector<std::size_t> dropped;  ///< catastrophic days, likewise
};

/// `saidi_min`: one a day, minutes; days of 0 are dropped or replaced. A day is catastrophic, and
/// dropped, if its ln is more than k β above α, both of all days (drop_above_k_beta), or if it is
/// one of `listed` (listed).
[[nodiscard]] MedThreshold med_threshold(std::span<double const> saidi_min, MedPolicy const& policy,
                                         std::span<std::size_t const> listed = {});

/// The days a query judges: the calendar years before that of `from`, that year, and on to the last
/// day of the window.
struct MedDays {
  Calendar days;
  std::size_t first_of_year = 0;    ///< days before it make the threshold
  std::size_t first_of_window = 0;  ///< days from it on are judged
};
/// Precondition: a query that make_axes() takes.
[[nodiscard]] MedDays med_days(History const& history, Query const& query);

/// Does the judgement depend on daily sums at all? Not where nothing is older than the year and no
/// official day lies in the window. Cost: O(users).
[[nodiscard]] bool needs_daily_sums(Facts const& facts, Query const& query, MedDays const& days);

/// Sums of users by the day each sustained interruption begins on, whole and while registered.
///
/// Threads: one each.
class DailySums {
 public:
  DailySums(Facts const& facts, Rules const& rules, MedDays const& days, Instant end_of_data);
  /// Adds a user (`sign` 1) or takes it out (−1). Cost: O(1) a record that stands alone.
  void add_user(UserId user, std::int64_t sign);
  void set_end_of_data(Instant end_of_data) { end_of_data_ = end_of_data; }
  [[nodiscard]] std::vector<std::int64_t>& user_seconds() { return user_seconds_; }  ///< [days]

 private:
  void add_interval(UserId user, DarkInterval const& interval, std::int64_t sign);
  [[nodiscard]] bool is_judged(Instant t) const {
    return t >= days_.days.bounds().front() && t < days_.days.bounds().back();
  }

  Facts facts_;
  Rules rules_;
  MedDays const& days_;
  Instant end_of_data_;
  std::array<bool, 256> takes_part_;
  IntervalScratch scratch_;
  std::vector<RecordRow> rows_;
  std::vector<std::int64_t> user_seconds_;
};

/// The latest start or end that any record states. Cost: one pass.
[[nodiscard]] Instant end_of_data(Facts const& facts);

struct MedJudgement {
  MedOutcome outcome;
  DaySet meds;
};
/// `user_seconds`: [days], or empty where no daily sums are needed.
[[nodiscard]] MedJudgement judge_days(Facts const& facts, Query const& query, MedDays const& days,
                                      std::span<std::int64_t const> user_seconds);

}  // namespace tieline::indices
