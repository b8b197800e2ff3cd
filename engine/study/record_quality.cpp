#include "engine/study/record_quality.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "engine/indices/calendar.hpp"

namespace tieline::study {
namespace {

using history::EventId;
using history::History;
using history::Instant;

void count(Completeness& c, bool is_known) {
  ++c.all;
  c.known += is_known ? 1 : 0;
}

struct MonthStart {
  Seconds at = 0;
  int month = 0;  ///< 1 to 12
};

/// The months that share a second with [from, to), ascending.
std::vector<MonthStart> months_of(Seconds from, Seconds to, std::string_view zone) {
  using namespace std::chrono;
  std::vector<MonthStart> starts;
  if (from >= to) {
    return starts;
  }
  auto const day = year_month_day{indices::local_day(from, zone)};
  for (auto month = day.year() / day.month();; month += months{1}) {
    auto const at = indices::midnight(sys_days{month / 1}, zone);
    if (at >= to) {
      return starts;
    }
    starts.push_back({at, static_cast<int>(static_cast<unsigned>(month.month()))});
  }
}

void judge_event(History const& history, EventId event, RecordQuality& quality) {
  auto const& col = history.col();
  auto const outage_class = col.event_kind[event].outage_class();
  count(quality.event_class, outage_class != history::OutageClass::unclassified);
  count(quality.event_cause, col.event_cause[event].is_some());
  if (nature_of(outage_class) != history::Nature::fault) {
    return;
  }
  count(quality.fault_technical_cause, col.event_technical_cause[event].is_some());
  auto const& s = col.event_stamps[event];
  std::array<Instant, kStampCount> const stamps{s.reported, s.dispatched, s.arrived,
                                                s.located,  s.isolated,   s.repaired};
  for (std::size_t i = 0; i < kStampCount; ++i) {
    count(quality.stamps[i], stamps[i] != history::kNoInstant);
  }
}

void judge_events(History const& history, Seconds from, Seconds to, RecordQuality& quality) {
  auto const& col = history.col();
  for (auto const event : col.event_ref.ids()) {
    auto const begin = Seconds{col.event_begin[event]};
    auto const end = Seconds{col.event_end[event]};
    if (begin < to && end > from && begin < end) {  // an event without records has no extent
      judge_event(history, event, quality);
    }
  }
}

void judge_users(History const& history, Seconds from, Seconds to, RecordQuality& quality) {
  auto const& col = history.col();
  for (auto const user : col.user_ref.ids()) {
    bool is_registered = false;
    bool has_zone = true;
    for (auto const slice : history.slices_of(user)) {
      if (Seconds{col.slice_since[slice]} < to && Seconds{col.slice_until[slice]} > from) {
        is_registered = true;
        has_zone = has_zone && col.slice_zone[slice] != network::Zone::unknown;
      }
    }
    if (is_registered) {
      count(quality.user_zone, has_zone);
      count(quality.user_capacity, col.user_capacity_va[user] != 0);
      count(quality.user_load, col.user_load_w[user] != 0);
    }
  }
}

/// Which days have a record that begins, clashes between the records of one user.
class Coverage {
 public:
  Coverage(History const& history, Seconds from, Seconds to, RecordQuality& quality)
      : history_{history},
        from_{from},
        to_{to},
        quality_{quality},
        months_{months_of(from, to, history.time_zone())},
        seen_(months_.size(), false) {}

  void walk() {
    for (auto const user : history_.col().user_ref.ids()) {
      Seconds covered_to = 0;
      for (auto const record : history_.records_of(user)) {
        auto const start = Seconds{history_.col().record_start[record]};
        auto const end = Seconds{history_.col().record_end[record]};
        note_start(start);
        note_overlap(start, end, covered_to);
        covered_to = std::max(covered_to, end);
      }
    }
  }

  void finish() {
    if (first_ <= last_) {
      quality_.first_day = midnight_before(first_);
      quality_.last_day = midnight_before(last_);
    }
    for (std::size_t i = 0; i < months_.size(); ++i) {
      if (!seen_[i]) {
        quality_.silent_months.push_back(months_[i].month);
      }
    }
  }

 private:
  void note_start(Seconds start) {
    auto const widen = [](std::optional<Seconds>& at, Seconds value, bool is_less) {
      if (!at || (is_less ? value < *at : value > *at)) {
        at = value;
      }
    };
    widen(quality_.first_record, start, true);
    widen(quality_.last_record, start, false);
    if (start < from_ || start >= to_) {
      return;
    }
    first_ = std::min(first_, start);
    last_ = std::max(last_, start);
    auto const next = std::upper_bound(months_.begin(), months_.end(), start,
                                       [](Seconds t, MonthStart const& m) { return t < m.at; });
    seen_[static_cast<std::size_t>(next - months_.begin()) - 1] = true;
  }

  void note_overlap(Seconds start, Seconds end, Seconds covered_to) {
    auto const from = std::max(start, from_);
    auto const until = std::min({end, covered_to, to_});
    if (until > from) {
      ++quality_.overlapping_records;
      quality_.overlap_seconds += until - from;
    }
  }

  [[nodiscard]] Seconds midnight_before(Seconds utc) const {
    auto const zone = history_.time_zone();
    return indices::midnight(indices::local_day(utc, zone), zone);
  }

  History const& history_;
  Seconds from_, to_;
  RecordQuality& quality_;
  Seconds first_ = std::numeric_limits<Seconds>::max();
  Seconds last_ = std::numeric_limits<Seconds>::min();
  std::vector<MonthStart> months_;
  std::vector<bool> seen_;  ///< [months_]: a record begins in it
};

}  // namespace

RecordQuality record_quality(History const& history, Seconds from, Seconds to) {
  RecordQuality quality;
  judge_events(history, from, to, quality);
  judge_users(history, from, to, quality);
  Coverage coverage{history, from, to, quality};
  coverage.walk();
  coverage.finish();
  return quality;
}

}  // namespace tieline::study
