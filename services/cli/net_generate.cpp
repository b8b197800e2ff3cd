#include <array>
#include <chrono>

#include <fmt/format.h>

#include "engine/synth/generate.hpp"
#include "services/adapters/values.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/progress.hpp"
#include "services/cli/table.hpp"
#include "services/cli/typed.hpp"
#include "services/cli/unfinished.hpp"
#include "services/cli/verb.hpp"

#include "tieline/v1/network.pb.h"

namespace tieline::services {
namespace {

namespace fs = std::filesystem;

constexpr std::array kFlags{
    Flag{.name = "--out",
         .value = "DIR",
         .help = {.en = "folder to make; it must not exist or be empty",
                  .zh = "要生成的文件夹，须不存在或为空"}},
    Flag{.name = "--preset",
         .value = "city|province",
         .help = {.en = "size and character (default: city)", .zh = "规模与特征（默认 city）"}},
    Flag{.name = "--feeders",
         .value = "N",
         .help = {.en = "number of feeders (default: the preset's own)",
                  .zh = "馈线条数（默认由 preset 决定）"}},
    Flag{.name = "--distributions",
         .value = "FILE",
         .help = {.en = "zone distributions to draw from (default: built in)",
                  .zh = "抽样所用的分区分布文件（默认内置）"}},
    Flag{.name = "--history-years",
         .value = "N",
         .help = {.en = "years of events up to 2021, 1 to 10 (default: 1); 2021 is the same for "
                        "any N",
                  .zh = "历史停电的年数，到 2021 年为止，1 到 10（默认 1）；2021 年与年数无关"}},
    Flag{.name = "--no-history",
         .value = "",
         .help = {.en = "leave out the events", .zh = "不生成历史停电事件"}},
    Flag{.name = "--no-plan",
         .value = "",
         .help = {.en = "leave out the month of works", .zh = "不生成检修计划"}},
};

Result<synth::GenerateOptions> read_options(Invocation const& call) {
  synth::GenerateOptions options;
  if (call.has("--preset")) {
    options.preset = call.value("--preset");
  }
  if (call.has("--feeders")) {
    auto const text = call.value("--feeders");
    auto const feeders = number_of<decltype(options.feeders)>(text);
    if (!feeders || *feeders == 0) {
      return wrong_usage(fmt::format("--feeders takes a whole number above zero, not \"{}\"", text),
                         fmt::format("--feeders 应为正整数，而不是 \"{}\"", text));
    }
    options.feeders = *feeders;
  }
  if (call.has("--history-years")) {
    auto const text = call.value("--history-years");
    auto const years = number_of<decltype(options.history_years)>(text);
    if (!years) {
      return wrong_usage(
          fmt::format("--history-years takes a whole number from 1 to 10, not \"{}\"", text),
          fmt::format("--history-years 应为 1 到 10 之间的整数，而不是 \"{}\"", text));
    }
    options.history_years = *years;
  }
  options.seed = call.common.seed;
  options.history = !call.has("--no-history");
  options.plan = !call.has("--no-plan");
  options.distributions = call.value("--distributions");
  return options;
}

Result<fs::path> read_folder(Invocation const& call) {
  fs::path folder = call.value("--out");
  if (folder.empty()) {
    return wrong_usage("say where: tieline net generate --out DIR",
                       "缺少 --out：请指定要生成的文件夹");
  }
  if (auto free = demand_free_folder(folder); !free) {
    return tl::unexpected{std::move(free.error())};
  }
  return folder;
}

v1::GenerateNetworkResponse to_proto(synth::Generated const& made,
                                     synth::GenerateOptions const& options) {
  v1::GenerateNetworkResponse answer;
  answer.set_preset(utf8(options.preset));
  answer.set_seed(static_cast<std::int64_t>(options.seed));
  answer.set_feeders(count32(made.feeders));
  answer.set_sections(count32(made.sections));
  answer.set_switches(count32(made.switches));
  answer.set_users(count32(made.users));
  answer.set_households(count32(made.households));
  answer.set_bytes(static_cast<std::int64_t>(made.bytes));
  return answer;
}

std::string as_table(v1::GenerateNetworkResponse const& a, Language language) {
  return fmt::format(
      fmt::runtime(language == Language::zh
                       ? "已生成 {}：馈线 {} 条，区段 {}，开关 {}，中压用户 {}，低压用户 {} 户；"
                         "{:.1f} MB，用时 {:.1f} s\n"
                       : "{} made: {} feeders, {} sections, {} switches, {} MV users, {} "
                         "households; {:.1f} MB in {:.1f} s\n"),
      a.folder(), a.feeders(), a.sections(), a.switches(), a.users(), a.households(),
      static_cast<double>(a.bytes()) / 1e6, a.elapsed_s());
}

std::string as_csv(v1::GenerateNetworkResponse const& a) {
  return csv_record({"folder", "preset", "seed", "feeders", "sections", "switches", "users",
                     "households", "bytes", "elapsed_s"}) +
         csv_record({a.folder(), a.preset(), std::to_string(a.seed()), std::to_string(a.feeders()),
                     std::to_string(a.sections()), std::to_string(a.switches()),
                     std::to_string(a.users()), std::to_string(a.households()),
                     std::to_string(a.bytes()), plain(a.elapsed_s())});
}

Result<ExitCode> run(Invocation const& call) {
  auto const begin = std::chrono::steady_clock::now();
  TIELINE_TRY(options, read_options(call));
  TIELINE_TRY(folder, read_folder(call));
  TIELINE_TRY(unfinished, Unfinished::beside(folder));
  {
    ProgressBar bar{ProgressUnit::steps, call.common.language, call.common.quiet};
    options.progress = [&](std::string_view phase, std::uint64_t done, std::uint64_t all) {
      bar.show(phase, done, all);
    };
    auto made = synth::generate_case(options, unfinished.place());
    if (!made) {
      return tl::unexpected{std::move(made.error())};
    }
    if (auto moved = unfinished.commit(); !moved) {
      return tl::unexpected{std::move(moved.error())};
    }
    auto answer = to_proto(*made, options);
    answer.set_folder(utf8(folder.string()));
    answer.set_elapsed_s(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    return deliver(
        call, ExitCode::done, answer, [&] { return as_table(answer, call.common.language); },
        [&] { return as_csv(answer); });
  }
}

}  // namespace

Verb net_generate_verb() {
  return {
      .noun = "net",
      .name = "generate",
      .takes_case = false,
      .summary = {.en = "a synthetic city or province: same seed, same bytes",
                  .zh = "生成合成城市或省级算例：种子相同则逐字节相同"},
      .use = "--out DIR [--preset city|province] [--feeders N] [--seed S]",
      .example = "tieline net generate --preset city --seed 7 --out city/",
      .meaning = {.en = "The folder holds network/, history/ of 2021 and a month of plan/ as "
                        "CSV, ready for\n"
                        "  net check and outage simulate. It appears whole or not at all. No "
                        "figure in it is a\n"
                        "  real customer's.",
                  .zh = "文件夹含 network/、一年 history/ 和一个月 plan/，可直接用于 net check 和\n"
                        "  outage simulate。要么完整出现，要么不出现；其中没有任何真实用户数据。"},
      .flags = kFlags,
      .run = run};
}

}  // namespace tieline::services
