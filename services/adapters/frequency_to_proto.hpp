#pragma once
// Answers about frequent outages, caps and arrivals → messages. Values only, no decisions.

#include <span>
#include <string>

#include "engine/indices/caps.hpp"
#include "engine/indices/repeat.hpp"
#include "engine/indices/response.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/plan_tables.hpp"
#include "engine/study/frequency_lookahead.hpp"

#include "tieline/v1/frequency.pb.h"

namespace tieline::services {

/// "> 5 in the calendar year, pre-arranged only", in either language.
[[nodiscard]] std::string definition_of(indices::RepeatRule const& rule,
                                        network::Language language);

[[nodiscard]] v1::ListFrequentResponse to_proto(history::History const& history,
                                                indices::RepeatQuery const& query,
                                                indices::RepeatAnswer const& answer,
                                                network::Language language);

/// `caps`: where they are from, "plan/caps.csv" or the name of a policy.
[[nodiscard]] v1::JudgeCapsResponse to_proto(history::History const& history,
                                             indices::CapQuery const& query,
                                             indices::CapAnswer const& answer, std::string caps);

[[nodiscard]] v1::LookAheadResponse to_proto(history::History const& history,
                                             std::span<network::WorkRow const> works,
                                             study::LookaheadQuery const& query,
                                             study::LookaheadAnswer const& answer, std::string caps,
                                             network::Language language);

[[nodiscard]] v1::JudgeResponseResponse to_proto(history::History const& history,
                                                 indices::ResponseQuery const& query,
                                                 indices::ResponseAnswer const& answer);

}  // namespace tieline::services
