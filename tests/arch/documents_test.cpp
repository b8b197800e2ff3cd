// What the documents name is there: links of Markdown, and files of ours named in running text.

#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

struct Naming {
  std::string where;  ///< "docs/testing.md:12"
  std::string named;
  fs::path target;
};

std::vector<fs::path> documents() {
  fs::path const root{TIELINE_SOURCE_DIR};
  std::vector<fs::path> found;
  for (auto const& entry : fs::directory_iterator{root}) {
    found.push_back(entry.path());
  }
  for (auto const* top : {"docs", "testdata"}) {
    for (auto const& entry : fs::recursive_directory_iterator{root / top}) {
      found.push_back(entry.path());
    }
  }
  std::erase_if(found, [](fs::path const& path) { return path.extension() != ".md"; });
  return found;
}

/// Every place of the documents that `pattern` finds; its first group is the path, from `base`.
std::vector<Naming> namings(std::regex const& pattern, bool from_root) {
  std::vector<Naming> found;
  for (auto const& path : documents()) {
    auto const base = from_root ? fs::path{TIELINE_SOURCE_DIR} : path.parent_path();
    std::ifstream in{path};
    std::string line;
    for (std::size_t row = 1; std::getline(in, line); ++row) {
      for (std::sregex_iterator at{line.begin(), line.end(), pattern}, end; at != end; ++at) {
        found.push_back({path.lexically_relative(TIELINE_SOURCE_DIR).generic_string() + ":" +
                             std::to_string(row),
                         (*at)[1], base / (*at)[1].str()});
      }
    }
  }
  return found;
}

TEST(Documents, EveryLinkLeadsSomewhere) {
  auto const links = namings(std::regex{R"(\]\((?!https?:)([^)#]+)(#[^)]*)?\))"}, false);
  ASSERT_GT(links.size(), 20U);
  for (auto const& link : links) {
    EXPECT_TRUE(fs::exists(link.target)) << link.where << ": " << link.named;
  }
}

TEST(Documents, EveryFileNamedInTheTextIsThere) {
  std::regex const file{
      R"((?:^|[^\w/.])((?:engine|services|proto|tests|testdata|bench|docs|scripts)/)"
      R"([\w/.-]*\.(?:cpp|hpp|py|md|csv|json|txt|proto))(?!\w))"};
  auto const files = namings(file, true);
  ASSERT_GT(files.size(), 5U);
  for (auto const& named : files) {
    EXPECT_TRUE(fs::exists(named.target)) << named.where << ": " << named.named;
  }
}

}  // namespace
