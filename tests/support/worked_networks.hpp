#pragma once
// The two networks of the worked examples, drawn; their case folders are testdata/cases/
// golden_feeder and domain_d, where the figures are derived.

#include "tests/support/sketch.hpp"

namespace tieline::test {

/// S1 =a=b=c-d= S2 with users T1 120, T2 80 | T3 200 | T4 150, T5 1 | none: 5 users, 551
/// households.
[[nodiscard]] Sketch golden_feeder();

/// S1 =a=b=c=d-e= S2 with 60, 40, 30, 70 users of 20, 30, 10, 25 households; 1.2, 0.9, 0.8, 1.1 MW
/// at peak. The users b.33 … b.40 hang on the lateral `lateral` of b.
[[nodiscard]] Sketch four_section_feeder();

}  // namespace tieline::test
