#include "engine/flow/tree_loading.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tieline::flow {

namespace {

constexpr double kTolerance = 1e-9;

[[nodiscard]] double kva_of(Load const& load) {
  return std::sqrt(load.kw * load.kw + load.kvar * load.kvar);
}

}  // namespace

Verdict TreeLoading::check(SupplyPath const& path, DarkTree const& tree,
                           std::span<std::uint8_t const> picked, SlotLoads const& loads,
                           double power_factor) {
  auto const n_slot = loads.n_slot();
  accumulate(tree, picked, n_slot);
  auto const transferred = std::span{sums_}.first(n_slot);
  cos_phi_.resize(n_slot);
  for (std::size_t s = 0; s < n_slot; ++s) {
    auto const kva = kva_of(transferred[s]);
    cos_phi_[s] = transferred[s].kw != 0 ? std::abs(transferred[s].kw) / kva : power_factor;
  }
  Verdict verdict{.within = false, .binding = {}, .margin_kw = kUnknown};
  worst_ = 0;
  first_unknown_ = {};
  compare(tree.nodes()[0].towards_tie, transferred, loads, verdict);
  with_.resize(n_slot);
  for (std::size_t e = 0; e < path.elements().size(); ++e) {
    auto const before = path.flows().subspan(e * n_slot, n_slot);
    for (std::size_t s = 0; s < n_slot; ++s) {
      with_[s] = {.kw = before[s].kw + transferred[s].kw,
                  .kvar = before[s].kvar + transferred[s].kvar};
    }
    compare(path.elements()[e], with_, loads, verdict);
  }
  for (std::size_t i = 1; i < tree.nodes().size(); ++i) {
    if (picked[tree.nodes()[i].section] != 0 && users_[i] != 0) {
      compare(tree.nodes()[i].towards_tie, std::span{sums_}.subspan(i * n_slot, n_slot), loads,
              verdict);
    }
  }
  auto unproven = path.unproven();
  for (std::size_t k = 0; k < picked.size() && !unproven.is_some(); ++k) {
    if (picked[k] != 0) {
      unproven = tree.sections()[k].unproven;
    }
  }
  if (!verdict.binding.is_some()) {
    verdict.binding = first_unknown_.is_some() ? first_unknown_ : unproven;
  }
  verdict.within = !verdict.binding.is_some();
  return verdict;
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
    if (picked[nodes[i].section] == 0) {
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
  for (std::size_t s = 0; s < flow.size(); ++s) {
    auto const kva = kva_of(flow[s]);
    auto const margin_kw = (limit - kva) * cos_phi_[s];
    if (!(margin_kw >= verdict.margin_kw)) {  // also replaces the unknown it starts from
      verdict.margin_kw = margin_kw;
    }
    if (kva <= limit * (1 + kTolerance)) {
      continue;
    }
    auto const relative = limit > 0 ? kva / limit : std::numeric_limits<double>::infinity();
    if (relative > worst_ * (1 + kTolerance)) {
      worst_ = relative;
      verdict.binding = {.kind = element.kind,
                         .row = element.row,
                         .value = kva * element.per_kva,
                         .limit = limit * element.per_kva,
                         .hour = loads.slot(s).hour};
    }
  }
}

}  // namespace tieline::flow
