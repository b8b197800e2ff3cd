#include "engine/synth/supply_tree.hpp"

#include "engine/base/check.hpp"

namespace tieline::synth {

using network::SwitchKind;

SupplyTree::SupplyTree(Feeder const& feeder, Ties const& ties) : feeder_{feeder} {
  for (auto const row : ties.of(feeder.slot.feeder)) {
    auto const& tie = ties[row];
    auto const node = tie.owner == feeder.slot.feeder ? tie.owner_node : tie.other_node;
    ends_.push_back({.block = feeder.nodes[node].block, .tie = &tie});
  }
}

std::uint32_t SupplyTree::protected_from(std::uint32_t block) const {
  auto const clears = [](SwitchKind kind) {
    return kind == SwitchKind::breaker || kind == SwitchKind::recloser || kind == SwitchKind::fuse;
  };
  while (!clears(via(block).kind)) {  // the head switch is a breaker
    block = feeder_.blocks[block].parent;
  }
  return block;
}

std::uint32_t SupplyTree::switched_from(std::uint32_t block) const {
  while (!network::breaks_load(via(block).kind)) {
    block = feeder_.blocks[block].parent;
  }
  return block;
}

std::uint32_t SupplyTree::child_towards(std::uint32_t block, std::uint32_t below) const {
  TIELINE_DCHECK(below > block && is_below(below, block));
  while (feeder_.blocks[below].parent != block) {
    below = feeder_.blocks[below].parent;
  }
  return below;
}

Tie const* SupplyTree::tie_below(std::uint32_t block) const {
  for (auto const& end : ends_) {
    if (is_below(end.block, block)) {
      return end.tie;
    }
  }
  return nullptr;
}

double SupplyTree::peak_kw_below(std::uint32_t block) const {
  double sum = 0;
  for (auto const& user : feeder_.users) {
    sum += is_below(block_of(user), block) ? user.peak_kw : 0;
  }
  return sum;
}

}  // namespace tieline::synth
