#include "engine/indices/query.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace tieline::indices {
namespace {

using network::kZoneCount;
using network::kZoneNames;
using network::kZoneNamesZh;

constexpr std::uint8_t bits_of(std::initializer_list<network::Zone> zones) {
  unsigned bits = 0;
  for (auto const zone : zones) {
    bits |= 1U << static_cast<unsigned>(zone);
  }
  return static_cast<std::uint8_t>(bits);
}

constexpr std::uint8_t kEveryZone = (1U << kZoneCount) - 1;

/// Cuts the text before the first `mark` off `rest`, and the mark.
[[nodiscard]] std::string_view next_part(std::string_view& rest, char mark) {
  auto const at = rest.find(mark);
  auto const part = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
  return part;
}

/// The zone of an English or Chinese name.
[[nodiscard]] std::optional<std::size_t> zone_named(std::string_view name) {
  for (std::size_t z = 0; z < kZoneCount; ++z) {
    if (name == kZoneNames[z] || name == kZoneNamesZh[z]) {
      return z;
    }
  }
  return std::nullopt;
}

[[nodiscard]] tl::unexpected<Error> bad_group(std::string_view text) {
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("\"{}\" is no group of zones: write name=zone+zone, with the zones city_center, "
                  "urban, town, rural, unknown, each at most once",
                  text),
      fmt::format("“{}”不是地区分组：请写成 名称=地区+地区，地区为 "
                  "city_center、urban、town、rural、unknown，每个至多一次",
                  text));
}

/// "core=city_center+urban;rest=town+rural".
[[nodiscard]] Result<ZoneGrouping> own_grouping(std::string_view text) {
  ZoneGrouping grouping{.name = std::string{text}, .groups = {}};
  unsigned taken = 0;
  auto rest = text;
  while (!rest.empty()) {
    auto const part = next_part(rest, ';');
    auto zones = part;
    auto const name = next_part(zones, '=');
    bool const is_new = std::ranges::none_of(
        grouping.groups, [&](ZoneGrouping::Group const& group) { return group.name == name; });
    if (name.empty() || zones.empty() || !is_new) {
      return bad_group(part);
    }
    unsigned bits = 0;
    while (!zones.empty()) {
      auto const zone = zone_named(next_part(zones, '+'));
      if (!zone || ((taken >> *zone) & 1U) != 0) {
        return bad_group(part);
      }
      bits |= 1U << *zone;
      taken |= 1U << *zone;
    }
    grouping.groups.push_back({.name = std::string{name},
                               .name_zh = std::string{name},
                               .zones = static_cast<std::uint8_t>(bits)});
  }
  return grouping;
}

}  // namespace

std::string_view name_of(Key key) {
  static constexpr std::array<std::string_view, kKeyCount> kNames{
      "zone", "zone_group",   "class",  "cause",    "month",
      "day",  "organisation", "feeder", "grid_cell"};
  return kNames[static_cast<std::size_t>(key)];
}

Result<ZoneGrouping> zone_grouping(std::string_view name) {
  using enum network::Zone;
  if (name == "all") {
    return ZoneGrouping{.name = "all",
                        .groups = {{.name = "all", .name_zh = "全口径", .zones = kEveryZone}}};
  }
  if (name == "nea") {
    return ZoneGrouping{
        .name = "nea",
        .groups = {
            {.name = "city", .name_zh = "城市", .zones = bits_of({city_center, urban, town})},
            {.name = "rural", .name_zh = "农村", .zones = bits_of({rural})}}};
  }
  if (name == "net") {
    return ZoneGrouping{
        .name = "net",
        .groups = {{.name = "urban_net", .name_zh = "城网", .zones = bits_of({city_center, urban})},
                   {.name = "rural_net", .name_zh = "农网", .zones = bits_of({town, rural})}}};
  }
  if (name.find('=') == std::string_view::npos) {
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("unknown zone grouping \"{}\": all, nea, net, or "
                    "\"name=zone+zone;name=zone\"",
                    name),
        fmt::format("未知地区分组“{}”：可用 all、nea、net，或“名称=地区+地区;名称=地区”", name));
  }
  return own_grouping(name);
}

}  // namespace tieline::indices
