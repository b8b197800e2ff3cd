#pragma once
// Inside build(): the faults that show only when rows are seen together.

#include "engine/network/assemble.hpp"
#include "engine/network/model.hpp"

namespace tieline::network::building {

/// Ends and lengths (B28, B29); then takes rows out that refer to rows that are out, so that after
/// this every reference of a kept row is to a kept row.
void check_rows(Rows& rows, Links& links);

}  // namespace tieline::network::building
