#pragma once
// One reader for every file of a case: header by alias, rows by schema, every finding into the log.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/huge_pages.hpp"
#include "engine/io/case_folder.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/encoding.hpp"
#include "engine/io/schema.hpp"

namespace tieline::io {

/// What the tables of one case share while they are read.
struct ReadContext {
  network::FaultLog& log;
  std::vector<QuarantinedText>& quarantined;
  TextPool& pool;
  std::string time_zone = "Asia/Shanghai";
  bool strict = false;

  /// Logs a finding; strict turns quarantine into reject.
  void report(network::FaultKind const& kind, network::Fault fault) const;
};

/// A file ready to be cut into records.
struct TableText {
  std::string file;  ///< as messages name it: "network/lines.csv"
  SharedText utf8;
  std::vector<std::uint32_t> replaced;  ///< lines to pass over, ascending: mended elsewhere
};

/// Reads one file by its schema:
/// `if (reader.open()) { while (reader.advance()) { Row row; if (reader.read_into(&row)) … } }`
/// and then `close()`.
///
/// Every row ends in exactly one of: read, set aside (with its text), dropped with a count.
/// Threads: one.
class TableReader {
 public:
  TableReader(TableSchema const& schema, TableText text, ReadContext& context);

  /// Finds the header. False: the file cannot be used; the log says why.
  [[nodiscard]] bool open();
  /// Moves to the next row of the right shape.
  [[nodiscard]] bool advance();
  /// Stores the cells into a row struct of the schema. False: the row was set aside.
  [[nodiscard]] bool read_into(void* row);
  /// Sets the current row aside after all (a rule over several cells), or just reports.
  void report_row(network::FaultKind const& kind, std::string_view column, std::string const& value,
                  std::string other = {}, std::string hint = {});
  /// Findings about the file and its columns as a whole.
  void close();

  [[nodiscard]] std::uint32_t line() const { return csv_.line(); }
  /// Row this one replaces (`tieline_row`), or 0.
  [[nodiscard]] std::uint32_t replaces() const { return replaces_; }
  [[nodiscard]] std::string const& file() const { return text_.file; }
  [[nodiscard]] std::string_view header() const { return header_; }
  /// Bytes of the current record.
  [[nodiscard]] std::string_view raw() const { return csv_.raw(); }
  /// Rows to expect, from the length of the current one.
  [[nodiscard]] std::size_t expected_rows() const;

 private:
  struct Mapped {
    std::size_t at = 0;  ///< cell of the record
    Column const* column = nullptr;
    // ids and references: marks of a spreadsheet
    bool is_spoilt = false;
    std::size_t filled = 0, whole_floats = 0;
    // ids of digits only, by length, to see lost leading zeros
    std::array<std::uint32_t, 33> digits_by_length{};
    bool has_leading_zero = false;
    // the last word seen and its value: most columns repeat themselves
    std::string_view last_word;
    std::uint8_t last_value = 0;
  };
  struct Tally {
    network::FaultKind const* kind;
    std::string column;
    std::size_t count;
  };

  // table_header.cpp
  void widen_delimiter();
  [[nodiscard]] bool map_header(std::span<std::string_view const> cells);
  [[nodiscard]] std::string missing_columns() const;
  void report_header(std::vector<std::string> const& titles, std::size_t skipped_lines);
  // table_reader.cpp
  [[nodiscard]] bool is_subtotal() const;
  [[nodiscard]] bool has_right_shape();
  void set_aside();
  void add_finding(network::FaultKind const& kind, network::Handling handling,
                   std::string_view column, std::string_view value, std::string other,
                   std::string hint);
  void report_file(network::FaultKind const& kind, std::string column, std::string value,
                   std::string other = {}, std::string hint = {}, std::uint32_t line = 0);
  void close_columns();
  void report_lost_zeros(Mapped const& m);

  // table_cells.cpp
  void finding(network::FaultKind const& kind, Mapped const& m, std::string_view value,
               std::string other = {}, std::string hint = {});
  void store_fallback(Mapped const& m, void* row);
  void read_blank(Mapped& m, void* row);
  [[nodiscard]] std::string_view tidied(Mapped& m, std::string_view cell, void* row);
  void read_id(Mapped& m, std::string_view cell, void* row);
  void read_name(Mapped& m, std::string_view cell, void* row);
  void read_references(Mapped& m, std::string_view cell, void* row);
  [[nodiscard]] std::optional<double> number_of(Mapped& m, std::string_view cell, void* row);
  [[nodiscard]] bool is_within(Mapped& m, double value, std::string_view cell);
  void read_number(Mapped& m, std::string_view cell, void* row);
  void read_households(Mapped& m, std::string_view cell, void* row);
  void read_word(Mapped& m, std::string_view cell, void* row);
  void read_time(Mapped& m, std::string_view cell, void* row);
  void read_time_of_day(Mapped& m, std::string_view cell, void* row);
  [[nodiscard]] bool read_serial(Mapped& m, std::string_view cell, void* row);

  TableSchema const& schema_;
  TableText text_;
  ReadContext& context_;
  TimeReader times_;
  char delimiter_ = ',';
  CsvReader csv_;
  std::string_view header_;
  std::size_t n_cell_ = 0;
  std::vector<Mapped> mapped_;
  std::size_t row_cell_ = 0;  ///< cell of tieline_row + 1, 0 if there is none
  std::uint32_t replaces_ = 0;
  std::size_t next_replaced_ = 0;
  bool has_garbled_ = false;
  // the current row
  bool is_set_aside_ = false;
  bool is_recorded_ = false;
  std::string codes_;
  // the file
  std::size_t rows_ = 0, broken_ = 0, blank_rows_ = 0, subtotals_ = 0, replaced_ = 0;
  std::uint32_t first_subtotal_ = 0, first_blank_ = 0;
  std::string subtotal_;
  std::vector<Tally> tallies_;
};

/// All rows of an opened file into a vector of its row struct, with `row` set to `row_base` + line.
/// `check(row, reader)` may report faults that need several cells. `replaces` receives, for each
/// row kept, the line it replaces in the original file, or 0.
template <class Row, class Check>
[[nodiscard]] std::vector<Row> read_rows(TableReader& reader, std::uint32_t row_base,
                                         std::vector<std::uint32_t>& replaces, Check check) {
  std::vector<Row> rows;
  if (!reader.open()) {
    return rows;
  }
  while (reader.advance()) {
    if (rows.empty()) {
      rows.reserve(reader.expected_rows());
      prefer_huge_pages(rows.data(), rows.capacity() * sizeof(Row));
    }
    auto& row = rows.emplace_back();
    if (reader.read_into(&row) && check(row, reader)) {
      row.row = row_base + reader.line();
      replaces.push_back(reader.replaces());
    } else {
      rows.pop_back();
    }
  }
  reader.close();
  return rows;
}

}  // namespace tieline::io
