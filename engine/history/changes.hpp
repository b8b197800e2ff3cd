#pragma once
// Two exports of the same history: what the later one no longer says, says otherwise, or says late
// (needs of a sealed month: B76, B77). Nothing is mended; the later export stands.

#include "engine/history/history.hpp"
#include "engine/network/faults.hpp"

namespace tieline::history {

/// Adds to `log`: users and events of `before` that are gone; events whose class, cause,
/// equipment, feeder, plan or reason of exclusion, or whose interruptions, are others; events that
/// `before` does not have although they began before its last instant. An end for an
/// interruption that was still open is no change, nor is an event after that instant.
/// Figures are user-hours of the rows, plain: overlaps twice, open ones none.
/// At most 20 findings a kind and column, then a count. Cost: O(n log n) of the larger one's rows.
void tell_changes(History const& before, History const& after, network::FaultLog& log);

}  // namespace tieline::history
