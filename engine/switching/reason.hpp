#pragma once
// Why something was chosen, refused or broken: a kind, the element, the figures. Texts in both
// languages live in reason.cpp, so no judgement is worded twice.

#include <cstdint>
#include <string>

#include "engine/base/quantity.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/model.hpp"

namespace tieline::switching {

enum class ReasonKind : std::uint8_t {
  none,
  // limits that bind a transfer
  line_overload,    ///< `value` A over `limit` A on line `row`
  switch_overload,  ///< on switch `row`
  source_overload,  ///< `value` kVA over `limit` kVA on source `row`
  line_unknown,     ///< ampacity unknown: not proven
  switch_unknown,
  source_unknown,
  load_unknown,       ///< load of user `row` unknown: not proven
  voltage_low,        ///< `value` pu under `limit` pu at node `row`
  voltage_high,       ///< `value` pu over `limit` pu at node `row`
  no_solution,        ///< the AC power flow of source `row` has no solution: voltage collapses
  phases_missing,     ///< line `row` lacks a phase of what it would feed
  impedance_unknown,  ///< r or x of line `row` on a loop unknown: loop current not proven
  // why a tie or a way is not usable
  no_live_end,         ///< the far end of the tie is dark too
  worked_on,           ///< the tie touches what must be dead
  cannot_make_load,    ///< a disconnector or fuse cannot make or break load
  loop_not_permitted,  ///< loop_close = no
  loop_unknown,        ///< loop_close not stated: phases not proven
  loop_current,        ///< closing switch `row` would drive `value` A around, over `limit` A
  loop_angle,          ///< `value` degrees across switch `row`, over `limit` degrees
  loop_voltage,        ///< `value` % between its sides, over `limit` %
  no_permission,       ///< tie of another owner without permission
  closed_normally,
  better_tie,  ///< feasible, but another tie serves the aims better
  // strategies
  no_island,          ///< nobody beyond the work loses supply: nothing to transfer
  no_tie,             ///< dark island without any tie
  no_transfer,        ///< no tie of any island is usable
  hot_not_possible,   ///< this island falls back to cold transfer
  live_not_possible,  ///< live_work = no for element `row`
  live_unknown,       ///< live_work not stated
  no_live_crew,
  bypass_too_small,  ///< `value` A through the work over bypass `limit` A
  no_generator,
  generator_too_small,   ///< `value` kW of the smallest user left, over `limit` kW of any vehicle
  generator_too_slow,    ///< connecting and disconnecting takes as long as the outage
  nobody_for_generator,  ///< nobody with a known load is left dark
  cannot_isolate,        ///< no switch can cut the work off from source `row`
  // violations of a sequence
  breaks_load,  ///< a disconnector or fuse would break load
  makes_load,
  closes_on_ground,
  grounds_live,
  lasting_loop,
  loop_while_switching,  ///< a loop through a tie that does not permit it
  not_back_to_normal,
  left_dark,
  core_area_out,  ///< a planned outage would stop users of the core area
};

enum class ElementKind : std::uint8_t {
  nothing,
  line,
  network_switch,
  source,
  user,
  section,
  node
};

struct Reason {
  ReasonKind kind = ReasonKind::none;
  ElementKind element = ElementKind::nothing;
  std::uint32_t row = 0;
  double value = kUnknown;
  double limit = kUnknown;
  std::int32_t hour = -1;  ///< local hour of the day at which the limit binds; -1: not by hour
  [[nodiscard]] bool is_some() const { return kind != ReasonKind::none; }
};

/// "line L12 would carry 412 A, limit 400 A, at 19:00" / "线路 L12 将达 412 A，限值 400 A，19 时"
[[nodiscard]] std::string to_text(network::NetworkModel const& model, Reason const& reason,
                                  network::Language language);
/// The enumerator's name ("line_overload"), stable for machines.
[[nodiscard]] std::string_view name_of(ReasonKind kind);

}  // namespace tieline::switching
