#include "engine/indices/rules.hpp"

#include <fmt/format.h>

namespace tieline::indices {

Rules Rules::of(Profile profile) {
  Rules rules;
  rules.profile = profile;
  if (profile == Profile::ieee1366) {
    rules.momentary_s = 300;
    rules.momentary_in_time = false;
  }
  return rules;
}

std::string Rules::id() const {
  return fmt::format(
      "{}/1;variant={};momentary_s={};merge_gap_s={};momentary_in_time={};momentary_event_s={}",
      profile == Profile::ieee1366 ? "ieee1366" : "cn-dlt836", static_cast<int>(variant),
      momentary_s, merge_gap_s, momentary_in_time ? "yes" : "no", momentary_event_s);
}

}  // namespace tieline::indices
