#pragma once
// What is asked: a window, a rule set, the keys of the rows.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/base/result.hpp"
#include "engine/indices/rules.hpp"
#include "engine/network/ids.hpp"

namespace tieline::indices {

/// By what rows are split. Of the user: zone, zone_group, organisation, feeder, grid_cell. Of the
/// event: outage_class, cause. Of the instant, in the case's time zone: month, day.
enum class Key : std::uint8_t {
  zone,
  zone_group,
  outage_class,
  cause,
  month,
  day,
  organisation,
  feeder,
  grid_cell,
};
inline constexpr std::size_t kKeyCount = 9;
/// As typed after --by and printed in JSON: "zone", "zone_group", "class", "cause", "month", …
[[nodiscard]] std::string_view name_of(Key key);

/// A named partition of the zones (domain §1.2): each zone is in at most one group.
struct ZoneGrouping {
  struct Group {
    std::string name, name_zh;
    std::uint8_t zones = 0;  ///< bit z: network::Zone z belongs to it
  };
  std::string name;  ///< "all", "nea", "net"
  std::vector<Group> groups;
};
/// "all" 全口径; "nea" 城市/农村 of the regulator; "net" 城网/农网 of the company; or
/// "core=city_center+urban;rest=town+rural". Errors: invalid_argument, naming what is known.
[[nodiscard]] Result<ZoneGrouping> zone_grouping(std::string_view name);

enum class MedSource : std::uint8_t { none, beta, official, both };
enum class CatastrophicPolicy : std::uint8_t { none, drop_above_k_beta, listed };

/// Major event days (domain §2.3).
struct MedPolicy {
  MedSource source = MedSource::both;
  int history_years = 5;
  bool replace_zero_days = false;  ///< zero_days=replace: by the smallest day that is not zero
  CatastrophicPolicy catastrophic = CatastrophicPolicy::none;
  double catastrophic_k = 0;               ///< of drop_above_k_beta
  std::vector<Seconds> catastrophic_days;  ///< of listed: first seconds of local days
};

/// At most so many keys at once: rows come for every subset of them, too.
inline constexpr std::size_t kMostKeys = 4;

struct Query {
  Seconds from = 0, to = 0;  ///< [from, to), UTC; from < to
  std::vector<Key> by;       ///< at most kMostKeys, none twice
  ZoneGrouping grouping;     ///< used with Key::zone_group
  Rules rules;
  MedPolicy med;
  std::vector<std::uint32_t> cemi_n{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  std::vector<Seconds> celid_s{4 * kSecondsPerHour, 8 * kSecondsPerHour,
                               24 * kSecondsPerHour};  ///< thresholds of CELID-s and -t
  bool want_people = true;                             ///< distinct users, CEMI, CELID
  bool want_events = true;                             ///< event counts, MID, MIC
  unsigned threads = 0;  ///< 0: one a core. The answer does not depend on it.
};

}  // namespace tieline::indices
