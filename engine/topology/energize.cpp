#include "engine/topology/energize.hpp"

#include <utility>

namespace tieline::topology {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

Energized energize(network::NetworkModel const& model, network::SwitchState const& closed,
                   EnergizeScratch& scratch) {
  auto& source = scratch.source;
  auto& via = scratch.via;
  auto& rank = scratch.rank;
  auto& order = scratch.order;
  auto& loops = scratch.loops;
  source.assign(model.n_section(), SourceId::none());
  via.assign(model.n_section(), SwitchId::none());
  rank.resize(model.n_section());
  order.clear();
  order.reserve(model.n_section());
  loops.clear();

  auto const reach = [&](SectionId s, SourceId from, SwitchId through) {
    source[s] = from;
    via[s] = through;
    rank[s] = static_cast<std::uint32_t>(order.size());
    order.push_back(s);
  };
  for (auto const from : all_ids<SourceId>(model.n_source())) {
    if (auto const s = model.col().source_section[from]; source[s].is_none()) {
      reach(s, from, SwitchId::none());
    }
  }
  for (std::size_t head = 0; head < order.size(); ++head) {  // `order` is also the queue
    auto const here = order[head];
    for (auto const [to, through] : model.arcs(here)) {
      if (!closed.test(through) || through == via[here]) {
        continue;
      }
      if (source[to].is_none()) {
        reach(to, source[here], through);
      } else if (rank[to] < head) {  // the later end reports, so each loop is told once
        loops.push_back(through);
      }
    }
  }
  return {.source = std::as_const(source).view(),
          .via = std::as_const(via).view(),
          .order = order,
          .loops = loops};
}

}  // namespace tieline::topology
