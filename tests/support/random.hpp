#pragma once
// Seeded numbers that are the same on every machine and library.

#include <cstddef>
#include <cstdint>

namespace tieline::test {

/// SplitMix64: a counter hashed to 64 bits. The standard distributions differ between libraries.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{mix(seed)} {}  // else near seeds share numbers

  std::uint64_t next() { return mix(state_ += 0x9E37'79B9'7F4A'7C15U); }
  /// 0 … bound − 1; 0 when `bound` is 0.
  std::size_t below(std::size_t bound) {
    return bound == 0 ? 0 : static_cast<std::size_t>(next() % bound);
  }
  /// low … high, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool percent(unsigned chance) { return below(100) < chance; }
  template <class Range>
  auto const& pick(Range const& choices) {
    return choices[below(choices.size())];
  }

 private:
  static std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31U);
  }
  std::uint64_t state_;
};

}  // namespace tieline::test
