#pragma once
// Flags of the index verbs → what the engine is asked.

#include <optional>
#include <string>

#include "engine/indices/answer.hpp"
#include "engine/indices/explain.hpp"
#include "engine/indices/query.hpp"
#include "engine/io/case_folder.hpp"
#include "services/adapters/provenance.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

/// [from, to) as typed; without both, the calendar year that holds the last interruption.
/// Errors: invalid_argument: one without the other, not a time, from ≥ to, nothing to go by.
[[nodiscard]] Result<void> read_window(Invocation const& call, history::History const& history,
                                       indices::Query& query);

/// Rules of --profile with the settings of the case and --set over them, and --variant.
[[nodiscard]] Result<indices::Rules> read_rules(Invocation const& call,
                                                network::Settings const& settings);

/// Window, rules, keys and major event days of index compute.
[[nodiscard]] Result<indices::Query> read_index_query(Invocation const& call,
                                                      io::LoadedCase const& loaded);

/// --user, --event, --zone of index explain; at least one.
/// Errors: unknown_id with the nearest known, invalid_argument.
[[nodiscard]] Result<indices::Subject> read_subject(Invocation const& call,
                                                    history::History const& history);

/// A zone by any of its names; none for "all". Errors: invalid_argument.
[[nodiscard]] Result<std::optional<network::Zone>> read_zone(std::string const& typed);

/// What was asked, defaults included, for the proof of the answer.
[[nodiscard]] Parameters parameters_of(Invocation const& call, history::History const& history,
                                       indices::Query const& query);

/// --med, --zero-days, --med-years and --catastrophic into the policy.
[[nodiscard]] Result<void> read_med(Invocation const& call, std::string_view zone,
                                    indices::MedPolicy& med);

/// The weight that --base puts first.
[[nodiscard]] indices::Weight weight_of(Base base);

}  // namespace tieline::services
