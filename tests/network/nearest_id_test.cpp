// "Did you mean" among the ids of a network.

#include <gtest/gtest.h>

#include "engine/network/edit_distance.hpp"

namespace tieline::network {
namespace {

std::string nearest(std::string_view wrong, std::initializer_list<std::string_view> ids,
                    std::size_t budget = kNearestBudget) {
  NearestId search{wrong, budget};
  for (auto const id : ids) {
    if (!search.offer(id)) {
      break;
    }
  }
  return search.hint();
}

TEST(NearestId, IsTheFirstOfThoseWithTheFewestEdits) {
  EXPECT_EQ(nearest("F12-U7", {"F34-U7", "F12-U70", "F12-U8"}), "F12-U70?");
  EXPECT_EQ(nearest("F12-U7", {"F34-U7"}), "F34-U7?") << "two edits are a slip";
  EXPECT_EQ(nearest("F12-U7", {"F345-U7"}), "") << "three are not";
}

TEST(NearestId, MakesNoIdOfAnotherAltogether) {
  EXPECT_EQ(nearest("AB", {"XY"}), "");
  EXPECT_EQ(nearest("AB", {"XB"}), "XB?");
}

TEST(NearestId, StopsWhereTheBudgetEndsOrNothingNearerCanCome) {
  std::size_t budget = 3;
  NearestId first{"T1", budget};
  EXPECT_TRUE(first.offer("T99"));
  EXPECT_TRUE(first.offer("T2"));
  EXPECT_FALSE(first.offer("T3")) << "one edit is as near as a wrong id can be";
  EXPECT_EQ(budget, 1U) << "what is not compared costs nothing";
  NearestId second{"T1", budget};
  EXPECT_TRUE(second.offer("Q77"));
  EXPECT_FALSE(second.offer("T2")) << "the budget is of all searches together";
  EXPECT_EQ(second.hint(), "");
}

}  // namespace
}  // namespace tieline::network
