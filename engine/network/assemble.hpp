#pragma once
// Inside build(): the columns of the model from rows, links and numbers.

#include "engine/network/columns.hpp"
#include "engine/network/model.hpp"
#include "engine/network/numbering.hpp"

namespace tieline::network::building {

/// Everything the columns are made from.
struct Parts {
  Rows const& rows;
  Links const& links;
  NormalTree const& tree;
  Numbering const& numbers;
  std::size_t text_bytes;  ///< of ids and names, at most
};

/// Fills every column. Text, ids and terms: assemble_names.cpp; figures: assemble_rows.cpp;
/// sections: assemble_sections.cpp.
[[nodiscard]] OwnedColumns assemble(Parts const& parts);

void assemble_names(Parts const& parts, OwnedColumns& columns);
void assemble_nodes_and_lines(Parts const& parts, OwnedColumns& columns);
void assemble_switches(Parts const& parts, OwnedColumns& columns);
void assemble_sources_and_feeders(Parts const& parts, OwnedColumns& columns);
void assemble_users(Parts const& parts, OwnedColumns& columns);
void assemble_profiles(Parts const& parts, OwnedColumns& columns);
void assemble_sections(Parts const& parts, OwnedColumns& columns);

}  // namespace tieline::network::building
