#pragma once
// Rows of a rule file: read by the same reader as the tables of a case, but refused on any finding.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/io/table_reader.hpp"

namespace tieline::indices {

/// input_rejected with the first findings in both languages; nothing if there is none.
[[nodiscard]] Result<void> refuse_findings(network::FaultLog const& log, std::string_view file);

/// Text of a rule file on disk, in any encoding that case files may have.
/// Errors: file_missing, input_rejected (no text).
[[nodiscard]] Result<std::string> read_rule_text(std::string const& path);

template <class Row>
[[nodiscard]] Result<std::vector<Row>> read_rule_rows(io::TableSchema const& schema,
                                                      std::string_view csv, std::string_view file) {
  network::FaultLog log;
  std::vector<io::QuarantinedText> set_aside;
  io::TextPool pool;
  io::ReadContext context{log, set_aside, pool};
  io::TableReader reader{
      schema,
      {.file = std::string{file}, .utf8 = {.text = csv, .owner = nullptr}, .replaced = {}},
      context};
  std::vector<std::uint32_t> replaces;
  auto rows = io::read_rows<Row>(reader, 0, replaces, [](Row const&, auto&) { return true; });
  if (auto fine = refuse_findings(log, file); !fine) {
    return tl::unexpected{std::move(fine.error())};
  }
  return rows;
}

}  // namespace tieline::indices
