#include "tests/support/case_copy.hpp"

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "engine/base/check.hpp"

namespace tieline::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> cells{{}};
  for (auto const c : line) {
    if (c == ',') {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::string join(std::vector<std::string> const& cells) {
  std::string line;
  for (auto const& cell : cells) {
    line += cell + ",";
  }
  line.back() = '\n';
  return line;
}

fs::path new_folder(std::string_view name) {
  static int copies = 0;
  auto const folder = fs::temp_directory_path() /
                      ("tieline-" + std::to_string(getpid()) + "-" + std::to_string(++copies)) /
                      name;
  fs::create_directories(folder);
  return folder;
}

}  // namespace

fs::path case_path(std::string_view name) {
  return fs::path{TIELINE_TESTDATA} / "cases" / name;
}

CaseCopy::CaseCopy(std::string_view name) : folder_{new_folder(name)} {
  fs::copy(case_path(name), folder_, fs::copy_options::recursive);
}

CaseCopy::~CaseCopy() {
  std::error_code ignored;
  fs::remove_all(folder_.parent_path(), ignored);
}

CaseCopy& CaseCopy::set(std::string_view file, std::string_view id, std::string_view column,
                        std::string_view value) {
  std::ifstream in{folder_ / file};
  std::string line;
  TIELINE_CHECK(std::getline(in, line));
  auto const header = cells_of(line);
  auto const at = static_cast<std::size_t>(std::ranges::find(header, column) - header.begin());
  TIELINE_CHECK(at < header.size());
  std::string text = line + "\n";
  auto changed = false;
  while (std::getline(in, line)) {
    auto cells = cells_of(line);
    TIELINE_CHECK(cells.size() == header.size());
    if (id == "*" || cells.front() == id) {
      cells[at] = value;
      changed = true;
    }
    text += join(cells);
  }
  TIELINE_CHECK(changed);
  in.close();
  std::ofstream{folder_ / file} << text;
  return *this;
}

}  // namespace tieline::test
