// outage simulate: one planned outage under every strategy, each run through the step simulator.

#include <algorithm>
#include <tuple>

#include "engine/base/check.hpp"
#include "engine/study/live_work.hpp"
#include "engine/study/second_fault.hpp"

namespace tieline::study {

using network::NetworkModel;
using network::SectionId;
using network::UserId;
using switching::ElementKind;
using switching::ReasonKind;

namespace {

class Planning {
 public:
  Planning(NetworkModel const& model, OutageQuery const& query, Workspace::Parts& parts)
      : model_{model},
        query_{query},
        parts_{parts},
        isolation_{switching::isolate(model, sections_of(model, query.equipment), parts.live)},
        window_{flow::hours_of({.start = query.start,
                                .duration_s = query.duration_s,
                                .utc_offset_s = query.utc_offset_s,
                                .holiday = query.holiday})} {}

  StrategyOutcome run(Strategy strategy) {
    StrategyOutcome outcome;
    switch (strategy) {
      case Strategy::none:
        outcome = untouched();
        break;
      case Strategy::cold:
      case Strategy::hot: {
        auto tried = transferred(strategy == Strategy::hot);
        outcome = std::move(tried.outcome);
        show_plan(*tried.choice, strategy == Strategy::hot, outcome);
        break;
      }
      case Strategy::live:
        outcome = carry_out(plan_live_work(model_, query_, isolation_, window_, parts_));
        break;
      case Strategy::generator:
        outcome = with_generators();
        break;
    }
    outcome.strategy = strategy;
    return outcome;
  }

  /// Smaller is better: priority users, user-seconds, interruptions, operations.
  using Rank = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::size_t>;
  [[nodiscard]] Rank rank(StrategyOutcome const& outcome) const {
    auto const total = outcome.ledger.total();
    return {priority_users_out(outcome), total.users.dark_s,
            total.users.interruptions + total.users.momentary, total.households.dark_s,
            outcome.steps.size()};
  }

 private:
  using RankOfPlan = std::pair<bool, Rank>;
  struct Tried {
    StrategyOutcome outcome;
    TransferChoice const* choice = nullptr;
  };

  TransferChoice const& choice(int levels) {
    auto& known = choices_[static_cast<std::size_t>(levels - 1)];
    if (!known) {
      known = choose_transfer(model_, isolation_, window_, levels, parts_);
      check_loops(model_, window_, *known, parts_);
    }
    return *known;
  }

  [[nodiscard]] Variant transfer_variant(TransferChoice const& chosen, bool may_be_hot) const {
    Variant variant;
    variant.transfers = transfers_of(chosen, may_be_hot);
    if (std::all_of(isolation_.islands.begin(), isolation_.islands.end(),
                    [](auto const& island) { return island.users == 0; })) {
      variant.reasons.push_back({.kind = ReasonKind::no_island});
    } else if (variant.transfers.empty()) {
      variant.feasible = false;
      variant.reasons.push_back(
          {.kind = chosen.plan.ties.empty() ? ReasonKind::no_tie : ReasonKind::no_transfer});
    } else if (may_be_hot) {
      variant.feasible = false;  // unless a part goes hot
      for (std::size_t i = 0; i < chosen.moves.size(); ++i) {
        if (chosen.why_cold[i].is_some()) {
          variant.reasons.push_back(chosen.why_cold[i]);
        } else if (!chosen.moves[i].relief) {
          variant.feasible = true;
        }
      }
    }
    return variant;
  }

  StrategyOutcome untouched() {
    auto outcome = carry_out({});
    none_rank_ = rank_of_plan(outcome);
    return outcome;
  }

  /// The best plan carried out. A neighbour's users are interrupted where its tail cannot go hot:
  /// then the best plan without tails is tried too, and the cheaper one stands.
  Tried transferred(bool may_be_hot) {
    auto const tries = [&](int levels) {
      auto const& chosen = choice(levels);
      return Tried{carry_out(transfer_variant(chosen, may_be_hot), &chosen), &chosen};
    };
    auto best = tries(query_.levels);
    auto const& moves = best.choice->moves;
    auto interrupts = false;
    for (std::size_t i = 0; i < moves.size() && moves[i].relief; ++i) {
      interrupts = interrupts || !may_be_hot || best.choice->why_cold[i].is_some();
    }
    if (interrupts) {
      if (auto other = tries(1); !other.choice->moves.empty() &&
                                 rank_of_plan(other.outcome) < rank_of_plan(best.outcome)) {
        best = std::move(other);
      }
    }
    auto& known = may_be_hot ? hot_rank_ : cold_rank_;
    known = std::pair(rank_of_plan(best.outcome), best.choice);
    return best;
  }

  /// Plans that break no rule first. Core users do not count here: a vehicle may be for them.
  [[nodiscard]] RankOfPlan rank_of_plan(StrategyOutcome const& outcome) const {
    auto const breaks_rule =
        std::any_of(outcome.violations.begin(), outcome.violations.end(),
                    [](auto const& v) { return v.reason.kind != ReasonKind::core_area_out; });
    return {breaks_rule, rank(outcome)};
  }

  template <class T>
  [[nodiscard]] static T const& ranked(std::optional<T> const& rank) {
    TIELINE_CHECK(rank.has_value());
    return *rank;
  }

  /// Generators on top of the best of hot, cold and no transfer.
  StrategyOutcome with_generators() {
    if (!hot_rank_) {
      static_cast<void>(transferred(true));
    }
    if (!cold_rank_) {
      static_cast<void>(transferred(false));
    }
    if (!none_rank_) {
      static_cast<void>(untouched());
    }
    auto const& hot = ranked(hot_rank_);
    auto const& cold = ranked(cold_rank_);
    if (ranked(none_rank_) < std::min(hot.first, cold.first)) {
      Variant variant;
      add_generators(model_, query_, isolation_, {}, window_, parts_, variant);
      return carry_out(std::move(variant));
    }
    auto const may_be_hot = hot.first <= cold.first;
    auto const& chosen = may_be_hot ? *hot.second : *cold.second;
    auto variant = transfer_variant(chosen, may_be_hot);
    variant.feasible = true;  // the generators decide
    add_generators(model_, query_, isolation_, chosen.fed, window_, parts_, variant);
    auto outcome = carry_out(std::move(variant), &chosen);
    show_plan(chosen, may_be_hot, outcome);
    return outcome;
  }

  void show_plan(TransferChoice const& chosen, bool may_be_hot, StrategyOutcome& outcome) {
    outcome.options = options_of(model_, isolation_, chosen);
    outcome.plan = plan_of(chosen, may_be_hot);
    for (auto const& move : chosen.moves) {
      outcome.ties_used.push_back(move.tie);
    }
    if (query_.second_fault) {
      outcome.second_faults =
          second_faults(model_, isolation_, chosen, window_, query_.levels, parts_);
    }
  }

  StrategyOutcome carry_out(Variant variant, TransferChoice const* chosen = nullptr) {
    StrategyOutcome outcome;
    outcome.reasons = std::move(variant.reasons);
    outcome.temporaries = std::move(variant.temporaries);
    outcome.feasible = variant.feasible;
    if (variant.keeps_supply) {
      outcome.steps = std::move(variant.steps);
    } else if (!isolation_.is_possible()) {
      outcome.feasible = false;
      outcome.reasons.push_back(isolation_.impossible);
    } else {
      outcome.steps = switching::build_sequence(model_,
                                                {.isolation = isolation_,
                                                 .transfers = variant.transfers,
                                                 .generators = variant.generators,
                                                 .temporaries = outcome.temporaries,
                                                 .start = query_.start,
                                                 .duration_s = query_.duration_s},
                                                parts_.live);
    }
    simulate(outcome);
    if (chosen != nullptr && chosen->moves.size() > 1) {
      check_every_load(*chosen, outcome);  // one transfer alone is loaded at its end only
    }
    outcome.feasible = outcome.feasible && outcome.violations.empty();
    return outcome;
  }

  /// Several transfers load feeders one after another: no state on the way may pass a rating.
  void check_every_load(TransferChoice const& chosen, StrategyOutcome& outcome) {
    std::vector<UserId> second_fed;  // for good: changing over for a moment is not counted
    std::ranges::copy_if(model_.col().dual_users, std::back_inserter(second_fed), [&](UserId u) {
      return std::ranges::none_of(chosen.moves, [&](auto const& move) {
        return std::ranges::binary_search(move.sections, model_.col().user_section[u]);
      });
    });
    for (auto const& overload :
         parts_.prefixes.check(outcome.steps, second_fed, window_, parts_.live)) {
      outcome.violations.push_back({.reason = overload.reason, .step = overload.step});
      outcome.reasons.push_back(overload.reason);
    }
  }

  void simulate(StrategyOutcome& outcome) {
    auto const seen = parts_.simulator.run({.steps = outcome.steps,
                                            .temporaries = outcome.temporaries,
                                            .horizon = query_.start + query_.duration_s,
                                            .momentary_s = model_.settings().momentary_s,
                                            .merge_gap_s = model_.settings().merge_gap_s});
    outcome.ledger = seen.ledger;
    outcome.effects.assign(seen.effects.begin(), seen.effects.end());
    outcome.sections.assign(seen.sections.begin(), seen.sections.end());
    outcome.users.assign(seen.users.begin(), seen.users.end());
    outcome.violations.assign(seen.violations.begin(), seen.violations.end());
    protect_core_area(outcome);
  }

  /// Calls `f` once for every user with a dark interval.
  template <class F>
  void for_each_user_out(StrategyOutcome const& outcome, F&& f) const {
    auto last = SectionId::none();
    for (auto const& interval : outcome.sections) {
      if (interval.section == last) {
        continue;
      }
      last = interval.section;
      for (auto const user : model_.users_of(last)) {
        if (!is_special(outcome, user)) {
          f(user);
        }
      }
    }
    auto last_user = UserId::none();
    for (auto const& interval : outcome.users) {
      if (interval.user != last_user) {
        f(interval.user);
      }
      last_user = interval.user;
    }
  }

  [[nodiscard]] bool is_special(StrategyOutcome const& outcome, UserId user) const {
    return model_.col().user_second_node[user].is_some() ||
           std::any_of(outcome.temporaries.begin(), outcome.temporaries.end(), [&](auto const& t) {
             return std::binary_search(t.users.begin(), t.users.end(), user);
           });
  }

  /// No planned outage for users of the core area (needs F05): the plan is blocked, with names.
  void protect_core_area(StrategyOutcome& outcome) const {
    std::vector<reliability::Violation> blocked;
    for_each_user_out(outcome, [&](UserId user) {
      if (model_.col().user_core_area[user] != 0) {
        blocked.push_back({.reason = {.kind = ReasonKind::core_area_out,
                                      .element = ElementKind::user,
                                      .row = user.raw()},
                           .step = 0});
      }
    });
    outcome.violations.insert(outcome.violations.end(), blocked.begin(), blocked.end());
  }

  [[nodiscard]] std::int64_t priority_users_out(StrategyOutcome const& outcome) const {
    std::int64_t count = 0;
    for_each_user_out(outcome,
                      [&](UserId user) { count += model_.col().user_priority[user] != 0 ? 1 : 0; });
    return count;
  }

  NetworkModel const& model_;
  OutageQuery const& query_;
  Workspace::Parts& parts_;
  switching::Isolation isolation_;
  flow::LoadWindow window_;
  std::array<std::optional<TransferChoice>, 2> choices_;  ///< [levels − 1]
  std::optional<RankOfPlan> none_rank_;
  std::optional<std::pair<RankOfPlan, TransferChoice const*>> hot_rank_, cold_rank_;
};

}  // namespace

std::string_view name_of(Strategy strategy) {
  constexpr std::array<std::string_view, 5> kNames{"none", "cold", "hot", "live", "generator"};
  return kNames[static_cast<std::size_t>(strategy)];
}

Result<OutageAnswer> simulate_outage(NetworkModel const& model, OutageQuery const& query,
                                     Workspace& workspace) {
  if (sections_of(model, query.equipment).empty()) {
    return fail(ErrorCode::invalid_argument, "no equipment given: name what must be dead",
                "未给出设备：请指明需停电的设备");
  }
  if (query.duration_s <= 0) {
    return fail(ErrorCode::invalid_argument, "the duration must be above zero",
                "停电时长必须大于零");
  }
  constexpr Seconds kLongest = 100'000 * kSecondsPerHour;  // sums stay within 64 bits
  constexpr Seconds kFarthest = Seconds{10'000} * 366 * 24 * kSecondsPerHour;
  if (query.duration_s > kLongest || query.start > kFarthest || query.start < -kFarthest) {
    return fail(ErrorCode::invalid_argument,
                "the duration may be at most 100000 h, the start within 10000 years of 1970",
                "停电时长不得超过 100000 小时,开始时间须在 1970 年前后 10000 年之内");
  }
  if (auto levels = check_levels(query.levels); !levels) {
    return tl::unexpected{std::move(levels.error())};
  }
  Planning planning{model, query, workspace.parts()};
  OutageAnswer answer;
  for (auto const strategy : query.strategies) {
    answer.strategies.push_back(planning.run(strategy));
  }
  for (std::size_t i = 0; i < answer.strategies.size(); ++i) {
    if (answer.strategies[i].feasible &&
        (!answer.best ||
         planning.rank(answer.strategies[i]) < planning.rank(answer.strategies[*answer.best]))) {
      answer.best = i;
    }
  }
  return answer;
}

}  // namespace tieline::study
