#pragma once
// Targets and limits of the policy documents, as they ship: testdata/rules/policy_*.csv.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/network/plan_tables.hpp"

namespace tieline::study {

/// The yearly hours of every document (用户年均停电时间), in the form of plan/targets.csv. A zone
/// that a document does not name has no row: no target, never 0.
/// Cost: reads ~20 rows each time.
[[nodiscard]] std::vector<network::TargetRow> policy_targets();

/// Any other promise of a document: outages a year, arrival, connection, publication.
struct PolicyRequirement {
  std::string policy;    ///< number of the document: "000"
  std::string document;  ///< "常政办发〔2021〕69号"
  std::string jurisdiction;
  std::string item, item_zh;    ///< "planned_outages", "计划停电次数"
  std::string applies_to;       ///< zone or class: "supply_kv>=35", "core_area"
  std::string comparison;       ///< "<=", ">=", or "report": no figure to judge by
  std::optional<double> value;  ///< in `unit`; unset: the document gives no number
  std::string unit;             ///< "per_year", "min", "working_days", "percent", …
  std::string deadline;         ///< "2021-12-31", "yearly", empty: none
  std::string wording;          ///< the document's words where they carry the meaning
};

/// In the order of the file. Cost: reads ~70 rows each time.
[[nodiscard]] std::vector<PolicyRequirement> policy_requirements();

/// Do two names mean the same place? "常州" and "常州市" do: one final 省 市 区 县 may be missing.
[[nodiscard]] bool is_same_place(std::string_view one, std::string_view other);

}  // namespace tieline::study
