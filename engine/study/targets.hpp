#pragma once
// Yearly targets: which hold for whom, and whether exact sums meet them
// (docs/methods/annual-report.md).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/indices/answer.hpp"
#include "engine/network/plan_tables.hpp"

namespace tieline::study {

using network::TargetRow;

/// Hours a counted unit, kept as the integers it is made of: seconds × period / registered.
struct ExactHours {
  std::int64_t seconds = 0;             ///< Σ weight × dark seconds
  indices::UnitSeconds registered = 0;  ///< Σ weight × registered seconds within the period
  Seconds period_s = 0;

  /// Nobody was registered: there is no figure.
  [[nodiscard]] bool is_known() const { return registered > 0 && period_s > 0; }
  /// Hours; 0 where not known.
  [[nodiscard]] double hours() const;
  /// Equivalent units; 0 where not known.
  [[nodiscard]] double units() const;
};

/// value ≤ limit, without rounding (以内 is ≤): the limit is a decimal of at most nine places.
[[nodiscard]] bool is_at_most(ExactHours const& value, double limit_h);
/// value ≤ (1 − reduction) × before, without rounding; `before` is known.
[[nodiscard]] bool is_reduced_by(ExactHours const& value, double reduction,
                                 ExactHours const& before);

enum class TargetVerdict : std::uint8_t {
  met,
  missed,
  no_target,     ///< none is set: never the same as a target of 0
  no_last_year,  ///< cannot be told: it needs last year's figure, of which there is no record
  no_users,      ///< nobody is registered there
  no_records,    ///< no interruption of the whole year is on record: 0 h would prove nothing
};
[[nodiscard]] std::string_view name_of(TargetVerdict verdict);

/// One row of targets.csv as judged.
struct TargetBranch {
  TargetRow target;
  TargetVerdict verdict = TargetVerdict::no_target;
  std::optional<double> limit_h;  ///< the year's hours it allows; unset: no last year
};

/// All rows of one jurisdiction, year, zone and base, judged together: every row with logic `all`
/// must be met, and one of those with logic `any`, if there are any.
struct Judgement {
  std::string jurisdiction;
  network::TargetBase base = network::TargetBase::mv_user;
  bool is_shipped = false;  ///< the target is of the documents that ship, not of the case
  TargetVerdict verdict = TargetVerdict::no_target;
  std::vector<TargetBranch> branches;
  std::vector<std::size_t> decided_by;  ///< branches that made the verdict
  std::optional<double> limit_h;        ///< hours that all of them together allow
};

/// `rows`: of one jurisdiction, year, zone and base. `last_year`: unknown where no record is left.
[[nodiscard]] Judgement judge(std::span<TargetRow const> rows, ExactHours const& value,
                              ExactHours const& last_year);

/// The rows of one jurisdiction and year. Empty rows: it is known, but sets none for that year.
struct TargetSet {
  std::string jurisdiction;
  bool is_shipped = false;
  std::vector<TargetRow> rows;
};

/// Of `jurisdiction`: from the case's rows if they have any for this year, else from the documents
/// that ship.
/// Errors: unknown_id, naming the jurisdictions there are.
[[nodiscard]] Result<TargetSet> target_set(std::span<TargetRow const> case_rows,
                                           std::string_view jurisdiction, int year);
/// Every jurisdiction of the case's rows of that year, in their order.
[[nodiscard]] std::vector<TargetSet> target_sets(std::span<TargetRow const> case_rows, int year);

}  // namespace tieline::study
