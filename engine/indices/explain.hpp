#pragma once
// Any figure → events → users → seconds, so that the parts sum to it exactly.

#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/query.hpp"

namespace tieline::indices {

/// Why a stretch of a record counts, or does not.
enum class Verdict : std::uint8_t {
  counted,     ///< its seconds are in the figure
  momentary,   ///< momentary: in MAIFI; in time only where the rules say so
  overlapped,  ///< the time belongs to an event that began first (`other`)
  outside_window,
  unregistered,  ///< the user was not registered then
  excluded,      ///< left out with a reason
  filtered,      ///< the variant leaves it out
};

/// One stretch of one record of one user. All stretches of a record tile [start, end).
struct Line {
  history::UserId user;
  history::EventId event, other;  ///< other: the owner, where overlapped
  history::RecordId record;
  Seconds from = 0, to = 0;        ///< UTC; to = window end where still out
  Seconds counted_s = 0;           ///< user-seconds in SAIDI's numerator; 0 unless it counts
  std::uint8_t interruptions = 0;  ///< 1 if the sustained count is this line's
  std::uint8_t momentary = 0;      ///< 1 if a momentary count is this line's
  network::Zone zone = network::Zone::unknown;  ///< at `from`
  bool is_provisional = false;                  ///< still out
  Verdict verdict = Verdict::counted;
};

/// What to explain; all given must hold. None: everything.
struct Subject {
  history::UserId user;
  history::EventId event;
  std::optional<network::Zone> zone;
};

struct Explanation {
  std::vector<Line> lines;                               ///< by event begin, event, user, from
  std::int64_t user_seconds = 0, household_seconds = 0;  ///< Σ counted: equals the row of compute()
  std::int64_t interruptions = 0, momentary = 0;
};

/// Cost: one pass over the records of the users asked about.
[[nodiscard]] Result<Explanation> explain(history::History const& history, Query const& query,
                                          Subject const& subject);

}  // namespace tieline::indices
