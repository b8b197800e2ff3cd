// Indices of a year: records a second, and how near that is to merely reading the records.
//
// TIELINE_BENCH_RECORDS interruptions of bench/support/random_history (100000000 is the province).

#include <cstring>
#include <numeric>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/random_history.hpp"

namespace tieline::bench {
namespace {

history::HistoryPtr const& year() {
  static auto const made = history::History::from_columns(random_history(history_size()));
  return made;
}

/// The columns that the hot pass of the indices may read: 13 bytes a record.
std::vector<std::span<std::byte const>> record_columns() {
  auto const& col = year()->col();
  return {std::as_bytes(col.record_start.raw()), std::as_bytes(col.record_end.raw()),
          std::as_bytes(col.record_event.raw()), std::as_bytes(col.record_kind.raw())};
}

std::size_t record_bytes() {
  std::size_t bytes = 0;
  for (auto const column : record_columns()) {
    bytes += column.size();
  }
  return bytes;
}

/// Σ of all whole 64-bit words.
std::uint64_t sum_words(std::span<std::byte const> bytes) {
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at + sizeof sum <= bytes.size(); at += sizeof sum) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + at, sizeof word);
    sum += word;
  }
  return sum;
}

/// One plain pass over all bytes of the record columns: the least that any computation costs.
std::uint64_t plain_pass(std::size_t n_thread) {
  auto const columns = record_columns();
  std::vector<std::uint64_t> sums(n_thread * 8);  // each its own cache line
  auto const work = [&](std::size_t t) {
    for (auto const column : columns) {
      auto const part = column.size() / n_thread / 8 * 8;
      auto const size = t + 1 < n_thread ? part : column.size() - part * t;
      sums[t * 8] += sum_words(column.subspan(part * t, size));
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 1; t < n_thread; ++t) {
      threads.emplace_back([&, t] { work(t); });
    }
    work(0);
  }
  return std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
}

void set_rates(benchmark::State& bm) {
  bm.counters["records/s"] = benchmark::Counter(static_cast<double>(year()->n_record()),
                                                benchmark::Counter::kIsIterationInvariantRate);
}

void read_records_plainly(benchmark::State& bm) {
  for ([[maybe_unused]] auto _ : bm) {
    benchmark::DoNotOptimize(plain_pass(static_cast<std::size_t>(bm.range(0))));
  }
  set_rates(bm);
  bm.counters["bytes/s"] = benchmark::Counter(static_cast<double>(record_bytes()),
                                              benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(read_records_plainly)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tieline::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  auto const& year = *tieline::bench::year();
  auto const percent = 100 * tieline::bench::overlapping_share(year);
  benchmark::AddCustomContext("records", std::to_string(year.n_record()));
  benchmark::AddCustomContext("users", std::to_string(year.n_user()));
  benchmark::AddCustomContext("events", std::to_string(year.n_event()));
  benchmark::AddCustomContext("overlapping_percent", std::to_string(percent));
  benchmark::AddCustomContext("packed_MB", std::to_string(year.memory_bytes() / 1'000'000));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
