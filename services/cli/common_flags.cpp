#include "services/cli/common_flags.hpp"

#include <array>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

constexpr std::array kCommonFlags{
    Flag{.name = "--format",
         .value = "table|json|csv",
         .help = {.en = "how the answer is printed (default: table)",
                  .zh = "输出格式（默认 table 表格）"}},
    Flag{.name = "--lang",
         .value = "zh|en",
         .help = {.en = "language of help, tables and messages (default: from LANG)",
                  .zh = "帮助、表格和提示的语言（默认取自 LANG）"}},
    Flag{.name = "--base",
         .value = "mv_user|household|capacity",
         .help = {.en = "counted unit put first (default: mv_user)",
                  .zh = "优先显示的统计单位：中压用户、低压用户（户）或容量（默认 mv_user）"}},
    Flag{.name = "--profile",
         .value = "cn-dlt836|ieee1366",
         .help = {.en = "rule set: what is momentary, 180 s or 300 s (default: the case's), and "
                        "whether its time counts (default: cn-dlt836, it does)",
                  .zh = "规则集：短时停电界限 180 s 或 300 s（默认用算例自带），及其时间是否计入"
                        "（默认 cn-dlt836，计入）"}},
    Flag{.name = "--set",
         .value = "key=value",
         .help = {.en = "any setting of meta.csv; may be repeated",
                  .zh = "覆盖 meta.csv 中的任一参数，可重复"}},
    Flag{.name = "--threads",
         .value = "N",
         .help = {.en = "threads that open a snapshot and sum indices (default: one a core); the "
                        "answer is the same for any N",
                  .zh = "打开快照、统计指标所用的线程数（默认每核一个）；结果与线程数无关"}},
    Flag{.name = "--seed",
         .value = "N",
         .help = {.en = "seed of everything random (default: 1)", .zh = "随机种子（默认 1）"}},
    Flag{.name = "--output",
         .value = "FILE",
         .help = {.en = "write the answer to FILE, whole or not at all, instead of stdout",
                  .zh = "把结果完整写入 FILE（不会留下半个文件），而不是标准输出"}},
    Flag{.name = "--quiet",
         .value = "",
         .help = {.en = "no progress and no remarks on stderr", .zh = "不显示进度和提示"}},
    Flag{.name = "--help", .value = "", .help = {.en = "this page", .zh = "显示本页"}},
};

/// Sets `chosen` to the place of the typed word among `names`, if the flag was given.
template <class Choice>
Result<void> read_choice(Invocation const& call, std::string_view flag,
                         std::span<std::string_view const> names, Choice& chosen) {
  if (!call.has(flag)) {
    return {};
  }
  auto const typed = call.value(flag);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == typed) {
      chosen = static_cast<Choice>(i);
      return {};
    }
  }
  auto const all = fmt::format("{}", fmt::join(names, ", "));
  return wrong_usage(fmt::format("{} takes one of {}, not \"{}\"", flag, all, typed),
                     fmt::format("{} 应为 {} 之一，而不是 \"{}\"", flag, all, typed));
}

Result<void> read_numbers(Invocation& call) {
  constexpr std::uint32_t kMostThreads = 1024;
  if (call.has("--threads")) {
    auto const threads = number_of<std::uint32_t>(call.value("--threads"));
    if (!threads || *threads == 0 || *threads > kMostThreads) {
      return wrong_usage("--threads takes a whole number from 1 to 1024",
                         "--threads 应为 1 到 1024 之间的整数");
    }
    call.common.threads = *threads;
  }
  if (call.has("--seed")) {
    auto const seed = number_of<std::uint64_t>(call.value("--seed"));
    if (!seed) {
      return wrong_usage("--seed takes a whole number from 0 to 18446744073709551615",
                         "--seed 应为 0 到 18446744073709551615 之间的整数");
    }
    call.common.seed = *seed;
  }
  return {};
}

/// table, json and csv for every verb; what else it makes, for the verb that makes it.
Result<void> read_format(Invocation& call, std::span<std::string_view const> more_formats) {
  constexpr std::array<std::string_view, 5> kFormats{"table", "json", "csv", "xlsx", "html"};
  constexpr std::size_t kOfEveryVerb = 3;
  if (auto read = read_choice(call, "--format",
                              std::span{kFormats}.first(kOfEveryVerb + more_formats.size()),
                              call.common.format);
      !read) {
    return read;
  }
  return {};
}

Result<void> read_settings(Invocation& call) {
  enum class Profile : std::uint8_t { cn_dlt836, ieee1366 };
  constexpr std::array<std::string_view, 2> kProfiles{"cn-dlt836", "ieee1366"};
  auto& settings = call.common.settings;
  auto profile = Profile::cn_dlt836;
  if (auto read = read_choice(call, "--profile", kProfiles, profile); !read) {
    return read;
  }
  if (call.has("--profile")) {
    // DL/T 836: an interruption of at most 3 min is momentary; IEEE 1366: at most 5 min.
    settings.emplace_back("momentary_s", profile == Profile::cn_dlt836 ? "180" : "300");
  }
  for (auto const& pair : call.values("--set")) {
    auto const equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      return wrong_usage(
          fmt::format("--set takes key=value, as in --set vmin_pu=0.95, not \"{}\"", pair),
          fmt::format("--set 应写成 键=值，例如 --set vmin_pu=0.95，而不是 \"{}\"", pair));
    }
    settings.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return {};
}

}  // namespace

std::span<Flag const> common_flags() {
  return kCommonFlags;
}

Result<void> read_common_flags(Invocation& call, std::span<std::string_view const> more_formats) {
  constexpr std::array<std::string_view, 3> kBases{"mv_user", "household", "capacity"};
  constexpr std::array<std::string_view, 2> kLanguages{"en", "zh"};
  auto& common = call.common;
  for (auto const& read :
       {read_choice(call, "--lang", kLanguages, common.language), read_format(call, more_formats),
        read_choice(call, "--base", kBases, common.base), read_numbers(call),
        read_settings(call)}) {
    if (!read) {
      return tl::unexpected{read.error()};
    }
  }
  common.output = call.value("--output");
  common.quiet = call.has("--quiet");
  return {};
}

}  // namespace tieline::services
