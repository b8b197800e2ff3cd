#pragma once
// A row of works.csv with a start → what the engine is asked, and who would be interrupted.

#include <span>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/network/model.hpp"
#include "engine/network/plan_tables.hpp"
#include "engine/study/outage.hpp"

namespace tieline::study {

/// The question that a work puts when it begins at `start`: equipment, times, means, the loads of
/// its day. Errors: as find_equipment.
[[nodiscard]] Result<OutageQuery> query_of(network::NetworkModel const& model,
                                           network::PlanTables const& plan,
                                           network::WorkRow const& work, Seconds start);

/// One user without supply in [from, to).
struct UserDark {
  network::UserId user;
  Seconds from = 0, to = 0;
};

/// Dark intervals of every user under a strategy, by user, then time.
[[nodiscard]] std::vector<UserDark> dark_users(network::NetworkModel const& model,
                                               StrategyOutcome const& outcome);

}  // namespace tieline::study
