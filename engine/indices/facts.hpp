#pragma once
// What the interval rules ask of records and events: of an immutable history, and of what was added
// to it since (IndexBook).

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/history/history.hpp"

namespace tieline::indices {

using history::EventId;
using history::History;
using history::Instant;
using history::Kind;
using history::RecordId;
using history::UserId;

/// One interruption with all that the rules ask of it.
struct RecordRow {
  Instant start = 0, end = 0;  ///< end = kStillOut: no end yet
  EventId event;
  RecordId record;
  Kind kind;
};

/// What came after a history was built. Ids go on where those of the history end.
struct Overlay {
  struct Event {
    std::string id;
    Instant begin = 0;
    history::TermId cause;
  };
  std::vector<Event> events;
  std::vector<RecordRow> records;
  std::vector<UserId> record_user;  ///< of `records`
  struct Exclusion {
    RecordId record;
    std::string reason;
  };
  std::vector<history::Limitation> limitations;  ///< of added records, by record
  std::vector<Exclusion> exclusions;             ///< of added records whose kind is excluded
  std::unordered_map<EventId, Instant> earlier;  ///< events of the history that now begin earlier
  std::unordered_map<RecordId, Instant> ended;   ///< records of the history that now have an end
  std::unordered_map<UserId, std::vector<RecordId>> of_user;  ///< added records
};

/// Reads both. Cheap to copy; threads: any number of readers.
class Facts {
 public:
  explicit Facts(History const& history, Overlay const* overlay = nullptr)
      : history_{&history}, overlay_{overlay} {}

  [[nodiscard]] History const& history() const { return *history_; }
  [[nodiscard]] Overlay const* overlay() const { return overlay_; }

  [[nodiscard]] RecordRow row(RecordId record) const;
  [[nodiscard]] Instant event_begin(EventId event) const;
  [[nodiscard]] std::string_view event_id(EventId event) const;
  /// Of a record whose kind is partial. Cost: O(log n).
  [[nodiscard]] history::Limitation const& limitation_of(RecordId record) const;
  /// All records of a user by (start, end, record).
  void rows_of(UserId user, std::vector<RecordRow>& rows) const;

 private:
  History const* history_;
  Overlay const* overlay_;
};

}  // namespace tieline::indices
