#include "engine/indices/answer.hpp"

namespace tieline::indices {
namespace {

void add(Sums& sums, Sums const& other, std::int64_t sign) {
  add_weighted(sums.seconds, other.seconds, sign);
  add_weighted(sums.interruptions, other.interruptions, sign);
  add_weighted(sums.momentary_seconds, other.momentary_seconds, sign);
  add_weighted(sums.momentary, other.momentary, sign);
  add_weighted(sums.momentary_events, other.momentary_events, sign);
  add_weighted(sums.med_seconds, other.med_seconds, sign);
  add_weighted(sums.med_interruptions, other.med_interruptions, sign);
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
