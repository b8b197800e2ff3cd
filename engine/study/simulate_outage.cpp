// outage simulate: one planned outage under every strategy, each run through the step simulator.

#include <algorithm>
#include <tuple>

#include "engine/study/live_work.hpp"

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
        outcome = carry_out({});
        break;
      case Strategy::cold:
        outcome = transferred(false);
        break;
      case Strategy::hot:
        outcome = transferred(true);
        break;
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
  [[nodiscard]] auto rank(StrategyOutcome const& outcome) const {
    auto const total = outcome.ledger.total();
    return std::tuple(priority_users_out(outcome), total.users.dark_s,
                      total.users.interruptions + total.users.momentary, total.households.dark_s,
                      outcome.steps.size());
  }

 private:
  std::vector<IslandChoice> const& choices(bool prefer_hot) {
    auto& known = prefer_hot ? hot_choices_ : cold_choices_;
    if (!known) {
      known = choose_transfers(model_, isolation_, window_, prefer_hot, parts_);
    }
    return *known;
  }

  [[nodiscard]] Variant transfer_variant(bool prefer_hot) {
    Variant variant;
    auto const& chosen = choices(prefer_hot);
    variant.transfers = chosen_transfers(model_, chosen);
    auto const is_hot = [](auto const& transfer) { return transfer.hot; };
    if (std::all_of(isolation_.islands.begin(), isolation_.islands.end(),
                    [](auto const& island) { return island.users == 0; })) {
      variant.reasons.push_back({.kind = ReasonKind::no_island});
    } else if (variant.transfers.empty()) {
      variant.feasible = false;
      auto const has_tie = std::any_of(chosen.begin(), chosen.end(),
                                       [](auto const& c) { return !c.options.empty(); });
      variant.reasons.push_back({.kind = has_tie ? ReasonKind::no_transfer : ReasonKind::no_tie});
    } else if (prefer_hot) {
      for (auto const& choice : chosen) {
        if (choice.taken && !choice.hot) {
          variant.reasons.push_back(why_not_hot(choice));
        }
      }
      variant.feasible = std::any_of(variant.transfers.begin(), variant.transfers.end(), is_hot);
    }
    return variant;
  }

  [[nodiscard]] switching::Reason why_not_hot(IslandChoice const& choice) const {
    // NOLINTNEXTLINE(bugprone-unchecked-optional-access): asked only where one was taken
    auto const& taken = choice.options[*choice.taken];
    if (taken.loop_reason.is_some()) {
      return taken.loop_reason;
    }
    return {.kind = ReasonKind::hot_not_possible,
            .element = ElementKind::network_switch,
            .row = taken.tie.raw()};
  }

  StrategyOutcome transferred(bool prefer_hot) {
    auto outcome = carry_out(transfer_variant(prefer_hot));
    show_ties(choices(prefer_hot), outcome);
    return outcome;
  }

  /// Plans that break no rule first. Core users do not count here: a vehicle may be for them.
  [[nodiscard]] auto rank_of_plan(Variant variant) {
    auto const outcome = carry_out(std::move(variant));
    auto const breaks_rule =
        std::any_of(outcome.violations.begin(), outcome.violations.end(),
                    [](auto const& v) { return v.reason.kind != ReasonKind::core_area_out; });
    return std::pair(breaks_rule, rank(outcome));
  }

  /// Generators on top of the best of hot, cold and no transfer.
  StrategyOutcome with_generators() {
    auto const hot = rank_of_plan(transfer_variant(true));
    auto const cold = rank_of_plan(transfer_variant(false));
    auto const none = rank_of_plan({});
    if (none < hot && none < cold) {
      std::vector<IslandChoice> const untouched(isolation_.islands.size());
      return with_generators_on({}, untouched);
    }
    auto const prefer_hot = hot <= cold;
    auto variant = transfer_variant(prefer_hot);
    variant.feasible = true;  // the generators decide
    return with_generators_on(std::move(variant), choices(prefer_hot));
  }

  StrategyOutcome with_generators_on(Variant variant, std::vector<IslandChoice> const& chosen) {
    add_generators(model_, query_, isolation_, chosen, window_, parts_, variant);
    auto outcome = carry_out(std::move(variant));
    show_ties(chosen, outcome);
    return outcome;
  }

  void show_ties(std::vector<IslandChoice> const& chosen, StrategyOutcome& outcome) const {
    for (auto const& choice : chosen) {
      for (auto const& option : choice.options) {
        outcome.options.push_back(to_answer(option));
      }
      if (choice.taken) {
        outcome.ties_used.push_back(choice.options[*choice.taken].tie);
      }
    }
  }

  StrategyOutcome carry_out(Variant variant) {
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
    return outcome;
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
    outcome.feasible = outcome.feasible && outcome.violations.empty();
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
  std::optional<std::vector<IslandChoice>> cold_choices_, hot_choices_;
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
