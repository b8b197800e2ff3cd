#include "engine/io/case_files.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "engine/io/file_faults.hpp"
#include "engine/io/network_schema.hpp"
#include "engine/io/plan_schema.hpp"
#include "engine/io/words.hpp"

namespace tieline::io {
namespace {

namespace fs = std::filesystem;

void report_file(network::FaultKind const& kind, std::string const& file, std::string value,
                 ReadContext& context) {
  network::Fault fault;
  fault.handling = kind.handling;
  fault.file = file;
  fault.value = std::move(value);
  context.report(kind, std::move(fault));
}

/// What the first bytes say, if it is not text.
[[nodiscard]] std::string_view foreign_format(std::string_view bytes) {
  if (bytes.starts_with("PK\x03\x04")) {
    return ".xlsx / .zip";
  }
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return ".xls";
  }
  if (bytes.starts_with("\x1F\x8B")) {
    return "gzip";
  }
  if (bytes.starts_with("%PDF")) {
    return "PDF";
  }
  constexpr std::size_t kLook = 4096;
  bool const wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (!wide && bytes.substr(0, kLook).find('\0') != std::string_view::npos) {
    return "NUL (0x00)";
  }
  return {};
}

void report_undecodable(Undecodable const& why, std::string const& file, ReadContext& context) {
  auto const& kind = why.reason == Undecodable::Reason::mixed ? faults::kMixedEncoding
                                                              : faults::kAmbiguousEncoding;
  report_file(kind, file, std::to_string(why.offset), context);
}

constexpr std::array kNetworkSchemas{&kSourcesSchema,  &kNodesSchema,        &kLinesSchema,
                                     &kSwitchesSchema, &kTransformersSchema, &kFeedersSchema,
                                     &kProfilesSchema, &kMetaSchema};

/// Calls `f` with the schema of every file of a case.
template <class F>
void for_each_file(F f) {
  for (auto const* schema : kNetworkSchemas) {
    f(*schema);
  }
  for (auto const* schema : plan_schemas()) {
    f(*schema);
  }
  for (auto const* schema : history_schemas()) {
    f(*schema);
  }
}

}  // namespace

void ReadMeter::add(std::string_view file, std::string_view bytes) {
  done_ += bytes.size();
  hash_ = hash_ * 0x9E3779B97F4A7C15ULL + network::hash_bytes(file);
  hash_ = hash_ * 0x9E3779B97F4A7C15ULL + network::hash_bytes(bytes);
  if (wants_inputs_) {
    inputs_.push_back({std::string{file}, sha256(bytes), bytes.size()});
  }
  if (progress_) {
    progress_(file, done_, all_);
  }
}

std::optional<RawFile> open_case_file(fs::path const& folder, std::string_view file,
                                      std::string label, bool is_required, ReadContext& context) {
  auto const path = folder / file;
  std::error_code ignored;
  for (auto const& part : {path.parent_path(), path}) {  // a link may lead out of the case
    auto const status = fs::symlink_status(part, ignored);
    bool const fits = part == path ? fs::is_regular_file(status) : fs::is_directory(status);
    if (fs::exists(status) && !fits) {
      report_file(faults::kUnsafePath, label,
                  part == path ? path.filename().string() : part.filename().string(), context);
      return std::nullopt;
    }
  }
  auto bytes = fs::exists(path, ignored) ? read_file(path) : Result<SharedText>{SharedText{}};
  if (!fs::exists(path, ignored) || !bytes) {
    if (is_required || !bytes) {
      report_file(faults::kMissingFile, label, std::string{file}, context);
    }
    return std::nullopt;
  }
  return RawFile{.label = std::move(label), .bytes = std::move(*bytes)};
}

std::optional<TableText> to_text(RawFile const& raw, ReadContext& context) {
  if (auto const format = foreign_format(raw.bytes.text); !format.empty()) {
    report_file(faults::kNotCsv, raw.label, std::string{format}, context);
    return std::nullopt;
  }
  auto decoded = decode(raw.bytes);
  if (!decoded) {
    report_undecodable(decoded.error(), raw.label, context);
    return std::nullopt;
  }
  switch (decoded->encoding) {
    case Encoding::utf8:
      break;
    case Encoding::gb18030:
      report_file(faults::kReEncoded, raw.label, std::string{name_of(decoded->encoding)}, context);
      break;
    case Encoding::utf8_bom:
    case Encoding::utf16_le:
    case Encoding::utf16_be:
      report_file(faults::kByteOrderMark, raw.label, std::string{name_of(decoded->encoding)},
                  context);
      break;
  }
  TableText text;
  text.file = raw.label;
  text.utf8 = std::move(decoded->utf8);
  return text;
}

void report_unknown_files(fs::path const& folder, std::string const& prefix, ReadContext& context) {
  std::vector<std::string_view> known;
  for_each_file([&](TableSchema const& schema) { known.push_back(schema.file); });
  std::vector<std::string> unknown;
  for (auto const* part : {"history", "network", "plan"}) {
    std::error_code error;
    for (fs::directory_iterator at{folder / part, error}, end; at != end && !error;
         at.increment(error)) {
      auto const ending = at->path().extension().string();
      auto name = std::string{part} + "/" + at->path().filename().string();
      bool const is_table = ending == ".csv" || ending == ".CSV" || ending == ".txt" ||
                            ending == ".xls" || ending == ".xlsx";
      if (is_table && std::ranges::find(known, name) == known.end()) {
        unknown.push_back(std::move(name));
      }
    }
  }
  std::ranges::sort(unknown);
  for (auto const& name : unknown) {
    network::Fault fault;
    fault.handling = faults::kUnknownFile.handling;
    fault.file = prefix + name;
    fault.hint = did_you_mean(nearest_of(name, known));
    context.report(faults::kUnknownFile, std::move(fault));
  }
}

std::uint64_t case_size(fs::path const& folder, bool with_history) {
  std::uint64_t all = 0;
  for_each_file([&](TableSchema const& schema) {
    if (!with_history && schema.file.starts_with("history/")) {
      return;
    }
    std::error_code missing;
    auto const size = fs::file_size(folder / schema.file, missing);
    all += missing ? 0 : size;
  });
  return all;
}

Result<std::vector<Attachment>> case_attachments(fs::path const& path) {
  if (looks_like_snapshot(path)) {
    TIELINE_TRY(opened, open_snapshot(path));
    return std::move(opened.attachments);
  }
  std::vector<Attachment> attachments;
  Error error;
  bool failed = false;
  for_each_file([&](TableSchema const& schema) {
    auto const file = path / schema.file;
    std::error_code missing;
    bool const is_plain = fs::is_regular_file(fs::symlink_status(file, missing));
    if (failed || !schema.file.starts_with("plan/") || !is_plain) {
      return;
    }
    auto bytes = read_file(file);
    if (!bytes) {
      failed = true;
      error = std::move(bytes.error());
      return;
    }
    attachments.push_back(
        {.name = std::string{schema.file}, .bytes = bytes->text, .owner = std::move(bytes->owner)});
  });
  if (failed) {
    return tl::unexpected{std::move(error)};
  }
  return attachments;
}

}  // namespace tieline::io
