// A new tie, a higher rating or limit, a lower least voltage, a remote switch: none of them worsens
// the best plan in the order of docs/methods/transfer.md.

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/transfer/plan.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_transfer_case.hpp"

namespace tieline::test {
namespace {

using network::Tables;

/// What a plan is worth: more is better. Operations count against it.
std::array<std::int64_t, 7> worth_of(TransferSketch const& sketch) {
  auto const asked = transfer_case(sketch);
  transfer::Planner planner{*asked.model};
  auto const& plan = planner.best_plan(asked.query());
  EXPECT_TRUE(plan.proven_optimal);
  auto const& served = plan.served;
  return {served.users_by_priority[3],
          served.users_by_priority[2],
          served.users_by_priority[1],
          served.users,
          served.households,
          -static_cast<std::int64_t>(plan.closed.size() + plan.opened.size()),
          -static_cast<std::int64_t>(plan.manual)};
}

float raised(float rating, Random& random) {
  return is_known(rating) ? rating * (1 + static_cast<float>(random.between(1, 80)) / 100) : 1000;
}

/// Makes one thing better; says which, or nothing where there is no such thing.
using Change = std::string (*)(TransferSketch&, Random&);

std::string add_tie(TransferSketch& sketch, Random& random) {
  auto& rows = sketch.tables;
  auto const& a = random.pick(rows.nodes);
  auto const& b = random.pick(rows.nodes);
  if (a.id == b.id) {
    return {};
  }
  // the last of the file, so that no other row changes; what it is called matters to nobody
  rows.switches.push_back({.id = "added",
                           .from_node = a.id,
                           .to_node = b.id,
                           .kind = network::SwitchKind::load_break,
                           .control = network::Control::remote,
                           .normal_closed = false,
                           .ampacity_a = 2000});
  return "a tie " + std::string{a.id} + "-" + std::string{b.id};
}

std::string raise_line(TransferSketch& sketch, Random& random) {
  if (sketch.tables.lines.empty()) {
    return {};
  }
  auto& row = sketch.tables.lines[random.below(sketch.tables.lines.size())];
  row.ampacity_a = raised(row.ampacity_a, random);
  return "rating of " + std::string{row.id};
}

std::string raise_switch(TransferSketch& sketch, Random& random) {
  auto& row = sketch.tables.switches[random.below(sketch.tables.switches.size())];
  row.ampacity_a = raised(row.ampacity_a, random);
  return "rating of " + std::string{row.id};
}

std::string raise_source(TransferSketch& sketch, Random& random) {
  auto& row = sketch.tables.sources[random.below(sketch.tables.sources.size())];
  row.rated_kva = is_known(row.rated_kva) ? raised(row.rated_kva, random) : 20'000;
  return "rating of " + std::string{row.id};
}

std::string raise_limits(TransferSketch& sketch, Random& random) {
  auto& settings = sketch.tables.settings;
  (random.percent(50) ? settings.line_limit : settings.source_limit) += 0.15;
  return "line_limit or source_limit";
}

std::string lower_least_voltage(TransferSketch& sketch, Random&) {
  sketch.tables.settings.vmin_pu -= 0.03;
  return "vmin_pu";
}

std::string make_remote(TransferSketch& sketch, Random& random) {
  auto& row = sketch.tables.switches[random.below(sketch.tables.switches.size())];
  row.control = network::Control::remote;
  return "control of " + std::string{row.id};
}

constexpr std::array<Change, 7> kChanges{add_tie,      raise_line,   raise_switch,
                                         raise_source, raise_limits, lower_least_voltage,
                                         make_remote};

TEST(MonotoneTransferProperty, NothingThatHelpsWorsensTheBestPlan) {
  constexpr std::uint64_t kNetworks = 900;
  std::array<int, kChanges.size()> better{};
  for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
    auto const sizes = small_sizes(seed);
    auto const before_sketch = random_transfer(seed, sizes);
    auto const before = worth_of(before_sketch);
    Random random{seed};
    for (std::size_t i = 0; i < kChanges.size(); ++i) {
      auto sketch = before_sketch;
      auto const what = kChanges[i](sketch, random);
      if (what.empty()) {
        continue;
      }
      SCOPED_TRACE("seed " + std::to_string(seed) + ", better: " + what);
      auto const after = worth_of(sketch);
      EXPECT_GE(after, before);
      better[i] += after > before ? 1 : 0;
    }
    if (testing::Test::HasFailure()) {
      return;
    }
  }
  for (std::size_t i = 0; i < kChanges.size(); ++i) {
    EXPECT_GT(better[i], 5) << "change " << i << " hardly ever helps: it tests nothing";
  }
}

}  // namespace
}  // namespace tieline::test
