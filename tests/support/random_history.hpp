#pragma once
// Seeded histories of a few users and a few days that hold every trap of docs/methods/indices.md,
// and questions about them.

#include <cstdint>

#include "engine/indices/query.hpp"
#include "tests/support/plain_history.hpp"

namespace tieline::test {

/// How large. Small ones first: what differs is then read by eye.
struct HistorySizes {
  std::size_t most_users = 5;
  std::size_t most_events = 5;
  std::size_t most_records = 5;  ///< of one user
  unsigned old_years = 20;       ///< chance in percent of records in the five years before
};

/// Around New Year, a leap day, a change of clocks or the end of a month of a random zone:
/// overlaps, touching records, supply for exactly merge_gap_s, lengths of exactly momentary_s,
/// re-zoning in an outage, users who come and go or whom the network no longer knows, partial
/// limitation, exclusions, outages still open, copies of rows, official days. The same seed gives
/// the same rows on every machine.
[[nodiscard]] PlainHistory random_history(std::uint64_t seed, HistorySizes const& sizes = {});

/// Window, keys, rules, major event days and threads at random; bounds often lie on bounds of rows.
[[nodiscard]] indices::Query random_query(std::uint64_t seed, PlainHistory const& plain);

/// The same rows in another order, some of them twice.
[[nodiscard]] PlainHistory shuffled_with_copies(PlainHistory plain, std::uint64_t seed);

}  // namespace tieline::test
