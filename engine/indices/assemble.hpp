#pragma once
// What has been counted → the answer.

#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/axes.hpp"
#include "engine/indices/event_sums.hpp"
#include "engine/indices/med.hpp"
#include "engine/indices/people.hpp"
#include "engine/indices/registry.hpp"
#include "engine/indices/tally.hpp"

namespace tieline::indices {

/// What a query asks for, laid out: found once, before anything is counted.
struct Plan {
  Axes axes;
  std::vector<Projection> projections;  ///< every subset of the keys, in the order of the rows
  MedDays med_days;
  bool needs_daily_sums = false;
};

/// Errors: invalid_argument, too_large.
[[nodiscard]] Result<Plan> make_plan(Facts const& facts, Query const& query);

/// Left out and told: by reason.
[[nodiscard]] std::vector<ExcludedSum> excluded_sums(Facts const& facts, Query const& query);

/// What has been counted. `people` and `events` may be null.
struct Counted {
  Tables const& tables;  ///< of all cells
  PeopleTable const* people = nullptr;
  EventRows const* events = nullptr;
  MedOutcome const& med;
};

[[nodiscard]] Answer assemble(Facts const& facts, Query const& query, Plan const& plan,
                              Counted const& counted);

}  // namespace tieline::indices
