#pragma once
// Answers of a sweep → messages. Values only, no decisions.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/study/sweep_summary.hpp"

#include "tieline/v1/sweep.pb.h"

namespace tieline::services {

/// What of the question is echoed, and how the answer is worded.
struct SweepWording {
  network::Language language = network::Language::en;
  std::optional<Seconds> at;  ///< unset: peak
  std::size_t top = 20;       ///< most limits and weak feeders that are listed
};

/// Everything but rows, hours and elapsed_s.
[[nodiscard]] v1::SweepN1Response to_proto(network::NetworkModel const& model,
                                           sweep::SweepQuery const& query,
                                           sweep::SweepAnswer const& answer,
                                           study::SweepSummary const& summary,
                                           SweepWording const& wording);

/// Contingency `i` of the answer.
[[nodiscard]] v1::SweepRow to_row(network::NetworkModel const& model,
                                  sweep::SweepQuery const& query, sweep::SweepAnswer const& answer,
                                  std::size_t i, network::Language language);

/// `sums`: section contingencies at that hour.
[[nodiscard]] v1::SweepHour to_hour(int hour, sweep::SweepSums const& sums);

}  // namespace tieline::services
