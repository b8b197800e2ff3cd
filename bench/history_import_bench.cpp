// From the files of history/ to a History, and from a packed history: bytes a second.

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/bench_case.hpp"
#include "bench/support/random_history.hpp"
#include "engine/io/history_file.hpp"
#include "engine/io/load_history.hpp"
#include "engine/io/plan_schema.hpp"

namespace tieline::bench {
namespace {

namespace fs = std::filesystem;

/// Reads the files of history/ in `folder` against the network of the case.
struct Import {
  history::HistoryPtr history;
  std::uint64_t n_byte = 0;
  std::size_t n_aside = 0;
};
Import import_history_of(std::vector<io::CaseFolder> const& folders,
                         network::NetworkModel const& model) {
  Import import;
  network::FaultLog log;
  std::vector<io::QuarantinedText> aside;
  io::TextPool pool;
  io::ReadContext context{log, aside, pool};
  context.time_zone = model.time_zone();
  io::ReadMeter meter{{}, 0, true};
  std::array<history::RowCounts, history::kFileKindCount> counts;
  import.history =
      io::load_history({.texts_of =
                            [&](io::TableSchema const& schema) {
                              return io::open_texts(schema, false, folders, context, meter);
                            },
                        .folders = folders,
                        .model = &model,
                        .now = 4'000'000'000,
                        .meter = &meter},
                       context, counts);
  import.n_byte = meter.bytes();
  import.n_aside = aside.size();
  return import;
}

/// All steps: open, decode, hash, cut, type, resolve, check, sort. One thread.
void import_history(benchmark::State& bm) {
  std::vector<io::CaseFolder> const folders{{case_folder_with_history(), ""}};
  auto const loaded = io::load_case(case_folder_with_history());
  if (!loaded || loaded->model == nullptr) {
    give_up("the generated case is rejected");
  }
  Import import;
  for ([[maybe_unused]] auto _ : bm) {
    import = import_history_of(folders, *loaded->model);
    if (import.history == nullptr) {
      bm.SkipWithError("the history is rejected");
      break;
    }
  }
  auto const n = static_cast<double>(bm.iterations());
  bm.counters["MB"] = static_cast<double>(import.n_byte) / 1e6;
  bm.counters["MB/s"] =
      benchmark::Counter(static_cast<double>(import.n_byte) * n / 1e6, benchmark::Counter::kIsRate);
  bm.counters["records"] = static_cast<double>(import.history->n_record());
  bm.counters["aside"] = static_cast<double>(import.n_aside);
}
BENCHMARK(import_history)->Unit(benchmark::kMillisecond);  // rates are of processor time

/// A packed history of TIELINE_BENCH_RECORDS interruptions, mapped, its checksums and order proved.
void open_packed_history(benchmark::State& bm) {
  auto const path = fs::path{case_folder().string() + ".history"};
  auto const written =
      io::write_history(*history::History::from_columns(random_history(history_size())), path);
  if (!written) {
    give_up(written.error().en);
  }
  for ([[maybe_unused]] auto _ : bm) {
    auto const opened = io::open_history(path, 2);
    if (!opened) {
      bm.SkipWithError(opened.error().en.c_str());
      break;
    }
    bm.counters["records"] = static_cast<double>((*opened)->n_record());
  }
  auto const n = static_cast<double>(bm.iterations());
  bm.counters["MB"] = static_cast<double>(*written) / 1e6;
  bm.counters["MB/s"] =
      benchmark::Counter(static_cast<double>(*written) * n / 1e6, benchmark::Counter::kIsRate);
  fs::remove(path);
}
BENCHMARK(open_packed_history)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tieline::bench
