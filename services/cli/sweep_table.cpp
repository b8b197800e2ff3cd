#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "services/adapters/rounding.hpp"
#include "services/cli/sweep_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

constexpr int kTableRows = 200;

std::string count(double whole) {
  return fixed(whole, 0);
}

/// "93.75 %", or a dash where there is nothing to divide by.
std::string percent(double part, double all) {
  return all > 0 ? fixed(100 * part / all, 2) + " %" : "—";
}
std::string percent(std::optional<double> share) {
  return share ? fixed(100 * *share, 2) + " %" : "—";
}

std::string kind_word(std::string const& kind, Speech const& t) {
  return kind == "section"  ? t("section", "区段")
         : kind == "line"   ? t("line", "线路段")
         : kind == "switch" ? t("switch", "开关")
                            : t("source", "电源");
}

std::string heading(v1::SweepN1Response const& a, Speech const& t) {
  auto const when = a.at().empty() ? t("at peak load", "按峰值负荷") : a.at();
  auto const levels = a.levels() == 2 ? t("two-level transfer", "含二级转供")
                                      : t("one-level transfer", "仅一级转供");
  auto const& f = a.figures();
  return fmt::format(
      fmt::runtime(t("{}: every single contingency {}, {}\n{} of {} contingencies pass N-1; of "
                     "{} users out {} come back ({})\n",
                     "{}：逐一 N-1，{}，{}\n{} / {} 个元件通过 N-1；停电 {} 户次中恢复 {} "
                     "户次（{}）\n")),
      a.network(), when, levels, a.fully_restorable(), a.contingencies(), count(f.users_out()),
      count(f.restored_users()), percent(f.restored_users(), f.users_out()));
}

std::vector<Column> figure_columns(std::string first, Speech const& t) {
  return {{std::move(first)},
          {t("contingencies", "元件数"), Align::right},
          {t("pass N-1", "通过"), Align::right},
          {t("passing", "通过率"), Align::right},
          {t("users out", "停电户次"), Align::right},
          {t("isolated", "故障段内"), Align::right},
          {t("beyond", "需转移"), Align::right},
          {t("restored", "已转移"), Align::right},
          {t("of beyond", "恢复率"), Align::right},
          {t("kW beyond", "需转移 kW"), Align::right},
          {t("kW restored", "已转移 kW"), Align::right}};
}

std::vector<std::string> figure_cells(std::string first, v1::SweepFigures const& f) {
  return {std::move(first),
          std::to_string(f.contingencies()),
          std::to_string(f.fully_restorable()),
          percent(f.fully_restorable(), f.contingencies()),
          count(f.users_out()),
          count(f.users_isolated()),
          count(f.users_beyond()),
          count(f.restored_users()),
          percent(f.restored_users(), f.users_beyond()),
          count(f.kw_beyond()),
          count(f.kw_restored())};
}

std::string kinds_table(v1::SweepN1Response const& a, Speech const& t) {
  TextTable table{figure_columns(t("element", "元件"), t)};
  for (auto const& kind : a.kinds()) {
    table.add(figure_cells(kind_word(kind.kind(), t), kind.figures()));
  }
  if (a.kinds_size() > 1) {
    table.add(figure_cells(t("all", "合计"), a.figures()));
  }
  return table.text();
}

std::optional<double> share_of(v1::SweepRates const& rates, bool has, double share) {
  return rates.feeders() != 0 && has ? std::optional{share} : std::nullopt;
}

std::string rates_text(v1::SweepRates const& r, Speech const& t) {
  auto text = fmt::format(
      fmt::runtime(t("{} feeders: {} tied ({}), {} tied to another station ({})\n",
                     "馈线 {} 条：有联络 {} 条（联络率 {}），站间联络 {} 条（站间联络率 {}）\n")),
      r.feeders(), r.feeders_tied(), percent(share_of(r, r.has_tied_share(), r.tied_share())),
      r.feeders_station_tied(),
      percent(share_of(r, r.has_station_tied_share(), r.station_tied_share())));
  if (r.has_n1_pass_share()) {
    text += fmt::format(
        fmt::runtime(t("N-1 pass: {} feeders ({}), {} of them with nothing to transfer\n",
                       "线路 N-1 通过 {} 条（通过率 {}），其中 {} 条无需转供\n")),
        r.feeders_n1(), percent(r.n1_pass_share()), r.feeders_nothing_beyond());
  }
  if (r.has_transferable_share()) {
    text += fmt::format(fmt::runtime(t("Transferable load: {}\n", "可转供率：{}\n")),
                        percent(r.transferable_share()));
  }
  return text;
}

std::string group_word(v1::SweepGroup const& group, Speech const& t) {
  if (group.by() == "zone") {
    return zone_word(group.key(), t.language);
  }
  if (group.key().empty()) {
    return group.by() == "feeder" ? t("(no feeder)", "（不属馈线）")
                                  : t("(not stated)", "（未注明）");
  }
  return group.name().empty() || group.name() == group.key()
             ? group.key()
             : fmt::format("{} {}", group.key(), group.name());
}

std::string group_table(v1::SweepN1Response const& a, std::string const& by, Speech const& t) {
  TextTable table{{{key_title(by, t.language)},
                   {t("feeders", "馈线"), Align::right},
                   {t("tied", "联络率"), Align::right},
                   {t("to other station", "站间联络率"), Align::right},
                   {t("feeders N-1", "线路 N-1 通过率"), Align::right},
                   {t("transferable", "可转供率"), Align::right},
                   {t("contingencies", "元件数"), Align::right},
                   {t("pass N-1", "通过"), Align::right},
                   {t("users out", "停电户次"), Align::right},
                   {t("beyond", "需转移"), Align::right},
                   {t("restored", "已转移"), Align::right}}};
  for (auto const& group : a.groups()) {
    if (group.by() != by) {
      continue;
    }
    auto const& r = group.rates();
    auto const& f = group.figures();
    auto const has_n1 = r.has_n1_pass_share();
    auto const has_load = r.has_transferable_share();
    table.add({group_word(group, t), std::to_string(r.feeders()),
               percent(share_of(r, r.has_tied_share(), r.tied_share())),
               percent(share_of(r, r.has_station_tied_share(), r.station_tied_share())),
               percent(has_n1 ? std::optional{r.n1_pass_share()} : std::nullopt),
               percent(has_load ? std::optional{r.transferable_share()} : std::nullopt),
               std::to_string(f.contingencies()), std::to_string(f.fully_restorable()),
               count(f.users_out()), count(f.users_beyond()), count(f.restored_users())});
  }
  return table.empty() ? std::string{} : "\n" + table.text();
}

std::string hours_table(v1::SweepN1Response const& a, Speech const& t) {
  if (a.hours().empty()) {
    return {};
  }
  auto columns = figure_columns(t("hour", "时"), t);
  columns.push_back({t("transferable", "可转供率"), Align::right});
  TextTable table{std::move(columns)};
  for (auto const& hour : a.hours()) {
    auto cells = figure_cells(fmt::format("{:02}:00", hour.hour()), hour.figures());
    cells.push_back(percent(hour.has_transferable_share() ? std::optional{hour.transferable_share()}
                                                          : std::nullopt));
    table.add(std::move(cells));
  }
  return "\n" + t("Section contingencies by hour:", "各时段区段 N-1：") + "\n" + table.text();
}

std::string more(int all, int shown, Speech const& t) {
  return all <= shown ? std::string{}
                      : fmt::format(fmt::runtime(t("… and {} more: --top N lists as many\n",
                                                   "……另有 {} 项：--top N 可多列\n")),
                                    all - shown);
}

std::string limits_table(v1::SweepN1Response const& a, Speech const& t) {
  if (a.binding_limits().empty()) {
    return {};
  }
  TextTable table{{{t("users left dark", "未恢复户次"), Align::right},
                   {t("contingencies", "元件数"), Align::right},
                   {t("worst at", "最严重处")},
                   {t("limit or reason", "制约或原因")}}};
  for (auto const& limit : a.binding_limits()) {
    table.add({count(limit.users_left()), std::to_string(limit.contingencies()), limit.worst(),
               limit.text()});
  }
  return "\n" + t("What keeps users dark:", "制约因素：") + "\n" + table.text() +
         more(a.binding_limits_all(), a.binding_limits_size(), t);
}

std::string weak_table(v1::SweepN1Response const& a, Speech const& t) {
  if (a.weak_feeders().empty()) {
    return {};
  }
  TextTable table{{{t("feeder", "馈线")},
                   {t("name", "名称")},
                   {t("tied", "有联络")},
                   {t("sections", "区段"), Align::right},
                   {t("failed", "未通过"), Align::right},
                   {t("users left dark", "未恢复户次"), Align::right},
                   {t("worst", "最严重"), Align::right},
                   {t("at section", "区段")},
                   {t("limit or reason", "制约或原因")}}};
  for (auto const& weak : a.weak_feeders()) {
    table.add({weak.feeder(), weak.name(), answer_word(weak.tied() ? "yes" : "no", t.language),
               std::to_string(weak.contingencies()), std::to_string(weak.failed()),
               count(weak.users_left()), std::to_string(weak.worst_users_left()), weak.worst(),
               weak.worst_limit()});
  }
  return "\n" + t("Weak feeders:", "薄弱馈线：") + "\n" + table.text() +
         more(a.weak_feeders_all(), a.weak_feeders_size(), t);
}

std::string rows_table(EachRow const& rows, Speech const& t) {
  TextTable table{{{t("element", "元件")},
                   {t("kind", "类别")},
                   {t("feeder", "馈线")},
                   {t("users out", "停电户数"), Align::right},
                   {t("isolated", "故障段内"), Align::right},
                   {t("restored", "已转移"), Align::right},
                   {t("kW beyond", "需转移 kW"), Align::right},
                   {t("kW restored", "已转移 kW"), Align::right},
                   {t("pass", "通过")},
                   {t("ties", "联络开关")},
                   {t("limit or reason", "制约或原因")}}};
  auto all = 0;
  rows([&](v1::SweepRow const& row) {
    if (++all > kTableRows) {
      return;
    }
    auto const unproven = row.proven() ? std::string{} : t(" (not proven)", "（未证明最优）");
    table.add({row.element(), kind_word(row.kind(), t), row.feeder(),
               std::to_string(row.users_out()), std::to_string(row.users_isolated()),
               std::to_string(row.restored_users()), count(row.kw_beyond()),
               count(row.kw_restored()), answer_word(row.passed() ? "yes" : "no", t.language),
               fmt::format("{}", fmt::join(row.ties().begin(), row.ties().end(), ", ")),
               row.binding_limit() + unproven});
  });
  auto text = "\n" + table.text();
  if (all > kTableRows) {
    text +=
        fmt::format(fmt::runtime(t("… and {} more: --format csv lists all, --top N the worst\n",
                                   "……另有 {} 行：--format csv 可全部列出，--top N 列最严重者\n")),
                    all - kTableRows);
  }
  return text;
}

}  // namespace

std::string sweep_table(v1::SweepN1Response const& a, EachRow const& rows, Language language) {
  Speech const t{language};
  auto text = heading(a, t) + "\n" + kinds_table(a, t) + "\n" + rates_text(a.rates(), t);
  for (auto const* by : {"feeder", "zone", "organisation"}) {
    text += group_table(a, by, t);
  }
  text += hours_table(a, t) + limits_table(a, t) + weak_table(a, t);
  return rows ? text + rows_table(rows, t) : text;
}

}  // namespace tieline::services
