#include "tests/support/restoration_network.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/check.hpp"
#include "tests/support/plain_tree.hpp"

namespace tieline::test {

using network::NodeId;
using network::SwitchId;

RestorationNetwork::RestorationNetwork(TransferCase const& asked, double limit_share)
    : asked_{asked},
      model_{*asked.model},
      share_{limit_share},
      n_slot_{asked.window.slots.size()},
      kva_(n_slot_, std::vector<double>(model_.n_node(), 0)),
      dark_(model_.n_node(), 0),
      fed_(model_.n_node()) {
  read_loads();
  read_branches();
  for (auto const node : model_.col().node_section.ids()) {
    dark_[node.index()] =
        std::ranges::binary_search(asked.dark, model_.col().node_section[node]) ? 1 : 0;
  }
  flood();
  sum_before();
}

void RestorationNetwork::read_loads() {
  auto const& col = model_.col();
  std::vector<double> tangents;
  for (auto const user : col.user_node.ids()) {
    TIELINE_CHECK(col.user_second_node[user].is_none());
    for (std::size_t t = 0; t < n_slot_; ++t) {
      auto const kva = plain_draw(model_, user, asked_.window.slots[t]);
      TIELINE_CHECK(!std::isnan(kva.real()));
      kva_[t][col.user_node[user].index()] += std::abs(kva);
      if (kva.real() > 0) {
        tangents.push_back(kva.imag() / kva.real());
      }
    }
  }
  auto const [low, high] = std::ranges::minmax_element(tangents);
  TIELINE_CHECK(tangents.empty() || *high - *low < 1e-6);
  tan_phi_ = tangents.empty() ? 0 : *low;
}

double RestorationNetwork::limit_of(NodeId node, float ampacity_a) const {
  auto highest = 0.0;
  for (auto const pu : model_.col().source_voltage_pu.raw()) {
    highest = std::max(highest, static_cast<double>(pu));
  }
  return std::numbers::sqrt3 * static_cast<double>(model_.col().node_kv[node]) * highest *
         static_cast<double>(ampacity_a) * model_.settings().line_limit * share_;
}

void RestorationNetwork::read_branches() {
  auto const& col = model_.col();
  auto const cosine = 1 / std::sqrt(1 + tan_phi_ * tan_phi_);
  for (auto const line : col.line_nodes.ids()) {
    auto const ends = col.line_nodes[line];
    auto const r = static_cast<double>(col.line_r_ohm[line]);
    auto const x = static_cast<double>(col.line_x_ohm[line]);
    auto const drop = std::isnan(r + x) ? 0 : 2 * cosine * (r + x * tan_phi_) / 1000;
    branches_.push_back({.a = ends.a.index(),
                         .b = ends.b.index(),
                         .limit_kva = limit_of(ends.a, col.line_ampacity_a[line]),
                         .drop = drop});
    has_drops_ = has_drops_ || drop > 0;
  }
  for (auto const id : col.switch_nodes.ids()) {
    auto const ends = col.switch_nodes[id];
    branches_.push_back({.a = ends.a.index(),
                         .b = ends.b.index(),
                         .limit_kva = limit_of(ends.a, col.switch_ampacity_a[id]),
                         .as_switch = static_cast<int>(id.index())});
  }
}

bool RestorationNetwork::conducts(Branch const& branch) const {
  return branch.as_switch < 0 ||
         asked_.closed.test(SwitchId{static_cast<std::size_t>(branch.as_switch)});
}

void RestorationNetwork::flood() {
  auto const& col = model_.col();
  for (auto const source : col.source_node.ids()) {
    if (std::ranges::find(asked_.out, source) == asked_.out.end()) {
      fed_[col.source_node[source].index()].source = static_cast<int>(source.index());
      order_.push_back(col.source_node[source].index());
    }
  }
  std::vector<std::vector<std::size_t>> touching(model_.n_node());
  for (std::size_t i = 0; i < branches_.size(); ++i) {
    if (conducts(branches_[i])) {
      touching[branches_[i].a].push_back(i);
      touching[branches_[i].b].push_back(i);
    }
  }
  for (std::size_t next = 0; next < order_.size(); ++next) {
    auto const here = order_[next];
    for (auto const i : touching[here]) {
      auto const there = branches_[i].a == here ? branches_[i].b : branches_[i].a;
      if (static_cast<int>(i) == fed_[here].branch) {
        continue;
      }
      TIELINE_CHECK(fed_[there].source < 0);  // else a loop
      fed_[there] = {.source = fed_[here].source, .branch = static_cast<int>(i), .above = here};
      order_.push_back(there);
    }
  }
}

void RestorationNetwork::sum_before() {
  behind_ = kva_;
  for (auto& slot : behind_) {
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
      if (fed_[*at].branch >= 0) {
        slot[fed_[*at].above] += slot[*at];
      }
    }
  }
}

double RestorationNetwork::kv_of(std::size_t node) const {
  return static_cast<double>(model_.col().node_kv[NodeId{node}]);
}

double RestorationNetwork::highest_kv2() const {
  return std::pow(kv_of(0) * 1.2, 2);
}

double RestorationNetwork::lowest_kv2() const {
  auto const pu = 1 - (1 - model_.settings().vmin_pu) * share_;
  return std::pow(kv_of(0) * pu, 2);
}

void RestorationNetwork::on_the_way(std::size_t node,
                                    std::function<void(std::size_t)> const& f) const {
  for (; fed_[node].branch >= 0; node = fed_[node].above) {
    f(node);
  }
}

std::size_t RestorationNetwork::head_of(std::size_t node) const {
  auto head = node;
  on_the_way(node, [&](std::size_t i) { head = i; });
  return head;
}

double RestorationNetwork::limit_above(std::size_t node) const {
  if (fed_[node].branch >= 0) {
    return branches_[static_cast<std::size_t>(fed_[node].branch)].limit_kva;
  }
  network::SourceId const source{fed_[node].source};
  return static_cast<double>(model_.col().source_rated_kva[source]) *
         model_.settings().source_limit * share_;
}

double RestorationNetwork::held_kv2(std::size_t node) const {
  network::SourceId const source{fed_[node].source};
  return std::pow(kv_of(node) * static_cast<double>(model_.col().source_voltage_pu[source]), 2);
}

}  // namespace tieline::test
