#pragma once
// 已批未接: a file of approved supply that is not connected yet → what open capacity subtracts.

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/study/open_capacity.hpp"

namespace tieline::study {

/// Reads `application, at, kva, demand_factor`: `at` is a transformer of the case, else a node; a
/// blank demand_factor is 1. Further columns are passed over.
///
/// Errors: input_rejected (rows that cannot be read, the first few), unknown_id (file and row).
[[nodiscard]] Result<std::vector<PendingSupply>> read_pending(network::NetworkModel const& model,
                                                              std::string_view csv,
                                                              std::string const& file);

}  // namespace tieline::study
