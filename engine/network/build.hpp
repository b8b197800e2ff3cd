#pragma once
// Tables → proven NetworkModel, with every fault of topology, load and capacity in one pass.

#include "engine/base/result.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/model.hpp"
#include "engine/network/tables.hpp"

namespace tieline::network {

/// A row that build() set aside, so that io can write it to the quarantine folder.
enum class TableKind : std::uint8_t {
  sources,
  nodes,
  lines,
  switches,
  transformers,
  feeders,
  profiles,
  meta
};
struct QuarantinedRow {
  TableKind table;
  std::uint32_t row;  ///< position in the table's vector of Tables, not the line number
};

struct BuildOptions {
  bool strict = false;  ///< quarantine becomes reject
};

struct BuildOutcome {
  NetworkPtr model;  ///< null if a fault was handled by reject
  std::vector<QuarantinedRow> quarantined;
};

/// Resolves ids, contracts nodes to sections, orders rows by the normal tree and proves the
/// invariants of NetworkModel. Findings go to `log`; no row is dropped without one.
///
/// Errors: none; `model` is null exactly when `log.rejected()`.
/// Cost:   O(rows) expected time.
/// Threads: no shared state.
[[nodiscard]] BuildOutcome build(Tables const& tables, BuildOptions const& options, FaultLog& log);

}  // namespace tieline::network
