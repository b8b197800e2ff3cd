// transfer::Planner against every switch state that docs/methods/transfer.md allows.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/transfer/plan.hpp"
#include "tests/support/exhaustive_transfer.hpp"
#include "tests/support/random_transfer_case.hpp"

namespace tieline::test {
namespace {

std::string text_of(network::NetworkModel const& model,
                    std::vector<network::SwitchId> const& closed,
                    std::vector<network::SwitchId> const& opened, transfer::Aims const& aims,
                    std::uint32_t manual) {
  std::string text;
  for (auto const id : closed) {
    text += "+" + std::string{model.id_of(id)} + " ";
  }
  for (auto const id : opened) {
    text += "-" + std::string{model.id_of(id)} + " ";
  }
  text += "by hand " + std::to_string(manual) + ", priority";
  for (auto p = aims.users_by_priority.size(); p-- > 0;) {
    text += " " + std::to_string(aims.users_by_priority[p]);
  }
  return text + ", users " + std::to_string(aims.users) + ", households " +
         std::to_string(aims.households);
}

Operations operations_of(transfer::Plan const& plan) {
  Operations operations;
  for (auto const id : plan.closed) {
    operations.close |= bit(id.index());
  }
  for (auto const id : plan.opened) {
    operations.open |= bit(id.index());
  }
  return operations;
}

TEST(ExhaustiveTransferProperty, PlannerFindsTheBestOfAll) {
  constexpr std::uint64_t kNetworks = 2200;
  auto compared = 0;
  auto differing = 0;
  for (std::uint64_t seed = 1; seed <= kNetworks && differing < 5; ++seed) {
    auto const asked = transfer_case(random_transfer(seed, small_sizes(seed)));
    auto const query = asked.query();
    ExhaustiveTransfer search{query, *asked.model};
    if (!search.is_small()) {
      continue;
    }
    ++compared;
    auto const best = search.best();
    SCOPED_TRACE("seed " + std::to_string(seed));
    transfer::Planner planner{*asked.model};
    auto const& plan = planner.best_plan(query);
    auto const wanted = text_of(*asked.model, best.closed, best.opened, best.served, best.manual);
    auto const got = text_of(*asked.model, plan.closed, plan.opened, plan.served, plan.manual);
    auto const broken = search.judge(operations_of(plan));
    EXPECT_EQ(got, wanted) << "seed " << seed << ", level " << asked.levels;
    EXPECT_EQ(broken, kFine) << "seed " << seed
                             << ": the plan breaks what docs/methods/transfer.md "
                             << "asks (bits of enum Broken): " << got;
    EXPECT_TRUE(plan.proven_optimal) << "seed " << seed;
    EXPECT_EQ(plan.bound, plan.served) << "seed " << seed;
    differing += got != wanted || broken != kFine || !plan.proven_optimal ? 1 : 0;
  }
  EXPECT_GE(compared, 2000);
}

}  // namespace
}  // namespace tieline::test
