// Packed histories: what comes back, and what damage and lies come to.

#include "engine/io/history_file.hpp"

#include <cstring>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/io/packed_file.hpp"
#include "engine/io/snapshot.hpp"
#include "tests/support/history_sketch.hpp"
#include "tests/support/packed_snapshot.hpp"
#include "tests/support/random.hpp"

namespace tieline::io {
namespace {

using history::HistoryPtr;
using history::Kind;
using history::OutageClass;
using network::Zone;
using test::HistorySketch;
using test::PackedSnapshot;

/// Two slices, events of every sort, partial, excluded and open records, an official day.
HistoryPtr busy_history() {
  HistorySketch s;
  s.user({.id = "A", .organisation = "东区", .grid_cell = "G1"});
  s.user({.id = "B", .zone = Zone::rural, .households = 30, .feeder = "F2"});
  s.slice("A", s.at("2020-01-01"), s.at("2021-06-01"), Zone::rural);
  s.slice("A", s.at("2021-06-01"), {}, Zone::urban, 5);
  s.slice("gone", {}, s.at("2021-02-01"), Zone::town, 2);
  s.event("E1", OutageClass::fault_internal).cause = "雷击";
  s.event("E2", OutageClass::rationing_grid);
  s.event("E3", OutageClass::fault_external).excluded_reason = "台风";
  s.out("E1", "A", s.at("2021-05-03 08:00"), s.at("2021-05-03 09:00"));
  s.out("E1", "B", s.at("2021-05-03 08:00"), s.at("2021-05-03 09:30"));
  auto& partial = s.out("E2", "B", s.at("2021-07-01 12:00"), s.at("2021-07-01 14:00"));
  partial.allowed_kw = 50;
  partial.before_kw = 200;
  s.out("E3", "gone", s.at("2021-01-03 08:00"), s.at("2021-01-03 09:00"));
  s.out("E1", "A", s.at("2021-09-01 08:00"), {});
  s.out("E1", "B", s.at("2021-09-01 08:00"), {}).exclusion_reason = "own choice";
  s.official_med(s.at("2021-05-03"));
  return s.build();
}

std::vector<std::string> columns_of(history::History const& history) {
  std::vector<std::string> bytes;
  history::for_each_column(history.col(), [&](char const* name, auto const& column) {
    auto const rows = std::as_bytes(column.raw());
    bytes.push_back(name + std::string{":"});
    bytes.back().append(reinterpret_cast<char const*>(rows.data()), rows.size());  // NOLINT
  });
  return bytes;
}

PackedSnapshot packed(history::History const& history) {
  return PackedSnapshot{to_packed_bytes(history)};
}

Result<HistoryPtr> opened(PackedSnapshot const& file) {
  return open_history(file.bytes(), nullptr, 2);
}

TEST(HistoryFile, GivesBackEveryColumn) {
  for (auto const& history : {busy_history(), HistorySketch{}.user({.id = "A"}).build()}) {
    auto const file = packed(*history);
    auto const again = opened(file);
    ASSERT_TRUE(again) << again.error().en;
    EXPECT_EQ(columns_of(**again), columns_of(*history));
    auto const* const text = (*again)->col().text.raw().data();
    EXPECT_TRUE(text >= file.begin() && text < file.begin() + file.bytes().size())
        << "columns are read where they lie";
  }
}

TEST(HistoryFile, FileAndMemoryHoldTheSameBytes) {
  test::ScratchFolder const folder;
  auto const history = busy_history();
  auto const path = folder.path() / "year.history";
  auto const written = write_history(*history, path);
  ASSERT_TRUE(written) << written.error().en;
  EXPECT_EQ(test::read_bytes(path), to_packed_bytes(*history));
  EXPECT_EQ(*written, to_packed_bytes(*history).size());
  auto const again = open_history(path);
  ASSERT_TRUE(again) << again.error().en;
  EXPECT_EQ(columns_of(**again), columns_of(*history));
  EXPECT_EQ(open_history(folder.path() / "no such file").error().code, ErrorCode::file_missing);
}

TEST(HistoryFile, EverySingleFlippedBitAndTruncationIsNoticed) {
  auto const file = packed(*busy_history());
  ASSERT_TRUE(opened(file));
  for (std::size_t bit = 0; bit < 8 * file.bytes().size(); ++bit) {
    auto& byte = file.begin()[bit / 8];
    auto const mask = static_cast<char>(1U << (bit % 8));
    byte = static_cast<char>(byte ^ mask);
    auto const refused = opened(file);
    ASSERT_FALSE(refused) << "bit " << bit % 8 << " of byte " << bit / 8;
    ASSERT_EQ(refused.error().code, ErrorCode::file_corrupt) << refused.error().en;
    byte = static_cast<char>(byte ^ mask);
  }
  for (std::size_t size = 0; size < file.bytes().size(); size += 7) {
    EXPECT_FALSE(open_history(file.bytes().substr(0, size), nullptr)) << size;
  }
}

TEST(HistoryFile, ASnapshotIsNoHistoryNorTheOtherWayRound) {
  auto const history = packed(*busy_history());
  EXPECT_FALSE(history.open());
  auto const snapshot = PackedSnapshot::of(*HistorySketch{}.user({.id = "A"}).network());
  auto const refused = opened(snapshot);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().en.starts_with("not a tieline packed history")) << refused.error().en;
}

TEST(HistoryFile, ANewerVersionIsToldFromDamage) {
  auto const file = packed(*busy_history());
  ++file.header().version;
  file.seal();
  EXPECT_EQ(opened(file).error().code, ErrorCode::file_too_new);
}

/// Right checksums over wrong content: each lie breaks one invariant of History.
TEST(HistoryFile, LiesWithRightChecksumsAreRefused) {
  auto const sound = packed(*busy_history());
  auto const refused = [&](std::string_view column, auto const& lie) {
    auto const file = PackedSnapshot{sound.bytes()};
    lie(file);
    file.seal();
    auto const result = opened(file);
    ASSERT_FALSE(result) << column;
    EXPECT_EQ(result.error().code, ErrorCode::file_corrupt);
    EXPECT_NE(result.error().en.find(column), std::string::npos) << result.error().en;
  };
  using U32 = std::uint32_t;
  auto const set = [](std::string_view name, std::size_t row, U32 value) {
    return [=](PackedSnapshot const& file) { file.column<U32>(name)[row] = value; };
  };
  refused("user_first_record", set("user_first_record", 0, 1));
  refused("user_first_record", set("user_first_record", 1, 99));
  refused("user_first_record", set("user_first_record", 3, 7));
  refused("user_first_slice", set("user_first_slice", 3, 3));
  refused("slice_since", set("slice_since", 1, 0));
  refused("slice_since", set("slice_until", 0, 0));
  refused("slice_zone",
          [](auto const& file) { file.template column<std::uint8_t>("slice_zone")[0] = 5; });
  refused("event_cause", set("event_cause", 0, 99));
  refused("event_kind",
          [](auto const& file) { file.template column<std::uint8_t>("event_kind")[0] = 12; });
  refused("record_event", set("record_event", 0, 3));
  refused("record_start", set("record_start", 1, 5));
  refused("record_start", set("record_end", 0, 5));
  refused("record_kind", [](auto const& file) {  // the user that is gone has the excluded one
    file.template column<std::uint8_t>("record_kind")[5] &= 0x3FU;
  });
  refused("exclusions", [](auto const& file) {
    file.template column<std::uint8_t>("record_kind")[0] |= Kind::kExcluded;
  });
  refused("limitations", [](auto const& file) {
    file.template column<std::uint8_t>("record_kind")[0] |= Kind::kPartial;
  });
  refused("limitations", [](auto const& file) {
    file.template column<history::Limitation>("limitations")[0].allowed_w = 200'000;
  });
  refused("limitations", [](auto const& file) {
    file.template column<history::Limitation>("limitations")[0].before_w = std::int64_t{1} << 40U;
  });
  refused("user_ref", [](auto const& file) {
    file.template column<network::TextRef>("user_ref")[0].length = 99'999;
  });
  refused("text", [](auto const& file) { file.template column<char>("text")[0] = '\xFF'; });
}

/// Content changed at random under right checksums: refused, or fit to be walked through.
TEST(HistoryFile, PropertyRandomLiesNeverCrash) {
  constexpr std::uint64_t kSeed = 79;
  SCOPED_TRACE(kSeed);
  test::Random random{kSeed};
  auto const sound = packed(*busy_history());
  std::size_t n_opened = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto const file = PackedSnapshot{sound.bytes()};
    auto const entries = file.entries();
    for (auto n = 1 + random.below(3); n != 0; --n) {
      auto const& entry = entries[random.below(entries.size())];
      if (entry.rows != 0) {
        auto const at = entry.offset + random.below(entry.rows * entry.element_size);
        file.begin()[at] = static_cast<char>(random.percent(50) ? random.below(4) : random.next());
      }
    }
    file.seal();
    auto const result = opened(file);
    if (!result) {
      continue;
    }
    ++n_opened;
    auto const& h = **result;
    std::size_t seen = h.case_name().size() + h.time_zone().size();
    for (auto const user : h.col().user_ref.ids()) {
      seen += h.id_of(user).size() + h.name_of(h.col().user_feeder[user]).size();
      for (auto const slice : h.slices_of(user)) {
        seen += static_cast<std::size_t>(h.col().slice_zone[slice]);
      }
      for (auto const record : h.records_of(user)) {
        seen += h.id_of(h.col().record_event[record]).size();
        seen +=
            h.col().record_kind[record].is_partial() ? h.limitation_of(record).record.index() : 0;
      }
    }
    EXPECT_NE(seen, 0U);
  }
  EXPECT_GT(n_opened, 1000U);
}

TEST(HistoryFile, NestedInASnapshotItIsReadInPlaceAndProvedWhenOpened) {
  auto const history = busy_history();
  auto nested = Attachment::of("history.packed", to_packed_bytes(*history));
  nested.is_nested = true;
  auto const model = HistorySketch{}.user({.id = "A"}).network();
  auto const file = PackedSnapshot::of(*model, {nested});
  auto const snapshot = open_snapshot(file.bytes(), nullptr);
  ASSERT_TRUE(snapshot) << snapshot.error().en;
  ASSERT_EQ(snapshot->attachments.size(), 1U);
  auto const bytes = snapshot->attachments[0].bytes;
  EXPECT_EQ((bytes.data() - file.begin()) % 64, 0);
  auto const again = open_history(bytes, nullptr);
  ASSERT_TRUE(again) << again.error().en;
  EXPECT_EQ(columns_of(**again), columns_of(*history));
  // its head is proved with the snapshot, its content when it is opened
  auto const offset = bytes.data() - file.begin();
  file.begin()[offset + 70] ^= 1;
  EXPECT_FALSE(open_snapshot(file.bytes(), nullptr));
  file.begin()[offset + 70] ^= 1;
  auto const last = offset + static_cast<std::ptrdiff_t>(bytes.size()) - 1;
  file.begin()[last] ^= 1;
  ASSERT_TRUE(open_snapshot(file.bytes(), nullptr));
  EXPECT_FALSE(open_history(bytes, nullptr));
}

}  // namespace
}  // namespace tieline::io
