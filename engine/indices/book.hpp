#pragma once
// Indices kept up to date while days are added to a history.

#include <memory>
#include <span>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/history/rows.hpp"
#include "engine/indices/answer.hpp"
#include "engine/indices/query.hpp"

namespace tieline::indices {

/// What a day brings: events that are new, interruptions of new or known events, and rows that
/// state the end of an interruption still open (same event, user and start).
struct DayRows {
  std::span<history::EventRow const> events;
  std::span<history::InterruptionRow const> interruptions;
};

/// Invariant: answer() is what compute() says of a history built from all rows at once.
///
/// Threads: one.
class IndexBook {
 public:
  /// Errors: those of compute(); invalid_argument with Key::cause (a new word would renumber its
  /// rows). Cost: about one compute() of people and events on one thread, and 4 bytes a record.
  [[nodiscard]] static Result<IndexBook> make(history::HistoryPtr history, Query query);
  IndexBook(IndexBook&&) noexcept;
  IndexBook& operator=(IndexBook&&) noexcept;
  ~IndexBook();

  /// Adds all rows or, at an error, none. Copies of known rows, rows that begin and end at once and
  /// limitations without loss of supply change nothing.
  /// Errors: unknown_id (user; users.csv is not part of a day), invalid_argument (an event that is
  ///         known with its row already, an end before its start, an end that contradicts a known
  ///         one).
  /// Cost: the records of users of the day's rows and of users of the events they touch; where
  /// major
  ///       event days are asked for also O(users), and one look at all starts if a day becomes one.
  Result<void> add(DayRows const& day);

  /// Cost: O(users + rows).
  [[nodiscard]] Answer answer() const;

 private:
  class State;
  explicit IndexBook(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tieline::indices
