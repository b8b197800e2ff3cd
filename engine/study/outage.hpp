#pragma once
// The two questions of this house: what is lost with this equipment, and what does a planned
// outage cost under every strategy.

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/network/model.hpp"
#include "engine/network/plan_tables.hpp"
#include "engine/reliability/ledger.hpp"
#include "engine/reliability/step_simulator.hpp"
#include "engine/switching/reason.hpp"
#include "engine/switching/step.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::study {

enum class EquipmentKind : std::uint8_t {
  node,
  line,
  network_switch,
  source,
  user,
  feeder,
  section
};

struct Equipment {
  EquipmentKind kind = EquipmentKind::line;
  std::uint32_t row = 0;
  friend bool operator==(Equipment, Equipment) = default;
};

/// Resolves external ids. `line:L1` names the table when an id stands in several; `section:SW3` is
/// the section fed through switch SW3, `section:source:S1` the first one of source S1. A node is
/// meant only where no line or device has the id.
///
/// Errors: unknown_id with the nearest id; invalid_argument when an id stands in several tables.
[[nodiscard]] Result<std::vector<Equipment>> find_equipment(network::NetworkModel const& model,
                                                            std::span<std::string const> ids);

/// How sections are called outside: the switch that feeds them, or `source:ID`.
[[nodiscard]] std::string section_name(network::NetworkModel const& model, network::SectionId s);

// ---- outage impact -------------------------------------------------------------------------

/// One tie of the dark area: what it does in the plan, or could do alone, or why it cannot.
struct TieOption {
  network::SwitchId tie;
  transfer::Verdict verdict = transfer::Verdict::limit;
  bool feasible = false;        ///< it could feed its island, or part of it, on its own
  bool whole_island = false;    ///< alone it could feed all of it
  bool hot = false;             ///< make-before-break permitted (合环)
  switching::Reason binding;    ///< the limit that binds, or why the tie is not usable
  double margin_kw = kUnknown;  ///< headroom left (negative: short of) at the tightest element
  std::int64_t users = 0;       ///< it feeds in the plan; not used: it could feed alone
  std::int64_t households = 0;
  std::vector<network::SwitchId> opened;  ///< switches inside the island that must open first
};

/// What the plan hangs on one tie.
struct TransferredPart {
  network::SwitchId tie;
  network::SourceId source;
  std::vector<network::SectionId> sections;  ///< ascending
  std::int64_t users = 0, households = 0;
  double margin_kw = kUnknown;  ///< so much more load would fit
  switching::Reason tightest;   ///< the element with the least margin, after the transfer
  bool hot = false;             ///< nobody is interrupted for it
  bool loop_proven = false;     ///< hot, and every figure of the loop is known and within limits
};

/// 二级转供: what a neighbour hands on first, to have room.
struct MovedTail {
  network::SwitchId opened, tie;
  network::SourceId source;                  ///< that feeds it then
  std::vector<network::SectionId> sections;  ///< ascending
  std::int64_t users = 0, households = 0;    ///< interrupted for a moment, unless hot
  bool hot = false;
  bool loop_proven = false;
};

/// The best transfer as it is carried out, and its proof.
struct TransferPlan {
  std::vector<TransferredPart> parts;  ///< in the order out
  std::vector<MovedTail> reliefs;      ///< before them
  std::int64_t users = 0, households = 0;
  std::int64_t bound_users = 0, bound_households = 0;  ///< no plan serves more
  bool proven_optimal = false;
  bool voltage_proven = true;  ///< false: an impedance on the way is unknown
  std::uint32_t operations = 0, manual = 0;
};

/// What one more fault costs while the network stands as switched.
struct SecondFault {
  network::SwitchId element;  ///< a tie (and the sections it joins), or the head of a feeder
  network::FeederId feeder;   ///< its first section is lost; none(): the tie is
  std::int64_t users_out = 0, households_out = 0;  ///< dark by this fault, before any transfer
  std::int64_t restorable_users = 0, restorable_households = 0;  ///< of these
};

struct ImpactQuery {
  std::vector<Equipment> equipment;
  int levels = 2;             ///< 2: a neighbour may first move its own tail
  bool second_fault = false;  ///< fill ImpactAnswer::second_faults
  std::optional<Seconds> at;  ///< load of this hour; empty: peak
  Seconds utc_offset_s = 0;   ///< of the network's zone at `at`
  bool holiday = false;       ///< the day of `at` is a public holiday
};

struct Unrestorable {
  network::SectionId section;
  std::int64_t users = 0;
  std::int64_t households = 0;
  switching::Reason reason;
};

struct ImpactAnswer {
  std::array<reliability::ZoneSums, network::kZoneCount> zone{};  ///< only `.out` is filled
  std::int64_t users_out = 0, households_out = 0;
  std::int64_t restorable_users = 0, restorable_households = 0;
  std::vector<network::SwitchId> isolation;  ///< switches that cut the equipment off
  std::vector<TieOption> options;            ///< every tie of every dark island
  std::vector<Unrestorable> unrestorable;
  TransferPlan plan;
  std::vector<SecondFault> second_faults;  ///< most users left out first
  std::vector<switching::Reason> notes;
};

// ---- outage simulate -----------------------------------------------------------------------

enum class Strategy : std::uint8_t { none, cold, hot, live, generator };
inline constexpr std::array<Strategy, 5> kStrategies{Strategy::none, Strategy::cold, Strategy::hot,
                                                     Strategy::live, Strategy::generator};
[[nodiscard]] std::string_view name_of(Strategy strategy);

struct OutageQuery {
  std::vector<Equipment> equipment;  ///< must be dead in [start, start + duration)
  int levels = 2;                    ///< 2: a neighbour may first move its own tail
  bool second_fault = false;         ///< fill StrategyOutcome::second_faults
  Seconds start = 0;
  Seconds duration_s = 0;
  Seconds utc_offset_s = 0;  ///< of the network's zone at `start`
  bool holiday = false;      ///< the days of the outage are public holidays
  std::vector<Strategy> strategies{kStrategies.begin(), kStrategies.end()};
  std::string live_line_item;  ///< of the 33-item list, number or text; empty: not stated
  std::optional<Seconds> live_line_s;
  float bypass_a = kUnknown;
  bool has_live_crew = true;
  std::vector<network::GeneratorRow> generators;  ///< vehicles that may be used
};

struct StrategyOutcome {
  Strategy strategy = Strategy::none;
  bool feasible = false;
  std::vector<switching::Reason> reasons;        ///< why not, or what was decided on the way
  std::vector<switching::Step> steps;            ///< off, work, and the way back to normal
  std::vector<reliability::StepEffect> effects;  ///< [n_step]
  std::vector<switching::Temporary> temporaries;
  std::vector<TieOption> options;  ///< every tie tried: chosen, spare and rejected
  std::vector<network::SwitchId> ties_used;
  std::optional<TransferPlan> plan;        ///< of strategies that transfer
  std::vector<SecondFault> second_faults;  ///< while the work lasts; most users left out first
  std::vector<reliability::Violation> violations;
  std::vector<reliability::DarkInterval> sections;
  std::vector<reliability::UserInterval> users;
  reliability::Ledger ledger;
};

struct OutageAnswer {
  std::vector<StrategyOutcome> strategies;  ///< in the order asked
  std::optional<std::size_t> best;          ///< index into strategies; empty: none is feasible
};

/// Scratch of one thread: size it once for a model, use it for any number of calls.
class Workspace {
 public:
  explicit Workspace(network::NetworkPtr model);
  ~Workspace();
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;

  struct Parts;
  [[nodiscard]] Parts& parts() { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

/// Who is dark if the equipment is lost, and what comes back through which tie.
///
/// Errors: invalid_argument (no equipment, levels not 1 or 2). A customer left dark is an answer,
/// not an error.
/// Threads: the model is only read; the workspace belongs to the caller's thread.
[[nodiscard]] Result<ImpactAnswer> assess_outage(network::NetworkModel const& model,
                                                 ImpactQuery const& query, Workspace& workspace);

/// A planned outage under every strategy asked, each simulated step by step.
///
/// Errors: invalid_argument (no equipment, levels not 1 or 2, duration not above zero or beyond
/// 100 000 h, start beyond 10 000 years from 1970).
/// Source: docs/methods/planned-outage.md
[[nodiscard]] Result<OutageAnswer> simulate_outage(network::NetworkModel const& model,
                                                   OutageQuery const& query, Workspace& workspace);

}  // namespace tieline::study
