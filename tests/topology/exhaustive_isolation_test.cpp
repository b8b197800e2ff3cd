// The exhaustive search itself, on networks where the best isolation is plain to see.

#include "tests/support/exhaustive_isolation.hpp"

#include <gtest/gtest.h>

#include "tests/support/sketch.hpp"

namespace tieline::test {
namespace {

using network::SwitchKind;

TEST(ExhaustiveIsolation, OpensTheSwitchTowardsTheSource) {
  auto const drawn = sketch("S1=a=b=c-d=S2");
  auto const best = isolate_exhaustively(drawn.tables(), {"b"});
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->dark_users, 2U);  // b, and c behind it
  EXPECT_EQ(best->touched_users, 2U);
  EXPECT_EQ(best->operations, 1U);
  EXPECT_EQ(best->dark_nodes, (std::set<std::string>{"b", "b.end", "c", "c.end"}));
}

TEST(ExhaustiveIsolation, TakesTheBreakerFirstWhereADisconnectorCannotBreakLoad) {
  auto drawn = sketch("S1=a=b=c");
  drawn.switch_row("ab").kind = SwitchKind::disconnector;
  auto const best = isolate_exhaustively(drawn.tables(), {"b"});
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->dark_users, 2U);
  EXPECT_EQ(best->touched_users, 3U);  // a waits while the disconnector is opened
  EXPECT_EQ(best->operations, 3U);     // open S1a, open ab, close S1a
}

TEST(ExhaustiveIsolation, OpensADisconnectorThatCarriesNothing) {
  auto drawn = sketch("S1=a=b=c");
  drawn.users("b", 0).users("c", 0);
  drawn.switch_row("ab").kind = SwitchKind::disconnector;
  auto const best = isolate_exhaustively(drawn.tables(), {"b"});
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->operations, 1U);
  EXPECT_EQ(best->touched_users, 0U);
}

TEST(ExhaustiveIsolation, ParallelPathsMustBothOpen) {
  auto const drawn = sketch("S1=a=b=c=S2");  // b is fed from both sides
  auto const best = isolate_exhaustively(drawn.tables(), {"b"});
  ASSERT_TRUE(best.has_value());
  EXPECT_EQ(best->dark_users, 1U);
  EXPECT_EQ(best->operations, 2U);
}

TEST(ExhaustiveIsolation, HasNoWayToKillASource) {
  EXPECT_FALSE(isolate_exhaustively(sketch("S1=a").tables(), {"S1"}).has_value());
}

}  // namespace
}  // namespace tieline::test
