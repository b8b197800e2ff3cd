// Two exports of the same history: what is gone, edited, late — and what is only new.

#include "engine/history/changes.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "tests/support/history_sketch.hpp"

namespace tieline::history {
namespace {

using test::HistorySketch;

/// Three users, events E1 (two users, one still out) and E2, changed by `edit` before it is built.
HistoryPtr drawn(std::function<void(HistorySketch&, EventRow&, InterruptionRow&)> const& edit) {
  HistorySketch s;
  for (auto const* id : {"A", "B", "C"}) {
    s.user({.id = id});
  }
  auto& first = s.event("E1", OutageClass::fault_internal);
  first.cause = "tree";
  s.event("E2", OutageClass::planned_maintenance);
  auto& row = s.out("E1", "A", s.at("2021-05-03 08:00"), s.at("2021-05-03 10:00"));
  s.out("E1", "B", s.at("2021-05-03 08:00"), std::nullopt);
  s.out("E2", "A", s.at("2021-06-01 08:00"), s.at("2021-06-01 09:00"));
  if (edit) {
    edit(s, first, row);
  }
  return s.build();
}

/// "B76 interruptions.csv: E1 (2.000 → 3.000)", a line a finding.
std::string told(HistoryPtr const& before, HistoryPtr const& after) {
  network::FaultLog log;
  tell_changes(*before, *after, log);
  std::string text;
  for (auto const& fault : log.all()) {
    EXPECT_EQ(fault.handling, network::Handling::warn);
    text += std::string{fault.kind->code} + " " + fault.file.substr(8) +
            (fault.column.empty() ? "" : ":" + fault.column) + " " + fault.value +
            (fault.other.empty() ? "" : " (" + fault.other + ")") + "\n";
  }
  return text;
}

TEST(HistoryChanges, OfTheSameRowsInAnyOrderThereAreNone) {
  auto const before = drawn({});
  EXPECT_EQ(told(before, drawn({})), "");
  HistorySketch s;
  for (auto const* id : {"C", "B", "A"}) {
    s.user({.id = id});
  }
  s.event("E2", OutageClass::planned_maintenance);
  s.event("E1", OutageClass::fault_internal).cause = "tree";
  s.out("E2", "A", s.at("2021-06-01 08:00"), s.at("2021-06-01 09:00"));
  s.out("E1", "B", s.at("2021-05-03 08:00"), std::nullopt);
  s.out("E1", "A", s.at("2021-05-03 08:00"), s.at("2021-05-03 10:00"));
  EXPECT_EQ(told(before, s.build()), "");
}

TEST(HistoryChanges, AnEndForAnOpenRowAndLaterEventsAreNone) {
  auto const after = drawn([](HistorySketch& s, EventRow&, InterruptionRow&) {
    s.event("E3", OutageClass::fault_internal);
    s.out("E3", "C", s.at("2021-06-01 09:00"), s.at("2021-06-02 09:00"));
  });
  EXPECT_EQ(told(drawn({}), after), "");
  HistorySketch s;
  for (auto const* id : {"A", "B", "C"}) {
    s.user({.id = id});
  }
  s.event("E1", OutageClass::fault_internal).cause = "tree";
  s.event("E2", OutageClass::planned_maintenance);
  s.out("E1", "A", s.at("2021-05-03 08:00"), s.at("2021-05-03 10:00"));
  s.out("E1", "B", s.at("2021-05-03 08:00"), s.at("2021-05-03 12:00"));
  s.out("E2", "A", s.at("2021-06-01 08:00"), s.at("2021-06-01 09:00"));
  auto const closed = s.build();
  EXPECT_EQ(told(drawn({}), closed), "");
  EXPECT_EQ(told(closed, drawn({})), "B76 interruptions.csv E1 (6.000 → 2.000)\n")
      << "an end that was taken back is one";
}

TEST(HistoryChanges, NameWhatIsEdited) {
  auto const before = drawn({});
  auto const with = [&](auto edit) {
    return told(before, drawn([&](HistorySketch& s, EventRow& event, InterruptionRow& row) {
                  edit(s, event, row);
                }));
  };
  EXPECT_EQ(with([](auto& s, auto&, auto& row) { row.end = s.at("2021-05-03 11:00"); }),
            "B76 interruptions.csv E1 (2.000 → 3.000)\n");
  EXPECT_EQ(with([](auto& s, auto&, auto& row) { row.user = s.keep("C"); }),
            "B76 interruptions.csv E1 (2.000 → 2.000)\n");
  EXPECT_EQ(with([](auto&, auto&, auto& row) {
              row.allowed_kw = 50;
              row.before_kw = 100;
            }),
            "B76 interruptions.csv E1 (2.000 → 2.000)\n");
  EXPECT_EQ(with([](auto& s, auto&, auto&) {
              s.out("E1", "C", s.at("2021-05-03 08:00"), s.at("2021-05-03 09:00"));
            }),
            "B76 interruptions.csv E1 (2.000 → 3.000)\n");
  EXPECT_EQ(with([](auto&, auto& event, auto&) { event.cause = "bird"; }),
            "B76 events.csv:cause E1 (2.000 → 2.000)\n");
  EXPECT_EQ(with([](auto&, auto& event, auto&) { event.external = network::Answer::yes; }),
            "B76 events.csv:external E1 (2.000 → 2.000)\n");
  EXPECT_EQ(with([](auto&, auto& event, auto&) { event.excluded_reason = "storm"; }),
            "B76 events.csv:excluded_reason E1 (2.000 → 2.000)\n");
  EXPECT_EQ(with([](auto& s, auto&, auto&) {
              s.event("E0", OutageClass::fault_internal);
              s.out("E0", "C", s.at("2021-05-31 08:00"), s.at("2021-05-31 12:00"));
            }),
            "B76 events.csv E0 (4.000)\n")
      << "it began before the earlier export ended";
}

TEST(HistoryChanges, NameWhatIsGone) {
  HistorySketch s;
  s.user({.id = "B"});
  s.event("E1", OutageClass::fault_internal).cause = "tree";
  s.out("E1", "B", s.at("2021-05-03 08:00"), std::nullopt);
  EXPECT_EQ(told(drawn({}), s.build()),
            "B77 users.csv A\n"
            "B77 users.csv C\n"
            "B76 interruptions.csv E1 (2.000 → 0.000)\n"
            "B77 events.csv E2 (1.000)\n");
}

TEST(HistoryChanges, AreShownTwentyTimesThenCounted) {
  HistorySketch s;
  s.user({.id = "A"});
  for (int i = 0; i < 25; ++i) {
    auto const id = s.keep("E" + std::to_string(i));
    s.event(id, OutageClass::fault_internal);
    s.out(id, "A", s.at("2021-05-03 08:00") + i * 7200, s.at("2021-05-03 09:00") + i * 7200);
  }
  HistorySketch none;
  none.user({.id = "A"});
  network::FaultLog log;
  tell_changes(*s.build(), *none.build(), log);
  ASSERT_EQ(log.all().size(), 21U);
  EXPECT_EQ(log.all().back().hint, "+5");
}

}  // namespace
}  // namespace tieline::history
