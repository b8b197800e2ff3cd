#include "engine/io/plan_schema.hpp"

#include <map>
#include <tuple>

#include "engine/io/file_faults.hpp"

namespace tieline::io {
namespace {

using namespace schema;
using namespace network;

constexpr double kHour = 3600;
constexpr double kMinute = 60;
constexpr Seconds kPlanDay = 86'400;
constexpr std::uint8_t kHolidayKind = 1;  ///< among kCalendarWords

constexpr std::array kWorks{
    column<&WorkRow::id>(CellType::id, "work|编号|工作编号|计划编号"),
    column<&WorkRow::name>(CellType::name, "name|名称|工作内容|工作名称"),
    column<&WorkRow::equipment>(CellType::references, "equipment|停电设备|设备").filled(),
    duration<&WorkRow::duration_s>("duration_h|时长|停电时长|时长(h)", kHour).filled(),
    column<&WorkRow::start>(CellType::time, "start|开始时间|计划开始时间"),
    column<&WorkRow::earliest>(CellType::time, "earliest|最早开始"),
    column<&WorkRow::latest>(CellType::time, "latest|最晚结束|最迟"),
    column<&WorkRow::daily_from_s>(CellType::time_of_day, "daily_from|每日开始"),
    column<&WorkRow::daily_to_s>(CellType::time_of_day, "daily_to|每日结束"),
    column<&WorkRow::crew>(CellType::name, "crew|班组|工作班组"),
    column<&WorkRow::crew_count>(CellType::whole, "crew_count|班组数").at_least(0).at_most(1000),
    word<&WorkRow::kind>("kind|类型|工作类型", kWorkKindWords, faults::kUnknownWord, "maintenance"),
    column<&WorkRow::live_line_item>(CellType::name, "live_line_item|带电作业项目"),
    duration<&WorkRow::live_line_s>("live_line_hours|带电作业时长", kHour).at_least(0),
    number<&WorkRow::bypass_a>("bypass_a|旁路电流|旁路载流量").no_nines(),
    number<&WorkRow::generator_kw>("generator_kw|发电车容量|发电容量").no_nines(),
    column<&WorkRow::organisation>(CellType::name, "organisation|单位|管理单位"),
    column<&WorkRow::notice>(CellType::name, "notice|停电公告"),
    column<&WorkRow::merge_group>(CellType::name, "merge_group|合并组"),
    word<&WorkRow::fixed>("fixed|固定|时间固定", kAnswerWords, faults::kUnknownWord, "unknown"),
};

constexpr std::array kCrews{
    column<&CrewRow::id>(CellType::id, "crew|班组|班组编号"),
    column<&CrewRow::skill>(CellType::name, "skill|技能|专业").filled(),
    column<&CrewRow::capacity>(CellType::whole, "capacity|能力|数量")
        .filled()
        .at_least(0)
        .at_most(100'000),
    column<&CrewRow::calendar>(CellType::name, "calendar|日历"),
};

constexpr std::array kGenerators{
    column<&GeneratorRow::id>(CellType::id, "generator|编号|发电车|发电车编号"),
    number<&GeneratorRow::kw>("kw|容量|功率|容量(kW)").required().no_nines(),
    duration<&GeneratorRow::connect_s>("connect_min|接入时间|接入时间(min)", kMinute)
        .at_least(0)
        .at_most(1440),
    duration<&GeneratorRow::disconnect_s>("disconnect_min|退出时间|退出时间(min)", kMinute)
        .at_least(0)
        .at_most(1440),
    word<&GeneratorRow::synchronising>("synchronising|可并网|同期", kAnswerWords,
                                       faults::kUnknownWord, "unknown"),
    column<&GeneratorRow::depot>(CellType::name, "depot|驻地|停放点"),
};

/// A target as its row says it; `zone` of "all" is empty in the TargetRow.
struct TargetCells {
  std::string jurisdiction, source;
  std::int64_t year = 0;
  std::uint8_t zone = 0;
  TargetBase base = TargetBase::mv_user;
  TargetKind kind = TargetKind::absolute_h;
  TargetLogic logic = TargetLogic::all;
  double value = 0;
  std::uint32_t row = 0;
};

constexpr std::array kTargets{
    column<&TargetCells::jurisdiction>(CellType::name, "jurisdiction|辖区|地区").filled(),
    column<&TargetCells::year>(CellType::whole, "year|年度|年份")
        .filled()
        .at_least(1990)
        .at_most(2200),
    word<&TargetCells::zone>("zone|地区特征|区域", kZoneOrAllWords, faults::kUnknownZone, "all")
        .filled(),
    word<&TargetCells::base>("base|口径", kTargetBaseWords, faults::kUnknownWord, "mv_user"),
    word<&TargetCells::kind>("kind|类型|指标类型", kTargetKindWords, faults::kUnknownWord,
                             "absolute_h")
        .filled(),
    number<&TargetCells::value>("value|目标值|指标值").filled(),
    word<&TargetCells::logic>("logic|逻辑", kTargetLogicWords, faults::kUnknownWord, "all"),
    column<&TargetCells::source>(CellType::name, "source|来源|依据").required(),
};

/// A budget as its row says it; `zone` of "all" is empty in the BudgetRow.
struct BudgetCells {
  std::string organisation;
  std::uint8_t zone = 0;
  std::int64_t year = 0;
  std::optional<std::int64_t> month;
  double user_hours = 0;
  std::uint32_t row = 0;
};
constexpr std::array kBudgets{
    column<&BudgetCells::organisation>(CellType::name, "organisation|单位|管理单位").filled(),
    word<&BudgetCells::zone>("zone|地区特征|区域", kZoneOrAllWords, faults::kUnknownZone, "all")
        .filled(),
    column<&BudgetCells::year>(CellType::whole, "year|年度|年份")
        .filled()
        .at_least(1990)
        .at_most(2200),
    column<&BudgetCells::month>(CellType::whole, "month|月份").at_least(1).at_most(12),
    number<&BudgetCells::user_hours>("user_hours|时户数|时户数预算").filled(),
};

constexpr std::array kCaps{
    number<&CapRow::supply_kv_min>("supply_kv_min|最低电压").filled().at_least(0).at_most(1200),
    number<&CapRow::supply_kv_max>("supply_kv_max|最高电压").filled().at_least(0).at_most(1200),
    number<&CapRow::per_year>("per_year|年上限|每年次数").filled().at_least(0).at_most(1e6),
    word<&CapRow::scope>("scope|范围", kCapScopeWords, faults::kUnknownWord, "all").filled(),
    column<&CapRow::source>(CellType::name, "source|来源|依据").required(),
};

struct CalendarRow {
  Seconds from = 0, to = 0;
  std::uint8_t kind = 0;
  Answer hard = Answer::unknown;
  std::string scope;
  std::uint32_t row = 0;
};
constexpr std::array kCalendar{
    column<&CalendarRow::from>(CellType::date, "from|开始|起始日期").filled(),
    column<&CalendarRow::to>(CellType::date, "to|结束|终止日期").filled(),
    word<&CalendarRow::kind>("kind|类型", kCalendarWords, faults::kUnknownWord, "protected")
        .filled(),
    column<&CalendarRow::scope>(CellType::name, "scope|范围"),
    word<&CalendarRow::hard>("hard|硬约束", kAnswerWords, faults::kUnknownWord, "unknown"),
};

[[nodiscard]] bool check_work(WorkRow const& work, TableReader& reader) {
  if (work.duration_s <= 0) {
    reader.report_row(faults::kBadWindow, "duration_h", "duration_h ≤ 0");
    return false;
  }
  if (work.earliest && work.latest && *work.latest < *work.earliest + work.duration_s) {
    reader.report_row(faults::kBadWindow, "latest", "latest − earliest < duration_h");
    return false;
  }
  return true;
}

/// Hours a year; a share for yoy_reduction. More hours than any area loses are minutes.
[[nodiscard]] bool check_target(TargetCells const& t, TableReader& reader) {
  constexpr double kMostHours = 500;
  auto const most = t.kind == TargetKind::absolute_h ? kMostHours : 1.0;
  if (t.value < 0 || t.value > most) {
    reader.report_row(faults::kTargetUnit, "value", std::to_string(t.value));
    return false;
  }
  return true;
}

void read_targets(TableReader& reader, std::uint32_t row_base, PlanTables& plan) {
  using Key = std::tuple<std::string, std::int64_t, std::uint8_t, TargetBase, TargetKind>;
  std::map<Key, std::uint32_t> first_rows;
  std::vector<std::uint32_t> replaces;
  auto const check = [&](TargetCells const& t, TableReader& r) {
    if (!check_target(t, r)) {
      return false;
    }
    auto const [first, is_new] =
        first_rows.try_emplace(Key{t.jurisdiction, t.year, t.zone, t.base, t.kind}, r.line());
    if (!is_new) {
      r.report_row(faults::kDuplicateTarget, "zone", t.jurisdiction + " " + std::to_string(t.year),
                   std::to_string(first->second));
    }
    return is_new;
  };
  for (auto& t : read_rows<TargetCells>(reader, row_base, replaces, check)) {
    TargetRow target;
    target.jurisdiction = std::move(t.jurisdiction);
    target.source = std::move(t.source);
    target.year = t.year;
    if (t.zone != static_cast<std::uint8_t>(Zone::unknown)) {
      target.zone = static_cast<Zone>(t.zone);
    }
    target.base = t.base;
    target.kind = t.kind;
    target.logic = t.logic;
    target.value = t.value;
    target.row = t.row;
    plan.targets.push_back(std::move(target));
  }
}

[[nodiscard]] bool check_cap(CapRow const& cap, TableReader& reader) {
  if (cap.supply_kv_max < cap.supply_kv_min) {
    reader.report_row(faults::kOutOfBounds, "supply_kv_max", std::to_string(cap.supply_kv_max),
                      ">= " + std::to_string(cap.supply_kv_min));
    return false;
  }
  return true;
}

void read_budgets(TableReader& reader, std::uint32_t row_base, PlanTables& plan) {
  std::vector<std::uint32_t> replaces;
  auto const check = [](BudgetCells const& b, TableReader& r) {
    if (b.user_hours < 0) {
      r.report_row(faults::kBadBudget, "user_hours", std::to_string(b.user_hours));
    }
    return b.user_hours >= 0;
  };
  for (auto& b : read_rows<BudgetCells>(reader, row_base, replaces, check)) {
    BudgetRow budget{.organisation = std::move(b.organisation),
                     .zone = std::nullopt,
                     .year = b.year,
                     .month = b.month,
                     .user_hours = b.user_hours,
                     .row = b.row};
    if (b.zone != static_cast<std::uint8_t>(Zone::unknown)) {
      budget.zone = static_cast<Zone>(b.zone);
    }
    plan.budgets.push_back(std::move(budget));
  }
}

void read_calendar(TableReader& reader, std::uint32_t row_base, PlanTables& plan) {
  std::vector<std::uint32_t> replaces;
  auto const check = [](CalendarRow const& c, TableReader& r) {
    if (c.to < c.from) {
      r.report_row(faults::kBadWindow, "to", "to < from");
    }
    return c.to >= c.from;
  };
  for (auto const& c : read_rows<CalendarRow>(reader, row_base, replaces, check)) {
    if (c.kind == kHolidayKind && c.scope.empty()) {
      plan.holidays.push_back({c.from, c.to + kPlanDay});
    }
  }
}

template <class Row, class Check>
void append_rows(TableReader& reader, std::uint32_t row_base, std::vector<Row>& rows, Check check) {
  std::vector<std::uint32_t> replaces;
  auto more = read_rows<Row>(reader, row_base, replaces, check);
  std::move(more.begin(), more.end(), std::back_inserter(rows));
}

constexpr auto kAccept = [](auto const&, TableReader&) { return true; };

constexpr std::array kPlanSchemas{&kWorksSchema,   &kCrewsSchema,   &kGeneratorsSchema,
                                  &kTargetsSchema, &kBudgetsSchema, &kCapsSchema,
                                  &kCalendarSchema};

}  // namespace

TableSchema const kWorksSchema{"plan/works.csv", kWorks};
TableSchema const kCrewsSchema{"plan/crews.csv", kCrews};
TableSchema const kGeneratorsSchema{"plan/generators.csv", kGenerators};
TableSchema const kTargetsSchema{"plan/targets.csv", kTargets};
TableSchema const kBudgetsSchema{"plan/budgets.csv", kBudgets};
TableSchema const kCapsSchema{"plan/caps.csv", kCaps};
TableSchema const kCalendarSchema{"plan/calendar.csv", kCalendar};

void read_plan_file(TableSchema const& schema, TableText text, ReadContext& context,
                    std::uint32_t row_base, PlanTables& plan) {
  TableReader reader{schema, std::move(text), context};
  if (&schema == &kWorksSchema) {
    append_rows(reader, row_base, plan.works, check_work);
  } else if (&schema == &kCrewsSchema) {
    append_rows(reader, row_base, plan.crews, kAccept);
    plan.has_crews = true;
  } else if (&schema == &kGeneratorsSchema) {
    append_rows(reader, row_base, plan.generators, [](GeneratorRow const& g, TableReader& r) {
      if (!is_known(g.kw)) {
        r.report_row(faults::kNoPower, "kw", "");
      }
      return true;
    });
  } else if (&schema == &kTargetsSchema) {
    read_targets(reader, row_base, plan);
  } else if (&schema == &kBudgetsSchema) {
    read_budgets(reader, row_base, plan);
  } else if (&schema == &kCapsSchema) {
    append_rows(reader, row_base, plan.caps, check_cap);
  } else if (&schema == &kCalendarSchema) {
    read_calendar(reader, row_base, plan);
  }
}

std::span<TableSchema const* const> plan_schemas() {
  return kPlanSchemas;
}

}  // namespace tieline::io
