#pragma once
// Before works are approved for good: which users would become frequent (频繁停电) or exceed their
// cap, on which date, by which work. Source: docs/methods/frequent-outages.md §5.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/caps.hpp"
#include "engine/indices/repeat.hpp"
#include "engine/network/model.hpp"
#include "engine/network/plan_tables.hpp"
#include "engine/study/outage.hpp"

namespace tieline::study {

struct LookaheadQuery {
  int year = 0;
  std::optional<Seconds> as_of;  ///< what happened later is not known; works start after it
  indices::RepeatRuleSet rules;
  std::vector<indices::CapRow> caps;  ///< may be empty: caps are not asked for
  indices::Rules counting;
  std::vector<Seconds> med_days;
  bool only_none = false;  ///< strategy `none`; else the best, and `none` where none is feasible
};

/// Why a row of works.csv takes no part.
enum class NotAhead : std::uint8_t {
  not_approved,  ///< not `fixed yes`
  no_start,      ///< fixed, but without a start
  before_as_of,  ///< it starts at or before the as-of instant: it is history
  after_the_year,
  not_simulated,  ///< its equipment is unknown, …: `trouble` says it
};
[[nodiscard]] std::string_view name_of(NotAhead reason);

struct SkippedWork {
  std::uint32_t work = 0;  ///< index into PlanTables::works
  NotAhead reason = NotAhead::not_approved;
  std::optional<Error> trouble;
};

/// What an approved work is expected to do.
struct WorkAhead {
  std::uint32_t work = 0;  ///< index into PlanTables::works
  Strategy strategy = Strategy::none;
  bool is_feasible = false;          ///< that strategy; `none` may be infeasible, too
  std::int64_t users = 0;            ///< with a sustained interruption
  std::int64_t momentary_users = 0;  ///< with momentary ones only
};

/// One user that an approved work would make frequent, or interrupt though it is so already.
struct FrequentAhead {
  history::UserId user;
  indices::RepeatHit hit;   ///< rule of the set and count, with the work's interruption
  Seconds at = 0;           ///< begin of that interruption
  std::uint32_t work = 0;   ///< index into PlanTables::works
  bool is_already = false;  ///< frequent at as_of, without any work
};

/// One user that an approved work would bring over its cap, or further over.
struct CapAhead {
  history::UserId user;
  std::size_t cap = 0;     ///< of LookaheadQuery::caps
  std::int64_t count = 0;  ///< of the year, with the work's interruption
  Seconds at = 0;
  std::uint32_t work = 0;
  bool is_already = false;  ///< over at as_of
};

struct LookaheadAnswer {
  indices::RepeatPeriod period;
  std::vector<WorkAhead> works;         ///< by start, then in the order of works.csv
  std::vector<SkippedWork> skipped;     ///< in the order of works.csv
  std::vector<FrequentAhead> frequent;  ///< by instant, then user
  std::vector<CapAhead> caps;           ///< by instant, then user, then cap
};

/// Adds the interruptions of the approved works of the year to what happened, in order, and judges
/// every user they touch after each.
///
/// `history` must have been built with `model`.
/// Errors: as indices::OutageReader::open; invalid_argument (a history of another network).
/// Cost: one simulation a work, then Σ over touched users of works × rules × outages. Threads: one.
[[nodiscard]] Result<LookaheadAnswer> look_ahead(network::NetworkPtr const& model,
                                                 network::PlanTables const& plan,
                                                 history::History const& history,
                                                 LookaheadQuery const& query);

}  // namespace tieline::study
