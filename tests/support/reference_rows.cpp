// The rows of the reference, docs/methods/indices.md §3 and §4.

#include <algorithm>

#include "tests/support/reference_indices.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using indices::Key;
using indices::kWeightCount;
using indices::Weighted;

[[nodiscard]] std::size_t nature_number(OutageClass outage_class) {
  switch (outage_class) {
    case OutageClass::fault_internal:
    case OutageClass::fault_external:
      return 0;
    case OutageClass::unclassified:
      return 2;
    default:
      return 1;
  }
}

template <class Sum>
void add_times(std::array<Sum, kWeightCount>& sum, Weighted const& weights, std::int64_t times) {
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    sum[w] += Sum{weights[w]} * times;
  }
}

void add(Weighted& sum, Weighted const& more) {
  add_times(sum, more, 1);
}

[[nodiscard]] bool is_of_event(Key key) {
  return key == Key::outage_class || key == Key::cause;
}

}  // namespace

bool ReferenceIndices::counts_momentary_time() const {
  return query_.rules.momentary_in_time &&
         query_.rules.variant != indices::Variant::without_momentary;
}

bool ReferenceIndices::matches(Cell const& cell, Labels const& labels, bool of_registration) const {
  for (std::size_t k = 0; k < query_.by.size(); ++k) {
    auto const is_asked = cell[k] && !(of_registration && is_of_event(query_.by[k]));
    if (is_asked && *cell[k] != labels[k]) {
      return false;
    }
  }
  return true;
}

indices::Row ReferenceIndices::row(Cell const& cell) const {
  indices::Row row;
  row.people.cemi.resize(query_.cemi_n.size());
  row.people.cemsmi.resize(query_.cemi_n.size());
  row.people.celid_single.resize(query_.celid_s.size());
  row.people.celid_total.resize(query_.celid_s.size());
  for (auto const& user : users_) {
    add_spans(user, cell, row);
    add_counts(user, cell, row);
    add_people(user, cell, row);
  }
  add_events(cell, row);
  auto const [from, to] = period_of(cell);
  row.period_s = to - from;
  return row;
}

std::pair<Seconds, Seconds> ReferenceIndices::period_of(Cell const& cell) const {
  auto instants = cuts_;
  instants.insert(instants.begin(), query_.from);
  instants.push_back(query_.to);
  Seconds from = query_.to;
  Seconds to = query_.from;
  for (std::size_t i = 0; i + 1 < instants.size(); ++i) {
    auto is_in = instants[i] < instants[i + 1];
    for (std::size_t k = 0; k < query_.by.size(); ++k) {
      auto const key = query_.by[k];
      is_in =
          is_in && (key != Key::month || !cell[k] || *cell[k] == calendar_.month_name(instants[i]));
      is_in = is_in && (key != Key::day || !cell[k] || *cell[k] == calendar_.day_name(instants[i]));
    }
    if (is_in) {
      from = std::min(from, instants[i]);
      to = std::max(to, instants[i + 1]);
    }
  }
  return {from, std::max(from, to)};
}

void ReferenceIndices::add_spans(User const& user, Cell const& cell, indices::Row& row) const {
  for (auto const& span : user.spans) {
    if (!in_window(span.from) || !span.slice || !matches(cell, span.labels, true)) {
      continue;
    }
    auto const weight = weights(user, user.slices[*span.slice]);
    add_times(row.registered_seconds, weight, span.to - span.from);
    if (!span.owner || !matches(cell, span.labels, false)) {
      continue;
    }
    auto const& record = user.records[*span.owner];
    auto const& interval = user.intervals[*span.interval];
    if (interval.is_momentary && !counts_momentary_time()) {
      continue;
    }
    auto const counted_s = counted(record, span.from, span.to);
    Weighted seconds{};
    add_times(seconds, weight, counted_s);
    if (record.is_partial) {
      seconds[3] = (record.before_w - record.allowed_w) * (span.to - span.from);
    }
    auto const nature = nature_number(events_[record.event].outage_class);
    for (auto* const sums : {&row.total, &row.by_nature[nature]}) {
      add(sums->seconds, seconds);
      if (interval.is_momentary) {
        add(sums->momentary_seconds, seconds);
      }
      if (interval.on_med) {
        add(sums->med_seconds, seconds);
      }
    }
    row.external_seconds += record.is_external ? counted_s : 0;
  }
}

ReferenceIndices::Span const* ReferenceIndices::counted_at(User const& user,
                                                           Interval const& interval,
                                                           Cell const& cell) const {
  for (auto const& span : user.spans) {
    if (span.from == interval.begin && in_window(span.from) && span.slice &&
        matches(cell, span.labels, false)) {
      return &span;
    }
  }
  return nullptr;
}

void ReferenceIndices::add_counts(User const& user, Cell const& cell, indices::Row& row) const {
  for (auto const& interval : user.intervals) {
    auto const* const first = counted_at(user, interval, cell);
    if (first == nullptr) {
      continue;
    }
    auto const weight = weights(user, user.slices[*first->slice]);
    auto const& event = events_[user.records[interval.owner].event];
    for (auto* const sums : {&row.total, &row.by_nature[nature_number(event.outage_class)]}) {
      add(interval.is_momentary ? sums->momentary : sums->interruptions, weight);
      if (interval.opens_event) {
        add(sums->momentary_events, weight);
      }
      if (interval.on_med && !interval.is_momentary) {
        add(sums->med_interruptions, weight);
      }
    }
  }
}

void ReferenceIndices::add_people(User const& user, Cell const& cell, indices::Row& row) const {
  auto const [from, to] = period_of(cell);
  Weighted weight{};  // at the last registered second of the period
  for (auto const& span : user.spans) {
    if (from <= span.from && span.from < to && span.slice) {
      weight = weights(user, user.slices[*span.slice]);
      weight[3] = 0;
      if (span.to == to && matches(cell, span.labels, true)) {
        add(row.people.registered_at_end, weight);
      }
    }
  }
  std::uint32_t sustained = 0;
  std::uint32_t momentary_events = 0;
  Seconds longest = 0;
  for (auto const& interval : user.intervals) {
    if (counted_at(user, interval, cell) != nullptr) {
      momentary_events += interval.opens_event ? 1 : 0;
      if (!interval.is_momentary) {
        ++sustained;
        auto const end = interval.end == kNever ? query_.to : interval.end;
        longest = std::max(longest, end - interval.begin);
      }
    }
  }
  Seconds total = 0;
  for (auto const& span : user.spans) {
    if (span.owner && in_window(span.from) && span.slice && matches(cell, span.labels, false) &&
        !user.intervals[*span.interval].is_momentary) {
      total += counted(user.records[*span.owner], span.from, span.to);
    }
  }
  auto const add_if = [&](bool is_one, Weighted& sum) {
    if (is_one) {
      add(sum, weight);
    }
  };
  add_if(sustained > 0, row.people.interrupted);
  for (std::size_t i = 0; i < query_.cemi_n.size(); ++i) {
    add_if(sustained >= query_.cemi_n[i], row.people.cemi[i]);
    add_if(sustained + momentary_events >= query_.cemi_n[i], row.people.cemsmi[i]);
  }
  for (std::size_t i = 0; i < query_.celid_s.size(); ++i) {
    add_if(sustained > 0 && longest >= query_.celid_s[i], row.people.celid_single[i]);
    add_if(total >= query_.celid_s[i] && total > 0, row.people.celid_total[i]);
  }
}

Seconds ReferenceIndices::last_owned(User const& user, Interval const& interval,
                                     std::size_t event) const {
  Seconds last = 0;
  for (auto const& span : user.spans) {
    if (span.owner && &user.intervals[*span.interval] == &interval &&
        user.records[*span.owner].event == event) {
      last = span.to == horizon_ ? query_.to : span.to;  // only an open record reaches the horizon
    }
  }
  return last;
}

void ReferenceIndices::add_events(Cell const& cell, indices::Row& row) const {
  for (std::size_t e = 0; e < events_.size(); ++e) {
    Seconds off = kNever;
    Seconds on = 0;
    for (auto const& user : users_) {
      for (auto const& interval : user.intervals) {
        if (user.records[interval.owner].event == e && !interval.is_momentary &&
            counted_at(user, interval, cell) != nullptr) {
          off = std::min(off, interval.begin);
          on = std::max(on, last_owned(user, interval, e));
        }
      }
    }
    if (off != kNever) {
      auto const nature = nature_number(events_[e].outage_class);
      for (auto* const sums : {&row.events, &row.events_by_nature[nature]}) {
        sums->count += 1;
        sums->seconds += on - off;
      }
    }
  }
}

bool ReferenceIndices::lists_the_unharmed(unsigned keys) const {
  for (std::size_t k = 0; k < query_.by.size(); ++k) {
    auto const key = query_.by[k];
    if ((keys & (1U << k)) != 0 && key != Key::zone && key != Key::zone_group &&
        key != Key::organisation && key != Key::month) {
      return false;
    }
  }
  return true;
}

bool ReferenceIndices::is_listed(Cell const& cell, indices::Row const& row) const {
  unsigned keys = 0;
  for (std::size_t k = 0; k < query_.by.size(); ++k) {
    keys |= cell[k] ? 1U << k : 0U;
  }
  return keys == 0 || row.total != indices::Sums{} ||
         (lists_the_unharmed(keys) && row.registered_seconds[0] != 0);
}

std::set<ReferenceIndices::Cell> ReferenceIndices::possible_cells() const {
  std::set<Cell> cells{Cell{}};
  auto const subsets = 1U << query_.by.size();
  for (auto const& user : users_) {
    for (auto const& span : user.spans) {
      for (unsigned keys = 0; span.slice && in_window(span.from) && keys < subsets; ++keys) {
        if (!span.owner && !lists_the_unharmed(keys)) {
          continue;
        }
        Cell cell;
        for (std::size_t k = 0; k < query_.by.size(); ++k) {
          if ((keys & (1U << k)) != 0) {
            cell[k] = span.labels[k];
          }
        }
        cells.insert(cell);
      }
    }
  }
  return cells;
}

}  // namespace tieline::test
