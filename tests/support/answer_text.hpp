#pragma once
// Every figure of an answer as text: two answers are the same exactly if their texts are.

#include <string>

#include "engine/study/outage.hpp"

namespace tieline::test {

[[nodiscard]] std::string to_text(study::OutageAnswer const& answer);
[[nodiscard]] std::string to_text(study::ImpactAnswer const& answer);

}  // namespace tieline::test
