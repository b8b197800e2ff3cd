#pragma once
// The annual report as plain tables: what the terminal, the workbook and the page all show.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/cli/words.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::services {

enum class Tone : std::uint8_t { plain, good, bad, open };

/// A figure (text is how it prints) or a word.
struct SheetCell {
  std::string text;
  std::optional<double> number;
  int decimals = 0;
  Tone tone = Tone::plain;
};

struct SheetColumn {
  std::string title;
  bool is_number = false;
};

struct Sheet {
  std::string title;
  std::vector<SheetColumn> columns;
  std::vector<std::vector<SheetCell>> rows;
};

/// Zones against targets, last year and trend: a line a zone and target.
[[nodiscard]] Sheet summary_sheet(v1::AnnualReportResponse const& report, Language language);
/// The summary for a screen or a page, where width is short: without the trend of a year that is
/// over (it is the figure itself) and without words that are the same in every row, as title and
/// remarks say them.
[[nodiscard]] Sheet narrow_summary_sheet(v1::AnnualReportResponse const& report, Language language);
/// Twelve lines: hours by nature, last year, from January on.
[[nodiscard]] Sheet months_sheet(v1::AnnualReportResponse const& report, Language language);
/// Variants 1 to 4 of every zone.
[[nodiscard]] Sheet variants_sheet(v1::AnnualReportResponse const& report, Language language);
[[nodiscard]] Sheet quality_sheet(v1::AnnualReportResponse const& report, Language language);
[[nodiscard]] Sheet provenance_sheet(v1::AnnualReportResponse const& report, Language language);
/// Other limits of the documents used.
[[nodiscard]] Sheet requirements_sheet(v1::AnnualReportResponse const& report, Language language);

/// "Reliability of NAME in 2021, 1 January to …", in one line.
[[nodiscard]] std::string report_title(v1::AnnualReportResponse const& report, Language language);
/// What the figures mean: base, rules, window; one line each.
[[nodiscard]] std::vector<std::string> report_remarks(v1::AnnualReportResponse const& report,
                                                      Language language);

// Parts that several of them use.
/// Figures of one base; null if there are none.
template <class List>
[[nodiscard]] auto const* of_base(List const& list, std::string_view base) {
  for (auto const& item : list) {
    if (item.base() == base) {
      return &item;
    }
  }
  return static_cast<decltype(&*list.begin())>(nullptr);
}
[[nodiscard]] std::string area_zone_word(std::string_view zone, Language language);
[[nodiscard]] std::string target_verdict_word(std::string_view verdict, Language language);
[[nodiscard]] Tone tone_of(std::string_view verdict);
[[nodiscard]] std::string base_word(std::string_view base, Language language);

}  // namespace tieline::services
