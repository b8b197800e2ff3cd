#include "engine/network/plan_tables.hpp"

#include <algorithm>

namespace tieline::network {

bool is_holiday_throughout(std::span<HolidaySpan const> holidays, Seconds start,
                           Seconds duration_s) {
  auto const end = start + std::max<Seconds>(duration_s, 1);
  auto proven = start;  // all before it, from `start` on, is holiday
  for (auto before = start - 1; proven != before && proven < end;) {
    before = proven;
    for (auto const& span : holidays) {
      if (span.from <= proven) {
        proven = std::max(proven, span.until);
      }
    }
  }
  return proven >= end;
}

}  // namespace tieline::network
