// Includes point down: every #include of ours against the table of floors.

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string, std::less<>>;
using Floors = std::map<std::string, Names, std::less<>>;

Names operator+(Names names, Names const& more) {
  names.insert(more.begin(), more.end());
  return names;
}

/// Who may include whom, besides itself. A name is `engine/<floor>` or a top-level folder;
/// `tieline` is the generated messages.
Floors make_floors() {
  Names const network = {"engine/base", "engine/graph"};
  Names const io = network + Names{"engine/network"};
  Names const history = io;  // io reads what history builds
  Names const above_history = io + Names{"engine/history"};
  Names const indices = above_history + Names{"engine/io"};
  Names const flow = io + Names{"engine/topology"};
  Names const transfer = flow + Names{"engine/flow"};
  Names const switching = transfer + Names{"engine/transfer"};
  Names const sweep = switching + Names{"engine/switching"};
  Names const reliability = switching + Names{"engine/switching"};
  Names const study =
      reliability + indices + Names{"engine/reliability", "engine/indices", "engine/sweep"};
  Names const synth = above_history + Names{"engine/io"};
  Names const engine = study + Names{"engine/synth", "engine/study"};
  return {
      {"engine/base", {}},
      {"engine/graph", {"engine/base"}},
      {"engine/network", network},
      {"engine/history", history},
      {"engine/io", above_history},
      {"engine/indices", indices},
      {"engine/topology", io},
      {"engine/flow", flow},
      {"engine/transfer", transfer},
      {"engine/switching", switching},
      {"engine/sweep", sweep},
      {"engine/reliability", reliability},
      {"engine/study", study},
      {"engine/synth", synth},
      {"services", engine + Names{"tieline"}},
      {"tests", engine + Names{"services", "tieline"}},
      {"bench", engine + Names{"tests"}},
  };
}

/// "engine/io/csv.hpp" → "engine/io"; "services/cli/main.cpp" → "services".
std::string floor_of(std::string_view path) {
  auto const first = path.find('/');
  if (path.substr(0, first) != "engine" || first == std::string_view::npos) {
    return std::string{path.substr(0, first)};
  }
  return std::string{path.substr(0, path.find('/', first + 1))};
}

bool may_include(std::string_view file, std::string_view named) {
  static Floors const floors = make_floors();
  auto const from = floor_of(file);
  auto const to = floor_of(named);
  auto const row = floors.find(from);
  return row != floors.end() && (from == to || row->second.contains(to));
}

struct Include {
  std::string where;  ///< "engine/io/csv.cpp:12"
  std::string file;   ///< "engine/io/csv.cpp"
  std::string line;   ///< the whole line
  std::string named;  ///< what stands between quotes; empty for <…>
};

std::vector<fs::path> sources() {
  std::vector<fs::path> found;
  for (auto const* top : {"engine", "services", "tests", "bench"}) {
    if (!fs::exists(fs::path{TIELINE_SOURCE_DIR} / top)) {
      continue;
    }
    for (auto const& entry : fs::recursive_directory_iterator{fs::path{TIELINE_SOURCE_DIR} / top}) {
      auto const ending = entry.path().extension();
      if (ending == ".hpp" || ending == ".cpp") {
        found.push_back(entry.path());
      }
    }
  }
  return found;
}

std::vector<Include> read_includes() {
  std::vector<Include> found;
  for (auto const& path : sources()) {
    auto const file = path.lexically_relative(TIELINE_SOURCE_DIR).generic_string();
    std::ifstream in{path};
    std::string line;
    for (std::size_t row = 1; std::getline(in, line); ++row) {
      if (line.starts_with("#include")) {
        auto const open = line.find('"');
        auto const close = open == std::string::npos ? open : line.find('"', open + 1);
        auto const named =
            close == std::string::npos ? std::string{} : line.substr(open + 1, close - open - 1);
        found.push_back({file + ":" + std::to_string(row), file, line, named});
      }
    }
  }
  return found;
}

std::vector<Include> const& all_includes() {
  static std::vector<Include> const found = read_includes();
  return found;
}

TEST(Layering, TheTableRefusesTrespass) {
  EXPECT_TRUE(may_include("engine/io/csv.cpp", "engine/network/tables.hpp"));
  EXPECT_TRUE(may_include("engine/io/csv.cpp", "engine/io/csv.hpp"));
  EXPECT_FALSE(may_include("engine/io/csv.cpp", "engine/topology/energize.hpp"));
  EXPECT_FALSE(may_include("engine/topology/energize.cpp", "engine/io/csv.hpp"));
  EXPECT_FALSE(may_include("engine/base/id.hpp", "engine/graph/csr.hpp"));
  EXPECT_FALSE(may_include("engine/study/outage.cpp", "tieline/v1/outage.pb.h"));
  EXPECT_FALSE(may_include("engine/study/outage.cpp", "engine/synth/generate.hpp"));
  EXPECT_FALSE(may_include("services/cli/main.cpp", "tests/support/sketch.hpp"));
  EXPECT_FALSE(may_include("engine/attic/old.cpp", "engine/attic/old.hpp"));
}

TEST(Layering, EveryIncludePointsDown) {
  ASSERT_GT(all_includes().size(), 50U) << "no sources under " << TIELINE_SOURCE_DIR;
  for (auto const& include : all_includes()) {
    if (!include.named.empty()) {
      EXPECT_TRUE(may_include(include.file, include.named))
          << include.where << ": " << floor_of(include.file) << " may not include "
          << include.named;
    }
  }
}

TEST(Layering, IncludesAreNamedFromTheRoot) {
  for (auto const& include : all_includes()) {
    if (!include.named.empty() && floor_of(include.named) != "tieline") {
      EXPECT_TRUE(fs::exists(fs::path{TIELINE_SOURCE_DIR} / include.named))
          << include.where << ": no such file from the root: " << include.named;
    }
  }
}

TEST(Layering, TheEngineKnowsNoMessagesNoCommandLineAndNoTests) {
  for (auto const& include : all_includes()) {
    if (include.file.starts_with("engine/")) {
      for (auto const* alien : {"protobuf", ".pb.h", "grpc", "CLI/", "gtest", "benchmark/"}) {
        EXPECT_EQ(include.line.find(alien), std::string::npos) << include.where << include.line;
      }
    }
  }
}

TEST(Layering, EveryHeaderOpensWithPragmaOnce) {
  for (auto const& path : sources()) {
    if (path.extension() == ".hpp") {
      std::ifstream in{path};
      std::string first;
      std::getline(in, first);
      EXPECT_EQ(first, "#pragma once") << path;
    }
  }
}

}  // namespace
