#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <variant>

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <nlohmann/json.hpp>

#include "services/adapters/message_json.hpp"
#include "services/adapters/values.hpp"
#include "services/cli/annual_answer.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/parse.hpp"
#include "services/cli/table.hpp"
#include "services/cli/typed.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--report",
         .value = "FILE",
         .help = {.en = "what report annual --format json printed",
                  .zh = "report annual --format json 的输出文件"}},
};

constexpr std::uintmax_t kMostBytes = std::uintmax_t{256} << 20U;

Result<std::string> read_report(std::string const& path) {
  std::ifstream file{path, std::ios::binary};
  std::string bytes;
  constexpr std::size_t kBlock = std::size_t{1} << 16U;
  std::string block(kBlock, '\0');
  while (file && bytes.size() <= kMostBytes) {
    file.read(block.data(), static_cast<std::streamsize>(kBlock));
    bytes.append(block, 0, static_cast<std::size_t>(file.gcount()));
  }
  if (!file.eof() || bytes.empty() || bytes.size() > kMostBytes) {
    return fail(ErrorCode::file_missing, "cannot read the report " + path, "无法读取报告 " + path);
  }
  return bytes;
}

tl::unexpected<Error> no_report(std::string const& path, std::string_view why_en,
                                std::string_view why_zh) {
  return fail(
      ErrorCode::file_corrupt,
      fmt::format("{} is not a report of tieline report annual --format json: {}", path, why_en),
      fmt::format("{} 不是 tieline report annual --format json 生成的报告：{}", path, why_zh));
}

Result<v1::AnnualReportResponse> parse_report(std::string const& bytes, std::string const& path) {
  v1::AnnualReportResponse report;
  auto const status = google::protobuf::util::JsonStringToMessage(bytes, &report);
  if (!status.ok()) {
    return no_report(path, "it cannot be read as that JSON", "无法按该 JSON 格式读取");
  }
  if (!nlohmann::json::accept(bytes)) {  // protobuf forgives what no report has: 'a', {a: 1}, [1,]
    return no_report(path, "it is not strict JSON", "不是严格的 JSON");
  }
  if (!report.has_provenance() || report.provenance().parameters().empty()) {
    return no_report(path, "it carries no provenance", "没有计算依据");
  }
  return report;
}

/// The call that made the report, on this case, with this call's threads.
Result<Invocation> call_again(v1::AnnualReportResponse const& report, Invocation const& call,
                              std::string const& path) {
  auto const parsed = parse(words_again(report, call.case_path));
  auto const* const again = parsed ? std::get_if<Call>(&*parsed) : nullptr;
  if (again == nullptr) {
    return parsed ? no_report(path, "its parameters make no call", "参数无法还原命令")
                  : no_report(path, parsed.error().en, parsed.error().zh);
  }
  auto made = again->invocation;
  made.common.threads = call.common.threads;
  return made;
}

void compare_inputs(v1::Provenance const& reported, v1::Provenance const& found,
                    v1::VerifyReportResponse& answer) {
  std::map<std::string, std::pair<std::string, std::string>> files;
  for (auto const& input : reported.inputs()) {
    files[input.file()].first = input.sha256();
  }
  for (auto const& input : found.inputs()) {
    files[input.file()].second = input.sha256();
  }
  for (auto const& [file, hashes] : files) {
    if (hashes.first != hashes.second) {
      auto& line = *answer.add_inputs();
      line.set_file(file);
      line.set_reported(hashes.first);
      line.set_found(hashes.second);
    }
  }
}

/// Leaves by JSON pointer; inputs have their own list.
nlohmann::json leaves_of(std::string const& json) {
  auto tree = nlohmann::json::parse(json);
  if (tree.contains("provenance")) {
    tree["provenance"].erase("inputs");
  }
  return tree.flatten();
}

void compare_fields(std::string const& reported, std::string const& recomputed,
                    v1::VerifyReportResponse& answer) {
  auto const before = leaves_of(reported);
  auto const after = leaves_of(recomputed);
  std::set<std::string> fields;
  for (auto const& tree : {before, after}) {
    for (auto const& [field, value] : tree.items()) {
      fields.insert(field);
    }
  }
  for (auto const& field : fields) {
    auto const text = [&](nlohmann::json const& tree) {
      return tree.contains(field) ? tree[field].dump() : std::string{};
    };
    auto const was = text(before);
    auto const is = text(after);
    if (was != is) {
      auto& line = *answer.add_fields();
      line.set_field(field);
      line.set_reported(was);
      line.set_recomputed(is);
    }
  }
}

void add_note(v1::VerifyReportResponse& answer, std::string code, std::string text) {
  auto& note = *answer.add_notes();
  note.set_code(std::move(code));
  note.set_text(std::move(text));
}

/// Another build may give the same report: told, and not held against it.
void pardon_build(v1::Provenance const& reported, Speech t, v1::Provenance& found,
                  v1::VerifyReportResponse& answer) {
  if (reported.engine_version() != found.engine_version()) {
    add_note(answer, "other_engine",
             fmt::format(fmt::runtime(t("the report was made by tieline {}, this is {}",
                                        "报告由 tieline {} 生成，当前为 {}")),
                         reported.engine_version(), found.engine_version()));
    found.set_engine_version(reported.engine_version());
  }
  if (reported.tz_database() != found.tz_database()) {
    add_note(answer, "other_tz_database",
             fmt::format(fmt::runtime(t("time zone database: the report used \"{}\", here is "
                                        "\"{}\"",
                                        "时区数据库：报告用 \"{}\"，当前为 \"{}\"")),
                         reported.tz_database(), found.tz_database()));
    found.set_tz_database(reported.tz_database());
  }
}

Result<v1::VerifyReportResponse> verify(Invocation const& call) {
  Speech const t{call.common.language};
  auto const path = call.value("--report");
  if (path.empty()) {
    return wrong_usage("say which report: --report FILE, as report annual --format json made it",
                       "请写明报告：--report FILE（report annual --format json 的输出）");
  }
  TIELINE_TRY(bytes, read_report(path));
  TIELINE_TRY(report, parse_report(bytes, path));
  TIELINE_TRY(again, call_again(report, call, path));
  TIELINE_TRY(made, answer_annual(again));
  v1::VerifyReportResponse answer;
  answer.set_report(utf8(path));
  answer.set_year(report.year());
  auto& proof = *made.message.mutable_provenance();
  pardon_build(report.provenance(), t, proof, answer);
  auto const recomputed = to_json(made.message);
  answer.set_same(recomputed == bytes);
  compare_inputs(report.provenance(), proof, answer);
  if (!answer.same()) {
    compare_fields(bytes, recomputed, answer);
    if (answer.inputs().empty() && answer.fields().empty()) {
      add_note(answer, "other_layout",
               t("every figure is the same, but not every byte: the file was laid out anew",
                 "所有数值相同，但字节不同：文件被重新排版过"));
    }
  }
  return answer;
}

std::string table_of(v1::VerifyReportResponse const& answer, Language language) {
  Speech const t{language};
  auto text = answer.same() ? t("the same, byte for byte: ", "逐字节相同：")
                            : t("NOT the same: ", "不一致：");
  text += answer.report() + "\n";
  for (auto const& note : answer.notes()) {
    text += "- " + note.text() + "\n";
  }
  if (answer.inputs_size() != 0) {
    TextTable inputs{{{t("input that differs", "不同的输入")},
                      {t("reported SHA-256", "报告中的 SHA-256")},
                      {t("found", "现在")}}};
    for (auto const& input : answer.inputs()) {
      inputs.add({input.file(), input.reported().empty() ? "—" : input.reported(),
                  input.found().empty() ? "—" : input.found()});
    }
    text += "\n" + inputs.text();
  }
  if (answer.fields_size() != 0) {
    constexpr int kShown = 40;
    TextTable fields{{{t("field that differs", "不同的字段")},
                      {t("reported", "报告")},
                      {t("recomputed", "重算")}}};
    for (int i = 0; i < std::min(answer.fields_size(), kShown); ++i) {
      auto const& field = answer.fields(i);
      fields.add({field.field(), field.reported().empty() ? "—" : field.reported(),
                  field.recomputed().empty() ? "—" : field.recomputed()});
    }
    text += "\n" + fields.text();
    if (answer.fields_size() > kShown) {
      text += fmt::format(fmt::runtime(t("… and {} more; --format json lists all\n",
                                         "……另有 {} 项；--format json 可列出全部\n")),
                          answer.fields_size() - kShown);
    }
  }
  return text;
}

std::string csv_of(v1::VerifyReportResponse const& answer) {
  auto text = csv_record({"what", "name", "reported", "found"});
  for (auto const& input : answer.inputs()) {
    text += csv_record({"input", input.file(), input.reported(), input.found()});
  }
  for (auto const& field : answer.fields()) {
    text += csv_record({"field", field.field(), field.reported(), field.recomputed()});
  }
  return text;
}

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(answer, verify(call));
  return deliver(
      call, answer.same() ? ExitCode::done : ExitCode::not_possible, answer,
      [&] { return table_of(answer, call.common.language); }, [&] { return csv_of(answer); });
}

}  // namespace

Verb report_verify_verb() {
  return {.noun = "report",
          .name = "verify",
          .summary = {.en = "make a report again from the case and compare every byte",
                      .zh = "由算例重新生成报告并逐字节核对"},
          .use = "CASE --report FILE",
          .example = "tieline report verify city/ --report 2021.json",
          .meaning = {.en = "The parameters are read from the report, the figures are computed "
                            "again from CASE.\n"
                            "  Exit 0: the same, byte for byte. Exit 5: not the same, with the "
                            "inputs and the\n"
                            "  fields that differ. Another version of tieline is remarked, not "
                            "held against it.",
                      .zh = "参数取自报告，数值由算例重新计算。\n"
                            "  退出码 0：逐字节相同；5：不一致，并列出不同的输入和字段。\n"
                            "  程序版本不同只作提示。"},
          .flags = kFlags,
          .more_formats = {},
          .run = run};
}

}  // namespace tieline::services
