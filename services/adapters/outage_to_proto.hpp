#pragma once
// Answers about outages → messages. Values only, no decisions.

#include <span>
#include <string>
#include <vector>

#include "engine/network/plan_tables.hpp"
#include "engine/study/outage.hpp"

#include "tieline/v1/outage.pb.h"

namespace tieline::services {

/// What of the question is echoed, and how the answer is worded.
struct Wording {
  network::Language language = network::Language::en;
  std::string base = "mv_user";        ///< unit put first
  std::vector<std::string> equipment;  ///< as asked
  std::string work;                    ///< id of the work, if one was named
  bool want_intervals = false;
};

[[nodiscard]] v1::AssessOutageResponse to_proto(network::NetworkModel const& model,
                                                study::ImpactQuery const& query,
                                                study::ImpactAnswer const& answer,
                                                Wording const& wording);

/// `targets`: rows of plan/targets.csv; those with an absolute_h become budgets.
[[nodiscard]] v1::SimulateOutageResponse to_proto(network::NetworkModel const& model,
                                                  study::OutageQuery const& query,
                                                  study::OutageAnswer const& answer,
                                                  std::span<network::TargetRow const> targets,
                                                  Wording const& wording);

}  // namespace tieline::services
