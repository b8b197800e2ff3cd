#include "tests/support/random_history.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>
#include <utility>

#include "tests/support/plain_calendar.hpp"
#include "tests/support/random.hpp"

namespace tieline::test {
namespace {

using history::OutageClass;
using network::Answer;

constexpr Seconds kDay = 86'400;
constexpr Seconds kHour = 3'600;
/// Lengths and gaps at the edges of the rules.
constexpr std::array<Seconds, 22> kLengths{
    1,    59,   60,        61,     179,    180,    181,    299,  300,      301,   600,
    3600, 7200, 4 * kHour, 14'399, 14'401, 28'800, 28'801, kDay, 2 * kDay, 5'000, 12'345};
constexpr std::array<Seconds, 10> kGaps{0, 0, 1, 59, 60, 61, 180, 181, 300, 301};

template <class T>
void shuffle(std::vector<T>& rows, Random& random) {
  for (std::size_t i = rows.size(); i > 1; --i) {
    std::swap(rows[i - 1], rows[random.below(i)]);
  }
}

template <class T>
void add_copies(std::vector<T>& rows, unsigned chance, Random& random) {
  auto const count = rows.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (random.percent(chance)) {
      auto const copy = rows[i];
      rows.push_back(copy);
    }
  }
}

class Draw {
 public:
  Draw(std::uint64_t seed, HistorySizes const& sizes) : random_{seed}, sizes_{sizes} {}

  PlainHistory run() {
    plain_.time_zone = random_.pick(plain_zones());
    choose_centre();
    auto const users = 1 + random_.below(sizes_.most_users);
    for (std::size_t i = 0; i < users; ++i) {
      add_user(i);
    }
    add_events();
    for (auto const& user : plain_.users) {
      add_records(user);
    }
    add_official_days();
    add_copies(plain_.slices, 5, random_);
    add_copies(plain_.events, 5, random_);
    add_copies(plain_.records, 8, random_);
    shuffle(plain_.slices, random_);
    shuffle(plain_.events, random_);
    shuffle(plain_.records, random_);
    return std::move(plain_);
  }

 private:
  /// A local midnight worth looking at.
  void choose_centre() {
    PlainCalendar const calendar{plain_.time_zone};
    std::vector<CivilDay> days{{.year = 2022, .month = 1, .day = 1},
                               {.year = 2024, .month = 2, .day = 29},
                               {.year = 2024, .month = 3, .day = 1},
                               {.year = 2021, .month = 5, .day = 1}};
    for (auto const change : clock_changes(plain_.time_zone)) {
      if (auto const day = civil_from_days(calendar.day_of(change)); day.year >= 2021) {
        days.push_back(day);
      }
    }
    centre_ = calendar.day_start(days_from_civil(random_.pick(days)));
    instants_ = {centre_, centre_ - kDay, centre_ + kDay};
  }

  /// Near the centre, or next to an instant that some row states already.
  Seconds instant() {
    Seconds at = 0;
    if (random_.percent(45)) {
      at = random_.pick(instants_) + (random_.percent(50) ? random_.pick(kGaps) : 0);
    } else {
      at = centre_ + random_.between(-2 * kDay, 2 * kDay);
      at -= random_.percent(50) ? at % 60 : 0;
    }
    instants_.push_back(at);
    return at;
  }

  void add_user(std::size_t number) {
    PlainUser user;
    user.id = "U" + std::to_string(random_.below(20) * 100 + number);  // bytes, not numbers
    user.in_network = !random_.percent(12);
    if (user.in_network) {
      user.zone = network::kZones[random_.below(network::kZoneCount)];
      user.households = random_.percent(15) ? 0 : random_.between(1, 300);
      user.kva = random_.percent(15) ? 0 : random_.between(1, 40) * 50;
      user.load_w = random_.percent(15) ? 0 : random_.between(40, 600) * 500;
      user.organisation = random_.pick(std::array<char const*, 3>{"north", "south", ""});
      user.feeder = random_.pick(std::array<char const*, 3>{"F1", "F2", ""});
      user.grid_cell = random_.pick(std::array<char const*, 3>{"G1", "G2", ""});
    } else {
      user.households = 0;
    }
    if (!user.in_network || random_.percent(50)) {
      add_slices(user);
    }
    plain_.users.push_back(user);
  }

  /// One to three stretches of registration, touching (the user is re-zoned) or apart.
  void add_slices(PlainUser const& user) {
    std::vector<Seconds> bounds;
    auto const count = 1 + random_.below(3);
    while (bounds.size() < 2 * count) {
      if (bounds.size() > 1 && bounds.size() % 2 == 0 && random_.percent(60)) {
        bounds.push_back(bounds.back());
      } else {
        auto const least = bounds.empty() ? centre_ - 3 * kDay : bounds.back() + 1;
        bounds.push_back(std::max(least, instant()));
      }
    }
    for (std::size_t i = 0; i < count; ++i) {
      PlainSlice slice;
      slice.user = user.id;
      if (i > 0 || random_.percent(50)) {
        slice.since = bounds[2 * i];
      }
      if (i + 1 < count || random_.percent(50)) {
        slice.until = bounds[2 * i + 1];
      }
      if (random_.percent(70)) {
        slice.zone = network::kZones[random_.below(network::kZoneCount - 1)];
      }
      if (random_.percent(60)) {
        slice.households = random_.between(0, 300);
      }
      plain_.slices.push_back(slice);
    }
  }

  void add_events() {
    constexpr std::array kIds{"E2", "E10", "e1", "E1", "故障7", "A", "Z9"};  // bytes, not numbers
    std::vector<std::string> ids{kIds.begin(), kIds.end()};
    shuffle(ids, random_);
    ids.resize(std::min(ids.size(), 1 + random_.below(sizes_.most_events)));
    for (auto const& id : ids) {
      PlainEvent event;
      event.id = id;
      event.outage_class = static_cast<OutageClass>(random_.below(history::kOutageClassCount));
      event.external = random_.percent(20)   ? Answer::yes
                       : random_.percent(20) ? Answer::no
                                             : Answer::unknown;
      event.cause = random_.pick(std::array<char const*, 4>{"tree", "digging", "ice", ""});
      event.excluded_reason = random_.percent(10) ? "storm" : "";
      if (!random_.percent(8)) {  // else only interruptions name it
        plain_.events.push_back(event);
      }
    }
    event_ids_ = std::move(ids);
  }

  void add_records(PlainUser const& user) {
    auto const count = random_.below(sizes_.most_records + 1);
    for (std::size_t i = 0; i < count; ++i) {
      add_record(user, instant());
    }
    if (random_.percent(sizes_.old_years)) {
      auto const most =
          (centre_ - utc(2019, 2, 15)) / (365 * kDay);  // the calendar goes no further
      for (auto years = random_.between(1, most); years > 0; --years) {
        add_record(user, centre_ - years * 365 * kDay + random_.between(-40 * kDay, 5 * kDay));
      }
    }
  }

  void add_record(PlainUser const& user, Seconds start) {
    PlainRecord record;
    record.event = random_.pick(event_ids_);
    record.user = user.id;
    record.start = start;
    if (!random_.percent(4)) {
      record.end = random_.percent(20) ? std::max(start, random_.pick(instants_))
                                       : start + random_.pick(kLengths);
      record.end = random_.percent(1) ? start : *record.end;
      instants_.push_back(*record.end);
    }
    if (random_.percent(20)) {
      record.before_w = random_.pick(std::array<std::int64_t, 4>{1000, 3000, 7000, 640'000});
      record.allowed_w = *record.before_w * random_.between(0, 10) / 10;
      if (random_.percent(10)) {
        (random_.percent(50) ? record.before_w : record.allowed_w).reset();
      }
    }
    record.exclusion_reason = random_.percent(8) ? "generator" : "";
    auto const is_same = [&](PlainRecord const& other) {  // else one would be set aside
      return other.event == record.event && other.user == record.user &&
             other.start == record.start;
    };
    if (std::ranges::any_of(plain_.records, is_same)) {
      return;
    }
    plain_.records.push_back(record);
    if (record.end && *record.end != start && random_.percent(5)) {  // as told before its end
      record.end.reset();
      plain_.records.push_back(record);
    }
  }

  void add_official_days() {
    PlainCalendar const calendar{plain_.time_zone};
    for (auto count = random_.percent(30) ? random_.between(1, 3) : 0; count > 0; --count) {
      auto const day = calendar.day_of(centre_) + random_.between(-2, 2);
      auto const start = calendar.day_start(day);
      plain_.official_days.push_back(start);  // the same day may come twice
    }
    if (random_.percent(5)) {  // of another year
      plain_.official_days.push_back(calendar.day_start(calendar.day_of(centre_) - 366));
    }
  }

  Random random_;
  HistorySizes sizes_;
  PlainHistory plain_;
  Seconds centre_ = 0;
  std::vector<Seconds> instants_;
  std::vector<std::string> event_ids_;
};

/// Instants that rows of the history state.
[[nodiscard]] std::vector<Seconds> stated_instants(PlainHistory const& plain) {
  std::vector<Seconds> all;
  for (auto const& record : plain.records) {
    all.push_back(record.start);
    all.push_back(record.end.value_or(record.start));
  }
  for (auto const& slice : plain.slices) {
    all.push_back(slice.since.value_or(slice.until.value_or(utc(2021, 5, 1))));
  }
  if (all.empty()) {
    all.push_back(utc(2021, 5, 1));
  }
  return all;
}

[[nodiscard]] std::pair<Seconds, Seconds> random_window(Random& random, PlainHistory const& plain,
                                                        bool is_short) {
  PlainCalendar const calendar{plain.time_zone};
  auto const stated = stated_instants(plain);
  auto const at = random.pick(stated);
  auto const date = civil_from_days(calendar.day_of(at));
  auto const start_of = [&](std::int64_t year, std::int64_t month, std::int64_t day) {
    return calendar.day_start(days_from_civil({.year = year, .month = month, .day = day}));
  };
  switch (random.below(is_short ? 3 : 5)) {
    case 0: {  // some days
      auto const first = calendar.day_of(at) - static_cast<std::int64_t>(random.below(4));
      return {calendar.day_start(first), calendar.day_start(first + random.between(1, 9))};
    }
    case 1: {  // from what one row states to what another does
      auto const other = random.pick(stated);
      auto const to = std::max(at, other);
      auto const from = std::max(std::min(at, other), is_short ? to - 12 * kDay : 0);
      return {from, std::max(to, from + 1)};
    }
    case 2: {  // a few seconds or hours
      auto const from = at - random.between(0, 5000);
      return {from, from + random.between(1, random.percent(50) ? 400 : 100'000)};
    }
    case 3:  // the month
      return {start_of(date.year, date.month, 1),
              start_of(date.month == 12 ? date.year + 1 : date.year, date.month % 12 + 1, 1)};
    default:  // the year
      return {start_of(date.year, 1, 1), start_of(date.year + 1, 1, 1)};
  }
}

[[nodiscard]] indices::ZoneGrouping random_grouping(Random& random) {
  using indices::ZoneGrouping;
  if (random.percent(50)) {
    return {.name = "city and country",
            .groups = {{.name = "city", .name_zh = "城", .zones = 0b00111},
                       {.name = "country", .name_zh = "乡", .zones = 0b01000}}};
  }
  return {.name = "centre", .groups = {{.name = "centre", .name_zh = "中心", .zones = 0b00001}}};
}

[[nodiscard]] indices::Rules random_rules(Random& random) {
  indices::Rules rules;
  if (random.percent(35)) {
    rules.profile = indices::Profile::ieee1366;
    rules.momentary_s = 300;
    rules.momentary_in_time = false;
  }
  rules.variant = static_cast<indices::Variant>(random.between(1, 4));
  if (random.percent(20)) {
    rules.momentary_s = random.pick(std::array<Seconds, 3>{0, 60, 600});
  }
  if (random.percent(30)) {
    rules.merge_gap_s = random.pick(std::array<Seconds, 4>{1, 60, 180, 300});
  }
  if (random.percent(15)) {
    rules.momentary_event_s = random.pick(std::array<Seconds, 3>{0, 60, 3600});
  }
  return rules;
}

}  // namespace

PlainHistory random_history(std::uint64_t seed, HistorySizes const& sizes) {
  return Draw{seed, sizes}.run();
}

indices::Query random_query(std::uint64_t seed, PlainHistory const& plain) {
  Random random{seed ^ 0x5EED'0F0A'51DE'0001U};
  indices::Query query;
  std::vector<indices::Key> keys;
  keys.reserve(indices::kKeyCount);
  for (std::size_t k = 0; k < indices::kKeyCount; ++k) {
    keys.push_back(static_cast<indices::Key>(k));
  }
  shuffle(keys, random);
  keys.resize(random.below(4));
  query.by = keys;
  auto const by_day = std::ranges::find(keys, indices::Key::day) != keys.end();
  std::tie(query.from, query.to) = random_window(random, plain, by_day);
  query.grouping = random_grouping(random);
  query.rules = random_rules(random);
  query.med.source = static_cast<indices::MedSource>(random.below(4));
  query.med.history_years = random.pick(std::array<int, 4>{5, 5, 3, 1});
  query.med.replace_zero_days = random.percent(15);
  query.med.catastrophic =
      static_cast<indices::CatastrophicPolicy>(random.percent(60) ? 0 : random.between(1, 2));
  query.med.catastrophic_k = static_cast<double>(random.between(5, 25)) / 10;
  PlainCalendar const calendar{plain.time_zone};
  for (auto const& record : plain.records) {
    if (random.percent(20)) {
      query.med.catastrophic_days.push_back(calendar.day_start(calendar.day_of(record.start)));
    }
  }
  query.cemi_n = {1, 2, 3, 5};
  query.celid_s = {kHour, 4 * kHour, 8 * kHour};
  query.want_people = random.percent(60);  // without both there is a quicker way to be tried
  query.want_events = random.percent(60);
  query.threads = random.percent(80) ? 1 : random.percent(50) ? 2 : 8;
  return query;
}

PlainHistory shuffled_with_copies(PlainHistory plain, std::uint64_t seed) {
  Random random{seed};
  add_copies(plain.slices, 40, random);
  add_copies(plain.events, 40, random);
  add_copies(plain.records, 40, random);
  shuffle(plain.users, random);
  shuffle(plain.slices, random);
  shuffle(plain.events, random);
  shuffle(plain.records, random);
  return plain;
}

}  // namespace tieline::test
