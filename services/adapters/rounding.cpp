#include "services/adapters/rounding.hpp"

#include <cmath>

#include <fmt/format.h>

namespace tieline::services {

std::string fixed(double figure, int decimals) {
  // Above this a double has no digit left below the last one printed but a half or a quarter.
  constexpr double kMostScaled = 1e15;
  auto const scale = std::pow(10.0, decimals);
  auto const scaled = figure * scale;
  if (!(std::abs(scaled) < kMostScaled)) {
    return fmt::format("{:.{}f}", figure, decimals);
  }
  auto const rounded = std::round(scaled);
  return fmt::format("{:.{}f}", rounded == 0 ? 0.0 : rounded / scale, decimals);
}

}  // namespace tieline::services
