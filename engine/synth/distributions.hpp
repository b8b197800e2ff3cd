#pragma once
// The figures a synthetic network is drawn from: testdata/distributions/zone_distributions.json.

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/network/ids.hpp"
#include "engine/synth/random.hpp"

namespace tieline::synth {

inline constexpr std::size_t kRealZones = 4;  ///< every zone but `unknown`

/// One zone's feeders. Shares and probabilities are 0..1.
struct ZoneFigures {
  Lognormal feeder_km;
  double main_share = 0.5;  ///< of the feeder's length
  Triangular sections_per_feeder;
  std::array<double, 4> ties_per_feeder{};  ///< probability of 0, 1, 2, 3 ties
  Lognormal transformers_per_feeder;
  double public_transformer_share = 0.5;
  std::vector<double> transformer_kva;
  Lognormal households_per_public_transformer;
  Bell peak_load_rate;  ///< of the main line's thermal limit
  double cable_ratio = 0;
  double remote_switch_share = 0;
  double dual_supply_customers = 0;
  // history of a year, events a feeder
  double faults_per_feeder_year = 0;
  double planned_per_feeder_year = 0;
  double momentary_per_feeder_year = 0;
};

/// What goes wrong how often; per 100 km (lines) or 100 devices and year.
struct FailureFigures {
  std::array<double, 3> line_failures{}, line_repair_h{};  ///< by network::LineKind
  double breaker_failures = 0, switch_failures = 0, switch_repair_h = 0;
  double transformer_failures = 0, transformer_repair_h = 0;
};

/// A named size. The scales multiply the medians per feeder, so that totals come out as wanted.
struct Preset {
  std::uint32_t feeders = 0;
  double transformers_scale = 1;
  double households_scale = 1;
};

struct Distributions {
  std::array<ZoneFigures, kRealZones> zones;  ///< by network::Zone
  std::array<double, kRealZones> feeder_share{};
  FailureFigures failures;
  Preset city, province;
};

/// The text compiled into the library from the file named above: one source of truth.
[[nodiscard]] std::string_view builtin_distributions();

/// Reads JSON; what `overriding` leaves out stands as in the built-in text.
/// Errors: invalid_argument, naming the field, what was found and what is allowed.
[[nodiscard]] Result<Distributions> parse_distributions(std::string_view overriding);

/// Reads a file; an empty path is the built-in text. Errors: file_missing, invalid_argument.
[[nodiscard]] Result<Distributions> read_distributions(std::filesystem::path const& path);

}  // namespace tieline::synth
