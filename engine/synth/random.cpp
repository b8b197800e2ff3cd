#include "engine/synth/random.hpp"

#include <algorithm>
#include <cmath>

#include <Random123/philox.h>

#include "engine/base/check.hpp"

namespace tieline::synth {

Draws::Draws(std::uint64_t seed, Stream stream, std::uint32_t item)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)},
      counter_{0, item, static_cast<std::uint32_t>(stream), 0} {}

std::uint32_t Draws::bits() {
  if (used_ == block_.size()) {
    auto const out = r123::Philox4x32{}({{counter_[0], counter_[1], counter_[2], counter_[3]}},
                                        {{key_[0], key_[1]}});
    std::copy(out.begin(), out.end(), block_.begin());
    ++counter_[0];
    used_ = 0;
  }
  return block_[used_++];
}

double Draws::uniform() {
  return static_cast<double>(bits()) * 0x1p-32;
}

std::uint32_t Draws::below(std::uint32_t count) {
  TIELINE_DCHECK(count > 0);
  return static_cast<std::uint32_t>((std::uint64_t{bits()} * count) >> 32U);
}

double Draws::normal() {
  std::uint32_t sum = 0;
  for (auto i = 0; i < 6; ++i) {
    auto const pair = bits();
    sum += (pair >> 16U) + (pair & 0xFFFFU);
  }
  // Twelve figures (h + 1/2) / 2^16 have mean 6 and variance 1.
  return (static_cast<double>(sum) + 6.0) * 0x1p-16 - 6.0;
}

std::uint32_t Draws::poisson(double mean) {
  auto const floor = exponential(-mean);
  auto product = uniform();
  std::uint32_t count = 0;
  while (product > floor) {
    product *= uniform();
    ++count;
  }
  return count;
}

double exponential(double x) {
  TIELINE_DCHECK(x >= -60 && x <= 60);
  constexpr auto kLog2E = 1.4426950408889634;
  constexpr auto kLn2High = 0.693147180369123816490;  // ln 2 in two parts: k * high is exact
  constexpr auto kLn2Low = 1.90821492927058770002e-10;
  auto const k = static_cast<int>(x * kLog2E + (x < 0 ? -0.5 : 0.5));
  auto const r = (x - k * kLn2High) - k * kLn2Low;  // |r| <= ln2 / 2
  auto sum = 1.0;
  for (auto term = 14; term > 0; --term) {  // Taylor by Horner: r^15/15! < 1e-19
    sum = 1.0 + sum * r / term;
  }
  auto scale = 1.0;  // 2^k by exact multiplications
  for (auto i = k; i > 0; --i) {
    scale *= 2.0;
  }
  for (auto i = k; i < 0; ++i) {
    scale *= 0.5;
  }
  return sum * scale;
}

double draw(Draws& draws, Lognormal const& spread) {
  auto const figure = spread.median * exponential(spread.sigma * draws.normal());
  return std::min(std::max(figure, spread.min), spread.max);
}

std::uint32_t draw(Draws& draws, Triangular const& spread) {
  auto const low = static_cast<double>(spread.min) - 0.5;
  auto const high = static_cast<double>(spread.max) + 0.5;
  auto const mode = static_cast<double>(spread.mode);
  auto const u = draws.uniform();
  auto const figure = u * (high - low) < mode - low
                          ? low + std::sqrt(u * (high - low) * (mode - low))
                          : high - std::sqrt((1 - u) * (high - low) * (high - mode));
  return std::clamp(static_cast<std::uint32_t>(figure + 0.5), spread.min, spread.max);
}

double draw(Draws& draws, Bell const& spread) {
  return std::clamp(spread.mean + spread.sd * draws.normal(), spread.min, spread.max);
}

}  // namespace tieline::synth
