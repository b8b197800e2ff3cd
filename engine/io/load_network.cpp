#include "engine/io/load_network.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

#include "engine/io/cell.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/lost_zeros.hpp"
#include "engine/io/network_schema.hpp"
#include "engine/io/settings_by_name.hpp"

namespace tieline::io {
namespace {

namespace fs = std::filesystem;
using network::FaultKind;

/// Lines of the case's own file that the rows of an added file replace.
[[nodiscard]] std::vector<std::uint32_t> replaced_lines(TableText const& added) {
  std::vector<std::uint32_t> lines;
  TextPool pool;
  CsvReader csv{added.utf8.text, detect_delimiter(added.utf8.text), pool};
  if (!csv.next()) {
    return lines;
  }
  auto const header = csv.cells();
  auto const column = static_cast<std::size_t>(
      std::find(header.begin(), header.end(), "tieline_row") - header.begin());
  if (column == header.size()) {
    return lines;
  }
  while (csv.next()) {
    auto const cells = csv.cells();
    auto const number = column < cells.size() ? parse_number(trim(cells[column])) : std::nullopt;
    if (number && *number >= 1 && *number < kRowsAFolder) {
      lines.push_back(static_cast<std::uint32_t>(*number));
    }
  }
  return lines;
}

/// Rows of the case and of added folders in one order: an added row stands where the row it
/// replaces stood, others follow at the end.
template <class Row>
void place_rows(std::vector<Row>& rows, std::vector<std::uint32_t> const& replaces,
                std::size_t n_own) {
  if (n_own == rows.size()) {
    return;
  }
  std::vector<std::pair<std::uint32_t, std::size_t>> order;  // line to stand at, position
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto const at = i < n_own ? rows[i].row : replaces[i] != 0 ? replaces[i] : ~std::uint32_t{0};
    order.emplace_back(at, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<Row> placed;
  placed.reserve(rows.size());
  for (auto const& [at, i] : order) {
    placed.push_back(std::move(rows[i]));
  }
  rows = std::move(placed);
}

/// A cell that may hold commas, quotes and line ends.
[[nodiscard]] std::string quoted(std::string const& cell) {
  std::string text{"\""};
  for (auto const c : cell) {
    text.append(c == '"' ? 2 : 1, c);
  }
  return text + "\"";
}

/// Reads the tables one after the other into a LoadedNetwork.
class NetworkLoader {
 public:
  NetworkLoader(std::span<CaseFolder const> folders, ReadContext& context, ReadMeter& meter)
      : folders_{folders}, context_{context}, meter_{meter} {}

  [[nodiscard]] LoadedNetwork load() {
    auto& tables = loaded_.tables;
    load_meta();
    bool complete = load_table(kSourcesSchema, true, tables.sources);
    complete &= load_table(kNodesSchema, true, tables.nodes);
    complete &= load_table(kLinesSchema, true, tables.lines);
    check_length_unit();
    complete &= load_table(kSwitchesSchema, true, tables.switches);
    complete &= load_table(kTransformersSchema, true, tables.transformers);
    complete &= load_table(kFeedersSchema, true, tables.feeders);
    complete &= load_table(kProfilesSchema, false, tables.profiles);
    restore_lost_zeros(tables, folders_, context_);
    loaded_.is_complete = complete;
    return std::move(loaded_);
  }

 private:
  template <class Row>
  [[nodiscard]] bool load_table(TableSchema const& schema, bool is_required,
                                std::vector<Row>& rows) {
    auto const rejects = context_.log.count(network::Handling::reject);
    auto texts = open_texts(schema, is_required, folders_, context_, meter_);
    std::vector<std::uint32_t> replaces;
    std::size_t n_own = 0;
    for (auto& text : texts) {
      loaded_.texts.push_back(text);
      loaded_.tables.texts.push_back(text.text.utf8.owner);
      TableReader reader{schema, text.text, context_};
      auto more = read_rows<Row>(reader, text.row_base, replaces,
                                 [](Row const&, TableReader&) { return true; });
      if (rows.empty()) {
        rows = std::move(more);
      } else {
        rows.insert(rows.end(), std::make_move_iterator(more.begin()),
                    std::make_move_iterator(more.end()));
      }
      loaded_.texts.back().header = reader.header();
      n_own = text.row_base == 0 ? rows.size() : n_own;
    }
    place_rows(rows, replaces, n_own);
    return context_.log.count(network::Handling::reject) == rejects;
  }

  /// Lines typically longer than any section is: metres in a km column.
  void check_length_unit() {
    constexpr float kLongKm = 50;
    std::vector<float> lengths;
    for (auto const& line : loaded_.tables.lines) {
      if (is_known(line.length_km)) {
        lengths.push_back(line.length_km);
      }
    }
    if (lengths.size() < 3) {
      return;
    }
    auto const middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::nth_element(lengths.begin(), middle, lengths.end());
    if (*middle > kLongKm) {
      network::Fault fault;
      fault.handling = faults::kWrongUnit.handling;
      fault.file = kLinesSchema.file;
      fault.column = "length_km";
      fault.value = fmt::format("{}", *middle);
      fault.other = "km";
      fault.hint = "m → km: ÷ 1000";
      context_.report(faults::kWrongUnit, std::move(fault));
    }
  }

  void load_meta() {
    std::vector<MetaRow> rows;
    static_cast<void>(load_table(kMetaSchema, false, rows));
    for (auto const& row : rows) {
      apply(row);
    }
    context_.time_zone = loaded_.tables.time_zone;
    for (auto const& row : rows) {  // the zone may stand below
      if (row.key == "valid_from" && !row.value.empty() &&
          !parse_time(row.value, context_.time_zone)) {
        report(faults::kImpossibleTime, row, row.value, "");
        loaded_.tables.valid_from.clear();
      }
    }
  }

  void apply(MetaRow const& row) {
    auto& tables = loaded_.tables;
    if (row.key == "name") {
      tables.name = row.value;
    } else if (row.key == "valid_from") {
      tables.valid_from = row.value;
    } else if (row.key == "time_zone") {
      if (is_time_zone(row.value)) {
        tables.time_zone = row.value;
      } else {
        report(faults::kUnknownTimeZone, row, row.value, "");
      }
    } else if (!row.value.empty()) {
      switch (set_by_name(tables.settings, row.key, row.value)) {
        case SetOutcome::done:
          break;
        case SetOutcome::unknown_key:
          report(faults::kUnknownSetting, row, row.key, "");
          break;
        case SetOutcome::not_a_number:
          report(faults::kNotNumber, row, row.value, "");
          break;
        case SetOutcome::out_of_bounds:
          report(faults::kOutOfBounds, row, row.value, std::string{setting_bounds(row.key)});
          break;
      }
    }
  }

  void report(FaultKind const& kind, MetaRow const& row, std::string value, std::string other) {
    auto const folder = row.row / kRowsAFolder;
    network::Fault fault;
    fault.handling = kind.handling;
    fault.file = folders_[folder].prefix + std::string{kMetaSchema.file};
    fault.row = row.row % kRowsAFolder;
    fault.column = &kind == &faults::kUnknownSetting ? "key" : "value";
    fault.value = std::move(value);
    fault.other = std::move(other);
    if (&kind == &faults::kUnknownSetting) {
      fault.hint = did_you_mean(nearest_of(row.key, setting_names()));
    }
    context_.report(kind, std::move(fault));
    if (kind.handling == network::Handling::quarantine) {
      context_.quarantined.push_back(
          {.file = folders_[folder].prefix + std::string{kMetaSchema.file},
           .header = "key,value",
           .text = quoted(row.key) + "," + quoted(row.value),
           .row = row.row % kRowsAFolder,
           .codes = std::string{kind.code}});
    }
  }

  std::span<CaseFolder const> folders_;
  ReadContext& context_;
  ReadMeter& meter_;
  LoadedNetwork loaded_;
};

[[nodiscard]] std::uint32_t row_at(network::Tables const& tables, network::QuarantinedRow at) {
  using enum network::TableKind;
  switch (at.table) {
    case sources:
      return tables.sources[at.row].row;
    case nodes:
      return tables.nodes[at.row].row;
    case lines:
      return tables.lines[at.row].row;
    case switches:
      return tables.switches[at.row].row;
    case transformers:
      return tables.transformers[at.row].row;
    case feeders:
      return tables.feeders[at.row].row;
    case profiles:
      return tables.profiles[at.row].row;
    case meta:
      break;
  }
  return 0;
}

[[nodiscard]] std::string_view file_of(network::TableKind table) {
  using enum network::TableKind;
  switch (table) {
    case sources:
      return kSourcesSchema.file;
    case nodes:
      return kNodesSchema.file;
    case lines:
      return kLinesSchema.file;
    case switches:
      return kSwitchesSchema.file;
    case transformers:
      return kTransformersSchema.file;
    case feeders:
      return kFeedersSchema.file;
    case profiles:
      return kProfilesSchema.file;
    case meta:
      return kMetaSchema.file;
  }
  return {};
}

/// The words of rows that build() set aside, found again in their files.
/// `wanted` is sorted.
void find_texts(std::vector<WantedRow> const& wanted, std::span<FolderText const> texts,
                std::vector<QuarantinedText>& quarantined) {
  for (auto const& text : texts) {
    auto next = std::lower_bound(wanted.begin(), wanted.end(), WantedRow{text.text.file, 0, {}});
    if (next == wanted.end() || next->file != text.text.file) {
      continue;
    }
    TextPool pool;
    CsvReader csv{text.text.utf8.text, detect_delimiter(text.text.utf8.text), pool};
    while (next != wanted.end() && next->file == text.text.file && csv.next()) {
      if (csv.line() == next->line) {
        quarantined.push_back({.file = next->file,
                               .header = text.header,
                               .text = std::string{csv.raw()},
                               .row = next->line,
                               .codes = next->codes});
        ++next;
      }
    }
  }
}

}  // namespace

Result<std::vector<CaseFolder>> case_folders(fs::path const& path,
                                             std::vector<fs::path> const& added) {
  constexpr std::size_t kMostFolders = ~std::uint32_t{0} / kRowsAFolder;
  if (added.size() >= kMostFolders) {
    return fail(ErrorCode::too_large, "at most 20 folders can be added", "最多可追加 20 个文件夹");
  }
  std::vector<CaseFolder> folders{{path, ""}};
  for (auto const& folder : added) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
      return fail(ErrorCode::file_missing, "no such folder: " + folder.string(),
                  "找不到文件夹：" + folder.string());
    }
    auto name = folder.filename().empty() ? folder.parent_path().filename() : folder.filename();
    folders.push_back({folder, name.string() + "/"});
  }
  return folders;
}

std::vector<FolderText> open_texts(TableSchema const& schema, bool is_required,
                                   std::span<CaseFolder const> folders, ReadContext& context,
                                   ReadMeter& meter) {
  std::vector<FolderText> texts;
  std::vector<std::uint32_t> replaced;
  std::string_view own_bytes;
  for (std::size_t k = 0; k < folders.size(); ++k) {
    auto const label = folders[k].prefix + std::string{schema.file};
    auto raw = open_case_file(folders[k].path, schema.file, label, is_required && k == 0, context);
    if (!raw) {
      continue;
    }
    meter.add(label, raw->bytes.text);
    if (k != 0 && !own_bytes.empty() && raw->bytes.text == own_bytes) {
      network::Fault fault;
      fault.handling = faults::kSameFile.handling;
      fault.file = label;
      fault.value = schema.file;
      context.report(faults::kSameFile, std::move(fault));
      continue;
    }
    auto text = to_text(*raw, context);
    if (!text) {
      continue;
    }
    if (k == 0) {
      own_bytes = raw->bytes.text;
    } else {
      auto const lines = replaced_lines(*text);
      replaced.insert(replaced.end(), lines.begin(), lines.end());
    }
    texts.push_back({std::move(*text), static_cast<std::uint32_t>(k) * kRowsAFolder, {}});
  }
  if (!texts.empty() && texts.front().row_base == 0) {
    std::sort(replaced.begin(), replaced.end());
    replaced.erase(std::unique(replaced.begin(), replaced.end()), replaced.end());
    texts.front().text.replaced = std::move(replaced);
  }
  return texts;
}

LoadedNetwork load_network(std::span<CaseFolder const> folders, ReadContext& context,
                           ReadMeter& meter) {
  return NetworkLoader{folders, context, meter}.load();
}

void bring_back(network::FaultLog const& findings, std::vector<WantedRow> wanted,
                std::span<CaseFolder const> folders, std::span<FolderText const> texts,
                ReadContext& context) {
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (auto fault : findings.all()) {
    fault.file = folders[fault.row / kRowsAFolder].prefix + fault.file;
    fault.row %= kRowsAFolder;
    if (fault.handling == network::Handling::quarantine) {
      auto const at =
          std::lower_bound(wanted.begin(), wanted.end(), WantedRow{fault.file, fault.row, {}});
      bool const is_there = at != wanted.end() && at->file == fault.file && at->line == fault.row;
      if (is_there && at->codes.find(fault.kind->code) == std::string::npos) {
        at->codes += (at->codes.empty() ? "" : ";") + std::string{fault.kind->code};
      }
    }
    auto const& kind = *fault.kind;
    context.report(kind, std::move(fault));
  }
  find_texts(wanted, texts, context.quarantined);
}

network::NetworkPtr build_network(LoadedNetwork const& loaded, std::span<CaseFolder const> folders,
                                  ReadContext& context) {
  network::FaultLog findings;
  auto const outcome = network::build(loaded.tables, {.strict = context.strict}, findings);
  std::vector<WantedRow> wanted;
  for (auto const& at : outcome.quarantined) {
    auto const row = row_at(loaded.tables, at);
    if (row != 0) {
      wanted.push_back({folders[row / kRowsAFolder].prefix + std::string{file_of(at.table)},
                        row % kRowsAFolder,
                        {}});
    }
  }
  bring_back(findings, std::move(wanted), folders, loaded.texts, context);
  return outcome.model;
}

}  // namespace tieline::io
