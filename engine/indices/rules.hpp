#pragma once
// What is counted and how: one rule set, named, printed with every answer.
// Sources: DL/T 836, IEEE Std 1366; docs/methods/indices.md says which rule comes from where.

#include <cstdint>
#include <string>

#include "engine/base/quantity.hpp"

namespace tieline::indices {

enum class Profile : std::uint8_t { cn_dlt836, ieee1366 };

/// Variants of RS/SAIDI (domain §1.4): which records take part.
enum class Variant : std::uint8_t {
  all = 1,                      ///< everything that is not excluded
  without_external = 2,         ///< no external influence
  without_source_shortage = 3,  ///< no 系统电源不足限电
  without_momentary = 4,        ///< no momentary interruption
};

/// The rule set. Everything the standards leave open is a field here, never a constant in code.
struct Rules {
  Profile profile = Profile::cn_dlt836;
  Variant variant = Variant::all;
  Seconds momentary_s = 180;  ///< at most this long is momentary
  Seconds merge_gap_s = 0;    ///< supply for at most this long joins two dark intervals into one
  bool momentary_in_time = true;    ///< do momentary interruptions add to dark time (SAIDI)?
  Seconds momentary_event_s = 300;  ///< MAIFI_E: momentary ones within so long of the first are one

  /// The defaults of a profile: cn_dlt836 as above; ieee1366 momentary_s 300, momentary_in_time
  /// false.
  [[nodiscard]] static Rules of(Profile profile);
  /// Does the time of momentary interruptions count, variant included?
  [[nodiscard]] bool counts_momentary_time() const {
    return momentary_in_time && variant != Variant::without_momentary;
  }
  /// "cn-dlt836/1;momentary_s=180;merge_gap_s=0;…": every field, so that equal ids mean equal
  /// rules.
  [[nodiscard]] std::string id() const;
};

}  // namespace tieline::indices
