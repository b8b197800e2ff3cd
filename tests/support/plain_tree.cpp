#include "tests/support/plain_tree.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/base/check.hpp"

namespace tieline::test {
namespace {

using network::NetworkModel;

PlainEdge edge_between(network::NodeEnds ends, float ampacity_a, double line_limit) {
  return {.a = ends.a.index(),
          .b = ends.b.index(),
          .ohm = {},
          .limit_a = static_cast<double>(ampacity_a) * line_limit};
}

double at_nominal_kv(PlainNet const& net, std::size_t node) {
  return static_cast<double>(net.model->col().node_kv[network::NodeId{node}]);
}

}  // namespace

PlainNet plain_net(NetworkModel const& model, std::vector<network::SourceId> const& out) {
  TIELINE_CHECK(model.n_node() <= 64 && model.n_switch() <= 64);
  auto const& col = model.col();
  PlainNet net{.model = &model};
  auto const add = [&](PlainEdge edge) {
    edge.number = net.edges.size();
    net.edges.push_back(edge);
  };
  for (auto const line : col.line_nodes.ids()) {
    auto edge =
        edge_between(col.line_nodes[line], col.line_ampacity_a[line], model.settings().line_limit);
    Complex const ohm{static_cast<double>(col.line_r_ohm[line]),
                      static_cast<double>(col.line_x_ohm[line])};
    edge.ohm_known = !std::isnan(ohm.real()) && !std::isnan(ohm.imag());
    edge.ohm = edge.ohm_known ? ohm : Complex{};
    add(edge);
  }
  for (auto const id : col.switch_nodes.ids()) {
    auto edge =
        edge_between(col.switch_nodes[id], col.switch_ampacity_a[id], model.settings().line_limit);
    edge.as_switch = static_cast<int>(id.index());
    add(edge);
  }
  net.source_at.assign(model.n_node(), -1);
  for (auto const source : col.source_node.ids()) {
    if (std::ranges::find(out, source) == out.end()) {
      net.source_at[col.source_node[source].index()] = static_cast<int>(source.index());
    }
  }
  return net;
}

Complex plain_draw(NetworkModel const& model, network::UserId user, flow::Slot slot) {
  auto const& col = model.col();
  auto const peak_kw = static_cast<double>(col.user_peak_kw[user]);
  auto const load_kw = static_cast<double>(col.user_load_kw[user]);
  auto kw = std::isnan(peak_kw) ? load_kw : peak_kw;
  auto const profile = col.user_profile[user];
  if (!std::isnan(peak_kw) && profile.is_some() && slot.hour >= 0) {
    auto const which = static_cast<std::size_t>(slot.season) * network::kDayTypeCount +
                       static_cast<std::size_t>(slot.day_type);
    if (auto const shape = col.profile_shapes[profile][which]; shape.is_some()) {
      kw *= static_cast<double>(col.shape_per_unit[shape][static_cast<std::size_t>(slot.hour)]);
    }
  }
  auto tan_phi = static_cast<double>(col.user_tan_phi[user]);
  if (auto const kvar = static_cast<double>(col.user_load_kvar[user]); !std::isnan(kvar)) {
    tan_phi = kvar / (std::isnan(load_kw) ? peak_kw : load_kw);
  }
  return {kw, kw * tan_phi};
}

bool PlainFeeder::is_tree() const {
  auto n = std::size_t{0};
  for (auto left = nodes; left != 0; left &= left - 1) {
    ++n;
  }
  return roots.size() == 1 && edges.size() + 1 == n;
}

std::vector<PlainFeeder> plain_feeders(PlainNet const& net, Mask closed) {
  auto const conducts = [&](PlainEdge const& edge) {
    return edge.as_switch < 0 || (closed & bit(static_cast<std::size_t>(edge.as_switch))) != 0;
  };
  std::vector<PlainFeeder> feeders;
  Mask seen = 0;
  for (std::size_t start = 0; start < net.source_at.size(); ++start) {
    if (net.source_at[start] >= 0 || (seen & bit(start)) != 0) {
      continue;
    }
    PlainFeeder feeder{.nodes = bit(start), .edges = {}, .roots = {}};
    for (auto before = Mask{0}; before != feeder.nodes;) {
      before = feeder.nodes;
      for (auto const& edge : net.edges) {
        auto const ends = bit(edge.a) | bit(edge.b);
        if (conducts(edge) && net.source_at[edge.a] < 0 && net.source_at[edge.b] < 0 &&
            (feeder.nodes & ends) != 0) {
          feeder.nodes |= ends;
        }
      }
    }
    for (auto const& edge : net.edges) {
      auto const touches = (feeder.nodes & (bit(edge.a) | bit(edge.b))) != 0;
      if (!conducts(edge) || !touches) {
        continue;
      }
      if (edge.as_switch >= 0) {
        feeder.switches |= bit(static_cast<std::size_t>(edge.as_switch));
      }
      auto const source = std::max(net.source_at[edge.a], net.source_at[edge.b]);
      (source >= 0 ? feeder.roots : feeder.edges).push_back(edge.number);
      feeder.source = feeder.source < 0 ? source : feeder.source;
    }
    seen |= feeder.nodes;
    feeders.push_back(std::move(feeder));
  }
  return feeders;
}

std::vector<Mask> behind_edges(PlainNet const& net, PlainFeeder const& tree) {
  std::vector<Mask> behind(net.edges.size(), 0);
  auto all = tree.edges;
  all.push_back(tree.roots.front());
  for (auto const cut : all) {
    // what the source still reaches without this edge
    auto const& root = net.edges[tree.roots.front()];
    auto reached = cut == root.number ? Mask{0} : (bit(root.a) | bit(root.b)) & tree.nodes;
    for (auto before = ~reached; before != reached;) {
      before = reached;
      for (auto const number : tree.edges) {
        auto const ends = bit(net.edges[number].a) | bit(net.edges[number].b);
        if (number != cut && (reached & ends) != 0) {
          reached |= ends;
        }
      }
    }
    behind[cut] = tree.nodes & ~reached;
  }
  return behind;
}

PlainFlow plain_flow(PlainNet const& net, PlainFeeder const& tree, std::vector<Mask> const& behind,
                     std::size_t slot) {
  auto const& settings = net.model->settings();
  auto const& root = net.edges[tree.roots.front()];
  auto const at = net.source_at[root.a] >= 0 ? root.a : root.b;
  auto const source = network::SourceId{static_cast<std::size_t>(net.source_at[at])};
  Complex const held{static_cast<double>(net.model->col().source_voltage_pu[source]) *
                     at_nominal_kv(net, at)};
  auto const n = net.source_at.size();
  PlainFlow flow{.volts_kv = std::vector<Complex>(n, held),
                 .amps = std::vector<double>(net.edges.size(), 0),
                 .from_source_kva = {}};
  std::vector<Complex> drawn(n);                   // conj(S / V), which is √3 A
  std::vector<Complex> through(net.edges.size());  // the same of every edge
  for (int round = 0; round < 400 && !flow.solved; ++round) {
    auto next = flow.volts_kv;
    for (std::size_t i = 0; i < n; ++i) {
      if ((tree.nodes & bit(i)) != 0) {
        auto const pu = std::abs(flow.volts_kv[i]) / at_nominal_kv(net, i);
        auto const answer = settings.load_z_share * pu * pu + settings.load_i_share * pu +
                            (1 - settings.load_z_share - settings.load_i_share);
        drawn[i] = std::conj(net.draw_kva[slot][i] * answer / flow.volts_kv[i]);
        next[i] = held;
      }
    }
    for (auto const& edge : net.edges) {
      through[edge.number] = {};
      for (std::size_t i = 0; i < n && behind[edge.number] != 0; ++i) {
        if ((behind[edge.number] & bit(i)) != 0) {
          through[edge.number] += drawn[i];
        }
      }
      for (std::size_t i = 0; i < n && behind[edge.number] != 0; ++i) {
        if ((behind[edge.number] & bit(i)) != 0) {
          next[i] -= edge.ohm * through[edge.number] / 1000.0;
        }
      }
    }
    auto moved = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      moved = std::max(moved, std::abs(next[i] - flow.volts_kv[i]));
    }
    flow.volts_kv = std::move(next);
    flow.solved = moved < 1e-12;
    if (!(moved < 1e3)) {
      return flow;  // flies apart
    }
  }
  for (auto const& edge : net.edges) {
    flow.amps[edge.number] = std::abs(through[edge.number]) / std::numbers::sqrt3;
  }
  flow.from_source_kva = held * std::conj(through[root.number]);
  return flow;
}

}  // namespace tieline::test
