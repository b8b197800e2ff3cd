#pragma once
// A second witness to docs/methods/indices.md: plain loops over users and over the seconds between
// neighbouring instants of interest, with a linear search for whatever is asked. Shares no code
// with engine/indices; of its headers it uses the shapes of question and answer only.

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/query.hpp"
#include "tests/support/plain_calendar.hpp"
#include "tests/support/plain_history.hpp"

namespace tieline::test {

/// What the reference says about the whole of an answer.
struct ReferenceTotals {
  std::map<std::string, indices::ExcludedSum> excluded;  ///< by reason
  std::int64_t ongoing_records = 0;
  std::int64_t capacity_unknown_users = 0, load_unknown_users = 0;
  std::int64_t unregistered_seconds = 0;
};

struct ReferenceMed {
  std::optional<double> t_med_min;
  double alpha = 0, beta = 0;
  std::size_t n_day = 0;
  std::optional<int> first_year, last_year;
  std::map<std::int64_t, indices::DailySaidi> days;  ///< MEDs of the window, by local day
  std::set<std::int64_t> dropped;                    ///< catastrophic days of the years before
  bool is_close = false;  ///< a day so close to the threshold that rounding decides
};

class ReferenceIndices {
 public:
  /// One value for each key of the query; unset: every value.
  using Cell = std::array<std::optional<std::string>, indices::kMostKeys>;

  ReferenceIndices(PlainHistory const& plain, indices::Query query);

  [[nodiscard]] indices::Row row(Cell const& cell) const;
  /// Every cell that could be listed: of every subset of the keys, at least those that are.
  [[nodiscard]] std::set<Cell> possible_cells() const;
  /// Is this row of a cell listed?
  [[nodiscard]] bool is_listed(Cell const& cell, indices::Row const& row) const;
  [[nodiscard]] ReferenceTotals const& totals() const { return totals_; }
  [[nodiscard]] ReferenceMed const& med() const { return med_; }

 private:
  using Labels = std::array<std::string, indices::kMostKeys>;
  static constexpr Seconds kNever = INT64_MAX;

  struct Record {
    std::size_t event = 0;
    Seconds start = 0, end = 0;  ///< kNever: still out
    std::int64_t allowed_w = 0, before_w = 0;
    bool is_partial = false, is_external = false;
    std::string reason;  ///< of the exclusion
    bool takes_part = true;
  };
  struct Slice {
    Seconds since = 0, until = 0;  ///< kNever: for good
    network::Zone zone = network::Zone::unknown;
    std::int64_t households = 0;
  };
  /// One maximal dark interval.
  struct Interval {
    Seconds begin = 0, end = 0;  ///< kNever: still dark
    std::size_t owner = 0;       ///< record of the first second
    bool is_momentary = false, opens_event = false, on_med = false;
  };
  /// The seconds between two neighbouring instants of interest of one user.
  struct Span {
    Seconds from = 0, to = 0;
    std::optional<std::size_t> owner;     ///< record; unset: lit
    std::optional<std::size_t> interval;  ///< unset: lit
    std::optional<std::size_t> slice;     ///< unset: not registered
    Labels labels;                        ///< of the user, the instant, and the owner if any
  };
  struct User {
    PlainUser row;
    std::vector<Slice> slices;
    std::vector<Record> records;
    std::vector<Interval> intervals;
    std::vector<Span> spans;  ///< all time that matters
  };

  // reading the rows
  void read_events(PlainHistory const& plain);
  void read_user(PlainHistory const& plain, PlainUser const& row);
  void read_records(PlainHistory const& plain, User& user);
  // time
  void find_end_of_data(PlainHistory const& plain);
  void cut_window();
  [[nodiscard]] std::vector<Seconds> instants_of(User const& user) const;
  // one user
  void find_spans(User& user);
  void find_intervals(User& user) const;
  void find_momentary_events(User& user) const;
  [[nodiscard]] bool owns_before(Record const& a, Record const& b) const;
  [[nodiscard]] bool counts_momentary_time() const;
  [[nodiscard]] Seconds counted(Record const& record, Seconds from, Seconds to) const;
  [[nodiscard]] indices::Weighted weights(User const& user, Slice const& slice) const;
  [[nodiscard]] Labels labels_of(User const& user, Seconds at, std::optional<std::size_t> slice,
                                 std::optional<std::size_t> record) const;
  [[nodiscard]] bool in_window(Seconds at) const { return query_.from <= at && at < query_.to; }
  // major event days
  struct DayFigure {
    std::int64_t user_seconds = 0;
    double users = 0;
    double saidi_min = 0;
  };
  [[nodiscard]] std::map<std::int64_t, DayFigure> daily_saidi() const;
  [[nodiscard]] double users_on(std::int64_t day) const;
  void judge_days(PlainHistory const& plain);
  void find_threshold(std::map<std::int64_t, DayFigure> const& days);
  [[nodiscard]] std::map<std::int64_t, double> logs_of_history(
      std::map<std::int64_t, DayFigure> const& days) const;
  void drop_catastrophes(std::map<std::int64_t, double>& x);
  // rows
  [[nodiscard]] bool matches(Cell const& cell, Labels const& labels, bool of_registration) const;
  [[nodiscard]] std::pair<Seconds, Seconds> period_of(Cell const& cell) const;
  /// The first seconds of the interval, if its count belongs to the cell.
  [[nodiscard]] Span const* counted_at(User const& user, Interval const& interval,
                                       Cell const& cell) const;
  [[nodiscard]] bool lists_the_unharmed(unsigned keys) const;  ///< bit k: the key query.by[k]
  void add_spans(User const& user, Cell const& cell, indices::Row& row) const;
  void add_counts(User const& user, Cell const& cell, indices::Row& row) const;
  void add_people(User const& user, Cell const& cell, indices::Row& row) const;
  [[nodiscard]] Seconds last_owned(User const& user, Interval const& interval,
                                   std::size_t event) const;
  void add_events(Cell const& cell, indices::Row& row) const;
  void tell_totals();

  indices::Query query_;
  PlainCalendar calendar_;
  std::vector<PlainEvent> events_;
  std::vector<Seconds> event_begin_;
  std::vector<User> users_;
  std::vector<Seconds> cuts_;  ///< first instants of months or days inside the window
  Seconds end_of_data_ = 0, horizon_ = 0;
  std::int64_t first_day_ = 0;  ///< on which the first record begins
  ReferenceTotals totals_;
  ReferenceMed med_;
};

}  // namespace tieline::test
