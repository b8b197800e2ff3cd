#pragma once
// Tables without fault → model, and its rows by external id.

#include <string_view>

#include "engine/network/model.hpp"
#include "engine/network/tables.hpp"

namespace tieline::test {

/// Builds tables that are meant to be without fault. BrokenInvariant, with the findings, if not.
[[nodiscard]] network::NetworkPtr build_clean(network::Tables const& tables);

// Rows of a model by external id; BrokenInvariant where there is none.
[[nodiscard]] network::SwitchId switch_of(network::NetworkModel const& model, std::string_view id);
[[nodiscard]] network::UserId user_of(network::NetworkModel const& model, std::string_view id);
[[nodiscard]] network::LineId line_of(network::NetworkModel const& model, std::string_view id);
/// The section of node `node`.
[[nodiscard]] network::SectionId section_at(network::NetworkModel const& model,
                                            std::string_view node);

}  // namespace tieline::test
