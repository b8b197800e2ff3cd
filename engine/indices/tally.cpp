#include "engine/indices/tally.hpp"

#include <algorithm>
#include <utility>

namespace tieline::indices {
namespace {

/// Weight × time of [from, to) of a record: the equivalent part of all, the limited part of W.
[[nodiscard]] Weighted weigh(Facts const& facts, RecordRow const& row, Weighted const& weight,
                             Seconds counted, Seconds plain) {
  Weighted product{};
  add_weighted(product, weight, counted);
  if (row.kind.is_partial()) {
    auto const& limit = facts.limitation_of(row.record);
    product[static_cast<std::size_t>(Weight::load_w)] = (limit.before_w - limit.allowed_w) * plain;
  }
  return product;
}

}  // namespace

DaySet::DaySet(Calendar days, std::vector<bool> is_in)
    : days_{std::move(days)},
      is_in_{std::move(is_in)},
      n_in_{static_cast<std::size_t>(std::ranges::count(is_in_, true))} {}

bool DaySet::touches(Instant from, Instant to) const {
  from = std::max(from, days_.bounds().front());
  to = std::min(to, days_.bounds().back());
  if (n_in_ == 0 || from >= to) {
    return false;
  }
  auto const last = days_.of(to - 1);
  for (auto day = days_.of(from); day <= last; ++day) {
    if (is_in_[day]) {
      return true;
    }
  }
  return false;
}

Tally::Tally(Facts const& facts, Axes const& axes, Rules const& rules, DaySet const& meds,
             Wanted wanted)
    : facts_{facts},
      axes_{axes},
      rules_{rules},
      meds_{meds},
      wanted_{wanted},
      takes_part_{kinds_taking_part(rules)} {}

void Tally::begin_user(UserId user, std::int64_t sign, Tables& tables) {
  sign_ = sign;
  tables_ = &tables;
  user_cells_.clear();
  event_cells_.clear();
  slices_of(facts_.history(), axes_, user, slices_);
}

void Tally::add_user(UserId user, std::int64_t sign, Tables& tables) {
  begin_user(user, sign, tables);
  facts_.rows_of(user, scratch_.rows);
  std::erase_if(scratch_.rows, [&](RecordRow const& row) { return !takes_part_[row.kind.bits]; });
  for (auto const& row : scratch_.rows) {
    count_ongoing(row);
  }
  for (auto const& interval : join_rows(facts_, rules_, scratch_)) {
    add_interval(interval);
  }
}

void Tally::count_ongoing(RecordRow const& row) {
  if (row.end == history::kStillOut && Seconds{row.start} < axes_.to) {
    tables_->ongoing_records += sign_;
  }
}

Slice const* Tally::slice_after(Seconds t) const {
  auto const found = std::ranges::upper_bound(slices_, t, {}, &Slice::until);
  return found == slices_.end() ? nullptr : &*found;
}

void Tally::add_interval(DarkInterval const& interval) {
  add_count(interval);
  if (!interval.is_momentary || rules_.counts_momentary_time()) {
    for (auto const& piece : interval.pieces) {
      add_time(interval, piece);
    }
  }
}

Instant Tally::last_of_event(DarkInterval const& interval, EventId event) const {
  auto piece = interval.pieces.end() - 1;
  while (piece->record != interval.owner && facts_.row(piece->record).event != event) {
    --piece;  // the first piece is the event's
  }
  return piece->to;
}

void Tally::add_count(DarkInterval const& interval) {
  Seconds const begin{interval.begin};
  auto const* const slice = slice_after(begin);
  if (begin < axes_.from || begin >= axes_.to || slice == nullptr || slice->since > begin) {
    return;
  }
  auto const row = facts_.row(interval.owner);
  auto const stretch = axes_.time.of(interval.begin);
  auto const code = axes_.code(row.event, row.kind);
  auto const cell = axes_.cell(slice->place, stretch, code);
  auto& sums = tables_->at(cell);
  auto const end = interval.end == history::kStillOut ? axes_.to : Seconds{interval.end};
  if (interval.is_momentary) {
    add_weighted(sums.momentary, slice->weight, sign_);
    if (interval.is_momentary_event) {
      add_weighted(sums.momentary_events, slice->weight, sign_);
    }
  } else {
    add_weighted(sums.interruptions, slice->weight, sign_);
    if (meds_.contains(interval.begin)) {
      add_weighted(sums.med_interruptions, slice->weight, sign_);
    }
    if (wanted_.event_cells) {
      auto const on = last_of_event(interval, row.event);
      event_cells_.push_back(
          {.event = row.event,
           .cell = static_cast<std::uint32_t>(cell),
           .off = interval.begin,
           .on = on == history::kStillOut ? static_cast<Instant>(axes_.to) : on});
    }
  }
  if (wanted_.user_cells) {
    user_cells_.push_back({.place = slice->place,
                           .stretch = stretch,
                           .code = code,
                           .sustained = interval.is_momentary ? 0 : 1,
                           .momentary_events = interval.is_momentary_event ? 1 : 0,
                           .longest = interval.is_momentary ? 0 : end - begin,
                           .seconds = 0});
  }
}

void Tally::add_time(DarkInterval const& interval, Piece const& piece) {
  auto const from = std::max(Seconds{piece.from}, axes_.from);
  auto const to = std::min(Seconds{piece.to}, axes_.to);
  if (from >= to) {
    return;
  }
  auto const row = facts_.row(piece.record);
  auto left = counted_seconds(facts_, row, static_cast<Instant>(from), static_cast<Instant>(to));
  auto slice = std::ranges::upper_bound(slices_, from, {}, &Slice::until);
  for (; slice != slices_.end() && slice->since < to; ++slice) {
    left -= add_stretches(interval, row, *slice, std::max(from, slice->since),
                          std::min(to, slice->until));
  }
  tables_->unregistered_seconds += sign_ * left;
}

Seconds Tally::add_stretches(DarkInterval const& interval, RecordRow const& row, Slice const& slice,
                             Seconds from, Seconds to) {
  Seconds all = 0;
  auto const code = axes_.code(row.event, row.kind);
  bool const is_med = meds_.contains(interval.begin);
  for (auto stretch = axes_.time.of(static_cast<Instant>(from)); from < to; ++stretch) {
    auto const until = std::min(to, Seconds{axes_.time.to(stretch)});
    auto const counted =
        counted_seconds(facts_, row, static_cast<Instant>(from), static_cast<Instant>(until));
    auto const weighted = weigh(facts_, row, slice.weight, counted, until - from);
    auto& sums = tables_->at(axes_.cell(slice.place, stretch, code));
    add_weighted(sums.seconds, weighted, sign_);
    if (interval.is_momentary) {
      add_weighted(sums.momentary_seconds, weighted, sign_);
    } else if (wanted_.user_cells) {
      user_cells_.push_back(
          {.place = slice.place, .stretch = stretch, .code = code, .seconds = counted});
    }
    if (is_med) {
      add_weighted(sums.med_seconds, weighted, sign_);
    }
    all += counted;
    from = until;
  }
  return all;
}

}  // namespace tieline::indices
