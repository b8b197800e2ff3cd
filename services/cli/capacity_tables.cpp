#include "services/cli/capacity_tables.hpp"

#include <fmt/format.h>

#include "services/adapters/rounding.hpp"
#include "services/cli/frequent_tables.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

std::string kind_word(std::string_view kind, Speech const& t) {
  return kind == "feeder"        ? t("feeder", "馈线")
         : kind == "section"     ? t("section", "区段")
         : kind == "transformer" ? t("transformer", "变压器")
         : kind == "line"        ? t("line", "线路")
         : kind == "switch"      ? t("switch", "开关")
         : kind == "station"     ? t("station", "变电站")
                                 : t("source", "电源");
}

/// "63.0 of 160.0 A", or nothing where no figure is known.
std::string load_text(v1::CapacityBinding const& binding, Speech const& t) {
  return binding.has_load() && binding.has_limit()
             ? fmt::format(fmt::runtime(t("{} of {} {}", "{} / {} {}")), fixed(binding.load(), 1),
                           fixed(binding.limit(), 1), binding.unit())
             : std::string{};
}

/// The figure; not proven: what it can be at most.
std::string open_text(v1::OpenCapacity const& row, Speech const& t) {
  if (row.has_open_capacity_kva()) {
    return fixed(row.open_capacity_kva(), 1);
  }
  return row.has_at_most_kva() ? "? ≤ " + fixed(row.at_most_kva(), 1) : t("?", "未知");
}

std::string list_table(v1::ListCapacityResponse const& a, std::string const& kind, int& at,
                       Speech const& t) {
  auto const has_name = kind != "section";
  auto const has_feeder = kind == "section" || kind == "transformer";
  std::vector<Column> columns{{kind_word(kind, t)}};
  if (has_name) {
    columns.push_back({t("name", "名称")});
  }
  if (has_feeder) {
    columns.push_back({t("feeder", "馈线")});
  }
  columns.insert(columns.end(), {{t("open kVA", "可开放 kVA"), Align::right},
                                 {t("overload kVA", "超限 kVA"), Align::right},
                                 {t("binding element", "制约设备")},
                                 {t("its load", "其负荷")},
                                 {t("not proven because", "未证实原因")}});
  TextTable table{std::move(columns)};
  int listed = 0;
  for (; at < a.rows_size() && a.rows(at).kind() == kind; ++at) {
    if (++listed > kListedRows) {
      continue;
    }
    auto const& row = a.rows(at);
    auto const& binding = row.binding();
    std::vector<std::string> cells{row.id()};
    if (has_name) {
      cells.push_back(row.name());
    }
    if (has_feeder) {
      cells.push_back(row.feeder());
    }
    cells.insert(cells.end(),
                 {open_text(row, t), row.overload_kva() > 0 ? fixed(row.overload_kva(), 1) : "",
                  row.has_binding() ? kind_word(binding.kind(), t) + " " + binding.element() : "",
                  load_text(binding, t), row.reason()});
    table.add(std::move(cells));
  }
  return listed == 0 ? std::string{} : "\n" + table.text() + more_listed(listed, t.language);
}

std::string heading(v1::ListCapacityResponse const& a, Speech const& t) {
  auto const percent = [](double share) { return plain(share * 100); };
  auto text = fmt::format(fmt::runtime(t("{}: open capacity", "{}：可开放容量")), a.network());
  text += a.as_of().empty() ? t(" (undated: give --at, or valid_from in meta.csv)\n",
                                "（未注明日期：请给出 --at 或 meta.csv 的 valid_from）\n")
                            : fmt::format(fmt::runtime(t(" of {}, to be published by {}\n",
                                                         "，截至 {}，应于 {} 前公开\n")),
                                          a.as_of(), a.publish_by());
  text += fmt::format(
      fmt::runtime(t("At peak load, normal state; usable: {} % of lines and switches, {} % of "
                     "transformers, {} % of sources{}\n",
                     "峰值负荷、正常方式；可用比例：线路和开关 {} %，变压器 {} %，电源 {} %{}\n")),
      percent(a.line_share()), percent(a.transformer_share()), percent(a.source_share()),
      a.n1() ? t("; with N-1 duty", "；计及 N-1 要求") : std::string{});
  if (a.pending_kva() > 0) {
    text += fmt::format(fmt::runtime(t("Approved, not yet connected: {} kVA after demand factors\n",
                                       "已批未接：乘需要系数后 {} kVA\n")),
                        fixed(a.pending_kva(), 1));
  }
  return text;
}

std::string totals_table(v1::ListCapacityResponse const& a, Speech const& t) {
  TextTable table{{{t("kind", "类别")},
                   {t("rows", "数量"), Align::right},
                   {a.need_kva() > 0 ? fmt::format(fmt::runtime(t("below {} kVA", "不足 {} kVA")),
                                                   plain(a.need_kva()))
                                     : t("restricted", "受限"),
                    Align::right},
                   {t("not proven", "未证实"), Align::right}}};
  for (auto const& totals : a.totals()) {
    table.add({kind_word(totals.kind(), t), std::to_string(totals.rows()),
               std::to_string(totals.restricted()), std::to_string(totals.not_proven())});
  }
  return table.text();
}

}  // namespace

std::string capacity_table(v1::ListCapacityResponse const& a, Language language) {
  Speech const t{language};
  auto text = heading(a, t) + "\n" + totals_table(a, t);
  int at = 0;
  for (auto const& totals : a.totals()) {
    text += list_table(a, totals.kind(), at, t);
  }
  return text;
}

std::string capacity_csv(v1::ListCapacityResponse const& a) {
  auto const figure = [](bool is_there, double value) {
    return is_there ? plain(value) : std::string{};
  };
  auto text = csv_record({"as_of",
                          "kind",
                          "id",
                          "name",
                          "feeder",
                          "zone",
                          "nature",
                          "organisation",
                          "open_capacity_kva",
                          "at_most_kva",
                          "overload_kva",
                          "restricted",
                          "binding_kind",
                          "binding_element",
                          "rating",
                          "limit",
                          "load",
                          "unit",
                          "reason_code",
                          "reason"});
  for (auto const& row : a.rows()) {
    auto const& b = row.binding();
    text += csv_record({a.as_of(),
                        row.kind(),
                        row.id(),
                        row.name(),
                        row.feeder(),
                        row.zone(),
                        row.nature(),
                        row.organisation(),
                        figure(row.has_open_capacity_kva(), row.open_capacity_kva()),
                        figure(row.has_at_most_kva(), row.at_most_kva()),
                        plain(row.overload_kva()),
                        row.restricted() ? "yes" : "no",
                        b.kind(),
                        b.element(),
                        figure(b.has_rating(), b.rating()),
                        figure(b.has_limit(), b.limit()),
                        figure(b.has_load(), b.load()),
                        b.unit(),
                        row.reason_code(),
                        row.reason()});
  }
  return text;
}

}  // namespace tieline::services
