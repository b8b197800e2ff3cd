#include "engine/flow/newton_flow.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include <Eigen/SparseCore>
#include <Eigen/SparseLU>

#include "engine/base/quantity.hpp"

namespace tieline::flow {
namespace {

using Complex = std::complex<double>;

constexpr double kMoveTolerance = 1e-12;  // pu
constexpr std::uint32_t kMostSteps = 40;

/// Unknowns, in kV and √3·kA: re and im of every free node, then of every branch. Equations in the
/// same order: Kirchhoff's current law of the node, voltage law of the branch.
class KirchhoffNewton {
 public:
  KirchhoffNewton(MeshedNetwork const& network, LoadModel model)
      : net_{network}, model_{model}, column_(network.load.size(), kFixed) {
    double start = 1;
    for (std::size_t i = 0; i < net_.load.size(); ++i) {
      if (is_known(net_.fixed_pu[i])) {
        start = net_.fixed_pu[i];
      } else {
        column_[i] = 2 * n_free_++;
      }
    }
    volts_.assign(net_.load.size(), Complex{start * net_.kv, 0});
    for (std::size_t i = 0; i < net_.load.size(); ++i) {
      if (column_[i] == kFixed) {
        volts_[i] = net_.fixed_pu[i] * net_.kv;
      }
    }
    amps_.assign(net_.branches.size(), Complex{});
  }

  [[nodiscard]] MeshedState solve();

 private:
  static constexpr int kFixed = -1;

  [[nodiscard]] int branch_column(std::size_t b) const {
    return 2 * (n_free_ + static_cast<int>(b));
  }
  [[nodiscard]] bool step(double& moved);
  void add_laws();
  void add_loads();
  void put(int row, int column, double value) {
    if (row >= 0 && column >= 0) {
      entries_.emplace_back(row, column, value);
    }
  }
  [[nodiscard]] MeshedState state() const;

  MeshedNetwork const& net_;
  LoadModel model_;
  std::vector<int> column_;  ///< [n_node] of the real part; kFixed
  int n_free_ = 0;
  std::vector<Complex> volts_, amps_;
  std::vector<Eigen::Triplet<double>> entries_;
  Eigen::VectorXd residual_;
  Eigen::SparseLU<Eigen::SparseMatrix<double>> lu_;
};

/// The linear part: what branches bring to their nodes, and their drops.
void KirchhoffNewton::add_laws() {
  for (std::size_t b = 0; b < net_.branches.size(); ++b) {
    auto const& branch = net_.branches[b];
    auto const at = branch_column(b);
    auto const drop =
        volts_[branch.from] - volts_[branch.to] - Complex{branch.r_ohm, branch.x_ohm} * amps_[b];
    residual_[at] = drop.real();
    residual_[at + 1] = drop.imag();
    for (auto const& [node, sign] : {std::pair{branch.from, 1.0}, std::pair{branch.to, -1.0}}) {
      auto const k = column_[node];
      for (int part = 0; part < 2 && k != kFixed; ++part) {
        put(k + part, at + part, sign);
        put(at + part, k + part, sign);
      }
      if (k != kFixed) {
        residual_[k] += sign * amps_[b].real();
        residual_[k + 1] += sign * amps_[b].imag();
      }
    }
    put(at, at, -branch.r_ohm);
    put(at, at + 1, branch.x_ohm);
    put(at + 1, at, -branch.x_ohm);
    put(at + 1, at + 1, -branch.r_ohm);
  }
}

/// I = conj(S₀)·V·g(|V|²), with g = p/|V|² + i/(|V|·Vₙ) + z/Vₙ², and its derivatives.
void KirchhoffNewton::add_loads() {
  auto const power = 1 - model_.z_share - model_.i_share;
  for (std::size_t i = 0; i < net_.load.size(); ++i) {
    auto const k = column_[i];
    if (k == kFixed) {
      continue;
    }
    auto const v = volts_[i];
    auto const v2 = std::norm(v);
    auto const at_one = Complex{net_.load[i].kw, -net_.load[i].kvar} / 1000.0 * v;
    auto const g = power / v2 + model_.i_share / (std::sqrt(v2) * net_.kv) +
                   model_.z_share / (net_.kv * net_.kv);
    auto const slope = -power / (v2 * v2) - model_.i_share / (2 * v2 * std::sqrt(v2) * net_.kv);
    residual_[k] += at_one.real() * g;
    residual_[k + 1] += at_one.imag() * g;
    auto const s = Complex{net_.load[i].kw, -net_.load[i].kvar} / 1000.0;
    auto const by_re = s * g + at_one * (slope * 2 * v.real());
    auto const by_im = s * Complex{0, 1} * g + at_one * (slope * 2 * v.imag());
    put(k, k, by_re.real());
    put(k, k + 1, by_im.real());
    put(k + 1, k, by_re.imag());
    put(k + 1, k + 1, by_im.imag());
  }
}

/// One Newton step; false if the equations are singular.
bool KirchhoffNewton::step(double& moved) {
  auto const n = 2 * (n_free_ + static_cast<int>(net_.branches.size()));
  entries_.clear();
  residual_ = Eigen::VectorXd::Zero(n);
  add_laws();
  add_loads();
  Eigen::SparseMatrix<double> jacobian{n, n};
  jacobian.setFromTriplets(entries_.begin(), entries_.end());
  lu_.compute(jacobian);
  if (lu_.info() != Eigen::Success) {
    return false;
  }
  Eigen::VectorXd const by = lu_.solve(residual_);
  if (lu_.info() != Eigen::Success || !by.allFinite()) {
    return false;
  }
  moved = 0;
  for (std::size_t i = 0; i < net_.load.size(); ++i) {
    if (auto const k = column_[i]; k != kFixed) {
      Complex const change{by[k], by[k + 1]};
      volts_[i] -= change;
      moved = std::max(moved, std::abs(change) / net_.kv);
    }
  }
  for (std::size_t b = 0; b < net_.branches.size(); ++b) {
    amps_[b] -= Complex{by[branch_column(b)], by[branch_column(b) + 1]};
  }
  return true;
}

MeshedState KirchhoffNewton::solve() {
  for (std::uint32_t i = 1; i <= kMostSteps; ++i) {
    double moved = 0;
    if (!step(moved)) {
      return {.iterations = i};
    }
    if (moved <= kMoveTolerance) {
      auto found = state();
      found.iterations = i;
      return found;
    }
  }
  return {.iterations = kMostSteps};
}

MeshedState KirchhoffNewton::state() const {
  MeshedState found{.converged = true};
  for (auto const& v : volts_) {
    found.voltage_pu.push_back(std::abs(v) / net_.kv);
    found.angle_rad.push_back(std::arg(v));
  }
  for (std::size_t b = 0; b < net_.branches.size(); ++b) {
    auto const s = volts_[net_.branches[b].from] * std::conj(amps_[b]) * 1000.0;
    found.flow.push_back({s.real(), s.imag()});
    found.current_a.push_back(std::abs(amps_[b]) * 1000 / std::numbers::sqrt3);
  }
  return found;
}

[[nodiscard]] bool rows_are_sound(MeshedNetwork const& net) {
  auto const n = net.load.size();
  return n > 0 && n < (std::size_t{1} << 28U) && net.branches.size() < (std::size_t{1} << 28U) &&
         net.fixed_pu.size() == n && net.kv > 0 &&
         std::ranges::all_of(net.branches, [&](auto const& branch) {
           return branch.from < n && branch.to < n && branch.from != branch.to;
         });
}

}  // namespace

MeshedState solve_meshed(MeshedNetwork const& network, LoadModel model) {
  if (!rows_are_sound(network)) {
    return {};
  }
  return KirchhoffNewton{network, model}.solve();
}

std::uint32_t add_tree(MeshedNetwork& network, RadialTree const& tree, std::size_t slot) {
  auto const first = static_cast<std::uint32_t>(network.load.size());
  network.kv = first == 0 ? tree.root_kv : network.kv;
  for (std::size_t i = 0; i < tree.n(); ++i) {
    network.load.push_back(tree.load_at(i, slot));
    network.fixed_pu.push_back(i == 0 ? tree.root_pu * tree.root_kv / network.kv : kUnknown);
    if (i > 0) {
      network.branches.push_back({.from = first + tree.parent[i],
                                  .to = first + static_cast<std::uint32_t>(i),
                                  .r_ohm = tree.r_ohm[i],
                                  .x_ohm = tree.x_ohm[i]});
    }
  }
  return first;
}

}  // namespace tieline::flow
