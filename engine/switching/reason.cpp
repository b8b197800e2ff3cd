#include "engine/switching/reason.hpp"

#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace tieline::switching {

using network::Language;
using network::NetworkModel;

namespace {

/// Patterns over {element} {value} {limit} {at}; {at} brings its own comma or is empty.
struct Wording {
  ReasonKind kind;
  std::string_view name;
  std::string_view en, zh;
};

constexpr std::array kWordings{
    Wording{ReasonKind::none, "none", "no reason", "无"},
    Wording{ReasonKind::line_overload, "line_overload",
            "{element} would carry {value} A, limit {limit} A{at}",
            "{element} 将达 {value} A，限值 {limit} A{at}"},
    Wording{ReasonKind::switch_overload, "switch_overload",
            "{element} would carry {value} A, limit {limit} A{at}",
            "{element} 将达 {value} A，限值 {limit} A{at}"},
    Wording{ReasonKind::source_overload, "source_overload",
            "{element} would carry {value} kVA, limit {limit} kVA{at}",
            "{element} 将达 {value} kVA，限值 {limit} kVA{at}"},
    Wording{ReasonKind::line_unknown, "line_unknown",
            "ampacity of {element} is unknown: transfer not proven",
            "{element} 载流量未知，转供能力未经证实"},
    Wording{ReasonKind::switch_unknown, "switch_unknown",
            "ampacity of {element} is unknown: transfer not proven",
            "{element} 额定电流未知，转供能力未经证实"},
    Wording{ReasonKind::source_unknown, "source_unknown",
            "rating of {element} is unknown: transfer not proven",
            "{element} 容量未知，转供能力未经证实"},
    Wording{ReasonKind::load_unknown, "load_unknown",
            "load of {element} is unknown: transfer not proven",
            "{element} 负荷未知，转供能力未经证实"},
    Wording{ReasonKind::voltage_low, "voltage_low",
            "{element} would be at {value} pu, at least {limit} pu{at}",
            "{element} 电压将为 {value} pu，下限 {limit} pu{at}"},
    Wording{ReasonKind::voltage_high, "voltage_high",
            "{element} would be at {value} pu, at most {limit} pu{at}",
            "{element} 电压将为 {value} pu，上限 {limit} pu{at}"},
    Wording{ReasonKind::no_solution, "no_solution",
            "{element} cannot carry this load: the voltage collapses{at}",
            "{element} 带不动该负荷，电压将崩溃{at}"},
    Wording{ReasonKind::phases_missing, "phases_missing",
            "{element} lacks a phase of what it would feed", "{element} 缺少受电部分所需的相"},
    Wording{ReasonKind::impedance_unknown, "impedance_unknown",
            "r or x of {element} is unknown: the loop current is not proven",
            "{element} 阻抗未知，环流未经证实"},
    Wording{ReasonKind::no_live_end, "no_live_end", "the far end of {element} is dark too",
            "{element} 对侧也无电"},
    Wording{ReasonKind::worked_on, "worked_on", "{element} touches what must stay dead",
            "{element} 与须保持停电的部分相连"},
    Wording{ReasonKind::cannot_make_load, "cannot_make_load",
            "{element} is a disconnector or fuse and cannot make or break load",
            "{element} 为隔离开关或熔断器，不能接通或断开负荷"},
    Wording{ReasonKind::loop_not_permitted, "loop_not_permitted",
            "{element} must not close a loop (loop_close = no)", "{element} 不允许合环"},
    Wording{ReasonKind::loop_unknown, "loop_unknown",
            "loop_close of {element} is not stated: phases not proven",
            "{element} 未注明可否合环，相位未经核实"},
    Wording{ReasonKind::loop_current, "loop_current",
            "closing {element} would carry {value} A around the loop, limit {limit} A{at}",
            "合上{element} 时环流将达 {value} A，限值 {limit} A{at}"},
    Wording{ReasonKind::loop_angle, "loop_angle",
            "{value} degrees across {element}, at most {limit} to close the loop{at}",
            "{element} 两侧相角差 {value} 度，合环限值 {limit} 度{at}"},
    Wording{ReasonKind::loop_voltage, "loop_voltage",
            "{value} % voltage across {element}, at most {limit} % to close the loop{at}",
            "{element} 两侧电压差 {value} %，合环限值 {limit} %{at}"},
    Wording{ReasonKind::no_permission, "no_permission",
            "{element} belongs to another owner: no permission to use it",
            "{element} 产权属于其他单位，未获使用许可"},
    Wording{ReasonKind::closed_normally, "closed_normally",
            "{element} is closed in the normal state", "{element} 正常运行时为合位"},
    Wording{ReasonKind::better_tie, "better_tie",
            "{element} is feasible, but another tie serves more", "{element} 可行，但另有更优联络"},
    Wording{ReasonKind::no_island, "no_island",
            "nobody beyond the work loses supply: nothing to transfer",
            "检修范围以外无人失电，无需转供"},
    Wording{ReasonKind::no_tie, "no_tie", "{element} has no tie", "{element} 无联络"},
    Wording{ReasonKind::no_transfer, "no_transfer", "no tie of any dark island is usable",
            "各失电片区均无可用联络"},
    Wording{ReasonKind::hot_not_possible, "hot_not_possible",
            "{element} cannot be transferred hot: cold transfer instead",
            "{element} 不能合环转供，改为停电倒闸"},
    Wording{ReasonKind::live_not_possible, "live_not_possible",
            "live-line work is not possible at {element} (live_work = no)",
            "{element} 不能带电作业"},
    Wording{ReasonKind::live_unknown, "live_unknown", "live_work of {element} is not stated",
            "{element} 未注明可否带电作业"},
    Wording{ReasonKind::no_live_crew, "no_live_crew", "no crew with the skill live_line",
            "无带电作业班组"},
    Wording{ReasonKind::bypass_too_small, "bypass_too_small",
            "the bypass would carry {value} A, limit {limit} A{at}",
            "旁路将达 {value} A，限值 {limit} A{at}"},
    Wording{ReasonKind::no_generator, "no_generator", "no generator vehicle is available",
            "无可用发电车"},
    Wording{ReasonKind::generator_too_small, "generator_too_small",
            "the generator would carry {value} kW, limit {limit} kW{at}",
            "发电车将带 {value} kW，限值 {limit} kW{at}"},
    Wording{ReasonKind::generator_too_slow, "generator_too_slow",
            "connecting and disconnecting a generator takes as long as the outage",
            "发电车接入和退出的时间不短于停电时间"},
    Wording{ReasonKind::nobody_for_generator, "nobody_for_generator",
            "nobody with a known load is left for a generator to feed",
            "已无负荷已知且仍停电的用户需发电车供电"},
    Wording{ReasonKind::cannot_isolate, "cannot_isolate",
            "no switch can cut the work off from {element}", "无开关可将检修部分与{element} 隔离"},
    Wording{ReasonKind::breaks_load, "breaks_load",
            "{element} is a disconnector or fuse and would break load",
            "{element} 为隔离开关或熔断器，将带负荷拉开"},
    Wording{ReasonKind::makes_load, "makes_load",
            "{element} is a disconnector or fuse and would make load",
            "{element} 为隔离开关或熔断器，将带负荷合上"},
    Wording{ReasonKind::closes_on_ground, "closes_on_ground", "{element} would close onto an earth",
            "{element} 将带接地合闸"},
    Wording{ReasonKind::grounds_live, "grounds_live", "an earth would be put on {element}, live",
            "将在带电的{element} 上接地"},
    Wording{ReasonKind::lasting_loop, "lasting_loop", "a loop remains through {element}",
            "经{element} 形成的环网未解开"},
    Wording{ReasonKind::loop_while_switching, "loop_while_switching",
            "{element} would close a loop it does not permit", "{element} 不允许合环而将形成环网"},
    Wording{ReasonKind::not_back_to_normal, "not_back_to_normal",
            "{element} is not back in its normal position", "{element} 未恢复正常位置"},
    Wording{ReasonKind::left_dark, "left_dark", "{element} is left without supply",
            "{element} 未恢复供电"},
    Wording{ReasonKind::core_area_out, "core_area_out",
            "{element} lies in the core area, where nothing may be stopped for planned work",
            "{element} 位于核心区，不得安排计划停电"},
};

[[nodiscard]] Wording const& wording_of(ReasonKind kind) {
  return kWordings[static_cast<std::size_t>(kind)];
}

[[nodiscard]] consteval bool is_in_enumerator_order() {
  for (std::size_t i = 0; i < kWordings.size(); ++i) {
    if (static_cast<std::size_t>(kWordings[i].kind) != i) {
      return false;
    }
  }
  return kWordings.size() == static_cast<std::size_t>(ReasonKind::core_area_out) + 1;
}
static_assert(is_in_enumerator_order(), "one wording a ReasonKind, in order");

/// A section is called by the switch that feeds it, or by its source.
[[nodiscard]] std::string section_text(NetworkModel const& model, network::SectionId section) {
  if (auto const via = model.col().section_via[section]; via.is_some()) {
    return std::string{model.id_of(via)};
  }
  if (auto const source = model.col().section_source[section]; source.is_some()) {
    return fmt::format("source:{}", model.id_of(source));
  }
  auto const nodes = model.nodes_of(section);
  return nodes.empty() ? std::string{"?"} : fmt::format("node:{}", model.id_of(nodes.first()));
}

[[nodiscard]] std::string element_text(NetworkModel const& model, Reason const& reason,
                                       Language language) {
  auto const zh = language == Language::zh;
  switch (reason.element) {
    case ElementKind::line:
      return fmt::format("{} {}", zh ? "线路" : "line", model.id_of(network::LineId{reason.row}));
    case ElementKind::network_switch:
      return fmt::format("{} {}", zh ? "开关" : "switch",
                         model.id_of(network::SwitchId{reason.row}));
    case ElementKind::source:
      return fmt::format("{} {}", zh ? "电源" : "source",
                         model.id_of(network::SourceId{reason.row}));
    case ElementKind::user:
      return fmt::format("{} {}", zh ? "用户" : "user", model.id_of(network::UserId{reason.row}));
    case ElementKind::section:
      return fmt::format("{} {}", zh ? "区段" : "section",
                         section_text(model, network::SectionId{reason.row}));
    case ElementKind::node:
      return fmt::format("{} {}", zh ? "节点" : "node", model.id_of(network::NodeId{reason.row}));
    case ElementKind::nothing:
      break;
  }
  return zh ? "该部分" : "this part";
}

[[nodiscard]] std::string figure(double value, int decimals) {
  return is_known(value) ? fmt::format("{:.{}f}", value, decimals) : std::string{"?"};
}

/// Value and limit with three digits or so, and as many more as it takes to tell them apart.
[[nodiscard]] std::pair<std::string, std::string> figures(double value, double limit) {
  auto const size = std::fmax(std::abs(value), std::abs(limit));  // ignores an unknown one
  auto const fewest = size >= 100 ? 0 : (size >= 10 ? 1 : 2);
  for (auto decimals = fewest;; ++decimals) {
    auto pair = std::pair{figure(value, decimals), figure(limit, decimals)};
    if (pair.first != pair.second || decimals == 6) {
      return pair;
    }
  }
}

[[nodiscard]] std::string hour_text(std::int32_t hour, Language language) {
  if (hour < 0) {
    return {};
  }
  return language == Language::zh ? fmt::format("，{} 时", hour)
                                  : fmt::format(", at {:02}:00", hour);
}

}  // namespace

std::string_view name_of(ReasonKind kind) {
  return wording_of(kind).name;
}

std::string to_text(NetworkModel const& model, Reason const& reason, Language language) {
  auto const& wording = wording_of(reason.kind);
  auto const [value, limit] = figures(reason.value, reason.limit);
  return fmt::format(fmt::runtime(language == Language::zh ? wording.zh : wording.en),
                     fmt::arg("element", element_text(model, reason, language)),
                     fmt::arg("value", value), fmt::arg("limit", limit),
                     fmt::arg("at", hour_text(reason.hour, language)));
}

}  // namespace tieline::switching
