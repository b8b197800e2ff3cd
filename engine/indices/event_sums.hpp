#pragma once
// Events of every row, and how long each lasted from first off to last on.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/axes.hpp"
#include "engine/indices/tally.hpp"

namespace tieline::indices {

/// First off and last on of the interruptions of each event in each cell; as large as there are
/// such pairs, not as there are interruptions. Threads: one each.
class EventSpans {
 public:
  void add(EventCell const& count);
  void add(std::span<EventCell const> counts) {
    for (auto const& count : counts) {
      add(count);
    }
  }
  /// By event, then cell. The spans are empty afterwards.
  [[nodiscard]] std::vector<EventCell> take();

 private:
  void grow();
  [[nodiscard]] std::size_t slot_of(EventId event, std::uint32_t cell) const;

  std::vector<EventCell> slots_;  ///< open addressing; none(): empty
  std::size_t n_used_ = 0;
};

/// All events, then by nature.
using EventFigures = std::array<EventSums, history::kNatureCount + 1>;

/// Adds (or takes out, `sign` −1) the rows of one event. `spans`: of one event, at most one a cell.
class EventRows {
 public:
  EventRows(Axes const& axes, std::span<Projection const> projections);
  void add_event(std::span<EventCell const> spans, std::int64_t sign);
  /// [rows of the projection]
  [[nodiscard]] std::vector<EventFigures> const& figures(std::size_t projection) const {
    return figures_[projection];
  }

 private:
  struct InRow {
    std::size_t row = 0;
    Instant off = 0, on = 0;
  };

  Axes const& axes_;
  std::span<Projection const> projections_;
  std::vector<std::vector<EventFigures>> figures_;  ///< [projection][row]
  std::vector<InRow> in_rows_;
};

}  // namespace tieline::indices
