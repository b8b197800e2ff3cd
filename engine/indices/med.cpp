#include "engine/indices/med.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "engine/indices/registry.hpp"

namespace tieline::indices {
namespace {

/// Mean and sample deviation.
struct Moments {
  double mean = 0, deviation = 0;
};

[[nodiscard]] Moments moments_of(std::span<double const> x) {
  Moments made;
  if (x.empty()) {
    return made;
  }
  auto const n = static_cast<double>(x.size());
  made.mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  auto const [least, most] = std::ranges::minmax(x);
  if (least < most) {  // equal days have no deviation, whatever rounding says
    double squares = 0;
    for (auto const value : x) {
      squares += (value - made.mean) * (value - made.mean);
    }
    made.deviation = std::sqrt(squares / (n - 1));
  }
  return made;
}

constexpr double kBetas = 2.5;  // IEEE Std 1366-2012, annex B.2

}  // namespace

MedThreshold med_threshold(std::span<double const> saidi_min, MedPolicy const& policy,
                           std::span<std::size_t const> listed) {
  double smallest = 0;
  for (auto const figure : saidi_min) {
    smallest = figure > 0 && (smallest == 0 || figure < smallest) ? figure : smallest;
  }
  MedThreshold made;
  std::vector<double> x;
  for (std::size_t day = 0; day < saidi_min.size(); ++day) {
    auto const figure = saidi_min[day] == 0 && policy.replace_zero_days ? smallest : saidi_min[day];
    if (figure > 0) {
      made.taken.push_back(day);
      x.push_back(std::log(figure));
    }
  }
  auto const all = moments_of(x);
  std::vector<double> kept_x;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < x.size(); ++i) {
    bool const is_far = policy.catastrophic == CatastrophicPolicy::drop_above_k_beta &&
                        all.deviation > 0 &&
                        x[i] > all.mean + policy.catastrophic_k * all.deviation;
    bool const is_listed = policy.catastrophic == CatastrophicPolicy::listed &&
                           std::ranges::find(listed, made.taken[i]) != listed.end();
    if (is_far || is_listed) {
      made.dropped.push_back(made.taken[i]);
    } else {
      kept.push_back(made.taken[i]);
      kept_x.push_back(x[i]);
    }
  }
  made.taken = std::move(kept);
  if (kept_x.size() >= 2) {
    auto const moments = moments_of(kept_x);
    made.alpha = moments.mean;
    made.beta = moments.deviation;
    if (made.beta > 0) {
      made.t_med_min = std::exp(made.alpha + kBetas * made.beta);
    }
  }
  return made;
}

MedDays med_days(History const& history, Query const& query) {
  auto const zone = history.time_zone();
  std::chrono::year_month_day const first{local_day(query.from, zone)};
  auto const year_start = [&](std::chrono::year year) {
    auto const day = std::chrono::sys_days{year / std::chrono::January / 1};
    return std::max(Seconds{0}, midnight(day, zone));
  };
  auto const from = year_start(first.year() - std::chrono::years{query.med.history_years});
  auto const to = midnight(local_day(query.to - 1, zone) + std::chrono::days{1}, zone);
  MedDays made{.days = Calendar{static_cast<Instant>(from),
                                static_cast<Instant>(std::min(to, Seconds{history::kStillOut} - 1)),
                                Calendar::Step::day, zone}};
  made.first_of_year = made.days.of(static_cast<Instant>(year_start(first.year())));
  made.first_of_window = made.days.of(static_cast<Instant>(query.from));
  return made;
}

bool needs_daily_sums(Facts const& facts, Query const& query, MedDays const& days) {
  auto const& col = facts.history().col();
  auto const source = query.med.source;
  auto const year = days.days.from(days.first_of_year);
  if (source == MedSource::beta || source == MedSource::both) {
    for (auto const user : all_ids<UserId>(facts.history().n_user())) {
      auto const records = facts.history().records_of(user);
      if (!records.empty() && col.record_start[records.first()] < year) {
        return true;
      }
    }
    if (facts.overlay() != nullptr &&
        std::ranges::any_of(facts.overlay()->records,
                            [&](RecordRow const& row) { return row.start < year; })) {
      return true;
    }
  }
  return (source == MedSource::official || source == MedSource::both) &&
         std::ranges::any_of(col.official_meds, [&](history::OfficialMed const& med) {
           return med.day >= days.days.from(days.first_of_window) &&
                  med.day < days.days.bounds().back();
         });
}

DailySums::DailySums(Facts const& facts, Rules const& rules, MedDays const& days,
                     Instant end_of_data)
    : facts_{facts},
      rules_{rules},
      days_{days},
      end_of_data_{end_of_data},
      takes_part_{kinds_taking_part(rules)},
      user_seconds_(days.days.size()) {}

void DailySums::add_user(UserId user, std::int64_t sign) {
  facts_.rows_of(user, rows_);
  std::erase_if(rows_, [&](RecordRow const& row) { return !takes_part_[row.kind.bits]; });
  auto& rows = scratch_.rows;
  for (std::size_t first = 0; first < rows_.size();) {
    rows.clear();
    Seconds reach = 0;
    for (; first < rows_.size() && (rows.empty() || Seconds{rows_[first].start} <= reach);
         ++first) {
      rows.push_back(rows_[first]);
      reach = std::max(reach, Seconds{rows_[first].end} + rules_.merge_gap_s);
    }
    if (rows.front().start >= days_.days.bounds().back()) {
      return;
    }
    for (auto const& interval : join_rows(facts_, rules_, scratch_)) {
      add_interval(user, interval, sign);
    }
  }
}

void DailySums::add_interval(UserId user, DarkInterval const& interval, std::int64_t sign) {
  if (interval.is_momentary || !is_judged(interval.begin)) {
    return;
  }
  auto const& col = facts_.history().col();
  Seconds sum = 0;
  for (auto const slice : facts_.history().slices_of(user)) {
    for (auto const& piece : interval.pieces) {
      auto const to = piece.to == history::kStillOut ? end_of_data_ : piece.to;
      auto const from = std::max(piece.from, col.slice_since[slice]);
      auto const until = std::min(to, col.slice_until[slice]);
      if (from < until) {
        sum += counted_seconds(facts_, facts_.row(piece.record), from, until);
      }
    }
  }
  user_seconds_[days_.days.of(interval.begin)] += sign * sum;
}

Instant end_of_data(Facts const& facts) {
  auto const& col = facts.history().col();
  Instant latest = 0;
  for (auto const end : col.record_end) {
    latest = std::max(latest, end == history::kStillOut ? Instant{0} : end);
  }
  for (auto const start : col.record_start) {
    latest = std::max(latest, start);
  }
  if (facts.overlay() != nullptr) {
    for (auto const& row : facts.overlay()->records) {
      latest = std::max({latest, row.start, row.end == history::kStillOut ? row.start : row.end});
    }
    for (auto const& [record, end] : facts.overlay()->ended) {
      latest = std::max(latest, end);
    }
  }
  return latest;
}

namespace {

/// Equivalent users of each day, all weights 1.
[[nodiscard]] std::vector<double> users_of_days(History const& history, MedDays const& med,
                                                unsigned threads) {
  Axes axes;
  axes.time = med.days;
  axes.from = Seconds{med.days.bounds().front()};
  axes.to = Seconds{med.days.bounds().back()};
  axes.group_labels.emplace_back();
  axes.codes.emplace_back();
  auto const registry = count_registered(history, axes, threads);
  std::vector<double> users(med.days.size());
  for (std::size_t day = 0; day < users.size(); ++day) {
    users[day] =
        static_cast<double>(registry.seconds[day][0]) / static_cast<double>(med.days.length(day));
  }
  return users;
}

/// The first day on which any record begins; the number of days if none does.
[[nodiscard]] std::size_t first_held_day(Facts const& facts, MedDays const& med) {
  auto first = history::kStillOut;
  auto const& col = facts.history().col();
  for (auto const user : all_ids<UserId>(facts.history().n_user())) {
    auto const records = facts.history().records_of(user);
    first = records.empty() ? first : std::min(first, col.record_start[records.first()]);
  }
  if (facts.overlay() != nullptr) {
    for (auto const& row : facts.overlay()->records) {
      first = std::min(first, row.start);
    }
  }
  if (first >= med.days.bounds().back()) {
    return med.days.size();
  }
  return first < med.days.bounds().front() ? 0 : med.days.of(first);
}

/// Days of a list of instants, those outside left out.
template <class Instants, class DayOf>
[[nodiscard]] std::vector<std::size_t> days_of(Instants const& instants, MedDays const& med,
                                               DayOf&& instant_of) {
  std::vector<std::size_t> days;
  for (auto const& entry : instants) {
    Seconds const at = instant_of(entry);
    if (at >= Seconds{med.days.bounds().front()} && at < Seconds{med.days.bounds().back()}) {
      days.push_back(med.days.of(static_cast<Instant>(at)));
    }
  }
  return days;
}

/// Judges the days of a query.
class Judge {
 public:
  Judge(Facts const& facts, Query const& query, MedDays const& med,
        std::span<std::int64_t const> user_seconds)
      : facts_{facts}, query_{query}, med_{med}, user_seconds_{user_seconds} {}

  [[nodiscard]] MedJudgement run() {
    if (!user_seconds_.empty()) {
      users_ = users_of_days(facts_.history(), med_, query_.threads);
      auto const source = query_.med.source;
      if (source == MedSource::beta || source == MedSource::both) {
        find_threshold();
      }
      if (source == MedSource::official || source == MedSource::both) {
        official_ = days_of(facts_.history().col().official_meds, med_,
                            [](history::OfficialMed const& med) { return Seconds{med.day}; });
      }
      judge_window();
    }
    return {.outcome = std::move(outcome_), .meds = DaySet{med_.days, std::move(is_med_)}};
  }

 private:
  [[nodiscard]] double saidi_min(std::size_t day) const {
    return users_[day] > 0 ? static_cast<double>(user_seconds_[day]) / users_[day] / 60.0 : 0.0;
  }
  [[nodiscard]] DailySaidi told(std::size_t day) const {
    return {.day = Seconds{med_.days.from(day)},
            .user_seconds = user_seconds_[day],
            .users = users_[day]};
  }
  [[nodiscard]] int year_of(std::size_t day) const {
    return static_cast<int>(med_.days.day(day).year());
  }

  void find_threshold() {
    auto const first = std::min(first_held_day(facts_, med_), med_.first_of_year);
    std::vector<double> figures;
    for (auto day = first; day < med_.first_of_year; ++day) {
      figures.push_back(saidi_min(day));
    }
    std::vector<std::size_t> listed;
    for (auto const day :
         days_of(query_.med.catastrophic_days, med_, [](Seconds at) { return at; })) {
      if (day >= first) {
        listed.push_back(day - first);
      }
    }
    auto const threshold = med_threshold(figures, query_.med, listed);
    outcome_.t_med_min = threshold.t_med_min;
    outcome_.alpha = threshold.alpha;
    outcome_.beta = threshold.beta;
    outcome_.n_day = threshold.taken.size();
    if (!threshold.taken.empty()) {
      outcome_.first_year = year_of(first + threshold.taken.front());
      outcome_.last_year = year_of(first + threshold.taken.back());
    }
    for (auto const dropped : threshold.dropped) {
      outcome_.days.push_back(told(first + dropped));
      outcome_.days.back().is_dropped = true;
    }
  }

  void judge_window() {
    is_med_.assign(med_.days.size(), false);
    for (auto day = med_.first_of_window; day < med_.days.size(); ++day) {
      auto judged = told(day);
      judged.is_med_by_beta = outcome_.t_med_min && saidi_min(day) > *outcome_.t_med_min;
      judged.is_official = std::ranges::find(official_, day) != official_.end();
      if (judged.is_med_by_beta || judged.is_official) {
        is_med_[day] = true;
        outcome_.days.push_back(judged);
      }
    }
  }

  Facts const& facts_;
  Query const& query_;
  MedDays const& med_;
  std::span<std::int64_t const> user_seconds_;
  std::vector<double> users_;
  std::vector<std::size_t> official_;
  std::vector<bool> is_med_;
  MedOutcome outcome_;
};

}  // namespace

MedJudgement judge_days(Facts const& facts, Query const& query, MedDays const& days,
                        std::span<std::int64_t const> user_seconds) {
  return Judge{facts, query, days, user_seconds}.run();
}

}  // namespace tieline::indices
