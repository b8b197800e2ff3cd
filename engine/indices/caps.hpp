#pragma once
// How often a user may be interrupted a year, by its supply voltage: who is over, at and near it.
// Source: docs/methods/frequent-outages.md §4.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/repeat_outages.hpp"
#include "engine/network/plan_tables.hpp"

namespace tieline::indices {

using network::CapRow;
using network::CapScope;

/// The caps of one policy document.
struct CapPolicy {
  std::string id;
  std::vector<CapRow> caps;
};

/// The policies shipped with tieline (testdata/rules/policy_caps.csv).
[[nodiscard]] std::vector<CapPolicy> const& builtin_cap_policies();
/// Errors: unknown_id, naming what there is.
[[nodiscard]] Result<CapPolicy> pick_cap_policy(std::string_view id);

/// Does the supply voltage lie in the cap's range, both ends included?
[[nodiscard]] bool covers(CapRow const& cap, float supply_kv);
/// The caps that hold for a user: of each document and scope the first row that covers it.
void caps_of(std::span<CapRow const> caps, float supply_kv, std::vector<std::size_t>& found);

/// Does the outage count under this scope? Momentary ones never do. Planned: 计划停电, the four
/// planned leaves of the outage tree; neither temporary work nor rationing.
[[nodiscard]] bool counts(UserOutage const& outage, CapScope scope);

/// Where a count stands against its cap. A user with less is of no interest.
enum class CapStatus : std::uint8_t { over, at, one_below, below };
[[nodiscard]] std::string_view name_of(CapStatus status);
[[nodiscard]] CapStatus status_of(std::int64_t count, double per_year);

/// Of one user under one cap.
struct CapCount {
  std::int64_t year = 0;            ///< of the calendar year, up to as_of
  std::int64_t rolling = 0;         ///< the most in 365 days in a row that end in the year
  std::int64_t momentary = 0;       ///< of the year; not counted, told (needs §2.3.13)
  std::optional<Seconds> exceeded;  ///< begin of the first outage of the year beyond the cap
};
[[nodiscard]] CapCount count_for(CapRow const& cap, RepeatPeriod const& period,
                                 std::span<UserOutage const> outages);

struct CapUser {
  UserId user;
  std::size_t cap = 0;  ///< of CapQuery::caps
  CapCount count;
  CapStatus status = CapStatus::below;          ///< of the calendar year
  CapStatus rolling_status = CapStatus::below;  ///< of the rolling 365 days, a warning
  std::vector<UserOutage> outages;              ///< counted ones and momentary ones of the year
};

/// One class of supply voltage under one cap.
struct CapClass {
  std::int64_t users = 0;  ///< registered at some second of the year up to as_of
  std::int64_t over = 0, at = 0, one_below = 0;
  std::int64_t one_below_never_out = 0;  ///< of `one_below`: not interrupted at all, not listed
  std::int64_t rolling_over = 0;         ///< over in 365 days, but not in the calendar year
  std::int64_t momentary = 0;            ///< momentary interruptions of all its users
};

struct CapQuery {
  int year = 0;
  std::optional<Seconds> as_of;  ///< unset: see OutageReader::open
  std::vector<CapRow> caps;
  Rules counting;
};

struct CapAnswer {
  RepeatPeriod period;
  std::vector<CapClass> classes;  ///< [cap]
  std::vector<CapUser> users;  ///< with an interruption, over, at or one below (or rolling over);
                               ///< by cap, status, user
  std::int64_t unknown_supply = 0;  ///< registered users whose supply voltage is not known
  std::int64_t uncovered = 0;       ///< known, but in the range of no cap
};

/// Errors: as OutageReader::open; invalid_argument without caps. Cost: O(records + users × caps).
[[nodiscard]] Result<CapAnswer> judge_caps(History const& history, CapQuery const& query);

}  // namespace tieline::indices
