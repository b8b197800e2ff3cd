#pragma once
// Day shapes of load by kind of user, day type and season.

#include "engine/synth/writer.hpp"

namespace tieline::synth {

/// Rows of profiles.csv: every profile of kProfileNames, three day types, four seasons.
void write_profiles(CsvWriter& file);

}  // namespace tieline::synth
