#include "services/cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "services/cli/table.hpp"

namespace tieline::services {
namespace {

constexpr Words kProgram{
    .en = "tieline - who goes dark in a distribution network, for how long, and what avoids it",
    .zh = "tieline - 配电网供电可靠性：谁会停电、停多久、怎样避免"};

constexpr Words kExitCodes{
    .en =
        "Exit: 0 done; 1 internal error; 2 wrong usage; 3 done with quarantined rows;\n"
        "      4 input rejected; 5 done, and the answer is \"not possible\"; 130 interrupted.\n"
        "The answer goes to stdout, remarks and progress to stderr.",
    .zh =
        "退出码：0 完成；1 内部错误；2 用法错误；3 完成但有行被隔离；\n"
        "        4 输入被拒绝；5 完成，结论为“不可行”；130 被中断。\n"
        "结果写到标准输出，提示和进度写到标准错误。"};

/// "  left  right", lefts padded to one width; a left that is very wide has a line of its own.
std::string two_columns(std::vector<std::pair<std::string, std::string>> const& rows) {
  constexpr std::size_t kWidest = 24;
  std::size_t width = 0;
  for (auto const& row : rows) {
    auto const left = display_width(row.first);
    width = left > kWidest ? width : std::max(width, left);
  }
  std::string text;
  for (auto const& [left, right] : rows) {
    auto const used = display_width(left);
    auto const gap =
        used > width ? "\n" + std::string(width + 4, ' ') : std::string(width - used + 2, ' ');
    text += "  " + left + gap + right + "\n";
  }
  return text;
}

std::string list_flags(std::span<Flag const> flags, Language language) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (auto const& flag : flags) {
    auto left = std::string{flag.name};
    if (!flag.value.empty()) {
      left += ' ';
      left += flag.value;
    }
    rows.emplace_back(std::move(left), flag.help.in(language));
  }
  return two_columns(rows);
}

std::string list_verbs(std::string_view noun, Language language) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (auto const& verb : verbs()) {
    if (noun.empty() || verb.noun == noun) {
      rows.emplace_back(fmt::format("{} {}", verb.noun, verb.name), verb.summary.in(language));
    }
  }
  return two_columns(rows);
}

/// The example, and where its city comes from, so that it can be pasted.
std::string example_lines(Verb const& verb, Language language) {
  constexpr std::string_view kMakesCity{"tieline net generate --preset city --out city/"};
  auto text = fmt::format("  {}\n", verb.example);
  if (verb.example.find(" city/") != std::string_view::npos && verb.name != "generate") {
    text += fmt::format(
        fmt::runtime(Speech{language}("  (city/ comes from: {})\n", "  （city/ 由此生成：{}）\n")),
        kMakesCity);
  }
  return text;
}

std::string verb_page(Verb const& verb, Language language) {
  Speech const say{language};
  auto page =
      fmt::format("tieline {} {} - {}\n\n{}\n  tieline {} {} {}\n\n{}\n{}\n{}\n  {}\n", verb.noun,
                  verb.name, verb.summary.in(language), say("Usage:", "用法："), verb.noun,
                  verb.name, verb.use, say("Example:", "示例："), example_lines(verb, language),
                  say("What the answer means:", "结果怎么看："), verb.meaning.in(language));
  if (!verb.flags.empty()) {
    page += fmt::format("\n{}\n{}", say("Flags of this verb:", "本命令选项："),
                        list_flags(verb.flags, language));
  }
  page += fmt::format("\n{}\n{}\n{}\n", say("Flags of every verb:", "通用选项："),
                      list_flags(common_flags(), language), kExitCodes.in(language));
  return page;
}

}  // namespace

std::string help_page(HelpWanted const& wanted, Language language) {
  if (wanted.verb != nullptr) {
    return verb_page(*wanted.verb, language);
  }
  Speech const say{language};
  return fmt::format(
      "{}\n\n{}\n  tieline <noun> <verb> CASE [flags]\n\n{}\n{}\n{}\n\n{}\n{}\n{}\n",
      kProgram.in(language), say("Usage:", "用法："), say("Verbs:", "命令："),
      list_verbs(wanted.noun, language),
      say("CASE is a case folder, or a snapshot made by net pack. Each verb has its own page with "
          "an "
          "example:\n  tieline outage simulate --help",
          "CASE（算例）是算例文件夹，或由 net pack 生成的快照。每个命令都有带示例的说明页：\n  "
          "tieline outage simulate --lang zh --help"),
      say("Flags of every verb:", "通用选项："), list_flags(common_flags(), language),
      kExitCodes.in(language));
}

}  // namespace tieline::services
