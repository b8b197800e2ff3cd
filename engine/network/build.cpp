#include "engine/network/build.hpp"

#include <cstdint>
#include <limits>
#include <utility>

#include "engine/network/assemble.hpp"
#include "engine/network/checks.hpp"
#include "engine/network/network_faults.hpp"
#include "engine/network/resolve.hpp"

namespace tieline::network {
namespace {

/// Ids and names, and what the case says of itself.
std::size_t text_bytes(Tables const& t) {
  std::size_t text = t.name.size() + t.time_zone.size() + t.valid_from.size();
  auto const add = [&](auto const& table) {
    for (auto const& row : table) {
      text += row.id.size() + row.name.size();
    }
  };
  add(t.sources);
  add(t.nodes);
  add(t.lines);
  add(t.switches);
  add(t.transformers);
  add(t.feeders);
  return text;
}

/// Row numbers have 32 bits, of which node arcs use one for "is a switch"; texts have 32-bit
/// offsets.
bool fits(Tables const& t, std::size_t text) {
  constexpr std::size_t kMostRows = std::size_t{1} << 30;
  for (auto const& row : t.transformers) {
    text += row.organisation.size() + row.grid_cell.size();
  }
  return t.nodes.size() + t.lines.size() + t.switches.size() < kMostRows &&
         t.transformers.size() < kMostRows && text < std::numeric_limits<std::uint32_t>::max();
}

/// Even a rejected input is checked to the end, so that one pass tells every fault.
void check_everything(building::Built const& built, building::Links const& links) {
  building::check_islands(built);
  building::check_loops(built);
  building::check_ties(built);
  building::check_feeders(built);
  building::check_places(built);
  building::check_sources(built);
  building::check_users(built);
  building::check_profiles(built, links);
}

}  // namespace

BuildOutcome build(Tables const& tables, BuildOptions const& options, FaultLog& log) {
  BuildOutcome outcome;
  building::Rows rows{tables, options, log, outcome.quarantined};
  auto const text = text_bytes(tables);
  if (!fits(tables, text)) {
    rows.report_table(kTooLarge, TableKind::nodes, {.value = std::to_string(tables.nodes.size())});
    return outcome;
  }
  auto links = building::resolve(rows);
  building::check_rows(rows, links);
  building::NodeGraph const graph{tables.nodes.size(), links};
  auto const tree = building::grow_normal_tree(rows, links, graph);
  auto const numbers = building::number_rows(rows, links, graph, tree);
  auto model = NetworkModel::from_columns(building::assemble({rows, links, tree, numbers, text}));
  check_everything({rows, tree, numbers, *model}, links);
  if (!log.rejected()) {
    outcome.model = std::move(model);
  }
  return outcome;
}

}  // namespace tieline::network
