// What holds for every planned outage on every network.

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/outage.hpp"
#include "tests/support/answer_text.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"
#include "tests/support/sound_outage.hpp"

namespace tieline::test {
namespace {

using study::Equipment;
using study::EquipmentKind;
using study::OutageAnswer;
using study::OutageQuery;
using study::Strategy;
using study::StrategyOutcome;

RandomSizes sizes_of(std::uint64_t seed) {
  return {.sources = 1 + seed % 3,
          .pieces = 3 + seed % 14,
          .ties = 1 + seed % 5,
          .max_nodes = 3,
          .weak_switch = static_cast<unsigned>(seed % 2 == 0 ? 0 : 25),
          .dual_user = static_cast<unsigned>(seed % 3 == 0 ? 10 : 0)};
}

Equipment random_equipment(Random& random, network::NetworkModel const& model) {
  if (model.n_line() != 0 && random.percent(70)) {
    return {EquipmentKind::line, static_cast<std::uint32_t>(random.below(model.n_line()))};
  }
  if (model.n_user() != 0 && random.percent(50)) {
    return {EquipmentKind::user, static_cast<std::uint32_t>(random.below(model.n_user()))};
  }
  return {EquipmentKind::node, static_cast<std::uint32_t>(random.below(model.n_node()))};
}

/// Eight hours on one or two things, with a vehicle and a bypass at hand.
OutageQuery random_query(std::uint64_t seed, network::NetworkModel const& model) {
  Random random{seed};
  OutageQuery query{.start = 1'620'000'000,
                    .duration_s = 8 * kSecondsPerHour,
                    .utc_offset_s = 8 * kSecondsPerHour};
  for (std::size_t n = 1 + random.below(2); n > 0; --n) {
    query.equipment.push_back(random_equipment(random, model));
  }
  if (random.percent(40)) {
    query.bypass_a = 200;
  }
  if (random.percent(60)) {
    network::GeneratorRow vehicle;
    vehicle.id = "GEN";
    vehicle.kw = 500;
    vehicle.synchronising = random.percent(30) ? network::Answer::yes : network::Answer::no;
    query.generators.push_back(vehicle);
  }
  return query;
}

OutageAnswer answer_to(network::NetworkPtr const& model, OutageQuery const& query) {
  study::Workspace workspace{model};
  auto answer = study::simulate_outage(*model, query, workspace);
  EXPECT_TRUE(answer.has_value());
  return *answer;
}

StrategyOutcome const& under(OutageAnswer const& answer, Strategy strategy) {
  return *std::ranges::find(answer.strategies, strategy, &StrategyOutcome::strategy);
}

/// All columns, byte for byte.
std::uint64_t hash_of(network::NetworkModel const& model) {
  std::string bytes;
  network::for_each_column(model.col(), [&](char const*, auto const& column) {
    auto const raw = std::as_bytes(column.raw());
    bytes.append(reinterpret_cast<char const*>(raw.data()), raw.size());
  });
  return network::hash_bytes(bytes);
}

TEST(OutageInvariantsProperty, EveryPlanIsSoundOnRandomNetworks) {
  std::size_t transferred = 0;
  for (std::uint64_t seed = 0; seed < 1'500 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const model = build_clean(random_network(seed, sizes_of(seed)));
    auto const query = random_query(seed, *model);
    auto const answer = answer_to(model, query);
    for (auto const& outcome : answer.strategies) {
      expect_sound(*model, query, outcome);
      transferred += outcome.feasible && !outcome.ties_used.empty() ? 1U : 0U;
    }
  }
  EXPECT_GT(transferred, 300U);
}

// H8, where both are possible: hot costs no more than cold, cold no more than nothing.
TEST(OutageInvariantsProperty, BetterStrategiesNeverCostMoreUserHours) {
  std::size_t compared = 0;
  for (std::uint64_t seed = 0; seed < 1'500 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto tables = random_network(seed, sizes_of(seed));
    for (auto& user : tables.transformers) {
      user.priority = 0;  // an important user would come before user-hours
    }
    auto const model = build_clean(tables);
    auto const answer = answer_to(model, random_query(seed, *model));
    auto const dark_s = [&](Strategy strategy) {
      return under(answer, strategy).ledger.total().users.dark_s;
    };
    auto const feasible = [&](Strategy strategy) { return under(answer, strategy).feasible; };
    // A neighbour whose tail goes cold waits for others, which nobody does without a transfer.
    auto const darkens_neighbours = [&](Strategy strategy) {
      auto const& plan = under(answer, strategy).plan;
      return plan && std::ranges::any_of(plan->reliefs, [](auto const& r) { return !r.hot; });
    };
    if (feasible(Strategy::cold) && feasible(Strategy::none) &&
        !darkens_neighbours(Strategy::cold)) {
      EXPECT_LE(dark_s(Strategy::cold), dark_s(Strategy::none));
      ++compared;
    }
    if (feasible(Strategy::hot) && feasible(Strategy::cold) && !darkens_neighbours(Strategy::hot)) {
      EXPECT_LE(dark_s(Strategy::hot), dark_s(Strategy::cold));
    }
    if (answer.best) {
      for (auto const& outcome : answer.strategies) {
        if (outcome.feasible) {
          EXPECT_LE(answer.strategies[*answer.best].ledger.total().users.dark_s,
                    outcome.ledger.total().users.dark_s);
        }
      }
    }
  }
  EXPECT_GT(compared, 300U);
}

// H8: one window for both works costs no more than two windows, but for the time that switching in
// two places, one after the other, takes longer than the window.
TEST(OutageInvariantsProperty, MergedWorkCostsNoMoreThanTheWorksApart) {
  for (std::uint64_t seed = 0; seed < 1'000 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto sizes = sizes_of(seed);
    sizes.dual_user = 0;  // two supplies lost together are more than each lost alone
    auto const model = build_clean(random_network(seed, sizes));
    Random random{seed};
    OutageQuery first{.duration_s = 8 * kSecondsPerHour, .strategies = {Strategy::none}};
    auto second = first;
    first.equipment = {random_equipment(random, *model)};
    second.equipment = {random_equipment(random, *model)};
    auto both = first;
    both.equipment.push_back(second.equipment.front());
    auto const merged = answer_to(model, both).strategies.front();
    auto const a = answer_to(model, first).strategies.front();
    auto const b = answer_to(model, second).strategies.front();
    if (merged.feasible && a.feasible && b.feasible) {
      auto const took =
          merged.steps.empty() ? both.duration_s : merged.steps.back().at - merged.steps.front().at;
      auto const total = merged.ledger.total().users;
      EXPECT_LE(total.dark_s, a.ledger.total().users.dark_s + b.ledger.total().users.dark_s +
                                  total.out * (took - both.duration_s));
    }
  }
}

// H8: the union is idempotent and free of order.
TEST(OutageInvariantsProperty, NamingEquipmentTwiceOrInAnotherOrderChangesNothing) {
  for (std::uint64_t seed = 0; seed < 300 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const model = build_clean(random_network(seed, sizes_of(seed)));
    Random random{seed};
    OutageQuery query{.duration_s = 8 * kSecondsPerHour,
                      .strategies = {Strategy::none, Strategy::cold, Strategy::hot}};
    for (int i = 0; i < 3; ++i) {
      query.equipment.push_back(random_equipment(random, *model));
    }
    auto const once = to_text(answer_to(model, query));
    auto again = query;
    std::ranges::reverse(again.equipment);
    again.equipment.push_back(query.equipment.front());
    EXPECT_EQ(to_text(answer_to(model, again)), once);
  }
}

TEST(OutageInvariantsProperty, WhatIfLeavesModelAndWorkspaceAsTheyWere) {
  for (std::uint64_t seed = 0; seed < 100 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto const model = build_clean(random_network(seed, sizes_of(seed)));
    auto const before = hash_of(*model);
    study::Workspace used{model};
    for (std::uint64_t k = 0; k < 6; ++k) {
      auto const query = random_query(100 * seed + k, *model);
      EXPECT_EQ(to_text(*study::simulate_outage(*model, query, used)),
                to_text(answer_to(model, query)));
      study::ImpactQuery const impact{.equipment = query.equipment};
      study::Workspace fresh{model};
      EXPECT_EQ(to_text(*study::assess_outage(*model, impact, used)),
                to_text(*study::assess_outage(*model, impact, fresh)));
    }
    EXPECT_EQ(hash_of(*model), before);
  }
}

// H4: two users instead of one, with the same households between them, lose the same households.
TEST(OutageInvariants, SplittingAUserKeepsHouseholdSums) {
  auto whole = sketch("S1=a=b=c-d=S2");
  whole.users("c", 1, 120);
  auto split = sketch("S1=a=b=c-d=S2");
  split.users("c", 2, 60);
  OutageQuery query{.duration_s = 8 * kSecondsPerHour, .strategies = {Strategy::cold}};
  auto const ledger_of = [&](Sketch const& drawn) {
    auto const model = drawn.build();
    query.equipment = {{EquipmentKind::line, line_of(*model, "b").raw()}};
    return answer_to(model, query).strategies.front().ledger.total();
  };
  EXPECT_EQ(ledger_of(whole).households, ledger_of(split).households);
  EXPECT_EQ(ledger_of(whole).users.out + 1, ledger_of(split).users.out);
}

}  // namespace
}  // namespace tieline::test
