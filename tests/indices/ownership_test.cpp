// Who owns a dark second, and how long an event lasted.

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "tests/support/plain_calendar.hpp"
#include "tests/support/plain_history.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using indices::Query;
using indices::Row;

constexpr Seconds kHour = 3600;

class Ownership : public testing::Test {
 protected:
  Ownership() {
    plain_.users = {{.id = "T1"}, {.id = "T2"}};
    plain_.events = {{.id = "fault", .outage_class = OutageClass::fault_internal},
                     {.id = "work", .outage_class = OutageClass::planned_maintenance}};
  }
  void out(std::string event, std::string user, Seconds from_h, Seconds to_h,
           std::optional<std::int64_t> allowed_w = {}) {
    plain_.records.push_back({.event = std::move(event),
                              .user = std::move(user),
                              .start = start_ + from_h * kHour,
                              .end = start_ + to_h * kHour,
                              .allowed_w = allowed_w,
                              .before_w = allowed_w ? std::optional{1000L} : std::nullopt});
  }
  Row total() const {
    Query query;
    query.from = start_ - kHour;
    query.to = start_ + 100 * kHour;
    return indices::compute(*built(plain_), query).value().rows.at(0);
  }
  Seconds start_ = utc(2021, 5, 3);
  PlainHistory plain_;
};

TEST_F(Ownership, TheLargerLossOwnsTheTimeOfTwoLimitations) {
  out("work", "T1", 0, 10, 700);  // loses 30 %
  out("fault", "T1", 2, 4, 100);  // loses 90 % for two of ten hours
  auto const row = total();
  EXPECT_EQ(row.by_nature[0].seconds[0], 2 * kHour * 9 / 10);
  EXPECT_EQ(row.by_nature[1].seconds[0], 8 * kHour * 3 / 10);
}

TEST_F(Ownership, OfEqualLossesTheEventThatBeganFirstOwnsTheTime) {
  out("work", "T1", 0, 10, 500);
  out("fault", "T1", 2, 12, 500);
  auto const row = total();
  EXPECT_EQ(row.by_nature[1].seconds[0], 5 * kHour);
  EXPECT_EQ(row.by_nature[0].seconds[0], kHour);
}

TEST_F(Ownership, AnEventLastsAsLongWhenItsRecordIsSplit) {
  out("fault", "T1", 0, 6);
  auto const whole = total();
  plain_.records.clear();
  out("fault", "T1", 0, 2);
  out("fault", "T1", 2, 6);
  auto const split = total();
  EXPECT_EQ(whole.events.seconds, 6 * kHour);
  EXPECT_EQ(split.events, whole.events);
  EXPECT_EQ(split.total, whole.total);
}

TEST_F(Ownership, AnEventEndsWhereAnotherTakesOver) {
  out("fault", "T1", 0, 6);
  out("work", "T1", 4, 9);  // three hours more, of the same dark interval
  auto const row = total();
  EXPECT_EQ(row.total.interruptions[0], 1);
  EXPECT_EQ(row.events.count, 1);
  EXPECT_EQ(row.events.seconds, 6 * kHour);
  EXPECT_EQ(row.by_nature[1].seconds[0], 3 * kHour);
}

}  // namespace
}  // namespace tieline::test
