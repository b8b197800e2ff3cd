#include "engine/synth/registration.hpp"

#include <algorithm>

#include "engine/synth/clock.hpp"
#include "engine/synth/random.hpp"

namespace tieline::synth {
namespace {

using network::Zone;

enum class Fate : std::uint8_t { stays, comes, leaves, pauses, changes_zone };

Fate draw_fate(Draws& draws, Feeder const& feeder, std::uint32_t user) {
  auto const u = draws.uniform();
  if (feeder.slot.feeder == 0 && (user == 1 || user == 2)) {
    return user == 1 ? Fate::changes_zone : Fate::comes;  // even the smallest case has both
  }
  return u < 0.012   ? Fate::comes
         : u < 0.020 ? Fate::leaves
         : u < 0.026 ? Fate::pauses
         : u < 0.038 ? Fate::changes_zone
                     : Fate::stays;
}

/// What the place was before it was built up.
Zone zone_before(Zone zone) {
  return zone == Zone::rural ? Zone::town : static_cast<Zone>(static_cast<int>(zone) + 1);
}

std::vector<RegistrationSlice> slices_of(Draws& draws, Fate fate, FeederUser const& user,
                                         int year) {
  constexpr auto kAlways = RegistrationSlice::kAlways;
  constexpr auto kForGood = RegistrationSlice::kForGood;
  auto const day = local_midnight(year, 2, 1) + std::int64_t{draws.below(270)} * kDay_s;
  switch (fate) {
    case Fate::stays:
      return {};
    case Fate::comes:
      return {{.since = day}};
    case Fate::leaves:
      return {{.until = day}};
    case Fate::pauses: {
      auto const back = day + std::int64_t{20 + draws.below(40)} * kDay_s;
      return {{.until = day}, {.since = back}};
    }
    case Fate::changes_zone:
      return {{.since = kAlways,
               .until = day,
               .zone = zone_before(user.zone),
               .households = std::max(1U, user.households * 9 / 10)},
              {.since = day, .until = kForGood, .zone = user.zone, .households = user.households}};
  }
  return {};
}

}  // namespace

std::vector<std::vector<RegistrationSlice>> draw_registrations(std::uint64_t seed,
                                                               Feeder const& feeder, int year) {
  Draws draws{seed, Stream::registration, feeder.slot.feeder};
  std::vector<std::vector<RegistrationSlice>> all;
  all.reserve(feeder.users.size());
  for (std::uint32_t u = 0; u < feeder.users.size(); ++u) {
    auto const fate = draw_fate(draws, feeder, u);
    all.push_back(slices_of(draws, fate, feeder.users[u], year));
  }
  return all;
}

bool is_registered(std::vector<RegistrationSlice> const& slices, std::int64_t at) {
  return slices.empty() || std::any_of(slices.begin(), slices.end(), [at](auto const& slice) {
           return slice.since <= at && at < slice.until;
         });
}

}  // namespace tieline::synth
