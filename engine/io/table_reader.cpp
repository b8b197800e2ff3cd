#include "engine/io/table_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include "engine/io/cell.hpp"
#include "engine/io/file_faults.hpp"

namespace tieline::io {
namespace {

constexpr std::size_t kTitleLines = 10;       // a header is looked for in this many records
constexpr std::size_t kShownFindings = 1000;  // of one kind in one column; the rest is counted
constexpr std::size_t kExcelRows = 1'048'576;
constexpr std::string_view kWideComma = "，";

/// Does the text hold a sign of a wrong conversion? A file without them needs no look at its cells.
[[nodiscard]] bool holds_garbled_text(std::string_view text) {
  struct Sign {
    std::string_view bytes;
    std::size_t
        rare;  ///< its byte that is rarest in Chinese text: memchr flies from one to the next
  };
  constexpr std::array<Sign, 3> kSigns{{{"锟斤", 2}, {"\xEF\xBF\xBD", 0}, {"??", 0}}};
  for (auto const& sign : kSigns) {
    for (auto at = text.find(sign.bytes[sign.rare], sign.rare); at != std::string_view::npos;
         at = text.find(sign.bytes[sign.rare], at + 1)) {
      if (text.substr(at - sign.rare).starts_with(sign.bytes)) {
        return true;
      }
    }
  }
  return false;
}

[[nodiscard]] bool is_alias(std::string_view names, std::string_view title) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  while (!names.empty()) {
    auto const end = std::min(names.find('|'), names.size());
    auto const name = names.substr(0, end);
    if (name.size() == title.size() &&
        std::equal(name.begin(), name.end(), title.begin(),
                   [&](char a, char b) { return lower(a) == lower(b); })) {
      return true;
    }
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

[[nodiscard]] bool is_personal(std::string_view title) {
  constexpr std::array<std::string_view, 9> kSigns{
      "电话", "手机", "联系", "身份证", "证件号", "phone", "mobile", "id_card", "identity"};
  return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) {
    return title.find(sign) != std::string_view::npos;
  });
}

[[nodiscard]] std::string plural_text(std::vector<std::string> const& parts) {
  std::string joined;
  for (auto const& part : parts) {
    joined += (joined.empty() ? "" : ", ") + part;
  }
  return joined;
}

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

/// Text whose cells are parted by full-width commas gets half-width ones.
void TableReader::widen_delimiter() {
  auto const text = text_.utf8.text;
  auto const first_line = text.substr(0, text.find_first_of("\r\n"));
  if (first_line.find_first_of(",;\t") != std::string_view::npos ||
      first_line.find(kWideComma) == std::string_view::npos) {
    return;
  }
  std::string narrow;
  narrow.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    auto const next = std::min(text.find(kWideComma, at), text.size());
    narrow.append(text.substr(at, next - at));
    at = next;
    if (at < text.size()) {
      narrow.push_back(',');
      at += kWideComma.size();
    }
  }
  text_.utf8.text = context_.pool.keep(narrow);
  report_file(faults::kWideDelimiter, "", std::string{kWideComma});
}

/// Maps the cells of a would-be header to columns; true if every required column is there.
bool TableReader::map_header(std::span<std::string_view const> cells) {
  mapped_.clear();
  row_cell_ = 0;
  n_cell_ = cells.size();
  for (std::size_t at = 0; at < cells.size(); ++at) {
    auto const title = tidy(cells[at], context_.pool);
    row_cell_ = title == "tieline_row" ? at + 1 : row_cell_;
    for (auto const& column : schema_.columns) {
      if (is_alias(column.names, title)) {
        Mapped m;
        m.at = at;
        m.column = &column;
        mapped_.push_back(m);
        break;
      }
    }
  }
  return missing_columns().empty();
}

std::string TableReader::missing_columns() const {
  std::vector<std::string> missing;
  for (auto const& column : schema_.columns) {
    bool const found = std::any_of(mapped_.begin(), mapped_.end(),
                                   [&](Mapped const& m) { return m.column == &column; });
    if (column.is_required && !found) {
      missing.emplace_back(column.name());
    }
  }
  return plural_text(missing);
}

bool TableReader::open() {
  widen_delimiter();
  has_garbled_ = holds_garbled_text(text_.utf8.text);
  delimiter_ = detect_delimiter(text_.utf8.text);
  csv_ = CsvReader{text_.utf8.text, delimiter_, context_.pool};
  std::string first_header;
  std::uint32_t first_line = 0;
  for (std::size_t i = 0; i < kTitleLines && csv_.next(); ++i) {
    header_ = csv_.raw();
    if (first_line == 0) {
      first_line = csv_.line();
      first_header = header_;
    }
    std::vector<std::string> titles;
    for (auto const cell : csv_.cells()) {
      titles.emplace_back(tidy(cell, context_.pool));
    }
    if (map_header(csv_.cells())) {
      auto const before = context_.log.count(network::Handling::reject);
      report_header(titles, csv_.line() - first_line);
      return context_.log.count(network::Handling::reject) == before;
    }
  }
  if (first_line == 0) {
    auto const& kind = schema_.if_empty != nullptr ? *schema_.if_empty : faults::kEmptyRecord;
    report_file(kind, "", "");
    return false;
  }
  CsvReader again{text_.utf8.text, delimiter_, context_.pool};  // name what the first line lacks
  if (again.next()) {
    static_cast<void>(map_header(again.cells()));
  }
  std::vector<std::string> expected;
  for (auto const& column : schema_.columns) {
    if (column.is_required) {
      expected.emplace_back(
          column.names.substr(0, column.names.find('|', column.name().size() + 1)));
    }
  }
  report_file(faults::kMissingColumn, "", missing_columns(), first_header, plural_text(expected),
              first_line);
  return false;
}

void TableReader::report_header(std::vector<std::string> const& titles, std::size_t skipped_lines) {
  auto const line = csv_.line();
  if (skipped_lines != 0) {
    report_file(faults::kLateHeader, "", std::to_string(line), "", "", line);
  }
  std::vector<std::string_view> names;
  for (auto const& column : schema_.columns) {
    names.push_back(column.name());
  }
  for (std::size_t i = 0; i < mapped_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (mapped_[i].column == mapped_[j].column) {
        report_file(faults::kDuplicateColumn, titles[mapped_[i].at],
                    std::string{mapped_[i].column->name()}, titles[mapped_[j].at],
                    titles[mapped_[i].at], line);
      }
    }
  }
  for (std::size_t at = 0; at < titles.size(); ++at) {
    bool const is_mapped =
        std::any_of(mapped_.begin(), mapped_.end(), [&](Mapped const& m) { return m.at == at; });
    if (is_mapped || titles[at].empty() || titles[at] == "tieline_row" ||
        titles[at] == "tieline_codes") {
      continue;
    }
    if (is_personal(titles[at])) {
      report_file(faults::kPersonal, titles[at], titles[at], "", "", line);
    } else {
      report_file(faults::kUnknownColumn, titles[at], titles[at], "",
                  did_you_mean(nearest_of(titles[at], names)), line);
    }
  }
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
                             std::string const& value, std::string other) {
  add_finding(kind, kind.handling, column, value, std::move(other), "");
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
    report_file(faults::kReplacedRows, "", "the added folder", std::to_string(replaced_));
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
      report_file(faults::kSpoiltId, column, "every id ends in .0");
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
