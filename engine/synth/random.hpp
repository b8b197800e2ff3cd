#pragma once
// Counter-based draws that give the same figures on every machine and compiler.

#include <array>
#include <cstdint>
#include <limits>

namespace tieline::synth {

/// What a sequence of draws is for; part of the counter, so that one purpose never shifts another.
enum class Stream : std::uint32_t {
  feeder = 1,
  ties = 2,
  naming = 3,
  history = 4,  ///< of the last year
  plan = 5,
  registration = 6,
  rationing = 7,
  earlier_years = 8,
};

/// A sequence of draws that is a pure function of (seed, stream, item): Philox 4x32-10 of
/// Random123 (Salmon et al., SC'11). Only IEEE + - * / and sqrt are used on the way to a figure,
/// never a function of libm, because those may differ in the last bit from one machine to another.
/// Threads: one object, one thread; objects share nothing.
class Draws {
 public:
  Draws(std::uint64_t seed, Stream stream, std::uint32_t item);
  /// 32 even bits.
  [[nodiscard]] std::uint32_t bits();
  /// Even in [0, 1), a multiple of 2^-32.
  [[nodiscard]] double uniform();
  [[nodiscard]] double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Even in [0, count); `count` at least 1.
  [[nodiscard]] std::uint32_t below(std::uint32_t count);
  [[nodiscard]] bool chance(double probability) { return uniform() < probability; }
  /// Standard normal by the sum of twelve even figures: exact in integers, never beyond ±6.
  [[nodiscard]] double normal();
  /// Events of a Poisson process in one unit of time; `mean` in [0, 50].
  [[nodiscard]] std::uint32_t poisson(double mean);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  std::uint32_t used_ = 4;
};

/// e^x for |x| <= 40 by range reduction and a polynomial; relative error below 1e-14.
[[nodiscard]] double exponential(double x);

/// Positive figures spread evenly on a logarithmic scale around their median.
struct Lognormal {
  double median = 1;
  double sigma = 0;  ///< of the natural logarithm
  double min = 0;
  double max = std::numeric_limits<double>::max();
};
[[nodiscard]] double draw(Draws& draws, Lognormal const& spread);

/// Whole numbers from min to max, most often near the mode.
struct Triangular {
  std::uint32_t min = 1, mode = 1, max = 1;
};
[[nodiscard]] std::uint32_t draw(Draws& draws, Triangular const& spread);

/// Bell-shaped between min and max: a draw outside is moved to the bound.
struct Bell {
  double mean = 0, sd = 0, min = 0, max = 1;
};
[[nodiscard]] double draw(Draws& draws, Bell const& spread);

}  // namespace tieline::synth
