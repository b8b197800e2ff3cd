#pragma once
// What every planned outage must satisfy, whatever it costs.

#include "engine/network/model.hpp"
#include "engine/study/outage.hpp"

namespace tieline::test {

/// Asserts of a feasible outcome that
/// - no guard is violated, and after the last step everybody is supplied, no loop is left, every
///   switch stands as in the normal state and every temporary is gone;
/// - the reference, walking the same steps, finds the same sums and the same effects;
/// - unless supply is kept by live work, every section of the equipment is without voltage once,
///   the last one from `start` on, and all until `start + duration_s` at least.
void expect_sound(network::NetworkModel const& model, study::OutageQuery const& query,
                  study::StrategyOutcome const& outcome);

}  // namespace tieline::test
