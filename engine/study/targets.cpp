#include "engine/study/targets.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/study/policy.hpp"

namespace tieline::study {
namespace {

__extension__ using Wide = __int128;

/// Targets are decimals: 0.8 h is 800 000 000 of these, exactly.
constexpr std::int64_t kPlaces = 1'000'000'000;

std::int64_t decimal(double figure) {
  return std::llround(figure * static_cast<double>(kPlaces));
}

/// a/b ≤ c/d of numbers that are not negative, b and d above 0. The products may not fit, so the
/// whole parts are compared, then the fractions that remain upside down (as Euclid does).
bool is_ratio_at_most(Wide a, Wide b, Wide c, Wide d) {
  auto is_swapped = false;
  for (;;) {
    auto const left = a / b;
    auto const right = c / d;
    if (left != right) {
      return (left < right) != is_swapped;
    }
    a %= b;
    c %= d;
    if (a == 0 || c == 0) {  // 0 ≤ c/d; and x ≤ 0 only of 0
      auto const is_less = is_swapped ? c == 0 : a == 0;
      return is_less;
    }
    std::swap(a, b);
    std::swap(c, d);
    is_swapped = !is_swapped;
  }
}

Wide dividend(ExactHours const& h) {
  return Wide{h.seconds} * h.period_s;
}

TargetVerdict verdict_of(TargetRow const& target, ExactHours const& value,
                         ExactHours const& last_year) {
  if (target.kind == network::TargetKind::absolute_h) {
    return is_at_most(value, target.value) ? TargetVerdict::met : TargetVerdict::missed;
  }
  if (!last_year.is_known()) {
    return TargetVerdict::no_last_year;
  }
  return is_reduced_by(value, target.value, last_year) ? TargetVerdict::met : TargetVerdict::missed;
}

std::optional<double> limit_of(TargetRow const& target, ExactHours const& last_year) {
  if (target.kind == network::TargetKind::absolute_h) {
    return target.value;
  }
  if (!last_year.is_known()) {
    return std::nullopt;
  }
  return (1.0 - target.value) * last_year.hours();
}

std::size_t count(std::vector<TargetBranch> const& branches, network::TargetLogic logic,
                  TargetVerdict verdict) {
  return static_cast<std::size_t>(std::count_if(
      branches.begin(), branches.end(),
      [&](TargetBranch const& b) { return b.target.logic == logic && b.verdict == verdict; }));
}

/// Of the rows that ask for `any`: met if one is.
TargetVerdict verdict_of_any(std::vector<TargetBranch> const& branches) {
  using enum TargetVerdict;
  constexpr auto kAny = network::TargetLogic::any;
  if (count(branches, kAny, met) != 0) {
    return met;
  }
  if (count(branches, kAny, no_last_year) != 0) {
    return no_last_year;
  }
  return count(branches, kAny, missed) != 0 ? missed : met;  // none asks for any
}

TargetVerdict verdict_of_all(std::vector<TargetBranch> const& branches) {
  using enum TargetVerdict;
  constexpr auto kEvery = network::TargetLogic::all;
  if (count(branches, kEvery, missed) != 0) {
    return missed;
  }
  return count(branches, kEvery, no_last_year) != 0 ? no_last_year : met;
}

TargetVerdict both(TargetVerdict one, TargetVerdict other) {
  for (auto const worse : {TargetVerdict::missed, TargetVerdict::no_last_year}) {
    if (one == worse || other == worse) {
      return worse;
    }
  }
  return TargetVerdict::met;
}

/// The least of what every `all` allows and the most of what one `any` allows.
std::optional<double> limit_of(std::vector<TargetBranch> const& branches) {
  std::optional<double> every;
  std::optional<double> any;
  for (auto const& branch : branches) {
    if (!branch.limit_h) {
      continue;
    }
    if (branch.target.logic == network::TargetLogic::all) {
      every = every ? std::min(*every, *branch.limit_h) : *branch.limit_h;
    } else {
      any = any ? std::max(*any, *branch.limit_h) : *branch.limit_h;
    }
  }
  return every && any ? std::min(*every, *any) : every ? every : any;
}

std::vector<TargetRow> rows_of(std::span<TargetRow const> rows, std::string_view jurisdiction,
                               int year) {
  std::vector<TargetRow> found;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(found), [&](TargetRow const& row) {
    return row.year == year && is_same_place(row.jurisdiction, jurisdiction);
  });
  return found;
}

std::string names_of(std::span<TargetRow const> case_rows, std::span<TargetRow const> shipped) {
  std::vector<std::string_view> seen;
  std::string names;
  for (auto const rows : {case_rows, shipped}) {
    for (auto const& row : rows) {
      if (std::find(seen.begin(), seen.end(), row.jurisdiction) == seen.end()) {
        seen.emplace_back(row.jurisdiction);
        names += (names.empty() ? "" : ", ") + row.jurisdiction;
      }
    }
  }
  return names;
}

}  // namespace

double ExactHours::hours() const {
  return is_known() ? static_cast<double>(seconds) / units() / static_cast<double>(kSecondsPerHour)
                    : 0;
}

double ExactHours::units() const {
  return is_known() ? static_cast<double>(registered) / static_cast<double>(period_s) : 0;
}

bool is_at_most(ExactHours const& value, double limit_h) {
  return is_ratio_at_most(dividend(value), value.registered,
                          Wide{decimal(limit_h)} * kSecondsPerHour, kPlaces);
}

bool is_reduced_by(ExactHours const& value, double reduction, ExactHours const& before) {
  return is_ratio_at_most(dividend(value), value.registered,
                          dividend(before) * (kPlaces - decimal(reduction)),
                          Wide{before.registered} * kPlaces);
}

std::string_view name_of(TargetVerdict verdict) {
  constexpr std::array<std::string_view, 6> kNames{"met",          "missed",   "no_target",
                                                   "no_last_year", "no_users", "no_records"};
  return kNames[static_cast<std::size_t>(verdict)];
}

Judgement judge(std::span<TargetRow const> rows, ExactHours const& value,
                ExactHours const& last_year) {
  Judgement judgement;
  if (rows.empty()) {
    return judgement;
  }
  judgement.jurisdiction = rows.front().jurisdiction;
  judgement.base = rows.front().base;
  for (auto const& row : rows) {
    judgement.branches.push_back(
        {.target = row,
         .verdict = value.is_known() ? verdict_of(row, value, last_year) : TargetVerdict::no_users,
         .limit_h = limit_of(row, last_year)});
  }
  auto const& branches = judgement.branches;
  judgement.limit_h = limit_of(branches);
  judgement.verdict = value.is_known() ? both(verdict_of_all(branches), verdict_of_any(branches))
                                       : TargetVerdict::no_users;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if (branches[i].verdict == judgement.verdict) {
      judgement.decided_by.push_back(i);
    }
  }
  return judgement;
}

Result<TargetSet> target_set(std::span<TargetRow const> case_rows, std::string_view jurisdiction,
                             int year) {
  TargetSet set;
  set.rows = rows_of(case_rows, jurisdiction, year);
  auto const shipped = policy_targets();
  if (set.rows.empty()) {
    set.rows = rows_of(shipped, jurisdiction, year);
    set.is_shipped = true;
  }
  auto const names_it = [&](TargetRow const& row) {
    return is_same_place(row.jurisdiction, jurisdiction);
  };
  for (auto const rows : {case_rows, std::span<TargetRow const>{shipped}}) {
    auto const found = std::find_if(rows.begin(), rows.end(), names_it);
    if (found != rows.end()) {
      set.jurisdiction = set.rows.empty() ? found->jurisdiction : set.rows.front().jurisdiction;
      return set;
    }
  }
  auto const names = names_of(case_rows, shipped);
  return fail(ErrorCode::unknown_id,
              "no targets are known of jurisdiction \"" + std::string{jurisdiction} +
                  "\"; there are those of " + names +
                  ", and plan/targets.csv of the case may state others",
              "没有辖区 \"" + std::string{jurisdiction} + "\" 的目标；已有：" + names +
                  "，其他目标可写入算例的 plan/targets.csv");
}

std::vector<TargetSet> target_sets(std::span<TargetRow const> case_rows, int year) {
  std::vector<TargetSet> sets;
  for (auto const& row : case_rows) {
    if (row.year != year) {
      continue;
    }
    auto const at = std::find_if(sets.begin(), sets.end(), [&](TargetSet const& set) {
      return set.jurisdiction == row.jurisdiction;
    });
    if (at == sets.end()) {
      sets.push_back({.jurisdiction = row.jurisdiction, .is_shipped = false, .rows = {row}});
    } else {
      at->rows.push_back(row);
    }
  }
  return sets;
}

}  // namespace tieline::study
