#include "engine/study/approved_work.hpp"

#include <algorithm>
#include <tuple>

#include "engine/io/civil_time.hpp"

namespace tieline::study {
namespace {

using network::NetworkModel;
using network::UserId;

/// The vehicles of generators.csv; without any, one of the power that the work states.
std::vector<network::GeneratorRow> vehicles(network::PlanTables const& plan, float generator_kw) {
  if (!plan.generators.empty() || !is_known(generator_kw) || generator_kw <= 0) {
    return plan.generators;
  }
  network::GeneratorRow vehicle;
  vehicle.id = "generator";
  vehicle.kw = generator_kw;
  return {vehicle};
}

/// Has the user intervals of its own, apart from those of its section?
bool is_special(NetworkModel const& model, StrategyOutcome const& outcome, UserId user) {
  return model.col().user_second_node[user].is_some() ||
         std::any_of(outcome.temporaries.begin(), outcome.temporaries.end(), [&](auto const& t) {
           return std::binary_search(t.users.begin(), t.users.end(), user);
         });
}

}  // namespace

Result<OutageQuery> query_of(NetworkModel const& model, network::PlanTables const& plan,
                             network::WorkRow const& work, Seconds start) {
  TIELINE_TRY(equipment, find_equipment(model, work.equipment));
  TIELINE_TRY(offset, io::utc_offset(start, model.time_zone()));
  OutageQuery query;
  query.equipment = std::move(equipment);
  query.start = start;
  query.duration_s = work.duration_s;
  query.utc_offset_s = offset;
  query.holiday = network::is_holiday_throughout(plan.holidays, query.start, query.duration_s);
  query.live_line_item = work.live_line_item;
  query.live_line_s = work.live_line_s;
  query.bypass_a = work.bypass_a;
  query.generators = vehicles(plan, work.generator_kw);
  query.has_live_crew =
      !plan.has_crews ||
      std::any_of(plan.crews.begin(), plan.crews.end(), [](network::CrewRow const& crew) {
        return crew.skill == "live_line" && crew.capacity > 0;
      });
  return query;
}

std::vector<UserDark> dark_users(NetworkModel const& model, StrategyOutcome const& outcome) {
  std::vector<UserDark> dark;
  for (auto const& interval : outcome.sections) {
    for (auto const user : model.users_of(interval.section)) {
      if (!is_special(model, outcome, user)) {
        dark.push_back({.user = user, .from = interval.from, .to = interval.to});
      }
    }
  }
  for (auto const& interval : outcome.users) {
    dark.push_back({.user = interval.user, .from = interval.from, .to = interval.to});
  }
  std::sort(dark.begin(), dark.end(), [](UserDark const& a, UserDark const& b) {
    return std::tie(a.user, a.from, a.to) < std::tie(b.user, b.from, b.to);
  });
  return dark;
}

}  // namespace tieline::study
