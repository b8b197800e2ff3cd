#pragma once
// Inside build(): the faults that show only when rows are seen together.

#include "engine/network/assemble.hpp"
#include "engine/network/model.hpp"

namespace tieline::network::building {

/// Ends and lengths (B28, B29); then takes rows out that refer to rows that are out, so that after
/// this every reference of a kept row is to a kept row.
void check_rows(Rows& rows, Links& links);

/// A finished model with the way back to the rows it came from. None of the checks below takes a
/// row out.
struct Built {
  Rows& rows;
  NormalTree const& tree;
  Numbering const& numbers;
  NetworkModel const& model;
};

void check_islands(Built const& built);                       ///< B23
void check_loops(Built const& built);                         ///< B24, B25, B28 (bridged switches)
void check_ties(Built const& built);                          ///< B26, B38, B41
void check_feeders(Built const& built);                       ///< B23, B30, B31
void check_places(Built const& built);                        ///< B21, B46, B48
void check_sources(Built const& built);                       ///< B40, B54
void check_users(Built const& built);                         ///< B31, B35, B50, B51, B53, B56
void check_profiles(Built const& built, Links const& links);  ///< B57

/// A section as messages call it: by the switch that feeds it, `source:ID` for the first.
[[nodiscard]] std::string name_of(NetworkModel const& model, SectionId section);

}  // namespace tieline::network::building
