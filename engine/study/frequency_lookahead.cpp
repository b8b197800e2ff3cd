#include "engine/study/frequency_lookahead.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "engine/study/approved_work.hpp"

namespace tieline::study {
namespace {

using history::OutageClass;
using indices::RepeatPeriod;
using indices::UserOutage;
using network::PlanTables;
using network::WorkKind;
using network::WorkRow;
using HistoryUser = history::UserId;

/// The leaf of the outage tree that a work of this kind becomes (docs §5).
OutageClass class_of(WorkKind kind) {
  switch (kind) {
    case WorkKind::maintenance:
      return OutageClass::planned_maintenance;
    case WorkKind::user_request:
      return OutageClass::planned_user_request;
    case WorkKind::construction:
    case WorkKind::connection:
      break;
  }
  return OutageClass::planned_construction;
}

/// Interruptions to come, by user; of each by begin.
using Ahead = std::map<network::UserId, std::vector<UserOutage>>;

/// Dates the works and simulates those that are approved and ahead.
class Forecast {
 public:
  Forecast(network::NetworkPtr const& model, PlanTables const& plan, LookaheadQuery const& query,
           indices::OutageReader const& reader, LookaheadAnswer& answer)
      : model_{*model},
        plan_{plan},
        query_{query},
        reader_{reader},
        answer_{answer},
        work_{model} {}

  Ahead run() {
    for (auto const w : works_ahead()) {
      simulate(w);
    }
    for (auto& [user, outages] : ahead_) {
      settle(outages);
    }
    count_users();
    return std::move(ahead_);
  }

 private:
  [[nodiscard]] std::optional<NotAhead> why_not(WorkRow const& work) const {
    if (work.fixed != network::Answer::yes) {
      return NotAhead::not_approved;
    }
    if (!work.start) {
      return NotAhead::no_start;
    }
    if (*work.start <= reader_.period().as_of) {
      return NotAhead::before_as_of;
    }
    return *work.start >= reader_.period().to ? std::optional{NotAhead::after_the_year}
                                              : std::nullopt;
  }

  std::vector<std::uint32_t> works_ahead() {
    std::vector<std::uint32_t> ahead;
    for (std::uint32_t w = 0; w < plan_.works.size(); ++w) {
      if (auto const reason = why_not(plan_.works[w])) {
        skip(w, *reason, std::nullopt);
      } else {
        ahead.push_back(w);
      }
    }
    std::stable_sort(ahead.begin(), ahead.end(),
                     [&](auto a, auto b) { return start_of(a) < start_of(b); });
    return ahead;
  }

  /// Of a work that is ahead: it has one.
  [[nodiscard]] Seconds start_of(std::uint32_t w) const {
    return plan_.works[w].start.value_or(Seconds{});
  }

  void skip(std::uint32_t w, NotAhead reason, std::optional<Error> trouble) {
    answer_.skipped.push_back({.work = w, .reason = reason, .trouble = std::move(trouble)});
  }

  void simulate(std::uint32_t w) {
    auto query = query_of(model_, plan_, plan_.works[w], start_of(w));
    if (!query) {
      skip(w, NotAhead::not_simulated, std::move(query.error()));
      return;
    }
    if (query_.only_none) {
      query->strategies = {Strategy::none};
    }
    auto const outage = simulate_outage(model_, *query, work_);
    if (!outage) {
      skip(w, NotAhead::not_simulated, outage.error());
      return;
    }
    // Strategy none stands first: what happens if nothing better is possible.
    auto const& outcome = outage->strategies[outage->best.value_or(0)];
    answer_.works.push_back(
        {.work = w, .strategy = outcome.strategy, .is_feasible = outcome.feasible});
    for (auto const& dark : dark_users(model_, outcome)) {
      UserOutage interruption;
      interruption.begin = dark.from;
      interruption.end = dark.to;
      interruption.day = reader_.days().day_of(dark.from);
      interruption.outage_class = class_of(plan_.works[w].kind);
      interruption.work = w;
      ahead_[dark.user].push_back(interruption);
    }
  }

  /// One user's stretches, of all works, to maximal ones: darkness that two works share is one
  /// interruption, of the work that began it.
  void settle(std::vector<UserOutage>& outages) const {
    std::stable_sort(outages.begin(), outages.end(),
                     [](UserOutage const& a, UserOutage const& b) { return a.begin < b.begin; });
    std::vector<UserOutage> settled;
    for (auto const& outage : outages) {
      if (!settled.empty() && outage.begin <= settled.back().end + query_.counting.merge_gap_s) {
        settled.back().end = std::max(settled.back().end, outage.end);
      } else {
        settled.push_back(outage);
      }
    }
    for (auto& outage : settled) {
      outage.is_momentary = outage.end - outage.begin <= query_.counting.momentary_s;
    }
    outages = std::move(settled);
  }

  /// Users of each work, and which works are of a single user.
  void count_users() {
    std::map<std::uint32_t, std::pair<std::int64_t, std::int64_t>> of_work;  // sustained, all
    for (auto const& [user, outages] : ahead_) {
      std::map<std::uint32_t, bool> sustained;
      for (auto const& outage : outages) {
        sustained[outage.work] = sustained[outage.work] || !outage.is_momentary;
      }
      for (auto const& [w, is_sustained] : sustained) {
        of_work[w].first += is_sustained ? 1 : 0;
        ++of_work[w].second;
      }
    }
    for (auto& work : answer_.works) {
      work.users = of_work[work.work].first;
      work.momentary_users = of_work[work.work].second - work.users;
    }
    for (auto& [user, outages] : ahead_) {
      for (auto& outage : outages) {
        outage.is_single_user = of_work[outage.work].second == 1;
      }
    }
  }

  network::NetworkModel const& model_;
  PlanTables const& plan_;
  LookaheadQuery const& query_;
  indices::OutageReader const& reader_;
  LookaheadAnswer& answer_;
  Workspace work_;
  Ahead ahead_;
};

/// The period as it will be on the day of a planned interruption.
RepeatPeriod on_the_day_of(UserOutage const& outage, RepeatPeriod period) {
  period.as_of = outage.begin;
  period.today = outage.day;
  return period;
}

/// Judges one user before and after each planned interruption.
class UserAhead {
 public:
  UserAhead(history::History const& history, LookaheadQuery const& query,
            indices::OutageReader& reader, LookaheadAnswer& answer)
      : history_{history}, query_{query}, reader_{reader}, answer_{answer} {}

  void judge(HistoryUser user, std::span<UserOutage const> planned) {
    auto const past = reader_.outages_of(user);
    known_.assign(past.begin(), past.end());
    judge_rules(user, planned);
    judge_caps(user, planned);
  }

 private:
  /// The hit that makes a user frequent with these outages, if any does.
  std::optional<indices::RepeatHit> frequent(RepeatPeriod const& period,
                                             std::span<UserOutage const> outages) {
    indices::RepeatJudge judge{query_.rules, period};
    auto const hits = judge.judge(outages);
    return !hits.empty() &&
                   query_.rules.rules[hits.front().rule].level == indices::RepeatLevel::frequent
               ? std::optional{hits.front()}
               : std::nullopt;
  }

  void judge_rules(HistoryUser user, std::span<UserOutage const> planned) {
    auto const is_already = frequent(reader_.period(), known_).has_value();
    auto outages = known_;
    for (auto const& outage : planned) {
      outages.push_back(outage);
      auto const hit = frequent(on_the_day_of(outage, reader_.period()), outages);
      if (hit && !outage.is_momentary) {
        answer_.frequent.push_back({.user = user,
                                    .hit = *hit,
                                    .at = outage.begin,
                                    .work = outage.work,
                                    .is_already = is_already});
        return;
      }
    }
  }

  void judge_caps(HistoryUser user, std::span<UserOutage const> planned) {
    indices::caps_of(query_.caps, history_.col().user_supply_kv[user], found_);
    for (auto const c : found_) {
      auto const& cap = query_.caps[c];
      auto const count = [&](std::span<UserOutage const> outages) {
        return indices::count_for(cap, reader_.period(), outages).year;
      };
      auto const is_over = [&](std::int64_t n) {
        return indices::status_of(n, cap.per_year) == indices::CapStatus::over;
      };
      auto const is_already = is_over(count(known_));
      auto outages = known_;
      for (auto const& outage : planned) {
        outages.push_back(outage);
        auto const n = count(outages);
        if (is_over(n) && indices::counts(outage, cap.scope)) {
          answer_.caps.push_back({.user = user,
                                  .cap = c,
                                  .count = n,
                                  .at = outage.begin,
                                  .work = outage.work,
                                  .is_already = is_already});
          break;
        }
      }
    }
  }

  history::History const& history_;
  LookaheadQuery const& query_;
  indices::OutageReader& reader_;
  LookaheadAnswer& answer_;
  std::vector<UserOutage> known_;
  std::vector<std::size_t> found_;
};

}  // namespace

std::string_view name_of(NotAhead reason) {
  constexpr std::array<std::string_view, 5> kNames{"not_approved", "no_start", "before_as_of",
                                                   "after_the_year", "not_simulated"};
  return kNames[static_cast<std::size_t>(reason)];
}

Result<LookaheadAnswer> look_ahead(network::NetworkPtr const& model, PlanTables const& plan,
                                   history::History const& history, LookaheadQuery const& query) {
  if (history.n_user() < model->n_user()) {
    return fail(ErrorCode::invalid_argument, "the history is not of this network",
                "历史与网络不符");
  }
  TIELINE_TRY(reader, indices::OutageReader::open(history, query.counting, query.year, query.as_of,
                                                  query.med_days));
  LookaheadAnswer answer;
  answer.period = reader.period();
  auto const ahead = Forecast{model, plan, query, reader, answer}.run();
  UserAhead judge{history, query, reader, answer};
  for (auto const& [user, planned] : ahead) {
    judge.judge(HistoryUser{user.raw()}, planned);
  }
  std::stable_sort(answer.skipped.begin(), answer.skipped.end(),
                   [](SkippedWork const& a, SkippedWork const& b) { return a.work < b.work; });
  std::stable_sort(answer.frequent.begin(), answer.frequent.end(),
                   [](FrequentAhead const& a, FrequentAhead const& b) {
                     return std::tie(a.at, a.user) < std::tie(b.at, b.user);
                   });
  std::stable_sort(answer.caps.begin(), answer.caps.end(),
                   [](CapAhead const& a, CapAhead const& b) {
                     return std::tie(a.at, a.user, a.cap) < std::tie(b.at, b.user, b.cap);
                   });
  return answer;
}

}  // namespace tieline::study
