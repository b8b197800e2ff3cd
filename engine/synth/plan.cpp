#include "engine/synth/plan.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "engine/synth/clock.hpp"
#include "engine/synth/names.hpp"

namespace tieline::synth {
namespace {

using network::LineKind;
using network::Zone;

constexpr int kYear = 2022;
constexpr unsigned kMonth = 5;
constexpr std::uint32_t kFirstDay = 5;  ///< after the May holiday

std::string crew_id(std::uint32_t district, char skill) {
  return fmt::format("C{:03}-{}", district + 1, skill);
}

/// Items of the 33-item list of live-line work that a line job may be done by.
struct LiveItem {
  char const* item;
  char const* name;
  double work_hours, live_hours;
  bool by_bypass;
};
constexpr std::array<LiveItem, 5> kOverheadItems{{{"11", "更换直线杆绝缘子", 4, 1, false},
                                                  {"12", "更换直线杆绝缘子及横担", 5, 1.5, false},
                                                  {"13", "更换耐张杆绝缘子串", 5, 2, false},
                                                  {"24", "更换柱上开关", 6, 4, false},
                                                  {"30", "检修架空线路", 8, 8, true}}};

}  // namespace

PlanFiles::PlanFiles(std::filesystem::path const& case_folder, Scheme const& scheme,
                     Ties const& ties)
    : scheme_{scheme},
      ties_{ties},
      works_{case_folder / "plan/works.csv",
             "work,name,equipment,duration_h,start,earliest,latest,daily_from,daily_to,crew,"
             "crew_count,kind,live_line_item,live_line_hours,bypass_a,generator_kw,organisation,"
             "notice,merge_group,fixed"},
      crews_{case_folder / "plan/crews.csv", "crew,skill,capacity,calendar"},
      generators_{case_folder / "plan/generators.csv",
                  "generator,kw,connect_min,disconnect_min,synchronising,depot"},
      targets_{case_folder / "plan/targets.csv",
               "jurisdiction,year,zone,base,kind,value,logic,source"},
      budgets_{case_folder / "plan/budgets.csv", "organisation,zone,year,month,user_hours"},
      caps_{case_folder / "plan/caps.csv", "supply_kv_min,supply_kv_max,per_year,scope,source"},
      calendar_{case_folder / "plan/calendar.csv", "from,to,kind,scope,hard"} {}

void PlanFiles::add_resources() {
  add_crews();
  add_targets();
  add_budgets();
  add_caps_and_calendar();
}

void PlanFiles::add_crews() {
  auto const& layout = scheme_.layout;
  for (std::uint32_t d = 0; d < layout.districts.size(); ++d) {
    crews_.text(crew_id(d, 'M')).text("maintenance").whole(4).blank().end();
    crews_.text(crew_id(d, 'C')).text("construction").whole(3).blank().end();
    crews_.text(crew_id(d, 'L')).text("live_line").whole(2).blank().end();
    constexpr std::array<double, 4> kSizes_kw{200, 400, 500, 800};
    for (std::uint32_t g = 0; g < kSizes_kw.size(); ++g) {
      auto const large = kSizes_kw[g] >= 500;
      generators_.text(fmt::format("G{:03}-{}", d + 1, g + 1)).fixed(kSizes_kw[g], 0);
      generators_.whole(large ? 15 : 30).whole(large ? 15 : 30).text(large ? "yes" : "no");
      generators_.text(large ? "市区应急库" : "县区应急库").end();
    }
  }
}

void PlanFiles::add_targets() {
  struct Row {
    char const* jurisdiction;
    int year;
    std::array<double, kRealZones> hours;
    double area;  ///< 0: none stated
    char const* source;
  };
  constexpr std::array<Row, 3> kRows{{
      {"江苏省", 2020, {2, 5, 9, 15}, 4.7, "苏监能稽查〔2020〕75号"},
      {"常州市", 2021, {1, 2, 5, 11}, 0, "常政办发〔2021〕69号"},
      {"常州市", 2022, {0.8, 2, 4, 8}, 0, "常政办发〔2021〕69号"},
  }};
  for (auto const& row : kRows) {
    for (std::size_t z = 0; z <= kRealZones; ++z) {
      auto const hours = z < kRealZones ? row.hours[z] : row.area;
      if (hours > 0) {
        targets_.text(row.jurisdiction).whole(row.year);
        targets_.text(z < kRealZones ? network::kZoneNames[z] : "all").text("mv_user");
        targets_.text("absolute_h").fixed(hours, 1).text("all").text(row.source).end();
      }
    }
  }
}

/// Half of the target for what is planned, spread over months that avoid peaks and holidays.
void PlanFiles::add_budgets() {
  constexpr std::array<double, kRealZones> kTarget_h{0.8, 2, 4, 8};
  constexpr std::array<double, 12> kMonthShare{0.05, 0.04, 0.11, 0.13, 0.11, 0.06,
                                               0.03, 0.03, 0.11, 0.12, 0.13, 0.08};
  auto const& layout = scheme_.layout;
  for (auto const& district : layout.districts) {
    // 0: the district's city company (centre and urban stations), 1: its county company
    std::array<std::array<double, kRealZones>, 2> users{};
    std::array<std::string, 2> companies;
    for (auto f = district.first_feeder; f < district.last_feeder; ++f) {
      auto const station = layout.slots[f].station;
      auto const side = layout.stations[station].zone <= Zone::urban ? 0U : 1U;
      companies[side] = company(layout, station);
      for (std::size_t z = 0; z < kRealZones; ++z) {
        users[side][z] += scheme_.outlines[f].users[z];
      }
    }
    for (std::size_t side = 0; side < 2; ++side) {
      for (std::size_t z = 0; z < kRealZones; ++z) {
        for (std::uint32_t month = 0; month < 12 && users[side][z] > 0; ++month) {
          budgets_.text(companies[side]).text(network::kZoneNames[z]).whole(kYear);
          budgets_.whole(month + 1);
          budgets_.fixed(users[side][z] * kTarget_h[z] * 0.5 * kMonthShare[month], 2).end();
        }
      }
    }
  }
}

void PlanFiles::add_caps_and_calendar() {
  struct Cap {
    double kv_min, kv_max;
    int per_year;
  };
  constexpr std::array<Cap, 3> kCaps{{{35, 1000, 1}, {6, 20, 2}, {0.2, 1, 3}}};
  for (auto const& cap : kCaps) {
    caps_.fixed(cap.kv_min, 1).fixed(cap.kv_max, 1).whole(cap.per_year).text("planned");
    caps_.text("常政办发〔2021〕69号").end();
  }
  for (auto const& cap : kCaps) {
    caps_.fixed(cap.kv_min, 1).fixed(cap.kv_max, 1).whole(cap.per_year).text("all");
    caps_.text("苏监能稽查〔2020〕75号").end();
  }
  calendar_.text("2022-05-01").text("2022-05-04").text("holiday").blank().text("yes").end();
  calendar_.text("2022-05-20").text("2022-05-22").text("protected").text("city_center").text("no");
  calendar_.end();
  calendar_.text("2022-06-03").text("2022-06-05").text("holiday").blank().text("yes").end();
  calendar_.text("2022-06-07").text("2022-06-09").text("protected").blank().text("yes").end();
}

/// Replacing a switch of the main line with something behind it that a tie can feed, if any.
std::optional<PlanFiles::Job> PlanFiles::draw_switch_job(Draws& draws, Feeder const& feeder,
                                                         SupplyTree const& tree) const {
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t row = 1; row < feeder.switches.size(); ++row) {
    auto const& device = feeder.switches[row];
    if (device.main && tree.tie_below(feeder.nodes[device.to].block) != nullptr) {
      candidates.push_back(row);
    }
  }
  if (candidates.empty()) {
    return std::nullopt;
  }
  auto const n = static_cast<std::uint32_t>(candidates.size());
  auto const row = feeder.slot.feeder == 0 ? candidates[0] : candidates[draws.below(n)];
  auto const cable = conductor_of(feeder.lines.front().conductor).kind == LineKind::cable;
  auto const live = draws.chance(0.6) || feeder.slot.feeder == 0;
  auto const district = scheme_.layout.stations[feeder.slot.station].district;
  Job job{.name = line_name(feeder.slot) + std::to_string(row) + "号分段开关更换",
          .equipment = element_id(feeder.slot.feeder, 'S', row),
          .kind = "maintenance",
          .crew = crew_id(district, 'M'),
          .live_item = {},
          .hours = cable ? 8.0 : 6.0};
  if (live) {  // 32: by-pass work on a ring main unit; 24: changing a pole switch under load
    job.live_item = cable ? "32" : "24";
    job.live_hours = cable ? 8 : 4;
    job.bypass_a = cable ? 200 : 0;
  }
  return job;
}

PlanFiles::Job PlanFiles::draw_job(Draws& draws, Feeder const& feeder,
                                   SupplyTree const& tree) const {
  auto const f = feeder.slot.feeder;
  auto const district = scheme_.layout.stations[feeder.slot.station].district;
  auto const u = draws.uniform();
  if (u < 0.18 && f != 0) {  // a transformer of its own
    auto const row = draws.below(static_cast<std::uint32_t>(feeder.users.size()));
    auto const& user = feeder.users[row];
    return {.name = line_name(feeder.slot) + std::to_string(row + 1) + "号配变更换",
            .equipment = element_id(f, 'U', row),
            .kind = user.nature == network::Nature::dedicated ? "user_request" : "maintenance",
            .crew = crew_id(district, 'M'),
            .live_item = {},
            .hours = 4,
            .generator_kw = user.peak_kw < 300 ? 400.0 : 0.0};
  }
  if (u < 0.32 || f == 0) {  // the first work of all shows what ties are for
    if (auto job = draw_switch_job(draws, feeder, tree)) {
      return *job;
    }
  }
  auto const row = draws.below(static_cast<std::uint32_t>(feeder.lines.size()));
  auto const& line = feeder.lines[row];
  auto const block = feeder.nodes[line.from].block;
  auto equipment = element_id(f, 'L', row);
  if (draws.chance(0.25) && row + 1 < feeder.lines.size()) {
    equipment += ";" + element_id(f, 'L', row + 1);
  }
  auto const kind = u < 0.62 ? "maintenance" : u < 0.88 ? "construction" : "connection";
  auto const cable = conductor_of(line.conductor).kind == LineKind::cable;
  auto const generator_kw = tree.peak_kw_below(block) < 600 && draws.chance(0.5) ? 800.0 : 0.0;
  Job job{.name = {},
          .equipment = std::move(equipment),
          .kind = kind,
          .crew = crew_id(district, u < 0.62 ? 'M' : 'C'),
          .live_item = {},
          .hours = 3 + 0.5 * draws.below(11),
          .generator_kw = generator_kw,
          .crew_count = 1 + draws.below(2)};
  if (cable) {
    job.name = line_name(feeder.slot) + "电缆检修";
    if (draws.chance(0.4)) {  // 31: by-pass cable work
      job.live_item = "31";
      job.live_hours = 8;
      job.bypass_a = 200;
    }
    return job;
  }
  auto const& item = kOverheadItems[draws.below(kOverheadItems.size())];
  job.name = line_name(feeder.slot) + item.name;
  job.hours = item.work_hours;
  if (line.live_work && draws.chance(0.7)) {
    job.live_item = item.item;
    job.live_hours = item.live_hours;
    job.bypass_a = item.by_bypass ? 200 : 0;
  }
  return job;
}

void PlanFiles::write_work(Draws& draws, Feeder const& feeder, Job const& job, std::uint32_t day,
                           bool merged) {
  auto const f = feeder.slot.feeder;
  auto const morning = local_midnight(kYear, kMonth, day) + 8 * kHour_s;
  auto const dated = draws.chance(0.6) || f == 0;
  auto const fixed = dated && draws.chance(0.3);
  auto const optional = [&](double figure, int decimals) {
    if (figure > 0) {
      works_.fixed(figure, decimals);
    } else {
      works_.blank();
    }
  };
  works_.text("W" + std::to_string(++n_work_)).text(job.name);
  works_.text(job.equipment).fixed(job.hours, 1);
  if (dated) {
    works_.text(local_time(morning)).blank().blank().blank().blank();
  } else {
    works_.blank().text(local_time(local_midnight(kYear, kMonth, kFirstDay)));
    works_.text(local_time(local_midnight(kYear, kMonth, 31) + 18 * kHour_s));
    works_.text("07:30").text("18:00");
  }
  works_.text(job.crew).whole(job.crew_count).text(job.kind).text(job.live_item);
  optional(job.live_hours, 1);
  optional(job.bypass_a, 0);
  optional(job.generator_kw, 0);
  works_.text(organisation(scheme_.layout, feeder.slot.station));
  auto const ahead = std::int64_t{8 + draws.below(5)};
  auto const first = dated ? morning : local_midnight(kYear, kMonth, kFirstDay);
  works_.text(local_time(first - ahead * kDay_s));
  works_.text(merged ? "M-" + feeder_id(f) : std::string{}).text(fixed ? "yes" : "no").end();
}

void PlanFiles::add_feeder(Feeder const& feeder) {
  Draws draws{scheme_.seed, Stream::plan, feeder.slot.feeder};
  if (!draws.chance(0.4) && feeder.slot.feeder != 0) {  // even the smallest case has a work
    return;
  }
  SupplyTree const tree{feeder, ties_};
  auto const merged = draws.chance(0.25);
  auto const day = kFirstDay + draws.below(31 - kFirstDay);
  for (std::uint32_t number = 1; number <= (merged ? 2U : 1U); ++number) {
    auto const job = draw_job(draws, feeder, tree);
    write_work(draws, feeder, job, day, merged);
  }
}

Result<std::uint64_t> PlanFiles::close() {
  std::uint64_t bytes = 0;
  for (auto* file : {&works_, &crews_, &generators_, &targets_, &budgets_, &caps_, &calendar_}) {
    TIELINE_TRY(written, file->close());
    bytes += written;
  }
  return bytes;
}

}  // namespace tieline::synth
