#include "services/cli/table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "services/adapters/rounding.hpp"

namespace tieline::services {
namespace {

struct CodeRange {
  std::uint32_t first, last;
};

// East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), as terminals draw them.
constexpr std::array<CodeRange, 9> kWide{{{0x1100, 0x115F},
                                          {0x2E80, 0x303E},
                                          {0x3041, 0x4DBF},
                                          {0x4E00, 0xA4CF},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE30, 0xFE6F},
                                          {0xFF00, 0xFF60},
                                          {0x20000, 0x3FFFD}}};
constexpr std::array<CodeRange, 3> kNoWidth{{{0x0300, 0x036F}, {0x200B, 0x200F}, {0xFE00, 0xFE0F}}};

template <std::size_t N>
bool within(std::uint32_t code, std::array<CodeRange, N> const& ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](CodeRange r) { return r.first <= code && code <= r.last; });
}

/// Takes one code point off the front; a stray byte counts as one sign.
std::uint32_t take_code(std::string_view& text) {
  auto const lead = static_cast<unsigned char>(text.front());
  std::size_t const length = lead < 0xC0 || lead > 0xF7 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < std::min(length, text.size()); ++i) {
    code = (code << 6U) | (static_cast<unsigned char>(text[i]) & 0x3FU);
  }
  text.remove_prefix(std::min(length, text.size()));
  return code;
}

bool is_number(std::string_view cell) {
  double value = 0;
  auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return error == std::errc{} && end == cell.data() + cell.size();
}

std::string csv_cell(std::string const& cell) {
  auto text = cell;
  constexpr std::string_view kFormulaLeads{"=+-@\t\r"};
  if (!text.empty() && kFormulaLeads.find(text[0]) != std::string_view::npos && !is_number(text)) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (auto const c : text) {
    quoted += c;
    if (c == '"') {
      quoted += '"';
    }
  }
  return quoted + '"';
}

}  // namespace

std::size_t display_width(std::string_view utf8_text) {
  std::size_t width = 0;
  while (!utf8_text.empty()) {
    auto const code = take_code(utf8_text);
    width += within(code, kNoWidth) ? 0U : within(code, kWide) ? 2U : 1U;
  }
  return width;
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  widths.reserve(columns_.size());
  for (auto const& column : columns_) {
    widths.push_back(display_width(column.title));
  }
  for (auto const& row : rows_) {
    TIELINE_CHECK(row.size() == columns_.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  std::string text;
  auto const add_line = [&](auto const& cell_of) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      std::string const& cell = cell_of(i);
      auto const space = std::string(widths[i] - display_width(cell), ' ');
      line += i == 0 ? "" : "  ";
      line += columns_[i].align == Align::left ? cell + space : space + cell;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  };
  add_line([&](std::size_t i) -> std::string const& { return columns_[i].title; });
  for (auto const& row : rows_) {
    add_line([&](std::size_t i) -> std::string const& { return row[i]; });
  }
  return text;
}

std::string csv_record(std::vector<std::string> const& cells) {
  std::string record;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    record += i == 0 ? "" : ",";
    record += csv_cell(cells[i]);
  }
  return record + "\r\n";
}

std::string plain(double figure) {
  return fmt::format("{}", figure);
}

std::string rounded(double figure) {
  return fixed(figure, 3);
}

}  // namespace tieline::services
