#pragma once
// Answers about what happened → messages. Values only, no decisions.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/history/history.hpp"
#include "engine/indices/answer.hpp"
#include "engine/indices/explain.hpp"
#include "engine/indices/facility_rates.hpp"
#include "engine/network/faults.hpp"

#include "tieline/v1/index.pb.h"

namespace tieline::services {

/// Base capacity of a weight is printed in kVA, the others as they are counted.
[[nodiscard]] std::string_view base_name(indices::Weight base);
[[nodiscard]] std::string_view name_of(indices::Profile profile);
[[nodiscard]] std::string_view name_of(indices::MedSource source);
[[nodiscard]] std::string_view name_of(indices::Verdict verdict);

/// How much of a row its message holds.
enum class RowExtent : std::uint8_t {
  whole,
  brief,  ///< without by_nature and units, which are most of its size
};

/// `base`: user, household or capacity_va. Without provenance: see provenance.hpp.
[[nodiscard]] v1::ComputeIndicesResponse to_proto(history::History const& history,
                                                  indices::Answer const& answer,
                                                  indices::Weight base, RowExtent extent);

/// Adds the rates of facilities to an answer.
void add_facility_rates(v1::ComputeIndicesResponse& answer, indices::FacilityRates const& rates);

[[nodiscard]] v1::ExplainIndicesResponse to_proto(history::History const& history,
                                                  indices::Query const& query,
                                                  indices::Subject const& subject,
                                                  indices::Explanation const& explanation,
                                                  network::Language language);

// Parts that both messages and others' use.
[[nodiscard]] v1::TimeWindow to_window(Seconds from, Seconds to, std::string_view time_zone);
[[nodiscard]] v1::RuleSet to_proto(indices::Rules const& rules);
/// One row of an answer, in one base.
[[nodiscard]] v1::IndexRow to_proto(indices::Answer const& answer, indices::Row const& row,
                                    indices::Weight base, RowExtent extent);

}  // namespace tieline::services
