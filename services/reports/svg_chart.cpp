#include "services/reports/svg_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace tieline::services {
namespace {

constexpr double kWidth = 720;
constexpr double kHeight = 300;
constexpr double kLeft = 56;
constexpr double kRight = 16;
constexpr double kTop = 34;
constexpr double kBottom = 44;
constexpr double kPlotWidth = kWidth - kLeft - kRight;
constexpr double kPlotHeight = kHeight - kTop - kBottom;
constexpr int kTicks = 4;

/// Readable for the colour-blind, also in grey.
constexpr std::array<std::string_view, 3> kFills{"#b5532a", "#2f6f9f", "#8a8a8a"};

/// Whole of 1, 2, 2.5 or 5 times a power of ten, at least `most`.
double nice_top(double most) {
  if (!(most > 0)) {
    return 1;
  }
  auto const power = std::pow(10.0, std::floor(std::log10(most)));
  for (auto const step : {1.0, 2.0, 2.5, 5.0, 10.0}) {
    if (step * power >= most) {
      return step * power;
    }
  }
  return 10 * power;
}

/// Places of values and bars on the canvas.
struct Axes {
  double top = 1;
  std::size_t n = 1;

  [[nodiscard]] double y(double value) const { return kTop + kPlotHeight * (1 - value / top); }
  [[nodiscard]] double slot() const { return kPlotWidth / static_cast<double>(n); }
  [[nodiscard]] double center(std::size_t i) const {
    return kLeft + slot() * (static_cast<double>(i) + 0.5);
  }
  /// The right end of slot i.
  [[nodiscard]] double edge(std::size_t i) const {
    return kLeft + slot() * static_cast<double>(i + 1);
  }
};

std::string text_at(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>)", x, y, anchor,
                     html_escaped(text));
}

std::string line_at(double x1, double y1, double x2, double y2, std::string_view style) {
  return fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>)", x1,
                     y1, x2, y2, style);
}

std::string rect_at(double x, double y, double width, double height, std::string_view fill) {
  return fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>)", x,
                     y, width, std::max(height, 0.0), fill);
}

std::string open(ChartWords const& words) {
  return fmt::format(R"(<svg viewBox="0 0 {:.0f} {:.0f}" role="img" aria-labelledby="{}-t {}-d">)"
                     R"(<title id="{}-t">{}</title><desc id="{}-d">{}</desc>)",
                     kWidth, kHeight, words.id, words.id, words.id, html_escaped(words.title),
                     words.id, html_escaped(words.description));
}

std::string axes_of(Axes const& axes, ChartWords const& words,
                    std::vector<std::string> const& labels) {
  std::string svg;
  for (int i = 0; i <= kTicks; ++i) {
    auto const value = axes.top * i / kTicks;
    svg += line_at(kLeft, axes.y(value), kWidth - kRight, axes.y(value), i == 0 ? "axis" : "grid");
    svg += text_at(kLeft - 6, axes.y(value) + 4, "end", fmt::format("{:g}", value));
  }
  svg += text_at(kLeft - 6, kTop - 14, "end", words.unit);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    svg += text_at(axes.center(i), kHeight - kBottom + 18, "middle", labels[i]);
  }
  return svg;
}

struct LegendEntry {
  std::string text;
  std::string_view fill;
};

std::string legend_of(std::vector<LegendEntry> const& entries) {
  constexpr double kStep = 170;
  constexpr double kBox = 11;
  std::string svg;
  auto x = kLeft + 8;
  for (auto const& entry : entries) {
    svg += rect_at(x, 6, kBox, kBox, entry.fill);
    svg += text_at(x + kBox + 5, 16, "start", entry.text);
    x += kStep;
  }
  return svg;
}

/// Consecutive points as one polyline.
std::string polyline(std::vector<std::pair<double, double>> const& points, std::string_view style) {
  std::string list;
  for (auto const& [x, y] : points) {
    list += fmt::format("{}{:.1f},{:.1f}", list.empty() ? "" : " ", x, y);
  }
  return fmt::format(R"(<polyline points="{}" class="{}"/>)", list, style);
}

/// Above the bar, and above the target's line where that would run through it.
double label_height(Axes const& axes, double value, std::optional<double> target) {
  constexpr double kGap = 5;
  constexpr double kLetters = 14;
  auto const y = axes.y(value) - kGap;
  auto const line = target ? axes.y(*target) : y - 2 * kLetters;
  return line < y + kGap && line > y - kLetters ? line - kGap : y;
}

double top_of(BurnDown const& chart) {
  double most = 0;
  for (auto const& value : chart.so_far) {
    most = std::max(most, value.value_or(0));
  }
  for (auto const& value : {chart.budget, chart.trend, chart.high}) {
    most = std::max(most, value.value_or(0));
  }
  return nice_top(most);
}

/// The wedge between the last point and the year's end.
std::string band_of(BurnDown const& chart, Axes const& axes, double x, double y) {
  auto const end = axes.edge(axes.n - 1);
  std::string svg;
  if (chart.low && chart.high) {
    svg +=
        fmt::format(R"(<polygon points="{:.1f},{:.1f} {:.1f},{:.1f} {:.1f},{:.1f}" class="band"/>)",
                    x, y, end, axes.y(*chart.high), end, axes.y(*chart.low));
  }
  if (chart.trend) {
    svg += line_at(x, y, end, axes.y(*chart.trend), "trend");
  }
  return svg;
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (auto const c : text) {
    switch (c) {
      case '&':
        clean += "&amp;";
        break;
      case '<':
        clean += "&lt;";
        break;
      case '>':
        clean += "&gt;";
        break;
      case '"':
        clean += "&quot;";
        break;
      case '\'':
        clean += "&#39;";
        break;
      default:
        clean += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return clean;
}

std::string target_bars(ChartWords const& words, std::vector<TargetBar> const& bars) {
  double most = 0;
  std::vector<std::string> labels;
  for (auto const& bar : bars) {
    most = std::max({most, bar.value.value_or(0), bar.target.value_or(0)});
    labels.push_back(bar.label);
  }
  Axes const axes{nice_top(most), std::max<std::size_t>(bars.size(), 1)};
  auto svg = open(words) + axes_of(axes, words, labels);
  auto const width = std::min(axes.slot() * 0.5, 60.0);
  for (std::size_t i = 0; i < bars.size(); ++i) {
    auto const x = axes.center(i);
    if (auto const& value = bars[i].value) {
      svg += rect_at(x - width / 2, axes.y(*value), width, axes.y(0) - axes.y(*value),
                     bars[i].is_missed ? "#b5532a" : "#2f6f9f");
      svg += text_at(x, label_height(axes, *value, bars[i].target), "middle",
                     fmt::format("{:.2f}", *value));
    }
    if (auto const& target = bars[i].target) {
      svg += line_at(x - width * 0.8, axes.y(*target), x + width * 0.8, axes.y(*target), "target");
    }
  }
  return svg + "</svg>";
}

std::string stacked_bars(ChartWords const& words, std::vector<std::string> const& legend,
                         std::vector<StackedBar> const& bars) {
  double most = 0;
  std::vector<std::string> labels;
  for (auto const& bar : bars) {
    double sum = 0;
    for (auto const part : bar.parts) {
      sum += part;
    }
    most = std::max(most, sum);
    labels.push_back(bar.label);
  }
  Axes const axes{nice_top(most), std::max<std::size_t>(bars.size(), 1)};
  std::vector<LegendEntry> entries;
  entries.reserve(legend.size());
  for (std::size_t i = 0; i < legend.size(); ++i) {
    entries.push_back({legend[i], kFills.at(i % kFills.size())});
  }
  auto svg = open(words) + axes_of(axes, words, labels) + legend_of(entries);
  auto const width = axes.slot() * 0.6;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    double below = 0;
    for (std::size_t p = 0; p < bars[i].parts.size(); ++p) {
      auto const above = below + bars[i].parts[p];
      svg += rect_at(axes.center(i) - width / 2, axes.y(above), width,
                     axes.y(below) - axes.y(above), kFills.at(p % kFills.size()));
      below = above;
    }
  }
  return svg + "</svg>";
}

std::string burn_down(ChartWords const& words, BurnDown const& chart) {
  Axes const axes{top_of(chart), std::max<std::size_t>(chart.labels.size(), 1)};
  auto svg = open(words) + axes_of(axes, words, chart.labels);
  std::vector<LegendEntry> entries{{chart.so_far_word, "#2f6f9f"}};
  std::vector<std::pair<double, double>> points{{kLeft, axes.y(0)}};
  for (std::size_t i = 0; i < chart.so_far.size(); ++i) {
    if (auto const& value = chart.so_far[i]) {
      points.emplace_back(axes.edge(i), axes.y(*value));
    }
  }
  if (chart.trend) {
    svg += band_of(chart, axes, points.back().first, points.back().second);
    entries.push_back({chart.trend_word, "#7fa9c6"});
  }
  svg += polyline(points, "line");
  if (chart.budget) {
    svg += line_at(kLeft, axes.y(*chart.budget), kWidth - kRight, axes.y(*chart.budget), "target");
    entries.push_back({chart.budget_word, "#222222"});
  }
  return svg + legend_of(entries) + "</svg>";
}

}  // namespace tieline::services
