// Every folder of testdata/faults is a case with its expected findings: expected.txt holds
// "file[:row][:column] CODE handling" lines. A fixture with a folder add/ is loaded with it added.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <iconv.h>

#include "engine/io/case_folder.hpp"
#include "engine/io/snapshot.hpp"

namespace {

namespace fs = std::filesystem;
using namespace tieline;

constexpr std::array<std::string_view, 4> kHandlingNames{"reject", "quarantine", "warn", "fix"};

std::vector<std::string> fixture_names() {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator{TIELINE_TESTDATA "/faults"}) {
    if (fs::exists(entry.path() / "expected.txt")) {
      names.push_back(entry.path().filename().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string summary_of(network::Fault const& fault) {
  auto text = fault.file;
  if (fault.row != 0) {
    text += ":" + std::to_string(fault.row);
  }
  if (!fault.column.empty()) {
    text += ":" + fault.column;
  }
  return text + " " + std::string{fault.kind->code} + " " +
         std::string{kHandlingNames[static_cast<std::size_t>(fault.handling)]};
}

class Fixture : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] fs::path folder() const {
    return fs::path{TIELINE_TESTDATA} / "faults" / GetParam();
  }
  [[nodiscard]] io::LoadOptions options() const {
    io::LoadOptions given;
    given.want_history = true;
    if (fs::exists(folder() / "add")) {
      given.add.push_back(folder() / "add");
    }
    return given;
  }
};

TEST_P(Fixture, GivesExactlyTheExpectedFindings) {
  auto const loaded = io::load_case(folder(), options());
  ASSERT_TRUE(loaded) << loaded.error().en;
  std::vector<std::string> found;
  std::string texts;
  for (auto const& fault : loaded->faults.all()) {
    found.push_back(summary_of(fault));
    texts +=
        to_text(fault, network::Language::en) + "\n" + to_text(fault, network::Language::zh) + "\n";
  }
  std::vector<std::string> expected;
  std::ifstream in{folder() / "expected.txt"};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) {
      expected.push_back(line);
    }
  }
  std::sort(found.begin(), found.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(found, expected) << texts;
  EXPECT_EQ(loaded->model == nullptr, loaded->faults.rejected());
}

TEST_P(Fixture, EveryRowSetAsideIsKeptWithItsText) {
  auto const loaded = io::load_case(folder(), options());
  ASSERT_TRUE(loaded) << loaded.error().en;
  std::set<std::pair<std::string, std::uint32_t>> found;
  for (auto const& fault : loaded->faults.all()) {
    if (fault.handling == network::Handling::quarantine) {
      found.emplace(fault.file, fault.row);
    }
  }
  std::set<std::pair<std::string, std::uint32_t>> kept;
  for (auto const& row : loaded->quarantined) {
    EXPECT_TRUE(kept.emplace(row.file, row.row).second) << row.file << ":" << row.row << " twice";
    EXPECT_FALSE(row.text.empty());
    EXPECT_FALSE(row.header.empty());
    EXPECT_FALSE(row.codes.empty());
  }
  if (!loaded->faults.rejected()) {
    EXPECT_EQ(found, kept);
  }
}

TEST_P(Fixture, StrictTurnsQuarantineIntoReject) {
  auto strict = options();
  strict.strict = true;
  auto const usual = io::load_case(folder(), options());
  auto const loaded = io::load_case(folder(), strict);
  ASSERT_TRUE(loaded && usual);
  EXPECT_EQ(loaded->faults.count(network::Handling::quarantine), 0U);
  EXPECT_EQ(loaded->faults.rejected(),
            usual->faults.rejected() || usual->faults.count(network::Handling::quarantine) != 0);
}

/// UTF-8 text in GB18030; nothing if it is not UTF-8, or the same in both.
std::optional<std::string> in_gb18030(std::string text) {
  auto* const converter = ::iconv_open("GB18030", "UTF-8");
  std::string out(text.size() * 2, '\0');
  auto* from = text.data();
  auto* to = out.data();
  auto left = text.size();
  auto room = out.size();
  auto const failed = ::iconv(converter, &from, &left, &to, &room) != 0;
  ::iconv_close(converter);
  out.resize(out.size() - room);
  return failed || out == text ? std::nullopt : std::optional{out};
}

/// The findings but those of the encoding, and the bytes of the model ("" if rejected).
std::vector<std::string> all_but_encoding(fs::path const& folder, io::LoadOptions const& options) {
  auto const loaded = io::load_case(folder, options);
  EXPECT_TRUE(loaded) << loaded.error().en;
  std::vector<std::string> told;
  for (auto const& fault : loaded->faults.all()) {
    if (fault.kind->code != "B01") {
      told.push_back(to_text(fault, network::Language::zh));
    }
  }
  std::string model;
  if (loaded->model != nullptr) {
    auto const packed = folder.string() + ".tieline";
    EXPECT_TRUE(io::write_snapshot(*loaded->model, {}, packed));
    std::ifstream file{packed, std::ios::binary};
    model.assign(std::istreambuf_iterator<char>{file}, {});
  }
  told.push_back(model);
  return told;
}

TEST_P(Fixture, ItsTwinInGb18030SaysTheSame) {
  auto const scratch = fs::path{testing::TempDir()} / ("tieline_twin_" + GetParam());
  fs::remove_all(scratch);
  fs::create_directories(scratch);
  std::size_t n_converted = 0;
  for (auto const* twin : {"utf8", "gb18030"}) {
    fs::copy(folder(), scratch / twin,
             fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  }
  for (auto const& entry : fs::recursive_directory_iterator{scratch / "gb18030"}) {
    if (entry.path().extension() == ".csv" && entry.is_regular_file() && !entry.is_symlink()) {
      std::ifstream file{entry.path(), std::ios::binary};
      if (auto const text = in_gb18030({std::istreambuf_iterator<char>{file}, {}})) {
        std::ofstream{entry.path(), std::ios::binary} << *text;
        ++n_converted;
      }
    }
  }
  if (n_converted != 0 && !GetParam().starts_with("B0")) {  // those are about the bytes themselves
    EXPECT_EQ(all_but_encoding(scratch / "gb18030", options()),
              all_but_encoding(scratch / "utf8", options()));
  }
  fs::remove_all(scratch);
}

TEST_P(Fixture, ChineseFindingsHoldNoEnglishSentence) {
  static std::regex const sentence{"[a-z]+ [a-z]+ [a-z]+"};
  auto const loaded = io::load_case(folder(), options());
  ASSERT_TRUE(loaded) << loaded.error().en;
  for (auto const& fault : loaded->faults.all()) {
    auto const text = to_text(fault, network::Language::zh);
    EXPECT_FALSE(std::regex_search(text, sentence)) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(Faults, Fixture, testing::ValuesIn(fixture_names()),
                         [](auto const& of) { return of.param; });

}  // namespace
