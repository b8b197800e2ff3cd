#include "engine/synth/profiles.hpp"

#include <algorithm>
#include <array>

#include "engine/synth/feeder.hpp"

namespace tieline::synth {
namespace {

using Day = std::array<double, 24>;

// A summer workday, per unit of the yearly peak, in the order of kProfileNames. Our own sketches
// of the usual forms: evening peak at home, shop hours, two shifts, farm mornings and evenings.
constexpr std::array<Day, 4> kSummerWorkday{{
    {0.62, 0.55, 0.50, 0.47, 0.45, 0.44, 0.47, 0.52, 0.54, 0.55, 0.57, 0.62,
     0.68, 0.66, 0.63, 0.62, 0.63, 0.68, 0.78, 0.90, 0.98, 1.00, 0.92, 0.76},
    {0.28, 0.26, 0.25, 0.25, 0.26, 0.28, 0.35, 0.50, 0.72, 0.88, 0.95, 0.98,
     0.96, 0.97, 1.00, 0.99, 0.97, 0.95, 0.93, 0.92, 0.86, 0.70, 0.45, 0.32},
    {0.55, 0.53, 0.52, 0.52, 0.53, 0.55, 0.60, 0.75, 0.92, 0.98, 1.00, 0.94,
     0.82, 0.92, 0.98, 0.99, 0.97, 0.90, 0.80, 0.76, 0.74, 0.70, 0.64, 0.58},
    {0.42, 0.38, 0.36, 0.35, 0.37, 0.45, 0.56, 0.60, 0.56, 0.54, 0.56, 0.62,
     0.64, 0.58, 0.54, 0.54, 0.58, 0.68, 0.84, 0.98, 1.00, 0.88, 0.66, 0.50},
}};
// By profile: what is left on a weekend and a holiday, and in spring, summer, autumn, winter.
constexpr std::array<std::array<double, 3>, 4> kByDay{
    {{0.95, 1.00, 0.97}, {0.96, 1.00, 0.98}, {1.00, 0.72, 0.45}, {0.97, 0.99, 1.00}}};
constexpr std::array<std::array<double, 4>, 4> kBySeason{{{0.66, 1.00, 0.70, 0.90},
                                                          {0.72, 1.00, 0.74, 0.82},
                                                          {0.90, 1.00, 0.92, 0.88},
                                                          {0.70, 1.00, 0.72, 0.92}}};
constexpr std::array<char const*, 3> kDays{"workday", "weekend", "holiday"};
constexpr std::array<char const*, 4> kSeasons{"spring", "summer", "autumn", "winter"};

}  // namespace

void write_profiles(CsvWriter& file) {
  for (std::size_t p = 0; p < kProfileNames.size(); ++p) {
    for (std::size_t day = 0; day < kDays.size(); ++day) {
      for (std::size_t season = 0; season < kSeasons.size(); ++season) {
        file.text(kProfileNames[p]).text(kDays[day]).text(kSeasons[season]);
        for (auto const hour : kSummerWorkday[p]) {
          file.fixed(std::min(hour * kByDay[p][day] * kBySeason[p][season], 1.0), 3);
        }
        file.end();
      }
    }
  }
}

}  // namespace tieline::synth
