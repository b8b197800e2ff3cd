#pragma once
// Tables for people (columns aligned by display width) and for programs (RFC 4180).

#include <string>
#include <string_view>
#include <vector>

namespace tieline::services {

/// Columns a terminal gives this text: Chinese, Japanese, Korean and full-width signs take two,
/// combining marks none.
[[nodiscard]] std::size_t display_width(std::string_view utf8_text);

enum class Align : bool { left, right };

struct Column {
  std::string title;
  Align align = Align::left;
};

/// Rows under titles, two spaces between columns, no space at the end of a line.
class TextTable {
 public:
  explicit TextTable(std::vector<Column> columns) : columns_{std::move(columns)} {}
  /// Requires: as many cells as columns.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] std::string text() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// One record of CSV ending in CR LF. A cell that a spreadsheet would run as a formula (it starts
/// with = + - @, tab or CR and is not a number) gets a leading apostrophe.
[[nodiscard]] std::string csv_record(std::vector<std::string> const& cells);

/// Shortest decimal that reads back as the same number, for CSV.
[[nodiscard]] std::string plain(double figure);
/// Three decimals, for tables.
[[nodiscard]] std::string rounded(double figure);

}  // namespace tieline::services
