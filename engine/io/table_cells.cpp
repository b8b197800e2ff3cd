// TableReader: what one cell says, by the type of its column.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/io/cell.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/table_reader.hpp"

namespace tieline::io {
namespace {

constexpr double kLikelyHouseholds = 20'000;
constexpr double kMaxHouseholds = 999'999;

[[nodiscard]] bool has_only_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "at least 0", "0 to 1", "above 0 to 1200".
[[nodiscard]] std::string bounds_of(Column const& column) {
  constexpr auto kNone = std::numeric_limits<double>::max();
  auto const low = column.low == -kNone
                       ? std::string{}
                       : fmt::format("{}{}", column.low_is_open ? ">" : "≥", column.low);
  auto const high = column.high == kNone ? std::string{} : fmt::format("≤{}", column.high);
  return low.empty() || high.empty() ? low + high : low + ", " + high;
}

}  // namespace

void TableReader::finding(network::FaultKind const& kind, Mapped const& m, std::string_view value,
                          std::string other, std::string hint) {
  add_finding(kind, kind.handling, m.column->name(), value, std::move(other), std::move(hint));
}

bool TableReader::read_into(void* row) {
  auto const cells = csv_.cells();
  for (auto& m : mapped_) {
    auto const cell = cells[m.at];
    if (cell.empty()) {
      read_blank(m, row);
      continue;
    }
    if (cell.front() == '#' && is_formula_error(cell)) {
      finding(faults::kFormulaError, m, cell);
      continue;
    }
    switch (m.column->type) {
      case CellType::id:
      case CellType::reference:
        read_id(m, cell, row);
        break;
      case CellType::name:
        read_name(m, cell, row);
        break;
      case CellType::references:
        read_references(m, cell, row);
        break;
      case CellType::number:
      case CellType::whole:
      case CellType::duration:
        read_number(m, cell, row);
        break;
      case CellType::households:
        read_households(m, cell, row);
        break;
      case CellType::word:
        read_word(m, cell, row);
        break;
      case CellType::time:
      case CellType::date:
        read_time(m, cell, row);
        break;
      case CellType::time_of_day:
        read_time_of_day(m, cell, row);
        break;
    }
  }
  if (is_set_aside_) {
    set_aside();
  }
  return !is_set_aside_;
}

/// The word that stands where the cell says none we know.
void TableReader::store_fallback(Mapped const& m, void* row) {
  if (auto const value = find_word(*m.column->words, m.column->fallback)) {
    m.column->store(row, {.whole = *value});
  }
}

void TableReader::read_blank(Mapped& m, void* row) {
  auto const& column = *m.column;
  if (column.must_fill) {
    finding(faults::kBlankCell, m, "");
  } else if (column.warn_blank && column.type == CellType::word) {
    store_fallback(m, row);
    if (column.unknown_word == &faults::kUnknownWord) {
      finding(faults::kBlankWord, m, column.fallback, std::string{column.words->expected});
    } else {
      finding(*column.unknown_word, m, "", std::string{column.words->expected});
    }
  } else if (column.warn_blank) {
    finding(faults::kBlankFigure, m, "");
  }
}

/// The cell in half-width, without spaces around; a change is logged.
std::string_view TableReader::tidied(Mapped& m, std::string_view cell, void* row) {
  auto const text = tidy(cell, context_.pool);
  if (text != cell && !text.empty()) {
    finding(faults::kTidied, m, cell, std::string{text});
  }
  if (text.empty()) {
    read_blank(m, row);
  }
  return text;
}

void TableReader::read_id(Mapped& m, std::string_view cell, void* row) {
  auto text = cell;
  if (!is_plain(cell)) {
    text = tidied(m, cell, row);
    if (text.empty()) {
      return;
    }
  }
  if (has_garbled_ && is_garbled(text)) {
    add_finding(faults::kMojibake, network::Handling::quarantine, m.column->name(), text, "", "");
    return;
  }
  ++m.filled;
  if (text.front() >= '0' && text.front() <= '9') {
    if (is_scientific(text) && !m.is_spoilt) {
      m.is_spoilt = true;  // once a column: it must be exported anew as a whole
      finding(faults::kSpoiltId, m, text);
    }
    m.whole_floats += is_whole_float(text) ? 1U : 0U;
    if (m.column->type == CellType::id && text.size() < m.digits_by_length.size() &&
        has_only_digits(text)) {
      ++m.digits_by_length[text.size()];
      m.has_leading_zero |= text.front() == '0' && text.size() > 1;
    }
  }
  m.column->store(row, {.text = text});
}

void TableReader::read_name(Mapped& m, std::string_view cell, void* row) {
  auto const text = trim(cell);
  if (text.empty()) {
    read_blank(m, row);
    return;
  }
  if (has_garbled_ && is_garbled(text)) {
    finding(faults::kMojibake, m, text);
  }
  if (looks_like_formula(text)) {
    finding(faults::kFormulaText, m, text);
  }
  m.column->store(row, {.text = text});
}

void TableReader::read_references(Mapped& m, std::string_view cell, void* row) {
  auto rest = is_plain(cell) ? cell : tidied(m, cell, row);
  while (!rest.empty()) {
    auto const end = std::min(rest.find(';'), rest.size());
    if (auto const text = trim(rest.substr(0, end)); !text.empty()) {
      m.column->store(row, {.text = text});
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

/// A finite number, also out of full-width digits and thousands; else the row is set aside.
std::optional<double> TableReader::number_of(Mapped& m, std::string_view cell, void* row) {
  if (auto const number = parse_number(cell)) {
    return number;
  }
  auto const text = tidied(m, cell, row);
  if (text.empty()) {
    return std::nullopt;
  }
  if (auto const number = parse_number(text)) {
    return number;
  }
  if (auto const plain = without_thousands(text, context_.pool)) {
    if (auto const number = parse_number(*plain)) {
      finding(faults::kTidied, m, cell, std::string{*plain});
      return number;
    }
  }
  if (m.column->type == CellType::households) {
    finding(faults::kBadCount, m, cell, fmt::format("{}", kMaxHouseholds));
  } else {
    finding(faults::kNotNumber, m, cell);
  }
  return std::nullopt;
}

bool TableReader::is_within(Mapped& m, double value, std::string_view cell) {
  auto const& column = *m.column;
  if (value < column.low || value > column.high || (column.low_is_open && value == column.low)) {
    auto const percent = column.high == 1 && value > 1 && value <= 100
                             ? fmt::format("% → {}?", value / 100)
                             : std::string{};
    finding(faults::kOutOfBounds, m, cell, bounds_of(column), percent);
    return false;
  }
  return true;
}

void TableReader::read_number(Mapped& m, std::string_view cell, void* row) {
  constexpr double kMostSeconds = 3.2e10;  // a thousand years
  constexpr double kMostFloat = 1e30;      // stays finite in single precision, squared too
  auto const number = number_of(m, cell, row);
  if (!number) {
    return;
  }
  auto const& column = *m.column;
  bool const is_nines = *number == 9999 || *number == 99999 || *number == 999999;
  if ((column.zero_is_unknown && *number <= 0) || (column.nines_are_unknown && is_nines)) {
    finding(faults::kSentinel, m, cell);
    return;
  }
  if (std::abs(*number) > kMostFloat) {
    finding(faults::kNotNumber, m, cell);
    return;
  }
  if (!is_within(m, *number, cell)) {
    return;
  }
  if (column.type == CellType::number) {
    column.store(row, {.number = *number});
    return;
  }
  auto const scaled = column.type == CellType::duration ? *number * column.unit_s : *number;
  bool const is_whole = column.type == CellType::duration || scaled == std::floor(scaled);
  if (!is_whole || std::abs(scaled) > kMostSeconds) {
    finding(faults::kNotNumber, m, cell);
    return;
  }
  column.store(row, {.whole = std::llround(scaled)});
}

void TableReader::read_households(Mapped& m, std::string_view cell, void* row) {
  auto const number = number_of(m, cell, row);
  if (!number) {
    return;
  }
  if (*number < 0 || *number != std::floor(*number) || *number > kMaxHouseholds) {
    finding(faults::kBadCount, m, cell, fmt::format("{}", kMaxHouseholds));
    return;
  }
  if (*number > kLikelyHouseholds) {
    finding(faults::kLargeCount, m, cell, fmt::format("{}", kLikelyHouseholds));
  }
  m.column->store(row, {.whole = std::llround(*number)});
}

void TableReader::read_word(Mapped& m, std::string_view cell, void* row) {
  auto const& column = *m.column;
  if (cell != m.last_word) {
    auto value = find_word(*column.words, cell);
    if (!value) {
      auto const text = is_plain(cell) ? cell : tidied(m, cell, row);
      if (text.empty()) {
        return;
      }
      value = find_word(*column.words, text);
      if (!value) {
        bool const spoilt =
            has_garbled_ && is_garbled(text) && column.unknown_word == &faults::kUnknownZone;
        if (spoilt) {  // mojibake in a zone: set aside, the zone may be legible elsewhere
          add_finding(faults::kMojibake, network::Handling::quarantine, column.name(), text, "",
                      "");
          return;
        }
        if (auto const agreed = find_agreed_word(*column.words, text);
            agreed && column.unknown_word == &faults::kUnknownZone) {
          finding(faults::kZoneList, m, text);
          column.store(row, {.whole = *agreed});
          return;
        }
        auto const nearest = did_you_mean(nearest_word(*column.words, text));
        finding(*column.unknown_word, m, text, std::string{column.words->expected}, nearest);
        store_fallback(m, row);
        return;
      }
      column.store(row, {.whole = *value});  // not remembered: the next such cell is logged too
      return;
    }
    m.last_word = cell;
    m.last_value = *value;
  }
  column.store(row, {.whole = m.last_value});
}

/// A spreadsheet's day number (1900 system): whole days since 1899-12-30, local.
bool TableReader::read_serial(Mapped& m, std::string_view cell, void* row) {
  constexpr double kFirst = 20000;  // 1954
  constexpr double kLast = 80000;   // 2119
  constexpr Seconds kDaysTo1970 = 25569;
  constexpr double kSecondsADay = 86400;
  auto const serial = parse_number(cell);
  if (!serial || *serial < kFirst || *serial > kLast) {
    return false;
  }
  constexpr Seconds kDaysTo1904 = 1462;  // a workbook of the other system begins so much later
  auto const local = std::llround(*serial * kSecondsADay) - kDaysTo1970 * 86400;
  auto const reading = local_to_utc(local, context_.time_zone);
  if (reading.trouble != TimeTrouble::none) {
    return false;
  }
  auto const other = local_to_utc(local + kDaysTo1904 * 86400, context_.time_zone);
  finding(faults::kDateSerial, m, cell, format_time(reading.utc, context_.time_zone),
          format_time(other.utc, context_.time_zone));
  m.column->store(row, {.whole = reading.utc});
  return true;
}

void TableReader::read_time(Mapped& m, std::string_view cell, void* row) {
  auto const text = is_plain(cell) ? cell : tidy(cell, context_.pool);
  if (text.empty()) {
    read_blank(m, row);
    return;
  }
  auto const reading = times_.read(text);
  switch (reading.trouble) {
    case TimeTrouble::none:
      break;
    case TimeTrouble::odd_offset:
      finding(faults::kOddOffset, m, text);
      return;
    case TimeTrouble::non_existent:
      finding(faults::kMissingLocalTime, m, text, context_.time_zone);
      return;
    case TimeTrouble::ambiguous:
      finding(faults::kAmbiguousLocalTime, m, text, context_.time_zone);
      return;
    case TimeTrouble::unknown_zone:
    case TimeTrouble::not_a_time:
      if (!read_serial(m, text, row)) {
        finding(faults::kImpossibleTime, m, text);
      }
      return;
  }
  if (reading.is_date_only && m.column->type == CellType::time) {
    finding(faults::kDateOnly, m, text);
    return;
  }
  if (reading.had_24_00) {
    finding(faults::kMidnight24, m, text);
  }
  if (reading.had_z) {
    finding(faults::kUtcTime, m, text);
  }
  m.column->store(row, {.whole = reading.utc});
}

void TableReader::read_time_of_day(Mapped& m, std::string_view cell, void* row) {
  auto const text = is_plain(cell) ? cell : tidy(cell, context_.pool);
  if (auto const clock = parse_time_of_day(text)) {
    m.column->store(row, {.whole = *clock});
  } else {
    finding(faults::kImpossibleTime, m, text);
  }
}

}  // namespace tieline::io
