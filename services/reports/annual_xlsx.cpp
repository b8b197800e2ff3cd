#include "services/reports/annual_xlsx.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <xlsxwriter.h>

#include "services/cli/table.hpp"
#include "services/cli/unfinished.hpp"
#include "services/reports/annual_sheets.hpp"

namespace tieline::services {
namespace {

constexpr lxw_color_t kGoodFill = 0xE3F1E5;
constexpr lxw_color_t kBadFill = 0xF8DFD6;
constexpr lxw_color_t kOpenFill = 0xFDF3D3;
constexpr lxw_color_t kHeadFill = 0xF1F3F5;
constexpr lxw_color_t kFaultFill = 0xB5532A;
constexpr lxw_color_t kPlannedFill = 0x2F6F9F;
constexpr std::size_t kLongestCell = 32'767;  // characters; a cell of Excel holds no more

lxw_row_t row_at(std::size_t i) {
  return static_cast<lxw_row_t>(i);
}
lxw_col_t col_at(std::size_t i) {
  return static_cast<lxw_col_t>(i);
}

/// Not longer than a cell may be, cut between characters.
std::string fitting(std::string const& text) {
  if (text.size() <= kLongestCell) {
    return text;
  }
  auto end = kLongestCell;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

/// The workbook under construction and the looks its cells share.
class Book {
 public:
  explicit Book(std::string const& path) : book_{workbook_new(path.c_str())} {
    head_ = workbook_add_format(book_);
    format_set_bold(head_);
    format_set_bg_color(head_, kHeadFill);
    format_set_border(head_, LXW_BORDER_THIN);
    format_set_text_wrap(head_);
    title_ = workbook_add_format(book_);
    format_set_bold(title_);
    format_set_font_size(title_, 14);
    figures_[0] = workbook_add_format(book_);
    format_set_num_format(figures_[0], "0");
    figures_[1] = workbook_add_format(book_);
    format_set_num_format(figures_[1], "0.00");
    figures_[2] = workbook_add_format(book_);
    format_set_num_format(figures_[2], "0.0000");
    for (std::size_t i = 0; i < kFills.size(); ++i) {
      tones_[i] = workbook_add_format(book_);
      format_set_bg_color(tones_[i], kFills[i]);
    }
  }
  Book(Book const&) = delete;
  Book& operator=(Book const&) = delete;
  ~Book() {
    if (book_ != nullptr) {
      lxw_workbook_free(book_);
    }
  }

  void set_properties(std::string const& title) {
    lxw_doc_properties properties{};
    auto text = title;
    properties.title = text.data();
    std::string company{"tieline"};
    properties.company = company.data();
    properties.created = kAnyDay;
    workbook_set_properties(book_, &properties);
  }

  /// Writes the table below `first`, its columns as wide as their longest cell.
  lxw_worksheet* add(std::string const& name, Sheet const& sheet,
                     std::vector<std::string> const& above = {}) {
    auto* const page = workbook_add_worksheet(book_, name.c_str());
    std::size_t row = 0;
    worksheet_write_string(page, 0, 0, fitting(sheet.title).c_str(), title_);
    for (auto const& line : above) {
      worksheet_write_string(page, row_at(++row), 0, fitting(line).c_str(), nullptr);
    }
    first_row_ = row + 2;
    write_table(page, sheet);
    worksheet_freeze_panes(page, row_at(first_row_ + 1), 0);
    return page;
  }

  /// Colours every verdict between the given columns by its word, as Excel's own rule.
  void colour_verdicts(lxw_worksheet* page, std::size_t column, std::size_t n_rows,
                       std::array<std::string, 3> const& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      auto word = words.at(i);
      lxw_conditional_format rule{};
      rule.type = LXW_CONDITIONAL_TYPE_TEXT;
      rule.criteria = LXW_CONDITIONAL_CRITERIA_TEXT_BEGINS_WITH;
      rule.value_string = word.data();
      rule.format = tones_.at(i);
      worksheet_conditional_format_range(page, row_at(first_row_ + 1), col_at(column),
                                         row_at(first_row_ + n_rows), col_at(column), &rule);
    }
  }

  [[nodiscard]] lxw_chart* stacked_columns() {
    return workbook_add_chart(book_, LXW_CHART_COLUMN_STACKED);
  }
  /// Row of the header of the sheet added last.
  [[nodiscard]] std::size_t first_row() const { return first_row_; }

  [[nodiscard]] bool close() {
    auto* const book = book_;
    book_ = nullptr;  // closing frees it
    return workbook_close(book) == LXW_NO_ERROR;
  }

 private:
  static constexpr std::array<lxw_color_t, 3> kFills{kGoodFill, kBadFill, kOpenFill};
  static constexpr time_t kAnyDay = 1'577'836'800;  // 2020-01-01: no clock in the bytes

  void write_table(lxw_worksheet* page, Sheet const& sheet) {
    constexpr double kWidest = 70;
    constexpr double kMargin = 2;
    for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
      worksheet_write_string(page, row_at(first_row_), col_at(c), sheet.columns[c].title.c_str(),
                             head_);
      auto width = display_width(sheet.columns[c].title);
      for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
        write_cell(page, first_row_ + 1 + r, c, sheet.rows[r][c]);
        width = std::max(width, display_width(sheet.rows[r][c].text));
      }
      worksheet_set_column(page, col_at(c), col_at(c),
                           std::min(static_cast<double>(width) + kMargin, kWidest), nullptr);
    }
  }

  void write_cell(lxw_worksheet* page, std::size_t row, std::size_t column, SheetCell const& cell) {
    if (cell.number) {
      auto* const look = figures_.at(cell.decimals == 0 ? 0 : cell.decimals == 2 ? 1 : 2);
      worksheet_write_number(page, row_at(row), col_at(column), *cell.number, look);
      return;
    }
    worksheet_write_string(page, row_at(row), col_at(column), fitting(cell.text).c_str(), nullptr);
  }

  lxw_workbook* book_;
  lxw_format* head_ = nullptr;
  lxw_format* title_ = nullptr;
  std::array<lxw_format*, 3> figures_{};
  std::array<lxw_format*, 3> tones_{};  ///< met, missed, cannot be told
  std::size_t first_row_ = 0;
};

void add_month_chart(Book& book, lxw_worksheet* page, std::string const& name, Sheet const& months,
                     Speech t) {
  constexpr std::array<std::pair<std::size_t, lxw_color_t>, 2> kParts{
      {{2, kFaultFill}, {3, kPlannedFill}}};  // columns of months_sheet()
  auto* const chart = book.stacked_columns();
  auto const head = row_at(book.first_row());
  auto const first = head + 1;
  auto const last = head + row_at(months.rows.size());
  for (auto const& [column, colour] : kParts) {
    auto* const series = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_categories(series, name.c_str(), first, 0, last, 0);
    chart_series_set_values(series, name.c_str(), first, col_at(column), last, col_at(column));
    chart_series_set_name_range(series, name.c_str(), head, col_at(column));
    lxw_chart_fill fill{};
    fill.color = colour;
    chart_series_set_fill(series, &fill);
  }
  chart_title_set_name(chart, t("Hours of each month", "分月停电时间").c_str());
  chart_axis_set_name(chart->y_axis, t("h a unit", "h/户").c_str());
  worksheet_insert_chart(page, last + 2, 0, chart);
}

void fill(Book& book, v1::AnnualReportResponse const& report, Language language) {
  Speech const t{language};
  book.set_properties(report_title(report, language));
  auto const summary = summary_sheet(report, language);
  auto above = report_remarks(report, language);
  above.insert(above.begin(), report_title(report, language));
  auto* const first = book.add(t("Summary", "汇总"), summary, above);
  std::array<std::string, 3> const words{target_verdict_word("met", language),
                                         target_verdict_word("missed", language),
                                         target_verdict_word("no_last_year", language)};
  for (std::size_t c = 0; c < summary.columns.size(); ++c) {
    auto const is_verdict =
        std::any_of(summary.rows.begin(), summary.rows.end(),
                    [&](auto const& row) { return row[c].tone != Tone::plain; });
    if (is_verdict) {
      book.colour_verdicts(first, c, summary.rows.size(), words);
    }
  }
  auto const months = months_sheet(report, language);
  auto const months_name = t("Months", "分月");
  add_month_chart(book, book.add(months_name, months), months_name, months, t);
  book.add(t("Variants", "四种口径"), variants_sheet(report, language));
  book.add(t("Data quality", "数据质量"), quality_sheet(report, language));
  book.add(t("Requirements", "其他要求"), requirements_sheet(report, language));
  book.add(t("Provenance", "计算依据"), provenance_sheet(report, language));
}

tl::unexpected<Error> not_made() {
  return fail(ErrorCode::write_failed,
              "the workbook could not be made: no room in the folder for temporary files?",
              "无法生成工作簿：临时文件夹空间不足？");
}

}  // namespace

Result<std::string> annual_xlsx(v1::AnnualReportResponse const& report, Language language) {
  std::error_code error;
  auto const folder = std::filesystem::temp_directory_path(error);
  if (error) {
    return not_made();
  }
  TIELINE_TRY(unfinished, Unfinished::beside(folder / "tieline.xlsx"));
  auto const path = unfinished.place();
  {
    Book book{path.string()};
    fill(book, report, language);
    if (!book.close()) {
      return not_made();
    }
  }
  std::ifstream file{path, std::ios::binary};
  std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  if (!file || bytes.empty()) {
    return not_made();
  }
  return bytes;
}

}  // namespace tieline::services
