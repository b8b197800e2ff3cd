#pragma once
// The tables of a network and the words their rows may say. Chinese terms: docs/glossary.md.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "engine/base/id.hpp"

namespace tieline::network {

using NodeId = Id<struct NodeTag>;
using LineId = Id<struct LineTag>;
using SwitchId = Id<struct SwitchTag>;
using SourceId = Id<struct SourceTag>;
using UserId = Id<struct UserTag>;  ///< one row of transformers.csv: the counted MV user
using FeederId = Id<struct FeederTag>;
using SectionId = Id<struct SectionTag>;  ///< derived: nodes joined without a switch
using ShapeId = Id<struct ShapeTag>;      ///< one day shape of a load profile
using ProfileId = Id<struct ProfileTag>;
using TermId = Id<struct TermTag>;  ///< interned word: station, organisation, owner, grid cell

/// Area class of a user (地区特征), in reporting order; `unknown` keeps totals whole.
enum class Zone : std::uint8_t { city_center, urban, town, rural, unknown };
inline constexpr std::size_t kZoneCount = 5;
inline constexpr std::array<Zone, kZoneCount> kZones{Zone::city_center, Zone::urban, Zone::town,
                                                     Zone::rural, Zone::unknown};

enum class LineKind : std::uint8_t { overhead, overhead_insulated, cable };
enum class SwitchKind : std::uint8_t { breaker, recloser, load_break, disconnector, fuse };
enum class Control : std::uint8_t { manual, remote };
enum class Nature : std::uint8_t { public_supply, dedicated };  ///< 公变 / 专变
enum class Answer : std::uint8_t { unknown, no, yes };          ///< a yes/no cell that may be blank
enum class DayType : std::uint8_t { workday, weekend, holiday };
enum class Season : std::uint8_t { any, spring, summer, autumn, winter };
inline constexpr std::size_t kDayTypeCount = 3;
inline constexpr std::size_t kSeasonCount = 5;

/// May this kind of device make and break load current? (domain: disconnectors and fuses may not)
[[nodiscard]] constexpr bool breaks_load(SwitchKind kind) {
  return kind == SwitchKind::breaker || kind == SwitchKind::recloser ||
         kind == SwitchKind::load_break;
}

/// Phases as bits: A 1, B 2, C 4.
inline constexpr std::uint8_t kAllPhases = 7;

// The CSV spellings, in enumerator order; also what JSON prints.
inline constexpr std::array<std::string_view, kZoneCount> kZoneNames{"city_center", "urban", "town",
                                                                     "rural", "unknown"};
inline constexpr std::array<std::string_view, kZoneCount> kZoneNamesZh{"中心区", "市区", "城镇",
                                                                       "农村", "未知"};
inline constexpr std::array<std::string_view, 3> kLineKindNames{"overhead", "overhead_insulated",
                                                                "cable"};
inline constexpr std::array<std::string_view, 5> kSwitchKindNames{
    "breaker", "recloser", "load_break", "disconnector", "fuse"};

[[nodiscard]] constexpr std::string_view name_of(Zone zone) {
  return kZoneNames[static_cast<std::size_t>(zone)];
}
[[nodiscard]] constexpr std::string_view name_of(SwitchKind kind) {
  return kSwitchKindNames[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr std::string_view name_of(LineKind kind) {
  return kLineKindNames[static_cast<std::size_t>(kind)];
}

}  // namespace tieline::network
