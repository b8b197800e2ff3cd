#include "engine/flow/tree_loading.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tieline::flow {

namespace {

[[nodiscard]] double square_kva(Load const& load) {
  return load.kw * load.kw + load.kvar * load.kvar;
}

}  // namespace

Verdict TreeLoading::check(SupplyPath const& path, DarkTree const& tree,
                           std::span<std::uint8_t const> picked, SlotLoads const& loads) {
  return judge(path, tree, picked, loads, Depth::everything);
}

bool TreeLoading::fits(SupplyPath const& path, DarkTree const& tree,
                       std::span<std::uint8_t const> picked, SlotLoads const& loads) {
  return judge(path, tree, picked, loads, Depth::first_fault).within;
}

Verdict TreeLoading::judge(SupplyPath const& path, DarkTree const& tree,
                           std::span<std::uint8_t const> picked, SlotLoads const& loads,
                           Depth depth) {
  auto const n_slot = loads.n_slot();
  Verdict verdict{.within = false, .binding = {}, .margin_kw = kUnknown};
  worst_ = 0;
  first_unknown_ = {};
  auto const is_decided = [&] {
    return depth == Depth::first_fault && (verdict.binding.is_some() || first_unknown_.is_some());
  };
  sum_picked(tree, picked, n_slot);
  compare(tree.nodes()[0].towards_tie, transferred_, loads, verdict);
  for (std::size_t e = 0; e < path.elements().size() && !is_decided(); ++e) {
    auto const before = path.flows().subspan(e * n_slot, n_slot);
    for (std::size_t s = 0; s < n_slot; ++s) {
      with_[s] = {.kw = before[s].kw + transferred_[s].kw,
                  .kvar = before[s].kvar + transferred_[s].kvar};
    }
    compare(path.elements()[e], with_, loads, verdict);
    if (depth == Depth::everything) {
      tighten(path.elements()[e], before);
    }
  }
  if (is_decided()) {
    return verdict;
  }
  accumulate(tree, picked, n_slot);
  for (std::size_t i = 1; i < tree.nodes().size() && !is_decided(); ++i) {
    if (picked[tree.nodes()[i].section] != 0 && users_[i] != 0) {
      compare(tree.nodes()[i].towards_tie, std::span{sums_}.subspan(i * n_slot, n_slot), loads,
              verdict);
    }
  }
  if (!verdict.binding.is_some()) {
    verdict.binding =
        first_unknown_.is_some() ? first_unknown_ : first_unproven(path, tree, picked);
  }
  verdict.within = !verdict.binding.is_some();
  return verdict;
}

/// What the tie would carry, its angle, and the tie itself as the first bound.
void TreeLoading::sum_picked(DarkTree const& tree, std::span<std::uint8_t const> picked,
                             std::size_t n_slot) {
  transferred_.assign(n_slot, Load{});
  with_.assign(n_slot, Load{});
  for (std::size_t k = 0; k < picked.size(); ++k) {
    if (picked[k] != 0) {
      for (std::size_t s = 0; s < n_slot; ++s) {
        transferred_[s] += tree.section_loads()[k * n_slot + s];
      }
    }
  }
  cos_phi_.resize(n_slot);
  per_cos_phi_.resize(n_slot);
  for (std::size_t s = 0; s < n_slot; ++s) {
    auto const& load = transferred_[s];
    cos_phi_[s] = load.kw != 0 ? std::abs(load.kw) / std::sqrt(square_kva(load)) : power_factor_;
    per_cos_phi_[s] = 1 / cos_phi_[s];
  }
  bound_ = {};
  tightest_ = 0;
  tighten(tree.nodes()[0].towards_tie, with_);  // nothing flows there before
}

/// Sums from the leaves to the tie over the picked sections.
void TreeLoading::accumulate(DarkTree const& tree, std::span<std::uint8_t const> picked,
                             std::size_t n_slot) {
  auto const nodes = tree.nodes();
  sums_.assign(tree.loads().begin(), tree.loads().end());
  users_.resize(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    users_[i] = nodes[i].users;
  }
  for (auto i = nodes.size(); i-- > 1;) {
    if (picked[nodes[i].section] == 0 || users_[i] == 0) {
      continue;
    }
    auto const parent = nodes[i].parent;
    users_[parent] += users_[i];
    for (std::size_t s = 0; s < n_slot; ++s) {
      sums_[parent * n_slot + s] += sums_[i * n_slot + s];
    }
  }
}

void TreeLoading::compare(Element const& element, std::span<Load const> flow,
                          SlotLoads const& loads, Verdict& verdict) {
  auto const limit = element.limit_kva;
  if (!is_known(limit)) {
    if (!first_unknown_.is_some()) {
      first_unknown_ = {.kind = element.kind, .row = element.row};
    }
    return;
  }
  auto const most = limit * (1 + kLimitTolerance);
  for (std::size_t s = 0; s < flow.size(); ++s) {
    auto const square = square_kva(flow[s]);
    // Below this there is neither an overload nor a new least margin: no root needed.
    auto const harmless = limit - verdict.margin_kw * per_cos_phi_[s];
    if (harmless > 0 && square <= harmless * harmless && square <= most * most) {
      continue;
    }
    auto const kva = std::sqrt(square);
    auto const margin_kw = (limit - kva) * cos_phi_[s];
    if (!(margin_kw >= verdict.margin_kw)) {  // also replaces the unknown it starts from
      verdict.margin_kw = margin_kw;
    }
    if (kva <= most) {
      continue;
    }
    auto const relative = limit > 0 ? kva / limit : std::numeric_limits<double>::infinity();
    if (relative > worst_ * (1 + kLimitTolerance)) {
      worst_ = relative;
      verdict.binding = {.kind = element.kind,
                         .row = element.row,
                         .value = kva * element.per_kva,
                         .limit = limit * element.per_kva,
                         .hour = loads.slot(s).hour};
    }
  }
}

void TreeLoading::tighten(Element const& element, std::span<Load const> before) {
  if (!(element.limit_kva > 0)) {
    return;
  }
  auto const per_square = 1 / (element.limit_kva * element.limit_kva);
  for (std::size_t s = 0; s < before.size(); ++s) {
    auto const with = Load{.kw = before[s].kw + transferred_[s].kw,
                           .kvar = before[s].kvar + transferred_[s].kvar};
    if (auto const relative = square_kva(with) * per_square; relative > tightest_) {
      tightest_ = relative;
      bound_ = {.slot = s, .before = before[s], .limit_kva = element.limit_kva};
    }
  }
}

Limit TreeLoading::first_unproven(SupplyPath const& path, DarkTree const& tree,
                                  std::span<std::uint8_t const> picked) const {
  auto unproven = path.unproven();
  for (std::size_t k = 0; k < picked.size() && !unproven.is_some(); ++k) {
    if (picked[k] != 0) {
      unproven = tree.sections()[k].unproven;
    }
  }
  return unproven;
}

}  // namespace tieline::flow
