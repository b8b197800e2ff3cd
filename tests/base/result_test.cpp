// Result, checks and quantities.

#include "engine/base/result.hpp"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "engine/base/check.hpp"
#include "engine/base/quantity.hpp"

namespace tieline {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) {
    return fail(ErrorCode::invalid_argument, "odd: " + std::to_string(number), "奇数");
  }
  return number / 2;
}

Result<int> quarter(int number) {
  TIELINE_TRY(once, half(number));
  TIELINE_TRY(twice, half(once));
  return twice;
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_EQ(half(8).value(), 4);
  auto const refused = half(3);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(refused.error().en, "odd: 3");
  EXPECT_EQ(refused.error().zh, "奇数");
}

TEST(Result, TryPassesTheFirstErrorOn) {
  EXPECT_EQ(quarter(8).value(), 2);
  EXPECT_EQ(quarter(7).error().en, "odd: 7");
  EXPECT_EQ(quarter(6).error().en, "odd: 3");
}

TEST(Check, PassesWhatHolds) {
  EXPECT_NO_THROW(TIELINE_CHECK(1 + 1 == 2));
}

TEST(Check, ThrowsWithTheConditionAndThePlace) {
  try {
    TIELINE_CHECK(1 + 1 == 3);
    FAIL() << "a broken invariant went on";
  } catch (BrokenInvariant const& broken) {
    std::string const text = broken.what();
    EXPECT_NE(text.find("1 + 1 == 3"), std::string::npos) << text;
    EXPECT_NE(text.find("result_test.cpp:"), std::string::npos) << text;
  }
}

TEST(Quantity, UnknownIsNeitherZeroNorInfinite) {
  EXPECT_FALSE(is_known(kUnknown));
  EXPECT_FALSE(is_known(static_cast<double>(kUnknown)));
  EXPECT_TRUE(is_known(0.0F));
  EXPECT_TRUE(is_known(std::numeric_limits<double>::infinity()));
}

TEST(Quantity, HoursComeFromExactSeconds) {
  EXPECT_EQ(to_hours(5400), 1.5);
  EXPECT_EQ(to_hours(-1800), -0.5);
}

}  // namespace
}  // namespace tieline
