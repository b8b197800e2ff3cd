#pragma once
// meta.csv and --set: settings by their names.

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/network/settings.hpp"

namespace tieline::io {

enum class SetOutcome : std::uint8_t { done, unknown_key, not_a_number, out_of_bounds };

/// Sets `key` of meta.csv to `value`. Shares lie in 0…1, times are not negative.
[[nodiscard]] SetOutcome set_by_name(network::Settings& settings, std::string_view key,
                                     std::string_view value);

/// Every key that set_by_name() knows.
[[nodiscard]] std::span<std::string_view const> setting_names();

/// The bounds of a setting as text: "0–1".
[[nodiscard]] std::string_view setting_bounds(std::string_view key);

}  // namespace tieline::io
