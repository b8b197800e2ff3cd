#pragma once
// What an element may carry, and the one that binds. Words for it are the switching floor's.

#include <cmath>
#include <cstdint>
#include <numbers>

#include "engine/base/quantity.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/network/model.hpp"

namespace tieline::flow {

/// A limit may be reached: figures up to this share above it count as equal.
inline constexpr double kLimitTolerance = 1e-9;

enum class LimitKind : std::uint8_t {
  none,
  line,            ///< `row`: LineId, figures in A
  network_switch,  ///< `row`: SwitchId, figures in A
  source,          ///< `row`: SourceId, figures in kVA
  user_load,       ///< `row`: UserId whose load is unknown
  loop_line,       ///< `row`: LineId that closes a loop: the radial method does not apply
  loop_switch,     ///< `row`: SwitchId that closes a loop
  voltage_low,     ///< `row`: NodeId, figures in pu
  voltage_high,    ///< `row`: NodeId, figures in pu
  no_solution,     ///< `row`: SourceId; the AC power flow has none, voltage collapses
  phases_missing,  ///< `row`: LineId that lacks a phase of what it would feed
  line_impedance,  ///< `row`: LineId on a loop whose r or x is unknown
  loop_voltage,    ///< `row`: SwitchId that would close a loop, figures in % of nominal
  loop_angle,      ///< `row`: SwitchId that would close a loop, figures in degrees
};

/// What binds: an overload (`value` above `limit`), or a figure that is unknown (both NaN).
struct Limit {
  LimitKind kind = LimitKind::none;
  std::uint32_t row = 0;
  double value = kUnknown;
  double limit = kUnknown;
  std::int32_t hour = -1;  ///< local hour of the day; −1: at peak, or not by hour
  [[nodiscard]] bool is_some() const { return kind != LimitKind::none; }
};

/// Something with a limit on the way of the current.
struct Element {
  LimitKind kind = LimitKind::none;
  std::uint32_t row = 0;
  double limit_kva = kUnknown;
  double per_kva = 1;  ///< A per kVA (1 for a source)
};

/// The line or switch behind an arc of node `at`, with its usable rating at that node's voltage.
[[nodiscard]] inline Element element_of(network::NetworkModel const& model, network::NodeArc arc,
                                        network::NodeId at) {
  auto const kv = static_cast<double>(model.col().node_kv[at]);
  auto const a =
      static_cast<double>(arc.is_switch() ? model.col().switch_ampacity_a[arc.as_switch()]
                                          : model.col().line_ampacity_a[arc.line()]);
  auto const kva_per_a = std::numbers::sqrt3 * kv;
  return {.kind = arc.is_switch() ? LimitKind::network_switch : LimitKind::line,
          .row = arc.is_switch() ? arc.as_switch().raw() : arc.line().raw(),
          .limit_kva = kva_per_a * a * model.settings().line_limit,
          .per_kva = 1 / kva_per_a};
}

}  // namespace tieline::flow
