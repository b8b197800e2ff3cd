#include "engine/sweep/island_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tieline::sweep {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// 0 of 0 is no load at all; of an unknown rating nothing is said.
[[nodiscard]] double share_of(double kva, double limit_kva) {
  return kva > 0 && is_known(limit_kva) ? kva / limit_kva : 0;
}

}  // namespace

void FeederSums::sum_up(Feeder const& feeder) {
  auto const n = feeder.rows.size();
  per_ohm_kva = 1 / (1000 * feeder.root_kv * feeder.root_kv);
  if (below.size() < n) {
    below.resize(n);
    worst.resize(n);
    surely.resize(n);
    depth.resize(n);
    depth_2.resize(n);
    deepest.resize(n);
  }
  for (std::size_t i = 0; i < n; ++i) {
    auto const& row = feeder.rows[i];
    below[i] = {.kva = row.kva, .kw = row.load.kw, .kvar = row.load.kvar};
    worst[i] = 0;
    surely[i] = 0;
    depth[i] = 0;
    depth_2[i] = 0;
    deepest[i] = kNoIndex;
  }
  for (auto i = n; i-- > 1;) {
    auto const& row = feeder.rows[i];
    auto const up = row.parent;
    below[up] += below[i];
    worst[up] = std::max({worst[up], worst[i], share_of(below[i].kva, row.limit_kva)});
    surely[up] = std::max({surely[up], surely[i], share_of(below[i].projected(), row.limit_kva)});
    auto const here = depth[i] + row.z_ohm * below[i].kva * per_ohm_kva;
    if (here > depth[up]) {
      depth_2[up] = depth[up];
      depth[up] = here;
      deepest[up] = static_cast<std::uint32_t>(i);
    } else {
      depth_2[up] = std::max(depth_2[up], here);
    }
  }
}

void HostWay::follow(Feeder const* host, FeederSums const& sums, std::uint32_t row,
                     double tie_limit_kva, double source_pu, double source_kv) {
  steps.clear();
  steps.push_back({.limit_kva = tie_limit_kva, .kva = 0, .projected = 0});
  root_pu = source_pu;
  per_ohm_kva = 1 / (1000 * source_kv * source_kv);
  ohm = drop = deepest = worst = surely = kva = projected = r_ohm = x_ohm = square_drop = 0;
  inductive = true;
  if (host == nullptr) {
    return;
  }
  inductive = host->inductive;
  deepest = sums.depth[0];
  worst = sums.worst[0];
  surely = sums.surely[0];
  kva = sums.below[0].kva;
  projected = sums.below[0].projected();
  for (auto i = row; i != 0; i = host->rows[i].parent) {
    auto const& at = host->rows[i];
    auto const& draw = sums.below[i];
    steps.push_back({.limit_kva = at.limit_kva, .kva = draw.kva, .projected = draw.projected()});
    auto const r = static_cast<double>(at.r_ohm);
    auto const x = static_cast<double>(at.x_ohm);
    ohm += at.z_ohm;
    r_ohm += r;
    x_ohm += x;
    drop += at.z_ohm * draw.kva * per_ohm_kva;
    square_drop += 2 * per_ohm_kva * (r * draw.kw + x * draw.kvar);
  }
}

void IslandWay::begin(Feeder const& feeder, FeederSums const& sums, std::uint32_t row,
                      double least_pu, double root_pu) {
  feeder_ = &feeder;
  sums_ = &sums;
  row_ = row;
  least_pu_ = least_pu;
  root_pu_ = root_pu;
  ohm_ = ohm_kva_ = r_ = x_ = rp_xq_ = 0;
  depth_ = sums.depth[row];
  cap_ = sure_cap_ = kNever;
  way_.clear();
}

void IslandWay::climb() {
  auto const& row = feeder_->rows[row_];
  auto const& below = sums_->below[row_];
  auto const r = static_cast<double>(row.r_ohm);
  auto const x = static_cast<double>(row.x_ohm);
  way_.push_back(row_);
  ohm_ += row.z_ohm;
  ohm_kva_ += row.z_ohm * below.kva;
  r_ += r;
  x_ += x;
  rp_xq_ += r * below.kw + x * below.kvar;
  cap_ = std::min(cap_, row.limit_kva * least_pu_ + below.kva);
  sure_cap_ = std::min(sure_cap_, row.limit_kva * root_pu_ + below.projected());
  auto const up = row.parent;
  depth_ = std::max(depth_, sums_->deepest[up] == row_ ? sums_->depth_2[up] : sums_->depth[up]);
  row_ = up;
}

bool IslandWay::fits(double u) const {
  auto const all = draw().kva;
  if (sums_->worst[row_] > u) {
    return false;
  }
  if (u >= least_pu_ && all <= cap_) {
    return true;
  }
  return std::all_of(way_.begin(), way_.end(), [&](std::uint32_t row) {
    return all <= feeder_->rows[row].limit_kva * u + sums_->below[row].kva;
  });
}

Proof weigh(HostWay const& host, IslandWay const& way, Draw const& all, Draw const& surely,
            SourceRoom const& room, network::Settings const& settings) {
  auto const v0 = host.root_pu;
  auto const more_drop = all.kva * host.ohm * host.per_ohm_kva;
  auto const drop = more_drop + std::max(host.deepest, host.drop + way.drop());
  auto const root = v0 * v0 - 4 * drop;
  if (root >= 0) {
    auto const u = (v0 + std::sqrt(root)) / 2;
    auto const highest = host.inductive ? v0 : v0 + drop / u;
    auto const delivered = (host.kva + all.kva) * (v0 / u) + room.others_more_kva;
    auto const carries =
        u >= settings.vmin_pu && highest <= settings.vmax_pu && host.worst <= u && way.fits(u) &&
        std::hypot(room.others.kw, room.others.kvar) + delivered <= room.limit_kva &&
        std::all_of(host.steps.begin(), host.steps.end(), [&](HostWay::Step const& step) {
          return step.kva + all.kva <= step.limit_kva * u;
        });
    if (carries) {
      return Proof::carries;
    }
  }
  if (!host.inductive) {
    return Proof::open;
  }
  auto const more = surely.projected();
  auto const overloads =
      host.surely > v0 * kSurelyAbove || way.surely_overloads(surely) ||
      std::any_of(host.steps.begin(), host.steps.end(), [&](HostWay::Step const& step) {
        return step.projected + more > step.limit_kva * v0 * kSurelyAbove;
      });
  auto const others = Draw{.kw = room.others.kw, .kvar = room.others.kvar}.projected();
  auto const too_much =
      room.others_more_kva == 0 && others + host.projected + more > room.limit_kva * kSurelyAbove;
  auto const fallen = host.square_drop + way.square_drop(surely) +
                      2 * host.per_ohm_kva * (host.r_ohm * surely.kw + host.x_ohm * surely.kvar);
  auto const too_low = (v0 * v0 - fallen) * kSurelyAbove < settings.vmin_pu * settings.vmin_pu ||
                       v0 > settings.vmax_pu * kSurelyAbove;
  return overloads || too_much || too_low ? Proof::cannot : Proof::open;
}

}  // namespace tieline::sweep
