#include "engine/switching/limit_reason.hpp"

namespace tieline::switching {

using flow::LimitKind;

namespace {

struct Words {
  ReasonKind over = ReasonKind::none;     ///< the figure is known
  ReasonKind unknown = ReasonKind::none;  ///< it is not
  ElementKind element = ElementKind::nothing;
};

[[nodiscard]] Words words_of(LimitKind kind) {
  switch (kind) {
    case LimitKind::line:
      return {ReasonKind::line_overload, ReasonKind::line_unknown, ElementKind::line};
    case LimitKind::network_switch:
      return {ReasonKind::switch_overload, ReasonKind::switch_unknown, ElementKind::network_switch};
    case LimitKind::source:
      return {ReasonKind::source_overload, ReasonKind::source_unknown, ElementKind::source};
    case LimitKind::user_load:
      return {ReasonKind::load_unknown, ReasonKind::load_unknown, ElementKind::user};
    case LimitKind::loop_line:
      return {ReasonKind::lasting_loop, ReasonKind::lasting_loop, ElementKind::line};
    case LimitKind::loop_switch:
      return {ReasonKind::lasting_loop, ReasonKind::lasting_loop, ElementKind::network_switch};
    case LimitKind::voltage_low:
      return {ReasonKind::voltage_low, ReasonKind::voltage_low, ElementKind::node};
    case LimitKind::voltage_high:
      return {ReasonKind::voltage_high, ReasonKind::voltage_high, ElementKind::node};
    case LimitKind::no_solution:
      return {ReasonKind::no_solution, ReasonKind::no_solution, ElementKind::source};
    case LimitKind::phases_missing:
      return {ReasonKind::phases_missing, ReasonKind::phases_missing, ElementKind::line};
    case LimitKind::line_impedance:
      return {ReasonKind::impedance_unknown, ReasonKind::impedance_unknown, ElementKind::line};
    case LimitKind::loop_voltage:
      return {ReasonKind::loop_voltage, ReasonKind::loop_voltage, ElementKind::network_switch};
    case LimitKind::loop_angle:
      return {ReasonKind::loop_angle, ReasonKind::loop_angle, ElementKind::network_switch};
    case LimitKind::none:
      break;
  }
  return {};
}

}  // namespace

Reason reason_of(flow::Limit const& limit) {
  if (!limit.is_some()) {
    return {};
  }
  auto const words = words_of(limit.kind);
  return {.kind = is_known(limit.value) ? words.over : words.unknown,
          .element = words.element,
          .row = limit.row,
          .value = limit.value,
          .limit = limit.limit,
          .hour = limit.hour};
}

}  // namespace tieline::switching
