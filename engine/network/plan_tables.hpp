#pragma once
// Rows of the plan/ folder: what is asked for, with which crews and vehicles, within which targets.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/ids.hpp"

namespace tieline::network {

enum class WorkKind : std::uint8_t { maintenance, construction, user_request, connection };

struct WorkRow {
  std::string id, name, crew, live_line_item, organisation, notice, merge_group;
  std::vector<std::string> equipment;
  WorkKind kind = WorkKind::maintenance;
  Seconds duration_s = 0;
  std::optional<Seconds> start, earliest, latest;   ///< UTC
  std::optional<Seconds> daily_from_s, daily_to_s;  ///< seconds after local midnight
  std::optional<Seconds> live_line_s;               ///< live_line_hours
  std::optional<std::int64_t> crew_count;
  float bypass_a = kUnknown;
  float generator_kw = kUnknown;
  Answer fixed = Answer::unknown;
  std::uint32_t row = 0;
};

struct CrewRow {
  std::string id, skill, calendar;
  std::int64_t capacity = 0;
  std::uint32_t row = 0;
};

struct GeneratorRow {
  std::string id, depot;
  float kw = kUnknown;
  Seconds connect_s = 1800;     ///< connect_min blank: 30 min
  Seconds disconnect_s = 1800;  ///< disconnect_min blank: 30 min
  Answer synchronising = Answer::unknown;
  std::uint32_t row = 0;
};

enum class TargetBase : std::uint8_t { mv_user, household };
enum class TargetKind : std::uint8_t { absolute_h, yoy_reduction };
enum class TargetLogic : std::uint8_t { any, all };

struct TargetRow {
  std::string jurisdiction, source;
  std::int64_t year = 0;
  std::optional<Zone> zone;  ///< empty: the whole area
  TargetBase base = TargetBase::mv_user;
  TargetKind kind = TargetKind::absolute_h;
  TargetLogic logic = TargetLogic::all;
  double value = 0;
  std::uint32_t row = 0;
};

/// User-hours that an organisation may spend on planned work, a year or one month of it.
struct BudgetRow {
  std::string organisation;
  std::optional<Zone> zone;  ///< empty: all zones
  std::int64_t year = 0;
  std::optional<std::int64_t> month;  ///< 1…12; empty: the year
  double user_hours = 0;
  std::uint32_t row = 0;
};

enum class CapScope : std::uint8_t { planned, all };

/// At most `per_year` interruptions a year of users supplied at a voltage of the range, both ends
/// included.
struct CapRow {
  std::string source;
  double supply_kv_min = 0, supply_kv_max = 0, per_year = 0;
  CapScope scope = CapScope::all;
  std::uint32_t row = 0;
};

/// Public holidays, [from, until) in UTC: the `holiday` rows of calendar.csv that hold everywhere.
struct HolidaySpan {
  Seconds from = 0;
  Seconds until = 0;
};

/// Is every instant of [start, start + duration) a holiday (at least that of `start`)? Spans may
/// overlap, touch and stand in any order.
[[nodiscard]] bool is_holiday_throughout(std::span<HolidaySpan const> holidays, Seconds start,
                                         Seconds duration_s);

/// The plan folder, as far as planned outages need it.
struct PlanTables {
  std::vector<WorkRow> works;
  std::vector<CrewRow> crews;
  std::vector<GeneratorRow> generators;
  std::vector<TargetRow> targets;
  std::vector<BudgetRow> budgets;
  std::vector<CapRow> caps;
  std::vector<HolidaySpan> holidays;
  bool has_crews = false;  ///< crews.csv exists: a live job then needs a crew skilled `live_line`
};

}  // namespace tieline::network
