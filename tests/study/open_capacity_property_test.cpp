// Open capacity against a reference that removes every element in turn, and what may never happen.

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/io/case_folder.hpp"
#include "engine/network/build.hpp"
#include "engine/study/open_capacity.hpp"
#include "engine/synth/generate.hpp"
#include "tests/study/plain_capacity.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"

namespace tieline::study {
namespace {

using network::NetworkPtr;
using network::Tables;

constexpr std::array kRatings_a{20.0F, 60.0F, 200.0F, 600.0F};

/// A random network with feeders, shared stations and, as a rule, some figures unknown.
Tables random_case(std::uint64_t seed, unsigned loop, unsigned unknown) {
  test::Random random{seed};
  auto tables = test::random_network(seed, {.sources = 1 + random.below(3),
                                            .pieces = 2 + random.below(14),
                                            .ties = random.below(7),
                                            .joined_by_line = 15,
                                            .unfed = 5,
                                            .loop = loop});
  auto const is_source = [&](std::string_view node) { return node.front() == 'S'; };
  for (auto& s : tables.switches) {
    if (s.normal_closed && (is_source(s.from_node) != is_source(s.to_node))) {
      tables.feeders.push_back({.id = s.id, .name = s.id, .head_switch = s.id});
    }
    s.ampacity_a = random.percent(unknown) ? kUnknown : random.pick(kRatings_a);
  }
  for (auto& line : tables.lines) {
    line.ampacity_a = random.percent(unknown) ? kUnknown : random.pick(kRatings_a);
  }
  for (auto& source : tables.sources) {
    source.station = random.percent(60) ? "one" : "two";
    source.rated_kva =
        random.percent(unknown) ? kUnknown : static_cast<float>(random.between(500, 9000));
  }
  for (auto& user : tables.transformers) {
    if (random.percent(unknown)) {
      (random.percent(50) ? user.rated_kva : user.peak_kw) = kUnknown;
    }
    if (random.percent(unknown)) {
      user.load_kw = kUnknown;
    }
    user.power_factor = random.percent(50) ? 0.9F : kUnknown;
  }
  return tables;
}

struct RowValues {
  std::map<std::pair<CapacityKind, std::string_view>, CapacityRow> rows;
  NetworkPtr model;

  RowValues(Tables const& tables, CapacityQuery query) {
    network::FaultLog log;
    model = network::build(tables, {}, log).model;
    if (model == nullptr) {
      return;
    }
    query.kinds = {CapacityKind::feeder, CapacityKind::transformer, CapacityKind::source};
    auto const answer = open_capacity(*model, query).value();
    for (auto const& row : answer.rows) {
      auto const id = row.kind == CapacityKind::feeder   ? model->id_of(network::FeederId{row.row})
                      : row.kind == CapacityKind::source ? model->id_of(network::SourceId{row.row})
                                                         : model->id_of(network::UserId{row.row});
      rows[{row.kind, id}] = row;
    }
  }
};

void expect_same(CapacityRow const& row, test::PlainValue const& plain, std::string_view id) {
  EXPECT_EQ(is_known(row.room_kva), plain.room.has_value()) << id;
  if (plain.room) {
    EXPECT_NEAR(row.room_kva, *plain.room, 1e-4) << id;
  }
  EXPECT_EQ(row.gap == CapacityGap::none, plain.is_whole) << id;
  EXPECT_EQ(is_known(row.open_kva), plain.open().has_value()) << id;
  if (plain.open()) {
    EXPECT_NEAR(row.open_kva, std::max(0.0, *plain.open()), 1e-4) << id;
  }
}

TEST(OpenCapacityProperty, EqualsWhatGoesDarkWithoutEachElement) {
  std::size_t compared = 0;
  std::size_t proven = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    auto const loop = seed % 3 == 0 ? 30U : 0U;
    auto const tables = random_case(seed, loop, seed % 2 == 0 ? 6U : 0U);
    CapacityQuery query{.k_line = 0.9, .n1 = seed % 4 < 2};
    test::PlainQuery plain_query{.k_line = 0.9, .n1 = query.n1};
    auto const& at =
        tables.transformers.empty() ? tables.nodes.front().id : tables.transformers.front().node;
    plain_query.pending_kva[at] = 33;
    network::FaultLog log;
    auto const model = network::build(tables, {}, log).model;
    ASSERT_NE(model, nullptr);
    query.pending.push_back({.node = model->find_node(at), .kva = 33});
    RowValues const values{tables, query};
    test::PlainCapacity const plain{tables, plain_query};
    for (auto const& user : tables.transformers) {
      if (loop != 0 && query.n1) {
        break;  // the reference tells feeders by what goes dark without their head switch
      }
      auto const& row = values.rows.at({CapacityKind::transformer, user.id});
      expect_same(row, plain.of_user(user), user.id);
      ++compared;
      proven += is_known(row.open_kva) ? 1U : 0U;
    }
    for (auto const& source : tables.sources) {
      expect_same(values.rows.at({CapacityKind::source, source.id}), plain.at(source.node),
                  source.id);
    }
    for (auto const& feeder : tables.feeders) {
      if (loop == 0) {
        expect_same(values.rows.at({CapacityKind::feeder, feeder.id}), plain.of_feeder(feeder),
                    feeder.id);
      }
    }
  }
  EXPECT_GT(compared, 2000U);
  EXPECT_GT(proven, compared / 3);
}

/// Every user added, one by one, to each element between it and its source; elements by parent
/// node.
struct WalkedCity {
  explicit WalkedCity(network::NetworkModel const& model) : up(model.n_node()) {
    auto const& col = model.col();
    std::vector<network::NodeId> reached;
    std::vector<std::uint8_t> seen(model.n_node(), 0);
    for (auto const source : all_ids<network::SourceId>(model.n_source())) {
      reached.push_back(col.source_node[source]);
      seen[reached.back().index()] = 1;
    }
    for (std::size_t i = 0; i < reached.size(); ++i) {
      for (auto const arc : model.arcs(reached[i])) {
        if ((arc.is_switch() && !model.is_closed_normally(arc.as_switch())) ||
            seen[arc.to.index()] != 0) {
          continue;
        }
        seen[arc.to.index()] = 1;
        auto const ampacity = arc.is_switch() ? col.switch_ampacity_a[arc.as_switch()]
                                              : col.line_ampacity_a[arc.line()];
        up[arc.to.index()] = {.to = reached[i],
                              .limit_kva = std::sqrt(3.0) * 0.8 * static_cast<double>(ampacity) *
                                           static_cast<double>(col.node_kv[arc.to])};
        reached.push_back(arc.to);
      }
    }
    for (auto const source : all_ids<network::SourceId>(model.n_source())) {
      up[col.source_node[source].index()].limit_kva =
          0.8 * static_cast<double>(col.source_rated_kva[source]);
    }
    for (auto const user : all_ids<network::UserId>(model.n_user())) {
      auto const kw = static_cast<double>(col.user_peak_kw[user]);
      for (auto at = col.user_node[user]; at.is_some(); at = up[at.index()].to) {
        up[at.index()].kw += kw;
        up[at.index()].kvar += kw * static_cast<double>(col.user_tan_phi[user]);
      }
    }
  }

  [[nodiscard]] double room_at(network::NodeId node) const {
    auto least = std::numeric_limits<double>::infinity();
    for (; node.is_some(); node = up[node.index()].to) {
      auto const& element = up[node.index()];
      least = std::min(least, element.limit_kva - std::hypot(element.kw, element.kvar));
    }
    return least;
  }

  struct Element {
    network::NodeId to;
    double limit_kva = 0, kw = 0, kvar = 0;
  };
  std::vector<Element> up;
};

TEST(OpenCapacityProperty, EqualsWalkingEveryUserUpAGeneratedCity) {
  namespace fs = std::filesystem;
  auto const folder =
      fs::temp_directory_path() / ("tieline-capacity-" + std::to_string(::getpid()) + "-city");
  auto const generated =
      synth::generate_case({.feeders = 60, .seed = 5, .history = false, .plan = false}, folder);
  ASSERT_TRUE(generated);
  auto const loaded = io::load_case(folder.string());
  fs::remove_all(folder);
  ASSERT_TRUE(loaded);
  auto const& model = *loaded->model;
  WalkedCity const walked{model};
  auto const answer = open_capacity(model, {.kinds = {CapacityKind::transformer}}).value();
  ASSERT_EQ(answer.rows.size(), model.n_user());
  ASSERT_GT(model.n_user(), 500U);
  for (auto const& row : answer.rows) {
    auto const user = network::UserId{row.row};
    auto const& col = model.col();
    auto const kw = static_cast<double>(col.user_peak_kw[user]);
    auto const own = 0.8 * static_cast<double>(col.user_rated_kva[user]) -
                     std::hypot(kw, kw * static_cast<double>(col.user_tan_phi[user]));
    auto const room = std::min(own, walked.room_at(col.user_node[user]));
    EXPECT_NEAR(row.open_kva, std::max(0.0, room), 1e-6) << model.id_of(user);
    EXPECT_NEAR(row.room_kva, room, 1e-6) << model.id_of(user);
  }
}

/// Every value of `after` is at most that of `before`; what was proven nothing stays so.
void expect_not_more(RowValues const& after, RowValues const& before) {
  ASSERT_EQ(after.rows.size(), before.rows.size());
  for (auto const& [key, row] : before.rows) {
    auto const& now = after.rows.at(key);
    if (is_known(row.room_kva)) {
      EXPECT_LE(now.room_kva, row.room_kva + 1e-9) << key.second;
    }
    EXPECT_EQ(now.gap, row.gap);
  }
}

TEST(OpenCapacityProperty, MoreLoadNeverOpensAndMoreRatingNeverCloses) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    auto tables = random_case(seed, 10, 3);
    test::Random random{seed + 1000};
    CapacityQuery const query{.n1 = seed % 2 == 0};
    RowValues const before{tables, query};
    auto const raise = [&](float& figure) { figure += static_cast<float>(random.between(1, 500)); };
    auto changed = tables;
    if (!changed.transformers.empty()) {
      auto& user = changed.transformers[random.below(changed.transformers.size())];
      raise(user.peak_kw);
      raise(user.load_kw);
      expect_not_more(RowValues{changed, query}, before);
    }
    changed = tables;
    auto const any = random.below(4);
    if (any == 0) {
      raise(changed.sources[random.below(changed.sources.size())].rated_kva);
    } else if (any == 1 && !changed.lines.empty()) {
      raise(changed.lines[random.below(changed.lines.size())].ampacity_a);
    } else if (any == 2 && !changed.switches.empty()) {
      raise(changed.switches[random.below(changed.switches.size())].ampacity_a);
    } else if (!changed.transformers.empty()) {
      raise(changed.transformers[random.below(changed.transformers.size())].rated_kva);
    }
    expect_not_more(before, RowValues{changed, query});
  }
}

}  // namespace
}  // namespace tieline::study
