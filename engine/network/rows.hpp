#pragma once
// Inside build(): rows of the tables by position, which of them are still in, and reports on them.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/id.hpp"
#include "engine/network/build.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/tables.hpp"

namespace tieline::network::building {

// Positions in the vectors of Tables: never to be taken for rows of the model.
using SourceAt = Id<struct SourceAtTag>;
using NodeAt = Id<struct NodeAtTag>;
using LineAt = Id<struct LineAtTag>;
using SwitchAt = Id<struct SwitchAtTag>;
using UserAt = Id<struct UserAtTag>;
using FeederAt = Id<struct FeederAtTag>;
using ProfileAt = Id<struct ProfileAtTag>;

[[nodiscard]] constexpr TableKind table_of(SourceAt) {
  return TableKind::sources;
}
[[nodiscard]] constexpr TableKind table_of(NodeAt) {
  return TableKind::nodes;
}
[[nodiscard]] constexpr TableKind table_of(LineAt) {
  return TableKind::lines;
}
[[nodiscard]] constexpr TableKind table_of(SwitchAt) {
  return TableKind::switches;
}
[[nodiscard]] constexpr TableKind table_of(UserAt) {
  return TableKind::transformers;
}
[[nodiscard]] constexpr TableKind table_of(FeederAt) {
  return TableKind::feeders;
}
[[nodiscard]] constexpr TableKind table_of(ProfileAt) {
  return TableKind::profiles;
}

/// The cell a report is about and what fills the sentence of its kind.
struct Cell {
  std::string_view column = {};
  std::string value = {};
  std::string other = {};
  std::string hint = {};
};

/// The rows of one build: `tables` never changes; `kept` says which rows become part of the model.
class Rows {
 public:
  Rows(Tables const& tables, BuildOptions const& options, FaultLog& log,
       std::vector<QuarantinedRow>& quarantined);

  [[nodiscard]] Tables const& tables() const { return tables_; }
  template <class At>
  [[nodiscard]] bool kept(At at) const {
    return kept_[static_cast<std::size_t>(table_of(at))][at.index()] != 0;
  }
  /// Reports a fault of one row. A kind handled by quarantine takes the row out of the model.
  template <class At>
  void report(FaultKind const& kind, At at, Cell cell) {
    report_row(kind, table_of(at), at.raw(), std::move(cell));
  }
  /// Reports a fault of a table as a whole.
  void report_table(FaultKind const& kind, TableKind table, Cell cell);
  /// Takes out a row that needs no mending (a copy of another).
  template <class At>
  void drop(At at) {
    kept_[static_cast<std::size_t>(table_of(at))][at.index()] = 0;
  }
  [[nodiscard]] std::uint32_t line_number(TableKind table, std::uint32_t at) const;
  template <class At>
  [[nodiscard]] std::string line_of(At at) const {
    return std::to_string(line_number(table_of(at), at.raw()));
  }

 private:
  void report_row(FaultKind const& kind, TableKind table, std::uint32_t at, Cell cell);
  void add(FaultKind const& kind, TableKind table, std::uint32_t line, Cell cell);

  Tables const& tables_;
  BuildOptions const& options_;
  FaultLog& log_;
  std::vector<QuarantinedRow>& quarantined_;
  std::array<std::vector<std::uint8_t>, 7> kept_;  ///< by TableKind; meta has no rows here
};

/// Figures in messages: as short as they can be written, at most six digits.
[[nodiscard]] std::string figure(double value);

}  // namespace tieline::network::building
