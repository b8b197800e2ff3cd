#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "engine/network/checks.hpp"
#include "engine/network/network_faults.hpp"

namespace tieline::network::building {
namespace {

constexpr std::array<std::string_view, kDayTypeCount> kDays{"workday", "weekend", "holiday"};
constexpr std::array<std::string_view, kSeasonCount> kSeasons{"any", "spring", "summer", "autumn",
                                                              "winter"};

/// The days of the year that no row of the profile speaks of, as "summer weekend, holiday": a day
/// type missing in every season is named without one.
std::string missing_days(Rows const& rows,
                         std::array<ProfileAt, kDayTypeCount * kSeasonCount> const& profile) {
  auto const has = [&](std::size_t season, std::size_t day) {
    auto const at = profile[season * kDayTypeCount + day];
    return at.is_some() && rows.kept(at);
  };
  std::string missing;
  auto const add = [&](std::string const& word) {
    missing += (missing.empty() ? "" : ", ") + word;
  };
  for (std::size_t day = 0; day < kDayTypeCount; ++day) {
    if (has(0, day)) {
      continue;
    }
    std::string seasons;
    std::size_t n_missing = 0;
    for (std::size_t season = 1; season < kSeasonCount; ++season) {
      if (!has(season, day)) {
        ++n_missing;
        seasons += (seasons.empty() ? "" : "/") + std::string{kSeasons[season]};
      }
    }
    if (n_missing == kSeasonCount - 1) {
      add(std::string{kDays[day]});
    } else if (n_missing != 0) {
      add(seasons + " " + std::string{kDays[day]});
    }
  }
  return missing;
}

}  // namespace

void check_profiles(Built const& b, Links const& links) {
  auto const& t = b.rows.tables();
  for (auto const& profile : links.profile) {
    auto first = ProfileAt::none();
    for (auto const at : profile) {
      first = at.is_some() && b.rows.kept(at) ? std::min(first, at) : first;
    }
    if (first.is_none()) {
      continue;  // all its rows are out, each with its own fault
    }
    if (auto missing = missing_days(b.rows, profile); !missing.empty()) {
      b.rows.report(kProfileIncomplete, first,
                    {.column = "day_type",
                     .value = std::string{t.profiles[first.index()].profile},
                     .other = std::move(missing)});
    }
  }
  std::unordered_set<std::string_view> told;
  for (auto const at : all_ids<UserAt>(t.transformers.size())) {  // file order: the first is named
    auto const name = t.transformers[at.index()].profile;
    if (b.rows.kept(at) && !name.empty() && links.user_profile[at].is_none() &&
        told.insert(name).second) {
      b.rows.report(kProfileUnknown, at, {.column = "profile", .value = std::string{name}});
    }
  }
}

}  // namespace tieline::network::building
