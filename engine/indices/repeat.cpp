#include "engine/indices/repeat.hpp"

#include <algorithm>

namespace tieline::indices {
namespace {

bool is_of_kind(UserOutage const& outage, RepeatKinds kinds) {
  auto const nature = history::nature_of(outage.outage_class);
  return kinds == RepeatKinds::all ||
         (kinds == RepeatKinds::fault ? nature == history::Nature::fault
                                      : nature == history::Nature::prearranged);
}

/// Is an outage that began on `earlier` in one window with one that began on `later`?
bool share_window(RepeatRule const& rule, DayNumber earlier, DayNumber later) {
  return rule.window == RepeatWindow::rolling_days
             ? later - earlier < static_cast<DayNumber>(rule.length)
             : later < add_months(earlier, static_cast<int>(rule.length));
}

bool is_rolling(RepeatRule const& rule) {
  return rule.window == RepeatWindow::rolling_days || rule.window == RepeatWindow::rolling_months;
}

/// First day that a window which is not rolling counts.
DayNumber first_day_of(RepeatRule const& rule, RepeatPeriod const& period) {
  return rule.window == RepeatWindow::calendar_year
             ? period.first_day
             : period.today - static_cast<DayNumber>(rule.length) + 1;
}

}  // namespace

RepeatDropped& RepeatDropped::operator+=(RepeatDropped const& more) {
  on_med += more.on_med;
  too_short += more.too_short;
  single_user += more.single_user;
  merged += more.merged;
  return *this;
}

void RepeatJudge::keep(RepeatRule const& rule, std::span<UserOutage const> outages,
                       std::vector<UserOutage>& kept, RepeatDropped* dropped) const {
  kept.clear();
  std::optional<Seconds> last_kept;
  RepeatDropped unheard;
  for (auto const& outage : outages) {
    auto& count = dropped != nullptr && outage.day >= period_->first_day ? *dropped : unheard;
    auto const is_short = rule.min_duration_s ? outage.end - outage.begin < *rule.min_duration_s
                                              : outage.is_momentary;
    if (rule.drop_med && outage.is_on_med) {
      ++count.on_med;
    } else if (is_short) {
      ++count.too_short;
    } else if (rule.drop_single_user && outage.is_single_user) {
      ++count.single_user;
    } else if (last_kept && outage.begin - *last_kept < rule.merge_gap_s) {
      ++count.merged;
    } else {
      last_kept = outage.begin;
      if (is_of_kind(outage, rule.kinds)) {
        kept.push_back(outage);
      }
    }
  }
}

std::optional<RepeatHit> RepeatJudge::hit(RepeatRule const& rule,
                                          std::span<UserOutage const> kept) const {
  RepeatHit most;
  std::optional<Seconds> reached;
  std::size_t first = 0;  // of the window that ends with outage i
  for (std::size_t i = 0; i < kept.size(); ++i) {
    auto const day = kept[i].day;
    if (is_rolling(rule)) {
      while (!share_window(rule, kept[first].day, day)) {
        ++first;
      }
      if (day < period_->first_day) {
        continue;  // the window ends before the year
      }
    } else if (day < first_day_of(rule, *period_)) {
      first = i + 1;
      continue;
    }
    auto const count = static_cast<std::int64_t>(i - first + 1);
    most.count = std::max(most.count, count);
    if (!reached && rule.holds(count)) {
      reached = kept[i].begin;
    }
  }
  if (!rule.holds(most.count)) {
    return std::nullopt;
  }
  most.reached = rule.window == RepeatWindow::last_days ? kept.back().begin : *reached;
  return most;
}

std::span<RepeatHit const> RepeatJudge::judge(std::span<UserOutage const> outages) {
  hits_.clear();
  if (outages.empty()) {
    return hits_;
  }
  for (std::size_t i = 0; i < set_->rules.size(); ++i) {
    auto const& rule = set_->rules[i];
    if (rule.level == RepeatLevel::warning && !hits_.empty() &&
        set_->rules[hits_.front().rule].level == RepeatLevel::frequent) {
      break;  // warnings stand after the frequent ones
    }
    keep(rule, outages, kept_, nullptr);
    if (auto found = hit(rule, kept_)) {
      found->rule = i;
      hits_.push_back(*found);
    }
  }
  return hits_;
}

namespace {

/// Collects the answer user by user.
class Listing {
 public:
  Listing(History const& history, RepeatQuery const& query, OutageReader& reader)
      : history_{history},
        set_{query.rules},
        reader_{reader},
        judge_{set_, reader.period()},
        by_feeder_(history.col().term.size()) {
    answer_.period = reader.period();
    answer_.classes.resize(set_.rules.size());
  }

  void add(UserId user) {
    auto const outages = reader_.outages_of(user);
    if (outages.empty()) {
      return;
    }
    count_shares(outages);
    if (!set_.rules.empty()) {
      judge_.keep(set_.rules.front(), outages, kept_, &answer_.dropped);
    }
    auto const hits = judge_.judge(outages);
    if (hits.empty()) {
      return;
    }
    auto const& rule = set_.rules[hits.front().rule];
    auto& counts = answer_.classes[hits.front().rule];
    ++counts.users;
    counts.households += households_of(user, outages.back().begin);
    if (rule.level == RepeatLevel::frequent) {
      add_to_line(user);
    }
    judge_.keep(rule, outages, kept_, nullptr);
    answer_.users.push_back(
        {.user = user, .hits = {hits.begin(), hits.end()}, .outages = shown(rule)});
  }

  RepeatAnswer finish() {
    std::stable_sort(answer_.users.begin(), answer_.users.end(),
                     [](RepeatUser const& a, RepeatUser const& b) {
                       return a.hits.front().rule < b.hits.front().rule;
                     });
    for (auto const term : by_feeder_.ids()) {
      if (by_feeder_[term].frequent_users != 0) {
        answer_.lines.push_back(judged(by_feeder_[term], term));
      }
    }
    std::sort(answer_.lines.begin(), answer_.lines.end(),
              [&](RepeatLine const& a, RepeatLine const& b) {
                return history_.name_of(a.feeder) < history_.name_of(b.feeder);
              });
    return std::move(answer_);
  }

 private:
  /// Of the kept ones those that the rule's window may have counted.
  [[nodiscard]] std::vector<UserOutage> shown(RepeatRule const& rule) const {
    auto const first =
        is_rolling(rule) ? answer_.period.first_day : first_day_of(rule, answer_.period);
    std::vector<UserOutage> of_window;
    for (auto const& outage : kept_) {
      auto const reaches_year =
          is_rolling(rule) && outage.day < first && share_window(rule, outage.day, first);
      if (outage.day >= first || reaches_year) {
        of_window.push_back(outage);
      }
    }
    return of_window;
  }

  [[nodiscard]] std::int64_t households_of(UserId user, Seconds instant) const {
    auto const slice = slice_at(history_, user, instant);
    return slice.is_some() ? std::int64_t{history_.col().slice_households[slice]} : 0;
  }

  void count_shares(std::span<UserOutage const> outages) {
    std::int64_t all = 0;
    std::int64_t planned = 0;
    for (auto const& outage : outages) {
      if (!outage.is_momentary && outage.day >= answer_.period.first_day) {
        ++all;
        planned += is_of_kind(outage, RepeatKinds::prearranged) ? 1 : 0;
      }
    }
    answer_.all.interrupted += all >= 1 ? 1 : 0;
    answer_.all.repeated += all >= 2 ? 1 : 0;
    answer_.planned.interrupted += planned >= 1 ? 1 : 0;
    answer_.planned.repeated += planned >= 2 ? 1 : 0;
  }

  void add_to_line(UserId user) {
    auto const feeder = history_.col().user_feeder[user];
    if (feeder.is_none()) {
      ++answer_.frequent_without_feeder;
      return;
    }
    auto& line = by_feeder_[feeder];
    ++line.frequent_users;
    line.of_these_dedicated +=
        history_.col().user_nature[user] == network::Nature::dedicated ? 1 : 0;
  }

  [[nodiscard]] RepeatLine judged(RepeatLine line, history::TermId feeder) const {
    line.feeder = feeder;
    for (std::size_t i = 0; i < set_.line_rules.size() && !line.rule; ++i) {
      auto const& rule = set_.line_rules[i];
      auto const is_counted =
          rule.keep_all_dedicated || line.of_these_dedicated < line.frequent_users;
      if (is_counted && rule.holds(line.frequent_users)) {
        line.rule = i;
      }
    }
    return line;
  }

  History const& history_;
  RepeatRuleSet const& set_;
  OutageReader& reader_;
  RepeatJudge judge_;
  IdVec<history::TermId, RepeatLine> by_feeder_;
  std::vector<UserOutage> kept_;
  RepeatAnswer answer_;
};

}  // namespace

Result<RepeatAnswer> list_repeats(History const& history, RepeatQuery const& query) {
  TIELINE_TRY(reader,
              OutageReader::open(history, query.counting, query.year, query.as_of, query.med_days));
  Listing listing{history, query, reader};
  for (auto const user : history.col().user_ref.ids()) {
    listing.add(user);
  }
  return listing.finish();
}

}  // namespace tieline::indices
