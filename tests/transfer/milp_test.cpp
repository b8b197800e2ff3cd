// transfer::Planner against an integer program of the same question, solved by CBC: the published
// optima of the 85-node system, and networks too large for trying every switch state.

#include <algorithm>
#include <array>
#include <deque>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/io/load_network.hpp"
#include "engine/transfer/plan.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random_transfer_case.hpp"
#include "tests/support/restoration_milp.hpp"

namespace tieline::test {
namespace {

std::array<std::int64_t, 5> in_order(transfer::Aims const& aims) {
  return {aims.users_by_priority[3], aims.users_by_priority[2], aims.users_by_priority[1],
          aims.users, aims.households};
}

struct PublishedFault {
  int from = 0, to = 0;
  std::int64_t downstream_customers = 0, restored_customers = 0;
};

std::vector<PublishedFault> published_faults() {
  std::ifstream file{std::string{TIELINE_TESTDATA} +
                     "/reference/md85/optimal_restoration_per_fault.csv"};
  std::vector<PublishedFault> faults;
  std::string line;
  std::getline(file, line);  // the header
  while (std::getline(file, line)) {
    std::ranges::replace(line, ',', ' ');
    std::istringstream cells{line};
    PublishedFault fault;
    double downstream_kw = 0;
    double restored_kw = 0;
    cells >> fault.from >> fault.to >> downstream_kw >> restored_kw >> fault.downstream_customers >>
        fault.restored_customers;
    faults.push_back(fault);
  }
  return faults;
}

/// The 85-node system with every customer a user: the first of a load point has all its load. A
/// plan serves users before households, and the published optima count customers.
class System85 : public testing::Test {
 protected:
  System85() {
    auto const folders =
        io::case_folders(std::string{TIELINE_TESTDATA} + "/cases/md85", {}).value();
    sketch_.tables = io::load_network(folders, context_, meter_).tables;
    sketch_.levels = 1;
    sketch_.window = flow::peak_window();
    std::vector<network::TransformerRow> customers;
    for (auto const& point : sketch_.tables.transformers) {
      auto row = point;
      for (std::int64_t i = 1; i <= point.households; ++i) {
        row.id = texts_.emplace_back(std::string{point.id} + "." + std::to_string(i));
        row.households = 0;  // as many as users: no aim of their own
        customers.push_back(row);
        row.load_kw = row.peak_kw = 0;
      }
    }
    sketch_.tables.transformers = std::move(customers);
    model_ = build_clean(sketch_.tables);
  }

  TransferCase fault_on(PublishedFault const& fault) {
    auto const name = std::to_string(fault.from) + "-" + std::to_string(fault.to);
    auto const& lines = sketch_.tables.lines;
    auto const line = std::ranges::find(lines, name, &network::LineRow::name);
    EXPECT_NE(line, lines.end()) << name;
    sketch_.hit_nodes = {line->from_node};
    return transfer_case(model_, sketch_);
  }

  network::FaultLog log_;
  std::vector<io::QuarantinedText> quarantined_;
  io::TextPool pool_;
  io::ReadContext context_{.log = log_, .quarantined = quarantined_, .pool = pool_};
  io::ReadMeter meter_{{}, 0};
  std::deque<std::string> texts_;
  TransferSketch sketch_;
  network::NetworkPtr model_;
};

TEST_F(System85, PlansRestoreAsManyCustomersAsPublishedWhateverBranchFails) {
  auto const faults = published_faults();
  ASSERT_EQ(faults.size(), 83U);
  transfer::Planner planner{*model_};
  for (auto const& fault : faults) {
    auto const asked = fault_on(fault);
    auto const& plan = planner.best_plan(asked.query());
    EXPECT_EQ(plan.served.users, fault.restored_customers) << fault.from << "-" << fault.to;
    EXPECT_TRUE(plan.proven_optimal) << fault.from << "-" << fault.to;
  }
}

TEST_F(System85, IntegerProgramRestoresAsManyCustomersAsPublished) {
  for (auto const& fault : published_faults()) {
    auto const answer = solve_restoration(fault_on(fault), 1);
    ASSERT_EQ(answer.failure, "") << fault.from << "-" << fault.to;
    EXPECT_EQ(answer.served.users, fault.restored_customers) << fault.from << "-" << fault.to;
  }
}

/// What the search looks at before it gives a proof up; few of the networks need more.
constexpr std::uint64_t kMostWork = 100'000;
constexpr std::uint64_t kNetworks = 20;

TEST(MilpTransferProperty, AgreesExactlyWhereNothingIsLost) {
  auto proven = std::uint64_t{0};
  for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
    auto sizes = large_sizes(seed);
    sizes.lossless = true;
    auto const asked = transfer_case(random_transfer(seed, sizes));
    auto const answer = solve_restoration(asked, 1);
    ASSERT_EQ(answer.failure, "") << "seed " << seed;
    transfer::Planner planner{*asked.model};
    auto query = asked.query();
    query.most_work = kMostWork;
    auto const& plan = planner.best_plan(query);
    EXPECT_LE(in_order(plan.served), in_order(answer.served)) << "seed " << seed;
    EXPECT_GE(in_order(plan.bound), in_order(answer.served)) << "seed " << seed;
    if (plan.proven_optimal) {
      ++proven;
      EXPECT_EQ(in_order(plan.served), in_order(answer.served)) << "seed " << seed;
    }
  }
  EXPECT_GE(proven, kNetworks * 8 / 10);
}

TEST(MilpTransferProperty, BoundsWhatPowerFlowAllows) {
  auto proven = std::uint64_t{0};
  auto served_less = 0;
  for (std::uint64_t seed = 1021; seed < 1021 + kNetworks; ++seed) {
    auto const asked = transfer_case(random_transfer(seed, large_sizes(seed)));
    auto const above = solve_restoration(asked, 1);
    ASSERT_EQ(above.failure, "") << "seed " << seed;
    transfer::Planner planner{*asked.model};
    auto query = asked.query();
    query.most_work = kMostWork;
    auto const& plan = planner.best_plan(query);
    EXPECT_LE(in_order(plan.served), in_order(above.served)) << "seed " << seed;
    proven += plan.proven_optimal ? 1U : 0U;
    if (in_order(plan.served) == in_order(above.served)) {
      continue;
    }
    ++served_less;
    auto const below = solve_restoration(asked, 0.93);  // room for the losses left out
    ASSERT_EQ(below.failure, "") << "seed " << seed;
    EXPECT_GE(in_order(plan.bound), in_order(below.served)) << "seed " << seed;
    if (plan.proven_optimal) {
      EXPECT_GE(in_order(plan.served), in_order(below.served)) << "seed " << seed;
    }
  }
  EXPECT_GE(proven, kNetworks * 8 / 10);
  EXPECT_GT(served_less, 0);  // else the networks are too strong to tell power flow from sums
}

}  // namespace
}  // namespace tieline::test
