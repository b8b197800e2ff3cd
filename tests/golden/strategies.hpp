#pragma once
// A planned outage of a case folder under every strategy, and what every outcome must satisfy.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/io/case_folder.hpp"
#include "engine/study/outage.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {

/// A case, one of its works and the answer to it.
struct Answered {
  io::LoadedCase loaded;
  study::OutageQuery query;
  study::OutageAnswer answer;

  [[nodiscard]] network::NetworkModel const& model() const { return *loaded.model; }
  [[nodiscard]] study::StrategyOutcome const& under(study::Strategy strategy) const;
};

/// Loads the case and asks for its work `work` with all its vehicles and crews. Failures of
/// loading end the test by BrokenInvariant.
[[nodiscard]] Answered answer_work(std::filesystem::path const& path, std::string_view work);

/// Holds for every feasible outcome: nothing is violated; at the end everybody is supplied, no loop
/// is left and every device is as before; the reference sees the same sums from the same steps; and
/// where the work is not done live, its sections are dark in exactly [start, start + duration).
void expect_sound(Answered const& answered, study::StrategyOutcome const& outcome);

/// The outcome is feasible, sound and costs exactly this.
void expect_outcome(Answered const& answered, study::Strategy strategy,
                    reliability::BaseSums const& users, reliability::BaseSums const& households);

}  // namespace tieline::test
