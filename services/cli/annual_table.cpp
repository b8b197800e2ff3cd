#include <fmt/format.h>

#include "services/cli/annual_tables.hpp"
#include "services/cli/table.hpp"
#include "services/reports/annual_sheets.hpp"

namespace tieline::services {
namespace {

std::string print(Sheet const& sheet) {
  std::vector<Column> columns;
  columns.reserve(sheet.columns.size());
  for (auto const& column : sheet.columns) {
    columns.push_back({column.title, column.is_number ? Align::right : Align::left});
  }
  TextTable table{std::move(columns)};
  for (auto const& row : sheet.rows) {
    std::vector<std::string> cells;
    cells.reserve(row.size());
    for (auto const& cell : row) {
      cells.push_back(cell.text);
    }
    table.add(std::move(cells));
  }
  return sheet.title + "\n" + table.text();
}

/// An optional figure in its shortest form; empty where it is absent.
std::string figure(bool is_there, double value) {
  return is_there ? plain(value) : std::string{};
}

std::vector<std::string> figure_cells(v1::AnnualFigures const& f) {
  return {figure(f.has_users(), f.users()),
          plain(f.user_hours()),
          plain(f.user_interruptions()),
          plain(f.momentary_user_interruptions()),
          figure(f.has_saidi_h(), f.saidi_h()),
          figure(f.has_saifi(), f.saifi()),
          figure(f.has_asai(), f.asai()),
          figure(f.has_saidi_fault_h(), f.saidi_fault_h()),
          figure(f.has_saidi_prearranged_h(), f.saidi_prearranged_h()),
          figure(f.has_saidi_without_med_h(), f.saidi_without_med_h()),
          figure(f.has_saifi_without_med(), f.saifi_without_med()),
          std::to_string(f.unit_seconds())};
}

std::vector<std::string> target_cells(v1::TargetJudgement const* target) {
  if (target == nullptr) {
    return {"", "", "", "", "", "no_target", "no_target", ""};
  }
  return {target->jurisdiction(),
          figure(target->has_limit_h(), target->limit_h()),
          figure(target->has_gap_h(), target->gap_h()),
          figure(target->has_budget_user_hours(), target->budget_user_hours()),
          figure(target->has_used_share(), target->used_share()),
          target->verdict(),
          target->trend_verdict(),
          fmt::format("{}", fmt::join(target->decided_by(), ";"))};
}

void add_rows(v1::AnnualPart const& part, v1::AnnualZone const& zone, std::string const& base,
              std::string& text) {
  auto const& trend = *of_base(zone.trends(), base);
  auto const* const before = of_base(zone.year_on_year(), base);
  auto const add = [&](v1::TargetJudgement const* target) {
    std::vector<std::string> cells{part.kind(), part.organisation(), zone.zone(), base};
    auto const append = [&](std::vector<std::string> const& more) {
      cells.insert(cells.end(), more.begin(), more.end());
    };
    append(figure_cells(*of_base(zone.figures(), base)));
    auto const has_last = before != nullptr && before->has_last_saidi_h();
    auto const has_change = before != nullptr && before->has_saidi_change();
    append({figure(has_last, has_last ? before->last_saidi_h() : 0),
            figure(has_change, has_change ? before->saidi_change() : 0), trend.method(),
            figure(trend.has_saidi_h(), trend.saidi_h()), figure(trend.has_low_h(), trend.low_h()),
            figure(trend.has_high_h(), trend.high_h())});
    append(target_cells(target));
    text += csv_record(cells);
  };
  bool is_judged = false;
  for (auto const& target : zone.targets()) {
    if (target.base() == base && target.branches_size() != 0) {
      add(&target);
      is_judged = true;
    }
  }
  if (!is_judged) {
    add(nullptr);
  }
}

}  // namespace

std::string annual_table(v1::AnnualReportResponse const& report, Language language) {
  auto text = report_title(report, language) + "\n";
  for (auto const& line : report_remarks(report, language)) {
    text += "- " + line + "\n";
  }
  for (auto const& sheet : {narrow_summary_sheet(report, language), months_sheet(report, language),
                            variants_sheet(report, language), quality_sheet(report, language)}) {
    text += "\n" + print(sheet);
  }
  return text;
}

std::string annual_csv(v1::AnnualReportResponse const& report) {
  auto text = csv_record({"part",
                          "organisation",
                          "zone",
                          "base",
                          "users",
                          "user_hours",
                          "user_interruptions",
                          "momentary_user_interruptions",
                          "saidi_h",
                          "saifi",
                          "asai",
                          "saidi_fault_h",
                          "saidi_prearranged_h",
                          "saidi_without_med_h",
                          "saifi_without_med",
                          "unit_seconds",
                          "last_year_saidi_h",
                          "saidi_change",
                          "trend_method",
                          "trend_saidi_h",
                          "trend_low_h",
                          "trend_high_h",
                          "jurisdiction",
                          "limit_h",
                          "gap_h",
                          "budget_user_hours",
                          "used_share",
                          "verdict",
                          "trend_verdict",
                          "decided_by"});
  for (auto const& part : report.parts()) {
    for (auto const& zone : part.zones()) {
      for (auto const& figures : zone.figures()) {
        add_rows(part, zone, figures.base(), text);
      }
    }
  }
  return text;
}

}  // namespace tieline::services
