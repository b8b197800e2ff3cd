#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "services/cli/index_tables.hpp"
#include "services/cli/message_cells.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

using v1::ExplainIndicesResponse;

constexpr int kFewLines = 40;  ///< so many stretches are listed without being asked for
constexpr std::array<std::string_view, 13> kLineCells{
    "event",     "user",    "from",   "to",    "seconds", "counted_s",  "interruptions",
    "momentary", "verdict", "reason", "other", "zone",    "provisional"};

/// "counted 12, overlapped 3" of each event.
std::map<std::string, std::string> verdicts(ExplainIndicesResponse const& a, Language language) {
  std::map<std::string, std::map<std::string, int>> counts;
  for (auto const& line : a.lines()) {
    ++counts[line.event()][line.verdict()];
  }
  std::map<std::string, std::string> texts;
  for (auto const& [event, of_event] : counts) {
    auto& text = texts[event];
    for (auto const& [verdict, n] : of_event) {
      text += fmt::format("{}{} {}",
                          text.empty()               ? ""
                          : language == Language::zh ? "，"
                                                     : ", ",
                          verdict_word(verdict, language), n);
    }
  }
  return texts;
}

std::string events_table(ExplainIndicesResponse const& a, Language language) {
  Speech const t{language};
  auto const words = verdicts(a, language);
  TextTable table{{{t("event", "事件")},
                   {t("class", "停电性质")},
                   {t("begin", "开始")},
                   {t("end", "结束")},
                   {t("MV users", "中压用户"), Align::right},
                   {t("user-hours", "时户数"), Align::right},
                   {t("interruptions", "停电户次"), Align::right},
                   {t("momentary", "短时户次"), Align::right},
                   {t("left out h", "未计 h"), Align::right},
                   {t("stretches", "各段判定")}}};
  for (auto const& e : a.events()) {
    table.add({e.event(), outage_class_word(e.class_(), language), e.begin(),
               e.end().empty() ? t("still out", "未恢复") : e.end(), std::to_string(e.users()),
               rounded(e.user_hours()), std::to_string(e.user_interruptions()),
               std::to_string(e.momentary_user_interruptions()), rounded(e.left_out_hours()),
               words.at(e.event())});
  }
  return table.text();
}

std::string lines_table(ExplainIndicesResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("event", "事件")},
                   {t("user", "用户")},
                   {t("from", "起")},
                   {t("to", "止")},
                   {t("seconds", "秒"), Align::right},
                   {t("counted s", "计入 秒"), Align::right},
                   {t("interruption", "次"), Align::right},
                   {t("momentary", "短时"), Align::right},
                   {t("zone", "地区")},
                   {t("why", "判定")}}};
  for (auto const& line : a.lines()) {
    table.add({line.event(), line.user(), line.from(),
               line.provisional() ? line.to() + t(" (still out)", "（未恢复）") : line.to(),
               fmt::format("{:.0f}", line.seconds()), fmt::format("{:.0f}", line.counted_s()),
               std::to_string(line.interruptions()), std::to_string(line.momentary()),
               zone_word(line.zone(), language), line.reason()});
  }
  return table.text();
}

std::string sum_line(ExplainIndicesResponse const& a, Language language) {
  Speech const t{language};
  return fmt::format(
      fmt::runtime(
          t("Sum: {} user-seconds = {:.3f} user-hours; {:.3f} household-hours; {} "
            "interruption(s), {} momentary\n",
            "合计：{} 户·秒 = {:.3f} 时户；低压 {:.3f} 时户；停电 {} 户次，短时 {} 户次\n")),
      a.user_seconds(), a.user_hours(), a.household_hours(), a.user_interruptions(),
      a.momentary_user_interruptions());
}

}  // namespace

std::string explain_table(ExplainIndicesResponse const& a, IndexView const& view) {
  Speech const t{view.language};
  auto text = index_heading(a.network(), a.window(), a.rules(), view.language);
  if (a.events_outside() != 0) {
    text += fmt::format(fmt::runtime(t("({} event(s) wholly outside the window not listed)\n",
                                       "（统计期之外的 {} 个事件未列出）\n")),
                        a.events_outside());
  }
  if (a.lines_size() == 0) {
    return text + "\n" + t("Nothing was out.\n", "没有停电。\n") + sum_line(a, view.language);
  }
  text += "\n" + events_table(a, view.language);
  if (view.details || a.lines_size() <= kFewLines) {
    text += "\n" + lines_table(a, view.language);
  } else {
    text += fmt::format(fmt::runtime(t("({} stretches not listed; --details lists them)\n",
                                       "（未列出 {} 段明细；加 --details 列出）\n")),
                        a.lines_size());
  }
  return text + "\n" + sum_line(a, view.language);
}

std::string explain_csv(ExplainIndicesResponse const& a) {
  auto text = csv_record({kLineCells.begin(), kLineCells.end()});
  for (auto const& line : a.lines()) {
    text += csv_record(cells_of(line, kLineCells));
  }
  return text;
}

}  // namespace tieline::services
