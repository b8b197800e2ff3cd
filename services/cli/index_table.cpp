#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "services/adapters/rounding.hpp"
#include "services/cli/index_tables.hpp"
#include "services/cli/message_cells.hpp"
#include "services/cli/table.hpp"
#include "services/cli/vocabulary.hpp"

namespace tieline::services {
namespace {

using v1::ComputeIndicesResponse;
using v1::IndexRow;

constexpr double kPercent = 100.0;
/// After the keys, and before CEMI_n.
constexpr std::array<std::string_view, 36> kCsvFigures{"base",
                                                       "users",
                                                       "user_hours",
                                                       "user_interruptions",
                                                       "momentary_user_interruptions",
                                                       "saidi_h",
                                                       "saifi",
                                                       "maifi",
                                                       "caidi_h",
                                                       "asai",
                                                       "saidi_fault_h",
                                                       "saidi_prearranged_h",
                                                       "saifi_fault",
                                                       "saifi_prearranged",
                                                       "ens_kwh",
                                                       "mid_fault_h",
                                                       "mid_prearranged_h",
                                                       "mic_fault",
                                                       "mic_prearranged",
                                                       "t_med_min",
                                                       "maifi_e",
                                                       "ctaidi_h",
                                                       "caifi",
                                                       "aens_kwh",
                                                       "aent_fault_kwh",
                                                       "aent_prearranged_kwh",
                                                       "mic",
                                                       "ire",
                                                       "saidi_without_med_h",
                                                       "saifi_without_med",
                                                       "asai_without_med",
                                                       "events",
                                                       "event_hours",
                                                       "user_seconds",
                                                       "household_seconds",
                                                       "external_user_seconds"};

/// "—" where a figure has no denominator; never 0.
std::string or_dash(bool has, double figure, int decimals = 3) {
  return has ? fixed(figure, decimals) : "—";
}

std::string group_word(ComputeIndicesResponse const& a, std::string const& group,
                       Language language) {
  auto const found = std::find_if(a.groups().begin(), a.groups().end(),
                                  [&](auto const& member) { return member.name() == group; });
  return found != a.groups().end() && language == Language::zh && !found->name_zh().empty()
             ? found->name_zh()
             : group;
}

std::string key_word(ComputeIndicesResponse const& a, std::string const& key,
                     std::string const& value, Language language) {
  Speech const t{language};
  if (value == "all") {
    return t("all", "合计");
  }
  if (value.empty()) {
    return t("(not known)", "（未知）");
  }
  return key == "zone"         ? zone_word(value, language)
         : key == "class"      ? outage_class_word(value, language)
         : key == "zone_group" ? group_word(a, value, language)
                               : value;
}

/// Titles that follow the base.
struct Titles {
  std::string units, hours, saidi, saifi;
};

Titles titles_of(IndexView const& view) {
  Speech const t{view.language};
  switch (view.base) {
    case Base::household:
      return {t("households", "低压用户"), t("household-hours", "低压时户数"), "SAIDI h", "SAIFI"};
    case Base::capacity:
      return {"kVA", t("kVA-hours", "kVA·时"), "ASIDI h", "ASIFI"};
    case Base::mv_user:
      break;
  }
  return {t("MV users", "中压用户"), t("user-hours", "时户数"), "SAIDI h", "SAIFI"};
}

std::vector<Column> key_columns(ComputeIndicesResponse const& a, Language language) {
  std::vector<Column> columns;
  for (auto const& key : a.by()) {
    columns.push_back({key_title(key, language)});
  }
  if (columns.empty()) {
    columns.push_back({key_title("zone", language)});
  }
  return columns;
}

std::vector<std::string> key_cells(ComputeIndicesResponse const& a, IndexRow const& row,
                                   Language language) {
  std::vector<std::string> cells;
  for (auto const& key : a.by()) {
    cells.push_back(key_word(a, key, cell_of(row, key), language));
  }
  if (cells.empty()) {
    cells.push_back(key_word(a, "zone", row.zone(), language));
  }
  return cells;
}

std::string main_rows(ComputeIndicesResponse const& a, IndexView const& view) {
  Speech const t{view.language};
  auto const titles = titles_of(view);
  auto columns = key_columns(a, view.language);
  for (auto const& title :
       {titles.units, titles.hours, t("interruptions", "停电户次"), t("momentary", "短时户次"),
        titles.saidi, titles.saifi, std::string{"MAIFI"}, std::string{"CAIDI h"},
        std::string{"ASAI %"}, t("fault h", "故障 h"), t("pre-arranged h", "预安排 h"),
        std::string{"ENS kWh"}}) {
    columns.push_back({title, Align::right});
  }
  TextTable table{std::move(columns)};
  for (auto const& r : a.rows()) {
    auto cells = key_cells(a, r, view.language);
    cells.insert(cells.end(),
                 {or_dash(r.has_users(), r.users(), 1), rounded(r.user_hours()),
                  fmt::format("{:.0f}", r.user_interruptions()),
                  fmt::format("{:.0f}", r.momentary_user_interruptions()),
                  or_dash(r.has_saidi_h(), r.saidi_h()), or_dash(r.has_saifi(), r.saifi()),
                  or_dash(r.has_maifi(), r.maifi()), or_dash(r.has_caidi_h(), r.caidi_h()),
                  or_dash(r.has_asai(), r.asai() * kPercent, 4),
                  or_dash(r.has_saidi_fault_h(), r.saidi_fault_h()),
                  or_dash(r.has_saidi_prearranged_h(), r.saidi_prearranged_h()),
                  or_dash(r.has_ens_kwh(), r.ens_kwh(), 1)});
    table.add(std::move(cells));
  }
  return table.text();
}

std::string share_of(google::protobuf::RepeatedPtrField<v1::CountShare> const& shares, int n) {
  auto const found =
      std::find_if(shares.begin(), shares.end(), [&](auto const& s) { return s.n() == n; });
  return found == shares.end() ? "—" : or_dash(found->has_share(), found->share() * kPercent, 2);
}

/// Durations, events, people: the rest of the family.
std::string detail_rows(ComputeIndicesResponse const& a, IndexView const& view) {
  Speech const t{view.language};
  auto columns = key_columns(a, view.language);
  for (auto const& title :
       {t("events", "事件"), std::string{"MID-F h"}, std::string{"MID-S h"}, std::string{"MIC-F"},
        std::string{"MIC-S"}, std::string{"CTAIDI h"}, std::string{"CAIFI"}, std::string{"MAIFI_E"},
        std::string{"CEMI3 %"}, std::string{"CEMI5 %"}, std::string{"AENS kWh"},
        t("external %", "外部影响 %"), t("SAIDI h, no MED", "剔除重大事件日 h"),
        t("SAIFI, no MED", "剔除重大事件日 次")}) {
    columns.push_back({title, Align::right});
  }
  TextTable table{std::move(columns)};
  for (auto const& r : a.rows()) {
    auto cells = key_cells(a, r, view.language);
    cells.insert(
        cells.end(),
        {std::to_string(r.events()), or_dash(r.has_mid_fault_h(), r.mid_fault_h()),
         or_dash(r.has_mid_prearranged_h(), r.mid_prearranged_h()),
         or_dash(r.has_mic_fault(), r.mic_fault(), 1),
         or_dash(r.has_mic_prearranged(), r.mic_prearranged(), 1),
         or_dash(r.has_ctaidi_h(), r.ctaidi_h()), or_dash(r.has_caifi(), r.caifi()),
         or_dash(r.has_maifi_e(), r.maifi_e()), share_of(r.cemi(), 3), share_of(r.cemi(), 5),
         or_dash(r.has_aens_kwh(), r.aens_kwh()), or_dash(r.has_ire(), r.ire() * kPercent, 2),
         or_dash(r.has_saidi_without_med_h(), r.saidi_without_med_h()),
         or_dash(r.has_saifi_without_med(), r.saifi_without_med())});
    table.add(std::move(cells));
  }
  return table.text();
}

std::string facility_word(std::string const& facility, Language language) {
  Speech const t{language};
  return facility == "line"          ? t("lines", "线路")
         : facility == "overhead"    ? t("  overhead", "  架空线路")
         : facility == "cable"       ? t("  cable", "  电缆线路")
         : facility == "transformer" ? t("transformers", "变压器")
         : facility == "breaker"     ? t("  breakers", "  断路器")
                                     : t("switches", "开关");
}

/// Fault outages of lines, transformers and switches; breakers after the switches they are part of.
std::string facility_rows(ComputeIndicesResponse const& a, Language language) {
  Speech const t{language};
  TextTable table{{{t("facility", "设施")},
                   {t("code", "代码")},
                   {t("in the network", "在网数量"), Align::right},
                   {t("fault outages", "故障停电次数"), Align::right},
                   {t("per 100 (km) a year", "次/(100 km·年)、次/(100 台·年)"), Align::right}}};
  for (auto const index : {0, 1, 2, 3, 5, 4}) {
    auto const& f = a.facility_rates(index);
    auto const is_length = index <= 2;
    table.add({facility_word(f.facility(), language), f.code(),
               is_length ? fmt::format("{:.1f} km", f.amount()) : fmt::format("{:.0f}", f.amount()),
               std::to_string(f.faults()), or_dash(f.has_rate(), f.rate())});
  }
  auto text = table.text();
  if (a.elsewhere_faults() != 0) {
    text += fmt::format(fmt::runtime(t("Fault outages that name none of these: {}\n",
                                       "未注明上述设施的故障停电：{} 次\n")),
                        a.elsewhere_faults());
  }
  return text;
}

/// "2021", or "2016–2020".
std::string years_of(v1::MedJudgement const& med) {
  return med.first_year() == med.last_year()
             ? std::to_string(med.first_year())
             : fmt::format("{}–{}", med.first_year(), med.last_year());
}

std::string med_text(ComputeIndicesResponse const& a, Language language) {
  Speech const t{language};
  auto const& med = a.major_event_days();
  if (med.source() == "none") {
    return {};
  }
  std::string text;
  if (med.source() != "official") {
    text = med.has_t_med_min()
               ? fmt::format(fmt::runtime(t("Major event days: T_MED {:.3f} min (alpha {:.4f}, "
                                            "beta {:.4f}, {} days of {})\n",
                                            "重大事件日：T_MED {:.3f} 分钟（α {:.4f}，β {:.4f}，"
                                            "样本 {} 日，{} 年）\n")),
                             med.t_med_min(), med.alpha(), med.beta(), med.history_days(),
                             years_of(med))
               : t("Major event days: no threshold, as the years before hold fewer than two days "
                   "with outages, or only equal ones\n",
                   "重大事件日：此前年份有停电的日不足两个（或数值全同），无法得出阈值\n");
  }
  TextTable table{{{t("major event day", "重大事件日")},
                   {t("SAIDI min", "SAIDI 分钟"), Align::right},
                   {t("why", "依据")}}};
  for (auto const& day : med.days()) {
    std::vector<std::string> why;
    if (day.by_beta()) {
      why.push_back(t("above T_MED", "超过 T_MED"));
    }
    if (day.official()) {
      why.push_back(t("official list", "官方名单"));
    }
    if (day.dropped()) {
      why.push_back(t("catastrophic: not in the threshold's history", "巨灾日：不参与阈值计算"));
    }
    table.add({day.day(), or_dash(day.has_saidi_min(), day.saidi_min()),
               fmt::format("{}", fmt::join(why, t(", ", "，")))});
  }
  return table.empty() ? text : text + table.text();
}

/// What a reader must know before trusting the figures; empty if there is nothing.
std::string remarks(ComputeIndicesResponse const& a, Language language) {
  Speech const t{language};
  std::string text;
  auto const add = [&](bool holds, std::string_view en, std::string_view zh, auto const&... args) {
    if (holds) {
      text += fmt::format(fmt::runtime(t(en, zh)), args...) + "\n";
    }
  };
  add(a.provisional(),
      "Provisional: {} interruption(s) still out at the end of the window; the figures will grow",
      "暂定：统计期末仍有 {} 条停电未恢复，数值还会增大", a.ongoing_records());
  for (auto const& sum : a.excluded()) {
    add(true, "Excluded ({}): {} interruption(s), {:.3f} user-hours",
        "已剔除（{}）：{} 条停电，{:.3f} 时户", sum.reason(), sum.records(), sum.user_hours());
  }
  add(a.capacity_unknown_users() != 0 && a.base() == "capacity",
      "Capacity not known of {} user(s): they weigh 0", "{} 个用户容量未知，按 0 计",
      a.capacity_unknown_users());
  add(a.load_unknown_users() != 0, "Load not known of {} user(s): ENS is without them",
      "{} 个用户负荷未知，ENS 未含", a.load_unknown_users());
  add(a.unregistered_user_seconds() != 0,
      "Dark outside any registration, left out: {:.3f} user-hours",
      "用户未登记期间的停电未计：{:.3f} 时户",
      static_cast<double>(a.unregistered_user_seconds()) / 3600.0);
  return text;
}

}  // namespace

std::string index_heading(std::string const& network, v1::TimeWindow const& window,
                          v1::RuleSet const& rules, Language language) {
  Speech const t{language};
  return fmt::format(
      fmt::runtime(t("{}: {} to {}, {:g} h\nRules: {}; variant {}; momentary up to {} s; gaps up "
                     "to {} s joined\n",
                     "{}：{} 至 {}，{:g} 小时\n规则：{}；口径 {}；短时停电 ≤ {} 秒；间隔 ≤ {} 秒"
                     "视为一次\n")),
      network, window.from(), window.to(), window.hours(), rules.profile(), rules.variant(),
      rules.momentary_s(), rules.merge_gap_s());
}

std::string index_table(ComputeIndicesResponse const& a, IndexView const& view) {
  auto text = index_heading(a.network(), a.window(), a.rules(), view.language);
  text += "\n" + main_rows(a, view);
  if (view.details) {
    text += "\n" + detail_rows(a, view);
    text += a.facility_rates().empty() ? "" : "\n" + facility_rows(a, view.language);
  }
  for (auto const& part : {med_text(a, view.language), remarks(a, view.language)}) {
    text += part.empty() ? "" : "\n" + part;
  }
  return text;
}

std::string index_csv(ComputeIndicesResponse const& a) {
  std::vector<std::string_view> names{a.by().begin(), a.by().end()};
  if (std::find(names.begin(), names.end(), "zone") == names.end()) {
    names.insert(names.begin(), "zone");
  }
  names.insert(names.end(), kCsvFigures.begin(), kCsvFigures.end());
  std::vector<std::string> titles{names.begin(), names.end()};
  if (a.rows_size() != 0) {
    for (auto const& cemi : a.rows(0).cemi()) {
      titles.push_back(fmt::format("cemi_{}", cemi.n()));
    }
    for (auto const& cemsmi : a.rows(0).cemsmi()) {
      titles.push_back(fmt::format("cemsmi_{}", cemsmi.n()));
    }
    for (auto const& celid : a.rows(0).celid_single()) {
      titles.push_back(fmt::format("celid_single_{:g}h", celid.at_least_h()));
    }
    for (auto const& celid : a.rows(0).celid_total()) {
      titles.push_back(fmt::format("celid_total_{:g}h", celid.at_least_h()));
    }
  }
  auto text = csv_record(titles);
  for (auto const& row : a.rows()) {
    auto cells = cells_of(row, names);
    auto const add_shares = [&cells](auto const& shares) {
      for (auto const& share : shares) {
        cells.push_back(share.has_share() ? plain(share.share()) : std::string{});
      }
    };
    add_shares(row.cemi());
    add_shares(row.cemsmi());
    add_shares(row.celid_single());
    add_shares(row.celid_total());
    text += csv_record(cells);
  }
  return text;
}

}  // namespace tieline::services
