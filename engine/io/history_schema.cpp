// The files of history/ as declarations; rules over several cells are history::Builder's.

#include "engine/history/rows.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/plan_schema.hpp"

namespace tieline::io {
namespace {

using namespace schema;
using history::EventRow;
using history::InterruptionRow;
using history::MedRow;
using history::UserSliceRow;

/// The zone of a slice; that the cell is filled is remembered, too.
[[nodiscard]] constexpr Column zone_of_slice() {
  auto c =
      word<&UserSliceRow::zone>("zone|地区特征|区域", kZoneWords, faults::kUnknownZone, "unknown");
  c.store = [](void* row, CellValue const& value) {
    auto& slice = *static_cast<UserSliceRow*>(row);
    slice.zone = static_cast<network::Zone>(value.whole);
    slice.has_zone = true;
  };
  return c;
}
constexpr std::array kUsers{
    column<&UserSliceRow::user>(CellType::id, "user|用户|用户编号"),
    column<&UserSliceRow::since>(CellType::date, "since|起|投运时间"),
    column<&UserSliceRow::until>(CellType::date, "until|止|退运时间"),
    zone_of_slice(),
    column<&UserSliceRow::households>(CellType::households, "households|户数"),
};

constexpr std::array kEvents{
    column<&EventRow::event>(CellType::id, "event|事件|事件编号"),
    word<&EventRow::outage_class>("class|类别|停电类别|停电性质", kOutageClassWords,
                                  faults::kUnknownClass, "")
        .wanted(),
    word<&EventRow::external>("external|外部", kAnswerWords, faults::kUnknownWord, "unknown"),
    column<&EventRow::cause>(CellType::name, "cause|原因|停电原因"),
    column<&EventRow::technical_cause>(CellType::name, "technical_cause|技术原因"),
    column<&EventRow::equipment>(CellType::reference, "equipment|设备|停电设备"),
    column<&EventRow::feeder>(CellType::reference, "feeder|馈线|线路"),
    column<&EventRow::plan>(CellType::reference, "plan|计划|计划编号"),
    column<&EventRow::reported>(CellType::time, "reported|报修时间"),
    column<&EventRow::dispatched>(CellType::time, "dispatched|派单时间"),
    column<&EventRow::arrived>(CellType::time, "arrived|到达时间"),
    column<&EventRow::located>(CellType::time, "located|定位时间"),
    column<&EventRow::isolated>(CellType::time, "isolated|隔离时间"),
    column<&EventRow::repaired>(CellType::time, "repaired|修复时间"),
    column<&EventRow::excluded_reason>(CellType::name, "excluded_reason|剔除原因"),
};

constexpr std::array kInterruptions{
    column<&InterruptionRow::event>(CellType::reference, "event|事件|事件编号").filled(),
    column<&InterruptionRow::user>(CellType::reference, "user|用户|用户编号").filled(),
    column<&InterruptionRow::start>(CellType::time, "start|开始|停电时间|起始时间").filled(),
    column<&InterruptionRow::end>(CellType::time, "end|结束|送电时间|复电时间|终止时间"),
    number<&InterruptionRow::allowed_kw>("allowed_kw|允许负荷").at_least(0).at_most(1e6),
    number<&InterruptionRow::before_kw>("before_kw|停电前负荷").at_least(0).at_most(1e6),
    column<&InterruptionRow::exclusion_reason>(CellType::name, "exclusion_reason|剔除原因"),
};

constexpr std::array kMed{
    column<&MedRow::date>(CellType::date, "date|日期").filled(),
    column<&MedRow::authority>(CellType::name, "authority|认定单位|依据"),
};

constexpr std::array kHistorySchemas{&kHistoryUsersSchema, &kEventsSchema, &kInterruptionsSchema,
                                     &kMedSchema};

}  // namespace

TableSchema const kHistoryUsersSchema{"history/users.csv", kUsers};
TableSchema const kEventsSchema{"history/events.csv", kEvents};
TableSchema const kInterruptionsSchema{"history/interruptions.csv", kInterruptions};
TableSchema const kMedSchema{"history/med.csv", kMed};

std::span<TableSchema const* const> history_schemas() {
  return kHistorySchemas;
}

}  // namespace tieline::io
