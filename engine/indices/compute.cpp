#include "engine/indices/compute.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "engine/indices/axes.hpp"
#include "engine/indices/quick_pass.hpp"
#include "engine/indices/registry.hpp"
#include "engine/indices/rows.hpp"
#include "engine/indices/tally.hpp"

namespace tieline::indices {

Result<Answer> compute(history::History const& history, Query const& query) {
  Facts const facts{history};
  TIELINE_TRY(axes, make_axes(facts, query));
  DaySet const meds;
  Tables tables;
  tables.cells.resize(axes.n_cell());
  Tally tally{facts, axes, query.rules, meds, {}};
  if (QuickTables const quick{facts, axes, query.rules, meds}; quick.serve()) {
    QuickPass pass{quick, facts, axes, query.rules, tally, tables};
    for (auto const user : all_ids<UserId>(history.n_user())) {
      pass.add_user(user);
    }
    pass.finish();
  } else {
    for (auto const user : all_ids<UserId>(history.n_user())) {
      tally.add_user(user, 1, tables);
    }
  }
  auto const registry = count_registered(history, axes);
  Answer answer{.query = query, .labels = axes.labels};
  for (auto const keys : key_sets(query.by.size())) {
    append_rows(axes, project(axes, keys), tables.cells, registry, {}, answer.rows);
  }
  answer.ongoing_records = tables.ongoing_records;
  answer.unregistered_seconds = tables.unregistered_seconds;
  answer.capacity_unknown_users = registry.capacity_unknown_users;
  answer.load_unknown_users = registry.load_unknown_users;
  return answer;
}

}  // namespace tieline::indices
