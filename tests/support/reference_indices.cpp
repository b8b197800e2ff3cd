#include "tests/support/reference_indices.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tieline::test {
namespace {

using history::OutageClass;
using indices::Key;
using indices::Weighted;
using network::Answer;

/// The rows once each, in their order.
template <class T>
[[nodiscard]] std::vector<T> without_copies(std::vector<T> const& rows) {
  std::vector<T> once;
  for (auto const& row : rows) {
    if (std::ranges::find(once, row) == once.end()) {
      once.push_back(row);
    }
  }
  return once;
}

}  // namespace

ReferenceIndices::ReferenceIndices(PlainHistory const& plain, indices::Query query)
    : query_{std::move(query)}, calendar_{plain.time_zone} {
  read_events(plain);
  find_end_of_data(plain);
  cut_window();
  for (auto const& row : plain.users) {
    read_user(plain, row);
  }
  for (auto& user : users_) {
    find_spans(user);
    find_intervals(user);
    find_momentary_events(user);
  }
  judge_days(plain);
  tell_totals();
}

// ---- rows -----------------------------------------------------------------------------------

namespace {

/// Rows that are records: a copy, a row without length or without loss of supply is none, nor is
/// one without end if another states its end.
[[nodiscard]] std::vector<PlainRecord> real_records(PlainHistory const& plain) {
  std::vector<PlainRecord> real;
  for (auto const& row : without_copies(plain.records)) {
    auto const lost_nothing = row.allowed_w && row.before_w && *row.allowed_w >= *row.before_w;
    auto const states_end_of_row = [&](PlainRecord const& other) {
      return !row.end && other.end && other.event == row.event && other.user == row.user &&
             other.start == row.start;
    };
    if (row.end != row.start && !lost_nothing &&
        std::ranges::none_of(plain.records, states_end_of_row)) {
      real.push_back(row);
    }
  }
  return real;
}

}  // namespace

void ReferenceIndices::read_events(PlainHistory const& plain) {
  events_ = without_copies(plain.events);
  for (auto const& record : real_records(plain)) {  // an event that only interruptions name
    if (std::ranges::find(events_, record.event, &PlainEvent::id) == events_.end()) {
      PlainEvent event;
      event.id = record.event;
      events_.push_back(event);
    }
  }
  event_begin_.assign(events_.size(), kNever);
  for (auto const& record : real_records(plain)) {
    for (std::size_t e = 0; e < events_.size(); ++e) {
      if (events_[e].id == record.event) {
        event_begin_[e] = std::min(event_begin_[e], record.start);
      }
    }
  }
}

void ReferenceIndices::read_user(PlainHistory const& plain, PlainUser const& row) {
  User user;
  user.row = row;
  for (auto const& slice : without_copies(plain.slices)) {
    if (slice.user == row.id) {
      user.slices.push_back({.since = slice.since.value_or(0),
                             .until = slice.until.value_or(kNever),
                             .zone = slice.zone.value_or(row.zone),
                             .households = slice.households.value_or(row.households)});
    }
  }
  if (user.slices.empty() && row.in_network) {
    user.slices.push_back(
        {.since = 0, .until = kNever, .zone = row.zone, .households = row.households});
  }
  std::ranges::sort(user.slices, {}, &Slice::since);
  read_records(plain, user);
  users_.push_back(std::move(user));
}

void ReferenceIndices::read_records(PlainHistory const& plain, User& user) {
  for (auto const& row : real_records(plain)) {
    if (row.user != user.row.id) {
      continue;
    }
    Record record;
    auto const event = std::ranges::find(events_, row.event, &PlainEvent::id);
    record.event = static_cast<std::size_t>(event - events_.begin());
    record.start = row.start;
    record.end = row.end.value_or(kNever);
    record.is_partial = row.allowed_w && row.before_w;
    record.allowed_w = row.allowed_w.value_or(0);
    record.before_w = row.before_w.value_or(0);
    record.is_external =
        event->external == Answer::yes || event->outage_class == OutageClass::fault_external;
    record.reason = row.exclusion_reason.empty() ? event->excluded_reason : row.exclusion_reason;
    auto const variant = query_.rules.variant;
    auto const is_filtered =
        (variant == indices::Variant::without_external && record.is_external) ||
        (variant == indices::Variant::without_source_shortage &&
         event->outage_class == OutageClass::rationing_source);
    record.takes_part = record.reason.empty() && !is_filtered;
    user.records.push_back(record);
  }
  std::ranges::sort(user.records, {},
                    [](Record const& r) { return std::tuple{r.start, r.end, r.event}; });
}

// ---- time -----------------------------------------------------------------------------------

void ReferenceIndices::find_end_of_data(PlainHistory const& plain) {
  auto first = kNever;
  for (auto const& record : real_records(plain)) {
    end_of_data_ = std::max({end_of_data_, record.start, record.end.value_or(0)});
    first = std::min(first, record.start);
  }
  first_day_ = first == kNever ? INT64_MAX : calendar_.day_of(first);
  horizon_ = std::max(end_of_data_, query_.to);
  for (auto const& slice : plain.slices) {
    horizon_ = std::max({horizon_, slice.since.value_or(0), slice.until.value_or(0)});
  }
  ++horizon_;  // so that an outage that begins last of all has a second
}

void ReferenceIndices::cut_window() {
  auto const by_month = std::ranges::find(query_.by, Key::month) != query_.by.end();
  auto const by_day = std::ranges::find(query_.by, Key::day) != query_.by.end();
  if (!by_month && !by_day) {
    return;
  }
  for (auto day = calendar_.day_of(query_.from); day <= calendar_.day_of(query_.to - 1); ++day) {
    if (by_day || civil_from_days(day).day == 1) {
      auto const start = calendar_.day_start(day);
      if (in_window(start)) {
        cuts_.push_back(start);
      }
    }
  }
}

std::vector<Seconds> ReferenceIndices::instants_of(User const& user) const {
  std::vector<Seconds> instants{query_.from, query_.to, end_of_data_, horizon_};
  instants.insert(instants.end(), cuts_.begin(), cuts_.end());
  for (auto const& record : user.records) {
    instants.push_back(record.start);
    instants.push_back(record.end);
  }
  for (auto const& slice : user.slices) {
    instants.push_back(slice.since);
    instants.push_back(slice.until);
  }
  std::erase(instants, kNever);
  std::ranges::sort(instants);
  instants.erase(std::ranges::unique(instants).begin(), instants.end());
  return instants;
}

// ---- one user -------------------------------------------------------------------------------

bool ReferenceIndices::owns_before(Record const& a, Record const& b) const {
  if (a.is_partial != b.is_partial) {
    return b.is_partial;
  }
  auto const a_lost = (a.before_w - a.allowed_w) * b.before_w;
  auto const b_lost = (b.before_w - b.allowed_w) * a.before_w;
  if (a.is_partial && a_lost != b_lost) {
    return a_lost > b_lost;
  }
  if (event_begin_[a.event] != event_begin_[b.event]) {
    return event_begin_[a.event] < event_begin_[b.event];
  }
  return events_[a.event].id < events_[b.event].id;
}

void ReferenceIndices::find_spans(User& user) {
  auto const instants = instants_of(user);
  for (std::size_t i = 0; i + 1 < instants.size(); ++i) {
    Span span;
    span.from = instants[i];
    span.to = instants[i + 1];
    for (std::size_t r = 0; r < user.records.size(); ++r) {
      auto const& record = user.records[r];
      auto const covers = record.start <= span.from && span.from < record.end;
      if (record.takes_part && covers &&
          (!span.owner || owns_before(record, user.records[*span.owner]))) {
        span.owner = r;
      }
    }
    for (std::size_t s = 0; s < user.slices.size(); ++s) {
      if (user.slices[s].since <= span.from && span.from < user.slices[s].until) {
        span.slice = s;
      }
    }
    if (in_window(span.from)) {
      span.labels = labels_of(user, span.from, span.slice, span.owner);
    }
    user.spans.push_back(std::move(span));
  }
}

void ReferenceIndices::find_intervals(User& user) const {
  auto& all = user.intervals;
  for (auto& span : user.spans) {
    if (!span.owner) {
      continue;
    }
    if (all.empty() || span.from - all.back().end > query_.rules.merge_gap_s) {
      all.push_back({.begin = span.from, .owner = *span.owner});
    }
    all.back().end = span.to;
    span.interval = all.size() - 1;
  }
  if (!all.empty() && all.back().end == horizon_) {  // only an open record reaches it
    all.back().end = kNever;
  }
  for (auto& interval : all) {
    interval.is_momentary =
        interval.end != kNever && interval.end - interval.begin <= query_.rules.momentary_s;
  }
}

void ReferenceIndices::find_momentary_events(User& user) const {
  auto const within = query_.rules.momentary_event_s;
  std::optional<Seconds> opening;
  for (auto& interval : user.intervals) {
    if (!interval.is_momentary || (opening && interval.begin - *opening <= within)) {
      continue;
    }
    opening = interval.begin;
    interval.opens_event = true;
    for (auto const& other : user.intervals) {
      if (!other.is_momentary && other.begin > interval.begin &&
          other.begin - interval.begin <= within) {
        interval.opens_event = false;
      }
    }
  }
}

Seconds ReferenceIndices::counted(Record const& record, Seconds from, Seconds to) const {
  if (!record.is_partial) {
    return to - from;
  }
  auto const up_to = [&](Seconds at) {  // rounded half up
    auto const watt_seconds = (at - record.start) * (record.before_w - record.allowed_w);
    return (2 * watt_seconds + record.before_w) / (2 * record.before_w);
  };
  return up_to(to) - up_to(from);
}

Weighted ReferenceIndices::weights(User const& user, Slice const& slice) const {
  return {1, slice.households, user.row.kva * 1000, user.row.load_w};
}

ReferenceIndices::Labels ReferenceIndices::labels_of(User const& user, Seconds at,
                                                     std::optional<std::size_t> slice,
                                                     std::optional<std::size_t> record) const {
  Labels labels;
  for (std::size_t k = 0; k < query_.by.size(); ++k) {
    auto const zone = slice ? user.slices[*slice].zone : network::Zone::unknown;
    auto const* const event = record ? &events_[user.records[*record].event] : nullptr;
    switch (query_.by[k]) {
      case Key::zone:
        labels[k] = network::name_of(zone);
        break;
      case Key::zone_group:
        for (auto const& group : query_.grouping.groups) {
          if ((group.zones & (1U << static_cast<unsigned>(zone))) != 0) {
            labels[k] = group.name;
          }
        }
        break;
      case Key::outage_class:
        labels[k] = event != nullptr ? history::name_of(event->outage_class) : "";
        break;
      case Key::cause:
        labels[k] = event != nullptr ? event->cause : "";
        break;
      case Key::month:
        labels[k] = calendar_.month_name(at);
        break;
      case Key::day:
        labels[k] = calendar_.day_name(at);
        break;
      case Key::organisation:
        labels[k] = user.row.organisation;
        break;
      case Key::feeder:
        labels[k] = user.row.feeder;
        break;
      case Key::grid_cell:
        labels[k] = user.row.grid_cell;
        break;
    }
  }
  return labels;
}

// ---- all of it ------------------------------------------------------------------------------

void ReferenceIndices::tell_totals() {
  for (auto const& user : users_) {
    for (auto const& record : user.records) {
      auto const from = std::max(record.start, query_.from);
      auto const to = std::min(record.end, query_.to);
      if (!record.reason.empty() && from < to) {
        auto& sum = totals_.excluded[record.reason];
        sum.records += 1;
        sum.user_seconds += to - from;
      }
      if (record.takes_part && record.end == kNever && record.start < query_.to) {
        ++totals_.ongoing_records;
      }
    }
    auto is_registered = false;
    for (auto const& span : user.spans) {
      if (!in_window(span.from)) {
        continue;
      }
      is_registered = is_registered || span.slice;
      if (span.owner && !span.slice &&
          (!user.intervals[*span.interval].is_momentary || counts_momentary_time())) {
        totals_.unregistered_seconds += counted(user.records[*span.owner], span.from, span.to);
      }
    }
    totals_.capacity_unknown_users += is_registered && user.row.kva == 0 ? 1 : 0;
    totals_.load_unknown_users += is_registered && user.row.load_w == 0 ? 1 : 0;
  }
}

}  // namespace tieline::test
