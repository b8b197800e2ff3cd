#include "services/adapters/rounding.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace tieline::services {
namespace {

TEST(Rounding, HalvesGoAwayFromZero) {
  EXPECT_EQ(fixed(0.0625, 3), "0.063") << "225 s in hours; to even it would be 0.062";
  EXPECT_EQ(fixed(-0.0625, 3), "-0.063");
  EXPECT_EQ(fixed(2.5, 0), "3");
  EXPECT_EQ(fixed(0.125, 2), "0.13");
  EXPECT_EQ(fixed(1.0005, 3), "1.001") << "its double lies below the half";
  EXPECT_EQ(fixed(4.70005, 4), "4.7001");
}

TEST(Rounding, OtherFiguresGoToTheNearest) {
  EXPECT_EQ(fixed(0.06249, 3), "0.062");
  EXPECT_EQ(fixed(14.52, 3), "14.520");
  EXPECT_EQ(fixed(99.8342, 4), "99.8342");
  EXPECT_EQ(fixed(-0.0001, 3), "0.000") << "no negative zero";
  EXPECT_EQ(fixed(0, 0), "0");
  EXPECT_EQ(fixed(999.9996, 3), "1000.000");
  EXPECT_EQ(fixed(123456789012345680.0, 3), "123456789012345680.000");
  EXPECT_EQ(fixed(std::numeric_limits<double>::infinity(), 2), "inf");
}

}  // namespace
}  // namespace tieline::services
