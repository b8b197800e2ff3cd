#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "services/adapters/network_to_proto.hpp"
#include "services/cli/deliver.hpp"
#include "services/cli/load.hpp"
#include "services/cli/table.hpp"
#include "services/cli/verb.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

constexpr int kRowsShown = 20;  // of feeders, ties and sections; json and csv have all

constexpr std::array kFlags{
    Flag{.name = "--sections",
         .value = "",
         .help = {.en = "list every section too", .zh = "同时列出所有区段"}},
};

std::string number(std::int64_t n) {
  return std::to_string(n);
}

std::string more_rows(int all, bool chinese) {
  return all <= kRowsShown
             ? std::string{}
             : fmt::format(fmt::runtime(chinese ? "… 另有 {} 行，用 --format csv 或 json 查看\n"
                                                : "… {} more; --format csv or json has all\n"),
                           all - kRowsShown);
}

std::string memory_text(double megabytes) {
  return megabytes < 1 ? fmt::format("{:.0f} kB", megabytes * 1000)
                       : fmt::format("{:.1f} MB", megabytes);
}

std::string header_text(v1::ShowNetworkResponse const& a, bool chinese) {
  return fmt::format(
      fmt::runtime(
          chinese ? "{}（{}，{}）\n电源 {}，馈线 {}，区段 {}（其中无电 {}），联络 {}；节点 {}，"
                    "线路 {}，开关 {}\n中压用户 {}，低压用户 {} 户，容量 {:.0f} kVA；"
                    "内存 {}，校验 {}\n"
                  : "{} ({}, {})\n{} sources, {} feeders, {} sections ({} without supply), "
                    "{} ties; {} nodes, {} lines, {} switches\n{} MV users, {} households, "
                    "{:.0f} kVA; {} in memory, content {}\n"),
      a.name().empty() ? "-" : a.name(), a.time_zone(),
      a.valid_from().empty() ? "-" : a.valid_from(), a.sources(), a.feeder_count(),
      a.section_count(), a.unfed_sections(), a.tie_count(), a.nodes(), a.lines(), a.switches(),
      a.users(), a.households(), a.capacity_kva(), memory_text(a.memory_mb()), a.content_hash());
}

std::string zone_table(v1::ShowNetworkResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("zone", "地区")},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right},
                   {"kVA", Align::right}}};
  for (auto const& z : a.zones()) {
    table.add({zone_word(z.zone(), language), number(z.users()), number(z.households()),
               fmt::format("{:.0f}", z.capacity_kva())});
  }
  return table.text();
}

std::string switch_table(v1::ShowNetworkResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("switch kind", "开关类型")},
                   {t("count", "数量"), Align::right},
                   {t("closed", "常闭"), Align::right},
                   {t("remote", "三遥"), Align::right}}};
  for (auto const& k : a.switch_kinds()) {
    if (k.count() != 0) {
      table.add({switch_word(k.kind(), language), number(k.count()), number(k.closed()),
                 number(k.remote())});
    }
  }
  return table.text();
}

std::string feeder_table(v1::ShowNetworkResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("feeder", "馈线")},
                   {t("name", "名称")},
                   {t("head", "出线开关")},
                   {t("sections", "区段"), Align::right},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right},
                   {t("ties", "联络"), Align::right},
                   {"km", Align::right}}};
  for (int i = 0; i < std::min(kRowsShown, a.feeders_size()); ++i) {
    auto const& f = a.feeders(i);
    table.add({f.feeder(), f.name(), f.head_switch(), number(f.sections()), number(f.users()),
               number(f.households()), number(f.ties()), fmt::format("{:.2f}", f.length_km())});
  }
  return table.text() + more_rows(a.feeders_size(), language == Language::zh);
}

std::string tie_table(v1::ShowNetworkResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("tie", "联络开关")},
                   {t("kind", "类型")},
                   {t("control", "控制")},
                   {t("loop closing", "合环")},
                   {t("from", "一侧")},
                   {t("to", "另一侧")}}};
  for (int i = 0; i < std::min(kRowsShown, a.ties_size()); ++i) {
    auto const& tie = a.ties(i);
    auto const side = [](std::string const& feeder, std::string const& section) {
      return feeder.empty() ? section : feeder + " / " + section;
    };
    table.add({tie.tie(), switch_word(tie.kind(), language), control_word(tie.control(), language),
               answer_word(tie.loop_close(), language), side(tie.from_feeder(), tie.from_section()),
               side(tie.to_feeder(), tie.to_section())});
  }
  return table.text() + more_rows(a.ties_size(), language == Language::zh);
}

std::string section_table(v1::ShowNetworkResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("section", "区段")},
                   {t("feeder", "馈线")},
                   {t("fed", "带电")},
                   {t("lines", "线路"), Align::right},
                   {t("MV users", "中压用户"), Align::right},
                   {t("households", "低压用户"), Align::right}}};
  for (int i = 0; i < std::min(kRowsShown, a.sections_size()); ++i) {
    auto const& s = a.sections(i);
    table.add({s.section(), s.feeder(), answer_word(s.fed() ? "yes" : "no", language),
               number(s.lines()), number(s.users()), number(s.households())});
  }
  return table.text() + more_rows(a.sections_size(), language == Language::zh);
}

std::string as_table(v1::ShowNetworkResponse const& a, Language language) {
  auto text = header_text(a, language == Language::zh);
  text += "\n" + zone_table(a, language) + "\n" + switch_table(a, language);
  text += "\n" + feeder_table(a, language);
  if (a.ties_size() != 0) {
    text += "\n" + tie_table(a, language);
  }
  if (a.sections_size() != 0) {
    text += "\n" + section_table(a, language);
  }
  return text;
}

/// One tidy table: what is counted, its key, and the counts that apply.
std::string as_csv(v1::ShowNetworkResponse const& a) {
  auto text = csv_record({"what", "key", "name", "users", "households", "capacity_kva", "sections",
                          "ties", "count", "from", "to"});
  for (auto const& z : a.zones()) {
    text += csv_record({"zone", z.zone(), "", number(z.users()), number(z.households()),
                        plain(z.capacity_kva()), "", "", "", "", ""});
  }
  for (auto const& k : a.switch_kinds()) {
    text +=
        csv_record({"switch_kind", k.kind(), "", "", "", "", "", "", number(k.count()), "", ""});
  }
  for (auto const& f : a.feeders()) {
    text += csv_record({"feeder", f.feeder(), f.name(), number(f.users()), number(f.households()),
                        plain(f.capacity_kva()), number(f.sections()), number(f.ties()), "",
                        f.head_switch(), ""});
  }
  for (auto const& tie : a.ties()) {
    text += csv_record(
        {"tie", tie.tie(), "", "", "", "", "", "", "", tie.from_section(), tie.to_section()});
  }
  for (auto const& s : a.sections()) {
    text += csv_record({"section", s.section(), "", number(s.users()), number(s.households()), "",
                        "", "", "", s.feeder(), ""});
  }
  return text;
}

Result<ExitCode> run(Invocation const& call) {
  TIELINE_TRY(loaded, load_to_use(call));
  auto const answer = to_show_response(loaded, call.has("--sections"));
  return deliver(
      call, exit_code_of(loaded), answer, [&] { return as_table(answer, call.common.language); },
      [&] { return as_csv(answer); });
}

}  // namespace

Verb net_show_verb() {
  return {.noun = "net",
          .name = "show",
          .summary = {.en = "what the network holds: zones, feeders, switches, ties, sections",
                      .zh = "查看网络：地区、馈线、开关、联络和区段"},
          .use = "CASE [--sections]",
          .example = "tieline net show city/ --format json",
          .meaning = {.en = "An MV user is one row of transformers.csv, a household one of the "
                            "customers behind\n"
                            "  it. A section is what hangs together without a switch; it is called "
                            "by the switch\n"
                            "  that feeds it. A tie is an open switch with supply on both sides.",
                      .zh = "中压用户即 transformers.csv "
                            "的一行，低压用户为其所供户数。区段是中间没有开关的一片，\n"
                            "  以其供电开关命名。联络是两侧都有电的常开开关。"},
          .flags = kFlags,
          .run = run};
}

}  // namespace tieline::services
