#include "engine/flow/flow_judge.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace tieline::flow {
namespace {

/// The greatest current against its rating. Squares throughout, so that 0 A of 0 A is no overload.
struct WorstCurrent {
  double current2 = 0;
  double limit2 = 1;
  std::uint32_t row = 0;
};

[[nodiscard]] WorstCurrent worst_current(RadialTree const& tree, RadialFlow const& flow) {
  WorstCurrent worst;
  for (std::size_t i = 1; i < tree.n(); ++i) {
    auto const& element = tree.element[i];
    auto const limit = element.limit_kva * element.per_kva * (std::numbers::sqrt3 / 1000);
    auto const limit2 = limit * limit;
    auto const current2 = flow.current_squared(i);
    if (current2 * worst.limit2 > worst.current2 * limit2) {  // never with an unknown rating
      worst = {.current2 = current2, .limit2 = limit2, .row = static_cast<std::uint32_t>(i)};
    }
  }
  return worst;
}

void take(FlowVerdict& verdict, Limit const& limit, double excess, std::uint32_t row) {
  if (excess > verdict.excess || !verdict.tightest.is_some()) {
    verdict.tightest = limit;
    verdict.excess = excess;
    verdict.row = row;
  }
}

[[nodiscard]] FlowVerdict nothing_proven(Limit const& why) {
  return {.binding = why, .tightest = why, .excess = std::numeric_limits<double>::infinity()};
}

void judge_voltages(RadialTree const& tree, FlowSummary const& found,
                    network::Settings const& settings, std::int32_t hour, FlowVerdict& verdict) {
  take(verdict,
       {.kind = LimitKind::voltage_low,
        .row = tree.node[found.lowest_row].raw(),
        .value = found.lowest_pu,
        .limit = settings.vmin_pu,
        .hour = hour},
       1 - found.lowest_pu / settings.vmin_pu, found.lowest_row);
  take(verdict,
       {.kind = LimitKind::voltage_high,
        .row = tree.node[found.highest_row].raw(),
        .value = found.highest_pu,
        .limit = settings.vmax_pu,
        .hour = hour},
       found.highest_pu / settings.vmax_pu - 1, found.highest_row);
}

[[nodiscard]] Limit first_unknown_rating(RadialTree const& tree,
                                         std::span<std::uint8_t const> asked) {
  for (std::size_t i = 1; i < asked.size(); ++i) {
    if (asked[i] != 0 && !is_known(tree.element[i].limit_kva)) {
      return {.kind = tree.element[i].kind, .row = tree.element[i].row};
    }
  }
  return {};
}

}  // namespace

FlowVerdict judge(RadialTree const& tree, RadialFlow const& flow, network::Settings const& settings,
                  std::span<std::uint8_t const> asked, std::int32_t hour) {
  if (tree.unproven.is_some()) {
    return nothing_proven(tree.unproven);
  }
  if (tree.phases_missing.is_some()) {
    return nothing_proven(tree.phases_missing);
  }
  if (!flow.summary().converged) {
    return nothing_proven({.kind = LimitKind::no_solution, .row = tree.source.raw(), .hour = hour});
  }
  FlowVerdict verdict;
  if (auto const worst = worst_current(tree, flow); worst.row != 0) {
    auto const& element = tree.element[worst.row];
    auto const limit = element.limit_kva * element.per_kva;
    auto const value = flow.current_a(worst.row);
    take(verdict,
         {.kind = element.kind, .row = element.row, .value = value, .limit = limit, .hour = hour},
         value / limit - 1, worst.row);
  }
  judge_voltages(tree, flow.summary(), settings, hour, verdict);
  if (verdict.excess > kLimitTolerance) {
    verdict.binding = verdict.tightest;
  } else {
    verdict.binding = first_unknown_rating(tree, asked);
  }
  return verdict;
}

FlowVerdict judge_source(network::NetworkModel const& model, network::SourceId source, Load total,
                         bool asked, std::int32_t hour) {
  auto const rated = static_cast<double>(model.col().source_rated_kva[source]);
  Limit const limit{.kind = LimitKind::source,
                    .row = source.raw(),
                    .value = std::hypot(total.kw, total.kvar),
                    .limit = rated * model.settings().source_limit,
                    .hour = hour};
  if (!is_known(rated)) {
    Limit const unknown{.kind = LimitKind::source, .row = source.raw()};
    return asked ? nothing_proven(unknown) : FlowVerdict{};
  }
  FlowVerdict verdict{.tightest = limit,
                      .excess = limit.value > 0 ? limit.value / limit.limit - 1 : -1};
  if (verdict.excess > kLimitTolerance) {
    verdict.binding = limit;
  }
  return verdict;
}

void mark_way_up(RadialTree const& tree, std::uint32_t row, std::span<std::uint8_t> marks) {
  for (; row != 0; row = tree.parent[row]) {
    marks[row] = 1;
  }
}

}  // namespace tieline::flow
