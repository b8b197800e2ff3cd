#pragma once
// What a file must look like, declared: columns with their aliases, types, bounds and where in the
// row struct a cell goes. One reader (table_reader.hpp) works from these declarations.

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/io/words.hpp"
#include "engine/network/faults.hpp"

namespace tieline::io {

enum class CellType : std::uint8_t {
  id,           ///< names this row; must be filled
  reference,    ///< names a row of some table; blanks are judged where references are resolved
  name,         ///< text for people, kept as it is
  references,   ///< ids separated by ;
  number,       ///< a finite decimal
  whole,        ///< a whole number
  households,   ///< a count with the bounds of B34
  word,         ///< one of a list
  time,         ///< civil time → UTC seconds
  date,         ///< a day; a time of day is not needed
  time_of_day,  ///< "08:30" → seconds after midnight
  duration,     ///< a number of `unit_s` seconds → seconds
};

/// A cell that has been read.
struct CellValue {
  std::string_view text;
  double number = 0;
  std::int64_t whole = 0;
};

/// One column. `store` writes a read cell into the row struct; it is not called for blank cells.
struct Column {
  std::string_view names;  ///< "length_km|长度": the English name first, then aliases
  CellType type = CellType::name;
  void (*store)(void* row, CellValue const& value) = nullptr;
  bool is_required = false;                          ///< the column must be there
  bool must_fill = false;                            ///< a blank cell sets the row aside
  bool warn_blank = false;                           ///< a blank cell is worth a warning
  bool zero_is_unknown = false;                      ///< 0 and below stand for "unknown"
  bool nines_are_unknown = false;                    ///< 9999, 99999, … stand for "unknown"
  double low = -std::numeric_limits<double>::max();  ///< hard bounds, both allowed
  double high = std::numeric_limits<double>::max();
  bool low_is_open = false;  ///< `low` itself is out
  double unit_s = 1;         ///< of `duration`
  WordList const* words = nullptr;
  network::FaultKind const* unknown_word = nullptr;
  std::string_view fallback;  ///< shown when a blank or unknown word leaves the default

  [[nodiscard]] constexpr std::string_view name() const { return names.substr(0, names.find('|')); }
  [[nodiscard]] constexpr Column required() const {
    auto c = *this;
    c.is_required = true;
    return c;
  }
  [[nodiscard]] constexpr Column filled() const {
    auto c = *this;
    c.is_required = c.must_fill = true;
    return c;
  }
  /// Required, but a blank is only warned about.
  [[nodiscard]] constexpr Column wanted() const {
    auto c = *this;
    c.is_required = c.warn_blank = true;
    return c;
  }
  [[nodiscard]] constexpr Column at_least(double bound) const {
    auto c = *this;
    c.low = bound;
    return c;
  }
  [[nodiscard]] constexpr Column above(double bound) const {
    auto c = *this;
    c.low = bound;
    c.low_is_open = true;
    return c;
  }
  [[nodiscard]] constexpr Column at_most(double bound) const {
    auto c = *this;
    c.high = bound;
    return c;
  }
  [[nodiscard]] constexpr Column no_zero() const {
    auto c = *this;
    c.zero_is_unknown = true;
    return c;
  }
  [[nodiscard]] constexpr Column no_nines() const {
    auto c = *this;
    c.zero_is_unknown = c.nines_are_unknown = true;
    return c;
  }
};

/// One file of a case.
struct TableSchema {
  std::string_view file;  ///< "network/lines.csv"
  std::span<Column const> columns;
  network::FaultKind const* if_empty = nullptr;  ///< null: a table without rows is fine
};

namespace schema {

template <auto Member>
struct MemberOf;
template <class R, class F, F R::* Member>
struct MemberOf<Member> {
  using Row = R;
  using Field = F;
};

template <class Field>
void assign(Field& field, CellValue const& value) {
  if constexpr (std::is_same_v<Field, std::string_view>) {
    field = value.text;
  } else if constexpr (std::is_same_v<Field, std::string>) {
    field = std::string{value.text};
  } else if constexpr (std::is_same_v<Field, std::vector<std::string>>) {
    field.emplace_back(value.text);
  } else if constexpr (std::is_floating_point_v<Field>) {
    field = static_cast<Field>(value.number);
  } else if constexpr (std::is_same_v<Field, bool>) {
    field = value.whole != 0;
  } else {
    field = static_cast<Field>(value.whole);
  }
}
template <class Inner>
void assign(std::optional<Inner>& field, CellValue const& value) {
  assign(field.emplace(), value);
}

template <auto Member>
void store(void* row, CellValue const& value) {
  assign(static_cast<typename MemberOf<Member>::Row*>(row)->*Member, value);
}
template <auto Member, std::size_t Index>
void store_at(void* row, CellValue const& value) {
  assign((static_cast<typename MemberOf<Member>::Row*>(row)->*Member)[Index], value);
}

/// A column of the row struct's `Member`.
template <auto Member>
[[nodiscard]] constexpr Column column(CellType type, std::string_view names) {
  Column c;
  c.names = names;
  c.type = type;
  c.store = &store<Member>;
  c.must_fill = c.is_required = type == CellType::id;
  return c;
}
template <auto Member>
[[nodiscard]] constexpr Column number(std::string_view names) {
  return column<Member>(CellType::number, names);
}
template <auto Member>
[[nodiscard]] constexpr Column duration(std::string_view names, double unit_s) {
  auto c = column<Member>(CellType::duration, names);
  c.unit_s = unit_s;
  return c;
}
/// A word of `words`; an unknown one is a finding of `kind`, after which `fallback` stands.
template <auto Member>
[[nodiscard]] constexpr Column word(std::string_view names, WordList const& words,
                                    network::FaultKind const& kind, std::string_view fallback) {
  auto c = column<Member>(CellType::word, names);
  c.words = &words;
  c.unknown_word = &kind;
  c.fallback = fallback;
  return c;
}

}  // namespace schema
}  // namespace tieline::io
