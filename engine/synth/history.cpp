#include "engine/synth/history.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/synth/clock.hpp"
#include "engine/synth/names.hpp"
#include "engine/synth/registration.hpp"

namespace tieline::synth {
namespace {

constexpr int kYear = 2021;
constexpr std::array<std::array<unsigned, 2>, 3> kMajorDays{{{7, 26}, {7, 27}, {11, 7}}};
constexpr unsigned kFeederBits = 20;  ///< a million feeders fit; the years back stand above them

int year_of(std::uint32_t years_back) {
  return kYear - static_cast<int>(years_back);
}

std::uint32_t item_of(std::uint32_t feeder, std::uint32_t years_back) {
  return feeder | years_back << kFeederBits;
}

/// The storms of every year, on other days each.
std::int64_t major_day(std::uint32_t years_back, std::uint32_t which) {
  auto const& [month, day] = kMajorDays[which];
  return local_midnight(year_of(years_back), month, day) -
         std::int64_t{years_back * 3 % 20} * kDay_s;
}

struct Cause {
  double up_to;  ///< cumulative share
  char const* cause;
  char const* technical;
};
constexpr std::array<Cause, 6> kFaultCauses{{{0.24, "外力破坏", "施工挖断"},
                                             {0.46, "自然灾害", "雷击断线"},
                                             {0.60, "异物", "异物短路"},
                                             {0.76, "设备老化", "绝缘击穿"},
                                             {0.90, "用户影响", "用户设备故障"},
                                             {1.00, "运行维护", "接头过热"}}};
struct PlannedKind {
  double up_to;
  char const* kind;
  char const* cause;
};
constexpr std::array<PlannedKind, 7> kPlannedKinds{{{0.46, "planned_maintenance", "计划检修"},
                                                    {0.84, "planned_construction", "电网建设"},
                                                    {0.91, "planned_user_request", "用户申请"},
                                                    {0.93, "planned_supply_adjustment", "方式调整"},
                                                    {0.97, "temporary_maintenance", "临时消缺"},
                                                    {0.99, "temporary_construction", "临时施工"},
                                                    {1.00, "temporary_user_request", "用户申请"}}};

template <class Table>
auto const& pick(Draws& draws, Table const& table) {
  auto const u = draws.uniform();
  return *std::find_if(table.begin(), table.end() - 1, [&](auto& row) { return u < row.up_to; });
}

std::int64_t minutes(Draws& draws, double low, double high) {
  return static_cast<std::int64_t>(draws.uniform(low, high) * static_cast<double>(kMinute_s));
}

}  // namespace

struct HistoryFiles::Scene {
  Feeder const& feeder;
  SupplyTree tree;
  Draws draws;
  std::vector<std::vector<RegistrationSlice>> registrations;  ///< [user row]
  std::vector<std::array<std::int64_t, 2>> taken;             ///< spans of events already written
  int year = kYear;
  std::uint32_t number = 0;

  [[nodiscard]] double by_zone(std::array<double, kRealZones> const& figures) const {
    return figures[static_cast<std::size_t>(feeder.slot.zone)];
  }
  [[nodiscard]] std::int64_t any_second_of_year() {
    auto const day = std::int64_t{draws.below(363)};  // a statement a draw: their order is fixed
    auto const second = std::int64_t{draws.below(static_cast<std::uint32_t>(kDay_s))};
    return local_midnight(year, 1, 2) + day * kDay_s + second;
  }
  /// A line of the feeder, the longer the likelier.
  [[nodiscard]] std::uint32_t any_line() {
    auto left = draws.uniform() * feeder.km;
    std::uint32_t row = 0;
    while (row + 1 < feeder.lines.size() && left >= feeder.lines[row].km) {
      left -= feeder.lines[row++].km;
    }
    return row;
  }
};

HistoryFiles::HistoryFiles(std::filesystem::path const& case_folder, Scheme const& scheme,
                           Ties const& ties, std::uint32_t years)
    : scheme_{scheme},
      ties_{ties},
      years_{years},
      users_{case_folder / "history/users.csv", "user,since,until,zone,households"},
      events_{case_folder / "history/events.csv",
              "event,class,external,cause,technical_cause,equipment,feeder,plan,reported,"
              "dispatched,arrived,located,isolated,repaired,excluded_reason"},
      interruptions_{case_folder / "history/interruptions.csv",
                     "event,user,start,end,allowed_kw,before_kw,exclusion_reason"},
      med_{case_folder / "history/med.csv", "date,authority"} {
  for (std::uint32_t back = 0; back < years_; ++back) {
    for (std::uint32_t which = 0; which < kMajorDays.size(); ++which) {
      med_.text(local_date(major_day(back, which))).text("合成数据（台风与寒潮）").end();
    }
  }
}

void HistoryFiles::add_fault(Scene& scene, std::int64_t start) {
  auto& draws = scene.draws;
  auto const& tree = scene.tree;
  auto const at_transformer = draws.chance(0.15);
  auto const line = scene.any_line();
  auto const row = draws.below(static_cast<std::uint32_t>(scene.feeder.users.size()));
  auto const f = scene.feeder.slot.feeder;
  auto const block = at_transformer ? tree.block_of(scene.feeder.users[row])
                                    : scene.feeder.nodes[scene.feeder.lines[line].from].block;
  auto const& cause = pick(draws, kFaultCauses);
  auto const external = !at_transformer && draws.chance(0.04);

  auto const reported = start + minutes(draws, 1, 4);
  auto const dispatched = reported + minutes(draws, 1, 5);
  auto const arrived =
      dispatched + minutes(draws, scene.by_zone({8, 10, 18, 30}), scene.by_zone({22, 28, 45, 75}));
  auto const located = arrived + minutes(draws, 4, scene.by_zone({15, 20, 40, 60}));
  auto const isolated = located + minutes(draws, 2, 8);
  auto const wire = static_cast<std::size_t>(conductor_of(scene.feeder.lines[line].conductor).kind);
  auto const repair_h = at_transformer ? scheme_.distributions.failures.transformer_repair_h
                                       : scheme_.distributions.failures.line_repair_h[wire];
  auto const slow = scene.by_zone({0.9, 1.0, 1.25, 1.5});  // the way, the weather, the spare part
  auto const repaired = isolated + minutes(draws, repair_h * slow * 25, repair_h * slow * 85);
  auto const behind = isolated + minutes(draws, 2, scene.by_zone({8, 15, 30, 45}));

  Event event{.kind = external ? "fault_external" : "fault_internal",
              .cause = external ? "上级电网" : cause.cause,
              .technical_cause = external ? "上级电源失电" : cause.technical,
              .equipment = external         ? std::string{}
                           : at_transformer ? element_id(f, 'U', row)
                                            : element_id(f, 'L', line),
              .external = external,
              .stamps = {reported, dispatched, arrived, located, isolated, repaired}};
  auto const tripped = external ? 0 : tree.protected_from(block);
  for (std::uint32_t u = 0; u < scene.feeder.users.size(); ++u) {
    auto const here = tree.block_of(scene.feeder.users[u]);
    if (!tree.is_below(here, tripped)) {
      continue;
    }
    auto back = isolated;
    if (!external && tree.is_below(here, block)) {
      auto const alone =
          here != block && tree.tie_below(tree.child_towards(block, here)) != nullptr;
      back = alone ? std::min(behind, repaired) : repaired;
    }
    // A failed transformer is cut off; who shares its block need not wait for its repair.
    event.dark.push_back({u, start, at_transformer && u != row ? isolated : back});
  }
  write(scene, event);
}

void HistoryFiles::add_planned(Scene& scene, std::int64_t start, std::int64_t end) {
  auto& draws = scene.draws;
  auto const& tree = scene.tree;
  auto const f = scene.feeder.slot.feeder;
  auto const line = draws.below(static_cast<std::uint32_t>(scene.feeder.lines.size()));
  auto const block = scene.feeder.nodes[scene.feeder.lines[line].from].block;
  auto const& kind = pick(draws, kPlannedKinds);
  auto const municipal = std::string_view{kind.cause} == "电网建设" && draws.chance(0.1);
  Event event{.kind = kind.kind,
              .cause = municipal ? "市政施工" : kind.cause,
              .technical_cause = {},
              .equipment = element_id(f, 'L', line),
              .external = municipal,
              .planned = true,
              .stamps = {}};
  auto const change = minutes(draws, 6, 14);  // a cold change-over, there and back
  auto const above = tree.switched_from(block);
  for (std::uint32_t u = 0; u < scene.feeder.users.size(); ++u) {
    auto const here = tree.block_of(scene.feeder.users[u]);
    if (tree.is_below(here, block)) {
      auto const child = here == block ? block : tree.child_towards(block, here);
      auto const* tie = here == block ? nullptr : tree.tie_below(child);
      if (tie == nullptr) {
        event.dark.push_back({u, start, end});
      } else if (!tie->loop_close || !network::breaks_load(tree.via(child).kind)) {
        event.dark.push_back({u, start, start + change});
        event.dark.push_back({u, end, end + change});
      }
    } else if (tree.is_below(here, above)) {  // the load is broken above, then the gap is opened
      event.dark.push_back({u, start, start + change});
      event.dark.push_back({u, end, end + change});
    }
  }
  write(scene, event);
}

void HistoryFiles::add_momentary(Scene& scene, std::int64_t start) {
  auto const overhead =
      conductor_of(scene.feeder.lines.front().conductor).kind != network::LineKind::cable;
  if (!overhead) {
    return;
  }
  Event event{.kind = "fault_internal",
              .cause = "异物",
              .technical_cause = "重合闸成功",
              .equipment = element_id(scene.feeder.slot.feeder, 'S', 0),
              .stamps = {}};
  auto const end = start + 1 + scene.draws.below(90);
  for (std::uint32_t u = 0; u < scene.feeder.users.size(); ++u) {
    event.dark.push_back({u, start, end});
  }
  write(scene, event);
}

/// Events where a calendar goes wrong first: across both year ends and from midnight exactly.
void HistoryFiles::add_special_dates(Scene& scene) {
  constexpr std::uint32_t kEvery = 60;
  auto const which = scene.feeder.slot.feeder % kEvery;
  if (which == 7) {
    add_fault(scene, local_midnight(kYear, 12, 31) + 23 * kHour_s + 20 * kMinute_s);
  } else if (which == 23) {
    add_fault(scene, local_midnight(kYear - 1, 12, 31) + 23 * kHour_s + 30 * kMinute_s);
  } else if (which == 41) {
    auto const midnight = local_midnight(kYear, 6, 16);
    add_planned(scene, midnight, midnight + 5 * kHour_s);
  }
}

/// Too little power for an evening: dedicated users are held below what they drew, or cut off.
void HistoryFiles::add_rationing(Scene& scene, std::uint32_t years_back) {
  auto const f = scene.feeder.slot.feeder;
  Draws draws{scheme_.seed, Stream::rationing, item_of(f, years_back)};
  auto const happens = draws.chance(0.12);
  if (!happens && f != 0) {  // even the smallest case has one
    return;
  }
  auto const of_source = draws.chance(0.7);
  auto const cut_off = draws.chance(0.15);
  auto const day = local_midnight(scene.year, 1, 5) + std::int64_t{draws.below(355)} * kDay_s;
  auto const start = day + 17 * kHour_s + std::int64_t{draws.below(7)} * kHour_s / 2;
  auto const end = start + std::int64_t{4 + draws.below(5)} * kHour_s / 2;
  Event event{.kind = of_source ? "rationing_source" : "rationing_grid",
              .cause = of_source ? "电源缺口" : "设备过载",
              .technical_cause = {},
              .equipment = element_id(f, 'S', 0),
              .stamps = {}};
  for (std::uint32_t u = 0; u < scene.feeder.users.size(); ++u) {
    auto const& user = scene.feeder.users[u];
    auto const limited = draws.chance(0.6);
    auto const share = draws.uniform(0.3, 0.8);
    if (user.nature != network::Nature::dedicated || user.load_kw < 1 || !limited) {
      continue;
    }
    event.dark.push_back(cut_off ? Dark{.user = u, .from = start, .to = end}
                                 : Dark{.user = u,
                                        .from = start,
                                        .to = end,
                                        .allowed_kw = user.load_kw * share,
                                        .before_kw = user.load_kw});
  }
  write(scene, event);
}

void HistoryFiles::write(Scene& scene, Event event) {
  std::erase_if(event.dark, [&](Dark const& dark) {
    return !is_registered(scene.registrations[dark.user], dark.from);
  });
  if (event.dark.empty()) {
    return;
  }
  auto first = event.dark.front().from;
  auto last = event.dark.front().to;
  for (auto const& dark : event.dark) {
    first = std::min(first, dark.from);
    last = std::max(last, dark.to);
  }
  for (auto const& [from, to] : scene.taken) {
    if (first <= to && from <= last) {
      return;  // two events at once would need a story of their own
    }
  }
  scene.taken.push_back({first, last});
  auto const f = scene.feeder.slot.feeder;
  auto const id = fmt::format("E{}-{}-{}", scene.year, feeder_id(f), ++scene.number);
  events_.text(id).text(event.kind).text(event.external ? "yes" : "no").text(event.cause);
  events_.text(event.technical_cause).text(event.equipment).text(feeder_id(f));
  events_.text(event.planned ? fmt::format("P{}-{}-{}", scene.year, feeder_id(f), scene.number)
                             : std::string{});
  for (std::size_t stamp = 0; stamp < 6; ++stamp) {
    events_.text(stamp < event.stamps.size() ? local_time(event.stamps[stamp]) : std::string{});
  }
  events_.blank().end();
  for (auto const& dark : event.dark) {
    interruptions_.text(id).text(element_id(f, 'U', dark.user)).text(local_time(dark.from));
    interruptions_.text(local_time(dark.to));
    if (dark.before_kw > 0) {
      interruptions_.fixed(dark.allowed_kw, 1).fixed(dark.before_kw, 1);
    } else {
      interruptions_.blank().blank();
    }
    interruptions_.blank().end();
  }
}

/// Rows of users.csv: those who do not stay, and now and then one who is gone from the network.
void HistoryFiles::add_registrations(Scene const& scene) {
  constexpr std::uint32_t kEvery = 10;
  auto const f = scene.feeder.slot.feeder;
  auto const time = [&](std::int64_t at, std::int64_t open) {
    users_.text(at == open ? std::string{} : local_time(at));
  };
  for (std::uint32_t u = 0; u < scene.registrations.size(); ++u) {
    for (auto const& slice : scene.registrations[u]) {
      users_.text(element_id(f, 'U', u));
      time(slice.since, RegistrationSlice::kAlways);
      time(slice.until, RegistrationSlice::kForGood);
      users_.text(slice.zone == network::Zone::unknown ? std::string_view{}
                                                       : network::name_of(slice.zone));
      if (slice.households == 0) {
        users_.blank();
      } else {
        users_.whole(slice.households);
      }
      users_.end();
    }
  }
  if (f % kEvery == 0) {
    auto const gone = static_cast<std::uint32_t>(scene.registrations.size());
    users_.text(element_id(f, 'U', gone)).blank().text(local_time(local_midnight(kYear, 7, 1)));
    users_.text(network::name_of(scene.feeder.slot.zone)).whole(40).end();
  }
}

/// Faults, works, reclosings and rationing of one year. Earlier years have more.
void HistoryFiles::add_year(Scene& scene, std::uint32_t years_back) {
  constexpr double kMostMean = 50;  // of Draws::poisson
  auto const& figures =
      scheme_.distributions.zones[static_cast<std::size_t>(scene.feeder.slot.zone)];
  auto const more = 1.0 + 0.07 * years_back;
  auto const number_of = [&](double a_year) {
    return scene.draws.poisson(std::min(a_year * more, kMostMean));
  };
  for (auto left = number_of(figures.faults_per_feeder_year); left > 0; --left) {
    auto start = scene.any_second_of_year();
    if (scene.draws.chance(0.1)) {  // storms bring many faults at once
      start = major_day(years_back, scene.draws.below(3)) + start % kDay_s;
    }
    add_fault(scene, start);
  }
  auto planned = number_of(figures.planned_per_feeder_year);
  if (scene.feeder.slot.feeder == 0) {
    planned = std::max(planned, 1U);  // even the smallest case has an event
  }
  for (auto left = planned; left > 0; --left) {
    auto const day = scene.any_second_of_year() / kDay_s * kDay_s;
    auto const at_night = scene.draws.chance(0.04);
    auto const start = day + (at_night ? 23 * kHour_s : 7 * kHour_s) +
                       std::int64_t{scene.draws.below(5)} * 15 * kMinute_s;
    auto const half_hours = 8 + scene.draws.below(at_night ? 3 : 10);
    add_planned(scene, start, start + half_hours * kHour_s / 2);
  }
  for (auto left = number_of(figures.momentary_per_feeder_year); left > 0; --left) {
    add_momentary(scene, scene.any_second_of_year());
  }
  add_rationing(scene, years_back);
}

void HistoryFiles::add_feeder(Feeder const& feeder) {
  auto const f = feeder.slot.feeder;
  Scene scene{.feeder = feeder,
              .tree = SupplyTree{feeder, ties_},
              .draws = Draws{scheme_.seed, Stream::history, f},
              .registrations = draw_registrations(scheme_.seed, feeder, kYear),
              .taken = {}};
  add_registrations(scene);
  add_special_dates(scene);
  add_year(scene, 0);
  for (std::uint32_t back = 1; back < years_; ++back) {  // after 2021, whose rows stay as they are
    scene.draws = Draws{scheme_.seed, Stream::earlier_years, item_of(f, back)};
    scene.year = year_of(back);
    scene.number = 0;
    add_year(scene, back);
  }
}

Result<std::uint64_t> HistoryFiles::close() {
  std::uint64_t bytes = 0;
  for (auto* file : {&users_, &events_, &interruptions_, &med_}) {
    TIELINE_TRY(written, file->close());
    bytes += written;
  }
  return bytes;
}

}  // namespace tieline::synth
