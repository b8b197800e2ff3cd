#include "engine/transfer/tree_memory.hpp"

#include <algorithm>

namespace tieline::transfer {

using flow::Load;
using network::NodeId;
using network::SourceId;
using network::SwitchId;

TreeMemory::OfSource& TreeMemory::of(SourceId source, std::uint64_t version) {
  auto& memory = of_source_[source];
  if (memory.version != version) {
    memory.version = version;
    memory.entries.clear();
    memory.switches.clear();
    memory.figures.clear();
  }
  return memory;
}

TreeFigures TreeMemory::recall(SourceId source, NodeId start, network::SwitchState const& closed,
                               std::uint64_t version) {
  auto const& memory = of(source, version);
  std::uint32_t begin = 0;
  for (auto const& entry : memory.entries) {
    if (entry.start != start) {
      begin = entry.switches_end;
      continue;
    }
    auto const switches = std::span{memory.switches}.subspan(begin, entry.switches_end - begin);
    if (!std::ranges::all_of(switches, [&](SwitchId id) {
          return closed.test(id) == model_->is_closed_normally(id);
        })) {
      return {};
    }
    auto const n_slot = memory.figures.size() / memory.entries.size() / 2;
    auto const figures = std::span<Load const>{memory.figures}.subspan(entry.figures);
    return {.ac = figures.first(n_slot), .lossless = figures.subspan(n_slot, n_slot)};
  }
  return {};
}

void TreeMemory::keep(SourceId source, flow::RadialTree const& tree, std::span<Load const> ac,
                      network::SwitchState const& closed, std::uint64_t version) {
  if (tree.n() < 2) {
    return;
  }
  auto& memory = of(source, version);
  auto const begin = memory.switches.size();
  auto as_normal = true;
  seen_.clear();
  for (std::size_t i = 1; i < tree.n() && as_normal; ++i) {
    auto const section = model_->col().node_section[tree.node[i]];
    if (seen_.contains(section)) {
      continue;
    }
    seen_.set(section);
    for (auto const arc : model_->arcs(section)) {
      as_normal = as_normal && closed.test(arc.via) == model_->is_closed_normally(arc.via);
      memory.switches.push_back(arc.via);
    }
  }
  auto const is_known = std::ranges::any_of(
      memory.entries, [&](Entry const& entry) { return entry.start == tree.node[1]; });
  if (!as_normal || is_known) {
    memory.switches.resize(begin);
    return;
  }
  auto const figures = static_cast<std::uint32_t>(memory.figures.size());
  memory.figures.insert(memory.figures.end(), ac.begin(), ac.end());
  memory.figures.resize(memory.figures.size() + tree.n_slot);
  auto const lossless = std::span{memory.figures}.last(tree.n_slot);
  for (std::size_t i = 0; i < tree.load.size(); ++i) {
    lossless[i % tree.n_slot] += tree.load[i];
  }
  memory.entries.push_back({.start = tree.node[1],
                            .switches_end = static_cast<std::uint32_t>(memory.switches.size()),
                            .figures = figures});
}

}  // namespace tieline::transfer
