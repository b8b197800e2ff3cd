#include "bench/support/random_history.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <vector>

#include "engine/io/history_file.hpp"
#include "tests/support/random.hpp"

namespace tieline::bench {
namespace {

using history::EventId;
using history::Instant;
using history::Kind;
using history::OutageClass;
using history::OwnedColumns;
using history::RecordId;
using history::SliceId;
using history::TermId;
using history::UserId;
using network::TextRef;
using network::Zone;
using test::Random;

constexpr std::size_t kFeederUsers = 400;
constexpr std::size_t kFewestUsers = 24;  // of an event's stretch
constexpr Instant kDay = 24 * 3600;
constexpr Instant kFirst = static_cast<Instant>(kYearFrom) - 16 * kDay;
constexpr Instant kLast = static_cast<Instant>(kYearTo) + 16 * kDay;

/// One event of a feeder: users [first, last) of the feeder, dark from `start` to one of `end`.
struct Outage {
  Instant start = 0, late_start = 0;  ///< late_start: of the second half of the stretch
  std::array<Instant, 3> end{};       ///< by thirds of the stretch
  std::uint32_t first = 0, last = 0;
  Kind kind;
};

/// The plan of the whole history, from which feeders are made independently of each other.
class Plan {
 public:
  explicit Plan(HistorySize const& size) : size_{size} {
    // A stretch is 212 users in the mean, seven of eight of them dark.
    constexpr double kMeanUsers = (kFewestUsers + kFeederUsers) / 2.0 * 7 / 8;
    events_per_feeder_ = static_cast<std::size_t>(static_cast<double>(size.records_per_user) *
                                                  kFeederUsers / kMeanUsers * 1.002) +
                         1;
  }
  [[nodiscard]] std::size_t n_user() const { return size_.n_user; }
  [[nodiscard]] std::size_t n_feeder() const {
    return (size_.n_user + kFeederUsers - 1) / kFeederUsers;
  }
  [[nodiscard]] std::size_t events_per_feeder() const { return events_per_feeder_; }
  [[nodiscard]] std::size_t n_event() const { return n_feeder() * events_per_feeder_; }

  /// Events of the feeder in the order of their start.
  [[nodiscard]] std::vector<Outage> outages(std::size_t feeder) const;
  /// Is the user among those that the event takes out?
  [[nodiscard]] static bool hits(Outage const& outage, std::size_t event, std::uint32_t user) {
    if (user < outage.first || user >= outage.last) {
      return false;
    }
    auto mixed = (event * kFeederUsers + user) * 0x9E37'79B9'7F4A'7C15U;
    mixed ^= mixed >> 29U;
    mixed *= 0xBF58'476D'1CE4'E5B9U;
    return (mixed >> 61U) != 0;
  }

 private:
  HistorySize size_;
  std::size_t events_per_feeder_ = 0;
};

[[nodiscard]] Kind random_kind(Random& random) {
  // Out of 100; the rest is faults within the network.
  constexpr std::array<std::uint8_t, history::kOutageClassCount> kShare{38, 6, 16, 12, 4, 3,
                                                                        7,  5, 2,  2,  3, 2};
  auto draw = random.below(100);
  std::uint8_t outage_class = 0;
  while (draw >= kShare[outage_class]) {
    draw -= kShare[outage_class++];
  }
  Kind kind{outage_class};
  if (kind.outage_class() == OutageClass::fault_external || random.percent(2)) {
    kind.bits |= Kind::kExternal;
  }
  auto const rare = random.below(1000);
  if (rare < 3) {
    kind.bits |= Kind::kPartial;
  } else if (rare < 8) {
    kind.bits |= Kind::kExcluded;
  }
  return kind;
}

[[nodiscard]] Outage random_outage(Random& random) {
  Outage outage;
  outage.kind = random_kind(random);
  outage.start = kFirst + static_cast<Instant>(random.below(kLast - kFirst));
  auto const n_user = kFewestUsers + random.below(kFeederUsers - kFewestUsers + 1);
  outage.first = static_cast<std::uint32_t>(random.below(kFeederUsers - n_user + 1));
  outage.last = outage.first + static_cast<std::uint32_t>(n_user);
  outage.late_start = outage.start;
  if (random.percent(5)) {
    outage.end.fill(outage.start + static_cast<Instant>(random.between(1, 181)));
    return outage;
  }
  auto const lasts = static_cast<Instant>(random.between(600, Seconds{5} * 3600));
  auto const steps = random.below(3);  // in how many steps supply comes back, less one
  outage.end = {outage.start + (steps > 0 ? lasts / 3 : lasts),
                outage.start + (steps > 1 ? lasts * 2 / 3 : lasts), outage.start + lasts};
  if (random.percent(10)) {
    outage.late_start += lasts / 6;
  }
  return outage;
}

std::vector<Outage> Plan::outages(std::size_t feeder) const {
  Random random{size_.seed * 1'000'003 + feeder};
  std::vector<Outage> all(events_per_feeder_);
  std::ranges::generate(all, [&] { return random_outage(random); });
  std::ranges::stable_sort(all, {}, &Outage::start);
  return all;
}

/// Runs `work(feeder)` for every feeder on all cores.
template <class Work>
void for_each_feeder(Plan const& plan, Work const& work) {
  auto const n_thread = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  threads.reserve(n_thread);
  for (unsigned t = 0; t < n_thread; ++t) {
    threads.emplace_back([&, t] {
      for (auto feeder = std::size_t{t}; feeder < plan.n_feeder(); feeder += n_thread) {
        work(feeder);
      }
    });
  }
}

[[nodiscard]] std::uint32_t users_of(Plan const& plan, std::size_t feeder) {
  return static_cast<std::uint32_t>(std::min(kFeederUsers, plan.n_user() - feeder * kFeederUsers));
}

/// One record before it finds its row.
struct Draft {
  Instant start, end;
  EventId event;
  Kind kind;
  friend auto operator<=>(Draft const& a, Draft const& b) {
    return std::tie(a.start, a.end, a.event) <=> std::tie(b.start, b.end, b.event);
  }
};

/// The records of one user of a feeder, in order.
void draft_records(std::vector<Outage> const& outages, std::size_t first_event, std::uint32_t user,
                   std::vector<Draft>& drafts) {
  drafts.clear();
  for (std::size_t i = 0; i < outages.size(); ++i) {
    auto const& outage = outages[i];
    if (!Plan::hits(outage, first_event + i, user)) {
      continue;
    }
    auto const place = user - outage.first;
    auto const n_user = outage.last - outage.first;
    auto const start = place * 2 < n_user ? outage.start : outage.late_start;
    drafts.push_back(
        {start, outage.end.at(place * 3 / n_user), EventId{first_event + i}, outage.kind});
  }
  std::sort(drafts.begin(), drafts.end(),
            [](Draft const& a, Draft const& b) { return (a <=> b) < 0; });
}

void count_records(Plan const& plan, OwnedColumns& columns) {
  columns.user_first_record.assign(plan.n_user() + 1, 0);
  for_each_feeder(plan, [&](std::size_t feeder) {
    auto const outages = plan.outages(feeder);
    auto const first_event = feeder * plan.events_per_feeder();
    for (std::uint32_t user = 0; user < users_of(plan, feeder); ++user) {
      std::uint32_t n = 0;
      for (std::size_t i = 0; i < outages.size(); ++i) {
        n += Plan::hits(outages[i], first_event + i, user) ? 1U : 0U;
      }
      columns.user_first_record.raw()[feeder * kFeederUsers + user + 1] = n;
    }
  });
  auto& prefix = columns.user_first_record.raw();
  for (std::size_t i = 1; i < prefix.size(); ++i) {
    prefix[i] += prefix[i - 1];
  }
}

void fill_records(Plan const& plan, OwnedColumns& columns) {
  auto const n_record = std::size_t{columns.user_first_record.raw().back()};
  columns.record_start.assign(n_record, 0);
  columns.record_end.assign(n_record, 0);
  columns.record_event.assign(n_record, EventId{});
  columns.record_kind.assign(n_record, Kind{});
  for_each_feeder(plan, [&](std::size_t feeder) {
    auto const outages = plan.outages(feeder);
    auto const first_event = feeder * plan.events_per_feeder();
    std::vector<Draft> drafts;
    for (std::uint32_t user = 0; user < users_of(plan, feeder); ++user) {
      draft_records(outages, first_event, user, drafts);
      auto row = std::size_t{columns.user_first_record.raw()[feeder * kFeederUsers + user]};
      for (auto const& draft : drafts) {
        columns.record_start.raw()[row] = draft.start;
        columns.record_end.raw()[row] = draft.end;
        columns.record_event.raw()[row] = draft.event;
        columns.record_kind.raw()[row] = draft.kind;
        columns.event_begin[draft.event] = std::min(columns.event_begin[draft.event], draft.start);
        columns.event_end[draft.event] = std::max(columns.event_end[draft.event], draft.end);
        ++row;
      }
    }
  });
}

/// Words of the history, interned without looking: the caller adds each once.
class Words {
 public:
  explicit Words(OwnedColumns& columns) : col_{columns} {}
  TextRef text(std::string_view word) {
    auto& pool = col_.text.raw();
    TextRef const ref{static_cast<std::uint32_t>(pool.size()),
                      static_cast<std::uint32_t>(word.size())};
    std::ranges::copy(word, std::back_inserter(pool));
    return ref;
  }
  TermId term(std::string_view word) { return col_.term.push_back(text(word)); }
  /// "U00000042": as many digits for each, so that bytes and numbers sort alike.
  TextRef numbered(char letter, std::size_t number) {
    std::array<char, 16> buffer{};
    auto const n = std::snprintf(buffer.data(), buffer.size(), "%c%08zu", letter, number);
    return text({buffer.data(), static_cast<std::size_t>(n)});
  }

 private:
  OwnedColumns& col_;
};

constexpr std::array<std::string_view, 8> kCauses{"lightning", "tree",        "equipment_ageing",
                                                  "wind",      "third_party", "planned_work",
                                                  "overload",  "unknown"};

void add_slices(UserId user, Zone zone, Random& random, OwnedColumns& columns) {
  // Between these lie the households of a user of the zone.
  constexpr std::array<std::array<std::int64_t, 2>, network::kZoneCount> kHouseholds{
      {{40, 100}, {30, 80}, {20, 70}, {20, 60}, {20, 20}}};
  auto const add = [&](Instant since, Instant until, Zone in) {
    auto const& bounds = kHouseholds.at(static_cast<std::size_t>(in));
    columns.slice_since.push_back(since);
    columns.slice_until.push_back(until);
    columns.slice_zone.push_back(in);
    columns.slice_households.push_back(
        static_cast<std::uint32_t>(random.between(bounds[0], bounds[1])));
  };
  columns.user_first_slice[user] = static_cast<std::uint32_t>(columns.slice_since.size());
  auto const at = static_cast<Instant>(kYearFrom + random.between(1, 364) * kDay);
  switch (auto const draw = random.below(200); draw) {
    case 0:
      add(0, at, zone);
      break;
    case 1:
    case 2:
      add(at, history::kForever, zone);
      break;
    case 3:
    case 4:
    case 5:
    case 6:
      add(0, at, zone);
      add(at, history::kForever, zone == Zone::rural ? Zone::town : Zone::urban);
      break;
    default:
      add(0, history::kForever, zone);
      break;
  }
}

void add_users(Plan const& plan, Words& words, OwnedColumns& columns) {
  constexpr std::array<std::uint32_t, 6> kRatingsVa{100'000, 200'000, 315'000,
                                                    400'000, 630'000, 800'000};
  Random random{plan.n_user()};
  columns.user_first_slice.assign(plan.n_user() + 1, 0);
  TermId organisation;
  TermId feeder;
  auto zone = Zone::rural;
  for (std::size_t u = 0; u < plan.n_user(); ++u) {
    if (u % (kFeederUsers * 60) == 0) {
      organisation = words.term("organisation " + std::to_string(u / (kFeederUsers * 60)));
    }
    if (u % kFeederUsers == 0) {
      feeder = words.term("feeder " + std::to_string(u / kFeederUsers));
      auto const draw = random.below(10);
      zone = draw < 1   ? Zone::city_center
             : draw < 5 ? Zone::urban
             : draw < 7 ? Zone::town
                        : Zone::rural;
    }
    UserId const user{u};
    add_slices(user, zone, random, columns);
    auto const va = random.pick(kRatingsVa);
    columns.user_ref.push_back(words.numbered('U', u));
    columns.user_capacity_va.push_back(random.percent(1) ? 0 : va);
    columns.user_load_w.push_back(random.percent(1) ? 0 : va / 5 * 2);
    columns.user_supply_kv.push_back(10.0F);
    columns.user_nature.push_back(random.percent(20) ? network::Nature::dedicated
                                                     : network::Nature::public_supply);
    columns.user_organisation.push_back(organisation);
    columns.user_feeder.push_back(feeder);
    columns.user_grid_cell.push_back(feeder);
  }
  columns.user_first_slice.raw().back() = static_cast<std::uint32_t>(columns.slice_since.size());
}

void add_events(Plan const& plan, Words& words, OwnedColumns& columns) {
  auto const n = plan.n_event();
  std::vector<TermId> causes;
  causes.reserve(kCauses.size());
  for (auto const cause : kCauses) {
    causes.push_back(words.term(cause));
  }
  auto const reason = words.term("customer_owned");
  columns.event_begin.assign(n, history::kForever);
  columns.event_end.assign(n, 0);
  columns.event_kind.assign(n, Kind{});
  columns.event_technical_cause.assign(n, TermId::none());
  columns.event_equipment.assign(n, TermId::none());
  columns.event_feeder.assign(n, TermId::none());
  columns.event_plan.assign(n, TermId::none());
  columns.event_cause.assign(n, TermId::none());
  columns.event_excluded_reason.assign(n, TermId::none());
  columns.event_stamps.assign(n, history::Stamps{});
  Random random{n};
  for (std::size_t feeder = 0; feeder < plan.n_feeder(); ++feeder) {
    auto const outages = plan.outages(feeder);
    for (std::size_t i = 0; i < outages.size(); ++i) {
      EventId const event{feeder * plan.events_per_feeder() + i};
      auto kind = outages[i].kind;
      columns.event_excluded_reason[event] = kind.is_excluded() ? reason : TermId::none();
      kind.bits &= static_cast<std::uint8_t>(~Kind::kPartial);
      columns.event_kind[event] = kind;
      columns.event_cause[event] = random.pick(causes);
      columns.event_ref.push_back(words.numbered('E', event.index()));
    }
  }
}

/// An event whose stretch lies beyond the last user has no record, hence no time.
void settle_unused_events(OwnedColumns& columns) {
  for (auto const event : columns.event_begin.ids()) {
    if (columns.event_begin[event] == history::kForever) {
      columns.event_begin[event] = history::kNoInstant;
    }
  }
}

void add_rare_columns(OwnedColumns& columns) {
  for (auto const record : columns.record_kind.ids()) {
    auto const kind = columns.record_kind[record];
    if (kind.is_partial()) {
      auto const before =
          std::int64_t{100'000} + std::int64_t{columns.record_event[record].raw() % 1000} * 100;
      columns.limitations.raw().push_back(
          {.record = record, .allowed_w = before * 3 / 7, .before_w = before});
    }
    if (kind.is_excluded()) {
      columns.exclusions.raw().push_back(
          {.record = record,
           .reason = columns.event_excluded_reason[columns.record_event[record]]});
    }
  }
}

}  // namespace

HistorySize history_size() {
  auto const* const records = std::getenv("TIELINE_BENCH_RECORDS");  // NOLINT: before any thread
  HistorySize size;
  if (records != nullptr && *records != '\0') {
    auto const n = static_cast<std::size_t>(std::strtoull(records, nullptr, 10));
    size.n_user = std::max(kFeederUsers, n / size.records_per_user);
  }
  return size;
}

history::HistoryPtr packed_history() {
  auto const* const root = std::getenv("TIELINE_BENCH_CASE");  // NOLINT: before any thread
  auto const size = history_size();
  auto const folder =
      std::filesystem::path{root != nullptr && *root != '\0' ? root : "build/bench-cases"};
  auto const file = folder / ("history-" + std::to_string(size.n_user) + ".packed");
  auto const give_up = [](std::string const& why) {
    std::fprintf(stderr, "benchmark: %s\n", why.c_str());
    std::exit(1);  // NOLINT: single threaded, nothing to unwind
  };
  if (!std::filesystem::exists(file)) {
    std::fprintf(stderr, "making %s\n", file.c_str());
    std::filesystem::create_directories(folder);
    auto const made = history::History::from_columns(random_history(size));
    if (auto const written = io::write_history(*made, file); !written) {
      give_up(written.error().en);
    }
  }
  auto opened = io::open_history(file);
  if (!opened) {
    give_up(opened.error().en);
  }
  return *std::move(opened);
}

history::OwnedColumns random_history(HistorySize const& size) {
  Plan const plan{size};
  OwnedColumns columns;
  Words words{columns};
  columns.meta.raw().push_back({words.text("random"), words.text("Asia/Shanghai")});
  add_users(plan, words, columns);
  add_events(plan, words, columns);
  count_records(plan, columns);
  fill_records(plan, columns);
  settle_unused_events(columns);
  add_rare_columns(columns);
  return columns;
}

double overlapping_share(history::History const& history) {
  auto const& col = history.col();
  std::size_t n_overlapping = 0;
  for (auto const user : col.user_ref.ids()) {
    Instant dark_until = 0;
    for (auto const record : history.records_of(user)) {
      n_overlapping += col.record_start[record] <= dark_until ? 1U : 0U;
      dark_until = std::max(dark_until, col.record_end[record]);
    }
  }
  return static_cast<double>(n_overlapping) /
         static_cast<double>(std::max<std::size_t>(1, history.n_record()));
}

}  // namespace tieline::bench
