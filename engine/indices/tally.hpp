#pragma once
// Dark intervals of one user → cells, the general way: any overlap, any slices, any bounds.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/indices/axes.hpp"
#include "engine/indices/intervals.hpp"
#include "engine/indices/registry.hpp"

namespace tieline::indices {

/// Days set apart: intervals that begin on them.
class DaySet {
 public:
  DaySet() = default;
  /// [days.size()]
  DaySet(Calendar days, std::vector<bool> is_in);
  [[nodiscard]] bool empty() const { return n_in_ == 0; }
  [[nodiscard]] bool contains(Instant t) const {
    return n_in_ != 0 && t >= days_.bounds().front() && t < days_.bounds().back() &&
           is_in_[days_.of(t)];
  }
  /// Does some day of the set share a second with [from, to)? Cost: O(days of it).
  [[nodiscard]] bool touches(Instant from, Instant to) const;
  friend bool operator==(DaySet const& a, DaySet const& b) {
    return a.n_in_ == b.n_in_ && (a.n_in_ == 0 || a.is_in_ == b.is_in_);
  }

 private:
  Calendar days_;
  std::vector<bool> is_in_;
  std::size_t n_in_ = 0;
};

/// What threads sum up by themselves and then put together; integers, so in any order.
struct Tables {
  std::vector<Sums> cells;     ///< of the cells [first_cell, first_cell + size)
  std::size_t first_cell = 0;  ///< users of a thread may share a small part of all cells
  std::int64_t ongoing_records = 0, unregistered_seconds = 0;

  [[nodiscard]] Sums& at(std::size_t cell) { return cells[cell - first_cell]; }
};

/// What one user had in one cell, for questions about distinct users.
struct UserCell {
  std::size_t place = 0, stretch = 0, code = 0;
  std::int64_t sustained = 0, momentary_events = 0;
  Seconds longest = 0;  ///< sustained interruption, begin → end
  Seconds seconds = 0;  ///< counted, sustained
};

/// One sustained interruption that counts, for questions about events.
struct EventCell {
  EventId event;
  std::uint32_t cell = 0;
  Instant off = 0, on = 0;
};

/// Takes over one user after the other.
///
/// Threads: one each; the tables are its own.
class Tally {
 public:
  struct Wanted {
    bool user_cells = false, event_cells = false;
  };

  Tally(Facts const& facts, Axes const& axes, Rules const& rules, DaySet const& meds,
        Wanted wanted);

  /// Adds a user to the tables (`sign` 1), or takes it out of them (−1).
  void add_user(UserId user, std::int64_t sign, Tables& tables);
  /// The pieces of add_user(), for callers that find the clusters of records themselves.
  void begin_user(UserId user, std::int64_t sign, Tables& tables);
  void add_interval(DarkInterval const& interval);
  void count_ongoing(RecordRow const& row);

  /// Of the last user.
  [[nodiscard]] std::vector<Slice> const& slices() const { return slices_; }
  [[nodiscard]] std::vector<UserCell> const& user_cells() const { return user_cells_; }
  [[nodiscard]] std::vector<EventCell> const& event_cells() const { return event_cells_; }

  [[nodiscard]] IntervalScratch& scratch() { return scratch_; }

 private:
  void add_count(DarkInterval const& interval);
  /// End of the last piece that the event owns; it owns the first.
  [[nodiscard]] Instant last_of_event(DarkInterval const& interval, EventId event) const;
  void add_time(DarkInterval const& interval, Piece const& piece);
  [[nodiscard]] Seconds add_stretches(DarkInterval const& interval, RecordRow const& row,
                                      Slice const& slice, Seconds from, Seconds to);
  [[nodiscard]] Slice const* slice_after(Seconds t) const;

  Facts facts_;
  Axes const& axes_;
  Rules rules_;
  DaySet const& meds_;
  Wanted wanted_;
  std::array<bool, 256> takes_part_;

  std::int64_t sign_ = 1;
  Tables* tables_ = nullptr;
  IntervalScratch scratch_;
  std::vector<Slice> slices_;
  std::vector<UserCell> user_cells_;
  std::vector<EventCell> event_cells_;
};

}  // namespace tieline::indices
