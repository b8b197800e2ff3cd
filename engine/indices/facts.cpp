#include "engine/indices/facts.hpp"

#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"

namespace tieline::indices {

RecordRow Facts::row(RecordId record) const {
  auto const n_base = history_->n_record();
  if (record.index() >= n_base) {
    return overlay_->records[record.index() - n_base];
  }
  auto const& col = history_->col();
  RecordRow row{.start = col.record_start[record],
                .end = col.record_end[record],
                .event = col.record_event[record],
                .record = record,
                .kind = col.record_kind[record]};
  if (overlay_ != nullptr && row.end == history::kStillOut) {
    auto const found = overlay_->ended.find(record);
    row.end = found == overlay_->ended.end() ? row.end : found->second;
  }
  return row;
}

Instant Facts::event_begin(EventId event) const {
  auto const n_base = history_->n_event();
  if (event.index() >= n_base) {
    return overlay_->events[event.index() - n_base].begin;
  }
  auto begin = history_->col().event_begin[event];
  begin = begin == history::kNoInstant ? history::kForever : begin;  // no record yet
  if (overlay_ == nullptr) {
    return begin;
  }
  auto const found = overlay_->earlier.find(event);
  return found == overlay_->earlier.end() ? begin : found->second;
}

std::string_view Facts::event_id(EventId event) const {
  auto const n_base = history_->n_event();
  return event.index() < n_base ? history_->id_of(event)
                                : std::string_view{overlay_->events[event.index() - n_base].id};
}

history::Limitation const& Facts::limitation_of(RecordId record) const {
  if (record.index() < history_->n_record()) {
    return history_->limitation_of(record);
  }
  auto const& all = overlay_->limitations;
  auto const found = std::ranges::lower_bound(all, record, {}, &history::Limitation::record);
  TIELINE_CHECK(found != all.end() && found->record == record);
  return *found;
}

void Facts::rows_of(UserId user, std::vector<RecordRow>& rows) const {
  rows.clear();
  for (auto const record : history_->records_of(user)) {
    rows.push_back(row(record));
  }
  if (overlay_ == nullptr) {
    return;
  }
  if (auto const added = overlay_->of_user.find(user); added != overlay_->of_user.end()) {
    for (auto const record : added->second) {
      rows.push_back(row(record));
    }
  }
  std::ranges::sort(rows, {},
                    [](RecordRow const& r) { return std::tuple{r.start, r.end, r.record}; });
}

}  // namespace tieline::indices
