#include "engine/network/rows.hpp"

#include <utility>

#include <fmt/format.h>

namespace tieline::network::building {
namespace {

constexpr std::array<std::string_view, 8> kFiles{"network/sources.csv",      "network/nodes.csv",
                                                 "network/lines.csv",        "network/switches.csv",
                                                 "network/transformers.csv", "network/feeders.csv",
                                                 "network/profiles.csv",     "network/meta.csv"};

}  // namespace

Rows::Rows(Tables const& tables, BuildOptions const& options, FaultLog& log,
           std::vector<QuarantinedRow>& quarantined)
    : tables_{tables}, options_{options}, log_{log}, quarantined_{quarantined} {
  std::array const counts{tables.sources.size(),  tables.nodes.size(),        tables.lines.size(),
                          tables.switches.size(), tables.transformers.size(), tables.feeders.size(),
                          tables.profiles.size()};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    kept_[i].assign(counts[i], 1);
  }
}

std::uint32_t Rows::line_number(TableKind table, std::uint32_t at) const {
  switch (table) {
    case TableKind::sources:
      return tables_.sources[at].row;
    case TableKind::nodes:
      return tables_.nodes[at].row;
    case TableKind::lines:
      return tables_.lines[at].row;
    case TableKind::switches:
      return tables_.switches[at].row;
    case TableKind::transformers:
      return tables_.transformers[at].row;
    case TableKind::feeders:
      return tables_.feeders[at].row;
    case TableKind::profiles:
      return tables_.profiles[at].row;
    case TableKind::meta:
      break;
  }
  return 0;
}

void Rows::report_row(FaultKind const& kind, TableKind table, std::uint32_t at, Cell cell) {
  if (kind.handling == Handling::quarantine) {
    auto& kept = kept_[static_cast<std::size_t>(table)][at];
    if (kept != 0) {  // several faults of one row set it aside once
      kept = 0;
      quarantined_.push_back({table, at});
    }
  }
  add(kind, table, line_number(table, at), std::move(cell));
}

void Rows::report_table(FaultKind const& kind, TableKind table, Cell cell) {
  add(kind, table, 0, std::move(cell));
}

void Rows::add(FaultKind const& kind, TableKind table, std::uint32_t line, Cell cell) {
  auto const handling =
      options_.strict && kind.handling == Handling::quarantine ? Handling::reject : kind.handling;
  log_.add({.kind = &kind,
            .handling = handling,
            .file = std::string{kFiles[static_cast<std::size_t>(table)]},
            .row = line,
            .column = std::string{cell.column},
            .value = std::move(cell.value),
            .other = std::move(cell.other),
            .hint = std::move(cell.hint)});
}

std::string figure(double value) {
  return fmt::format("{:.6g}", value);
}

}  // namespace tieline::network::building
