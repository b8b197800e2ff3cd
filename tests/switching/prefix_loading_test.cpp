// Orders written by hand: what is within ratings at the end may pass them on the way.

#include "engine/switching/prefix_loading.hpp"

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/sketch.hpp"

namespace tieline::switching {
namespace {

/// c goes to d's feeder, which carries two of c, d, e: e has to go to f's first.
test::Sketch neighbours() {
  auto s = test::sketch("S1=a=b=c-d, S2=d=e-f=S3");
  for (auto& row : s.tables().transformers) {
    row.peak_kw = 1000;
  }
  s.switch_row("S2d").ampacity_a = 130;
  return s;
}

std::vector<Overload> check(test::Sketch const& s, std::string_view order) {
  auto const model = s.build();
  std::vector<Step> steps;
  while (!order.empty()) {
    auto const id = order.substr(1, order.find(' ') - 1);
    steps.push_back({.action = order[0] == '+' ? Action::close : Action::open,
                     .device = Device::of(test::switch_of(*model, id)),
                     .section = network::SectionId::none()});
    order.remove_prefix(std::min(order.size(), id.size() + 2));
  }
  topology::LiveNetwork live{*model};
  PrefixLoading loading{*model};
  return loading.check(steps, {}, flow::peak_window(), live);
}

TEST(PrefixLoading, PassesAnOrderThatMakesRoomFirst) {
  EXPECT_TRUE(check(neighbours(), "+ef -de +cd -bc -ab +ab +bc -cd +de -ef").empty());
  EXPECT_TRUE(check(neighbours(), "-de +ef -bc +cd -ab +ab -cd +bc -ef +de").empty());
}

TEST(PrefixLoading, NamesStepAndElementOfAnOrderThatMakesRoomTooLate) {
  auto const found = check(neighbours(), "-bc +cd -de +ef");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].step, 1U);
  EXPECT_EQ(found[0].reason.kind, ReasonKind::switch_overload);
  EXPECT_GT(found[0].reason.value, 180);
  EXPECT_NEAR(found[0].reason.limit, 130, 1e-3);
}

TEST(PrefixLoading, CountsASourceWithAllThatHangsOnIt) {
  auto s = neighbours();
  s.switch_row("S2d").ampacity_a = 600;
  s.source_row("S2").rated_kva = 2500;
  auto const found = check(s, "-bc +cd -de +ef");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].reason.kind, ReasonKind::source_overload);
}

TEST(PrefixLoading, DoesNotBlameTheOrderForWhatIsOverloadedAnyway) {
  auto s = neighbours();
  s.switch_row("S2d").ampacity_a = 600;
  s.switch_row("S1a").ampacity_a = 100;  // three users in the normal state
  EXPECT_TRUE(check(s, "-bc +cd -ab +ab -cd +bc").empty());
}

}  // namespace
}  // namespace tieline::switching
