#pragma once
// Back from rows to the words of the input, so that the reference can look at any model and plan.

#include <span>

#include "engine/network/model.hpp"
#include "engine/network/tables.hpp"
#include "engine/switching/step.hpp"
#include "tests/support/reference_outage.hpp"

namespace tieline::test {

/// What supply depends on: nodes, lines, switches, sources, users. Texts are the model's own, so
/// it must outlive the tables.
[[nodiscard]] network::Tables tables_of(network::NetworkModel const& model);

/// The steps and temporaries by external id; a section is named by its first node.
[[nodiscard]] Script script_of(network::NetworkModel const& model,
                               std::span<switching::Step const> steps,
                               std::span<switching::Temporary const> temporaries);

}  // namespace tieline::test
