#include "engine/io/settings_by_name.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/io/cell.hpp"

namespace tieline::io {
namespace {

using network::Settings;

struct Setting {
  std::string_view name;
  double Settings::* figure = nullptr;
  std::int64_t Settings::* seconds = nullptr;
  double low = 0, high = 1;
  std::string_view bounds = "0–1";
};

constexpr Setting share(std::string_view name, double Settings::* figure) {
  return {.name = name, .figure = figure};
}
constexpr Setting hours(std::string_view name, double Settings::* figure) {
  return {.name = name, .figure = figure, .low = 0, .high = 8784, .bounds = "0–8784"};
}
constexpr Setting seconds(std::string_view name, std::int64_t Settings::* figure) {
  return {.name = name, .seconds = figure, .low = 0, .high = 31'622'400, .bounds = "0–31622400"};
}

constexpr std::array kSettings{
    hours("upstream_restore_h", &Settings::upstream_restore_h),
    hours("transfer_h", &Settings::transfer_h),
    share("fuse_success", &Settings::fuse_success),
    share("breaker_success", &Settings::breaker_success),
    share("transfer_success", &Settings::transfer_success),
    share("temporary_fault_share", &Settings::temporary_fault_share),
    Setting{.name = "prearranged_per_100km_year",
            .figure = &Settings::prearranged_per_100km_year,
            .low = 0,
            .high = 1e6,
            .bounds = "0–1000000"},
    hours("prearranged_h", &Settings::prearranged_h),
    share("live_share", &Settings::live_share),
    Setting{.name = "vmin_pu", .figure = &Settings::vmin_pu, .low = 0, .high = 1},
    Setting{.name = "vmax_pu", .figure = &Settings::vmax_pu, .low = 1, .high = 2, .bounds = "1–2"},
    Setting{.name = "line_limit",
            .figure = &Settings::line_limit,
            .low = 0,
            .high = 3,
            .bounds = "0–3"},
    Setting{.name = "source_limit",
            .figure = &Settings::source_limit,
            .low = 0,
            .high = 3,
            .bounds = "0–3"},
    share("load_z_share", &Settings::load_z_share),
    share("load_i_share", &Settings::load_i_share),
    share("loop_voltage_limit", &Settings::loop_voltage_limit),
    Setting{.name = "loop_angle_limit_deg",
            .figure = &Settings::loop_angle_limit_deg,
            .low = 0,
            .high = 180,
            .bounds = "0–180"},
    Setting{.name = "power_factor",
            .figure = &Settings::power_factor,
            .low = 0.1,
            .high = 1,
            .bounds = "0.1–1"},
    share("generator_limit", &Settings::generator_limit),
    seconds("momentary_s", &Settings::momentary_s),
    seconds("merge_gap_s", &Settings::merge_gap_s),
    seconds("manual_operate_s", &Settings::manual_operate_s),
    seconds("remote_operate_s", &Settings::remote_operate_s),
};

constexpr auto kNames = [] {
  std::array<std::string_view, kSettings.size()> names;
  std::transform(kSettings.begin(), kSettings.end(), names.begin(),
                 [](Setting const& s) { return s.name; });
  return names;
}();

[[nodiscard]] Setting const* find(std::string_view key) {
  auto const found = std::find_if(kSettings.begin(), kSettings.end(),
                                  [&](Setting const& s) { return s.name == key; });
  return found == kSettings.end() ? nullptr : &*found;
}

}  // namespace

SetOutcome set_by_name(Settings& settings, std::string_view key, std::string_view value) {
  auto const* setting = find(key);
  if (setting == nullptr) {
    return SetOutcome::unknown_key;
  }
  auto const number = parse_number(trim(value));
  bool const must_be_whole = setting->seconds != nullptr;
  if (!number || (must_be_whole && *number != std::floor(*number))) {
    return SetOutcome::not_a_number;
  }
  if (*number < setting->low || *number > setting->high) {
    return SetOutcome::out_of_bounds;
  }
  if (must_be_whole) {
    settings.*setting->seconds = std::llround(*number);
  } else {
    settings.*setting->figure = *number;
  }
  return SetOutcome::done;
}

std::span<std::string_view const> setting_names() {
  return kNames;
}

std::string_view setting_bounds(std::string_view key) {
  auto const* setting = find(key);
  return setting == nullptr ? std::string_view{} : setting->bounds;
}

}  // namespace tieline::io
