// Major event days of the reference, docs/methods/indices.md §6.

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "tests/support/reference_indices.hpp"

namespace tieline::test {

using indices::CatastrophicPolicy;
using indices::MedSource;

double ReferenceIndices::users_on(std::int64_t day) const {
  auto const start = calendar_.day_start(day);
  auto const end = calendar_.day_start(day + 1);
  Seconds registered = 0;
  for (auto const& user : users_) {
    for (auto const& slice : user.slices) {
      registered += std::max<Seconds>(0, std::min(slice.until, end) - std::max(slice.since, start));
    }
  }
  return static_cast<double>(registered) / static_cast<double>(end - start);
}

std::map<std::int64_t, ReferenceIndices::DayFigure> ReferenceIndices::daily_saidi() const {
  std::map<std::int64_t, DayFigure> days;
  for (auto const& user : users_) {
    for (auto const& span : user.spans) {
      if (!span.owner || !span.slice || span.from >= end_of_data_) {
        continue;
      }
      auto const& interval = user.intervals[*span.interval];
      if (!interval.is_momentary) {
        days[calendar_.day_of(interval.begin)].user_seconds +=
            counted(user.records[*span.owner], span.from, span.to);
      }
    }
  }
  for (auto& [day, figure] : days) {
    figure.users = users_on(day);
    figure.saidi_min =
        figure.users > 0 ? static_cast<double>(figure.user_seconds) / figure.users / 60.0 : 0.0;
  }
  return days;
}

namespace {

/// Mean and sample deviation.
[[nodiscard]] std::pair<double, double> moments_of(std::map<std::int64_t, double> const& x) {
  double mean = 0;
  double squares = 0;
  for (auto const& [day, value] : x) {
    mean += value / static_cast<double>(x.size());
  }
  for (auto const& [day, value] : x) {
    squares += (value - mean) * (value - mean);
  }
  auto const deviation =
      x.size() < 2 ? 0.0 : std::sqrt(squares / static_cast<double>(x.size() - 1));
  return {mean, deviation > 1e-12 ? deviation : 0.0};  // of equal days it is 0, but for rounding
}

}  // namespace

/// ln of daily SAIDI in the years before that of the window's begin, by day.
std::map<std::int64_t, double> ReferenceIndices::logs_of_history(
    std::map<std::int64_t, DayFigure> const& days) const {
  auto const year = calendar_.year_of(query_.from);
  auto const new_year = [](std::int64_t y) {
    return days_from_civil({.year = y, .month = 1, .day = 1});
  };
  auto const from = std::max(new_year(year - query_.med.history_years), first_day_);
  std::map<std::int64_t, double> saidi;
  double smallest = 0;
  for (auto day = from; day < new_year(year); ++day) {
    auto const found = days.find(day);
    saidi[day] = found == days.end() ? 0.0 : found->second.saidi_min;
    if (saidi[day] > 0) {
      smallest = smallest == 0 ? saidi[day] : std::min(smallest, saidi[day]);
    }
  }
  std::map<std::int64_t, double> x;
  for (auto const& [day, value] : saidi) {
    auto const figure = value == 0 && query_.med.replace_zero_days ? smallest : value;
    if (figure > 0) {
      x[day] = std::log(figure);
    }
  }
  return x;
}

void ReferenceIndices::drop_catastrophes(std::map<std::int64_t, double>& x) {
  auto const policy = query_.med.catastrophic;
  auto const [mean, deviation] = moments_of(x);
  auto const all = x;
  for (auto const& [day, value] : all) {
    auto is_dropped = false;
    if (policy == CatastrophicPolicy::drop_above_k_beta && deviation > 0) {
      auto const above = value - mean - query_.med.catastrophic_k * deviation;
      is_dropped = above > 0;
      med_.is_close = med_.is_close || std::abs(above) < 1e-9;
    }
    for (auto const listed : query_.med.catastrophic_days) {
      is_dropped =
          is_dropped || (policy == CatastrophicPolicy::listed && calendar_.day_of(listed) == day);
    }
    if (is_dropped) {
      x.erase(day);
      med_.dropped.insert(day);
    }
  }
}

void ReferenceIndices::find_threshold(std::map<std::int64_t, DayFigure> const& days) {
  auto x = logs_of_history(days);
  drop_catastrophes(x);
  med_.n_day = x.size();
  if (!x.empty()) {
    med_.first_year = static_cast<int>(civil_from_days(x.begin()->first).year);
    med_.last_year = static_cast<int>(civil_from_days(x.rbegin()->first).year);
  }
  if (x.size() < 2) {
    return;
  }
  std::tie(med_.alpha, med_.beta) = moments_of(x);
  if (med_.beta > 0) {
    med_.t_med_min = std::exp(med_.alpha + 2.5 * med_.beta);
  }
}

void ReferenceIndices::judge_days(PlainHistory const& plain) {
  auto const source = query_.med.source;
  auto const days = daily_saidi();
  if (source == MedSource::beta || source == MedSource::both) {
    find_threshold(days);
  }
  for (auto day = calendar_.day_of(query_.from); day <= calendar_.day_of(query_.to - 1); ++day) {
    indices::DailySaidi judged;
    if (auto const found = days.find(day); found != days.end()) {
      judged.user_seconds = found->second.user_seconds;
      if (med_.t_med_min) {
        auto const saidi = found->second.saidi_min;
        judged.is_med_by_beta = saidi > *med_.t_med_min;
        med_.is_close = med_.is_close || std::abs(saidi / *med_.t_med_min - 1.0) < 1e-9;
      }
    }
    for (auto const official : plain.official_days) {
      judged.is_official =
          judged.is_official || (calendar_.day_of(official) == day &&
                                 (source == MedSource::official || source == MedSource::both));
    }
    if (judged.is_med_by_beta || judged.is_official) {
      judged.day = calendar_.day_start(day);
      judged.users = users_on(day);
      med_.days[day] = judged;
    }
  }
  for (auto& user : users_) {
    for (auto& interval : user.intervals) {
      interval.on_med = med_.days.contains(calendar_.day_of(interval.begin));
    }
  }
}

}  // namespace tieline::test
