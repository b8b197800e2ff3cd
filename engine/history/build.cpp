#include "engine/history/build.hpp"

#include <algorithm>
#include <bitset>
#include <chrono>
#include <map>

#include "engine/history/record_book.hpp"
#include "engine/network/network_faults.hpp"

namespace tieline::history {
namespace {

/// The years from 1970 on, each from twelve hours before its UTC midnight: an instant that is local
/// midnight somewhere falls into the local year.
class Years {
 public:
  Years() {
    using namespace std::chrono;
    constexpr Seconds kHalfADay = 12 * kSecondsPerHour;
    for (std::size_t i = 0; i < begins_.size(); ++i) {
      auto const first = sys_days{year{1971 + static_cast<int>(i)} / January / 1};
      begins_[i] = sys_seconds{first}.time_since_epoch().count() - kHalfADay;
    }
  }
  /// Years after 1970. Cost: seven comparisons.
  [[nodiscard]] std::size_t index_of(Seconds at) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(begins_, at) - begins_.begin());
  }
  static constexpr std::size_t kCount = 138;

 private:
  std::array<Seconds, kCount - 1> begins_{};
};

}  // namespace

struct Builder::State {
  State(network::NetworkModel const& network, network::FaultLog& findings, Seconds now)
      : model{network}, log{findings}, remarks{findings, now} {}

  network::NetworkModel const& model;
  network::FaultLog& log;
  Remarks remarks;
  TextStore text;
  IdTable<TermId> terms{text};
  UserBook users{model, text, remarks};
  EventBook events{model, text, terms, remarks};
  RecordBook records{users, events, terms, remarks};
  struct Med {
    TermId authority;
    std::uint32_t row = 0;
  };
  std::map<Instant, Med> meds;
  std::map<std::string, InputFile> inputs;
  std::array<RowCounts, kFileKindCount> counts{};

  bool count(FileKind file, Outcome outcome) {
    auto& c = counts[static_cast<std::size_t>(file)];
    ++c.rows;
    switch (outcome) {
      case Outcome::kept:
        ++(remarks.told() ? c.warned : c.kept);
        break;
      case Outcome::no_op:
        ++c.no_op;
        break;
      case Outcome::set_aside:
        ++c.set_aside;
        break;
    }
    return outcome != Outcome::set_aside;
  }
  [[nodiscard]] Outcome add_med(MedRow const& row);
  void write_meds(OwnedColumns& to);
  void write_inputs(OwnedColumns& to);
  void reject_if_full();
};

Outcome Builder::State::add_med(MedRow const& row) {
  constexpr auto kFile = FileKind::med;
  auto const day = to_instant(row.date);
  if (day == kNoInstant || row.date > remarks.now()) {
    remarks.add(day == kNoInstant ? kOutsideClock : kInFuture, kFile, row.row,
                {.column = "date", .value = remarks.time_text(row.date)});
    return Outcome::set_aside;
  }
  auto const authority = row.authority.empty() ? TermId::none() : terms.enter(row.authority);
  auto const [at, is_new] = meds.try_emplace(day, Med{authority, row.row});
  if (!is_new) {
    remarks.add(kMedTwice, kFile, row.row,
                {.column = "date", .other = remarks.row_text(at->second.row)});
    return Outcome::no_op;
  }
  return Outcome::kept;
}

/// Official days, and a word about those in years that have no interruption at all.
void Builder::State::write_meds(OwnedColumns& to) {
  Years const years;
  std::bitset<Years::kCount> with_records;
  if (!meds.empty()) {
    for (auto const start : to.record_start) {
      with_records.set(years.index_of(start));
    }
  }
  std::uint64_t n_idle = 0;
  std::uint32_t first_row = 0;
  for (auto const& [day, med] : meds) {
    to.official_meds.push_back({day, med.authority});
    if (!with_records.test(years.index_of(day))) {
      first_row = n_idle++ == 0 ? med.row : std::min(first_row, med.row);
    }
  }
  if (n_idle != 0) {
    remarks.add(kMedWithoutRecords, FileKind::med, first_row,
                {.column = "date", .value = std::to_string(n_idle)});
  }
}

void Builder::State::write_inputs(OwnedColumns& to) {
  for (auto& [name, file] : inputs) {
    file.name = text.keep(name);
    to.inputs.push_back(file);
  }
}

void Builder::State::reject_if_full() {
  if (text.is_full() || records.is_full()) {
    log.add({.kind = &network::kTooLarge,
             .handling = network::kTooLarge.handling,
             .file = std::string{kFileNames[static_cast<std::size_t>(FileKind::interruptions)]},
             .value = "4 Gi"});
  }
}

Builder::Builder(network::NetworkModel const& model, network::FaultLog& log, Seconds now)
    : state_{std::make_unique<State>(model, log, now)} {}
Builder::~Builder() = default;

void Builder::print_with(Printing words) {
  state_->remarks.print_with(std::move(words));
}

void Builder::expect_plans(std::vector<std::string_view> plans) {
  state_->events.expect_plans(std::move(plans));
}

bool Builder::add(UserSliceRow const& row) {
  state_->remarks.begin_row();
  return state_->count(FileKind::users, state_->users.add(row));
}

bool Builder::add(EventRow const& row) {
  state_->remarks.begin_row();
  return state_->count(FileKind::events, state_->events.add(row));
}

bool Builder::add(InterruptionRow const& row) {
  state_->remarks.begin_row();
  return state_->count(FileKind::interruptions, state_->records.add(row));
}

bool Builder::add(MedRow const& row) {
  state_->remarks.begin_row();
  return state_->count(FileKind::med, state_->add_med(row));
}

void Builder::add_input(std::string_view name, std::span<std::uint8_t const, 32> sha256,
                        std::uint64_t size) {
  InputFile file;
  std::ranges::copy(sha256, file.sha256.begin());
  file.size = size;
  state_->inputs.insert_or_assign(std::string{name}, file);
}

HistoryPtr Builder::finish() {
  auto& s = *state_;
  OwnedColumns columns;
  s.users.write(columns, s.terms);
  s.records.write(columns, s.counts[static_cast<std::size_t>(FileKind::interruptions)]);
  s.events.compare_clocks();
  s.events.write(columns);
  s.write_meds(columns);
  s.write_inputs(columns);
  s.remarks.close();
  columns.meta.push_back({s.text.keep(s.model.case_name()), s.text.keep(s.model.time_zone())});
  columns.term = s.terms.refs();
  s.reject_if_full();
  if (s.text.is_full() || s.records.is_full()) {
    return nullptr;
  }
  columns.text = IdVec<Whole, char>{s.text.take()};
  return History::from_columns(std::move(columns));
}

RowCounts const& Builder::counts(FileKind file) const {
  return state_->counts[static_cast<std::size_t>(file)];
}

}  // namespace tieline::history
