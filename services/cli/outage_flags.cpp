#include "services/cli/outage_flags.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/cli/nearest.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

using network::NetworkModel;
using network::WorkRow;

constexpr Seconds kDay = 24 * kSecondsPerHour;

std::optional<double> finite_number(std::string const& text) {
  auto const value = number_of<double>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

/// A figure that must be above zero; `otherwise` where the flag is not given.
Result<float> read_positive(Invocation const& call, std::string_view flag, float otherwise) {
  if (!call.has(flag)) {
    return otherwise;
  }
  auto const typed = call.value(flag);
  auto const value = finite_number(typed);
  if (!value || *value <= 0 || *value > 1e9) {
    return wrong_usage(fmt::format("{} takes a number above zero, not \"{}\"", flag, typed),
                       fmt::format("{} 应为大于 0 的数，而不是 \"{}\"", flag, typed));
  }
  return static_cast<float>(*value);
}

Result<Seconds> read_time(std::string_view flag, std::string const& typed,
                          NetworkModel const& model) {
  auto time = io::parse_time(typed, model.time_zone());
  if (!time) {
    return wrong_usage(fmt::format("{}: {}", flag, time.error().en),
                       fmt::format("{}：{}", flag, time.error().zh));
  }
  return time;
}

Result<WorkRow const*> find_work(std::string const& id, io::LoadedCase const& loaded) {
  auto const& works = loaded.plan.works;
  auto const found =
      std::find_if(works.begin(), works.end(), [&](WorkRow const& w) { return w.id == id; });
  if (found != works.end()) {
    return &*found;
  }
  std::vector<std::string_view> ids;
  ids.reserve(works.size());
  for (auto const& work : works) {
    ids.push_back(work.id);
  }
  auto const close = nearest(id, ids);
  return fail(ErrorCode::unknown_id,
              fmt::format("plan/works.csv has no work \"{}\"{}", id,
                          close.empty() ? "" : fmt::format("; did you mean \"{}\"?", close)),
              fmt::format("plan/works.csv 中没有检修 \"{}\"{}", id,
                          close.empty() ? "" : fmt::format("，是否指 \"{}\"？", close)));
}

/// The fixed start; else the first daily_from at or after `earliest`.
Result<Seconds> start_of(WorkRow const& work, NetworkModel const& model) {
  if (work.start) {
    return *work.start;
  }
  if (!work.earliest) {
    return wrong_usage(fmt::format("work {} states no start; give --start", work.id),
                       fmt::format("检修 {} 没有开始时间，请用 --start 指定", work.id));
  }
  if (!work.daily_from_s) {
    return *work.earliest;
  }
  TIELINE_TRY(offset, io::utc_offset(*work.earliest, model.time_zone()));
  auto const local = *work.earliest + offset;
  auto const midnight = local - ((local % kDay) + kDay) % kDay;
  auto const same_day = midnight + *work.daily_from_s;
  return (same_day >= local ? same_day : same_day + kDay) - offset;
}

/// The vehicles of generators.csv; without any, one of the power the work (or flag) states.
std::vector<network::GeneratorRow> vehicles(io::LoadedCase const& loaded, float generator_kw) {
  if (!loaded.plan.generators.empty() || !is_known(generator_kw) || generator_kw <= 0) {
    return loaded.plan.generators;
  }
  network::GeneratorRow vehicle;
  vehicle.id = "generator";
  vehicle.kw = generator_kw;
  return {vehicle};
}

bool has_live_crew(network::PlanTables const& plan) {
  return !plan.has_crews ||
         std::any_of(plan.crews.begin(), plan.crews.end(), [](network::CrewRow const& crew) {
           return crew.skill == "live_line" && crew.capacity > 0;
         });
}

/// --levels and --no-second-fault, alike in both verbs.
template <class Query>
Result<void> read_transfer(Invocation const& call, Query& query) {
  query.second_fault = !call.has("--no-second-fault");
  if (!call.has("--levels")) {
    return {};
  }
  auto const typed = call.value("--levels");
  if (typed != "1" && typed != "2") {
    return wrong_usage(fmt::format("--levels takes 1 or 2, not \"{}\"", typed),
                       fmt::format("--levels 应为 1 或 2，而不是 \"{}\"", typed));
  }
  query.levels = typed == "1" ? 1 : 2;
  return {};
}

Result<void> read_strategy(Invocation const& call, SimulationAsked& asked) {
  if (!call.has("--strategy")) {
    return {};
  }
  auto const typed = call.value("--strategy");
  asked.only_best = typed == "best";
  if (asked.only_best) {
    return {};
  }
  std::string names;
  for (auto const strategy : study::kStrategies) {
    if (name_of(strategy) == typed) {
      asked.query.strategies = {strategy};
      return {};
    }
    names += std::string{name_of(strategy)} + ", ";
  }
  return wrong_usage(fmt::format("--strategy takes one of {}best, not \"{}\"", names, typed),
                     fmt::format("--strategy 应为 {}best 之一，而不是 \"{}\"", names, typed));
}

/// What the named work states: equipment, times, live-line item, bypass.
Result<void> take_work(Invocation const& call, WorkRow const& work, NetworkModel const& model,
                       SimulationAsked& asked) {
  auto& query = asked.query;
  asked.wording.work = work.id;
  asked.wording.equipment = work.equipment;
  query.duration_s = work.duration_s;
  query.live_line_item = work.live_line_item;
  query.live_line_s = work.live_line_s;
  query.bypass_a = work.bypass_a;
  if (!call.has("--start")) {
    TIELINE_TRY(start, start_of(work, model));
    query.start = start;
  }
  return {};
}

/// Flags that stand over what the work states.
Result<void> take_flags(Invocation const& call, NetworkModel const& model, SimulationAsked& asked) {
  auto& query = asked.query;
  if (call.has("--start")) {
    TIELINE_TRY(start, read_time("--start", call.value("--start"), model));
    query.start = start;
  }
  if (call.has("--duration-h")) {
    TIELINE_TRY(duration, read_duration_h("--duration-h", call.value("--duration-h")));
    query.duration_s = duration;
  }
  if (call.has("--live-line-item")) {
    query.live_line_item = call.value("--live-line-item");
  }
  TIELINE_TRY(bypass_a, read_positive(call, "--bypass-a", query.bypass_a));
  query.bypass_a = bypass_a;
  if (auto read = read_transfer(call, query); !read) {
    return read;
  }
  return read_strategy(call, asked);
}

constexpr std::array<std::string_view, 3> kBaseNames{"mv_user", "household", "capacity"};

Wording wording_of(Invocation const& call) {
  Wording wording;
  wording.language = call.common.language;
  wording.base = kBaseNames[static_cast<std::size_t>(call.common.base)];
  wording.equipment = split_ids(call.values("--equipment"));
  wording.want_intervals = call.has("--intervals");
  return wording;
}

Result<void> demand_work_or_equipment(Invocation const& call) {
  if (call.has("--work") == call.has("--equipment")) {
    return wrong_usage(
        "say what is worked on: either --work W (a row of plan/works.csv) or --equipment "
        "IDS --start T --duration-h H",
        "请写明检修对象：--work W（plan/works.csv 的一行）或 --equipment IDS --start T "
        "--duration-h H，二选一");
  }
  if (call.has("--equipment") && !(call.has("--start") && call.has("--duration-h"))) {
    return wrong_usage("--equipment needs --start T and --duration-h H beside it",
                       "使用 --equipment 时须同时给出 --start T 和 --duration-h H");
  }
  return {};
}

}  // namespace

std::vector<std::string> split_ids(std::span<std::string const> typed) {
  std::vector<std::string> ids;
  for (std::string_view rest : typed) {
    while (!rest.empty()) {
      auto const end = std::min(rest.find_first_of(";,"), rest.size());
      auto id = rest.substr(0, end);
      id.remove_prefix(std::min(id.find_first_not_of(' '), id.size()));
      id = id.substr(0, id.find_last_not_of(' ') + 1);
      if (!id.empty()) {
        ids.emplace_back(id);
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return ids;
}

Result<Seconds> read_duration_h(std::string_view flag, std::string const& typed) {
  constexpr double kLongest_h = 100'000;
  auto const hours = finite_number(typed);
  if (!hours || *hours <= 0 || *hours > kLongest_h) {
    return wrong_usage(
        fmt::format("{} takes hours above 0 and at most 100000, as in 6 or 1.5, not \"{}\"", flag,
                    typed),
        fmt::format("{} 应为大于 0 且不超过 100000 的小时数，例如 6 或 1.5，而不是 \"{}\"", flag,
                    typed));
  }
  auto const seconds = std::llround(*hours * static_cast<double>(kSecondsPerHour));
  if (seconds == 0) {
    return wrong_usage(fmt::format("{} {} is less than a second", flag, typed),
                       fmt::format("{} {} 不足一秒", flag, typed));
  }
  return Seconds{seconds};
}

Result<ImpactAsked> read_impact(Invocation const& call, io::LoadedCase const& loaded) {
  auto const& model = *loaded.model;
  ImpactAsked asked{.query = {}, .wording = wording_of(call)};
  if (asked.wording.equipment.empty()) {
    return wrong_usage("say what is lost: --equipment IDS, separated by ';'",
                       "请用 --equipment IDS 写明失去的设备，以 ; 分隔");
  }
  TIELINE_TRY(equipment, study::find_equipment(model, asked.wording.equipment));
  asked.query.equipment = std::move(equipment);
  if (auto read = read_transfer(call, asked.query); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  if (call.has("--at")) {
    TIELINE_TRY(at, read_time("--at", call.value("--at"), model));
    TIELINE_TRY(offset, io::utc_offset(at, model.time_zone()));
    asked.query.at = at;
    asked.query.utc_offset_s = offset;
    asked.query.holiday = network::is_holiday_throughout(loaded.plan.holidays, at, 0);
  }
  return asked;
}

Result<SimulationAsked> read_simulation(Invocation const& call, io::LoadedCase const& loaded) {
  auto const& model = *loaded.model;
  if (auto demanded = demand_work_or_equipment(call); !demanded) {
    return tl::unexpected{std::move(demanded.error())};
  }
  SimulationAsked asked{.query = {}, .wording = wording_of(call)};
  auto generator_kw = kUnknown;
  if (call.has("--work")) {
    TIELINE_TRY(work, find_work(call.value("--work"), loaded));
    generator_kw = work->generator_kw;
    if (auto taken = take_work(call, *work, model, asked); !taken) {
      return tl::unexpected{std::move(taken.error())};
    }
  }
  if (auto taken = take_flags(call, model, asked); !taken) {
    return tl::unexpected{std::move(taken.error())};
  }
  TIELINE_TRY(kw, read_positive(call, "--generator-kw", generator_kw));
  TIELINE_TRY(equipment, study::find_equipment(model, asked.wording.equipment));
  TIELINE_TRY(offset, io::utc_offset(asked.query.start, model.time_zone()));
  asked.query.equipment = std::move(equipment);
  asked.query.utc_offset_s = offset;
  asked.query.holiday = network::is_holiday_throughout(loaded.plan.holidays, asked.query.start,
                                                       asked.query.duration_s);
  asked.query.has_live_crew = has_live_crew(loaded.plan);
  asked.query.generators = vehicles(loaded, kw);
  return asked;
}

}  // namespace tieline::services
