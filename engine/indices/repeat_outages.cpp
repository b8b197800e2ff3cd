#include "engine/indices/repeat_outages.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace tieline::indices {
namespace {

using history::EventId;
using history::kStillOut;

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2105;  // instants of a history are 32 bits
constexpr DayNumber kReachDays = 3700;

/// The latest instant that any record states.
Seconds latest_instant(History const& history) {
  Seconds latest = 0;
  auto const& col = history.col();
  for (auto const record : col.record_start.ids()) {
    auto const end = col.record_end[record];
    latest = std::max<Seconds>(latest, end == kStillOut ? col.record_start[record] : end);
  }
  return latest;
}

}  // namespace

history::SliceId slice_at(History const& history, UserId user, Seconds instant) {
  auto const& col = history.col();
  for (auto const slice : history.slices_of(user)) {
    if (col.slice_since[slice] <= instant &&
        (instant < col.slice_until[slice] || col.slice_until[slice] == history::kForever)) {
      return slice;
    }
  }
  return history::SliceId::none();
}

Result<OutageReader> OutageReader::open(History const& history, Rules const& rules, int year,
                                        std::optional<Seconds> as_of,
                                        std::span<Seconds const> med_days) {
  if (year < kFirstYear || year > kLastYear) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("the year must be from {} to {}, not {}", kFirstYear, kLastYear, year),
                fmt::format("年份应在 {} 至 {} 之间，而不是 {}", kFirstYear, kLastYear, year));
  }
  RepeatPeriod period;
  period.year = year;
  period.first_day = first_day_of_year(year);
  period.last_day = first_day_of_year(year + 1) - 1;
  LocalDays days{history.time_zone(), period.first_day - kReachDays, period.last_day + 1};
  period.from = days.begin_of(period.first_day);
  period.to = days.begin_of(period.last_day + 1);
  period.as_of = as_of ? *as_of : std::clamp(latest_instant(history), period.from, period.to - 1);
  if (period.as_of < period.from || period.as_of >= period.to) {
    return fail(ErrorCode::invalid_argument, fmt::format("the as-of instant must lie in {}", year),
                fmt::format("截止时刻应在 {} 年之内", year));
  }
  period.today = days.day_of(period.as_of);
  OutageReader reader{history, rules, period, std::move(days)};
  for (auto const day : med_days) {
    reader.med_days_.push_back(reader.days_.day_of(day));
  }
  std::sort(reader.med_days_.begin(), reader.med_days_.end());
  return reader;
}

OutageReader::OutageReader(History const& history, Rules const& rules, RepeatPeriod period,
                           LocalDays days)
    : history_{&history}, rules_{&rules}, period_{period}, days_{std::move(days)} {
  find_single_user_events();
}

void OutageReader::find_single_user_events() {
  auto const& col = history_->col();
  std::vector<UserId> first_user(history_->n_event(), UserId::none());
  is_shared_.assign(history_->n_event(), 0);
  for (auto const user : col.user_ref.ids()) {
    for (auto const record : history_->records_of(user)) {
      auto const event = col.record_event[record].index();
      if (col.record_start[record] > period_.as_of) {
        continue;
      }
      if (first_user[event].is_none()) {
        first_user[event] = user;
      } else if (first_user[event] != user) {
        is_shared_[event] = 1;
      }
    }
  }
}

bool OutageReader::is_med_day(DayNumber day) const {
  return std::binary_search(med_days_.begin(), med_days_.end(), day);
}

std::span<UserOutage const> OutageReader::outages_of(UserId user) {
  outages_.clear();
  auto const& col = history_->col();
  for (auto const& dark : dark_intervals(*history_, user, *rules_, scratch_)) {
    if (dark.begin > period_.as_of) {
      break;
    }
    if (!days_.holds(dark.begin) || slice_at(*history_, user, dark.begin).is_none()) {
      continue;
    }
    UserOutage outage;
    outage.begin = dark.begin;
    outage.is_open = dark.end == kStillOut || dark.end > period_.as_of;
    outage.end = outage.is_open ? period_.as_of : Seconds{dark.end};
    outage.day = days_.day_of(outage.begin);
    outage.outage_class = col.record_kind[dark.owner].outage_class();
    outage.event = col.record_event[dark.owner];
    outage.is_momentary = dark.is_momentary;
    outage.is_on_med = is_med_day(outage.day);
    outage.is_single_user = is_shared_[outage.event.index()] == 0;
    outages_.push_back(outage);
  }
  return outages_;
}

}  // namespace tieline::indices
