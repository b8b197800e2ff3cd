// Every row ends in exactly one of kept, warned, no-op, set aside, and what is kept is sound.

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/history/history_faults.hpp"
#include "engine/io/history_file.hpp"
#include "tests/support/history_sketch.hpp"
#include "tests/support/packed_snapshot.hpp"
#include "tests/support/random.hpp"

namespace tieline::history {
namespace {

using network::Handling;
using network::Zone;
using test::HistorySketch;
using test::Random;

constexpr Seconds kDay = 24 * kSecondsPerHour;
constexpr Seconds kNow = 1'640'995'200;  // 2022-01-01

/// A few users and events and many rows about them, so that they clash in every way there is.
HistorySketch clashing_rows(Random& random) {
  HistorySketch s;
  s.now(kNow);
  for (auto const* id : {"A", "B", "C"}) {
    s.user({.id = id, .feeder = random.percent(50) ? "F1" : "F2"});
  }
  constexpr std::array kUsers{"A", "B", "C", "gone", "nobody"};
  constexpr std::array kEvents{"E1", "E2", "E3", "E4"};
  auto const instant = [&] {  // on a coarse grid, so that times coincide
    return random.percent(3) ? std::array{Seconds{-1}, Seconds{0}, kNow + 1,
                                          Seconds{5'000'000'000}}[random.below(4)]
                             : kNow - 40 * kDay + random.between(0, 60) * 60;
  };
  for (auto n = random.below(8); n != 0; --n) {
    auto const since = kNow + random.between(-900, -100) * kDay;
    s.slice(kUsers[random.below(4)], since, since + random.between(-5, 300) * kDay,
            random.percent(50) ? std::optional{Zone::rural} : std::nullopt, random.between(-1, 2));
  }
  for (auto n = random.below(8); n != 0; --n) {
    auto& event = s.event(kEvents[random.below(4)],
                          static_cast<OutageClass>(random.below(kOutageClassCount)));
    event.reported = random.percent(50) ? std::optional{instant()} : std::nullopt;
    event.arrived = random.percent(50) ? std::optional{instant()} : std::nullopt;
    event.equipment = random.percent(10) ? "unknown" : random.percent(50) ? "F1.head" : "";
    event.feeder = random.percent(30) ? "F1" : "";
    event.plan = random.percent(30) ? "P" : "";
    event.excluded_reason = random.percent(10) ? "typhoon" : "";
  }
  for (auto n = random.below(40); n != 0; --n) {
    auto const start = instant();
    auto& row = s.out(
        kEvents[random.below(4)], kUsers[random.below(kUsers.size())], start,
        random.percent(20) ? std::nullopt : std::optional{start + random.between(-1, 8) * 60});
    if (random.percent(20)) {
      row.allowed_kw = static_cast<float>(random.between(0, 3));
      row.before_kw = random.percent(80) ? static_cast<float>(random.between(0, 3)) : kUnknown;
    }
    row.exclusion_reason = random.percent(10) ? "own" : "";
  }
  for (auto n = random.below(4); n != 0; --n) {
    s.official_med(instant() / kDay * kDay);
  }
  return s;
}

struct Outcome {
  HistoryPtr history;
  network::FaultLog log;
  std::array<RowCounts, kFileKindCount> counts;
};
void build(HistorySketch const& s, network::NetworkModel const& model, int times, Outcome& to) {
  Builder builder{model, to.log, kNow};
  for (int i = 0; i < times; ++i) {
    s.feed(builder);
  }
  to.history = builder.finish();
  for (std::size_t file = 0; file < kFileKindCount; ++file) {
    to.counts[file] = builder.counts(static_cast<FileKind>(file));
  }
}

std::string proved_bytes(History const& history) {
  auto const bytes = io::to_packed_bytes(history);
  auto const opened = io::open_history(test::PackedSnapshot{bytes}.bytes(), nullptr);
  EXPECT_TRUE(opened) << opened.error().en;
  return bytes;
}

TEST(HistoryAccount, PropertyEveryRowEndsInExactlyOnePlace) {
  constexpr std::uint64_t kSeed = 5979;
  SCOPED_TRACE(kSeed);
  Random random{kSeed};
  std::array<std::uint64_t, 4> seen{};
  std::set<FaultKind const*> kinds;
  for (int round = 0; round < 3000; ++round) {
    SCOPED_TRACE(round);
    auto const s = clashing_rows(random);
    auto const model = s.network();
    Outcome once;
    build(s, *model, 1, once);
    std::array<std::set<std::uint32_t>, kFileKindCount> aside;
    for (auto const& fault : once.log.all()) {
      kinds.insert(fault.kind);
      for (std::size_t file = 0; file < kFileKindCount; ++file) {
        if (fault.file == kFileNames[file] && fault.handling == Handling::quarantine) {
          aside[file].insert(fault.row);
        }
      }
    }
    for (std::size_t file = 0; file < kFileKindCount; ++file) {
      auto const& c = once.counts[file];
      ASSERT_EQ(c.rows, c.kept + c.warned + c.no_op + c.set_aside) << kFileNames[file];
      ASSERT_EQ(c.set_aside, aside[file].size()) << kFileNames[file];
      seen[0] += c.kept;
      seen[1] += c.warned;
      seen[2] += c.no_op;
      seen[3] += c.set_aside;
    }
    auto const& records = once.counts[static_cast<std::size_t>(FileKind::interruptions)];
    ASSERT_EQ(records.kept + records.warned, once.history->n_record());
    auto const& meds = once.counts[static_cast<std::size_t>(FileKind::med)];
    ASSERT_GE(meds.kept + meds.warned, once.history->col().official_meds.size());
    ASSERT_TRUE(proved_bytes(*once.history) == io::to_packed_bytes(*once.history));
    if (testing::Test::HasFailure()) {
      return;
    }
  }
  for (auto const n : seen) {
    EXPECT_GT(n, 1000U);
  }
  EXPECT_GE(kinds.size(), 24U) << "the rows must meet nearly every rule";
}

TEST(HistoryAccount, PropertyTheSameRowsTwiceAreTheSameHistory) {
  constexpr std::uint64_t kSeed = 62;
  SCOPED_TRACE(kSeed);
  Random random{kSeed};
  for (int round = 0; round < 2000; ++round) {
    SCOPED_TRACE(round);
    auto const s = clashing_rows(random);
    auto const model = s.network();
    Outcome once;
    Outcome twice;
    build(s, *model, 1, once);
    build(s, *model, 2, twice);
    ASSERT_TRUE(io::to_packed_bytes(*once.history) == io::to_packed_bytes(*twice.history));
  }
}

TEST(HistoryAccount, WhatIsSaidOftenIsShownTwentyTimesThenCounted) {
  HistorySketch s;
  s.user({.id = "A"});
  for (int i = 0; i < 50; ++i) {
    s.event("P" + std::to_string(i), OutageClass::planned_maintenance);
    s.out("none", "nobody", 1000 + i, 2000);
  }
  network::FaultLog log;
  static_cast<void>(s.build(log));
  EXPECT_EQ(log.count(Handling::quarantine), 50U) << "rows set aside are all named";
  EXPECT_EQ(log.count(Handling::warn), 21U);
  auto const last = std::ranges::find_if(
      log.all(), [](auto const& fault) { return fault.kind == &kPlanMissing && fault.row == 0; });
  ASSERT_NE(last, log.all().end());
  EXPECT_EQ(last->hint, "+30");
}

TEST(HistoryAccount, AnEndFillsAnOpenRowInEitherOrder) {
  for (bool const open_first : {true, false}) {
    HistorySketch s;
    s.user({.id = "A"}).now(kNow);
    s.event("E", OutageClass::fault_internal);
    auto const start = kNow - kDay;
    s.out("E", "A", start, open_first ? std::nullopt : std::optional{start + 60});
    s.out("E", "A", start, open_first ? std::optional{start + 60} : std::nullopt);
    auto const history = s.build();
    ASSERT_EQ(history->n_record(), 1U);
    EXPECT_EQ(history->col().record_end.raw()[0], static_cast<Instant>(start + 60));
  }
}

TEST(HistoryFaultKinds, SayEverythingInBothLanguages) {
  std::string_view last;
  for (auto const* kind : history_fault_kinds()) {
    SCOPED_TRACE(std::string{kind->code} + " " + std::string{kind->en});
    EXPECT_LE(last, kind->code);
    last = kind->code;
    EXPECT_FALSE(kind->en_hint.empty());
    EXPECT_FALSE(kind->zh_hint.empty());
    network::Fault const fault{
        .kind = kind, .file = "f.csv", .row = 3, .value = "VAL", .other = "OTH"};
    auto const en = to_text(fault, network::Language::en);
    auto const zh = to_text(fault, network::Language::zh);
    EXPECT_EQ(en.find('{'), std::string::npos);
    EXPECT_EQ(zh.find('{'), std::string::npos);
    EXPECT_EQ(en.find("VAL") == std::string::npos, zh.find("VAL") == std::string::npos);
    EXPECT_EQ(en.find("OTH") == std::string::npos, zh.find("OTH") == std::string::npos);
  }
  EXPECT_GE(history_fault_kinds().size(), 30U);
}

}  // namespace
}  // namespace tieline::history
