#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "engine/base/check.hpp"
#include "engine/io/case_folder.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/packed_snapshot.hpp"

namespace tieline::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 15> kFiles{
    "network/meta.csv",    "network/sources.csv",  "network/nodes.csv",
    "network/lines.csv",   "network/switches.csv", "network/transformers.csv",
    "network/feeders.csv", "network/profiles.csv", "plan/works.csv",
    "plan/crews.csv",      "plan/generators.csv",  "plan/targets.csv",
    "plan/calendar.csv",   "history/events.csv",   "history/interruptions.csv"};

/// Writes the files that `input` states; names that no case has are passed over.
void unpack(std::string_view input, fs::path const& folder) {
  std::ofstream file;
  while (!input.empty()) {
    auto const line =
        input.substr(0, input.find('\n') + 1 == 0 ? input.size() : input.find('\n') + 1);
    auto const name = line.substr(1, line.find_last_not_of("\r\n"));
    if (line.front() == '@' && std::ranges::find(kFiles, name) != kFiles.end()) {
      file = std::ofstream{folder / name, std::ios::binary};
    } else {
      file.write(line.data(), static_cast<std::streamsize>(line.size()));
    }
    input.remove_prefix(line.size());
  }
}

void word_findings(network::FaultLog const& log) {
  for (auto const& fault : log.all()) {
    TIELINE_CHECK(!to_text(fault, network::Language::en).empty());
    TIELINE_CHECK(!to_text(fault, network::Language::zh).empty());
  }
}

}  // namespace

void try_case(std::string_view input) {
  test::ScratchFolder const scratch;
  auto const folder = scratch.path() / "case";
  for (auto const* part : {"network", "plan", "history"}) {
    fs::create_directories(folder / part);
  }
  unpack(input, folder);
  auto const loaded = io::load_case(folder);
  if (!loaded) {
    return;
  }
  word_findings(loaded->faults);
  TIELINE_CHECK(loaded->faults.rejected() == (loaded->model == nullptr));
  if (!loaded->model) {
    return;
  }
  ask_questions(loaded->model);
  // What is packed is what was built.
  auto const reopened = test::PackedSnapshot::of(*loaded->model).open();
  if (!reopened) {
    throw BrokenInvariant{"built, but refused as a snapshot: " + reopened.error().en};
  }
  if (!loaded->quarantined.empty()) {
    auto const mended = scratch.path() / "mended";
    TIELINE_CHECK(io::write_quarantine(*loaded, mended));
    if (auto const again = io::load_case(folder, {.add = {mended}})) {
      word_findings(again->faults);
    }
  }
}

}  // namespace tieline::fuzz
