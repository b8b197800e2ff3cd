#pragma once
// The dark intervals of one user as the rules of frequent outages and the caps count them.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/intervals.hpp"
#include "engine/indices/repeat_days.hpp"
#include "engine/indices/rules.hpp"

namespace tieline::indices {

/// The year asked about, and the instant as known on.
struct RepeatPeriod {
  int year = 0;
  Seconds from = 0, to = 0;  ///< the year, UTC
  Seconds as_of = 0;         ///< of the year: what began later is not known
  DayNumber first_day = 0;   ///< of the year
  DayNumber last_day = 0;    ///< of the year
  DayNumber today = 0;       ///< that of as_of
};

/// One interruption (or momentary one) of one user, by its dark interval.
struct UserOutage {
  Seconds begin = 0;
  Seconds end = 0;  ///< as_of, where it was not over then
  DayNumber day = 0;
  history::OutageClass outage_class = history::OutageClass::unclassified;
  history::EventId event;        ///< owner of the first second; none: a planned work
  std::uint32_t work = kNoWork;  ///< row of the works, of a look-ahead
  bool is_open = false;          ///< not over at as_of
  bool is_momentary = false;
  bool is_on_med = false;
  bool is_single_user = false;  ///< its event interrupted no other user

  static constexpr std::uint32_t kNoWork = 0xFFFF'FFFFU;
};

/// Reads the outages of users, one user at a time.
///
/// Look back at most ten years before the year. Cost: O(records) once, then those of the user.
/// Threads: one reader a thread.
class OutageReader {
 public:
  /// Errors: invalid_argument (a year before 1970 or after 2105, as_of outside the year).
  /// `as_of` unset: the last second of the year, or the latest instant the history states if that
  /// is earlier (but not before the year). `med_days`: first seconds of local days.
  [[nodiscard]] static Result<OutageReader> open(History const& history, Rules const& rules,
                                                 int year, std::optional<Seconds> as_of,
                                                 std::span<Seconds const> med_days);

  [[nodiscard]] RepeatPeriod const& period() const { return period_; }
  [[nodiscard]] LocalDays const& days() const { return days_; }
  [[nodiscard]] bool is_med_day(DayNumber day) const;
  [[nodiscard]] Rules const& rules() const { return *rules_; }

  /// By begin; those that began while the user was registered, up to as_of. The result lives until
  /// the next call.
  [[nodiscard]] std::span<UserOutage const> outages_of(UserId user);

 private:
  OutageReader(History const& history, Rules const& rules, RepeatPeriod period, LocalDays days);
  void find_single_user_events();

  History const* history_;
  Rules const* rules_;
  RepeatPeriod period_;
  LocalDays days_;
  std::vector<DayNumber> med_days_;
  std::vector<std::uint8_t> is_shared_;  ///< [event]: more than one user
  IntervalScratch scratch_;
  std::vector<UserOutage> outages_;
};

/// The slice of the user's registration that holds at `instant`, or none.
[[nodiscard]] history::SliceId slice_at(History const& history, UserId user, Seconds instant);

}  // namespace tieline::indices
