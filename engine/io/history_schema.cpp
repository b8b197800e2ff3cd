// The files of history/: what check sees in them before any index is computed.

#include <optional>

#include "engine/io/civil_time.hpp"
#include "engine/io/file_faults.hpp"
#include "engine/io/plan_schema.hpp"

namespace tieline::io {
namespace {

using namespace schema;
using network::Answer;
using network::Zone;

struct UserSlice {
  std::string_view user;
  std::optional<Seconds> since, until;
  Zone zone = Zone::unknown;
  std::int64_t households = -1;
  std::uint32_t row = 0;
};
constexpr std::array kUsers{
    column<&UserSlice::user>(CellType::id, "user|用户|用户编号"),
    column<&UserSlice::since>(CellType::date, "since|起|投运时间"),
    column<&UserSlice::until>(CellType::date, "until|止|退运时间"),
    word<&UserSlice::zone>("zone|地区特征|区域", kZoneWords, faults::kUnknownZone, "unknown"),
    column<&UserSlice::households>(CellType::households, "households|户数"),
};

struct EventRow {
  std::string_view event, cause, technical_cause, equipment, feeder, plan, excluded_reason;
  std::uint8_t outage_class = 0;
  Answer external = Answer::unknown;
  std::optional<Seconds> reported, dispatched, arrived, located, isolated, repaired;
  std::uint32_t row = 0;
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

struct InterruptionRow {
  std::string_view event, user, exclusion_reason;
  Seconds start = 0;
  std::optional<Seconds> end;
  float allowed_kw = kUnknown;
  float before_kw = kUnknown;
  std::uint32_t row = 0;
};
constexpr std::array kInterruptions{
    column<&InterruptionRow::event>(CellType::reference, "event|事件|事件编号").filled(),
    column<&InterruptionRow::user>(CellType::reference, "user|用户|用户编号").filled(),
    column<&InterruptionRow::start>(CellType::time, "start|开始|停电时间|起始时间").filled(),
    column<&InterruptionRow::end>(CellType::time, "end|结束|送电时间|复电时间|终止时间"),
    number<&InterruptionRow::allowed_kw>("allowed_kw|允许负荷").at_least(0),
    number<&InterruptionRow::before_kw>("before_kw|停电前负荷").at_least(0),
    column<&InterruptionRow::exclusion_reason>(CellType::name, "exclusion_reason|剔除原因"),
};

struct MedRow {
  Seconds date = 0;
  std::string_view authority;
  std::uint32_t row = 0;
};
constexpr std::array kMed{
    column<&MedRow::date>(CellType::date, "date|日期").filled(),
    column<&MedRow::authority>(CellType::name, "authority|认定单位|依据"),
};

[[nodiscard]] bool check_interruption(InterruptionRow const& i, TableReader& reader,
                                      std::string const& zone) {
  constexpr Seconds kLong = kSecondsPerHour * 24 * 30;
  if (!i.end) {
    return true;
  }
  if (*i.end < i.start) {
    reader.report_row(faults::kEndBeforeStart, "end", format_time(*i.end, zone),
                      format_time(i.start, zone));
    return false;
  }
  if (*i.end == i.start) {
    reader.report_row(faults::kZeroLength, "end", format_time(i.start, zone));
  } else if (*i.end - i.start > kLong) {
    reader.report_row(faults::kLongEvent, "end",
                      std::to_string((*i.end - i.start) / (24 * kSecondsPerHour)));
  }
  return true;
}

constexpr std::array kHistorySchemas{&kHistoryUsersSchema, &kEventsSchema, &kInterruptionsSchema,
                                     &kMedSchema};

}  // namespace

TableSchema const kHistoryUsersSchema{"history/users.csv", kUsers};
TableSchema const kEventsSchema{"history/events.csv", kEvents};
TableSchema const kInterruptionsSchema{"history/interruptions.csv", kInterruptions};
TableSchema const kMedSchema{"history/med.csv", kMed};

void check_history_file(TableSchema const& schema, TableText text, ReadContext& context) {
  TableReader reader{schema, std::move(text), context};
  if (!reader.open()) {
    return;
  }
  while (reader.advance()) {  // rows are looked at one at a time, none is kept
    if (&schema == &kHistoryUsersSchema) {
      UserSlice slice;
      if (reader.read_into(&slice) && slice.since && slice.until && *slice.until < *slice.since) {
        reader.report_row(faults::kEndBeforeStart, "until",
                          format_time(*slice.until, context.time_zone),
                          format_time(*slice.since, context.time_zone));
      }
    } else if (&schema == &kEventsSchema) {
      EventRow event;
      static_cast<void>(reader.read_into(&event));
    } else if (&schema == &kInterruptionsSchema) {
      InterruptionRow interruption;
      if (reader.read_into(&interruption)) {
        static_cast<void>(check_interruption(interruption, reader, context.time_zone));
      }
    } else if (&schema == &kMedSchema) {
      MedRow day;
      static_cast<void>(reader.read_into(&day));
    }
  }
  reader.close();
}

std::span<TableSchema const* const> history_schemas() {
  return kHistorySchemas;
}

}  // namespace tieline::io
