#pragma once
// A second, plain reading of generated files, independent of engine/io.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <unistd.h>

namespace tieline::synth::test {

using Row = std::map<std::string, std::string>;

inline std::string read_all(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

inline std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> cells(1);
  auto quoted = false;
  for (auto const c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back().push_back(c);
    }
  }
  return cells;
}

/// Rows by column name; a row of the wrong width has the key "ragged".
inline std::vector<Row> read_csv(std::filesystem::path const& path) {
  std::ifstream file{path, std::ios::binary};
  std::string line;
  std::getline(file, line);
  auto const header = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    auto const cells = cells_of(line);
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < std::min(header.size(), cells.size()); ++i) {
      row[header[i]] = cells[i];
    }
    if (cells.size() != header.size()) {
      row["ragged"] = line;
    }
  }
  return rows;
}

/// A folder of its own under the system's temporary one, removed at the end.
class ScratchFolder {
 public:
  explicit ScratchFolder(std::string const& name)
      : path_{std::filesystem::temp_directory_path() /
              ("tieline_synth_" + name + "_" + std::to_string(::getpid()))} {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  ScratchFolder(ScratchFolder const&) = delete;
  ScratchFolder& operator=(ScratchFolder const&) = delete;
  [[nodiscard]] std::filesystem::path operator/(std::string const& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace tieline::synth::test
