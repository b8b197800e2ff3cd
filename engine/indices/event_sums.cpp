#include "engine/indices/event_sums.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tieline::indices {

std::size_t EventSpans::slot_of(EventId event, std::uint32_t cell) const {
  auto const key = (std::uint64_t{event.raw()} << 32U) | cell;
  auto const mixed = (key ^ (key >> 29U)) * 0x9E37'79B9'7F4A'7C15U;
  auto const mask = slots_.size() - 1;
  auto at = static_cast<std::size_t>(mixed >> 20U) & mask;
  while (slots_[at].event.is_some() && (slots_[at].event != event || slots_[at].cell != cell)) {
    at = (at + 1) & mask;
  }
  return at;
}

void EventSpans::grow() {
  auto const old =
      std::exchange(slots_, std::vector<EventCell>(std::max<std::size_t>(1024, slots_.size() * 2)));
  for (auto const& span : old) {
    if (span.event.is_some()) {
      slots_[slot_of(span.event, span.cell)] = span;
    }
  }
}

void EventSpans::add(EventCell const& count) {
  if (2 * (n_used_ + 1) > slots_.size()) {
    grow();
  }
  auto& slot = slots_[slot_of(count.event, count.cell)];
  if (slot.event.is_none()) {
    slot = count;
    ++n_used_;
    return;
  }
  slot.off = std::min(slot.off, count.off);
  slot.on = std::max(slot.on, count.on);
}

std::vector<EventCell> EventSpans::take() {
  n_used_ = 0;
  auto spans = std::exchange(slots_, {});
  std::erase_if(spans, [](EventCell const& span) { return span.event.is_none(); });
  std::ranges::sort(spans, {},
                    [](EventCell const& span) { return std::pair{span.event, span.cell}; });
  return spans;
}

EventRows::EventRows(Axes const& axes, std::span<Projection const> projections)
    : axes_{axes}, projections_{projections} {
  for (auto const& projection : projections) {
    figures_.emplace_back(projection.n_row());
  }
}

void EventRows::add_event(std::span<EventCell const> spans, std::int64_t sign) {
  auto const n_code = axes_.codes.size();
  auto const n_time = axes_.time.size();
  for (std::size_t p = 0; p < projections_.size(); ++p) {
    auto const& projection = projections_[p];
    in_rows_.clear();
    for (auto const& span : spans) {
      auto const at = span.cell / n_code;
      auto const place = at / n_time;
      in_rows_.push_back(
          {.row = projection.row(projection.place(place / axes_.n_zone, place % axes_.n_zone),
                                 at % n_time, span.cell % n_code),
           .off = span.off,
           .on = span.on});
    }
    std::ranges::sort(in_rows_, {}, &InRow::row);
    auto const nature = static_cast<std::size_t>(axes_.codes[spans[0].cell % n_code].nature);
    for (std::size_t first = 0; first < in_rows_.size();) {
      auto all = in_rows_[first];
      for (; first < in_rows_.size() && in_rows_[first].row == all.row; ++first) {
        all.off = std::min(all.off, in_rows_[first].off);
        all.on = std::max(all.on, in_rows_[first].on);
      }
      for (auto const part : {std::size_t{0}, nature + 1}) {
        auto& figure = figures_[p][all.row][part];
        figure.count += sign;
        figure.seconds += sign * (Seconds{all.on} - Seconds{all.off});
      }
    }
  }
}

}  // namespace tieline::indices
