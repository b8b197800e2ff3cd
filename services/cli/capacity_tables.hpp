#pragma once
// Open capacity as people read it, and as CSV.

#include <string>

#include "services/cli/words.hpp"

#include "tieline/v1/capacity.pb.h"

namespace tieline::services {

[[nodiscard]] std::string capacity_table(v1::ListCapacityResponse const& answer, Language language);
[[nodiscard]] std::string capacity_csv(v1::ListCapacityResponse const& answer);

}  // namespace tieline::services
