#include "engine/indices/explain.hpp"

#include <algorithm>
#include <tuple>

#include "engine/indices/axes.hpp"
#include "engine/indices/intervals.hpp"
#include "engine/indices/registry.hpp"

namespace tieline::indices {
namespace {

/// Lays the records of one user after the other out as lines.
class Explainer {
 public:
  Explainer(Facts const& facts, Axes const& axes, Query const& query, Subject const& subject)
      : facts_{facts},
        axes_{axes},
        query_{query},
        subject_{subject},
        takes_part_{kinds_taking_part(query.rules)} {}

  void add_user(UserId user) {
    user_ = user;
    facts_.rows_of(user, rows_);
    if (subject_.event.is_some() && std::ranges::none_of(rows_, [&](RecordRow const& row) {
          return row.event == subject_.event;
        })) {
      return;
    }
    slices_of(facts_.history(), axes_, user, slices_);
    auto const intervals = dark_intervals(facts_, user, query_.rules, scratch_);
    for (auto const& row : rows_) {
      if (subject_.event.is_none() || row.event == subject_.event) {
        add_record(row, intervals);
      }
    }
  }

  [[nodiscard]] Explanation finish() {
    std::ranges::sort(told_.lines, {}, [&](Line const& line) {
      return std::tuple{facts_.event_begin(line.event), line.event, line.user, line.record,
                        line.from};
    });
    return std::move(told_);
  }

 private:
  void add_record(RecordRow const& row, std::span<DarkInterval const> intervals) {
    auto const end = row.end == history::kStillOut ? query_.to : Seconds{row.end};
    if (row.start >= end) {
      return;  // still out, and not begun before the end of the window
    }
    if (!takes_part_[row.kind.bits]) {
      auto line = line_of(row, row.start, end);
      line.verdict = row.kind.is_excluded() ? Verdict::excluded : Verdict::filtered;
      auto const* const slice = slice_at(line.from);
      line.zone = slice == nullptr ? network::Zone::unknown : slice->zone;
      add(line, 0);
      return;
    }
    auto interval = std::ranges::upper_bound(intervals, row.start, {}, &DarkInterval::end);
    for (; interval != intervals.end() && interval->begin < end; ++interval) {
      auto const& pieces = interval->pieces;
      auto piece = std::ranges::upper_bound(pieces, row.start, {}, &Piece::to);
      for (; piece != pieces.end() && piece->from < end; ++piece) {
        add_piece(row, *interval, *piece, std::max(Seconds{row.start}, Seconds{piece->from}),
                  std::min(end, Seconds{piece->to}));
      }
    }
  }

  /// [from, to) of a piece, cut where the window or a slice begins or ends.
  void add_piece(RecordRow const& row, DarkInterval const& interval, Piece const& piece,
                 Seconds from, Seconds to) {
    while (from < to) {
      auto const until = std::min(to, next_bound(from));
      auto line = line_of(row, from, until);
      bool const is_owner = piece.record == row.record;
      auto const* const slice = slice_at(from);
      line.zone = slice == nullptr ? network::Zone::unknown : slice->zone;
      if (from < query_.from || from >= query_.to) {
        line.verdict = Verdict::outside_window;
      } else if (slice == nullptr) {
        line.verdict = Verdict::unregistered;
      } else if (!is_owner) {
        line.verdict = Verdict::overlapped;
        line.other = facts_.row(piece.record).event;
      } else {
        count(row, interval, line);
      }
      add(line, slice == nullptr ? 0 : slice->weight[static_cast<std::size_t>(Weight::household)]);
      from = until;
    }
  }

  void count(RecordRow const& row, DarkInterval const& interval, Line& line) const {
    line.verdict = interval.is_momentary ? Verdict::momentary : Verdict::counted;
    bool const is_first = line.from == Seconds{interval.begin};
    line.momentary = is_first && interval.is_momentary ? 1 : 0;
    line.interruptions = is_first && !interval.is_momentary ? 1 : 0;
    if (!interval.is_momentary || query_.rules.counts_momentary_time()) {
      line.counted_s = counted_seconds(facts_, row, static_cast<Instant>(line.from),
                                       static_cast<Instant>(line.to));
    }
  }

  [[nodiscard]] Line line_of(RecordRow const& row, Seconds from, Seconds to) const {
    return {.user = user_,
            .event = row.event,
            .other = {},
            .record = row.record,
            .from = from,
            .to = to,
            .is_provisional = row.end == history::kStillOut};
  }

  [[nodiscard]] Slice const* slice_at(Seconds t) const {
    auto const found = std::ranges::upper_bound(slices_, t, {}, &Slice::until);
    return found != slices_.end() && found->since <= t ? &*found : nullptr;
  }

  /// The first bound after `t` of the window or of a slice.
  [[nodiscard]] Seconds next_bound(Seconds t) const {
    auto next = Seconds{history::kForever};
    auto const see = [&](Seconds bound) { next = bound > t ? std::min(next, bound) : next; };
    see(query_.from);
    see(query_.to);
    if (auto const slice = std::ranges::upper_bound(slices_, t, {}, &Slice::until);
        slice != slices_.end()) {
      see(slice->since);
      see(slice->until);
    }
    return next;
  }

  void add(Line const& line, std::int64_t households) {
    if (subject_.zone && line.zone != *subject_.zone) {
      return;
    }
    told_.lines.push_back(line);
    told_.user_seconds += line.counted_s;
    told_.household_seconds += line.counted_s * households;
    told_.interruptions += line.interruptions;
    told_.momentary += line.momentary;
  }

  Facts facts_;
  Axes const& axes_;
  Query const& query_;
  Subject const& subject_;
  std::array<bool, 256> takes_part_;
  UserId user_;
  std::vector<RecordRow> rows_;
  std::vector<Slice> slices_;
  IntervalScratch scratch_;
  Explanation told_;
};

}  // namespace

Result<Explanation> explain(history::History const& history, Query const& query,
                            Subject const& subject) {
  Facts const facts{history};
  auto whole = query;
  whole.by.clear();
  TIELINE_TRY(axes, make_axes(facts, whole));
  Explainer explainer{facts, axes, query, subject};
  if (subject.user.is_some()) {
    explainer.add_user(subject.user);
  } else {
    for (auto const user : all_ids<UserId>(history.n_user())) {
      explainer.add_user(user);
    }
  }
  return explainer.finish();
}

}  // namespace tieline::indices
