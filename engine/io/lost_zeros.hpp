#pragma once
// References that lost their leading zeros in a spreadsheet ("00123" → "123").

#include <span>

#include "engine/io/load_network.hpp"

namespace tieline::io {

/// Where the ids of a table are digits of one width with leading zeros, a shorter reference of
/// digits that names no row is padded to that width, if the padded id exists; each is logged (B09).
/// Cost: O(rows) where a table has such ids, else one look at its first rows.
void restore_lost_zeros(network::Tables& tables, std::span<CaseFolder const> folders,
                        ReadContext& context);

}  // namespace tieline::io
