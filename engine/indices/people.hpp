#pragma once
// Distinct users of every row: interrupted, CEMI, CEMSMI, CELID.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/axes.hpp"
#include "engine/indices/tally.hpp"

namespace tieline::indices {

/// Counters of all rows of all projections; users may be added and taken out again.
///
/// Threads: one each; put together with +=.
class PeopleTable {
 public:
  /// Keeps references: `query`, `axes` and `projections` must outlive it.
  PeopleTable(Query const& query, Axes const& axes, std::span<Projection const> projections);

  /// 64-bit counters that a table has.
  [[nodiscard]] static std::size_t n_counter(Query const& query,
                                             std::span<Projection const> projections);

  /// A user by its cells, in any order, the same cell any number of times. `slices`: its own.
  /// Cost: O(cells × projections).
  void add_user(std::span<UserCell const> cells, std::span<Slice const> slices, std::int64_t sign);
  PeopleTable& operator+=(PeopleTable const& other);

  /// [rows of the projection]
  [[nodiscard]] std::vector<People> people(std::size_t projection) const;

 private:
  /// What a user had in one row.
  struct InRow {
    std::size_t row = 0;
    std::int64_t sustained = 0, momentary_events = 0;
    Seconds longest = 0, seconds = 0;
  };
  struct Counters {
    Projection const* projection = nullptr;
    std::size_t rows_of_group = 0;         ///< rows of one group: a user's rows are among them
    std::vector<Seconds> begin, end;       ///< of each period
    std::vector<std::uint32_t> in_row_of;  ///< [rows_of_group] → in_rows_, kNone outside add_user
    std::vector<std::int64_t> counts;      ///< [row × width]
  };

  void gather(Counters& table, std::span<UserCell const> cells);
  void count(Counters& table, InRow const& had, std::span<Slice const> slices, std::int64_t sign);

  Query const& query_;
  Axes const& axes_;
  std::vector<Counters> tables_;
  std::vector<InRow> in_rows_;
};

}  // namespace tieline::indices
