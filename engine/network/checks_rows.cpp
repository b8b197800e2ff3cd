#include <cmath>
#include <string>

#include "engine/network/checks.hpp"
#include "engine/network/network_faults.hpp"

namespace tieline::network::building {
namespace {

constexpr float kUnusualKm = 100.0F;
constexpr float kImpossibleKm = 1000.0F;
constexpr float kOneLevel = 1.15F;  ///< 10 and 10.5 kV are one voltage level, 10 and 20 are not

template <class At>
void check_ends(Rows& rows, At at, NodePair const& ends) {
  if (ends.a.is_none()) {
    return;
  }
  auto const& a = rows.tables().nodes[ends.a.index()];
  auto const& b = rows.tables().nodes[ends.b.index()];
  if (ends.a == ends.b) {
    rows.report(kSelfLoop, at, {.column = "to_node", .value = std::string{a.id}});
  } else if (a.voltage_kv > b.voltage_kv * kOneLevel || b.voltage_kv > a.voltage_kv * kOneLevel) {
    rows.report(kVoltageMismatch, at,
                {.value = figure(a.voltage_kv), .other = figure(b.voltage_kv)});
  }
}

void check_length(Rows& rows, LineAt at) {
  auto const km = rows.tables().lines[at.index()].length_km;
  if (km < 0 || km >= kImpossibleKm) {
    rows.report(kLengthImpossible, at, {.column = "length_km", .value = figure(km)});
  } else if (km <= 0 || km > kUnusualKm) {
    rows.report(kLengthUnusual, at, {.column = "length_km", .value = figure(km)});
  }
}

}  // namespace

void check_rows(Rows& rows, Links& links) {
  for (auto const at : links.line.ids()) {
    if (rows.kept(at)) {
      check_ends(rows, at, links.line[at]);
      check_length(rows, at);
    }
    if (!rows.kept(at)) {
      links.line[at] = {NodeAt::none(), NodeAt::none()};
    }
  }
  for (auto const at : links.switches.ids()) {
    if (rows.kept(at)) {
      check_ends(rows, at, links.switches[at]);
    }
    if (!rows.kept(at)) {
      links.switches[at] = {NodeAt::none(), NodeAt::none()};
    }
  }
  for (auto const at : links.feeder_head.ids()) {
    auto const head = links.feeder_head[at];
    if (rows.kept(at) && !rows.kept(head)) {
      rows.report(kFeederWithoutHead, at,
                  {.column = "head_switch",
                   .value = std::string{rows.tables().switches[head.index()].id},
                   .hint = "switches.csv:" + rows.line_of(head)});
    }
  }
}

}  // namespace tieline::network::building
