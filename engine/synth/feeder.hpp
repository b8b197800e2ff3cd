#pragma once
// One feeder as drawn: nodes, lines, switches and users with rows local to it.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/network/ids.hpp"
#include "engine/synth/distributions.hpp"
#include "engine/synth/layout.hpp"

namespace tieline::synth {

/// Wire or cable of a line; figures in conductor_of().
enum class Conductor : std::uint8_t {
  cable_400,
  cable_300,
  cable_120,
  insulated_240,
  insulated_185,
  insulated_95,
  bare_185,
  bare_150,
  bare_70
};
struct ConductorFigures {
  network::LineKind kind;
  double r_ohm_per_km, x_ohm_per_km, ampacity_a;
};
[[nodiscard]] ConductorFigures const& conductor_of(Conductor conductor);

/// A switch's near end is the busbar.
inline constexpr std::uint32_t kBusbar = 0xFFFF'FFFF;

struct FeederNode {
  Point at;
  std::uint32_t block = 0;
};
struct FeederLine {
  std::uint32_t from = 0, to = 0;
  Conductor conductor = Conductor::cable_300;
  bool live_work = false;
  double km = 0;
};
struct FeederSwitch {
  std::uint32_t from = 0, to = 0;  ///< nodes; `from` is nearer the source, or kBusbar
  network::SwitchKind kind = network::SwitchKind::load_break;
  network::Control control = network::Control::manual;
  bool loop_close = false;
  bool main = false;  ///< in the main line
};
struct FeederUser {
  std::uint32_t node = 0;
  network::Zone zone = network::Zone::town;
  network::Nature nature = network::Nature::public_supply;
  bool core_area = false, dual = false;
  std::uint8_t priority = 0, profile = 0;  ///< profile: row of kProfileNames
  std::uint32_t households = 1;
  double rated_kva = 0, peak_kw = 0, load_kw = 0, power_factor = 0.95;
};
/// Nodes joined without a switch. Parents precede children; block 0 is behind the head breaker.
struct Block {
  std::uint32_t parent = 0, via = 0;  ///< block 0: itself; switch row
  bool main = false;
};

struct Feeder {
  Slot slot;
  std::vector<FeederNode> nodes;
  std::vector<FeederLine> lines;
  std::vector<FeederSwitch> switches;  ///< [0] is the head breaker
  std::vector<FeederUser> users;
  std::vector<Block> blocks;
  std::array<std::uint32_t, 3> tie_nodes{};  ///< end, middle and first third of the main line
  std::uint32_t wanted_ties = 0;
  double km = 0;
};

inline constexpr std::array<char const*, 4> kProfileNames{"residential", "commercial", "industrial",
                                                          "rural"};

/// Draws the feeder of one place: a function of (distributions, scales, seed, slot) and no more.
[[nodiscard]] Feeder draw_feeder(Distributions const& distributions, Preset const& scales,
                                 std::uint64_t seed, Slot const& slot, Station const& station);

/// Fills `feeder.users`' figures (second half of draw_feeder; users.cpp).
void draw_users(Draws& draws, ZoneFigures const& figures, Distributions const& distributions,
                Preset const& scales, Feeder& feeder);

}  // namespace tieline::synth
