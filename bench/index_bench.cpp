// Indices of a year: records a second, and how near that is to merely reading the records.
//
// TIELINE_BENCH_RECORDS interruptions of bench/support/random_history (100000000 is the province).

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <fstream>
#include <numeric>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/support/random_history.hpp"
#include "engine/indices/book.hpp"
#include "engine/indices/compute.hpp"
#include "tests/support/alloc_count.hpp"

namespace tieline::bench {
namespace {

history::HistoryPtr const& year() {
  static auto const made = packed_history();
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

using Clock = std::chrono::steady_clock;

double median(std::vector<double>& times) {
  if (times.empty()) {
    return 0;
  }
  auto const middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::ranges::nth_element(times, middle);
  return *middle;
}

/// Times of one thing done again and again: wall, and processor time of all threads, which a busy
/// machine stretches less.
class Times {
 public:
  template <class Work>
  void add(Work const& work) {
    auto const start = Clock::now();
    auto const cpu_start = std::clock();
    work();
    cpu_.push_back(static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC);
    wall_.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  [[nodiscard]] double wall_s() { return median(wall_); }
  [[nodiscard]] double cpu_s() { return median(cpu_); }

 private:
  std::vector<double> wall_, cpu_;
};

/// A few plain passes, to set beside what was measured a moment later.
Times plain_passes(std::size_t n_thread) {
  Times times;
  for (int i = 0; i < 7; ++i) {
    times.add([&] { benchmark::DoNotOptimize(plain_pass(n_thread)); });
  }
  return times;
}

/// The most memory this process held since restart_peak(), in bytes; 0 where the system does not
/// tell.
double peak_memory() {
  std::ifstream status{"/proc/self/status"};
  for (std::string word; status >> word;) {
    if (word == "VmHWM:") {
      double kib = 0;
      status >> kib;
      return kib * 1024;
    }
  }
  return 0;
}
void restart_peak() {
  std::ofstream{"/proc/self/clear_refs"} << "5";
}

void read_records_plainly(benchmark::State& bm) {
  for ([[maybe_unused]] auto _ : bm) {
    benchmark::DoNotOptimize(plain_pass(static_cast<std::size_t>(bm.range(0))));
  }
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

indices::Query year_query(indices::Variant variant, std::int64_t n_thread) {
  indices::Query query{.from = kYearFrom,
                       .to = kYearTo,
                       .by = {indices::Key::zone, indices::Key::outage_class, indices::Key::month},
                       .med = {.source = indices::MedSource::none},
                       .want_people = false,
                       .want_events = false,
                       .threads = static_cast<unsigned>(n_thread)};
  query.rules.variant = variant;
  return query;
}

/// Answers again and again. `records/s`, `times_plain` and `times_plain_cpu` are of medians, wall
/// and processor time; `times_plain…` are over one plain pass of all record columns on as many
/// threads; `times_packed` is the peak of memory, the history included, over the history; `allocs`
/// are those of one call, by the calling thread.
void answer(benchmark::State& bm, indices::Query const& query) {
  auto plain = plain_passes(query.threads);
  restart_peak();
  Times times;
  std::size_t allocs = 0;
  bool failed = false;
  for ([[maybe_unused]] auto _ : bm) {
    times.add([&] {
      auto const before = test::allocations_so_far();
      auto const answer = compute(*year(), query);
      allocs = test::allocations_so_far() - before;
      failed |= !answer;
    });
  }
  if (failed) {
    bm.SkipWithError("no answer");
  }
  bm.counters["allocs"] = static_cast<double>(allocs);
  bm.counters["median_us"] = times.wall_s() * 1e6;
  bm.counters["cpu_s"] = times.cpu_s();
  bm.counters["records/s"] = static_cast<double>(year()->n_record()) / times.wall_s();
  bm.counters["times_plain"] = times.wall_s() / plain.wall_s();
  bm.counters["times_plain_cpu"] = times.cpu_s() / plain.cpu_s();
  bm.counters["times_packed"] = peak_memory() / static_cast<double>(year()->memory_bytes());
}

/// Zone × class × month with the union of overlaps: the sums of every index by user, household, kVA
/// and W.
void sum_zone_class_month(benchmark::State& bm) {
  answer(bm, year_query(static_cast<indices::Variant>(bm.range(0)), bm.range(1)));
}
BENCHMARK(sum_zone_class_month)
    ->ArgNames({"variant", "threads"})
    ->ArgsProduct({{1, 4}, {1, 2}})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// The same with distinct users (CEMI, CELID) and events (MID, MIC).
void count_people_and_events(benchmark::State& bm) {
  auto query = year_query(indices::Variant::all, bm.range(0));
  query.want_people = true;
  query.want_events = true;
  answer(bm, query);
}
BENCHMARK(count_people_and_events)
    ->ArgName("threads")
    ->Arg(2)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// One day's rows: events of 100 users each, new to the history.
class Day {
 public:
  Day(std::size_t number, std::size_t n_user) {
    constexpr std::size_t kEvents = 20;
    constexpr std::size_t kUsers = 100;
    auto const start = kYearFrom + static_cast<Seconds>(number % 365) * 24 * kSecondsPerHour;
    for (std::size_t e = 0; e < kEvents; ++e) {
      event_ids_.push_back("day " + std::to_string(number) + " event " + std::to_string(e));
      for (std::size_t u = 0; u < kUsers; ++u) {
        auto digits = std::to_string((e * n_user / kEvents + u) % n_user);
        user_ids_.push_back("U" + std::string(8 - digits.size(), '0') + digits);
      }
    }
    for (std::size_t i = 0; i < user_ids_.size(); ++i) {
      auto const from = start + static_cast<Seconds>(i / kUsers) * 1800;
      interruptions_.push_back({.event = event_ids_[i / kUsers],
                                .user = user_ids_[i],
                                .start = from,
                                .end = from + kSecondsPerHour});
    }
    for (auto const& id : event_ids_) {
      events_.push_back({.event = id});
    }
  }
  [[nodiscard]] indices::DayRows rows() const {
    return {.events = events_, .interruptions = interruptions_};
  }

 private:
  std::vector<std::string> event_ids_, user_ids_;
  std::vector<history::EventRow> events_;
  std::vector<history::InterruptionRow> interruptions_;
};

/// A day of 2 000 interruptions into years of a quarter, half and all of history_size(): users,
/// people and events included. `add_us` is what the day costs, `answer_us` reading the answer.
void add_a_day(benchmark::State& bm) {
  auto size = history_size();
  size.n_user = std::max<std::size_t>(400, size.n_user / static_cast<std::size_t>(bm.range(0)));
  auto const history = history::History::from_columns(random_history(size));
  auto query = year_query(indices::Variant::all, 1);
  query.want_people = true;
  query.want_events = true;
  auto book = indices::IndexBook::make(history, query);
  Times adding;
  Times answering;
  bool failed = !book;
  std::size_t number = 0;
  for ([[maybe_unused]] auto _ : bm) {
    Day const day{number++, size.n_user};
    adding.add([&] { failed |= !book || !book->add(day.rows()); });
    answering.add([&] { benchmark::DoNotOptimize(failed ? 0 : book->answer().rows.size()); });
  }
  if (failed) {
    bm.SkipWithError("a day was refused");
  }
  bm.counters["records"] = static_cast<double>(history->n_record());
  bm.counters["add_us"] = adding.cpu_s() * 1e6;
  bm.counters["answer_us"] = answering.cpu_s() * 1e6;
}
BENCHMARK(add_a_day)->ArgName("part")->Arg(4)->Arg(2)->Arg(1)->Iterations(15)->Unit(
    benchmark::kMillisecond);

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
