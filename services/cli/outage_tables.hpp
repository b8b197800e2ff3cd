#pragma once
// Answers about outages as people read them, and as CSV.

#include <string>

#include "services/cli/verb.hpp"

#include "tieline/v1/outage.pb.h"

namespace tieline::services {

[[nodiscard]] std::string impact_table(v1::AssessOutageResponse const& answer, Language language);
[[nodiscard]] std::string impact_csv(v1::AssessOutageResponse const& answer);

struct SimulationView {
  Base base = Base::mv_user;
  Language language = Language::en;
  bool every_strategy = false;  ///< steps and ties of all, not only of the best
};
/// Strategies side by side, hours by zone against the targets, then steps and ties of the best.
[[nodiscard]] std::string simulation_table(v1::SimulateOutageResponse const& answer,
                                           SimulationView const& view);
/// One record a strategy and zone, and one with zone `all`.
[[nodiscard]] std::string simulation_csv(v1::SimulateOutageResponse const& answer);

/// Ties: chosen, spare and rejected, with the limit that binds; empty if there are none.
[[nodiscard]] std::string tie_options_table(
    google::protobuf::RepeatedPtrField<v1::TieOption> const& options, Language language);

/// The plan, its proof, and what one more fault would then cost; empty if nothing is transferred.
[[nodiscard]] std::string transfer_plan_table(
    v1::TransferPlan const& plan,
    google::protobuf::RepeatedPtrField<v1::SecondFault> const& second_faults, Language language);

}  // namespace tieline::services
