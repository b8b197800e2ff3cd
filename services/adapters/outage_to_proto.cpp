#include "services/adapters/outage_to_proto.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/adapters/outage_parts.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::Language;
using network::NetworkModel;
using network::TargetRow;
using reliability::ZoneSums;

constexpr std::array<std::string_view, 7> kActionNames{"open",     "close",   "check",     "ground",
                                                       "unground", "connect", "disconnect"};

double kva_hours(std::int64_t va_s) {
  return to_hours(va_s) / 1000;
}

/// What one strategy takes of one target; hours and counts of the target's own base.
v1::ZoneBudget budget_of(TargetRow const& target, ZoneSums const& sums, std::int64_t users,
                         std::int64_t households) {
  auto const household = target.base == network::TargetBase::household;
  auto const counted = static_cast<double>(household ? households : users);
  auto const hours = to_hours(household ? sums.households.dark_s : sums.users.dark_s);
  v1::ZoneBudget budget;
  budget.set_target_year(count32(target.year));
  budget.set_target_h(target.value);
  budget.set_base(household ? "household" : "mv_user");
  budget.set_budget_user_hours(target.value * counted);
  auto const whole = budget.budget_user_hours();
  budget.set_budget_share(whole > 0 ? hours / whole : 0);
  budget.set_jurisdiction(utf8(target.jurisdiction));
  budget.set_source(utf8(target.source));
  return budget;
}

/// Rows that state hours, by year, in the order of the file within a year.
std::vector<TargetRow const*> hour_targets(std::span<TargetRow const> targets) {
  std::vector<TargetRow const*> rows;
  for (auto const& target : targets) {
    if (target.kind == network::TargetKind::absolute_h) {
      rows.push_back(&target);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](auto const* a, auto const* b) { return a->year < b->year; });
  return rows;
}

/// Fields that an OutageZone and a StrategyOutcome share.
template <class Message>
void set_sums(ZoneSums const& sums, std::int64_t capacity_va_s, Message& message) {
  message.set_users_out(count32(sums.users.out));
  message.set_user_hours(to_hours(sums.users.dark_s));
  message.set_sustained_user_hours(to_hours(sums.users.sustained_s));
  message.set_user_interruptions(count32(sums.users.interruptions));
  message.set_momentary_user_interruptions(count32(sums.users.momentary));
  message.set_households_out(count32(sums.households.out));
  message.set_household_hours(to_hours(sums.households.dark_s));
  message.set_sustained_household_hours(to_hours(sums.households.sustained_s));
  message.set_household_interruptions(count32(sums.households.interruptions));
  message.set_momentary_household_interruptions(count32(sums.households.momentary));
  message.set_user_seconds(sums.users.dark_s);
  message.set_household_seconds(sums.households.dark_s);
  message.set_capacity_kva_hours(kva_hours(capacity_va_s));
}

void add_zones(NetworkModel const& model, study::StrategyOutcome const& outcome,
               std::vector<TargetRow const*> const& targets, v1::StrategyOutcome& message) {
  auto const totals = model.totals();
  auto const capacity = capacity_seconds(model, outcome);
  std::int64_t all_users = 0;
  std::int64_t all_households = 0;
  std::int64_t all_capacity = 0;
  for (auto const zone : network::kZones) {
    auto const z = static_cast<std::size_t>(zone);
    all_users += totals.users[z];
    all_households += totals.households[z];
    all_capacity += capacity[z];
    if (zone == network::Zone::unknown && totals.users[z] == 0) {
      continue;
    }
    auto const& sums = outcome.ledger.zone[z];
    auto& row = *message.add_zones();
    row.set_zone(std::string{name_of(zone)});
    row.set_users(count32(std::uint64_t{totals.users[z]}));
    row.set_households(count32(std::uint64_t{totals.households[z]}));
    set_sums(sums, capacity[z], row);
    row.set_saidi_h(totals.users[z] == 0 ? 0 : row.user_hours() / totals.users[z]);
    for (auto const* target : targets) {
      if (target->zone == zone) {
        *row.add_budgets() = budget_of(*target, sums, totals.users[z], totals.households[z]);
      }
    }
  }
  auto const all = outcome.ledger.total();
  set_sums(all, all_capacity, message);
  for (auto const* target : targets) {
    if (!target->zone) {
      *message.add_budgets() = budget_of(*target, all, all_users, all_households);
    }
  }
}

std::string device_id(NetworkModel const& model, study::StrategyOutcome const& outcome,
                      switching::Step const& step) {
  if (step.action == switching::Action::check || step.action == switching::Action::ground ||
      step.action == switching::Action::unground) {
    return {};
  }
  return utf8(step.device.kind == switching::DeviceKind::temporary
                  ? std::string_view{outcome.temporaries[step.device.row].id}
                  : model.id_of(step.device.as_switch()));
}

std::string_view device_words(NetworkModel const& model, study::StrategyOutcome const& outcome,
                              switching::Step const& step, Language language) {
  using switching::Action;
  auto const zh = language == Language::zh;
  if (step.action == Action::check) {
    return zh ? "验电" : "prove dead";
  }
  if (step.action == Action::ground || step.action == Action::unground) {
    return zh ? "接地线" : "earth";
  }
  if (step.device.kind == switching::DeviceKind::temporary) {
    switch (outcome.temporaries[step.device.row].kind) {
      case switching::TemporaryKind::section_supply:
        return zh ? "中压发电车" : "MV generator";
      case switching::TemporaryKind::user_supply:
        return zh ? "低压发电车" : "LV generator";
      case switching::TemporaryKind::bypass:
        return zh ? "旁路电缆" : "bypass";
      case switching::TemporaryKind::jumper:
        return zh ? "引线（带电断接）" : "jumper, cut live";
    }
  }
  constexpr std::array<std::string_view, 5> kKindsZh{"断路器", "重合器", "负荷开关", "隔离开关",
                                                     "熔断器"};
  auto const kind = model.col().switch_kind[step.device.as_switch()];
  return zh ? kKindsZh[static_cast<std::size_t>(kind)] : name_of(kind);
}

std::string_view separator(Language language) {
  return language == Language::zh ? "；" : "; ";
}

void add_steps(NetworkModel const& model, study::StrategyOutcome const& outcome, Language language,
               v1::StrategyOutcome& message) {
  for (std::size_t i = 0; i < outcome.steps.size(); ++i) {
    auto const& step = outcome.steps[i];
    auto& row = *message.add_steps();
    row.set_at(io::format_time(step.at, model.time_zone()));
    row.set_action(std::string{kActionNames[static_cast<std::size_t>(step.action)]});
    row.set_device(device_id(model, outcome, step));
    if (i < outcome.effects.size()) {
      row.set_users_out_after(count32(outcome.effects[i].users_out));
      row.set_households_out_after(count32(outcome.effects[i].households_out));
    }
    if (step.section.is_some()) {
      row.set_section(utf8(study::section_name(model, step.section)));
    }
    row.set_note(std::string{device_words(model, outcome, step, language)});
  }
  for (auto const& violation : outcome.violations) {
    auto const reason = to_proto(model, violation.reason, language);
    auto& row = *message.add_violations();
    row.set_code(reason.code());
    row.set_text(reason.text());
    row.set_element(reason.element());
    row.set_step(count32(std::uint64_t{violation.step}));
    if (violation.step < outcome.steps.size()) {
      auto& note = *message.mutable_steps(static_cast<int>(violation.step))->mutable_note();
      note += separator(language);
      note += reason.text();
    }
  }
}

void add_intervals(NetworkModel const& model, study::StrategyOutcome const& outcome,
                   v1::StrategyOutcome& message) {
  auto const add = [&](Seconds from, Seconds to) -> v1::OutageInterval& {
    auto& row = *message.add_intervals();
    row.set_from(io::format_time(from, model.time_zone()));
    row.set_to(io::format_time(to, model.time_zone()));
    row.set_seconds(to - from);
    return row;
  };
  for (auto const& dark : outcome.sections) {
    add(dark.from, dark.to).set_section(utf8(study::section_name(model, dark.section)));
  }
  for (auto const& dark : outcome.users) {
    add(dark.from, dark.to).set_user(utf8(model.id_of(dark.user)));
  }
}

/// The first violation of each code, with how many there are.
std::vector<std::pair<v1::Reason, std::size_t>> kinds_of_violation(
    NetworkModel const& model, study::StrategyOutcome const& outcome, Language language) {
  std::vector<std::pair<v1::Reason, std::size_t>> kinds;
  for (auto const& violation : outcome.violations) {
    auto const code = name_of(violation.reason.kind);
    auto const known = std::find_if(kinds.begin(), kinds.end(),
                                    [&](auto const& kind) { return kind.first.code() == code; });
    if (known == kinds.end()) {
      kinds.emplace_back(to_proto(model, violation.reason, language), 1);
    } else {
      ++known->second;
    }
  }
  return kinds;
}

/// `reason` says what was decided on the way, and which rules the steps break.
void add_reasons(NetworkModel const& model, study::StrategyOutcome const& outcome,
                 Language language, v1::StrategyOutcome& message) {
  std::string all;
  auto const add = [&](v1::Reason const& reason, std::size_t count) {
    if (!all.empty()) {
      all += separator(language);
    }
    all += reason.text();
    if (count > 1) {
      all += fmt::format(fmt::runtime(language == Language::zh ? "（共 {} 处）" : " ({} in all)"),
                         count);
    }
    if (message.reason_code().empty()) {
      message.set_reason_code(reason.code());
    }
  };
  for (auto const& reason : outcome.reasons) {
    auto row = to_proto(model, reason, language);
    auto const& told = message.reasons();
    if (std::any_of(told.begin(), told.end(),
                    [&](auto const& r) { return r.text() == row.text(); })) {
      continue;  // two ways to the same end can fail alike
    }
    add(row, 1);
    *message.add_reasons() = std::move(row);
  }
  for (auto const& [reason, count] : kinds_of_violation(model, outcome, language)) {
    add(reason, count);
  }
  message.set_reason(all);
}

v1::StrategyOutcome outcome_to_proto(NetworkModel const& model,
                                     study::StrategyOutcome const& outcome,
                                     std::vector<TargetRow const*> const& targets,
                                     Wording const& wording) {
  v1::StrategyOutcome message;
  message.set_strategy(std::string{name_of(outcome.strategy)});
  message.set_feasible(outcome.feasible);
  add_reasons(model, outcome, wording.language, message);
  add_zones(model, outcome, targets, message);
  add_steps(model, outcome, wording.language, message);
  for (auto const tie : outcome.ties_used) {
    message.add_ties_used(utf8(model.id_of(tie)));
  }
  for (auto const& option : outcome.options) {
    *message.add_options() = to_proto(model, option, wording.language);
  }
  if (outcome.plan) {
    *message.mutable_plan() = to_proto(model, *outcome.plan, wording.language);
  }
  for (auto const& fault : outcome.second_faults) {
    *message.add_second_faults() = to_proto(model, fault);
  }
  if (wording.want_intervals) {
    add_intervals(model, outcome, message);
  }
  return message;
}

}  // namespace

v1::SimulateOutageResponse to_proto(NetworkModel const& model, study::OutageQuery const& query,
                                    study::OutageAnswer const& answer,
                                    std::span<TargetRow const> targets, Wording const& wording) {
  v1::SimulateOutageResponse message;
  message.set_network(utf8(model.case_name()));
  message.set_work(utf8(wording.work));
  for (auto const& id : wording.equipment) {
    message.add_equipment(utf8(id));
  }
  message.set_start(io::format_time(query.start, model.time_zone()));
  message.set_duration_h(to_hours(query.duration_s));
  message.set_duration_s(count32(query.duration_s));
  message.set_base(wording.base);
  message.set_momentary_s(count32(model.settings().momentary_s));
  auto const rows = hour_targets(targets);
  for (auto const& outcome : answer.strategies) {
    *message.add_strategies() = outcome_to_proto(model, outcome, rows, wording);
  }
  if (answer.best) {
    message.set_best(std::string{name_of(answer.strategies[*answer.best].strategy)});
  }
  return message;
}

}  // namespace tieline::services
