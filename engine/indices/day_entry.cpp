#include "engine/indices/day_entry.hpp"

#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace tieline::indices {
namespace {

[[nodiscard]] tl::unexpected<Error> bad_row(std::string_view what, std::string_view en,
                                            std::string_view zh) {
  return fail(ErrorCode::invalid_argument, fmt::format("{}: {}", what, en),
              fmt::format("{}：{}", what, zh));
}

constexpr float kMostKw = 1e9F;

[[nodiscard]] std::int64_t watts(float kw) {
  return std::llround(static_cast<double>(kw) * 1000.0);
}

/// Reads the rows of one day in their order.
class DayReader {
 public:
  DayReader(Facts const& facts, KnownIds const& ids, std::vector<AddedEvent> const& added)
      : facts_{facts}, ids_{ids}, added_{added} {}

  [[nodiscard]] Result<void> read(history::EventRow const& row) {
    std::string const id{row.event};
    if (ids_.events.contains(id) || new_events_.contains(id)) {
      return bad_row(id, "the event is known already: rebuild the history to change it",
                     "事件已存在：如需修改请重建历史");
    }
    bool const is_external = row.external == network::Answer::yes ||
                             row.outage_class == history::OutageClass::fault_external;
    open_event(id, row.outage_class, is_external, std::string{row.excluded_reason});
    return {};
  }

  [[nodiscard]] Result<void> read(history::InterruptionRow const& row) {
    auto const user = ids_.users.find(std::string{row.user});
    if (user == ids_.users.end()) {
      return fail(ErrorCode::unknown_id,
                  fmt::format("unknown user {}: a day brings no new users", row.user),
                  fmt::format("未知用户 {}：按日追加不支持新用户", row.user));
    }
    auto const end = row.end.value_or(Seconds{history::kStillOut});
    if (row.start <= 0 || row.start >= Seconds{history::kStillOut} || end < row.start ||
        (row.end && end >= Seconds{history::kStillOut})) {
      return bad_row(row.event, "an interruption ends before it begins, or outside 1970-2105",
                     "停电结束早于开始，或超出 1970～2105 年");
    }
    bool const is_partial = is_known(row.allowed_kw) && is_known(row.before_kw);
    if (is_partial && (row.allowed_kw < 0 || row.before_kw > kMostKw || row.allowed_kw > kMostKw)) {
      return bad_row(row.event, "allowed_kw or before_kw is out of range",
                     "allowed_kw 或 before_kw 超出范围");
    }
    history::Limitation const limit{.record = {},
                                    .allowed_w = is_partial ? watts(row.allowed_kw) : 0,
                                    .before_w = is_partial ? watts(row.before_kw) : 0};
    if (end == row.start || (is_partial && limit.allowed_w >= limit.before_w)) {
      return {};  // no interruption
    }
    return enter(row, user->second, static_cast<Instant>(end), is_partial, limit);
  }

  [[nodiscard]] DayEntry take() { return std::move(entry_); }

 private:
  EventId open_event(std::string const& id, history::OutageClass outage_class, bool is_external,
                     std::string reason) {
    auto bits = static_cast<unsigned>(outage_class);
    bits |= is_external ? Kind::kExternal : 0U;
    bits |= reason.empty() ? 0U : Kind::kExcluded;
    auto const n_known = facts_.history().n_event() + added_.size();
    EventId const event{n_known + entry_.events.size()};
    entry_.events.push_back({.event = {.id = id, .begin = history::kForever, .cause = {}},
                             .kind = Kind{static_cast<std::uint8_t>(bits)},
                             .reason = std::move(reason)});
    new_events_.emplace(id, event);
    return event;
  }

  [[nodiscard]] EventId event_of(std::string_view id) {
    std::string const key{id};
    if (auto const known = ids_.events.find(key); known != ids_.events.end()) {
      return known->second;
    }
    if (auto const found = new_events_.find(key); found != new_events_.end()) {
      return found->second;
    }
    return open_event(key, history::OutageClass::unclassified, false, {});
  }

  /// Kind and reason of exclusion of an event.
  [[nodiscard]] AddedEvent traits_of(EventId event) const {
    auto const n_base = facts_.history().n_event();
    if (event.index() < n_base) {
      auto const& col = facts_.history().col();
      return {.kind = col.event_kind[event],
              .reason = std::string{facts_.history().name_of(col.event_excluded_reason[event])}};
    }
    auto const at = event.index() - n_base;
    if (at < added_.size()) {
      return added_[at];
    }
    auto const& event_of_day = entry_.events[at - added_.size()];
    return {.kind = event_of_day.kind, .reason = event_of_day.reason};
  }

  [[nodiscard]] Result<void> enter(history::InterruptionRow const& row, UserId user, Instant end,
                                   bool is_partial, history::Limitation limit) {
    auto const event = event_of(row.event);
    auto const traits = traits_of(event);
    auto bits = unsigned{traits.kind.bits} & ~unsigned{Kind::kPartial};
    bits |= is_partial ? Kind::kPartial : 0U;
    bits |= row.exclusion_reason.empty() ? 0U : Kind::kExcluded;
    Kind const kind{static_cast<std::uint8_t>(bits)};
    auto const start = static_cast<Instant>(row.start);
    if (auto const known = find(user, event, start)) {
      return meet(*known, user, row.event, end, kind);
    }
    limit.record = RecordId{facts_.history().n_record() +
                            (facts_.overlay() == nullptr ? 0 : facts_.overlay()->records.size()) +
                            entry_.records.size()};
    of_day_.emplace(std::tuple{user, event, start}, entry_.records.size());
    entry_.records.push_back(
        {.row = {.start = start, .end = end, .event = event, .record = limit.record, .kind = kind},
         .user = user,
         .limit = limit,
         .reason =
             row.exclusion_reason.empty() ? traits.reason : std::string{row.exclusion_reason}});
    return {};
  }

  [[nodiscard]] std::optional<RecordRow> find(UserId user, EventId event, Instant start) {
    if (auto const found = of_day_.find(std::tuple{user, event, start}); found != of_day_.end()) {
      return entry_.records[found->second].row;
    }
    facts_.rows_of(user, rows_);
    for (auto row : rows_) {
      if (row.event == event && row.start == start) {
        if (auto const ended = ended_.find(row.record); ended != ended_.end()) {
          row.end = ended->second;
        }
        return row;
      }
    }
    return std::nullopt;
  }

  /// A row whose event, user and start are known.
  [[nodiscard]] Result<void> meet(RecordRow const& known, UserId user, std::string_view event,
                                  Instant end, Kind kind) {
    if (known.end == end || end == history::kStillOut) {
      return {};  // a copy, or less than is known
    }
    if (known.end != history::kStillOut || known.kind != kind) {
      return bad_row(event, "the row contradicts a known one: rebuild the history to change it",
                     "该行与已有记录矛盾：如需修改请重建历史");
    }
    auto const n_before = facts_.history().n_record() +
                          (facts_.overlay() == nullptr ? 0 : facts_.overlay()->records.size());
    if (known.record.index() >= n_before) {
      entry_.records[known.record.index() - n_before].row.end = end;
    } else {
      ended_.emplace(known.record, end);
      entry_.ends.push_back({.record = known.record, .user = user, .end = end});
    }
    return {};
  }

  Facts facts_;
  KnownIds const& ids_;
  std::vector<AddedEvent> const& added_;
  DayEntry entry_;
  std::unordered_map<std::string, EventId> new_events_;
  std::map<std::tuple<UserId, EventId, Instant>, std::size_t> of_day_;
  std::unordered_map<RecordId, Instant> ended_;  ///< by rows of this day
  std::vector<RecordRow> rows_;
};

}  // namespace

Result<DayEntry> read_day(Facts const& facts, KnownIds const& ids,
                          std::vector<AddedEvent> const& added, DayRows const& day) {
  DayReader reader{facts, ids, added};
  for (auto const& row : day.events) {
    if (auto read = reader.read(row); !read) {
      return tl::unexpected{std::move(read.error())};
    }
  }
  for (auto const& row : day.interruptions) {
    if (auto read = reader.read(row); !read) {
      return tl::unexpected{std::move(read.error())};
    }
  }
  return reader.take();
}

}  // namespace tieline::indices
