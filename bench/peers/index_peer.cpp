// index_peer FOLDER: the same rows for another engine, and our answer to them.
//
// Writes records.csv, limitations.csv, users.csv, slices.csv and events.csv of the history that
// index_bench runs on (TIELINE_BENCH_RECORDS), computes zone × class × month of its year on two
// threads, writes ours.csv, and prints the times as one line of JSON.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "bench/support/random_history.hpp"
#include "engine/indices/compute.hpp"

namespace tieline::bench {
namespace {

using history::History;

constexpr unsigned kThreads = 2;
constexpr int kRuns = 5;

/// A table of integers, with a buffer of its own: formatted output of the library takes minutes.
class Table {
 public:
  Table(std::string const& path, std::string_view header) : out_{path, std::ios::binary} {
    buffer_.reserve(kFull + 256);
    buffer_ += header;
    buffer_ += '\n';
  }
  ~Table() { flush(); }
  Table(Table const&) = delete;
  Table& operator=(Table const&) = delete;

  template <class... Cells>
  void row(Cells const&... cells) {
    (cell(cells), ...);
    buffer_.back() = '\n';
    if (buffer_.size() > kFull) {
      flush();
    }
  }
  /// False: the disk is full, or the folder is not there.
  [[nodiscard]] bool close() {
    flush();
    out_.close();
    return !out_.fail();
  }

 private:
  static constexpr std::size_t kFull = std::size_t{1} << 20;

  void cell(std::string const& text) {
    buffer_ += text;
    buffer_ += ',';
  }
  template <class Integer>
  void cell(Integer value) {
    std::array<char, 24> digits{};
    auto const end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    buffer_.append(digits.begin(), end);
    buffer_ += ',';
  }
  void flush() {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }

  std::ofstream out_;
  std::string buffer_;
};

bool write_records(History const& history, std::string const& folder) {
  auto const& col = history.col();
  Table table{folder + "/records.csv", "record,user_no,event_no,t_start,t_end,kind"};
  for (auto const user : col.user_ref.ids()) {
    for (auto const record : history.records_of(user)) {
      table.row(record.raw(), user.raw(), col.record_event[record].raw(), col.record_start[record],
                col.record_end[record], std::uint32_t{col.record_kind[record].bits});
    }
  }
  return table.close();
}

bool write_the_rest(History const& history, std::string const& folder) {
  auto const& col = history.col();
  Table limitations{folder + "/limitations.csv", "record,allowed_w,before_w"};
  for (auto const& limitation : col.limitations.raw()) {
    limitations.row(limitation.record.raw(), limitation.allowed_w, limitation.before_w);
  }
  Table slices{folder + "/slices.csv", "user_no,since,until,zone,households"};
  for (auto const user : col.user_ref.ids()) {
    for (auto const slice : history.slices_of(user)) {
      slices.row(user.raw(), col.slice_since[slice], col.slice_until[slice],
                 static_cast<std::uint32_t>(col.slice_zone[slice]), col.slice_households[slice]);
    }
  }
  Table events{folder + "/events.csv", "event_no,t_begin"};
  for (auto const event : col.event_ref.ids()) {
    events.row(event.raw(), col.event_begin[event]);
  }
  return limitations.close() && slices.close() && events.close();
}

bool write_answer(indices::Answer const& answer, std::string const& folder) {
  Table table{folder + "/ours.csv",
              "zone,class,month,seconds,household_seconds,interruptions,household_interruptions,"
              "momentary_seconds,household_momentary_seconds,momentary,household_momentary"};
  for (auto const& row : answer.rows) {
    if (row.key[0] == indices::kAll || row.key[1] == indices::kAll || row.key[2] == indices::kAll) {
      continue;
    }
    auto const& sums = row.total;
    table.row(answer.labels[0][row.key[0]].name, answer.labels[1][row.key[1]].name,
              answer.labels[2][row.key[2]].name, sums.seconds[0], sums.seconds[1],
              sums.interruptions[0], sums.interruptions[1], sums.momentary_seconds[0],
              sums.momentary_seconds[1], sums.momentary[0], sums.momentary[1]);
  }
  return table.close();
}

double median(std::vector<double> times) {
  std::ranges::sort(times);
  return times[times.size() / 2];
}

int run(std::string const& folder) {
  auto const history = packed_history();
  if (!write_records(*history, folder) || !write_the_rest(*history, folder)) {
    std::fprintf(stderr, "index_peer: cannot write to %s\n", folder.c_str());
    return 1;
  }
  indices::Query const query{
      .from = kYearFrom,
      .to = kYearTo,
      .by = {indices::Key::zone, indices::Key::outage_class, indices::Key::month},
      .med = {.source = indices::MedSource::none},
      .want_people = false,
      .want_events = false,
      .threads = kThreads};
  std::vector<double> wall;
  std::vector<double> cpu;
  for (int i = 0; i < kRuns; ++i) {
    auto const wall_before = std::chrono::steady_clock::now();
    auto const cpu_before = std::clock();
    auto const answer = compute(*history, query);
    cpu.push_back(static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC);
    wall.push_back(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_before).count());
    if (!answer) {
      std::fprintf(stderr, "index_peer: %s\n", answer.error().en.c_str());
      return 1;
    }
    if (i == 0 && !write_answer(*answer, folder)) {
      return 1;
    }
  }
  std::printf(
      "{\"records\": %zu, \"users\": %zu, \"events\": %zu, \"threads\": %u, \"runs\": %d, "
      "\"wall_s\": %.4f, \"cpu_s\": %.4f}\n",
      history->n_record(), history->n_user(), history->n_event(), kThreads, kRuns, median(wall),
      median(cpu));
  return 0;
}

}  // namespace
}  // namespace tieline::bench

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: index_peer FOLDER\n");
    return 2;
  }
  return tieline::bench::run(argv[1]);
}
