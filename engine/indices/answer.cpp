#include "engine/indices/answer.hpp"

namespace tieline::indices {
namespace {

void add(Weighted& sum, Weighted const& other, std::int64_t sign) {
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    sum[w] += sign * other[w];
  }
}

void add(Sums& sums, Sums const& other, std::int64_t sign) {
  add(sums.seconds, other.seconds, sign);
  add(sums.interruptions, other.interruptions, sign);
  add(sums.momentary_seconds, other.momentary_seconds, sign);
  add(sums.momentary, other.momentary, sign);
  add(sums.momentary_events, other.momentary_events, sign);
  add(sums.med_seconds, other.med_seconds, sign);
  add(sums.med_interruptions, other.med_interruptions, sign);
}

}  // namespace

Sums& Sums::operator+=(Sums const& other) {
  add(*this, other, 1);
  return *this;
}

Sums& Sums::operator-=(Sums const& other) {
  add(*this, other, -1);
  return *this;
}

}  // namespace tieline::indices
