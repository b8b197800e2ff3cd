// rank_transfers() against a naïve search: every connected part of an island, every element judged
// by taking it out and seeing who goes dark.

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/switching/transfer.hpp"
#include "tests/support/random.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::switching {
namespace {

using network::NetworkModel;
using network::NodeId;
using network::SectionId;
using network::SourceId;
using network::SwitchId;
using network::SwitchState;
using network::UserId;
using test::Random;
using Live = std::vector<char>;  ///< [n_node]

float maybe_unknown(Random& random, std::int64_t low, std::int64_t high) {
  return random.percent(2) ? kUnknown : static_cast<float>(random.between(low, high));
}

/// Two or three sources, trees of sections, ties anywhere, limits that often bind.
test::Sketch random_network(Random& random) {
  std::string picture;
  std::vector<std::string> sections;
  auto const n_source = random.between(2, 3);
  for (int s = 1; s <= n_source; ++s) {
    std::vector<std::string> ours{"S" + std::to_string(s)};
    for (auto n = random.between(2, 6); n > 0; --n) {
      auto const name = "a" + std::to_string(sections.size() + 1);
      picture += (picture.empty() ? "" : ", ") + ours[random.below(ours.size())] + "=" + name;
      ours.push_back(name);
      sections.push_back(name);
    }
  }
  for (auto n = random.between(2, 5); n > 0; --n) {
    auto const a = random.below(sections.size());
    auto const b = random.below(sections.size());
    if (a != b) {
      picture += ", " + sections[a] + "-" + sections[b];
    }
  }
  auto s = test::sketch(picture);
  std::array<float, 24> shape{};
  for (std::size_t h = 0; h < 24; ++h) {
    shape[h] = static_cast<float>(random.between(2, 10)) / 10;
  }
  s.tables().profiles.push_back({.profile = "p", .per_unit = shape});
  for (auto const& name : sections) {
    auto const n_user = static_cast<int>(random.between(0, 2));  // drawn in this order everywhere
    s.users(name, n_user, static_cast<int>(random.between(1, 9)));
    if (random.percent(40)) {
      auto const lateral = s.keep("l" + name);
      s.add_lateral(name, lateral);
      s.add_user(name, s.keep("u" + name), 5).node = lateral;
    }
  }
  for (auto& row : s.tables().transformers) {
    row.peak_kw = maybe_unknown(random, 0, 500);
    row.load_kw = kUnknown;
    row.load_kvar = random.percent(20) ? static_cast<float>(random.between(-50, 50)) : kUnknown;
    row.priority = static_cast<std::uint8_t>(random.percent(15) ? random.between(1, 3) : 0);
    row.profile = random.percent(70) ? "p" : "";
  }
  for (auto& row : s.tables().lines) {
    row.ampacity_a = maybe_unknown(random, 60, 200);
  }
  for (auto& row : s.tables().switches) {
    row.ampacity_a = row.normal_closed ? maybe_unknown(random, 60, 200)  // ties bind most
                                       : maybe_unknown(random, 15, 90);
    row.control = random.percent(30) ? network::Control::remote : network::Control::manual;
    if (random.percent(8)) {
      row.kind = network::SwitchKind::disconnector;
    }
  }
  for (auto& row : s.tables().sources) {
    row.rated_kva = maybe_unknown(random, 800, 5000);
  }
  return s;
}

/// The reference: plain reachability, no trees.
class Naive {
 public:
  explicit Naive(NetworkModel const& model) : model_{model} {}

  struct Without {
    network::LineId line;
    SwitchId id;
  };

  [[nodiscard]] Live reach(NodeId from, SwitchState const& closed, Without out = {}) const {
    Live live(model_.n_node(), 0);
    live[from.index()] = 1;
    auto const& col = model_.col();
    for (bool grown = true; grown;) {
      grown = false;
      auto const join = [&](network::NodeEnds ends) {
        auto& a = live[ends.a.index()];
        auto& b = live[ends.b.index()];
        if (a != b) {
          a = b = 1;
          grown = true;
        }
      };
      for (auto const l : col.line_nodes.ids()) {
        if (l != out.line) {
          join(col.line_nodes[l]);
        }
      }
      for (auto const s : col.switch_nodes.ids()) {
        if (s != out.id && closed.test(s)) {
          join(col.switch_nodes[s]);
        }
      }
    }
    return live;
  }

  [[nodiscard]] bool add(UserId user, std::vector<flow::Load>& sums,
                         flow::LoadWindow const& window) const {
    auto const& col = model_.col();
    auto const peak = static_cast<double>(col.user_peak_kw[user]);
    if (std::isnan(peak)) {
      return false;
    }
    auto const pf = model_.settings().power_factor;
    for (std::size_t s = 0; s < sums.size(); ++s) {
      auto kw = peak;
      if (auto const profile = col.user_profile[user];
          profile.is_some() && window.slots[s].hour >= 0) {
        kw *=
            static_cast<double>(col.shape_per_unit[network::ShapeId{0U}]
                                                  [static_cast<std::size_t>(window.slots[s].hour)]);
      }
      auto const stated = static_cast<double>(col.user_load_kvar[user]);
      sums[s].kw += kw;
      sums[s].kvar += std::isnan(stated) ? kw * std::sqrt(1 - pf * pf) / pf
                                         : (peak > 0 ? stated * kw / peak : stated);
    }
    return true;
  }

  [[nodiscard]] static bool is_over(std::vector<flow::Load> const& sums, double limit_kva) {
    return std::isnan(limit_kva) || std::any_of(sums.begin(), sums.end(), [&](auto const& load) {
             return std::hypot(load.kw, load.kvar) > limit_kva * (1 + 1e-7);
           });
  }

  /// May `part` of the island hang on `tie`?
  [[nodiscard]] bool fits(TransferQuery const& query, SwitchId tie,
                          std::set<SectionId> const& part) const {
    auto const& col = model_.col();
    auto closed = query.closed;
    closed.set(tie, true);
    auto const in_island = [&](SectionId s) {
      return std::find(query.island.begin(), query.island.end(), s) != query.island.end();
    };
    for (auto const s : col.switch_ends.ids()) {
      auto const ends = col.switch_ends[s];
      if (s != tie && in_island(ends.a) && in_island(ends.b) &&
          part.contains(ends.a) != part.contains(ends.b)) {
        closed.set(s, false);
      }
    }
    auto const ends = col.switch_nodes[tie];
    auto const dark = in_island(col.node_section[ends.a]) ? ends.a : ends.b;
    for (auto const source : col.source_node.ids()) {
      auto const live = reach(col.source_node[source], closed);
      if (live[dark.index()] != 0) {
        return elements_fit(query.window, source, closed, live, dark, part) &&
               source_fits(query, source, part);
      }
    }
    return false;
  }

 private:
  [[nodiscard]] bool elements_fit(flow::LoadWindow const& window, SourceId source,
                                  SwitchState const& closed, Live const& live, NodeId dark,
                                  std::set<SectionId> const& part) const {
    auto const& col = model_.col();
    auto const root = col.source_node[source];
    auto const fits_without = [&](Without out, double limit_kva) {
      auto const left = reach(root, closed, out);
      auto const cut_off = [&](NodeId n) { return live[n.index()] != 0 && left[n.index()] == 0; };
      std::vector<flow::Load> sums(window.slots.size());
      bool carries = cut_off(dark);
      bool known = true;
      for (auto const user : col.user_node.ids()) {
        if (cut_off(col.user_node[user])) {
          carries = carries || part.contains(col.user_section[user]);
          known = add(user, sums, window) && known;
        }
      }
      return !carries || (known && !is_over(sums, limit_kva));
    };
    auto const kva = [&](float ampacity) {
      return std::sqrt(3.0) * 10 * static_cast<double>(ampacity) * model_.settings().line_limit;
    };
    for (auto const l : col.line_nodes.ids()) {
      if (!fits_without({.line = l, .id = {}}, kva(col.line_ampacity_a[l]))) {
        return false;
      }
    }
    for (auto const s : col.switch_nodes.ids()) {
      if (closed.test(s) && !fits_without({.line = {}, .id = s}, kva(col.switch_ampacity_a[s]))) {
        return false;
      }
    }
    return true;
  }

  /// What the source feeds in the normal state, without the dead and the island, plus the part.
  [[nodiscard]] bool source_fits(TransferQuery const& query, SourceId source,
                                 std::set<SectionId> const& part) const {
    auto const& col = model_.col();
    auto const normal = reach(col.source_node[source], network::normal_state(model_));
    std::vector<flow::Load> sums(query.window.slots.size());
    for (auto const user : col.user_node.ids()) {
      auto const section = col.user_section[user];
      auto const is_in = [&](auto const& list) {
        return std::find(list.begin(), list.end(), section) != list.end();
      };
      auto const stays =
          normal[col.user_node[user].index()] != 0 && !is_in(query.dead) && !is_in(query.island);
      if ((stays || part.contains(section)) && !add(user, sums, query.window)) {
        return false;
      }
    }
    return !is_over(sums, static_cast<double>(col.source_rated_kva[source]));
  }

  NetworkModel const& model_;
};

struct Best {
  bool found = false;
  Aims aims;
  std::size_t cuts = 0;
};

/// Every connected part of the island with the tie's section, by brute force.
Best search(NetworkModel const& model, Naive const& naive, TransferQuery const& query,
            SwitchId tie) {
  auto const& col = model.col();
  auto const n = query.island.size();
  Best best;
  for (std::uint64_t mask = 1; mask < (std::uint64_t{1} << n); ++mask) {
    std::set<SectionId> part, seen;
    for (std::size_t k = 0; k < n; ++k) {
      if (((mask >> k) & 1U) != 0) {
        part.insert(query.island[k]);
      }
    }
    auto const ends = col.switch_ends[tie];
    std::vector<SectionId> next{part.contains(ends.a) ? ends.a : ends.b};
    std::size_t cuts = 0;
    while (!next.empty()) {
      auto const here = next.back();
      next.pop_back();
      if (!part.contains(here) || !seen.insert(here).second) {
        continue;
      }
      for (auto const arc : model.arcs(here)) {
        if (query.closed.test(arc.via)) {
          cuts += part.contains(arc.to) ? 0U : 1U;
          next.push_back(arc.to);
        }
      }
    }
    if (seen != part || !naive.fits(query, tie, part)) {
      continue;
    }
    Best found{.found = true, .aims = {}, .cuts = cuts};
    for (auto const section : part) {
      found.aims += transfer::aims_of(model, section);
    }
    if (part.size() == n) {
      return found;
    }
    auto const c = best.found ? compare_aims(found.aims, best.aims) : 1;
    if (found.aims.users > 0 && (c > 0 || (c == 0 && found.cuts < best.cuts))) {
      best = found;
    }
  }
  return best;
}

/// One network with one dead section: the state after isolation and the dark islands.
struct Outage {
  Outage(NetworkModel const& model, SectionId dead_section)
      : closed{network::normal_state(model)}, dead{dead_section} {
    for (auto const arc : model.arcs(dead_section)) {
      closed.set(arc.via, false);
    }
    Naive const naive{model};
    Live done(model.n_node(), 0);
    auto const mark = [&](Live const& reached) {
      for (std::size_t i = 0; i < done.size(); ++i) {
        done[i] = done[i] != 0 || reached[i] != 0 ? 1 : 0;
      }
    };
    for (auto const node : model.col().source_node) {
      mark(naive.reach(node, closed));
    }
    for (auto const node : model.nodes_of(dead_section)) {
      done[node.index()] = 1;
    }
    for (auto const node : all_ids<NodeId>(model.n_node())) {
      if (done[node.index()] == 0) {
        auto const reached = naive.reach(node, closed);
        mark(reached);
        std::set<SectionId> island;
        for (auto const n : all_ids<NodeId>(model.n_node())) {
          if (reached[n.index()] != 0) {
            island.insert(model.col().node_section[n]);
          }
        }
        islands.emplace_back(island.begin(), island.end());
      }
    }
  }
  SwitchState closed;
  std::array<SectionId, 1> dead;
  std::vector<std::vector<SectionId>> islands;
};

flow::LoadWindow some_window(Random& random) {
  return random.percent(30) ? flow::peak_window()
                            : flow::hours_of({.start = random.between(0, 86'400 * 7),
                                              .duration_s = random.between(1, 4 * 3600)});
}

SectionId some_section(Random& random, NetworkModel const& model) {
  for (;;) {
    auto const section = SectionId{random.below(model.n_section())};
    if (model.col().section_via[section].is_some()) {
      return section;
    }
  }
}

TEST(RankTransfersProperty, EqualsTheNaiveSearch) {
  int whole = 0, partial = 0, limited = 0, other = 0;
  for (std::uint64_t seed = 1; seed <= 2500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random{seed};
    auto const model = random_network(random).build();
    Outage const outage{*model, some_section(random, *model)};
    auto const window = some_window(random);
    Naive const naive{*model};
    TransferScratch scratch{*model};
    for (auto const& island : outage.islands) {
      TransferQuery const query{
          .closed = outage.closed, .island = island, .dead = outage.dead, .window = window};
      for (auto const& option : rank_transfers(*model, query, scratch)) {
        auto const kind = option.binding.kind;
        if (kind == ReasonKind::cannot_make_load || kind == ReasonKind::no_live_end ||
            kind == ReasonKind::worked_on) {
          ++other;
          ASSERT_FALSE(option.feasible);
          continue;
        }
        auto const best = search(*model, naive, query, option.tie);
        ASSERT_EQ(option.feasible, best.found) << model->id_of(option.tie);
        if (!option.feasible) {
          ++limited;
          ASSERT_TRUE(option.binding.is_some());
          continue;
        }
        (option.partial ? partial : whole) += 1;
        ASSERT_TRUE(naive.fits(query, option.tie, {option.picked.begin(), option.picked.end()}));
        ASSERT_EQ(compare_aims(option.aims, best.aims), 0);
        ASSERT_EQ(option.opened.size(), best.cuts);
        ASSERT_GE(option.margin_kw, -1e-3);
      }
    }
  }
  EXPECT_GT(whole, 30);
  EXPECT_GT(partial, 30);
  EXPECT_GT(limited, 30);
  EXPECT_GT(other, 30);
}

TEST(RankTransfersProperty, NeverLosesByAHigherRating) {
  int gained = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Random random{seed};
    auto s = random_network(random);
    auto const dead_row = random.next();
    auto const window = some_window(random);
    auto const judge = [&] {
      auto const model = s.build();
      Random same{dead_row};
      Outage const outage{*model, some_section(same, *model)};
      TransferScratch scratch{*model};
      std::vector<TransferOption> all;
      for (auto const& island : outage.islands) {
        auto options = rank_transfers(
            *model,
            {.closed = outage.closed, .island = island, .dead = outage.dead, .window = window},
            scratch);
        std::sort(options.begin(), options.end(),
                  [](auto const& a, auto const& b) { return a.tie < b.tie; });
        all.insert(all.end(), options.begin(), options.end());
      }
      return all;
    };
    auto const before = judge();
    for (auto& row : s.tables().switches) {
      row.ampacity_a *= random.percent(50) ? 1.5F : 1;
    }
    for (auto& row : s.tables().lines) {
      row.ampacity_a *= random.percent(50) ? 1.5F : 1;
    }
    for (auto& row : s.tables().sources) {
      row.rated_kva *= random.percent(50) ? 1.5F : 1;
    }
    auto const after = judge();
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) {
      ASSERT_EQ(before[i].tie, after[i].tie);
      ASSERT_LE(before[i].feasible, after[i].feasible);
      auto const c = compare_aims(after[i].aims, before[i].aims);
      ASSERT_GE(c, 0);
      gained += c > 0 ? 1 : 0;
    }
  }
  EXPECT_GT(gained, 10);
}

}  // namespace
}  // namespace tieline::switching
