// Builder: rows → History.

#include "engine/history/build.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/history_sketch.hpp"

namespace tieline::history {
namespace {

using network::Zone;
using test::HistorySketch;

TEST(HistoryBuild, WithoutRowsUsersAreRegisteredForAllTime) {
  HistorySketch s;
  s.user({.id = "U1", .zone = Zone::rural, .households = 7, .kva = 315, .organisation = "O"});
  auto const h = s.build();
  ASSERT_EQ(h->n_user(), 1U);
  EXPECT_EQ(h->n_record(), 0U);
  EXPECT_EQ(h->n_event(), 0U);
  UserId const user{0U};
  ASSERT_EQ(h->slices_of(user).size(), 1U);
  auto const slice = h->slices_of(user).first();
  EXPECT_EQ(h->col().slice_since[slice], 0U);
  EXPECT_EQ(h->col().slice_until[slice], kForever);
  EXPECT_EQ(h->col().slice_zone[slice], Zone::rural);
  EXPECT_EQ(h->col().slice_households[slice], 7U);
  EXPECT_EQ(h->id_of(user), "U1");
  EXPECT_EQ(h->name_of(h->col().user_organisation[user]), "O");
  EXPECT_EQ(h->name_of(h->col().user_feeder[user]), "F1");
  EXPECT_TRUE(h->col().user_grid_cell[user].is_none());
  EXPECT_EQ(h->col().user_capacity_va[user], 315'000U);
  EXPECT_EQ(h->time_zone(), "Asia/Shanghai");
}

TEST(HistoryBuild, RecordsAscendByUserStartEndEvent) {
  HistorySketch s;
  s.user({.id = "A"}).user({.id = "B"});
  s.event("late", OutageClass::fault_internal);
  s.event("early", OutageClass::planned_maintenance).plan = "P";
  s.out("late", "B", 5000, 6000);
  s.out("late", "A", 5000, 7000);
  s.out("early", "B", 1000, 2000);
  s.out("early", "A", 5000, 6500);
  auto const h = s.build();
  ASSERT_EQ(h->n_record(), 4U);
  std::string found;
  for (auto const user : h->col().user_ref.ids()) {
    for (auto const record : h->records_of(user)) {
      found += std::string{h->id_of(user)} + " " + std::to_string(h->col().record_start[record]) +
               "-" + std::to_string(h->col().record_end[record]) + " " +
               std::string{h->id_of(h->col().record_event[record])} + "\n";
    }
  }
  EXPECT_EQ(found, "A 5000-6500 early\nA 5000-7000 late\nB 1000-2000 early\nB 5000-6000 late\n");
  auto const late = h->find_event("late");
  EXPECT_EQ(h->col().event_begin[late], 5000U);
  EXPECT_EQ(h->col().event_end[late], 7000U);
  EXPECT_EQ(h->col().event_kind[late].outage_class(), OutageClass::fault_internal);
}

}  // namespace
}  // namespace tieline::history
