#pragma once
// Rows of a day checked against what is known, before anything changes.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/indices/book.hpp"
#include "engine/indices/facts.hpp"

namespace tieline::indices {

/// External ids of a history and of what was added to it.
struct KnownIds {
  std::unordered_map<std::string, UserId> users;
  std::unordered_map<std::string, EventId> events;
};

/// A day as it will change an overlay.
struct DayEntry {
  struct Event {
    Overlay::Event event;
    Kind kind;
    std::string reason;  ///< of the exclusion
  };
  struct Record {
    RecordRow row;  ///< its RecordId is the one it will have
    UserId user;
    history::Limitation limit;  ///< if the kind is partial
    std::string reason;         ///< if the kind is excluded
  };
  struct End {
    RecordId record;
    UserId user;
    Instant end = 0;
  };
  std::vector<Event> events;
  std::vector<Record> records;
  std::vector<End> ends;
};

/// Kind and reason of an added event, by its number among the added.
struct AddedEvent {
  Kind kind;
  std::string reason;
};

/// Errors: as IndexBook::add(). Cost: O(rows + records of their users).
[[nodiscard]] Result<DayEntry> read_day(Facts const& facts, KnownIds const& ids,
                                        std::vector<AddedEvent> const& added, DayRows const& day);

}  // namespace tieline::indices
