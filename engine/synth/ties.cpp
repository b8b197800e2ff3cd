#include "engine/synth/ties.hpp"

#include <algorithm>
#include <optional>

namespace tieline::synth {
namespace {

using network::Control;
using network::SwitchKind;

/// The loose ends of one district while they are being joined.
class Pairing {
 public:
  Pairing(Distributions const& distributions, Layout const& layout,
          std::span<Outline const> outlines, Draws draws)
      : distributions_{distributions},
        layout_{layout},
        outlines_{outlines},
        draws_{draws},
        used_(outlines.size()),
        built_(outlines.size()) {}

  void pair(District const& district, std::vector<Tie>& ties) {
    auto const first_tie = ties.size();
    for (auto round = 0; round < 3; ++round) {  // everybody's first tie before anybody's second
      for (auto f = district.first_feeder; f < district.last_feeder; ++f) {
        if (loose(f) == 0 || used_[f] > static_cast<std::uint32_t>(round)) {
          continue;
        }
        if (auto const other = partner(district, f, std::span{ties}.subspan(first_tie))) {
          ties.push_back(join(f, *other));
        }
      }
    }
  }

 private:
  [[nodiscard]] std::uint32_t loose(std::uint32_t f) const {
    return outlines_[f].wanted_ties - used_[f];
  }

  /// Smaller is better.
  [[nodiscard]] std::uint32_t cost(std::uint32_t f, std::uint32_t g) {
    auto const& a = layout_.slots[f];
    auto const& b = layout_.slots[g];
    auto const za = static_cast<int>(a.zone);
    auto const zb = static_cast<int>(b.zone);
    auto const apart = static_cast<std::uint32_t>(za > zb ? za - zb : zb - za);
    auto const same = a.station != b.station ? 0U : a.busbar != b.busbar ? 120U : 700U;
    auto const wealth = 60U * (3 - std::min(loose(g), 3U));
    return apart * 400 + same + wealth + draws_.below(100);
  }

  std::optional<std::uint32_t> partner(District const& district, std::uint32_t f,
                                       std::span<Tie const> ties) {
    std::optional<std::uint32_t> best;
    auto best_cost = 900U;  // two zones apart is too far for a line
    for (auto g = district.first_feeder; g < district.last_feeder; ++g) {
      if (g == f || loose(g) == 0) {
        continue;
      }
      auto const paired = std::any_of(ties.begin(), ties.end(), [&](Tie const& tie) {
        return (tie.owner == f && tie.other == g) || (tie.owner == g && tie.other == f);
      });
      auto const here = paired ? best_cost : cost(f, g);
      if (here < best_cost) {
        best_cost = here;
        best = g;
      }
    }
    return best;
  }

  Tie join(std::uint32_t f, std::uint32_t g) {
    auto const& figures = distributions_.zones[static_cast<std::size_t>(layout_.slots[f].zone)];
    auto const remote = draws_.chance(figures.remote_switch_share);
    Tie const tie{.owner = f,
                  .other = g,
                  .number = ++built_[f],
                  .owner_node = outlines_[f].tie_nodes[used_[f]],
                  .other_node = outlines_[g].tie_nodes[used_[g]],
                  .km = figures.feeder_km.median * draws_.uniform(0.04, 0.16),
                  .kind = draws_.chance(0.9) ? SwitchKind::load_break : SwitchKind::breaker,
                  .control = remote ? Control::remote : Control::manual,
                  .loop_close = draws_.chance(0.8)};
    ++used_[f];
    ++used_[g];
    return tie;
  }

  Distributions const& distributions_;
  Layout const& layout_;
  std::span<Outline const> outlines_;
  Draws draws_;
  std::vector<std::uint32_t> used_, built_;
};

}  // namespace

Outline outline_of(Feeder const& feeder) {
  Outline outline{.tie_nodes = feeder.tie_nodes, .wanted_ties = feeder.wanted_ties};
  for (auto const& user : feeder.users) {
    outline.peak_kw += user.peak_kw;
    outline.peak_kva += user.peak_kw / user.power_factor;
    ++outline.users[static_cast<std::size_t>(user.zone)];
  }
  return outline;
}

Ties::Ties(Distributions const& distributions, Layout const& layout,
           std::span<Outline const> outlines, std::uint64_t seed)
    : first_(outlines.size() + 1) {
  Pairing pairing{distributions, layout, outlines, Draws{seed, Stream::ties, 0}};
  for (auto const& district : layout.districts) {
    pairing.pair(district, ties_);
  }
  for (auto const& tie : ties_) {
    ++first_[tie.owner + 1];
    ++first_[tie.other + 1];
  }
  for (std::size_t f = 1; f < first_.size(); ++f) {
    first_[f] += first_[f - 1];
  }
  rows_.resize(ties_.size() * 2);
  auto next = first_;
  for (std::uint32_t row = 0; row < ties_.size(); ++row) {
    rows_[next[ties_[row].owner]++] = row;
    rows_[next[ties_[row].other]++] = row;
  }
}

}  // namespace tieline::synth
