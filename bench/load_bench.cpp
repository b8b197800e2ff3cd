// From files to a model: the snapshot, and CSV against a plain read of the same bytes.

#include <chrono>
#include <filesystem>
#include <fstream>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"
#include "engine/io/snapshot.hpp"

namespace tieline::bench {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (auto const& entry : fs::recursive_directory_iterator{case_folder()}) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  return files;
}

/// Reads every file through one buffer and looks at every word, as any reader must.
std::uint64_t read_plainly(std::vector<fs::path> const& files, std::vector<char>& buffer) {
  std::uint64_t n_byte = 0;
  std::uint64_t sum = 0;
  for (auto const& path : files) {
    std::ifstream file{path, std::ios::binary};
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())),
           file.gcount() != 0) {
      for (std::streamsize i = 0; i < file.gcount(); ++i) {
        sum += static_cast<unsigned char>(buffer[static_cast<std::size_t>(i)]);
      }
      n_byte += static_cast<std::uint64_t>(file.gcount());
    }
  }
  benchmark::DoNotOptimize(sum);
  return n_byte;
}

void report_rate(benchmark::State& bm, std::uint64_t bytes_each) {
  bm.counters["MB"] = static_cast<double>(bytes_each) / 1e6;
  bm.counters["MB/s"] = benchmark::Counter(
      static_cast<double>(bytes_each) * static_cast<double>(bm.iterations()) / 1e6,
      benchmark::Counter::kIsRate);
}

void read_case_plainly(benchmark::State& bm) {
  auto const files = case_files();
  std::vector<char> buffer(std::size_t{1} << 20);
  std::uint64_t bytes = 0;
  for ([[maybe_unused]] auto _ : bm) {
    bytes = read_plainly(files, buffer);
  }
  report_rate(bm, bytes);
}
BENCHMARK(read_case_plainly)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Decode, cut, type, check, build: the whole way. `plain_ratio`: times the plain read's time.
void import_case(benchmark::State& bm) {
  using Clock = std::chrono::steady_clock;
  auto const files = case_files();
  std::vector<char> buffer(std::size_t{1} << 20);
  std::uint64_t bytes = 0;
  Clock::duration plain{};
  Clock::duration imported{};
  for ([[maybe_unused]] auto _ : bm) {
    bm.PauseTiming();
    auto const begin = Clock::now();
    benchmark::DoNotOptimize(read_plainly(files, buffer));
    plain += Clock::now() - begin;
    bm.ResumeTiming();
    auto const start = Clock::now();
    auto const loaded = io::load_case(case_folder());
    if (!loaded || !loaded->model) {
      bm.SkipWithError("the case is rejected");
      break;
    }
    bytes = loaded->bytes_read;
    imported += Clock::now() - start;
  }
  report_rate(bm, bytes);
  bm.counters["plain_ratio"] = std::chrono::duration<double>(imported).count() /
                               std::chrono::duration<double>(plain).count();
}
BENCHMARK(import_case)->Unit(benchmark::kMillisecond)->UseRealTime();

void open_packed_case(benchmark::State& bm) {
  auto const path = case_snapshot();
  for ([[maybe_unused]] auto _ : bm) {
    auto const opened = io::open_snapshot(path);
    if (!opened) {
      bm.SkipWithError(opened.error().en.c_str());
      break;
    }
    bm.counters["model_MB"] = static_cast<double>(opened->model->memory_bytes()) / 1e6;
  }
  report_rate(bm, fs::file_size(path));
}
BENCHMARK(open_packed_case)->Unit(benchmark::kMillisecond)->UseRealTime();

void pack_case(benchmark::State& bm) {
  auto const path = fs::path{case_snapshot().string() + ".again"};
  for ([[maybe_unused]] auto _ : bm) {
    if (auto const written = io::write_snapshot(*loaded_case().model, {}, path); !written) {
      bm.SkipWithError(written.error().en.c_str());
      break;
    }
  }
  report_rate(bm, fs::file_size(path));
  fs::remove(path);
}
BENCHMARK(pack_case)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tieline::bench
