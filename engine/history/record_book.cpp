#include "engine/history/record_book.hpp"

#include <algorithm>
#include <cmath>

namespace tieline::history {
namespace {

/// kW → W, at most kMostWatts; larger figures are refused when a file is read.
[[nodiscard]] std::int64_t watts(float kw) {
  return std::llround(
      std::clamp(static_cast<double>(kw) * 1000, 0.0, static_cast<double>(kMostWatts)));
}

}  // namespace

/// Start and end as instants; false: the row is told of and not used. `end` = `start` if no time
/// passes.
bool RecordBook::read_times(InterruptionRow const& row, Pending& record) {
  constexpr Seconds kLong = 30 * kDay;
  auto const refuse = [&](FaultKind const& kind, std::string_view column, Seconds at,
                          std::string other = {}) {
    remarks_.add(kind, kFile, row.row,
                 {.column = column, .value = remarks_.time_text(at), .other = std::move(other)});
    return false;
  };
  auto const now = remarks_.now();
  record.start = to_instant(row.start);
  record.end = row.end ? to_instant(*row.end) : kStillOut;
  if (row.start > now) {
    return refuse(kInFuture, "start", row.start);
  }
  if (record.start == kNoInstant) {
    return refuse(kOutsideClock, "start", row.start);
  }
  if (row.end && *row.end < row.start) {
    return refuse(kEndBeforeStart, "end", *row.end, remarks_.time_text(row.start));
  }
  if (row.end && *row.end > now) {
    return refuse(kInFuture, "end", *row.end);
  }
  if (record.end == kNoInstant) {
    return refuse(kOutsideClock, "end", row.end.value_or(0));
  }
  if (auto const lasts = row.end.value_or(now) - row.start; lasts > kLong) {
    remarks_.add(kLongOutage, kFile, row.row,
                 {.column = "end", .value = std::to_string(lasts / kDay)});
  }
  return true;
}

/// Reads the limitation, if there is one; false: no supply was lost.
bool RecordBook::loses_supply(InterruptionRow const& row, Pending& record, PendingLimit& limit) {
  if (!is_known(row.allowed_kw) || !is_known(row.before_kw)) {
    if (is_known(row.allowed_kw) || is_known(row.before_kw)) {
      remarks_.add(kHalfLimited, kFile, row.row,
                   {.column = is_known(row.allowed_kw) ? "before_kw" : "allowed_kw"});
    }
    return true;
  }
  limit.allowed_w = watts(row.allowed_kw);
  limit.before_w = watts(row.before_kw);
  if (limit.allowed_w >= limit.before_w) {
    remarks_.add(kNoSupplyLost, kFile, row.row,
                 {.column = "allowed_kw",
                  .value = std::to_string(row.allowed_kw),
                  .other = std::to_string(row.before_kw)});
    return false;
  }
  record.kind.bits |= Kind::kPartial;
  return true;
}

Outcome RecordBook::add(InterruptionRow const& row) {
  Pending record{.user = users_.find(row.user), .row = row.row};
  if (record.user.is_none()) {
    remarks_.add(
        kUnknownUser, kFile, row.row,
        {.column = "user", .value = std::string{row.user}, .hint = users_.nearest(row.user)});
    return Outcome::set_aside;
  }
  if (!read_times(row, record)) {
    return Outcome::set_aside;
  }
  if (record.start == record.end) {
    remarks_.add(kZeroLength, kFile, row.row,
                 {.column = "end", .value = remarks_.time_text(row.start)});
    return Outcome::no_op;
  }
  PendingLimit limit{.at = static_cast<std::uint32_t>(pending_.size())};
  if (!loses_supply(row, record, limit)) {
    return Outcome::no_op;
  }
  if (pending_.size() >= std::numeric_limits<std::uint32_t>::max() - 1) {
    is_full_ = true;
    return Outcome::set_aside;
  }
  bool is_unlisted = false;
  record.event = events_.of_interruption(row.event, is_unlisted);
  if (is_unlisted) {
    remarks_.add(kNoSuchEvent, kFile, row.row,
                 {.column = "event", .value = std::string{row.event}});
  }
  record.kind.bits |= events_.kind(record.event).bits;
  if (record.kind.is_partial()) {
    limits_.push_back(limit);
  }
  if (!row.exclusion_reason.empty()) {
    record.kind.bits |= Kind::kExcluded;
    exclusions_.push_back({limit.at, terms_.enter(row.exclusion_reason)});
  }
  if (record.end == kStillOut) {
    open_.push_back(limit.at);
  }
  record.is_warned = remarks_.told();
  pending_.push_back(record);
  return Outcome::kept;
}

}  // namespace tieline::history
