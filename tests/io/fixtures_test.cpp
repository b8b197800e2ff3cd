// Every folder of testdata/faults is a case with its expected findings: expected.txt holds
// "file[:row][:column] CODE handling" lines. A fixture with a folder add/ is loaded with it added.

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/io/case_folder.hpp"

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
