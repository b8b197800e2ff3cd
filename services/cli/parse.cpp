#include "services/cli/parse.hpp"

#include <algorithm>
#include <cstdlib>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "services/cli/common_flags.hpp"
#include "services/cli/nearest.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

bool is_flag(std::string_view word) {
  return word.size() > 1 && word[0] == '-';
}

bool wants_help(std::string_view word) {
  return word == "--help" || word == "-h";
}

bool takes_value(std::string_view word) {
  auto const flags = common_flags();
  return std::any_of(flags.begin(), flags.end(),
                     [&](Flag const& f) { return f.name == word && !f.value.empty(); });
}

/// Position of the next word that is neither a flag nor the value of a common flag.
std::size_t next_plain(std::vector<std::string> const& words, std::size_t from) {
  while (from < words.size() && is_flag(words[from])) {
    from += takes_value(words[from]) ? 2U : 1U;
  }
  return from;
}

/// "; did you mean "check"?", or nothing.
std::string did_you_mean(std::string_view typed, std::vector<std::string_view> const& candidates,
                         Language language) {
  auto const found = nearest(typed, candidates);
  if (found.empty()) {
    return {};
  }
  return language == Language::zh ? fmt::format("，是否想输入 \"{}\"？", found)
                                  : fmt::format("; did you mean \"{}\"?", found);
}

/// CLI11's complaint in our words, naming the flag meant.
tl::unexpected<Error> explain(CLI::ParseError const& error, CLI::App const& app, Verb const& verb) {
  auto const page = fmt::format("tieline {} {} --help", verb.noun, verb.name);
  auto const extras = app.remaining();
  if (extras.empty()) {  // the only other mistake left to CLI11: a flag without its value
    return wrong_usage(fmt::format("{}; see {}", error.what(), page),
                       fmt::format("选项缺少取值或写法有误（{}）；用法见 {}", error.what(), page));
  }
  std::vector<std::string_view> names;
  for (auto const flags : {verb.flags, common_flags()}) {
    for (auto const& flag : flags) {
      names.push_back(flag.name);
    }
  }
  auto const typed = extras.front().substr(0, extras.front().find('='));
  return wrong_usage(fmt::format("unknown flag \"{}\"{} (see {})", typed,
                                 did_you_mean(typed, names, Language::en), page),
                     fmt::format("不认识选项 \"{}\"{}（用法见 {}）", typed,
                                 did_you_mean(typed, names, Language::zh), page));
}

/// Runs CLI11 over the words after noun and verb.
Result<void> split_flags(Verb const& verb, std::vector<std::string> const& rest, Invocation& call,
                         std::vector<std::string>& plain) {
  CLI::App app;
  app.set_help_flag();
  app.add_option("CASE", plain)->expected(0, -1);
  std::map<std::string_view, std::vector<std::string>> typed;
  std::map<std::string_view, CLI::Option*> options;
  for (auto const flags : {verb.flags, common_flags()}) {
    for (auto const& flag : flags) {
      auto const name = std::string{flag.name};
      if (flag.value.empty()) {
        options[flag.name] = app.add_flag(name);
      } else {
        options[flag.name] = app.add_option(name, typed[flag.name])
                                 ->expected(1)
                                 ->allow_extra_args(false)
                                 ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
      }
    }
  }
  try {
    app.parse(std::vector<std::string>{rest.rbegin(), rest.rend()});
  } catch (CLI::ParseError const& error) {
    return explain(error, app, verb);
  }
  for (auto const& [name, option] : options) {
    if (option->count() != 0) {
      call.given.emplace(name, typed[name]);
    }
  }
  return {};
}

Result<Parsed> parse_flags(Verb const& verb, std::vector<std::string> const& rest) {
  Call call{.verb = &verb, .invocation = {}};
  std::vector<std::string> plain;
  if (auto split = split_flags(verb, rest, call.invocation, plain); !split) {
    return tl::unexpected{std::move(split.error())};
  }
  auto const expected = std::size_t{verb.takes_case ? 1U : 0U};
  if (plain.size() < expected) {
    auto const use = fmt::format("tieline {} {} {}", verb.noun, verb.name, verb.use);
    return wrong_usage("name the case folder or snapshot: " + use,
                       "缺少算例（文件夹或快照）：" + use);
  }
  if (plain.size() > expected) {
    auto const use = fmt::format("tieline {} {} {}", verb.noun, verb.name, verb.use);
    return wrong_usage(fmt::format("\"{}\" is one word too many: {}", plain[expected], use),
                       fmt::format("多余的参数 \"{}\"；用法：{}", plain[expected], use));
  }
  call.invocation.case_path = verb.takes_case ? plain[0] : std::string{};
  call.invocation.common.language = language_of(rest);
  if (auto read = read_common_flags(call.invocation, verb.more_formats); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  return call;
}

tl::unexpected<Error> unknown_noun(std::string const& typed) {
  for (auto const& verb : verbs()) {
    if (verb.name == typed) {
      return wrong_usage(
          fmt::format("\"{1}\" goes with a noun: tieline {0} {1} {2}", verb.noun, typed, verb.use),
          fmt::format("\"{1}\" 前缺少类别：tieline {0} {1} {2}", verb.noun, typed, verb.use));
    }
  }
  std::vector<std::string_view> nouns;
  for (auto const& verb : verbs()) {
    nouns.push_back(verb.noun);
  }
  return wrong_usage(fmt::format("tieline knows no \"{}\"{} (see tieline --help)", typed,
                                 did_you_mean(typed, nouns, Language::en)),
                     fmt::format("没有 \"{}\" 这类命令{}（用法见 tieline --help）", typed,
                                 did_you_mean(typed, nouns, Language::zh)));
}

tl::unexpected<Error> unknown_verb(std::string_view noun, std::string const& typed) {
  std::vector<std::string_view> names;
  for (auto const& verb : verbs()) {
    if (verb.noun == noun) {
      names.push_back(verb.name);
    }
  }
  auto const all = fmt::format("{}", fmt::join(names, ", "));
  if (typed.empty()) {
    return wrong_usage(fmt::format("tieline {} what? It can: {}", noun, all),
                       fmt::format("tieline {} 之后缺少动词，可用：{}", noun, all));
  }
  return wrong_usage(fmt::format("tieline {} cannot \"{}\"{} (it can: {})", noun, typed,
                                 did_you_mean(typed, names, Language::en), all),
                     fmt::format("tieline {} 没有 \"{}\"{}（可用：{}）", noun, typed,
                                 did_you_mean(typed, names, Language::zh), all));
}

/// No noun among the words: help, version, or a question back.
Result<Parsed> parse_without_noun(std::vector<std::string> const& words, bool help) {
  if (std::find(words.begin(), words.end(), "--version") != words.end()) {
    return VersionWanted{};
  }
  if (help) {
    return HelpWanted{};
  }
  return wrong_usage("say what to do, as in: tieline net check CASE (see tieline --help)",
                     "请写明命令，例如：tieline net check 算例（用法见 tieline --help）");
}

}  // namespace

Language language_of_environment() {
  for (auto const* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): read at start, before any thread
    auto const* const value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return std::string_view{value}.substr(0, 2) == "zh" ? Language::zh : Language::en;
    }
  }
  return Language::en;
}

Language language_of(std::vector<std::string> const& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view value;
    if (words[i].starts_with("--lang=")) {
      value = std::string_view{words[i]}.substr(7);
    } else if (words[i] == "--lang" && i + 1 < words.size()) {
      value = words[i + 1];
    }
    if (value == "zh" || value == "en") {
      return value == "zh" ? Language::zh : Language::en;
    }
  }
  return language_of_environment();
}

Result<Parsed> parse(std::vector<std::string> const& words) {
  if (!words.empty() && words.front() == "help") {
    auto asked = words;
    asked.front() = "--help";
    return parse(asked);
  }
  auto const help = std::any_of(words.begin(), words.end(), wants_help);
  auto const noun_at = next_plain(words, 0);
  if (noun_at >= words.size()) {
    return parse_without_noun(words, help);
  }
  auto const all = verbs();
  auto const of_noun = [&](Verb const& v) { return v.noun == words[noun_at]; };
  auto const first = std::find_if(all.begin(), all.end(), of_noun);
  if (first == all.end()) {
    return unknown_noun(words[noun_at]);
  }
  auto const verb_at = next_plain(words, noun_at + 1);
  if (verb_at >= words.size()) {
    if (help) {
      return HelpWanted{.noun = first->noun};
    }
    return unknown_verb(first->noun, "");
  }
  auto const verb = std::find_if(all.begin(), all.end(), [&](Verb const& v) {
    return of_noun(v) && v.name == words[verb_at];
  });
  if (verb == all.end()) {
    return unknown_verb(first->noun, words[verb_at]);
  }
  if (help) {
    return HelpWanted{.noun = first->noun, .verb = &*verb};
  }
  auto rest = words;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(verb_at));
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(noun_at));
  return parse_flags(*verb, rest);
}

}  // namespace tieline::services
