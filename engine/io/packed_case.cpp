#include "engine/io/packed_case.hpp"

#include <charconv>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/history/history_faults.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/history_file.hpp"
#include "engine/io/packed_file.hpp"
#include "engine/network/network_faults.hpp"

namespace tieline::io {
namespace {

// One line a finding ("F"), row set aside ("Q") or file's row counts ("C"); fields parted by tabs.

/// Tabs, line ends and backslashes as two characters.
void append_escaped(std::string& line, std::string_view field) {
  line += '\t';
  for (auto const c : field) {
    switch (c) {
      case '\t':
        line += "\\t";
        break;
      case '\n':
        line += "\\n";
        break;
      case '\r':
        line += "\\r";
        break;
      case '\\':
        line += "\\\\";
        break;
      default:
        line += c;
    }
  }
}

[[nodiscard]] std::string unescaped(std::string_view field) {
  std::string text;
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != '\\' || i + 1 == field.size()) {
      text += field[i];
      continue;
    }
    auto const c = field[++i];
    text += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
  }
  return text;
}

[[nodiscard]] std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    auto const end = std::min(line.find('\t'), line.size());
    fields.push_back(line.substr(0, end));
    if (end == line.size()) {
      return fields;
    }
    line.remove_prefix(end + 1);
  }
}

template <class Number>
[[nodiscard]] std::optional<Number> number_of(std::string_view field) {
  Number number = 0;
  auto const* const begin = field.data();  // NOLINT(bugprone-suspicious-stringview-data-usage): its
  auto const* const end = begin + field.size();  // end goes with it
  auto const read = std::from_chars(begin, end, number);
  return read.ec == std::errc{} && read.ptr == end ? std::optional{number} : std::nullopt;
}

/// Kinds by their English sentence, which no two share.
[[nodiscard]] network::FaultKind const* kind_saying(std::string_view sentence) {
  static auto const kinds = [] {
    std::unordered_map<std::string_view, network::FaultKind const*> all;
    for (auto const* kind : faults::kAll) {
      all.emplace(kind->en, kind);
    }
    for (auto const* kind : network::network_fault_kinds()) {
      all.emplace(kind->en, kind);
    }
    for (auto const* kind : history::history_fault_kinds()) {
      all.emplace(kind->en, kind);
    }
    return all;
  }();
  auto const found = kinds.find(sentence);
  return found == kinds.end() ? nullptr : found->second;
}

[[nodiscard]] std::string findings_text(LoadedCase const& loaded) {
  std::string text;
  for (auto const& fault : loaded.faults.all()) {
    if (fault.file.find("history/") == std::string::npos) {
      continue;
    }
    text += "F";
    for (auto const& field :
         {fault.file, std::to_string(fault.row), fault.column, std::string{fault.kind->en},
          std::to_string(static_cast<unsigned>(fault.kind->handling)), fault.value, fault.other,
          fault.hint}) {
      append_escaped(text, field);
    }
    text += '\n';
  }
  for (auto const& row : loaded.quarantined) {
    if (row.file.find("history/") == std::string::npos) {
      continue;
    }
    text += "Q";
    for (auto const& field : {row.file, std::to_string(row.row), row.codes, row.header, row.text}) {
      append_escaped(text, field);
    }
    text += '\n';
  }
  for (auto const& counts : loaded.history_rows) {
    text += "C";
    for (auto const n : {counts.rows, counts.kept, counts.warned, counts.no_op, counts.set_aside}) {
      append_escaped(text, std::to_string(n));
    }
    text += '\n';
  }
  return text;
}

/// Reads one line; false: no version wrote it.
class FindingsReader {
 public:
  FindingsReader(ReadContext& context, LoadedCase& loaded) : context_{context}, loaded_{loaded} {}

  [[nodiscard]] bool read(std::string_view line) {
    auto const fields = fields_of(line);
    if (fields[0] == "F" && fields.size() == 9) {
      return read_finding(fields);
    }
    if (fields[0] == "Q" && fields.size() == 6) {
      return read_row(fields);
    }
    return fields[0] == "C" && fields.size() == 6 && read_counts(fields);
  }

 private:
  [[nodiscard]] bool read_finding(std::vector<std::string_view> const& fields) {
    auto const row = number_of<std::uint32_t>(fields[2]);
    auto const handling = number_of<std::uint8_t>(fields[5]);
    if (!row || !handling || *handling > static_cast<std::uint8_t>(network::Handling::fix)) {
      return false;
    }
    if (auto const* const kind = kind_saying(unescaped(fields[4]))) {
      context_.report(*kind, {.handling = static_cast<network::Handling>(*handling),
                              .file = unescaped(fields[1]),
                              .row = *row,
                              .column = unescaped(fields[3]),
                              .value = unescaped(fields[6]),
                              .other = unescaped(fields[7]),
                              .hint = unescaped(fields[8])});
    }
    return true;
  }
  [[nodiscard]] bool read_row(std::vector<std::string_view> const& fields) {
    auto const row = number_of<std::uint32_t>(fields[2]);
    if (row) {
      context_.quarantined.push_back({.file = unescaped(fields[1]),
                                      .header = unescaped(fields[4]),
                                      .text = unescaped(fields[5]),
                                      .row = *row,
                                      .codes = unescaped(fields[3])});
    }
    return row.has_value();
  }
  [[nodiscard]] bool read_counts(std::vector<std::string_view> const& fields) {
    if (file_ == loaded_.history_rows.size()) {
      return false;
    }
    auto& counts = loaded_.history_rows[file_++];
    std::size_t at = 1;
    for (auto* const n :
         {&counts.rows, &counts.kept, &counts.warned, &counts.no_op, &counts.set_aside}) {
      auto const number = number_of<std::uint64_t>(fields[at++]);
      if (!number) {
        return false;
      }
      *n = *number;
    }
    return true;
  }

  ReadContext& context_;
  LoadedCase& loaded_;
  std::size_t file_ = 0;
};

}  // namespace

std::vector<Attachment> history_attachments(LoadedCase const& loaded) {
  if (loaded.history == nullptr) {
    return {};
  }
  auto packed = Attachment::of(std::string{kPackedHistory}, to_packed_bytes(*loaded.history));
  packed.is_nested = true;
  return {std::move(packed), Attachment::of(std::string{kHistoryFindings}, findings_text(loaded))};
}

Result<void> read_history_findings(std::string_view text, ReadContext& context,
                                   LoadedCase& loaded) {
  FindingsReader reader{context, loaded};
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    if (!reader.read(text.substr(0, end))) {
      return damaged(kSnapshotKind, std::string{kHistoryFindings} + " cannot be read",
                     std::string{kHistoryFindings} + " 无法读取");
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

}  // namespace tieline::io
