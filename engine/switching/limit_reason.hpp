#pragma once
// A limit of the flow floor as a reason with words.

#include "engine/flow/limit.hpp"
#include "engine/switching/reason.hpp"

namespace tieline::switching {

[[nodiscard]] Reason reason_of(flow::Limit const& limit);

}  // namespace tieline::switching
