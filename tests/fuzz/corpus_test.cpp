// The corpora of the fuzzers as plain tests: what once broke a reader stays mended everywhere.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fuzz/targets.hpp"
#include "tests/support/packed_snapshot.hpp"

namespace tieline::fuzz {
namespace {

struct Target {
  char const* name;
  void (*run)(std::string_view);
};

void PrintTo(Target const& target, std::ostream* out) {
  *out << target.name;
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, IsReadWithoutHarm) {
  std::vector<std::filesystem::path> files;
  auto const folder = std::filesystem::path{TIELINE_TESTDATA} / "fuzz_corpus" / GetParam().name;
  for (auto const& file : std::filesystem::directory_iterator{folder}) {
    files.push_back(file.path());
  }
  std::ranges::sort(files);
  ASSERT_FALSE(files.empty());
  for (auto const& file : files) {
    EXPECT_NO_THROW(GetParam().run(test::read_bytes(file))) << file.filename();
  }
}

INSTANTIATE_TEST_SUITE_P(OfTarget, Corpus,
                         testing::Values(Target{"csv", try_csv}, Target{"case", try_case},
                                         Target{"snapshot", try_snapshot}),
                         [](auto const& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace tieline::fuzz
