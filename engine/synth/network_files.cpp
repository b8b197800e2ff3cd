#include "engine/synth/network_files.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "engine/synth/names.hpp"
#include "engine/synth/profiles.hpp"

namespace tieline::synth {
namespace {

using network::Control;
using network::SwitchKind;
using network::Zone;

constexpr auto kSwitchAmpacity_a = 630.0;
constexpr auto kBusAmpacity_a = 3150.0;

/// Minutes from the order to the operated device: a drive to it, the ladder, the report.
double operate_min(FeederSwitch const& device, Zone zone) {
  if (device.control == Control::remote) {
    return 1;
  }
  constexpr std::array<double, kRealZones> kManual{8, 10, 15, 25};
  return kManual[static_cast<std::size_t>(zone)];
}

}  // namespace

double source_rating_kva(double peak_kva) {
  constexpr std::array<double, 10> kSeries{3150,  6300,  10000, 12500, 16000,
                                           20000, 25000, 31500, 40000, 50000};
  auto const wanted = peak_kva / 0.58;  // a load rate just below this leaves room for a neighbour
  auto const fits =
      std::find_if(kSeries.begin(), kSeries.end(), [&](double s) { return s >= wanted; });
  return fits != kSeries.end() ? *fits
                               : std::max(63000.0, 1000.0 * static_cast<int>(wanted / 1000 + 1));
}

NetworkFiles::NetworkFiles(std::filesystem::path const& case_folder, Scheme const& scheme,
                           Ties const& ties)
    : scheme_{scheme},
      ties_{ties},
      sources_{case_folder / "network/sources.csv", "id,name,node,station,rated_kva,voltage_pu"},
      nodes_{case_folder / "network/nodes.csv", "id,name,voltage_kv,x_m,y_m"},
      lines_{case_folder / "network/lines.csv",
             "id,name,from_node,to_node,kind,length_km,r_ohm_per_km,x_ohm_per_km,ampacity_a,"
             "failures_per_100km_year,repair_h,live_work"},
      switches_{case_folder / "network/switches.csv",
                "id,name,from_node,to_node,kind,normal,control,operate_min,ampacity_a,"
                "failures_per_100_year,repair_h,loop_close,owner"},
      users_{case_folder / "network/transformers.csv",
             "id,name,node,rated_kva,nature,zone,core_area,households,load_kw,peak_kw,power_factor,"
             "profile,priority,organisation,grid_cell,supply_kv,failures_per_100_year,repair_h,"
             "second_supply"},
      feeders_{case_folder / "network/feeders.csv", "id,name,head_switch,organisation"},
      profiles_{case_folder / "network/profiles.csv",
                "profile,day_type,season,h00,h01,h02,h03,h04,h05,h06,h07,h08,h09,h10,h11,h12,h13,"
                "h14,h15,h16,h17,h18,h19,h20,h21,h22,h23"},
      meta_{case_folder / "network/meta.csv", "key,value"} {}

void NetworkFiles::add_stations() {
  auto const& layout = scheme_.layout;
  std::vector<std::array<double, 2>> peak_kva(layout.stations.size());
  for (auto const& slot : layout.slots) {
    peak_kva[slot.station][slot.busbar] += scheme_.outlines[slot.feeder].peak_kva;
  }
  for (std::uint32_t s = 0; s < layout.stations.size(); ++s) {
    auto const& station = layout.stations[s];
    auto const name = station_name(layout, s);
    for (std::uint32_t bar = 0; bar < 2; ++bar) {
      auto const number = std::to_string(bar + 1);
      nodes_.text(busbar_id(s, bar)).text(name + "10kV" + number + "号母线").fixed(10, 1);
      nodes_.fixed(station.at.x_m + 20.0 * bar, 1).fixed(station.at.y_m, 1).end();
      sources_.text(source_id(s, bar)).text(name + number + "号主变").text(busbar_id(s, bar));
      sources_.text(name).fixed(source_rating_kva(peak_kva[s][bar]), 0).fixed(1.03, 2).end();
      ++n_node_;
    }
    switches_.text(station_id(s) + "-K").text(name + "母联开关").text(busbar_id(s, 0));
    switches_.text(busbar_id(s, 1)).text("breaker").text("open").text("remote").fixed(1, 0);
    switches_.fixed(kBusAmpacity_a, 0).fixed(scheme_.distributions.failures.breaker_failures, 2);
    switches_.fixed(scheme_.distributions.failures.switch_repair_h, 1).text("yes");
    switches_.text(organisation(layout, s)).end();
    ++counts_.switches;
  }
  auto const& first = layout.districts.size() == 1 ? "演示城市" : "演示全省";
  meta_.text("name").text(first + std::string{"（合成数据，种子 "} + std::to_string(scheme_.seed) +
                          "）");
  meta_.end();
  meta_.text("time_zone").text("Asia/Shanghai").end();
  meta_.text("valid_from").text("2020-12-01T00:00:00+08:00").end();
  write_profiles(profiles_);
}

void NetworkFiles::add_nodes(Feeder const& feeder) {
  for (std::uint32_t n = 0; n < feeder.nodes.size(); ++n) {
    auto const& at = feeder.nodes[n].at;
    nodes_.text(element_id(feeder.slot.feeder, 'N', n)).blank().fixed(10, 1);
    nodes_.fixed(at.x_m, 1).fixed(at.y_m, 1).end();
  }
  n_node_ += feeder.nodes.size();
}

void NetworkFiles::write_line(std::string const& id, std::string const& from, std::string const& to,
                              FeederLine const& line) {
  auto const& wire = conductor_of(line.conductor);
  auto const& failures = scheme_.distributions.failures;
  auto const kind = static_cast<std::size_t>(wire.kind);
  lines_.text(id).blank().text(from).text(to).text(network::name_of(wire.kind));
  lines_.fixed(line.km, 3).fixed(wire.r_ohm_per_km, 4).fixed(wire.x_ohm_per_km, 3);
  lines_.fixed(wire.ampacity_a, 0).fixed(failures.line_failures[kind], 2);
  lines_.fixed(failures.line_repair_h[kind], 1).text(line.live_work ? "yes" : "no").end();
  ++n_line_;
}

void NetworkFiles::add_lines(Feeder const& feeder) {
  auto const f = feeder.slot.feeder;
  for (std::uint32_t row = 0; row < feeder.lines.size(); ++row) {
    auto const& line = feeder.lines[row];
    write_line(element_id(f, 'L', row), element_id(f, 'N', line.from), element_id(f, 'N', line.to),
               line);
  }
}

void NetworkFiles::write_switch(std::string const& id, std::string const& name,
                                std::string const& from, std::string const& to,
                                FeederSwitch const& device, bool closed, Zone zone,
                                std::string const& owner) {
  auto const& failures = scheme_.distributions.failures;
  auto const breaker = device.kind == SwitchKind::breaker || device.kind == SwitchKind::recloser;
  switches_.text(id).text(name).text(from).text(to).text(network::name_of(device.kind));
  switches_.text(closed ? "closed" : "open");
  switches_.text(device.control == Control::remote ? "remote" : "manual");
  switches_.fixed(operate_min(device, zone), 0);
  switches_.fixed(device.kind == SwitchKind::fuse ? 200.0 : kSwitchAmpacity_a, 0);
  switches_.fixed(breaker ? failures.breaker_failures : failures.switch_failures, 2);
  switches_.fixed(failures.switch_repair_h, 1).text(device.loop_close ? "yes" : "no").text(owner);
  switches_.end();
  ++counts_.switches;
}

void NetworkFiles::add_switches(Feeder const& feeder) {
  auto const f = feeder.slot.feeder;
  auto const owner = organisation(scheme_.layout, feeder.slot.station);
  auto const line = line_name(feeder.slot);
  for (std::uint32_t row = 0; row < feeder.switches.size(); ++row) {
    auto const& device = feeder.switches[row];
    auto const head = device.from == kBusbar;
    auto const from =
        head ? busbar_id(feeder.slot.station, feeder.slot.busbar) : element_id(f, 'N', device.from);
    auto const name = head          ? line + "出线开关"
                      : device.main ? line + std::to_string(row) + "号分段开关"
                                    : line + std::to_string(row) + "号支线开关";
    write_switch(element_id(f, 'S', row), name, from, element_id(f, 'N', device.to), device, true,
                 feeder.slot.zone, owner);
  }
}

void NetworkFiles::add_ties(Feeder const& feeder) {
  auto const f = feeder.slot.feeder;
  for (auto const row : ties_.of(f)) {
    auto const& tie = ties_[row];
    if (tie.owner != f) {
      continue;
    }
    auto const& other = scheme_.layout.slots[tie.other];
    auto const end = element_id(f, 'X', tie.number);
    auto const& at = feeder.nodes[tie.owner_node].at;
    auto const& away = scheme_.layout.stations[other.station].at;
    auto const main = feeder.lines.front();
    nodes_.text(end).blank().fixed(10, 1);
    nodes_.fixed((at.x_m * 3 + away.x_m) / 4, 1).fixed((at.y_m * 3 + away.y_m) / 4, 1).end();
    ++n_node_;
    write_line(
        element_id(f, 'Y', tie.number), element_id(f, 'N', tie.owner_node), end,
        {.conductor = main.conductor, .live_work = main.live_work, .km = std::max(tie.km, 0.05)});
    write_switch(element_id(f, 'T', tie.number),
                 line_name(feeder.slot) + "与" + line_name(other) + "联络开关", end,
                 element_id(tie.other, 'N', tie.other_node),
                 {.kind = tie.kind, .control = tie.control, .loop_close = tie.loop_close}, false,
                 feeder.slot.zone, organisation(scheme_.layout, feeder.slot.station));
  }
}

void NetworkFiles::add_users(Feeder const& feeder) {
  auto const f = feeder.slot.feeder;
  auto const& failures = scheme_.distributions.failures;
  auto const line = line_name(feeder.slot);
  auto const place = organisation(scheme_.layout, feeder.slot.station);
  auto const cell = grid_cell(scheme_.layout, feeder.slot);
  auto const ties = ties_.of(f);
  for (std::uint32_t row = 0; row < feeder.users.size(); ++row) {
    auto const& user = feeder.users[row];
    auto const open_to_all = user.nature == network::Nature::public_supply;
    users_.text(element_id(f, 'U', row));
    users_.text(open_to_all ? line + std::to_string(row + 1) + "号公变" : dedicated_name(f, row));
    users_.text(element_id(f, 'N', user.node)).fixed(user.rated_kva, 0);
    users_.text(open_to_all ? "public" : "dedicated").text(network::name_of(user.zone));
    users_.text(user.core_area ? "yes" : "no").whole(user.households).fixed(user.load_kw, 1);
    users_.fixed(user.peak_kw, 1).fixed(user.power_factor, 3).text(kProfileNames[user.profile]);
    users_.whole(user.priority).text(place).text(cell).fixed(10, 0);
    users_.fixed(failures.transformer_failures, 2).fixed(failures.transformer_repair_h, 1);
    if (user.dual && !ties.empty()) {  // a second cable from the neighbour of a tie
      auto const& tie = ties_[ties[row % ties.size()]];
      users_.text(tie.owner == f ? element_id(tie.other, 'N', tie.other_node)
                                 : element_id(tie.owner, 'N', tie.owner_node));
    } else {
      users_.blank();
    }
    users_.end();
    counts_.households += user.households;
  }
  counts_.users += feeder.users.size();
}

void NetworkFiles::add_feeder(Feeder const& feeder) {
  feeders_.text(feeder_id(feeder.slot.feeder)).text(feeder_name(scheme_.layout, feeder.slot));
  feeders_.text(element_id(feeder.slot.feeder, 'S', 0));
  feeders_.text(organisation(scheme_.layout, feeder.slot.station)).end();
  ++counts_.feeders;
  add_nodes(feeder);
  add_lines(feeder);
  add_switches(feeder);
  add_ties(feeder);
  add_users(feeder);
  counts_.sections = n_node_ - n_line_;  // lines form a forest: each joins two pieces into one
}

Result<std::uint64_t> NetworkFiles::close() {
  std::uint64_t bytes = 0;
  for (auto* file :
       {&sources_, &nodes_, &lines_, &switches_, &users_, &feeders_, &profiles_, &meta_}) {
    TIELINE_TRY(written, file->close());
    bytes += written;
  }
  return bytes;
}

}  // namespace tieline::synth
