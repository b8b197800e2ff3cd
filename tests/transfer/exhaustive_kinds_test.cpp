// Whether the random questions to the transfer search are of every kind, so that comparing answers
// means something.

#include <gtest/gtest.h>

#include "tests/support/exhaustive_transfer.hpp"
#include "tests/support/random_transfer_case.hpp"

namespace tieline::test {
namespace {

TEST(ExhaustiveTransferProperty, EveryKindOfQuestionOccurs) {
  constexpr std::uint64_t kNetworks = 2200;
  struct {
    int small, many_switches;
    int whole, partial, nothing;
    int several_ties, siblings, second_level, by_window;
    int voltage, current, source, unknown_rating, unknown_load, not_radial;
  } seen{};
  for (std::uint64_t seed = 1; seed <= kNetworks; ++seed) {
    auto const asked = transfer_case(random_transfer(seed, small_sizes(seed)));
    ExhaustiveTransfer search{asked.query(), *asked.model};
    if (!search.is_small()) {
      continue;
    }
    auto const best = search.best();
    auto const count = [](int& kind, bool is_of_it) { kind += is_of_it ? 1 : 0; };
    count(seen.small, true);
    count(seen.many_switches, search.n_switch() >= 10);
    count(seen.whole, best.served.users > 0 && best.served == search.all());
    count(seen.partial, best.served.users > 0 && best.served != search.all());
    count(seen.nothing, best.served.users == 0);
    count(seen.several_ties, best.closed.size() - best.reliefs >= 2);
    count(seen.siblings, search.n_island() >= 2);
    count(seen.second_level, best.reliefs > 0);
    count(seen.by_window, asked.window.slots.size() > 1);
    // each alone forbade something better
    count(seen.voltage, (best.missed & kVoltage) != 0);
    count(seen.current, (best.missed & kCurrent) != 0);
    count(seen.source, (best.missed & kSource) != 0);
    count(seen.unknown_rating, (best.missed & kUnknownRating) != 0);
    count(seen.unknown_load, (best.missed & kUnknownLoad) != 0);
    count(seen.not_radial, (best.missed & kNotRadial) != 0);
  }
  EXPECT_GE(seen.small, 2100);
  EXPECT_GE(seen.many_switches, 60);
  EXPECT_GE(seen.whole, 600);
  EXPECT_GE(seen.partial, 400);
  EXPECT_GE(seen.nothing, 400);
  EXPECT_GE(seen.several_ties, 100);
  EXPECT_GE(seen.siblings, 500);
  EXPECT_GE(seen.second_level, 50);
  EXPECT_GE(seen.by_window, 700);
  EXPECT_GE(seen.voltage, 25);
  EXPECT_GE(seen.current, 400);
  EXPECT_GE(seen.source, 150);
  EXPECT_GE(seen.unknown_rating, 100);
  EXPECT_GE(seen.unknown_load, 50);
  EXPECT_GE(seen.not_radial, 400);
}

}  // namespace
}  // namespace tieline::test
