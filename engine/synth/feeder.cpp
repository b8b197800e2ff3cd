#include "engine/synth/feeder.hpp"

#include <algorithm>
#include <cmath>

#include "engine/base/check.hpp"

namespace tieline::synth {
namespace {

using network::Control;
using network::SwitchKind;

/// A group of users at one place of the main line: one transformer, or a lateral with some.
struct Spur {
  std::uint32_t section = 0;
  std::uint32_t users = 0;
  bool lateral = false;
};

/// Grows one feeder from the busbar outwards. Blocks are opened parent first.
class Grower {
 public:
  Grower(Draws& draws, ZoneFigures const& figures, Feeder& feeder)
      : draws_{draws}, figures_{figures}, feeder_{feeder} {}

  void grow(Preset const& scales, Point start);

 private:
  std::uint32_t add_node(Point at, std::uint32_t block) {
    feeder_.nodes.push_back({.at = at, .block = block});
    return static_cast<std::uint32_t>(feeder_.nodes.size() - 1);
  }
  std::uint32_t add_line(std::uint32_t from, Conductor conductor, double km, Point towards);
  std::uint32_t add_switch(std::uint32_t from, SwitchKind kind, bool remote, bool main);
  std::uint32_t grow_overhead(std::uint32_t node, double km, std::uint32_t section);
  std::uint32_t grow_ring(std::uint32_t node, double km, std::uint32_t section, bool last);
  std::uint32_t sectionalise(std::uint32_t node);
  void grow_spur(std::uint32_t node, Spur const& spur);
  void grow_lateral(std::uint32_t node, std::uint32_t users);
  void place_user(std::uint32_t node);
  void plan_spurs(std::uint32_t users, std::uint32_t sections);
  [[nodiscard]] SwitchKind lateral_head();
  [[nodiscard]] double own_fuse_share() const { return cable_ ? 0.55 : 0.35; }

  Draws& draws_;
  ZoneFigures const& figures_;
  Feeder& feeder_;
  std::vector<Spur> spurs_;
  bool cable_ = false;
  Conductor main_ = Conductor::cable_300, branch_ = Conductor::cable_120;
  Point along_, across_;
  double lateral_km_ = 0;  ///< a line of a lateral, on average
};

std::uint32_t Grower::add_line(std::uint32_t from, Conductor conductor, double km, Point towards) {
  auto const length = std::max(km, 0.02);
  auto const at = feeder_.nodes[from].at;
  auto const to =
      add_node({at.x_m + towards.x_m * length * 1000, at.y_m + towards.y_m * length * 1000},
               feeder_.nodes[from].block);
  auto const cable = conductor_of(conductor).kind == network::LineKind::cable;
  feeder_.lines.push_back({.from = from,
                           .to = to,
                           .conductor = conductor,
                           .live_work = draws_.chance(cable ? 0.1 : 0.85),
                           .km = length});
  feeder_.km += length;
  return to;
}

std::uint32_t Grower::add_switch(std::uint32_t from, SwitchKind kind, bool remote, bool main) {
  auto const row = static_cast<std::uint32_t>(feeder_.switches.size());
  auto const block = static_cast<std::uint32_t>(feeder_.blocks.size());
  auto const parent = from == kBusbar ? 0 : feeder_.nodes[from].block;
  auto const at = from == kBusbar ? feeder_.nodes.front().at : feeder_.nodes[from].at;
  feeder_.blocks.push_back({.parent = parent, .via = row, .main = main});
  auto const to = from == kBusbar ? 0 : add_node(at, block);
  auto const breaks = network::breaks_load(kind);
  feeder_.switches.push_back({.from = from,
                              .to = to,
                              .kind = kind,
                              .control = breaks && remote ? Control::remote : Control::manual,
                              .loop_close = breaks && draws_.chance(0.85),
                              .main = main});
  return to;
}

void Grower::place_user(std::uint32_t node) {
  auto const own_fuse = draws_.chance(own_fuse_share());
  auto const at = own_fuse ? add_switch(node, SwitchKind::fuse, false, false) : node;
  feeder_.users.push_back({.node = at});
}

SwitchKind Grower::lateral_head() {
  auto const u = draws_.uniform();
  if (cable_) {
    return u < 0.3 ? SwitchKind::breaker : u < 0.8 ? SwitchKind::load_break : SwitchKind::fuse;
  }
  return u < 0.38   ? SwitchKind::fuse
         : u < 0.7  ? SwitchKind::load_break
         : u < 0.88 ? SwitchKind::disconnector
                    : SwitchKind::breaker;
}

void Grower::grow_lateral(std::uint32_t node, std::uint32_t users) {
  auto const remote = draws_.chance(figures_.remote_switch_share * 0.4);
  auto at = add_switch(node, lateral_head(), remote, false);
  auto const sideways = draws_.chance(0.5) ? 1.0 : -1.0;
  Point const towards{across_.x_m * sideways, across_.y_m * sideways};
  auto const tap = draws_.chance(0.6) && users >= 5 ? users / 2 : users;
  for (std::uint32_t i = 0; i < users; ++i) {
    if (i == tap) {
      at = add_switch(at, SwitchKind::load_break, draws_.chance(figures_.remote_switch_share * 0.3),
                      false);
    }
    at = add_line(at, branch_, lateral_km_ * draws_.uniform(0.4, 1.6), towards);
    place_user(at);
  }
}

void Grower::grow_spur(std::uint32_t node, Spur const& spur) {
  if (spur.lateral) {
    grow_lateral(node, spur.users);
  } else {
    place_user(node);
  }
}

/// The switch between two sections of an overhead main line; sometimes with a disconnector in
/// series for the visible gap, sometimes (older lines) a disconnector alone.
std::uint32_t Grower::sectionalise(std::uint32_t node) {
  auto const u = draws_.uniform();
  auto const remote = draws_.chance(figures_.remote_switch_share);
  auto const old_share = (1 - figures_.remote_switch_share) * 0.2;
  if (u < old_share) {
    return add_switch(node, SwitchKind::disconnector, false, true);
  }
  auto const kind = u > 0.92 ? SwitchKind::recloser : SwitchKind::load_break;
  auto const behind = add_switch(node, kind, remote, true);
  return u < old_share + 0.12 ? add_switch(behind, SwitchKind::disconnector, false, true) : behind;
}

std::uint32_t Grower::grow_overhead(std::uint32_t node, double km, std::uint32_t section) {
  auto const spurs = static_cast<std::uint32_t>(
      std::count_if(spurs_.begin(), spurs_.end(), [&](auto& s) { return s.section == section; }));
  auto const poles = std::clamp(spurs, 1U, 6U);
  std::vector<std::uint32_t> taps;
  for (std::uint32_t i = 0; i < poles; ++i) {
    node = add_line(node, main_, km / poles, along_);
    taps.push_back(node);
  }
  std::uint32_t next = 0;
  for (auto const& spur : spurs_) {
    if (spur.section == section) {
      grow_spur(taps[next++ % poles], spur);
    }
  }
  return node;
}

/// A cable to the next ring main unit, its incoming switch, the unit's bar with its spurs, and
/// (but for the last) its outgoing switch.
std::uint32_t Grower::grow_ring(std::uint32_t node, double km, std::uint32_t section, bool last) {
  auto const remote = draws_.chance(figures_.remote_switch_share);
  auto const arrived = add_line(node, main_, km, along_);
  auto const bar = add_switch(arrived, SwitchKind::load_break, remote, true);
  for (auto const& spur : spurs_) {
    if (spur.section == section) {
      grow_spur(bar, spur);
    }
  }
  return last ? bar : add_switch(bar, SwitchKind::load_break, remote, true);
}

void Grower::plan_spurs(std::uint32_t users, std::uint32_t sections) {
  // The shorter the main line's share, the more users stand on laterals.
  auto const on_laterals = 0.95 - figures_.main_share * 0.8;
  auto const longest = 2 + static_cast<std::uint32_t>((1 - figures_.main_share) * 8);
  for (auto left = users; left > 0;) {
    auto const lateral = draws_.chance(on_laterals);
    auto const size = lateral ? std::min(left, 1 + draws_.below(longest)) : 1;
    spurs_.push_back({.section = draws_.below(sections), .users = size, .lateral = lateral});
    left -= size;
  }
}

void Grower::grow(Preset const& scales, Point start) {
  cable_ = draws_.chance(figures_.cable_ratio);
  auto const insulated = draws_.chance(feeder_.slot.zone == network::Zone::rural ? 0.45 : 0.9);
  auto const strong = draws_.chance(0.6);
  main_ = cable_      ? (strong ? Conductor::cable_400 : Conductor::cable_300)
          : insulated ? (strong ? Conductor::insulated_240 : Conductor::insulated_185)
                      : (strong ? Conductor::bare_185 : Conductor::bare_150);
  branch_ = cable_      ? Conductor::cable_120
            : insulated ? Conductor::insulated_95
                        : Conductor::bare_70;
  auto const sixteenth = feeder_.slot.bay * 2U + feeder_.slot.busbar * 8U + feeder_.slot.station;
  along_ = direction(sixteenth);
  across_ = direction(sixteenth + 4);

  auto const km = draw(draws_, figures_.feeder_km);
  auto const sections = draw(draws_, figures_.sections_per_feeder);
  auto users = figures_.transformers_per_feeder;
  users.median *= scales.transformers_scale;
  plan_spurs(std::max(2U, static_cast<std::uint32_t>(draw(draws_, users) + 0.5)), sections);
  std::uint32_t on_laterals = 0;
  for (auto const& spur : spurs_) {
    on_laterals += spur.lateral ? spur.users : 0;
  }
  lateral_km_ = on_laterals > 0 ? km * (1 - figures_.main_share) / on_laterals : 0;

  add_node(start, 0);
  add_switch(kBusbar, SwitchKind::breaker, true, true);
  std::vector<std::uint32_t> ends;
  auto node = std::uint32_t{0};
  for (std::uint32_t k = 0; k < sections; ++k) {
    auto const share = km * figures_.main_share / sections * draws_.uniform(0.7, 1.3);
    auto const last = k + 1 == sections;
    node = cable_ ? grow_ring(node, share, k, last) : grow_overhead(node, share, k);
    ends.push_back(node);
    node = cable_ || last ? node : sectionalise(node);
  }
  feeder_.tie_nodes = {ends.back(), ends[(ends.size() - 1) / 2], ends[(ends.size() - 1) / 3]};
}

}  // namespace

ConductorFigures const& conductor_of(Conductor conductor) {
  using network::LineKind;
  // Makers' usual tables at operating temperature, rounded; ampacity in free air or in duct.
  static constexpr std::array<ConductorFigures, 9> kFigures{{
      {LineKind::cable, 0.0605, 0.080, 580},
      {LineKind::cable, 0.0790, 0.083, 510},
      {LineKind::cable, 0.1960, 0.095, 310},
      {LineKind::overhead_insulated, 0.1250, 0.305, 530},
      {LineKind::overhead_insulated, 0.1640, 0.314, 450},
      {LineKind::overhead_insulated, 0.3200, 0.335, 290},
      {LineKind::overhead, 0.1700, 0.350, 510},
      {LineKind::overhead, 0.2100, 0.358, 440},
      {LineKind::overhead, 0.4500, 0.380, 270},
  }};
  return kFigures[static_cast<std::size_t>(conductor)];
}

Feeder draw_feeder(Distributions const& distributions, Preset const& scales, std::uint64_t seed,
                   Slot const& slot, Station const& station) {
  Feeder feeder;
  feeder.slot = slot;
  Draws draws{seed, Stream::feeder, slot.feeder};
  auto const& figures = distributions.zones[static_cast<std::size_t>(slot.zone)];
  Grower{draws, figures, feeder}.grow(scales, station.at);
  auto u = draws.uniform();
  while (feeder.wanted_ties < 3 && u >= figures.ties_per_feeder[feeder.wanted_ties]) {
    u -= figures.ties_per_feeder[feeder.wanted_ties++];
  }
  draw_users(draws, figures, distributions, scales, feeder);
  return feeder;
}

}  // namespace tieline::synth
