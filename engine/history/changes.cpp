#include "engine/history/changes.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "engine/history/remarks.hpp"

namespace tieline::history {
namespace {

/// One interruption, comparable across histories.
struct RowOfEvent {
  std::string_view user;
  Instant start = 0, end = 0;
  Kind kind;
  std::int64_t allowed_w = 0, before_w = 0;

  [[nodiscard]] auto order() const { return std::tie(user, start, end); }
};

/// The interruptions of a history by event: 8 bytes a record.
class ByEvent {
 public:
  explicit ByEvent(History const& history)
      : history_{history}, first_(history.n_event() + 1), records_(history.n_record()) {
    auto const& of = history.col().record_event;
    for (auto const event : of.raw()) {
      ++first_[event.index() + 1];
    }
    for (std::size_t e = 1; e < first_.size(); ++e) {
      first_[e] += first_[e - 1];
    }
    auto next = first_;
    for (auto const user : all_ids<UserId>(history.n_user())) {
      for (auto const record : history.records_of(user)) {
        records_[next[of[record].index()]++] = {user, record};
      }
    }
  }

  /// By user, start, end.
  [[nodiscard]] std::vector<RowOfEvent> rows(EventId event) const {
    auto const& col = history_.col();
    std::vector<RowOfEvent> rows;
    for (auto at = first_[event.index()]; at < first_[event.index() + 1]; ++at) {
      auto const [user, record] = records_[at];
      RowOfEvent row{.user = history_.id_of(user),
                     .start = col.record_start[record],
                     .end = col.record_end[record],
                     .kind = col.record_kind[record]};
      if (row.kind.is_partial()) {
        auto const& limit = history_.limitation_of(record);
        std::tie(row.allowed_w, row.before_w) = std::tie(limit.allowed_w, limit.before_w);
      }
      rows.push_back(row);
    }
    std::ranges::sort(rows, {}, &RowOfEvent::order);
    return rows;
  }

 private:
  struct Place {
    UserId user;
    RecordId record;
  };
  History const& history_;
  std::vector<std::uint32_t> first_;
  std::vector<Place> records_;
};

[[nodiscard]] bool are_same(std::vector<RowOfEvent> const& before,
                            std::vector<RowOfEvent> const& after) {
  return std::ranges::equal(before, after, [](RowOfEvent const& a, RowOfEvent const& b) {
    auto const ends_alike = a.end == b.end || a.end == kStillOut;
    return a.user == b.user && a.start == b.start && ends_alike && a.kind == b.kind &&
           a.allowed_w == b.allowed_w && a.before_w == b.before_w;
  });
}

[[nodiscard]] std::string user_hours(std::vector<RowOfEvent> const& rows) {
  Seconds seconds = 0;
  for (auto const& row : rows) {
    seconds += row.end == kStillOut ? 0 : Seconds{row.end} - Seconds{row.start};
  }
  return fmt::format("{:.3f}", to_hours(seconds));
}

/// The last instant that a record states.
[[nodiscard]] Instant last_instant(History const& history) {
  Instant last = 0;
  for (auto const start : history.col().record_start.raw()) {
    last = std::max(last, start);
  }
  for (auto const end : history.col().record_end.raw()) {
    last = end == kStillOut ? last : std::max(last, end);
  }
  return last;
}

/// The column of events.csv in which the event differs, or empty.
[[nodiscard]] std::string_view differing_column(History const& before, EventId a,
                                                History const& after, EventId b) {
  auto const& was = before.col();
  auto const& is = after.col();
  if (was.event_kind[a].outage_class() != is.event_kind[b].outage_class()) {
    return "class";
  }
  if (was.event_kind[a].is_external() != is.event_kind[b].is_external()) {
    return "external";
  }
  auto const differ = [&](auto column) {
    return before.name_of((was.*column)[a]) != after.name_of((is.*column)[b]);
  };
  using Views = ColumnViews;
  return differ(&Views::event_cause)             ? "cause"
         : differ(&Views::event_technical_cause) ? "technical_cause"
         : differ(&Views::event_equipment)       ? "equipment"
         : differ(&Views::event_feeder)          ? "feeder"
         : differ(&Views::event_plan)            ? "plan"
         : differ(&Views::event_excluded_reason) ? "excluded_reason"
                                                 : "";
}

class Changes {
 public:
  Changes(History const& before, History const& after, network::FaultLog& log)
      : before_{before}, after_{after}, was_{before}, is_{after}, remarks_{log, 0} {}

  void run() {
    tell_users();
    std::unordered_map<std::string_view, EventId> events;
    for (auto const event : all_ids<EventId>(after_.n_event())) {
      events.emplace(after_.id_of(event), event);
    }
    std::unordered_set<std::string_view> known;
    for (auto const event : all_ids<EventId>(before_.n_event())) {
      known.insert(before_.id_of(event));
      auto const found = events.find(before_.id_of(event));
      if (found == events.end()) {
        tell(kEventGone, FileKind::events, {}, before_.id_of(event), user_hours(was_.rows(event)));
      } else {
        compare(event, found->second);
      }
    }
    auto const end = last_instant(before_);
    for (auto const event : all_ids<EventId>(after_.n_event())) {
      if (!known.contains(after_.id_of(event)) && after_.col().event_begin[event] < end) {
        tell(kEventLate, FileKind::events, {}, after_.id_of(event), user_hours(is_.rows(event)));
      }
    }
    remarks_.close();
  }

 private:
  void tell(FaultKind const& kind, FileKind file, std::string_view column, std::string_view value,
            std::string other) {
    remarks_.add(
        kind, file, 0,
        {.column = column, .value = std::string{value}, .other = std::move(other), .hint = {}});
  }

  void tell_users() {
    std::unordered_set<std::string_view> users;
    for (auto const user : all_ids<UserId>(after_.n_user())) {
      users.insert(after_.id_of(user));
    }
    for (auto const user : all_ids<UserId>(before_.n_user())) {
      if (!users.contains(before_.id_of(user))) {
        tell(kUserDropped, FileKind::users, {}, before_.id_of(user), {});
      }
    }
  }

  void compare(EventId a, EventId b) {
    auto const was = was_.rows(a);
    auto const is = is_.rows(b);
    auto const hours = [&] { return user_hours(was) + " → " + user_hours(is); };
    if (auto const column = differing_column(before_, a, after_, b); !column.empty()) {
      tell(kEventEdited, FileKind::events, column, before_.id_of(a), hours());
    } else if (!are_same(was, is)) {
      tell(kEventEdited, FileKind::interruptions, {}, before_.id_of(a), hours());
    }
  }

  History const& before_;
  History const& after_;
  ByEvent was_, is_;
  Remarks remarks_;
};

}  // namespace

void tell_changes(History const& before, History const& after, network::FaultLog& log) {
  Changes{before, after, log}.run();
}

}  // namespace tieline::history
