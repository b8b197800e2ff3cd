#include "engine/indices/quick_kernel.hpp"

#include <algorithm>

namespace tieline::indices {
void mark_links(LinkJob const& job) {
  auto const* const start = job.records.start;
  auto const* const end = job.records.end;
  auto* const link = job.link;
  auto* const cell = job.cell;
  auto const n = job.n;
  auto const n_pair = job.has_next ? n : n - 1;
  auto const near = job.near_s;
  auto const momentary = job.momentary_s;
  auto const momentary_cell = job.momentary_cell;
  link[0] = 0;
  link[n] = 0;
  for (std::size_t i = 0; i < n_pair; ++i) {
    auto const reach = std::max(end[i] - start[i], near);
    link[i + 1] = start[i + 1] - start[i] <= reach ? kNoQuickCell : 0;
  }
  for (std::size_t i = 0; i < n; ++i) {
    cell[i] = link[i] | link[i + 1] | (end[i] - start[i] <= momentary ? momentary_cell : 0);
  }
}

std::uint32_t* add_alone(AloneJob const& job) {
  auto const [start, end, kind] = job.records;
  auto const* const marked = job.cell;
  auto const* const cell_of_kind = job.cell_of_kind;
  auto const* const blocks = job.blocks;
  auto const first_block = job.first_block;
  auto const to = job.to;
  auto const weight = job.weight;
  auto* const cells = job.cells;
  auto const n_cell = job.n_cell;
  auto* const special = job.special;
  auto const end_of_job = std::size_t{job.last};
  std::size_t n_special = 0;
  for (auto i = std::size_t{job.first}; i < end_of_job; ++i) {
    auto const begins = start[i];
    auto const ends = end[i];
    std::uint32_t const first = blocks[std::size_t{begins >> kQuickBlockBits} - first_block].first;
    std::uint32_t const last =
        blocks[std::size_t{std::min(ends - 1, to) >> kQuickBlockBits} - first_block].last;
    auto const cell = marked[i] | cell_of_kind[kind[i].bits] | first | (first ^ last) << 16U;
    // No branches: what is special could not be foreseen.
    auto const used = std::min(cell, n_cell);
    special[n_special] = static_cast<std::uint32_t>(i);
    n_special += static_cast<std::size_t>(used == n_cell);
    auto& sum = cells[used];
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      sum.seconds[w] += std::uint64_t{ends - begins} * weight[w];
    }
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      sum.count[w] += weight[w];
    }
  }
  return special + n_special;
}

}  // namespace tieline::indices
