#include "engine/indices/answer.hpp"

namespace tieline::indices {
namespace {

void add(Sums& sums, Sums const& other, std::int64_t sign) {
  indices::add(sums.seconds, other.seconds, sign);
  indices::add(sums.interruptions, other.interruptions, sign);
  indices::add(sums.momentary_seconds, other.momentary_seconds, sign);
  indices::add(sums.momentary, other.momentary, sign);
  indices::add(sums.momentary_events, other.momentary_events, sign);
  indices::add(sums.med_seconds, other.med_seconds, sign);
  indices::add(sums.med_interruptions, other.med_interruptions, sign);
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
