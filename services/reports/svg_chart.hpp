#pragma once
// Small charts as inline SVG: no script, no outside resource, each with a title and a description.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tieline::services {

/// `<`, `>`, `&`, quotes and control characters made harmless in text and attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

struct ChartWords {
  std::string id;           ///< unique on the page, ASCII
  std::string title;        ///< what it is
  std::string description;  ///< what it shows, for those who do not see it
  std::string unit;         ///< of the axis: "h"
};

struct TargetBar {
  std::string label;
  std::optional<double> value, target;
  bool is_missed = false;
};
/// A bar for each value, a line across it where a target is set.
[[nodiscard]] std::string target_bars(ChartWords const& words, std::vector<TargetBar> const& bars);

struct StackedBar {
  std::string label;
  std::vector<double> parts;  ///< [legend]; empty: still to come
};
/// Bars of stacked parts.
[[nodiscard]] std::string stacked_bars(ChartWords const& words,
                                       std::vector<std::string> const& legend,
                                       std::vector<StackedBar> const& bars);

struct BurnDown {
  std::vector<std::string> labels;            ///< 12 months
  std::vector<std::optional<double>> so_far;  ///< [labels] at the end of each
  std::optional<double> budget;               ///< of the year
  std::optional<double> trend, low, high;     ///< at the end of the year
  std::string so_far_word, budget_word, trend_word;
};
/// A line that climbs, the budget across, the trend as a dashed line with its band.
[[nodiscard]] std::string burn_down(ChartWords const& words, BurnDown const& chart);

}  // namespace tieline::services
