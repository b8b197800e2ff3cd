#pragma once
// Cells of all keys → rows of every subset of them.

#include <span>
#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/axes.hpp"
#include "engine/indices/registry.hpp"

namespace tieline::indices {

/// Figures of people and events of the rows of one projection, dense by Projection::row.
struct RowExtras {
  std::vector<People> people;                                            ///< or empty
  std::vector<std::array<EventSums, history::kNatureCount + 1>> events;  ///< all, then by nature
};

/// The rows of one subset of the keys, by labels: those with a figure, and of keys zone,
/// zone_group, organisation and month those with registered users; without keys always one.
/// `cells`: [axes.n_cell()].
void append_rows(Axes const& axes, Projection const& projection, std::span<Sums const> cells,
                 Registry const& registry, RowExtras extras, std::vector<Row>& rows);

}  // namespace tieline::indices
