#include "bench/support/bench_case.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/io/case_files.hpp"
#include "engine/io/snapshot.hpp"
#include "engine/synth/generate.hpp"

namespace tieline::bench {
namespace {

namespace fs = std::filesystem;

std::string setting(char const* name, char const* otherwise) {
  auto const* const value = std::getenv(name);  // NOLINT: read before any thread starts
  return value != nullptr && *value != '\0' ? value : otherwise;
}

/// Makes `path` by `make(part)` and a rename, so that a broken run leaves nothing to stumble over.
template <class Make>
void make_once(fs::path const& path, Make const& make) {
  if (fs::exists(path)) {
    return;
  }
  auto const part = fs::path{path.string() + ".part"};
  fs::remove_all(part);
  std::fprintf(stderr, "making %s\n", path.c_str());
  if (auto const made = make(part); !made) {
    give_up(made.error().en);
  }
  fs::rename(part, path);
}

/// The case of as many feeders as the environment asks for.
fs::path made_case(std::string const& prefix, bool with_history) {
  auto const feeders = setting("TIELINE_BENCH_FEEDERS", "300");
  auto const root = fs::path{setting("TIELINE_BENCH_CASE", "build/bench-cases")};
  auto const folder = root / (prefix + feeders);
  make_once(folder, [&](fs::path const& part) {
    fs::create_directories(root);
    auto const n_feeder = std::strtoul(feeders.c_str(), nullptr, 10);
    auto const* const preset = n_feeder < 5000 ? "city" : "province";
    return synth::generate_case({.preset = preset,
                                 .feeders = static_cast<std::uint32_t>(n_feeder),
                                 .history = with_history},
                                part);
  });
  return folder;
}

}  // namespace

void give_up(std::string const& why) {
  std::fprintf(stderr, "benchmark: %s\n", why.c_str());
  std::exit(1);  // NOLINT: single threaded, nothing to unwind
}

fs::path case_folder() {
  return made_case("feeders-", false);
}

fs::path case_folder_with_history() {
  return made_case("history-", true);
}

fs::path case_snapshot() {
  auto const folder = case_folder();
  auto const file = fs::path{folder.string() + ".tieline"};
  make_once(file, [&](fs::path const& part) -> Result<std::uint64_t> {
    TIELINE_TRY(loaded, io::load_case(folder));
    if (!loaded.model) {
      give_up("the generated case is rejected");
    }
    TIELINE_TRY(attachments, io::case_attachments(folder));
    return io::write_snapshot(*loaded.model, attachments, part);
  });
  return file;
}

io::LoadedCase const& loaded_case() {
  static auto const loaded = [] {
    auto opened = io::load_case(case_snapshot());
    if (!opened || !opened->model) {
      give_up(opened ? "the packed case is rejected" : opened.error().en);
    }
    return std::move(*opened);
  }();
  return loaded;
}

}  // namespace tieline::bench
