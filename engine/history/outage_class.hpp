#pragma once
// The leaves of the outage tree (停电性质, DL/T 836) and what follows from a leaf.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tieline::history {

/// In the order of the words of events.csv. `unclassified`: the class was blank or unknown; it
/// stays in every total and can be excluded by none (needs B71).
enum class OutageClass : std::uint8_t {
  fault_internal,
  fault_external,
  planned_maintenance,
  planned_construction,
  planned_user_request,
  planned_supply_adjustment,
  temporary_maintenance,
  temporary_construction,
  temporary_user_request,
  rationing_source,
  rationing_grid,
  unclassified,
};
inline constexpr std::size_t kOutageClassCount = 12;
inline constexpr std::array<std::string_view, kOutageClassCount> kOutageClassNames{
    "fault_internal",        "fault_external",         "planned_maintenance",
    "planned_construction",  "planned_user_request",   "planned_supply_adjustment",
    "temporary_maintenance", "temporary_construction", "temporary_user_request",
    "rationing_source",      "rationing_grid",         "unclassified"};

[[nodiscard]] constexpr std::string_view name_of(OutageClass outage_class) {
  return kOutageClassNames[static_cast<std::size_t>(outage_class)];
}

/// The first branching of the tree: fault (故障) or pre-arranged (预安排).
enum class Nature : std::uint8_t { fault, prearranged, unclassified };
inline constexpr std::size_t kNatureCount = 3;

[[nodiscard]] constexpr Nature nature_of(OutageClass outage_class) {
  if (outage_class == OutageClass::unclassified) {
    return Nature::unclassified;
  }
  return outage_class <= OutageClass::fault_external ? Nature::fault : Nature::prearranged;
}

/// One byte an interruption: all that the index formulas ask of it besides its times, so that the
/// hot pass reads no event. Bits 0-3 the class, 4 external, 5 partial limitation, 6 excluded.
struct Kind {
  std::uint8_t bits = 0;

  static constexpr std::uint8_t kClassMask = 0x0F;
  static constexpr std::uint8_t kExternal = 0x10;
  static constexpr std::uint8_t kPartial = 0x20;
  static constexpr std::uint8_t kExcluded = 0x40;

  [[nodiscard]] constexpr OutageClass outage_class() const {
    return static_cast<OutageClass>(bits & kClassMask);
  }
  /// Out of variant 2: `external = yes`, or class fault_external (contract §4.4, domain §1.3).
  [[nodiscard]] constexpr bool is_external() const { return (bits & kExternal) != 0; }
  [[nodiscard]] constexpr bool is_partial() const { return (bits & kPartial) != 0; }
  [[nodiscard]] constexpr bool is_excluded() const { return (bits & kExcluded) != 0; }
  friend constexpr bool operator==(Kind, Kind) = default;
};
static_assert(sizeof(Kind) == 1);

}  // namespace tieline::history
