#pragma once
// The files of plan/ and history/ as declarations, and the rules of plan/ over several cells.

#include "engine/io/table_reader.hpp"
#include "engine/network/plan_tables.hpp"

namespace tieline::io {

extern TableSchema const kWorksSchema;
extern TableSchema const kCrewsSchema;
extern TableSchema const kGeneratorsSchema;
extern TableSchema const kTargetsSchema;
extern TableSchema const kBudgetsSchema;
extern TableSchema const kCapsSchema;
extern TableSchema const kCalendarSchema;

extern TableSchema const kHistoryUsersSchema;
extern TableSchema const kEventsSchema;
extern TableSchema const kInterruptionsSchema;
extern TableSchema const kMedSchema;

/// Reads the rows of one file of plan/ into `plan`; of the calendar only holidays of everyone are
/// kept, the rest is checked.
void read_plan_file(TableSchema const& schema, TableText text, ReadContext& context,
                    std::uint32_t row_base, network::PlanTables& plan);

/// Every file of plan/, then of history/, in reading order.
[[nodiscard]] std::span<TableSchema const* const> plan_schemas();
[[nodiscard]] std::span<TableSchema const* const> history_schemas();

}  // namespace tieline::io
