// Draws: the same everywhere, and of the shape they are said to have.

#include "engine/synth/random.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace tieline::synth::test {
namespace {

constexpr std::uint64_t kSeed = 20260101;

TEST(Draws, are_a_function_of_seed_stream_and_item) {
  Draws one{1, Stream::feeder, 7};
  Draws same{1, Stream::feeder, 7};
  Draws other_seed{1ULL << 40U | 1U, Stream::feeder, 7};
  Draws other_stream{1, Stream::plan, 7};
  Draws other_item{1, Stream::feeder, 8};
  auto equal = 0;
  for (auto i = 0; i < 100; ++i) {
    auto const bits = one.bits();
    EXPECT_EQ(bits, same.bits());
    equal += bits == other_seed.bits() ? 1 : 0;
    equal += bits == other_stream.bits() ? 1 : 0;
    equal += bits == other_item.bits() ? 1 : 0;
  }
  EXPECT_EQ(equal, 0);
}

TEST(Draws, below_reaches_every_figure_and_no_other) {
  Draws draws{kSeed, Stream::naming, 0};
  std::map<std::uint32_t, int> seen;
  for (auto i = 0; i < 7000; ++i) {
    ++seen[draws.below(7)];
  }
  ASSERT_EQ(seen.size(), 7U);
  for (auto const& [figure, times] : seen) {
    EXPECT_LT(figure, 7U);
    EXPECT_NEAR(times, 1000, 150);
  }
}

TEST(Draws, normal_has_mean_zero_deviation_one_and_bell_quantiles) {
  Draws draws{kSeed, Stream::feeder, 1};
  std::vector<double> figures(100'000);
  double sum = 0;
  double squares = 0;
  for (auto& figure : figures) {
    figure = draws.normal();
    sum += figure;
    squares += figure * figure;
  }
  EXPECT_NEAR(sum / 1e5, 0, 0.01);
  EXPECT_NEAR(squares / 1e5, 1, 0.015);
  std::sort(figures.begin(), figures.end());
  EXPECT_NEAR(figures[84'134], 1.0, 0.03);
  EXPECT_NEAR(figures[2'275], -2.0, 0.05);
  EXPECT_GE(figures.front(), -6.0);
}

TEST(Draws, poisson_has_its_mean_as_variance) {
  for (auto const mean : {0.0, 0.4, 3.5, 20.0}) {
    Draws draws{kSeed, Stream::history, 2};
    double sum = 0;
    double squares = 0;
    for (auto i = 0; i < 20'000; ++i) {
      auto const count = static_cast<double>(draws.poisson(mean));
      sum += count;
      squares += count * count;
    }
    auto const average = sum / 2e4;
    EXPECT_NEAR(average, mean, 0.03 * mean + 1e-12);
    EXPECT_NEAR(squares / 2e4 - average * average, mean, 0.06 * mean + 1e-12);
  }
}

TEST(Exponential, agrees_with_the_library_to_the_last_digits) {
  for (auto x = -40.0; x <= 40.0; x += 0.0371) {
    EXPECT_NEAR(exponential(x) / std::exp(x), 1.0, 1e-14) << x;
  }
  EXPECT_EQ(exponential(0), 1.0);
}

TEST(LognormalDraws, have_their_median_and_stay_in_bounds) {
  Draws draws{kSeed, Stream::feeder, 3};
  Lognormal const spread{.median = 6.5, .sigma = 0.55, .min = 1.5, .max = 30};
  std::vector<double> figures(20'000);
  std::generate(figures.begin(), figures.end(), [&] { return draw(draws, spread); });
  std::sort(figures.begin(), figures.end());
  EXPECT_NEAR(figures[10'000], 6.5, 0.15);
  EXPECT_NEAR(std::log(figures[16'827] / 6.5), 0.55, 0.03);
  EXPECT_GE(figures.front(), 1.5);
  EXPECT_LE(figures.back(), 30);
}

TEST(TriangularDraws, favour_the_mode_and_reach_both_ends) {
  Draws draws{kSeed, Stream::feeder, 4};
  std::map<std::uint32_t, int> seen;
  for (auto i = 0; i < 20'000; ++i) {
    ++seen[draw(draws, Triangular{.min = 3, .mode = 5, .max = 9})];
  }
  EXPECT_EQ(seen.begin()->first, 3U);
  EXPECT_EQ(seen.rbegin()->first, 9U);
  for (auto const& [figure, times] : seen) {
    EXPECT_LE(times, seen[5]) << figure;
  }
  EXPECT_EQ(draw(draws, Triangular{.min = 2, .mode = 2, .max = 2}), 2U);
}

}  // namespace
}  // namespace tieline::synth::test
