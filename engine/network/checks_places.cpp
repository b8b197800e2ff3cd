#include <algorithm>
#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "engine/network/checks.hpp"
#include "engine/network/network_faults.hpp"

namespace tieline::network::building {
namespace {

constexpr std::size_t kCabinetCables = 4;  ///< so many cables meet in a cabinet, not in a joint

/// Lines or switches between the same two nodes that bear one name (B21).
void check_twins_at(Built const& b, NodeId node, std::vector<NodeArc>& twins) {
  auto const& t = b.rows.tables();
  auto const name_of_arc = [&](NodeArc arc) {
    return arc.is_switch() ? t.switches[b.numbers.switch_at[arc.as_switch()].index()].name
                           : t.lines[b.numbers.line_at[arc.line()].index()].name;
  };
  twins.clear();
  for (auto const arc : b.model.arcs(node)) {
    if (arc.to > node && !name_of_arc(arc).empty()) {
      twins.push_back(arc);
    }
  }
  auto const key = [&](NodeArc arc) {
    return std::tuple{arc.is_switch(), arc.to, name_of_arc(arc), arc.edge};
  };
  std::sort(twins.begin(), twins.end(), [&](auto x, auto y) { return key(x) < key(y); });
  for (std::size_t i = 1; i < twins.size(); ++i) {
    auto const one = twins[i - 1];
    auto const two = twins[i];
    if (one.is_switch() != two.is_switch() || one.to != two.to ||
        name_of_arc(one) != name_of_arc(two)) {
      continue;
    }
    if (two.is_switch()) {
      b.rows.report(kSameDeviceTwice, b.numbers.switch_at[two.as_switch()],
                    {.column = "name",
                     .value = std::string{b.model.id_of(two.as_switch())},
                     .other = std::string{b.model.id_of(one.as_switch())}});
    } else {
      b.rows.report(kSameDeviceTwice, b.numbers.line_at[two.line()],
                    {.column = "name",
                     .value = std::string{b.model.id_of(two.line())},
                     .other = std::string{b.model.id_of(one.line())}});
    }
  }
}

/// Transformers of one node that bear one name (B21).
void check_twin_users(Built const& b, std::vector<UserId>& users) {
  auto const name_of_user = [&](UserId user) {
    return b.rows.tables().transformers[b.numbers.user_at[user].index()].name;
  };
  std::sort(users.begin(), users.end(), [&](auto x, auto y) {
    return std::tuple{name_of_user(x), x} < std::tuple{name_of_user(y), y};
  });
  for (std::size_t i = 1; i < users.size(); ++i) {
    if (auto const name = name_of_user(users[i]);
        !name.empty() && name == name_of_user(users[i - 1])) {
      b.rows.report(kSameDeviceTwice, b.numbers.user_at[users[i]],
                    {.column = "name",
                     .value = std::string{b.model.id_of(users[i])},
                     .other = std::string{b.model.id_of(users[i - 1])}});
    }
  }
}

/// A cabinet or busbar drawn as one node: nothing inside it can be isolated (B48).
void check_collapsed(Built const& b, NodeId node, bool is_source) {
  auto const& col = b.model.col();
  std::size_t cables = 0;
  std::size_t lines = 0;
  for (auto const arc : b.model.arcs(node)) {
    if (arc.is_switch()) {
      return;
    }
    ++lines;
    cables += col.line_kind[arc.line()] == LineKind::cable ? 1U : 0U;
  }
  if (cables >= kCabinetCables || (is_source && lines >= 2)) {
    b.rows.report(kCollapsedNode, b.numbers.node_at[node],
                  {.value = std::string{b.model.id_of(node)},
                   .other = std::to_string(is_source ? lines : cables)});
  }
}

/// Places that cannot be (B46). They matter to maps only, so each kind is told once.
void check_coordinates(Built const& b) {
  auto const& nodes = b.rows.tables().nodes;
  std::size_t n_zero = 0;
  std::size_t n_known = 0;
  std::size_t n_degrees = 0;
  NodeAt first_zero;
  NodeAt first_known;
  auto const is_degrees = [](double east, double north) {  // anywhere in China
    return east > 73 && east < 136 && north > 17 && north < 55;
  };
  for (auto const at : b.numbers.node_at) {
    auto const x = nodes[at.index()].x_m;
    auto const y = nodes[at.index()].y_m;
    if (!is_known(x) || !is_known(y)) {
      continue;
    }
    if (std::abs(x) + std::abs(y) <= 0) {
      ++n_zero;
      first_zero = std::min(first_zero, at);
    } else {
      ++n_known;
      first_known = std::min(first_known, at);
      n_degrees += is_degrees(x, y) || is_degrees(y, x) ? 1U : 0U;
    }
  }
  if (n_zero != 0) {
    b.rows.report(kCoordinatesZero, first_zero,
                  {.column = "x_m",
                   .value = std::string{nodes[first_zero.index()].id},
                   .other = std::to_string(n_zero)});
  }
  if (n_known >= 3 && n_degrees == n_known) {
    b.rows.report_table(kCoordinatesDegrees, TableKind::nodes,
                        {.column = "x_m", .value = std::string{nodes[first_known.index()].id}});
  }
}

}  // namespace

void check_places(Built const& b) {
  auto const& col = b.model.col();
  IdBits<NodeId> is_source{b.model.n_node()};
  for (auto const node : col.source_node) {
    is_source.set(node);
  }
  std::vector<NodeArc> twins;
  for (auto const node : col.node_section.ids()) {
    auto const degree = b.model.arcs(node).size();
    if (degree > 1) {
      check_twins_at(b, node, twins);
      check_collapsed(b, node, is_source.test(node));
    }
  }
  std::vector<UserId> users;  // of one node: users are numbered node by node
  for (auto const user : col.user_node.ids()) {
    if (!users.empty() && col.user_node[users.front()] != col.user_node[user]) {
      if (users.size() > 1) {
        check_twin_users(b, users);
      }
      users.clear();
    }
    users.push_back(user);
  }
  check_twin_users(b, users);
  check_coordinates(b);
}

}  // namespace tieline::network::building
