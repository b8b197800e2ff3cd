// TableReader: rows, what becomes of them, and the file as a whole.

#include "engine/io/table_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include "engine/io/cell.hpp"
#include "engine/io/file_faults.hpp"

namespace tieline::io {
namespace {

constexpr std::size_t kShownFindings = 1000;  // of one kind in one column; the rest is counted
constexpr std::size_t kExcelRows = 1'048'576;

}  // namespace

void ReadContext::report(network::FaultKind const& kind, network::Fault fault) const {
  fault.kind = &kind;
  if (strict && fault.handling == network::Handling::quarantine) {
    fault.handling = network::Handling::reject;
  }
  log.add(std::move(fault));
}

TableReader::TableReader(TableSchema const& schema, TableText text, ReadContext& context)
    : schema_{schema},
      text_{std::move(text)},
      context_{context},
      times_{context.time_zone},
      csv_{text_.utf8.text, ',', context.pool} {}

void TableReader::report_file(network::FaultKind const& kind, std::string column, std::string value,
                              std::string other, std::string hint, std::uint32_t line) {
  context_.report(kind, {.handling = kind.handling,
                         .file = text_.file,
                         .row = line,
                         .column = std::move(column),
                         .value = std::move(value),
                         .other = std::move(other),
                         .hint = std::move(hint)});
}

/// Is the first filled cell a word for a sum?
bool TableReader::is_subtotal() const {
  constexpr std::array<std::string_view, 6> kSums{"合计",  "小计",  "总计",
                                                  "total", "Total", "subtotal"};
  for (auto const cell : csv_.cells()) {
    if (cell.empty()) {
      continue;
    }
    auto const first = static_cast<unsigned char>(cell.front());
    if (first != 0xE5 && first != 0xE6 && cell.size() != 5 && cell.size() != 8) {
      return false;  // no word of the list begins or ends so: the common case
    }
    return std::find(kSums.begin(), kSums.end(), trim(cell)) != kSums.end();
  }
  return false;
}

/// Ragged and broken rows are set aside here; blank rows and subtotals are counted.
bool TableReader::has_right_shape() {
  auto const cells = csv_.cells();
  if (csv_.fault() != RecordFault::none) {
    ++broken_;
    auto const& kind =
        csv_.fault() == RecordFault::too_long ? faults::kLongLine : faults::kBrokenQuotes;
    add_finding(kind, kind.handling, "", csv_.raw().substr(0, 80), "", "");
    set_aside();
    return false;
  }
  auto const is_empty = [](std::string_view cell) { return trim(cell).empty(); };
  if (cells.front().empty() && std::all_of(cells.begin(), cells.end(), is_empty)) {
    first_blank_ = blank_rows_++ == 0 ? csv_.line() : first_blank_;
    return false;
  }
  if (is_subtotal()) {
    if (subtotals_++ == 0) {
      first_subtotal_ = csv_.line();
      subtotal_ = *std::find_if(cells.begin(), cells.end(), [](auto c) { return !c.empty(); });
    }
    return false;
  }
  bool const only_blanks_extra =
      cells.size() > n_cell_ &&
      std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(n_cell_), cells.end(), is_empty);
  if (cells.size() != n_cell_ && !only_blanks_extra) {
    ++broken_;
    add_finding(faults::kRagged, faults::kRagged.handling, "", std::to_string(cells.size()),
                std::to_string(n_cell_), "");
    set_aside();
    return false;
  }
  return true;
}

bool TableReader::advance() {
  while (csv_.next()) {
    ++rows_;
    is_set_aside_ = is_recorded_ = false;
    codes_.clear();
    replaces_ = 0;
    auto& replaced = text_.replaced;
    while (next_replaced_ < replaced.size() && replaced[next_replaced_] < csv_.line()) {
      ++next_replaced_;
    }
    if (next_replaced_ < replaced.size() && replaced[next_replaced_] == csv_.line()) {
      ++replaced_;
      continue;
    }
    if (!has_right_shape()) {
      continue;
    }
    if (row_cell_ != 0) {
      auto const number = parse_number(trim(csv_.cells()[row_cell_ - 1]));
      replaces_ = number && *number >= 1 && *number < 4e9 ? static_cast<std::uint32_t>(*number) : 0;
    }
    return true;
  }
  return false;
}

std::size_t TableReader::expected_rows() const {
  auto const length = std::max<std::size_t>(csv_.raw().size() + 1, 8);
  return text_.utf8.text.size() / length + 16;
}

void TableReader::add_finding(network::FaultKind const& kind, network::Handling handling,
                              std::string_view column, std::string_view value, std::string other,
                              std::string hint) {
  using network::Handling;
  if (handling == Handling::quarantine) {
    is_set_aside_ = true;
    if (codes_.find(kind.code) == std::string::npos) {
      codes_ += (codes_.empty() ? "" : ";") + std::string{kind.code};
    }
  } else if (handling != Handling::reject) {
    auto tally = std::find_if(tallies_.begin(), tallies_.end(), [&](Tally const& t) {
      return t.kind == &kind && t.column == column;
    });
    if (tally == tallies_.end()) {
      tally = tallies_.insert(tallies_.end(), Tally{&kind, std::string{column}, 0});
    }
    if (++tally->count > kShownFindings) {
      return;
    }
  }
  context_.report(kind, {.handling = handling,
                         .file = text_.file,
                         .row = csv_.line(),
                         .column = std::string{column},
                         .value = std::string{value},
                         .other = std::move(other),
                         .hint = std::move(hint)});
}

void TableReader::report_row(network::FaultKind const& kind, std::string_view column,
                             std::string const& value, std::string other, std::string hint) {
  add_finding(kind, kind.handling, column, value, std::move(other), std::move(hint));
  if (is_set_aside_) {
    set_aside();
  }
}

/// Keeps the text of the current row, once.
void TableReader::set_aside() {
  if (is_recorded_) {
    context_.quarantined.back().codes = codes_;
    return;
  }
  is_recorded_ = true;
  context_.quarantined.push_back({.file = text_.file,
                                  .header = std::string{header_},
                                  .text = std::string{csv_.raw()},
                                  .row = csv_.line(),
                                  .codes = codes_});
}

void TableReader::close() {
  if (rows_ == 0) {
    report_file(schema_.if_empty != nullptr ? *schema_.if_empty : faults::kEmptyRecord, "", "");
  }
  if (rows_ + 1 == kExcelRows) {
    report_file(faults::kExcelLimit, "", std::to_string(kExcelRows));
  }
  if (broken_ * 20 > rows_ || csv_.gave_up()) {
    report_file(faults::kTooManyBroken, "", std::to_string(broken_), std::to_string(rows_));
  }
  if (blank_rows_ != 0) {
    report_file(faults::kBlankRows, "", "", std::to_string(blank_rows_), "", first_blank_);
  }
  if (subtotals_ != 0) {
    report_file(faults::kSubtotal, "", subtotal_, std::to_string(subtotals_), "", first_subtotal_);
  }
  if (replaced_ != 0) {
    report_file(faults::kReplacedRows, "", "", std::to_string(replaced_));
  }
  for (auto const& tally : tallies_) {
    if (tally.count > kShownFindings) {
      report_file(*tally.kind, tally.column, "… +" + std::to_string(tally.count - kShownFindings));
    }
  }
  close_columns();
}

/// Columns that a spreadsheet took for numbers.
void TableReader::close_columns() {
  for (auto const& m : mapped_) {
    auto const column = std::string{m.column->name()};
    if (m.filled >= 2 && m.whole_floats == m.filled) {
      report_file(faults::kSpoiltId, column, "*.0");
    }
    if (m.has_leading_zero) {
      report_lost_zeros(m);
    }
  }
}

/// Ids of digits shorter than nearly all others, in a column where zeros lead.
void TableReader::report_lost_zeros(Mapped const& m) {
  constexpr std::size_t kShown = 100;
  auto const& counts = m.digits_by_length;
  auto const usual =
      static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin());
  auto const all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
  auto const shorter = std::accumulate(
      counts.begin(), counts.begin() + static_cast<std::ptrdiff_t>(usual), std::uint64_t{0});
  if (shorter == 0 || std::uint64_t{counts[usual]} * 10 < all * 8) {
    return;
  }
  CsvReader again{text_.utf8.text, delimiter_, context_.pool};  // rare: worth a second look
  for (std::size_t shown = 0; shown < kShown && again.next();) {
    auto const cell = m.at < again.cells().size() ? again.cells()[m.at] : std::string_view{};
    bool const is_digits =
        std::all_of(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!cell.empty() && cell.size() < usual && is_digits) {
      ++shown;
      report_file(faults::kLostZeros, std::string{m.column->name()}, std::string{cell},
                  std::to_string(usual), std::string(usual - cell.size(), '0').append(cell),
                  again.line());
    }
  }
}

}  // namespace tieline::io
