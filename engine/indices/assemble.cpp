#include "engine/indices/assemble.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "engine/indices/parts.hpp"
#include "engine/indices/rows.hpp"

namespace tieline::indices {
namespace {

constexpr std::size_t kMostPeopleCounters = std::size_t{1} << 27U;  // 1 GiB

[[nodiscard]] tl::unexpected<Error> too_many_people(std::size_t n_counter) {
  return fail(ErrorCode::too_large,
              fmt::format("CEMI and CELID of so many rows need {} counters, more than the {} that "
                          "fit: leave the key with most values out of --by, or do without distinct "
                          "users",
                          n_counter, kMostPeopleCounters),
              fmt::format("如此多行的 CEMI、CELID 需要 {} 个计数器，超过上限 {}：请从 --by "
                          "中去掉取值最多的分组项，或不统计不同用户数",
                          n_counter, kMostPeopleCounters));
}

}  // namespace

Result<Plan> make_plan(Facts const& facts, Query const& query) {
  TIELINE_TRY(axes, make_axes(facts, query));
  Plan plan{.axes = std::move(axes)};
  for (auto const keys : key_sets(query.by.size())) {
    plan.projections.push_back(project(plan.axes, keys));
  }
  if (query.want_people) {
    auto const n_counter = PeopleTable::n_counter(query, plan.projections);
    if (n_counter > kMostPeopleCounters) {
      return too_many_people(n_counter);
    }
  }
  if (query.med.source != MedSource::none) {
    plan.med_days = med_days(facts.history(), query);
    plan.needs_daily_sums = needs_daily_sums(facts, query, plan.med_days);
  }
  return plan;
}

std::vector<ExcludedSum> excluded_sums(Facts const& facts, Query const& query) {
  auto const add = [&](RecordRow const& row, ExcludedSum& sum) {
    auto const from = std::max(Seconds{row.start}, query.from);
    auto const to = std::min(Seconds{row.end}, query.to);
    if (from < to) {
      sum.records += 1;
      sum.user_seconds += to - from;
    }
  };
  auto const& history = facts.history();
  auto const& exclusions = history.col().exclusions.raw();
  auto const n_part = parts_of(history, query.threads).size();
  auto const n_term = history.col().term.size();
  std::vector<std::vector<ExcludedSum>> by_term(n_part);  // the last: no reason
  run_parts(n_part, [&](std::size_t part) {
    by_term[part].resize(n_term + 1);
    auto const last = exclusions.size() * (part + 1) / n_part;
    for (auto i = exclusions.size() * part / n_part; i < last; ++i) {
      auto const reason = exclusions[i].reason;
      add(facts.row(exclusions[i].record),
          by_term[part][reason.is_some() ? reason.index() : n_term]);
    }
  });
  std::map<std::string_view, ExcludedSum> sums;
  for (auto const& terms : by_term) {
    for (std::size_t term = 0; term <= n_term; ++term) {
      if (terms[term].records != 0) {
        auto const reason = term < n_term ? history::TermId{term} : history::TermId::none();
        auto& sum = sums[history.name_of(reason)];
        sum.records += terms[term].records;
        sum.user_seconds += terms[term].user_seconds;
      }
    }
  }
  if (facts.overlay() != nullptr) {
    for (auto const& exclusion : facts.overlay()->exclusions) {
      if (ExcludedSum one; add(facts.row(exclusion.record), one), one.records != 0) {
        auto& sum = sums[exclusion.reason];
        sum.records += one.records;
        sum.user_seconds += one.user_seconds;
      }
    }
  }
  std::vector<ExcludedSum> list;
  for (auto& [reason, sum] : sums) {
    sum.reason = reason;
    list.push_back(sum);
  }
  return list;
}

Answer assemble(Facts const& facts, Query const& query, Plan const& plan, Counted const& counted) {
  auto const registry = count_registered(facts.history(), plan.axes, query.threads);
  Answer answer{.query = query, .labels = plan.axes.labels};
  for (std::size_t p = 0; p < plan.projections.size(); ++p) {
    RowExtras extras;
    if (counted.people != nullptr) {
      extras.people = counted.people->people(p);
    }
    if (counted.events != nullptr) {
      extras.events = counted.events->figures(p);
    }
    append_rows(plan.axes, plan.projections[p], counted.tables.cells, registry, std::move(extras),
                answer.rows);
  }
  answer.med = counted.med;
  answer.excluded = excluded_sums(facts, query);
  answer.ongoing_records = counted.tables.ongoing_records;
  answer.unregistered_seconds = counted.tables.unregistered_seconds;
  answer.capacity_unknown_users = registry.capacity_unknown_users;
  answer.load_unknown_users = registry.load_unknown_users;
  return answer;
}

}  // namespace tieline::indices
