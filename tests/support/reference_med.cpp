// Major event days of the reference, docs/methods/indices.md §6.

#include <algorithm>
#include <cmath>

#include "tests/support/reference_indices.hpp"

namespace tieline::test {

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

void ReferenceIndices::find_threshold(std::map<std::int64_t, DayFigure> const& days) {
  auto const year = calendar_.year_of(query_.from);
  std::vector<double> x;
  for (auto const& [day, figure] : days) {
    auto const y = civil_from_days(day).year;
    if (y < year && y >= year - query_.med.history_years && figure.saidi_min > 0) {
      x.push_back(std::log(figure.saidi_min));
      med_.first_year =
          std::min(med_.first_year.value_or(static_cast<int>(y)), static_cast<int>(y));
      med_.last_year = std::max(med_.last_year.value_or(static_cast<int>(y)), static_cast<int>(y));
    }
  }
  med_.n_day = x.size();
  if (x.size() < 2) {
    return;
  }
  for (auto const value : x) {
    med_.alpha += value / static_cast<double>(x.size());
  }
  double squares = 0;
  for (auto const value : x) {
    squares += (value - med_.alpha) * (value - med_.alpha);
  }
  med_.beta = std::sqrt(squares / static_cast<double>(x.size() - 1));
  if (med_.beta > 1e-12) {
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
