#pragma once
// The innermost loops of the quick pass.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "engine/history/columns.hpp"
#include "engine/indices/answer.hpp"

namespace tieline::indices {

/// One cell of records that stand alone, the size of a cache line: Σ weight × seconds, Σ weight.
struct alignas(64) QuickCell {
  std::array<std::uint64_t, kWeightCount> seconds{}, count{};
};

/// The stretch that all seconds of a block lie in: of the first and of the last second of a record.
/// Where there is none the two differ from each other and from all: such a record is not in one
/// stretch.
struct QuickBlock {
  std::uint16_t first = 0xFFFF, last = 0xFFFE;
};

/// A cell no record has: what carries it, or any other number beyond the cells, is special.
inline constexpr std::uint32_t kNoQuickCell = 0x8000'0000;
/// 68 min: few blocks hold a bound, and a year's fit into a nearby cache.
inline constexpr unsigned kQuickBlockBits = 12;

/// Records [0, n) of one user that begin in the window, ascending by start.
struct QuickRecords {
  history::Instant const *start = nullptr, *end = nullptr;
  history::Kind const* kind = nullptr;
};

/// Marks in cell[i] what is near its neighbour (kNoQuickCell) or momentary (momentary_cell).
struct LinkJob {
  QuickRecords records;
  std::size_t n = 0;
  bool has_next = false;     ///< is record n there, too?
  std::uint32_t near_s = 0;  ///< beginning at most so long after another does is near, too
  std::uint32_t momentary_s = 0;
  std::uint32_t momentary_cell = 0;
  std::uint32_t* link = nullptr;  ///< [n + 1] room to work
  std::uint32_t* cell = nullptr;  ///< [n]
};

/// Adds to the cells of one place what stands alone; tells the rest.
struct AloneJob {
  QuickRecords records;
  std::uint32_t first = 0, last = 0;
  std::uint32_t const* cell = nullptr;          ///< as marked
  std::uint32_t const* cell_of_kind = nullptr;  ///< [256]
  QuickBlock const* blocks = nullptr;
  std::size_t first_block = 0;
  history::Instant to = 0;  ///< lies in the last block
  std::array<std::uint32_t, kWeightCount> weight{};
  QuickCell* cells = nullptr;  ///< [n_cell + 1]: the last one takes what is special, for nobody
  std::uint32_t n_cell = 0;    ///< < 65536
  std::uint32_t* special = nullptr;  ///< room for last − first
};

// Of their own, not inlined: their registers are few enough as it is.
[[gnu::noinline]] void mark_links(LinkJob const& job);
/// Returns the end of the list of special records, which ascends.
[[gnu::noinline]] std::uint32_t* add_alone(AloneJob const& job);

}  // namespace tieline::indices
