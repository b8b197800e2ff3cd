#pragma once
// Every invariant of NetworkModel, re-proved on columns that came from a file.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/network/model.hpp"

namespace tieline::io {

/// What is wrong, in a few words of each language.
struct Flaw {
  std::string en, zh;
};
using Finding = std::optional<Flaw>;
using Proof = std::function<Finding()>;

/// "user_node: row 7 is out of range"
[[nodiscard]] Flaw flaw_in_row(std::string_view column, std::size_t row, std::string_view en,
                               std::string_view zh);

/// Proofs of single columns: row counts, ids within their tables, enumerators, text references,
/// finite figures. They may run in any order.
[[nodiscard]] std::vector<Proof> column_proofs(network::ColumnViews const& col);

/// Proofs of relations between columns: trees, arcs, members, sums. They index by what
/// column_proofs() has proved, so those must have passed.
[[nodiscard]] std::vector<Proof> relation_proofs(network::ColumnViews const& col);

/// Runs all on `n_thread` threads and returns the finding of the first proof, in order of the list,
/// that has one: the answer does not depend on the number of threads.
[[nodiscard]] Finding first_finding(std::vector<Proof> const& proofs, unsigned n_thread);

}  // namespace tieline::io
