#pragma once
// Inside Builder: the events, as events.csv and interruptions.csv name them.

#include <string>
#include <unordered_set>
#include <vector>

#include "engine/history/id_table.hpp"
#include "engine/history/remarks.hpp"
#include "engine/history/rows.hpp"
#include "engine/network/edit_distance.hpp"

namespace tieline::history {

class EventBook {
 public:
  EventBook(network::NetworkModel const& model, TextStore& text, IdTable<TermId>& terms,
            Remarks& remarks)
      : model_{model}, terms_{terms}, remarks_{remarks}, ids_{text} {}

  void expect_plans(std::vector<std::string_view> plans);
  [[nodiscard]] Outcome add(EventRow const& row);

  /// The event an interruption names, entered as unclassified if no row of events.csv does; then
  /// `is_unlisted` is set, the first time, unless its row was set aside.
  [[nodiscard]] EventId of_interruption(std::string_view id, bool& is_unlisted);

  [[nodiscard]] Kind kind(EventId event) const { return kinds_[event]; }
  [[nodiscard]] TermId excluded_reason(EventId event) const { return reasons_[event]; }
  [[nodiscard]] std::string_view id(EventId event) const { return ids_.text(event); }
  [[nodiscard]] std::size_t size() const { return ids_.size(); }

  /// Stretches the event over one of its records.
  void cover(EventId event, Instant start, Instant end) {
    begin_[event] = begin_[event] == kNoInstant ? start : std::min(begin_[event], start);
    end_[event] = std::max(end_[event], end);
  }
  /// Tells of clocks that differ: events reported before they begin. Call when all are covered.
  void compare_clocks();
  /// Fills the columns of events.
  void write(OwnedColumns& to);

 private:
  struct Places;
  EventId enter(std::string_view id, std::uint32_t row);
  [[nodiscard]] bool has_equipment(EventRow const& row);
  [[nodiscard]] Places places_of(std::string_view id) const;
  void check_plan(EventRow const& row);
  void check_order(EventRow const& row);
  [[nodiscard]] Stamps stamps_of(EventRow const& row);
  [[nodiscard]] std::string nearest(std::string_view id);

  network::NetworkModel const& model_;
  IdTable<TermId>& terms_;
  Remarks& remarks_;
  IdTable<EventId> ids_;
  IdVec<EventId, Kind> kinds_;
  IdVec<EventId, Instant> begin_, end_;
  IdVec<EventId, TermId> causes_, technical_causes_, equipment_, feeders_, plans_, reasons_;
  IdVec<EventId, Stamps> stamps_;
  IdVec<EventId, std::uint32_t> rows_;
  IdVec<EventId, std::uint64_t> fingerprints_;  ///< of all cells: is a second row the same?
  std::unordered_set<std::string> set_aside_;
  std::unordered_set<std::string_view> known_plans_;
  bool expects_plans_ = false;
  EventId last_;                                  ///< named last by an interruption
  std::size_t budget_ = network::kNearestBudget;  ///< for nearest(), over all calls
};

}  // namespace tieline::history
