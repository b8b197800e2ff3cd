#pragma once
// Every invariant of History, re-proved on columns that came from a file.

#include <vector>

#include "engine/history/history.hpp"
#include "engine/io/snapshot_check.hpp"

namespace tieline::io {

/// Proofs of single columns: row counts, ids within their tables, enumerators, text references,
/// prefix columns. They may run in any order.
[[nodiscard]] std::vector<Proof> column_proofs(history::ColumnViews const& col);

/// Proofs of order and of relations between columns: slices and records of each user, limitations
/// and exclusions. They index by what column_proofs() has proved, so those must have passed.
[[nodiscard]] std::vector<Proof> order_proofs(history::ColumnViews const& col);

}  // namespace tieline::io
