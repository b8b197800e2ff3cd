#include "services/cli/sweep_flags.hpp"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/cli/outage_flags.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

using study::SweepGrouping;
using SweptKind = sweep::ElementKind;

constexpr std::array kKinds{SweptKind::section, SweptKind::line, SweptKind::network_switch,
                            SweptKind::source};
constexpr std::array kGroupings{SweepGrouping::feeder, SweepGrouping::zone,
                                SweepGrouping::organisation};

/// The words of a flag that may be repeated or hold a list, each once and in the order of
/// `choices`.
template <class Choice, std::size_t n>
Result<std::vector<Choice>> read_list(Invocation const& call, std::string_view flag,
                                      std::array<Choice, n> const& choices) {
  auto const words = split_ids(call.values(flag));
  std::string all;
  for (auto const choice : choices) {
    all += (all.empty() ? "" : ", ") + std::string{study::name_of(choice)};
  }
  auto const is_word = [&](std::string const& word) {
    return std::any_of(choices.begin(), choices.end(),
                       [&](Choice choice) { return study::name_of(choice) == word; });
  };
  for (auto const& word : words) {
    if (!is_word(word)) {
      return wrong_usage(fmt::format("{} takes {}, not \"{}\"", flag, all, word),
                         fmt::format("{} 应为 {}，而不是 \"{}\"", flag, all, word));
    }
  }
  if (call.has(flag) && words.empty()) {
    return wrong_usage(fmt::format("{} takes {}", flag, all), fmt::format("{} 应为 {}", flag, all));
  }
  std::vector<Choice> chosen;
  for (auto const choice : choices) {
    if (std::find(words.begin(), words.end(), study::name_of(choice)) != words.end()) {
      chosen.push_back(choice);
    }
  }
  return chosen;
}

Result<void> read_counts(Invocation const& call, SweepAsked& asked) {
  if (call.has("--levels")) {
    auto const levels = number_of<int>(call.value("--levels"));
    if (!levels || *levels < 1 || *levels > 2) {
      return wrong_usage(
          fmt::format("--levels takes 1 or 2, not \"{}\"", call.value("--levels")),
          fmt::format("--levels 应为 1 或 2，而不是 \"{}\"", call.value("--levels")));
    }
    asked.query.levels = *levels;
  }
  if (call.has("--top")) {
    auto const top = number_of<std::uint32_t>(call.value("--top"));
    if (!top || *top == 0) {
      return wrong_usage(
          fmt::format("--top takes a whole number above 0, not \"{}\"", call.value("--top")),
          fmt::format("--top 应为大于 0 的整数，而不是 \"{}\"", call.value("--top")));
    }
    asked.top = *top;
  }
  return {};
}

/// The slot of --at, else the peak; and the 24 hours of its day, else of a workday.
Result<void> read_when(Invocation const& call, io::LoadedCase const& loaded, SweepAsked& asked) {
  auto const& model = *loaded.model;
  flow::Slot day{.hour = 0};
  if (call.has("--at")) {
    auto const at = io::parse_time(call.value("--at"), model.time_zone());
    if (!at) {
      return wrong_usage(fmt::format("--at: {}", at.error().en),
                         fmt::format("--at：{}", at.error().zh));
    }
    TIELINE_TRY(offset, io::utc_offset(*at, model.time_zone()));
    asked.at = *at;
    asked.query.slot =
        flow::hours_of({.start = *at,
                        .duration_s = 0,
                        .utc_offset_s = offset,
                        .holiday = network::is_holiday_throughout(loaded.plan.holidays, *at, 0)})
            .slots.front();
    day = asked.query.slot;
  }
  if (call.has("--hours")) {
    for (std::int8_t hour = 0; hour < 24; ++hour) {
      day.hour = hour;
      asked.hours.push_back(day);
    }
  }
  return {};
}

}  // namespace

Result<SweepAsked> read_sweep(Invocation const& call, io::LoadedCase const& loaded) {
  SweepAsked asked;
  TIELINE_TRY(kinds, read_list(call, "--element", kKinds));
  TIELINE_TRY(by, read_list(call, "--by", kGroupings));
  asked.query.kinds = kinds.empty() ? std::vector<SweptKind>{kKinds.begin(), kKinds.end()} : kinds;
  asked.query.threads = call.common.threads;
  asked.by = by;
  asked.want_rows = call.has("--rows");
  asked.failed_only = call.has("--failed-only");
  if (asked.failed_only && !asked.want_rows && asked.by.empty()) {
    return wrong_usage("--failed-only shortens the list of --rows or --by; give one of them, too",
                       "--failed-only 用于缩短 --rows 或 --by 的清单，请同时给出其中之一");
  }
  if (auto read = read_counts(call, asked); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  if (auto read = read_when(call, loaded, asked); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  return asked;
}

}  // namespace tieline::services
