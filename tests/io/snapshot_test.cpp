// Snapshots: what is written is read, what is damaged is refused.

#include "engine/io/snapshot.hpp"

#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>
#include <type_traits>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/io/atomic_file.hpp"
#include "engine/io/history_file.hpp"
#include "engine/io/snapshot_check.hpp"
#include "engine/network/build.hpp"
#include "tests/support/packed_snapshot.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::io {
namespace {

using network::SectionId;
using network::SwitchId;
using network::UserId;
using test::PackedSnapshot;

network::NetworkPtr two_feeders() {
  auto s = test::sketch("S1=a=b-c=S2, b=d");
  s.users("b", 3, 20);
  s.add_lateral("a", "lateral");
  s.user_row("d.1").name = "配变丁";
  s.user_row("d.1").second_supply = "c.end";
  s.user_row("d.1").organisation = "城中供电所";
  return s.build();
}

network::NetworkPtr meshed() {
  return test::sketch("S1=a=b=c=S2, a=c, d=e").build();
}

network::NetworkPtr nothing() {
  return network::build({}, {}, *std::make_unique<network::FaultLog>()).model;
}

std::vector<Attachment> some_attachments() {
  return {{"plan/works.csv", "work,name\n"}, {"empty", ""}};
}

/// Names of the columns that differ.
std::vector<std::string> differing_columns(network::NetworkModel const& a,
                                           network::NetworkModel const& b) {
  std::vector<std::string> bytes;
  network::for_each_column(a.col(), [&](char const*, auto const& column) {
    auto const rows = std::as_bytes(column.raw());
    bytes.emplace_back(reinterpret_cast<char const*>(rows.data()), rows.size());  // NOLINT
  });
  std::vector<std::string> differing;
  auto at = bytes.begin();
  network::for_each_column(b.col(), [&](char const* name, auto const& column) {
    auto const rows = std::as_bytes(column.raw());
    if (at->size() != rows.size() ||
        !std::equal(rows.begin(), rows.end(), std::as_bytes(std::span{*at}).begin())) {
      differing.emplace_back(name);
    }
    ++at;
  });
  return differing;
}

TEST(Snapshot, GivesBackEveryColumnAndAttachment) {
  for (auto const& model : {two_feeders(), meshed(), test::sketch("S=a").build()}) {
    auto const opened = PackedSnapshot::of(*model, some_attachments()).open();
    ASSERT_TRUE(opened) << opened.error().en;
    EXPECT_EQ(differing_columns(*model, *opened->model), std::vector<std::string>{});
    ASSERT_EQ(opened->attachments.size(), 2U);
    EXPECT_EQ(opened->attachments[0].name, "plan/works.csv");
    EXPECT_EQ(opened->attachments[0].bytes, "work,name\n");
    EXPECT_EQ(opened->attachments[1].name, "empty");
    EXPECT_EQ(opened->attachments[1].bytes, "");
  }
}

TEST(Snapshot, FindsRowsByTheirIds) {
  auto const opened = PackedSnapshot::of(*two_feeders()).open();
  ASSERT_TRUE(opened) << opened.error().en;
  auto const& model = *opened->model;
  EXPECT_EQ(model.id_of(model.find_switch("bc")), "bc");
  EXPECT_EQ(model.text(model.col().user_name[model.find_user("d.1")]), "配变丁");
  EXPECT_TRUE(model.find_user("nobody").is_none());
}

TEST(Snapshot, CarriesANetworkWithoutRows) {
  auto const model = nothing();
  ASSERT_NE(model, nullptr);
  auto const opened = PackedSnapshot::of(*model).open();
  ASSERT_TRUE(opened) << opened.error().en;
  EXPECT_EQ(opened->model->n_node(), 0U);
}

TEST(Snapshot, IsTheSameBytesForTheSameModel) {
  auto const first = PackedSnapshot::of(*two_feeders(), some_attachments());
  auto const again = PackedSnapshot::of(*two_feeders(), some_attachments());
  EXPECT_EQ(first.bytes(), again.bytes());
  auto const reopened = first.open();
  ASSERT_TRUE(reopened);
  EXPECT_EQ(PackedSnapshot::of(*reopened->model, reopened->attachments).bytes(), first.bytes());
}

TEST(Snapshot, ContentHashTellsModelsApart) {
  auto const one = PackedSnapshot::of(*two_feeders()).open();
  auto const same = PackedSnapshot::of(*two_feeders()).open();
  auto const other = PackedSnapshot::of(*meshed()).open();
  ASSERT_TRUE(one && same && other);
  EXPECT_EQ(one->content_hash, same->content_hash);
  EXPECT_NE(one->content_hash, other->content_hash);
}

TEST(Snapshot, IsReadFromItsFile) {
  test::ScratchFolder const folder;
  auto const path = folder.path() / "网络.tieline";
  auto const written = write_snapshot(*two_feeders(), {}, path);
  ASSERT_TRUE(written) << written.error().en;
  EXPECT_EQ(*written, std::filesystem::file_size(path));
  EXPECT_TRUE(looks_like_snapshot(path));
  auto const opened = open_snapshot(path);
  ASSERT_TRUE(opened) << opened.error().en;
  std::filesystem::remove(path);  // the mapping stays
  EXPECT_EQ(differing_columns(*two_feeders(), *opened->model), std::vector<std::string>{});
}

TEST(Snapshot, MissingFilesAndFoldersAreErrors) {
  test::ScratchFolder const folder;
  auto const missing = open_snapshot(folder.path() / "none");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::file_missing);
  auto const directory = open_snapshot(folder.path());
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, ErrorCode::file_missing);
  EXPECT_FALSE(looks_like_snapshot(folder.path()));
  EXPECT_FALSE(looks_like_snapshot(folder.path() / "none"));
  std::ofstream{folder.path() / "empty"}.close();
  auto const empty = open_snapshot(folder.path() / "empty");
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, ErrorCode::file_corrupt);
}

TEST(Snapshot, APipeIsRefusedAtOnce) {
  test::ScratchFolder const folder;
  auto const pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_FALSE(looks_like_snapshot(pipe));
  auto const opened = open_snapshot(pipe);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().en.find("no regular file; give"), std::string::npos);
  EXPECT_NE(opened.error().zh.find("请给出"), std::string::npos);
}

TEST(Snapshot, RefusesAttachmentNamesThatDoNotFit) {
  test::ScratchFolder const folder;
  for (auto const& name : {std::string{}, std::string(64, 'x'), std::string{"a\0b", 3}}) {
    auto const written = write_snapshot(*meshed(), {{name, "x"}}, folder.path() / "file");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::invalid_argument);
  }
  EXPECT_TRUE(write_snapshot(*meshed(), {{std::string(63, 'x'), "x"}}, folder.path() / "file"));
}

// ---- damage ---------------------------------------------------------------------------------

TEST(SnapshotDamage, EverySingleFlippedBitIsNoticed) {
  auto const packed = PackedSnapshot::of(*two_feeders(), some_attachments());
  ASSERT_TRUE(packed.open());
  for (std::size_t bit = 0; bit < 8 * packed.bytes().size(); ++bit) {
    auto& byte = packed.begin()[bit / 8];
    auto const mask = static_cast<char>(1U << (bit % 8));
    byte = static_cast<char>(byte ^ mask);
    auto const opened = open_snapshot(packed.bytes(), nullptr);
    ASSERT_FALSE(opened) << "bit " << bit % 8 << " of byte " << bit / 8;
    ASSERT_EQ(opened.error().code, ErrorCode::file_corrupt) << opened.error().en;
    byte = static_cast<char>(byte ^ mask);
  }
}

TEST(SnapshotDamage, EveryTruncationAndExtensionIsNoticed) {
  auto const packed = PackedSnapshot::of(*meshed(), some_attachments());
  for (std::size_t size = 0; size < packed.bytes().size(); ++size) {
    auto const opened = open_snapshot(packed.bytes().substr(0, size), nullptr);
    ASSERT_FALSE(opened) << size;
    ASSERT_EQ(opened.error().code, ErrorCode::file_corrupt);
  }
  for (std::size_t const more : {1U, 63U, 64U, 96U, 4096U}) {
    auto const longer = PackedSnapshot{std::string{packed.bytes()} + std::string(more, '\0')};
    EXPECT_FALSE(longer.open()) << more;
    longer.header().file_size = longer.bytes().size();
    EXPECT_FALSE(longer.seal().open()) << more;
  }
}

TEST(SnapshotDamage, ANewerVersionIsToldFromDamage) {
  auto const packed = PackedSnapshot::of(*meshed());
  packed.header().version = kSnapshotVersion + 1;
  auto const opened = packed.seal().open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::file_too_new);
  EXPECT_NE(opened.error().en.find("format version " + std::to_string(kSnapshotVersion + 1)),
            std::string::npos);
  EXPECT_NE(opened.error().en.find("up to " + std::to_string(kSnapshotVersion)), std::string::npos);
  packed.header().version = kSnapshotVersion - 1;
  EXPECT_EQ(packed.seal().open().error().code, ErrorCode::file_too_old);
  packed.header().version = 0;
  EXPECT_EQ(packed.seal().open().error().code, ErrorCode::file_corrupt);
}

TEST(SnapshotDamage, OtherFilesAreNotTakenForSnapshots) {
  EXPECT_EQ(PackedSnapshot{std::string(4096, '\0')}.open().error().code, ErrorCode::file_corrupt);
  auto const error = PackedSnapshot{"line,from,to\n"}.open().error();
  EXPECT_TRUE(error.en.starts_with("not a tieline snapshot; give")) << error.en;
  EXPECT_NE(error.zh.find("请给出"), std::string::npos) << error.zh;
}

TEST(SnapshotDamage, BigEndianFilesAreNamedAsSuch) {
  auto const packed = PackedSnapshot::of(*meshed());
  packed.header().byte_order = layout::kBigEndian;
  EXPECT_NE(packed.seal().open().error().en.find("little-endian"), std::string::npos);
}

TEST(SnapshotDamage, LyingDirectoriesAreRefused) {
  auto const sound = PackedSnapshot::of(*meshed(), some_attachments());
  auto const refused = [&](char const* what, auto const& lie) {
    auto const packed = PackedSnapshot{sound.bytes()};
    lie(packed);
    auto const opened = packed.seal().open();
    ASSERT_FALSE(opened) << what;
    EXPECT_EQ(opened.error().code, ErrorCode::file_corrupt) << what;
  };
  constexpr auto kMost = ~std::uint64_t{0};
  refused("column count", [](auto const& p) { ++p.header().n_column; });
  refused("column count", [](auto const& p) { p.header().n_column = ~0U; });
  refused("attachment count", [](auto const& p) { --p.header().n_attachment; });
  refused("column as attachment", [](auto const& p) {
    --p.header().n_column;
    ++p.header().n_attachment;
  });
  refused("reserved", [](auto const& p) { p.header().reserved[1] = 1; });
  for (std::size_t i = 0; i < sound.entries().size(); ++i) {
    if (sound.entries()[i].kind == layout::EntryKind::column) {
      refused("name", [i](auto const& p) { p.entries()[i].name[0] ^= 1; });
    }
    refused("unended name", [i](auto const& p) { p.entries()[i].name.fill('x'); });
    refused("element size", [i](auto const& p) { p.entries()[i].element_size += 1; });
    refused("element size", [i](auto const& p) { p.entries()[i].element_size = 0; });
    refused("rows", [i](auto const& p) { p.entries()[i].rows += 64; });
    refused("rows", [i](auto const& p) { p.entries()[i].rows = kMost; });
    refused("rows", [i](auto const& p) { p.entries()[i].rows = kMost / 4; });
    refused("offset", [i](auto const& p) { p.entries()[i].offset += 64; });
    refused("offset", [i](auto const& p) { p.entries()[i].offset = kMost - 63; });
    refused("kind", [i](auto const& p) {
      auto& kind = p.entries()[i].kind;
      kind =
          kind == layout::EntryKind::column ? layout::EntryKind::bytes : layout::EntryKind::column;
    });
  }
  refused("swapped columns", [](auto const& p) { std::swap(p.entries()[1], p.entries()[2]); });
}

// ---- content that no build() would make, under right checksums --------------------------------

/// Applies a lie to the rows of one column.
template <class T>
void expect_refused(PackedSnapshot const& sound, char const* column, std::size_t row, T value) {
  auto const packed = PackedSnapshot{sound.bytes()};
  auto const rows = packed.column<T>(column);
  ASSERT_LT(row, rows.size()) << column;
  rows[row] = value;
  auto const opened = packed.seal().open();
  ASSERT_FALSE(opened) << column << " row " << row;
  EXPECT_EQ(opened.error().code, ErrorCode::file_corrupt) << opened.error().en;
}

TEST(SnapshotContent, IdsOutsideTheirTablesAreRefusedInEveryColumnAndRow) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  network::for_each_column(model->col(), [&](char const* name, auto const& column) {
    using T = std::remove_cvref_t<decltype(*column.begin())>;
    if constexpr (requires(T id) { id.is_none(); }) {
      for (std::size_t row = 0; row < column.size(); ++row) {
        expect_refused(packed, name, row, T{0xFFFF'FFFEU});
        expect_refused(packed, name, row, T{1000U});
      }
    }
  });
}

TEST(SnapshotContent, EnumeratorsOutsideTheirRangeAreRefused) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  std::size_t n_column = 0;
  network::for_each_column(model->col(), [&](char const* name, auto const& column) {
    using T = std::remove_cvref_t<decltype(*column.begin())>;
    if constexpr (std::is_enum_v<T>) {
      ++n_column;
      expect_refused(packed, name, column.size() - 1, static_cast<T>(9));
      expect_refused(packed, name, 0, static_cast<T>(255));
    }
  });
  EXPECT_EQ(n_column, 7U);
  expect_refused(packed, "switch_normal_closed", 0, std::uint8_t{2});
}

TEST(SnapshotContent, TextReferencesStayInsideThePoolAndBetweenCharacters) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  auto const end = static_cast<std::uint32_t>(model->col().text.size());
  expect_refused(packed, "node_ref", 1, network::TextRef{end, 1});
  expect_refused(packed, "node_ref", 1, network::TextRef{~0U, ~0U});
  expect_refused(packed, "user_name", 1, network::TextRef{0, end + 1});
  auto const name = model->col().user_name[model->find_user("d.1")];
  expect_refused(packed, "user_name", 0, network::TextRef{name.offset + 1, name.length - 1});
  expect_refused(packed, "user_name", 0, network::TextRef{name.offset, name.length - 1});
  expect_refused(packed, "text", name.offset, 'x');  // leaves half a character
  expect_refused(packed, "text", 0, '\xFF');
}

TEST(SnapshotContent, FiguresAreFiniteOrUnknown) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  expect_refused(packed, "line_length_km", 0, std::numeric_limits<float>::infinity());
  expect_refused(packed, "node_x_m", 0, -std::numeric_limits<double>::infinity());
  expect_refused(packed, "switch_operate_s", 0, std::int32_t{-1});
  auto settings = model->settings();
  settings.momentary_s = -1;
  expect_refused(packed, "settings", 0, settings);
  settings = model->settings();
  settings.line_limit = std::numeric_limits<double>::infinity();
  expect_refused(packed, "settings", 0, settings);
}

TEST(SnapshotContent, BrokenPrefixColumnsAreRefused) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  for (auto const* name : {"node_arc_begin", "section_arc_begin"}) {
    auto const last = packed.column<std::uint32_t>(name).size() - 1;
    expect_refused(packed, name, 0, 1U);
    expect_refused(packed, name, 1, 1'000'000U);
    expect_refused(packed, name, last, 0U);
    expect_refused(packed, name, last - 1, ~0U);
  }
  for (auto const* name : {"section_first_node", "section_first_line", "section_first_user"}) {
    expect_refused(packed, name, 0, 1U);
    expect_refused(packed, name, model->n_section(), 0U);
    expect_refused(packed, name, 1, packed.column<std::uint32_t>(name)[1] + 1);
  }
}

TEST(SnapshotContent, CyclesAndCrossingSubtreesAreRefused) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  auto const n_section = model->n_section();
  for (std::size_t s = 0; s < n_section; ++s) {
    for (std::size_t parent = 0; parent < n_section; ++parent) {
      if (model->col().section_parent[SectionId{s}] != SectionId{parent}) {
        expect_refused(packed, "section_parent", s, SectionId{parent});
      }
    }
    for (std::size_t end = 0; end <= n_section; ++end) {
      if (model->col().section_subtree_end[SectionId{s}] != SectionId{end}) {
        expect_refused(packed, "section_subtree_end", s, SectionId{end});
      }
    }
    for (std::size_t via = 0; via < model->n_switch(); ++via) {
      if (model->col().section_via[SectionId{s}] != SwitchId{via}) {
        expect_refused(packed, "section_via", s, SwitchId{via});
      }
    }
  }
}

TEST(SnapshotContent, ArcsThatDisagreeWithTheirEndsAreRefused) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  for (std::size_t i = 0; i < model->col().section_arcs.size(); ++i) {
    auto arc = model->col().section_arcs[network::Whole{i}];
    arc.to = SectionId{(arc.to.index() + 1) % model->n_section()};
    expect_refused(packed, "section_arcs", i, arc);
  }
  for (std::size_t i = 0; i < model->col().node_arcs.size(); ++i) {
    auto arc = model->col().node_arcs[network::Whole{i}];
    arc.edge ^= network::NodeArc::kSwitchBit;
    expect_refused(packed, "node_arcs", i, arc);
  }
}

TEST(SnapshotContent, SumsAndListsAreRecounted) {
  auto const model = two_feeders();
  auto const packed = PackedSnapshot::of(*model);
  auto totals = model->col().totals_before[SectionId{2U}];
  totals.users[4] += 1;
  expect_refused(packed, "totals_before", 2, totals);
  expect_refused(packed, "user_households", 0, 7U);
  ASSERT_EQ(model->col().dual_users.size(), 1U);
  auto const dual = model->col().dual_users[network::Whole{0U}];
  expect_refused(packed, "dual_users", 0, UserId{(dual.index() + 1) % model->n_user()});
  expect_refused(packed, "user_second_node", dual.index(), network::NodeId::none());
  expect_refused(PackedSnapshot::of(*meshed()), "switch_normal_closed",
                 meshed()->col().normal_loops[network::Whole{0U}].index(), std::uint8_t{0});
}

TEST(SnapshotContent, ProofsFindTheSameOnAnyNumberOfThreads) {
  std::vector<Proof> proofs(200, [] { return Finding{}; });
  proofs[150] = [] { return Flaw{"late", ""}; };
  proofs[70] = [] {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    return Flaw{"early", ""};
  };
  for (unsigned const n_thread : {1U, 2U, 8U}) {
    auto const finding = first_finding(proofs, n_thread);
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->en, "early");
  }
}

// ---- writing ----------------------------------------------------------------------------------

std::size_t files_in(std::filesystem::path const& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator{folder}, {}));
}

TEST(SnapshotWriting, ReplacesAFileAsAWhole) {
  test::ScratchFolder const folder;
  auto const path = folder.path() / "case.tieline";
  ASSERT_TRUE(write_snapshot(*meshed(), {}, path));
  auto const before = open_snapshot(path);
  ASSERT_TRUE(write_snapshot(*two_feeders(), {}, path));
  auto const after = open_snapshot(path);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(differing_columns(*before->model, *meshed()), std::vector<std::string>{});
  EXPECT_EQ(differing_columns(*after->model, *two_feeders()), std::vector<std::string>{});
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(SnapshotWriting, APipeIsNotReplacedByAFile) {
  test::ScratchFolder const folder;
  auto const pipe = folder.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto const created = AtomicFile::create(pipe);
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().code, ErrorCode::write_failed);
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST(SnapshotWriting, AFolderThatIsNotThereIsAnError) {
  test::ScratchFolder const folder;
  auto const written = write_snapshot(*meshed(), {}, folder.path() / "none" / "case.tieline");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::write_failed);
}

TEST(SnapshotWriting, ADiskThatFillsUpLeavesTheOldFile) {
  test::ScratchFolder const folder;
  auto const path = folder.path() / "case.tieline";
  ASSERT_TRUE(write_snapshot(*meshed(), {}, path));
  auto const child = ::fork();
  if (child == 0) {  // a limit on file size stands for the full disk
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit const small{5000, 5000};
    ::setrlimit(RLIMIT_FSIZE, &small);
    auto const written = write_snapshot(*two_feeders(), {}, path);
    ::_exit(!written && written.error().code == ErrorCode::write_failed ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  auto const opened = open_snapshot(path);
  ASSERT_TRUE(opened) << opened.error().en;
  EXPECT_EQ(differing_columns(*opened->model, *meshed()), std::vector<std::string>{});
  EXPECT_EQ(files_in(folder.path()), 1U);
}

TEST(SnapshotWriting, AKilledWriterLeavesNoHalfFile) {
  test::ScratchFolder const folder;
  auto const path = folder.path() / "case.tieline";
  ASSERT_TRUE(write_snapshot(*meshed(), {}, path));
  auto const attachment = Attachment::of("big", std::string(std::size_t{64} << 20, 'x'));
  for (int round = 0; round < 10; ++round) {
    auto const child = ::fork();
    if (child == 0) {
      static_cast<void>(write_snapshot(*two_feeders(), {attachment}, path));
      ::_exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{3 * round});
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    auto const opened = open_snapshot(path);
    ASSERT_TRUE(opened) << opened.error().en;
  }
}

TEST(SnapshotSamples, EveryVersionEverWrittenIsReadOrRefusedClearly) {
  auto const folder = std::filesystem::path{TIELINE_TESTDATA} / "snapshots";
  std::size_t n_sample = 0;
  for (auto const& file : std::filesystem::directory_iterator{folder}) {
    auto const name = file.path().filename().string();
    auto const opened = open_snapshot(file.path());
    if (name == "v1_two_feeders.tieline" || name == "v2_history.tieline") {
      ASSERT_FALSE(opened);
      EXPECT_EQ(opened.error().code, ErrorCode::file_too_old);
      EXPECT_TRUE(opened.error().en.ends_with(
          "the snapshot has format version " + name.substr(1, 1) +
          ", this tieline reads from 3 on; pack the case again with `tieline net pack`"))
          << opened.error().en;
      EXPECT_TRUE(opened.error().zh.ends_with("重新打包")) << opened.error().zh;
    } else {
      ASSERT_EQ(name, "v3_phases.tieline");
      ASSERT_TRUE(opened) << opened.error().en;
      auto const line = opened->model->find_line("L3");
      EXPECT_EQ(opened->model->col().line_phases[line], 5);  // A and C
      ASSERT_EQ(opened->attachments.size(), 3U);
      auto const& packed = opened->attachments[1];
      auto const history = open_history(packed.bytes, packed.owner);
      ASSERT_TRUE(history) << history.error().en;
      EXPECT_EQ((*history)->n_record(), 2U);
    }
    ++n_sample;
  }
  EXPECT_EQ(n_sample, kSnapshotVersion);  // one sample a version
}

}  // namespace
}  // namespace tieline::io
