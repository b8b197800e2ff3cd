#pragma once
// Inside the sweep: all contingencies of a query at once, and their results in the order asked for.

#include <algorithm>

#include "engine/sweep/settler.hpp"

namespace tieline::sweep {

[[nodiscard]] inline bool wants(SweepQuery const& query, ElementKind kind) {
  return query.kinds.empty() || std::ranges::find(query.kinds, kind) != query.kinds.end();
}

/// Fills `results` and `tops` [feeders].
void settle_all(FeederArena const& arena, SweepQuery const& query, unsigned threads,
                Results& results, Tops& tops, Progress const& progress);

[[nodiscard]] SweepAnswer lay_out(network::NetworkModel const& model, SweepQuery const& query,
                                  Results const& results);

}  // namespace tieline::sweep
