// TableReader: the header of a file, and what its text says before the first row.

#include <algorithm>
#include <array>

#include "engine/io/cell.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/table_reader.hpp"

namespace tieline::io {
namespace {

constexpr std::size_t kTitleLines = 10;  // a header is looked for in this many records
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

}  // namespace tieline::io
