// Who hangs on a feeder: capacity, households, load, and how much they matter.

#include <algorithm>

#include "engine/synth/feeder.hpp"

namespace tieline::synth {
namespace {

using network::Nature;
using network::Zone;

/// Past this block of the main line users belong to the next zone outwards (a mixed feeder).
std::uint32_t tail_begin(Draws& draws, Feeder const& feeder) {
  constexpr std::array<double, kRealZones> kMixed{0.10, 0.15, 0.30, 0.0};
  auto const mixed = draws.chance(kMixed[static_cast<std::size_t>(feeder.slot.zone)]);
  auto const n = static_cast<std::uint32_t>(feeder.blocks.size());
  return mixed ? n - n * (20 + draws.below(20)) / 100 : n;
}

/// Special (3), important (2), worth a call (1) or ordinary (0); only dedicated users are special.
std::uint8_t draw_priority(Draws& draws, Nature nature, bool dual) {
  auto const u = draws.uniform();
  if (dual) {
    return u < 0.15 ? 3 : u < 0.6 ? 2 : 1;
  }
  return nature == Nature::dedicated && u < 0.06 ? 1 : 0;
}

std::uint8_t draw_profile(Draws& draws, Zone zone, Nature nature) {
  if (nature == Nature::public_supply) {
    return zone == Zone::rural ? 3 : 0;
  }
  constexpr std::array<double, kRealZones> kCommercial{0.8, 0.55, 0.35, 0.15};
  return draws.chance(kCommercial[static_cast<std::size_t>(zone)]) ? 1 : 2;
}

void draw_user(Draws& draws, ZoneFigures const& figures, Preset const& scales, Feeder const& feeder,
               FeederUser& user) {
  user.core_area = feeder.slot.core_area && user.zone == Zone::city_center;
  user.nature =
      draws.chance(figures.public_transformer_share) ? Nature::public_supply : Nature::dedicated;
  auto const sizes = static_cast<std::uint32_t>(figures.transformer_kva.size());
  user.rated_kva = figures.transformer_kva[draws.below(sizes)];
  auto homes = figures.households_per_public_transformer;
  homes.median *= scales.households_scale;
  auto const households = draw(draws, homes);
  user.households = user.nature == Nature::public_supply
                        ? std::max(1U, static_cast<std::uint32_t>(households + 0.5))
                        : 1;
  user.dual = user.nature == Nature::dedicated && draws.chance(figures.dual_supply_customers);
  user.priority = draw_priority(draws, user.nature, user.dual);
  user.profile = draw_profile(draws, user.zone, user.nature);
  user.power_factor = draws.uniform(0.92, 0.98);
}

/// Spreads the feeder's peak over its users by capacity; nobody above 80 % of the rating.
void draw_loads(Draws& draws, ZoneFigures const& figures, Feeder& feeder) {
  constexpr auto kSqrt3 = 1.7320508075688772;
  constexpr auto kMostOfRating = 0.8;
  auto const ampacity_a = conductor_of(feeder.lines.front().conductor).ampacity_a;
  auto const rate = draw(draws, figures.peak_load_rate);
  auto const wanted_kw = rate * kSqrt3 * 10.0 * ampacity_a * 0.92;
  double weights = 0;
  for (auto& user : feeder.users) {
    user.load_kw = user.rated_kva * draws.uniform(0.6, 1.4);  // the weight, for a moment
    weights += user.load_kw;
  }
  double missing_kw = wanted_kw;
  double room_kw = 0;
  for (auto& user : feeder.users) {
    auto const most_kw = user.rated_kva * kMostOfRating;
    user.peak_kw = std::min(wanted_kw * user.load_kw / weights, most_kw);
    missing_kw -= user.peak_kw;
    room_kw += most_kw - user.peak_kw;
  }
  auto const filled = room_kw > 0 ? std::clamp(missing_kw / room_kw, 0.0, 1.0) : 0.0;
  constexpr std::array<double, 4> kLoadFactor{0.48, 0.52, 0.62, 0.42};  // by profile
  for (auto& user : feeder.users) {  // what the small ones could not take goes to who has room
    user.peak_kw += filled * (user.rated_kva * kMostOfRating - user.peak_kw);
    user.load_kw = user.peak_kw * kLoadFactor[user.profile] * draws.uniform(0.85, 1.15);
  }
}

}  // namespace

void draw_users(Draws& draws, ZoneFigures const& figures, Distributions const& distributions,
                Preset const& scales, Feeder& feeder) {
  auto const tail = tail_begin(draws, feeder);
  auto const outwards = std::min(static_cast<std::size_t>(feeder.slot.zone) + 1, kRealZones - 1);
  for (auto& user : feeder.users) {
    auto const in_tail = feeder.nodes[user.node].block >= tail;
    user.zone = in_tail ? network::kZones[outwards] : feeder.slot.zone;
    draw_user(draws, distributions.zones[static_cast<std::size_t>(user.zone)], scales, feeder,
              user);
  }
  draw_loads(draws, figures, feeder);
}

}  // namespace tieline::synth
