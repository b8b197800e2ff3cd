#include "engine/flow/loop_check.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "engine/flow/newton_flow.hpp"
#include "engine/flow/radial_flow.hpp"

namespace tieline::flow {
namespace {

/// One element that the loop runs through, or one beside it.
struct LoopElement {
  Element element;
  double before_a = 0;
  double after_a = 0;
};

/// Everything the closed loop is judged by.
class LoopCheck {
 public:
  LoopCheck(network::NetworkModel const& model, LoopQuery const& query)
      : model_{model}, q_{query}, is_one_tree_{&query.a == &query.b} {
    auto const& settings = model.settings();
    shares_ = {.z_share = settings.load_z_share, .i_share = settings.load_i_share};
  }

  [[nodiscard]] LoopVerdict verdict() {
    if (!judge_proof() || !judge_gap()) {
      return found_;
    }
    if (!close()) {
      return found_;
    }
    judge_across();
    judge_currents();
    return found_;
  }

 private:
  bool bind(Limit const& limit) {
    if (!found_.binding.is_some()) {
      found_.binding = limit;
    }
    return false;
  }
  [[nodiscard]] Limit no_solution(RadialTree const& tree) const {
    return {.kind = LimitKind::no_solution, .row = tree.source.raw(), .hour = q_.hour};
  }
  template <class Visit>
  void walk_loop(Visit const& visit) const;
  [[nodiscard]] bool judge_proof();
  [[nodiscard]] bool judge_gap();
  [[nodiscard]] bool close();
  void judge_across();
  void judge_currents();
  void add_elements(RadialTree const& tree, RadialFlow const& flow, MeshedState const& state);

  network::NetworkModel const& model_;
  LoopQuery const& q_;
  bool is_one_tree_;
  LoadModel shares_;
  RadialFlow flow_a_, flow_b_;
  std::vector<LoopElement> elements_;
  LoopVerdict found_;
};

/// Every row whose element lies on the loop: up both sides to the roots, or to where they meet.
template <class Visit>
void LoopCheck::walk_loop(Visit const& visit) const {
  auto i = q_.row_a;
  auto j = q_.row_b;
  while (is_one_tree_ ? i != j : i + j != 0) {
    auto const left = is_one_tree_ ? i > j : i != 0;
    auto const& tree = left ? q_.a : q_.b;
    auto& row = left ? i : j;
    visit(tree, row);
    row = tree.parent[row];
  }
}

bool LoopCheck::judge_proof() {
  for (auto const* const tree : {&q_.a, &q_.b}) {
    if (tree->unproven.is_some()) {
      return bind(tree->unproven);
    }
  }
  auto const& col = model_.col();
  std::complex<double> z;
  walk_loop([&](RadialTree const& tree, std::uint32_t row) {
    z += std::complex<double>{tree.r_ohm[row], tree.x_ohm[row]};
    if (auto const& element = tree.element[row]; element.kind == LimitKind::line) {
      network::LineId const line{element.row};
      if (!is_known(col.line_r_ohm[line]) || !is_known(col.line_x_ohm[line])) {
        bind({.kind = LimitKind::line_impedance, .row = element.row});
      }
    }
  });
  found_.loop_ohm = std::abs(z);
  return !found_.binding.is_some();
}

/// ΔU across the open tie, and what it would drive around by superposition.
bool LoopCheck::judge_gap() {
  if (!flow_a_.solve(q_.a, q_.slot, shares_).converged) {
    return bind(no_solution(q_.a));
  }
  if (!flow_b_.solve(q_.b, q_.slot, shares_).converged) {
    return bind(no_solution(q_.b));
  }
  auto const at = [](RadialTree const& tree, RadialFlow const& flow, std::uint32_t row) {
    return std::polar(flow.voltage_pu(row) * tree.root_kv, flow.angle_rad(row));
  };
  auto const a = at(q_.a, flow_a_, q_.row_a);
  auto const b = at(q_.b, flow_b_, q_.row_b);
  found_.gap_v = std::abs(a - b) * 1000;
  found_.gap_share = std::abs(a - b) / q_.a.root_kv;
  found_.angle_deg = std::abs(std::arg(a * std::conj(b))) * 180 / std::numbers::pi;
  if (found_.loop_ohm > 0) {
    found_.linear_a = found_.gap_v / (std::numbers::sqrt3 * found_.loop_ohm);
  }
  return true;
}

/// The state with the tie closed.
bool LoopCheck::close() {
  MeshedNetwork network;
  add_tree(network, q_.a, q_.slot);
  auto const first_b = is_one_tree_ ? 0 : add_tree(network, q_.b, q_.slot);
  auto const tie = network.branches.size();
  network.branches.push_back({.from = q_.row_a, .to = first_b + q_.row_b});
  auto const state = solve_meshed(network, shares_);
  if (!state.converged) {
    return bind(no_solution(q_.a));
  }
  found_.tie_a = state.current_a[tie];
  auto const from_root = [&](RadialTree const& tree, std::uint32_t root) {
    auto sum = tree.load_at(0, q_.slot);
    for (std::size_t b = 0; b < network.branches.size(); ++b) {
      if (network.branches[b].from == root) {
        sum += state.flow[b];
      } else if (network.branches[b].to == root) {  // only the tie can end there: no losses on it
        sum -= state.flow[b];
      }
    }
    return sum;
  };
  found_.from_a = from_root(q_.a, 0);
  add_elements(q_.a, flow_a_, state);
  if (!is_one_tree_) {
    found_.from_b = from_root(q_.b, first_b);
    add_elements(q_.b, flow_b_, state);
  }
  auto const arc = network::NodeArc{.to = q_.b.node[q_.row_b],
                                    .edge = q_.tie.raw() | network::NodeArc::kSwitchBit};
  elements_.push_back({.element = element_of(model_, arc, q_.a.node[q_.row_a]),
                       .before_a = 0,
                       .after_a = found_.tie_a});
  return true;
}

/// Elements of a tree, which are the branches after those listed so far.
void LoopCheck::add_elements(RadialTree const& tree, RadialFlow const& flow,
                             MeshedState const& state) {
  auto const first = elements_.size();
  for (std::size_t row = 1; row < tree.n(); ++row) {
    elements_.push_back({.element = tree.element[row],
                         .before_a = flow.current_a(row),
                         .after_a = state.current_a[first + row - 1]});
  }
}

void LoopCheck::judge_across() {
  auto const& settings = model_.settings();
  if (found_.gap_share > settings.loop_voltage_limit * (1 + kLimitTolerance)) {
    bind({.kind = LimitKind::loop_voltage,
          .row = q_.tie.raw(),
          .value = found_.gap_share * 100,
          .limit = settings.loop_voltage_limit * 100,
          .hour = q_.hour});
  }
  if (found_.angle_deg > settings.loop_angle_limit_deg * (1 + kLimitTolerance)) {
    bind({.kind = LimitKind::loop_angle,
          .row = q_.tie.raw(),
          .value = found_.angle_deg,
          .limit = settings.loop_angle_limit_deg,
          .hour = q_.hour});
  }
}

void LoopCheck::judge_currents() {
  Limit unknown;
  for (auto const& [element, before_a, after_a] : elements_) {
    auto const limit_a = element.limit_kva * element.per_kva;
    if (!is_known(limit_a)) {
      if (!unknown.is_some() && after_a > before_a * (1 + kLimitTolerance)) {
        unknown = {.kind = element.kind, .row = element.row};
      }
      continue;
    }
    if (auto const excess = after_a > 0 ? after_a / limit_a - 1 : -1; !(excess <= found_.excess)) {
      found_.excess = excess;
      found_.tightest = {.kind = element.kind,
                         .row = element.row,
                         .value = after_a,
                         .limit = limit_a,
                         .hour = q_.hour};
    }
  }
  if (found_.excess > kLimitTolerance) {
    bind(found_.tightest);
  }
  if (unknown.is_some()) {
    bind(unknown);
  }
}

}  // namespace

LoopVerdict check_loop(network::NetworkModel const& model, LoopQuery const& query) {
  return LoopCheck{model, query}.verdict();
}

}  // namespace tieline::flow
