#pragma once
// What one cell says: tidied ids, numbers, and the marks that spreadsheets leave behind.

#include <optional>
#include <string_view>

#include "engine/io/csv.hpp"

namespace tieline::io {

/// A finite decimal number ("-1.5", ".5", "1e3"); nothing for anything else, spaces included.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

/// Printable ASCII without spaces: nothing to tidy. Cost: O(bytes), the common case.
[[nodiscard]] bool is_plain(std::string_view text);

/// Full-width forms to half-width, no-break and ideographic spaces to spaces, zero-width characters
/// removed, spaces around removed. A view of `text` if that is all it takes, else kept in `pool`.
[[nodiscard]] std::string_view tidy(std::string_view text, TextPool& pool);

/// "1,234,567.8" without its commas; nothing if commas do not part thousands.
[[nodiscard]] std::optional<std::string_view> without_thousands(std::string_view text,
                                                                TextPool& pool);

/// Spaces and tabs around removed.
[[nodiscard]] std::string_view trim(std::string_view text);

/// #REF!, #N/A and their like.
[[nodiscard]] bool is_formula_error(std::string_view text);

/// "1.23457E+17": a long id that a spreadsheet turned into a number.
[[nodiscard]] bool is_scientific(std::string_view text);

/// "123.0": digits with a fraction of zeros only.
[[nodiscard]] bool is_whole_float(std::string_view text);

/// Text spoilt by a wrong conversion: 锟斤拷, U+FFFD, or question marks in a row.
[[nodiscard]] bool is_garbled(std::string_view text);

/// Could a spreadsheet take this text for a formula?
[[nodiscard]] bool looks_like_formula(std::string_view text);

}  // namespace tieline::io
