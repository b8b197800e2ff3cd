#pragma once
// A deterministic synthetic city or province: same seed, same bytes, on any machine.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace tieline::synth {

struct GenerateOptions {
  std::string preset = "city";  ///< "city" (about 120 feeders) or "province" (45 000)
  std::uint32_t feeders = 0;    ///< 0: the preset's own number
  std::uint64_t seed = 1;
  bool history = true;                  ///< events and interruptions of 2021
  std::uint32_t history_years = 1;      ///< with so many years less one before it; 1 to 10
  bool plan = true;                     ///< a month of works, crews, generators, targets, calendar
  std::filesystem::path distributions;  ///< empty: the built-in copy of zone_distributions.json
  std::function<void(std::string_view phase, std::uint64_t done, std::uint64_t all)> progress;
};

struct Generated {
  std::uint64_t feeders = 0, sections = 0, switches = 0, users = 0, households = 0, bytes = 0;
};

/// Writes a case folder. Errors: invalid_argument (preset, distributions), write_failed.
[[nodiscard]] Result<Generated> generate_case(GenerateOptions const& options,
                                              std::filesystem::path const& folder);

}  // namespace tieline::synth
