#include "engine/synth/layout.hpp"

#include <algorithm>
#include <numeric>

namespace tieline::synth {
namespace {

constexpr std::uint32_t kDistrictFeeders = 120;
constexpr std::uint32_t kStationFeeders = 18;
constexpr double kDistrictSpacing_m = 90'000;
constexpr std::array<double, kRealZones> kRing_m{1'500, 5'000, 14'000, 27'000};

/// Whole feeders a zone by largest remainder; ties of remainders go to the earlier zone.
std::array<std::uint32_t, kRealZones> share_out(std::array<double, kRealZones> const& shares,
                                                std::uint32_t feeders) {
  std::array<std::uint32_t, kRealZones> counts{};
  std::array<double, kRealZones> rest{};
  auto const sum = shares[0] + shares[1] + shares[2] + shares[3];
  std::uint32_t given = 0;
  for (std::size_t z = 0; z < kRealZones; ++z) {
    auto const exact = shares[z] / sum * feeders;
    counts[z] = static_cast<std::uint32_t>(exact);
    rest[z] = exact - counts[z];
    given += counts[z];
  }
  for (; given < feeders; ++given) {
    auto const most = std::max_element(rest.begin(), rest.end());
    ++counts[static_cast<std::size_t>(most - rest.begin())];
    *most -= 1;
  }
  return counts;
}

void add_station(Layout& layout, Station station, std::uint32_t feeders) {
  auto const row = static_cast<std::uint32_t>(layout.stations.size());
  layout.stations.push_back(station);
  for (std::uint32_t i = 0; i < feeders; ++i) {
    layout.slots.push_back({.feeder = static_cast<std::uint32_t>(layout.slots.size()),
                            .station = row,
                            .busbar = static_cast<std::uint8_t>(i % 2),
                            .bay = static_cast<std::uint8_t>(i / 2),
                            .zone = station.zone,
                            .core_area = station.zone == network::Zone::city_center &&
                                         station.place == 0 && i % 4 != 3});
  }
}

void add_zone(Layout& layout, std::uint32_t district, Point centre, std::size_t zone,
              std::uint32_t feeders) {
  auto const stations =
      std::max((feeders + kStationFeeders - 1) / kStationFeeders, feeders > 3 ? 2U : 1U);
  for (std::uint32_t place = 0; place < stations && feeders > 0; ++place) {
    auto const towards =
        direction(place * 16 / stations + static_cast<std::uint32_t>(zone) * 3 + district);
    auto const first = feeders * place / stations;
    auto const last = feeders * (place + 1) / stations;
    add_station(layout,
                {.district = district,
                 .place = place,
                 .zone = network::kZones[zone],
                 .at = {centre.x_m + kRing_m[zone] * towards.x_m,
                        centre.y_m + kRing_m[zone] * towards.y_m}},
                last - first);
  }
}

}  // namespace

Point direction(std::uint32_t sixteenth) {
  // sin of 0°, 22.5°, 45°, 67.5°, 90°: written out, because libm may round them differently.
  constexpr std::array<double, 5> kSine{0.0, 0.3826834323650898, 0.7071067811865476,
                                        0.9238795325112867, 1.0};
  auto const step = sixteenth % 16;
  auto const sine = [&](std::uint32_t s) {
    auto const within = s % 8;
    auto const figure = kSine[within <= 4 ? within : 8 - within];
    return s % 16 < 8 ? figure : -figure;
  };
  return {.x_m = sine(step + 4), .y_m = sine(step)};
}

Layout lay_out(Distributions const& distributions, std::uint32_t feeders) {
  Layout layout;
  layout.slots.reserve(feeders);
  auto const districts = std::max(1U, (feeders + kDistrictFeeders / 2) / kDistrictFeeders);
  std::uint32_t row = 1;  // districts stand on a square grid
  while (row * row < districts) {
    ++row;
  }
  for (std::uint32_t d = 0; d < districts; ++d) {
    auto const first = static_cast<std::uint32_t>(std::uint64_t{feeders} * d / districts);
    auto const last = static_cast<std::uint32_t>(std::uint64_t{feeders} * (d + 1) / districts);
    auto const counts = share_out(distributions.feeder_share, last - first);
    Point const centre{.x_m = kDistrictSpacing_m * (d % row + 0.5),
                       // NOLINTNEXTLINE(bugprone-integer-division): the row of the district
                       .y_m = kDistrictSpacing_m * (d / row + 0.5)};
    layout.districts.push_back({.first_feeder = first, .last_feeder = last});
    for (std::size_t z = 0; z < kRealZones; ++z) {
      add_zone(layout, d, centre, z, counts[z]);
    }
  }
  return layout;
}

}  // namespace tieline::synth
