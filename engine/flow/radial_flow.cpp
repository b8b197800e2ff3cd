#include "engine/flow/radial_flow.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tieline::flow {
namespace {

constexpr double kKilo = 1000;

/// Where a solution lies above half of the nominal voltage, moves have shrunk well below a quarter
/// of the first (squared: a sixteenth) after so many rounds; else there is none.
constexpr std::uint32_t kFairTrial = 10;
constexpr double kStuck = 1.0 / 16;

[[nodiscard]] bool rows_fit(RadialTree const& tree, std::size_t slot) {
  auto const n = tree.n();
  if (n == 0 || slot >= tree.n_slot || tree.r_ohm.size() != n || tree.x_ohm.size() != n ||
      tree.load.size() != n * tree.n_slot || !(tree.root_kv > 0) || !(tree.root_pu > 0)) {
    return false;
  }
  bool ascend = true;
  for (std::size_t i = 1; i < n; ++i) {
    ascend &= tree.parent[i] < i;
  }
  return ascend;
}

}  // namespace

bool RadialFlow::begin(RadialTree const& tree, std::size_t slot) {
  if (!rows_fit(tree, slot)) {
    return false;
  }
  auto const n = tree.n();
  tree_ = &tree;
  root_kv_ = tree.root_kv;
  if (p_mw_.size() < n) {
    for (auto* const column : {&p_mw_, &q_mvar_, &v_re_, &v_im_, &i_re_, &i_im_}) {
      column->resize(n);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    auto const& load = tree.load_at(i, slot);
    p_mw_[i] = load.kw / kKilo;
    q_mvar_[i] = load.kvar / kKilo;
  }
  std::fill_n(v_re_.begin(), n, root_kv_ * tree.root_pu);
  std::fill_n(v_im_.begin(), n, 0.0);
  return true;
}

/// What every load draws at the voltages found so far: I = conj(S(V) / V), where S(V)/|V|² is
/// S₀ · (p/|V|² + i/(|V|·Vₙ) + z/Vₙ²).
void RadialFlow::draw(LoadModel model) {
  auto const n = tree_->n();
  double const* const p = p_mw_.data();
  double const* const q = q_mvar_.data();
  double const* const v_re = v_re_.data();
  double const* const v_im = v_im_.data();
  double* const i_re = i_re_.data();
  double* const i_im = i_im_.data();
  if (model.z_share == 0 && model.i_share == 0) {
    for (std::size_t k = 0; k < n; ++k) {
      auto const per_v2 = 1 / (v_re[k] * v_re[k] + v_im[k] * v_im[k]);
      i_re[k] = (p[k] * v_re[k] + q[k] * v_im[k]) * per_v2;
      i_im[k] = (p[k] * v_im[k] - q[k] * v_re[k]) * per_v2;
    }
    return;
  }
  auto const power = 1 - model.z_share - model.i_share;
  auto const current = model.i_share / root_kv_;
  auto const impedance = model.z_share / (root_kv_ * root_kv_);
  for (std::size_t k = 0; k < n; ++k) {
    auto const v2 = v_re[k] * v_re[k] + v_im[k] * v_im[k];
    auto const share = power / v2 + current / std::sqrt(v2) + impedance;
    i_re[k] = (p[k] * v_re[k] + q[k] * v_im[k]) * share;
    i_im[k] = (p[k] * v_im[k] - q[k] * v_re[k]) * share;
  }
}

void RadialFlow::sum_currents() {
  std::uint32_t const* const parent = tree_->parent.data();
  double* const i_re = i_re_.data();
  double* const i_im = i_im_.data();
  for (auto k = tree_->n() - 1; k > 0; --k) {
    i_re[parent[k]] += i_re[k];
    i_im[parent[k]] += i_im[k];
  }
}

double RadialFlow::drop_voltages() {
  auto const n = tree_->n();
  std::uint32_t const* const parent = tree_->parent.data();
  double const* const r = tree_->r_ohm.data();
  double const* const x = tree_->x_ohm.data();
  double const* const i_re = i_re_.data();
  double const* const i_im = i_im_.data();
  double* const v_re = v_re_.data();
  double* const v_im = v_im_.data();
  double most = 0;
  for (std::size_t k = 1; k < n; ++k) {
    auto const up = parent[k];
    auto const re = v_re[up] - (r[k] * i_re[k] - x[k] * i_im[k]);
    auto const im = v_im[up] - (r[k] * i_im[k] + x[k] * i_re[k]);
    auto const by_re = re - v_re[k];
    auto const by_im = im - v_im[k];
    auto const moved = by_re * by_re + by_im * by_im;
    most = moved > most ? moved : most;
    v_re[k] = re;
    v_im[k] = im;
  }
  return most;
}

FlowSummary const& RadialFlow::solve(RadialTree const& tree, std::size_t slot, LoadModel model,
                                     double tolerance) {
  summary_ = {};
  if (!begin(tree, slot)) {
    return summary_;
  }
  auto const close = tolerance * tree.root_kv * tolerance * tree.root_kv;
  double first = 0;
  while (!summary_.converged && summary_.iterations < kMostIterations) {
    ++summary_.iterations;
    draw(model);
    sum_currents();
    auto const moved = drop_voltages();
    first = summary_.iterations == 1 ? moved : first;
    summary_.converged = moved <= close;
    if (summary_.iterations >= kFairTrial && moved > kStuck * first) {
      break;
    }
  }
  sum_up();
  return summary_;
}

void RadialFlow::sum_up() {
  auto const n = tree_->n();
  auto lowest = v_re_[0] * v_re_[0] + v_im_[0] * v_im_[0];
  auto highest = lowest;
  double loss_mw = 0;
  double sound = 0;  // not finite if any voltage is not
  for (std::size_t k = 1; k < n; ++k) {
    auto const v2 = v_re_[k] * v_re_[k] + v_im_[k] * v_im_[k];
    if (v2 < lowest) {
      lowest = v2;
      summary_.lowest_row = static_cast<std::uint32_t>(k);
    }
    if (v2 > highest) {
      highest = v2;
      summary_.highest_row = static_cast<std::uint32_t>(k);
    }
    loss_mw += tree_->r_ohm[k] * current_squared(k);
    sound += v2;
  }
  summary_.lowest_pu = std::sqrt(lowest) / root_kv_;
  summary_.highest_pu = std::sqrt(highest) / root_kv_;
  summary_.loss_kw = loss_mw * kKilo;
  summary_.from_root = flow(0);
  summary_.converged = summary_.converged && std::isfinite(sound) && std::isfinite(loss_mw) &&
                       std::isfinite(summary_.from_root.kw + summary_.from_root.kvar);
}

double RadialFlow::voltage_pu(std::size_t row) const {
  return std::sqrt(v_re_[row] * v_re_[row] + v_im_[row] * v_im_[row]) / root_kv_;
}

double RadialFlow::angle_rad(std::size_t row) const {
  return std::atan2(v_im_[row], v_re_[row]);
}

double RadialFlow::current_a(std::size_t row) const {
  return std::sqrt(current_squared(row)) * kKilo / std::numbers::sqrt3;
}

Load RadialFlow::flow(std::size_t row) const {
  auto const up = row == 0 ? 0 : tree_->parent[row];
  return {.kw = (v_re_[up] * i_re_[row] + v_im_[up] * i_im_[row]) * kKilo,
          .kvar = (v_im_[up] * i_re_[row] - v_re_[up] * i_im_[row]) * kKilo};
}

}  // namespace tieline::flow
