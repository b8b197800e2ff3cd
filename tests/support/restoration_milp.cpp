#include "tests/support/restoration_milp.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/network/ties.hpp"
#include "tests/support/linear_program.hpp"
#include "tests/support/restoration_network.hpp"

namespace tieline::test {
namespace {

using network::NodeId;
using network::SwitchId;

/// The program, row by row.
class Restoration : private RestorationNetwork {
 public:
  using RestorationNetwork::RestorationNetwork;

  MilpAnswer solve() {
    feed_ties();
    place_dark_nodes();
    carry_dark_branches();
    bind_live();
    return maximise_aims();
  }

 private:
  void feed_ties() {
    for (auto const id : model_.col().switch_nodes.ids()) {
      auto const ends = model_.col().switch_nodes[id];
      auto const allowed = !asked_.closed.test(id) && breaks_load(model_.col().switch_kind[id]) &&
                           !network::is_foreign_tie(model_, id);
      for (auto const& [dark, live] :
           {std::pair{ends.a.index(), ends.b.index()}, std::pair{ends.b.index(), ends.a.index()}}) {
        if (allowed && dark_[dark] != 0 && fed_[live].source >= 0) {
          ties_.push_back({.dark = dark, .live = live, .name = fmt::format("y{}", id.index())});
          program_.binary(ties_.back().name);
          auto const& branch = branches_[model_.n_line() + id.index()];
          for (std::size_t t = 0; t < n_slot_; ++t) {
            program_.at_most({{1, ties_.back().carried(t)}, {-branch.limit_kva, ties_.back().name}},
                             0);
          }
          program_.at_most({{1, ties_.back().carried(n_slot_)},
                            {-static_cast<double>(model_.n_node()), ties_.back().name}},
                           0);
        }
      }
    }
  }

  [[nodiscard]] std::string fed_name(std::size_t node) const {
    return fmt::format("u{}", model_.col().node_section[NodeId{node}].index());
  }
  /// The branch carries current in this direction.
  static std::string arc(std::size_t branch, int way) { return fmt::format("d{}_{}", branch, way); }
  /// kVA in a slot; the slot after the last is the flow of one unit a node.
  static std::string flow(std::size_t branch, int way, std::size_t t) {
    return fmt::format("f{}_{}_{}", branch, way, t);
  }
  static std::string volts(std::size_t node, std::size_t t) {
    return fmt::format("v{}_{}", node, t);
  }

  /// May this branch conduct within the dark area?
  [[nodiscard]] bool is_inside(Branch const& branch) const {
    if (dark_[branch.a] == 0 || dark_[branch.b] == 0) {
      return false;
    }
    if (conducts(branch)) {
      return true;
    }
    SwitchId const id{static_cast<std::size_t>(branch.as_switch)};
    return breaks_load(model_.col().switch_kind[id]) && !network::is_foreign_tie(model_, id);
  }

  /// Every fed node has one parent, and what comes in is drawn or goes on.
  void place_dark_nodes() {
    for (std::size_t node = 0; node < dark_.size(); ++node) {
      if (dark_[node] == 0) {
        continue;
      }
      LinearProgram::Sum parents{{-1, fed_name(node)}};
      std::vector<LinearProgram::Sum> sums(n_slot_ + 1);
      for (std::size_t t = 0; t <= n_slot_; ++t) {
        sums[t].push_back({t == n_slot_ ? -1 : -kva_[t][node], fed_name(node)});
      }
      for (std::size_t i = 0; i < branches_.size(); ++i) {
        if (!is_inside(branches_[i]) || (branches_[i].a != node && branches_[i].b != node)) {
          continue;
        }
        auto const inwards = branches_[i].b == node ? 0 : 1;  // way 0: from a to b
        parents.push_back({1, arc(i, inwards)});
        for (std::size_t t = 0; t <= n_slot_; ++t) {
          sums[t].push_back({1, flow(i, inwards, t)});
          sums[t].push_back({-1, flow(i, 1 - inwards, t)});
        }
      }
      for (auto const& tie : ties_) {
        if (tie.dark == node) {
          parents.push_back({1, tie.name});
          for (std::size_t t = 0; t <= n_slot_; ++t) {
            sums[t].push_back({1, tie.carried(t)});
          }
        }
      }
      program_.binary(fed_name(node));
      program_.exactly(parents, 0);
      for (auto const& sum : sums) {
        program_.exactly(sum, 0);
      }
    }
  }

  void carry_dark_branches() {
    for (std::size_t i = 0; i < branches_.size(); ++i) {
      auto const& branch = branches_[i];
      if (!is_inside(branch)) {
        continue;
      }
      for (int way = 0; way < 2; ++way) {
        program_.binary(arc(i, way));
        for (std::size_t t = 0; t <= n_slot_; ++t) {
          auto const most = t == n_slot_ ? static_cast<double>(model_.n_node()) : branch.limit_kva;
          program_.at_most({{1, flow(i, way, t)}, {-most, arc(i, way)}}, 0);
        }
      }
      if (branch.as_switch < 0) {  // a line conducts wherever its section is fed
        program_.exactly({{1, arc(i, 0)}, {1, arc(i, 1)}, {-1, fed_name(branch.a)}}, 0);
      }
      for (std::size_t t = 0; t < n_slot_ && has_drops_; ++t) {
        auto const drop = branch.drop;
        for (int way = 0; way < 2; ++way) {
          auto const from = way == 0 ? branch.a : branch.b;
          auto const to = way == 0 ? branch.b : branch.a;
          auto const slack = highest_kv2() - lowest_kv2();
          program_.at_most({{1, volts(to, t)},
                            {-1, volts(from, t)},
                            {drop, flow(i, way, t)},
                            {slack, arc(i, way)}},
                           slack);
        }
      }
    }
    for (std::size_t node = 0; node < dark_.size() && has_drops_; ++node) {
      for (std::size_t t = 0; t < n_slot_ && dark_[node] != 0; ++t) {
        program_.at_least({{1, volts(node, t)}}, lowest_kv2());
        program_.at_most({{1, volts(node, t)}}, highest_kv2());
      }
    }
  }

  void bind_live() {
    std::vector<std::vector<std::size_t>> through(model_.n_node());  // ties behind each node
    std::vector<char> joined(model_.n_node(), 0);                    // heads of feeders with ties
    for (std::size_t k = 0; k < ties_.size(); ++k) {
      on_the_way(ties_[k].live, [&](std::size_t node) { through[node].push_back(k); });
      auto const source = fed_[ties_[k].live].source;
      through[model_.col().source_node[network::SourceId{source}].index()].push_back(k);
      joined[head_of(ties_[k].live)] = 1;
    }
    for (std::size_t t = 0; t < n_slot_; ++t) {
      for (auto const node : order_) {
        if (auto const limit = limit_above(node);
            !through[node].empty() || joined[head_of(node)] != 0) {
          bind(node, through[node], behind_[t][node], limit, t);
        }
        if (has_drops_ && joined[head_of(node)] != 0) {
          drop_down_to(node, through, t);
        }
      }
      for (auto const& tie : ties_) {
        if (has_drops_) {  // V² at the dark end is at most that at the live end
          auto sum = dropped(tie.live, through, t);
          auto const slack = highest_kv2() - lowest_kv2();
          sum.terms.push_back({1, volts(tie.dark, t)});
          sum.terms.push_back({slack, tie.name});
          program_.at_most(sum.terms, held_kv2(tie.live) - sum.constant + slack);
        }
      }
    }
  }

  /// What is behind stays within the limit; where it is beyond before, no tie of the feeder closes.
  void bind(std::size_t node, std::vector<std::size_t> const& through, double before, double limit,
            std::size_t t) {
    TIELINE_CHECK(!std::isnan(limit));
    if (before > limit * (1 + 1e-9)) {
      for (auto const& tie : ties_) {
        auto const concerned = fed_[node].branch < 0 ? fed_[tie.live].source == fed_[node].source
                                                     : head_of(tie.live) == head_of(node);
        if (concerned) {
          program_.at_most({{1, tie.name}}, 0);
        }
      }
      return;
    }
    LinearProgram::Sum sum;
    for (auto const k : through) {
      sum.push_back({1, ties_[k].carried(t)});
    }
    program_.at_most(sum, limit - before);
  }

  struct Dropped {
    LinearProgram::Sum terms;
    double constant = 0;
  };
  /// V² lost between the source and a live node.
  Dropped dropped(std::size_t node, std::vector<std::vector<std::size_t>> const& through,
                  std::size_t t) const {
    Dropped sum;
    std::vector<double> factor(ties_.size(), 0);
    on_the_way(node, [&](std::size_t i) {
      auto const drop = branches_[static_cast<std::size_t>(fed_[i].branch)].drop;
      sum.constant += drop * behind_[t][i];
      for (auto const k : through[i]) {
        factor[k] += drop;
      }
    });
    for (std::size_t k = 0; k < ties_.size(); ++k) {
      if (factor[k] > 0) {
        sum.terms.push_back({factor[k], ties_[k].carried(t)});
      }
    }
    return sum;
  }
  void drop_down_to(std::size_t node, std::vector<std::vector<std::size_t>> const& through,
                    std::size_t t) {
    auto const sum = dropped(node, through, t);
    auto const room = held_kv2(node) - lowest_kv2() - sum.constant;
    if (room >= -1e-9) {
      program_.at_most(sum.terms, std::max(room, 0.0));
      return;
    }
    for (auto const& tie : ties_) {
      if (head_of(tie.live) == head_of(node)) {
        program_.at_most({{1, tie.name}}, 0);
      }
    }
  }

  MilpAnswer maximise_aims() {
    // priority 3, 2, 1, users, households
    std::vector<LinearProgram::Sum> aims(5);
    std::vector<double> all(5, 0);
    for (auto const section : asked_.dark) {
      std::array<double, 5> served{};
      for (auto const user : model_.users_of(section)) {
        if (auto const priority = model_.col().user_priority[user]; priority > 0) {
          served[3U - priority] += 1;
        }
        served[3] += 1;
        served[4] += model_.col().user_households[user];
      }
      for (std::size_t i = 0; i < aims.size(); ++i) {
        all[i] += served[i];
        if (served[i] > 0) {
          aims[i].push_back({served[i], fmt::format("u{}", section.index())});
        }
      }
    }
    MilpAnswer answer;
    std::array<std::int64_t, 5> best{};
    for (std::size_t i = 0; i < aims.size(); ++i) {
      if (all[i] == 0 || ties_.empty()) {
        continue;
      }
      auto const solved = program_.maximise(aims[i]);
      ++answer.solves;
      if (!solved.failure.empty()) {
        answer.failure = solved.failure;
        return answer;
      }
      best[i] = std::llround(solved.objective);
      program_.at_least(aims[i], static_cast<double>(best[i]) - 0.25);
    }
    for (std::size_t i = 0; i < 3; ++i) {
      answer.served.users_by_priority[3 - i] = best[i];
    }
    answer.served.users_by_priority[0] = best[3] - best[0] - best[1] - best[2];
    answer.served.users = best[3];
    answer.served.households = best[4];
    return answer;
  }

  struct Tie {
    std::size_t dark = 0, live = 0;
    std::string name;  ///< 1: closed
    [[nodiscard]] std::string carried(std::size_t t) const { return fmt::format("{}x{}", name, t); }
  };

  std::vector<Tie> ties_;
  LinearProgram program_;
};

}  // namespace

MilpAnswer solve_restoration(TransferCase const& asked, double limit_share) {
  return Restoration{asked, limit_share}.solve();
}

}  // namespace tieline::test
