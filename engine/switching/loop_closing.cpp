#include "engine/switching/loop_closing.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/flow/loop_check.hpp"
#include "engine/switching/limit_reason.hpp"

namespace tieline::switching {

using flow::RadialTree;
using network::LineId;
using network::SwitchId;

namespace {

/// A loop lasts for the minutes between two operations, so conductors may carry this much of their
/// rating in it (our choice; docs/methods/planned-outage.md §3). Voltage and angle are limits as
/// they stand.
constexpr double kShortTime = 1.5;

/// What forbids the loop; none if nothing known does.
[[nodiscard]] flow::Limit beyond(flow::Limit limit) {
  if (limit.kind == flow::LimitKind::no_solution) {
    return limit;
  }
  if (limit.kind == flow::LimitKind::line || limit.kind == flow::LimitKind::network_switch) {
    limit.limit *= kShortTime;
  }
  return limit.value > limit.limit ? limit : flow::Limit{};  // unknown is not beyond
}

}  // namespace

LoopCloser::LoopCloser(network::NetworkModel const& model)
    : model_{model}, loads_{model}, grower_{model}, barred_{model.n_section()} {}

LoopClosing LoopCloser::check(SwitchId tie, flow::LoadWindow const& window,
                              topology::LiveNetwork const& live) {
  auto const& col = model_.col();
  auto const ends = col.switch_nodes[tie];
  if (!live.is_live(col.node_section[ends.a]) || !live.is_live(col.node_section[ends.b])) {
    return {};
  }
  loads_.prepare(window);
  flow::GrowScope const scope{.closed = live.closed(), .barred = barred_};
  if (!grower_.grow_around(ends.a, scope, loads_, a_)) {
    return {};
  }
  auto const row_a = grower_.row_of(a_, ends.a);
  auto row_b = grower_.row_of(a_, ends.b);
  auto const one_tree = row_b != flow::TreeGrower::kNoRow;
  if (!one_tree) {
    if (!grower_.grow_around(ends.b, scope, loads_, b_)) {
      return {};
    }
    row_b = grower_.row_of(b_, ends.b);
  }
  auto const& b = one_tree ? a_ : b_;
  LoopClosing closing;
  for (std::size_t slot = 0; slot < loads_.n_slot(); ++slot) {
    if (is_clearly_within(tie, row_a, b, row_b, slot)) {
      continue;
    }
    auto const seen = flow::check_loop(model_, {.a = a_,
                                                .row_a = row_a,
                                                .b = b,
                                                .row_b = row_b,
                                                .tie = tie,
                                                .slot = slot,
                                                .hour = loads_.slot(slot).hour});
    if (auto const limit = beyond(seen.binding); limit.is_some()) {
      closing.forbidden = reason_of(limit);
      return closing;
    }
    closing.proven = closing.proven && (seen.is_permitted() || is_known(seen.binding.value));
  }
  return closing;
}

/// By superposition, with a fifth of every rating to spare; false where anything is unknown.
bool LoopCloser::is_clearly_within(SwitchId tie, std::uint32_t row_a, RadialTree const& b,
                                   std::uint32_t row_b, std::size_t slot) {
  auto const& settings = model_.settings();
  flow::LoadModel const shares{settings.load_z_share, settings.load_i_share};
  auto const one_tree = &b == &a_;
  if (a_.unproven.is_some() || b.unproven.is_some() ||
      !flow_a_.solve(a_, slot, shares, flow::RadialFlow::kScreeningTolerance).converged ||
      (!one_tree &&
       !flow_b_.solve(b, slot, shares, flow::RadialFlow::kScreeningTolerance).converged)) {
    return false;
  }
  auto const& flow_b = one_tree ? flow_a_ : flow_b_;
  auto const u_a = std::polar(flow_a_.voltage_pu(row_a) * a_.root_kv, flow_a_.angle_rad(row_a));
  auto const u_b = std::polar(flow_b.voltage_pu(row_b) * b.root_kv, flow_b.angle_rad(row_b));
  std::complex<double> z;
  constexpr double kFarBelow = 0.8;
  auto room_a =
      static_cast<double>(model_.col().switch_ampacity_a[tie]) * settings.line_limit * kFarBelow;
  auto known = true;
  auto const walk = [&](RadialTree const& tree, flow::RadialFlow const& flow, std::uint32_t row) {
    auto const& element = tree.element[row];
    if (element.kind == flow::LimitKind::line) {
      LineId const line{element.row};
      known = known && is_known(model_.col().line_r_ohm[line]) &&
              is_known(model_.col().line_x_ohm[line]);
    }
    z += std::complex<double>{tree.r_ohm[row], tree.x_ohm[row]};
    known = known && is_known(element.limit_kva);
    room_a =
        std::min(room_a, element.limit_kva * element.per_kva * kFarBelow - flow.current_a(row));
  };
  for (auto i = row_a, j = row_b; one_tree ? i != j : i + j != 0;) {
    auto const left = one_tree ? i > j : i != 0;
    auto& row = left ? i : j;
    walk(left ? a_ : b, left ? flow_a_ : flow_b, row);
    row = (left ? a_ : b).parent[row];
  }
  constexpr double kNearlyThere = 0.99;
  auto const gap_kv = std::abs(u_a - u_b);
  auto const angle_deg = std::abs(std::arg(u_a * std::conj(u_b))) * 180 / std::numbers::pi;
  auto const drives_a = gap_kv == 0 ? 0 : gap_kv * 1000 / (std::numbers::sqrt3 * std::abs(z));
  return known && drives_a < room_a &&
         gap_kv < settings.loop_voltage_limit * a_.root_kv * kNearlyThere &&
         angle_deg < settings.loop_angle_limit_deg * kNearlyThere;
}

}  // namespace tieline::switching
