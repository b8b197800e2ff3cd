#include "engine/transfer/margins.hpp"

#include <cmath>

namespace tieline::transfer {

using flow::Element;
using flow::LimitKind;
using flow::Load;

namespace {

[[nodiscard]] double kva_of(Load const& load) {
  return std::sqrt(load.kw * load.kw + load.kvar * load.kvar);
}

/// Keeps the least margin met.
class LeastMargin {
 public:
  LeastMargin(std::span<Load const> transferred, double power_factor, flow::SlotLoads const& loads)
      : transferred_{transferred}, power_factor_{power_factor}, loads_{loads} {}

  void meet(Element const& element, std::size_t slot, Load const& load) {
    if (!is_known(element.limit_kva)) {
      return;
    }
    auto const kva = kva_of(load);
    auto const& moved = transferred_[slot];
    auto const cos_phi = moved.kw != 0 ? std::abs(moved.kw) / kva_of(moved) : power_factor_;
    auto const kw = (element.limit_kva - kva) * cos_phi;
    if (is_known(least_.kw) && kw >= least_.kw) {
      return;
    }
    least_.kw = kw;
    least_.tightest = {.kind = element.kind,
                       .row = element.row,
                       .value = kva * element.per_kva,
                       .limit = element.limit_kva * element.per_kva,
                       .hour = loads_.slot(slot).hour};
  }
  [[nodiscard]] Margin const& least() const { return least_; }

 private:
  std::span<Load const> transferred_;
  double power_factor_;
  flow::SlotLoads const& loads_;
  Margin least_;
};

}  // namespace

Margin margin_of(network::NetworkModel const& model, Hosts& hosts, Forest const& forest,
                 std::size_t i, flow::SlotLoads const& loads, Reach reach) {
  auto const n_slot = loads.n_slot();
  auto const entry = forest.row_of_dark(forest.nodes_of(i)[0]);
  auto least = LeastMargin{forest.flow(entry), model.settings().power_factor, loads};
  auto row = entry;
  for (; forest.parent(row) != kNowhere; row = forest.parent(row)) {
    for (std::size_t slot = 0; slot < n_slot; ++slot) {
      least.meet(forest.element(row), slot, forest.flow(row)[slot]);
    }
  }
  auto const source = hosts.at(forest.fed()[i].host).source;
  auto const& total = hosts.total_of(source);
  for (std::size_t slot = 0; slot < n_slot; ++slot) {
    auto load = total.lossless[slot];
    load += forest.shifted(source, slot);
    for (std::size_t k = 0; k < forest.fed().size(); ++k) {
      auto const& fed = forest.fed()[k];
      auto const first = forest.row_of_dark(forest.nodes_of(k)[0]);
      if (forest.parent(first) < forest.first_dark() && hosts.at(fed.host).source == source) {
        load += forest.flow(first)[slot];
      }
    }
    least.meet({.kind = LimitKind::source,
                .row = source.raw(),
                .limit_kva = hosts.source_limit_kva(source),
                .per_kva = 1},
               slot, load);
  }
  if (reach == Reach::way_and_part) {
    for (auto k = i; k < forest.fed().size(); ++k) {
      for (auto const node : forest.nodes_of(k)) {
        auto const at = forest.row_of_dark(node);
        for (std::size_t slot = 0; slot < n_slot && forest.carries_more(at); ++slot) {
          least.meet(forest.element(at), slot, forest.flow(at)[slot]);
        }
      }
    }
  }
  return least.least();
}

}  // namespace tieline::transfer
