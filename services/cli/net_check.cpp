#include <array>

#include <fmt/format.h>

#include "engine/history/changes.hpp"
#include "services/adapters/network_to_proto.hpp"
#include "services/adapters/values.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/table.hpp"
#include "services/cli/unfinished.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {
namespace {

constexpr std::array kFlags{
    Flag{.name = "--strict",
         .value = "",
         .help = {.en = "reject the case instead of setting rows aside",
                  .zh = "严格模式：有需隔离的行即拒绝整个算例"}},
    Flag{.name = "--quarantine",
         .value = "DIR",
         .help = {.en = "write the rows set aside to a new folder DIR, to be mended and given back "
                        "with --add",
                  .zh = "把被隔离的行写入新文件夹 DIR，改正后用 --add 重新并入"}},
    Flag{.name = "--add",
         .value = "DIR",
         .help = {.en = "append the rows of DIR (mended quarantine); may be repeated",
                  .zh = "并入 DIR 中的行（改正后的隔离行），可重复"}},
    Flag{.name = "--before",
         .value = "CASE",
         .help = {.en = "an earlier export of the case: also tell which events and users are gone, "
                        "edited or came late since",
                  .zh = "此前导出的算例：另列出其后消失、被修改或补录的事件和用户"}},
};

/// "network/lines.csv:17:length_km B28 text → suggestion": the same words as network::to_text.
std::string issue_line(v1::Issue const& issue, bool chinese) {
  auto line = issue.file();
  if (issue.row() != 0) {
    line += fmt::format(":{}", issue.row());
  }
  if (!issue.column().empty()) {
    line += ":" + issue.column();
  }
  line += fmt::format(" {} {}", issue.code(), chinese ? issue.text_zh() : issue.text());
  auto const& suggestion = chinese ? issue.suggestion_zh() : issue.suggestion();
  return suggestion.empty() ? line : line + " → " + suggestion;
}

std::string as_table(v1::CheckNetworkResponse const& answer, Language language) {
  auto const chinese = language == Language::zh;
  std::string text;
  for (auto const& issue : answer.issues()) {
    text += issue_line(issue, chinese) + "\n";
  }
  auto const& s = answer.summary();
  text += fmt::format(
      fmt::runtime(chinese
                       ? "共 {} 个问题：拒绝 {}，隔离 {}（共 {} 行），告警 {}，已按原意修正 {}。"
                       : "{} issue(s): {} reject, {} quarantine ({} row(s) set "
                         "aside), {} warn, {} fix. "),
      s.issues(), s.rejected(), s.quarantined(), s.quarantined_rows(), s.warned(), s.fixed());
  text += s.accepted() ? (chinese ? "算例可用。\n" : "The case can be used.\n")
                       : (chinese ? "算例被拒绝。\n" : "The case is rejected.\n");
  if (!s.quarantine_folder().empty()) {
    text += fmt::format(fmt::runtime(chinese ? "被隔离的行已写入 {0}，改正后：--add {0}\n"
                                             : "The rows set aside are in {0}; mend them, then "
                                               "--add {0}\n"),
                        s.quarantine_folder());
  }
  return text;
}

std::string as_csv(v1::CheckNetworkResponse const& answer) {
  auto text = csv_record({"file", "row", "column", "code", "handling", "text", "suggestion",
                          "text_zh", "suggestion_zh"});
  for (auto const& i : answer.issues()) {
    text += csv_record({i.file(), std::to_string(i.row()), i.column(), i.code(), i.handling(),
                        i.text(), i.suggestion(), i.text_zh(), i.suggestion_zh()});
  }
  return text;
}

/// Writes the rows set aside, if there are any, and says where in the answer.
Result<void> set_aside(io::LoadedCase const& loaded, std::string const& folder,
                       v1::CheckNetworkResponse& answer) {
  if (folder.empty() || loaded.quarantined.empty()) {
    return {};
  }
  TIELINE_TRY(unfinished, Unfinished::beside(folder));
  if (auto written = io::write_quarantine(loaded, unfinished.place()); !written) {
    return written;
  }
  answer.mutable_summary()->set_quarantine_folder(utf8(folder));
  return unfinished.commit();
}

/// Tells what became of the history of the earlier export, if one is given.
/// Errors: as load_case of it; input_rejected if no network can be built of it.
Result<void> tell_since(Invocation const& call, io::LoadedCase& loaded) {
  auto const folder = call.value("--before");
  if (folder.empty() || loaded.model == nullptr) {
    return {};
  }
  io::LoadOptions options;
  options.threads = call.common.threads;
  options.want_history = true;
  TIELINE_TRY(before, io::load_case(folder, options));
  if (before.model == nullptr) {
    return fail(ErrorCode::input_rejected,
                fmt::format("{0} was rejected; tieline net check {0} says why", folder),
                fmt::format("{0} 已被拒绝，原因见 tieline net check {0}", folder));
  }
  history::tell_changes(*before.history, *loaded.history, loaded.faults);
  loaded.faults.sort();
  return {};
}

Result<ExitCode> run(Invocation const& call) {
  auto const folder = call.value("--quarantine");
  if (auto free = demand_free_folder(folder); !free) {
    return tl::unexpected{std::move(free.error())};
  }
  TIELINE_TRY(loaded, load_to_check(call));
  if (auto told = tell_since(call, loaded); !told) {
    return tl::unexpected{std::move(told.error())};
  }
  auto answer = to_check_response(loaded);
  if (auto written = set_aside(loaded, folder, answer); !written) {
    return tl::unexpected{std::move(written.error())};
  }
  auto const code = loaded.model == nullptr ? ExitCode::rejected : exit_code_of(loaded);
  return deliver(
      call, code, answer, [&] { return as_table(answer, call.common.language); },
      [&] { return as_csv(answer); });
}

}  // namespace

Verb net_check_verb() {
  return {
      .noun = "net",
      .name = "check",
      .summary = {.en = "every fault of the input: where, what, and what to do",
                  .zh = "检查输入：逐条列出问题所在、原因和改法"},
      .use = "CASE [--strict] [--quarantine DIR] [--add DIR] [--before CASE]",
      .example = "tieline net check city/ --quarantine mend/",
      .meaning =
          {.en =
               "One line a fault: file:row:column CODE what is wrong → what to do. The row is the\n"
               "  line of the file (its header is line 1). reject: nothing can be computed until "
               "it\n"
               "  is mended (exit 4); quarantine: the row is set aside, the rest goes on (exit "
               "3);\n"
               "  warn: accepted as it stands; fix: read as obviously meant (exit 0).",
           .zh = "每个问题一行：文件:行:列 代码 原因 → 改法。行号即文件行号（表头为第 1 行）。\n"
                 "  拒绝：不改正就不能计算（退出码 4）；隔离：该行搁置，其余继续（退出码 3）；\n"
                 "  告警：照原样接受；修正：按明显的原意读取（退出码 0）。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
