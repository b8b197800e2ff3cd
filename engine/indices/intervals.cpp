#include "engine/indices/intervals.hpp"

#include <algorithm>

namespace tieline::indices {
namespace {

/// x × part / whole, half up. Precondition: 0 ≤ part ≤ whole, whole > 0, 0 ≤ x.
[[nodiscard]] Seconds share_of(Seconds x, std::int64_t part, std::int64_t whole) {
  __extension__ using Wide = unsigned __int128;
  auto const twice = Wide{2} * static_cast<Wide>(x) * static_cast<Wide>(part);
  auto const divisor = Wide{2} * static_cast<Wide>(whole);
  return static_cast<Seconds>((twice + static_cast<Wide>(whole)) / divisor);
}

/// Cuts the time of one user into pieces, each with its owner, from left to right.
class Sweep {
  /// Does row `a` yield to row `b`? Full before partial and the larger loss before the smaller, so
  /// that no outage hides a worse one; then the event that began first, then its id, then the order
  /// of records.
  [[nodiscard]] bool yields(std::uint32_t a, std::uint32_t b) const {
    auto const& left = scratch_.rows[a];
    auto const& right = scratch_.rows[b];
    if (left.kind.is_partial() != right.kind.is_partial()) {
      return left.kind.is_partial();
    }
    if (left.kind.is_partial()) {
      if (auto const less = compare_losses(left, right); less != 0) {
        return less < 0;
      }
    }
    if (left.event != right.event) {
      auto const left_begin = facts_.event_begin(left.event);
      auto const right_begin = facts_.event_begin(right.event);
      if (left_begin != right_begin) {
        return left_begin > right_begin;
      }
      return facts_.event_id(left.event) > facts_.event_id(right.event);
    }
    return a > b;
  }
  [[nodiscard]] auto behind() const {
    return [this](std::uint32_t a, std::uint32_t b) { return yields(a, b); };
  }

 public:
  Sweep(Facts const& facts, IntervalScratch& scratch) : facts_{facts}, scratch_{scratch} {
    scratch_.pieces.clear();
    scratch_.open.clear();
  }

  void run() {
    auto const& rows = scratch_.rows;
    std::uint32_t next = 0;
    Instant at = 0;
    while (next < rows.size() || !scratch_.open.empty()) {
      drop_ended(at);
      if (scratch_.open.empty()) {
        if (next == rows.size()) {
          return;
        }
        at = rows[next].start;
      }
      while (next < rows.size() && rows[next].start <= at) {
        scratch_.open.push_back(next++);
        std::ranges::push_heap(scratch_.open, behind());
      }
      auto const& owner = rows[scratch_.open.front()];
      auto const until = next < rows.size() ? std::min(owner.end, rows[next].start) : owner.end;
      emit(at, until, owner.record);
      at = until;
    }
  }

 private:
  /// Whose limitation leaves less: negative if `left` loses a smaller share than `right`.
  [[nodiscard]] int compare_losses(RecordRow const& left, RecordRow const& right) const {
    __extension__ using Wide = __int128;
    auto const& a = facts_.limitation_of(left.record);
    auto const& b = facts_.limitation_of(right.record);
    auto const a_part = Wide{a.before_w - a.allowed_w} * b.before_w;
    auto const b_part = Wide{b.before_w - b.allowed_w} * a.before_w;
    return a_part < b_part ? -1 : (a_part > b_part ? 1 : 0);
  }

  void drop_ended(Instant at) {
    while (!scratch_.open.empty() && scratch_.rows[scratch_.open.front()].end <= at) {
      std::ranges::pop_heap(scratch_.open, behind());
      scratch_.open.pop_back();
    }
  }

  void emit(Instant from, Instant to, RecordId owner) {
    auto& pieces = scratch_.pieces;
    if (!pieces.empty() && pieces.back().record == owner && pieces.back().to == from) {
      pieces.back().to = to;
    } else {
      pieces.push_back({.from = from, .to = to, .record = owner});
    }
  }

  Facts const& facts_;
  IntervalScratch& scratch_;
};

/// Pieces → intervals: what is at most merge_gap_s apart is one.
void gather_intervals(Rules const& rules, IntervalScratch& scratch) {
  auto& intervals = scratch.intervals;
  intervals.clear();
  scratch.first_piece.clear();
  for (std::uint32_t p = 0; p < scratch.pieces.size(); ++p) {
    auto const& piece = scratch.pieces[p];
    if (intervals.empty() ||
        Seconds{piece.from} - Seconds{intervals.back().end} > rules.merge_gap_s) {
      intervals.push_back({.begin = piece.from, .end = piece.to, .owner = piece.record});
      scratch.first_piece.push_back(p);
    }
    intervals.back().end = piece.to;
  }
  scratch.first_piece.push_back(static_cast<std::uint32_t>(scratch.pieces.size()));
  std::span<Piece const> const pieces{scratch.pieces};
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    auto const first = scratch.first_piece[i];
    auto& interval = intervals[i];
    interval.pieces = pieces.subspan(first, scratch.first_piece[i + 1] - first);
    interval.is_momentary = interval.end != history::kStillOut &&
                            Seconds{interval.end} - Seconds{interval.begin} <= rules.momentary_s;
  }
}

/// MAIFI_E: the first of momentary intervals that follow each other within momentary_event_s is an
/// event, unless a sustained interval begins within momentary_event_s of it.
void mark_momentary_events(Rules const& rules, std::vector<DarkInterval>& intervals) {
  DarkInterval* opened = nullptr;
  for (auto& interval : intervals) {
    bool const is_near = opened != nullptr && Seconds{interval.begin} - Seconds{opened->begin} <=
                                                  rules.momentary_event_s;
    if (interval.is_momentary && !is_near) {
      opened = &interval;
      interval.is_momentary_event = true;
    } else if (!interval.is_momentary && is_near) {
      opened->is_momentary_event = false;
    }
  }
}

}  // namespace

std::array<bool, 256> kinds_taking_part(Rules const& rules) {
  std::array<bool, 256> takes_part{};
  for (std::size_t bits = 0; bits < takes_part.size(); ++bits) {
    Kind const kind{static_cast<std::uint8_t>(bits)};
    bool const is_filtered = (rules.variant == Variant::without_external && kind.is_external()) ||
                             (rules.variant == Variant::without_source_shortage &&
                              kind.outage_class() == history::OutageClass::rationing_source);
    takes_part[bits] = !kind.is_excluded() && !is_filtered;
  }
  return takes_part;
}

std::span<DarkInterval const> join_rows(Facts const& facts, Rules const& rules,
                                        IntervalScratch& scratch) {
  Sweep{facts, scratch}.run();
  gather_intervals(rules, scratch);
  mark_momentary_events(rules, scratch.intervals);
  return scratch.intervals;
}

std::span<DarkInterval const> dark_intervals(Facts const& facts, UserId user, Rules const& rules,
                                             IntervalScratch& scratch) {
  facts.rows_of(user, scratch.rows);
  auto const takes_part = kinds_taking_part(rules);
  std::erase_if(scratch.rows, [&](RecordRow const& row) { return !takes_part[row.kind.bits]; });
  return join_rows(facts, rules, scratch);
}

std::span<DarkInterval const> dark_intervals(History const& history, UserId user,
                                             Rules const& rules, IntervalScratch& scratch) {
  return dark_intervals(Facts{history}, user, rules, scratch);
}

Seconds counted_seconds(Facts const& facts, RecordRow const& record, Instant from, Instant to) {
  if (!record.kind.is_partial()) {
    return Seconds{to} - Seconds{from};
  }
  auto const& limit = facts.limitation_of(record.record);
  auto const lost = limit.before_w - limit.allowed_w;
  return share_of(Seconds{to} - Seconds{record.start}, lost, limit.before_w) -
         share_of(Seconds{from} - Seconds{record.start}, lost, limit.before_w);
}

Seconds counted_seconds(History const& history, RecordId record, Instant from, Instant to) {
  Facts const facts{history};
  return counted_seconds(facts, facts.row(record), from, to);
}

}  // namespace tieline::indices
