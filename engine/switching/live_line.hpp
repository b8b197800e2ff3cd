#pragma once
// 能带不停: what a live-line item of the 33-item list leaves in supply.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tieline::switching {

enum class LiveEffect : std::uint8_t {
  nobody_out,   ///< worked on under voltage
  lateral_out,  ///< jumpers are cut without load: what lies beyond is out meanwhile (断引流线)
  load_bypass,  ///< load runs through a bypass meanwhile, so its rating binds (带负荷, 旁路)
};

struct LiveLineItem {
  std::uint8_t number = 0;  ///< 1…33
  LiveEffect effect = LiveEffect::nobody_out;
  std::string_view name_zh;
};

/// Names from memory of Q/GDW 10520—2016 annex (confidence medium): the works table
/// states hours and ratings; only the kind of effect is taken from here.
extern std::array<LiveLineItem, 33> const kLiveLineItems;

/// The item meant by a works.csv cell: its number ("11", "第11项") or its name. nullopt: none.
[[nodiscard]] std::optional<LiveLineItem> find_live_line_item(std::string_view cell);

}  // namespace tieline::switching
