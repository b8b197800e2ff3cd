#include "services/adapters/network_to_proto.hpp"

#include <array>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/study/outage.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using network::NetworkModel;
using network::SectionId;
using network::SwitchId;

constexpr std::array<std::string_view, 2> kControlNames{"manual", "remote"};
constexpr std::array<std::string_view, 3> kAnswerNames{"", "no", "yes"};

struct Sums {
  std::uint64_t users = 0, households = 0;
  std::int64_t capacity_va = 0;
};

Sums sum_of(network::ZoneTotals const& totals) {
  Sums sums;
  for (auto const zone : network::kZones) {
    auto const z = static_cast<std::size_t>(zone);
    sums.users += totals.users[z];
    sums.households += totals.households[z];
    sums.capacity_va += totals.capacity_va[z];
  }
  return sums;
}

double kva(std::int64_t va) {
  return static_cast<double>(va) / 1000;
}

std::string feeder_of(NetworkModel const& model, SectionId s) {
  auto const feeder = model.col().section_feeder[s];
  return feeder.is_some() ? utf8(model.id_of(feeder)) : std::string{};
}

/// An open switch with supply on both sides.
bool is_tie(NetworkModel const& model, SwitchId s) {
  auto const ends = model.col().switch_ends[s];
  return !model.is_closed_normally(s) && model.col().section_source[ends.a].is_some() &&
         model.col().section_source[ends.b].is_some();
}

void add_zones(NetworkModel const& model, v1::ShowNetworkResponse& answer) {
  auto const totals = model.totals();
  for (auto const zone : network::kZones) {
    auto const z = static_cast<std::size_t>(zone);
    if (zone == network::Zone::unknown && totals.users[z] == 0) {
      continue;
    }
    auto& count = *answer.add_zones();
    count.set_zone(std::string{name_of(zone)});
    count.set_users(count32(std::uint64_t{totals.users[z]}));
    count.set_households(count32(std::uint64_t{totals.households[z]}));
    count.set_capacity_kva(kva(totals.capacity_va[z]));
  }
}

void add_switch_kinds(NetworkModel const& model, v1::ShowNetworkResponse& answer) {
  for (auto const name : network::kSwitchKindNames) {
    answer.add_switch_kinds()->set_kind(std::string{name});
  }
  for (auto const s : all_ids<SwitchId>(model.n_switch())) {
    auto& kind = *answer.mutable_switch_kinds(static_cast<int>(model.col().switch_kind[s]));
    kind.set_count(kind.count() + 1);
    kind.set_closed(kind.closed() + (model.is_closed_normally(s) ? 1 : 0));
    auto const remote = model.col().switch_control[s] == network::Control::remote;
    kind.set_remote(kind.remote() + (remote ? 1 : 0));
  }
}

void add_feeders(NetworkModel const& model, std::vector<std::int32_t> const& ties,
                 v1::ShowNetworkResponse& answer) {
  auto const& col = model.col();
  for (auto const f : all_ids<network::FeederId>(model.n_feeder())) {
    auto const sections = model.sections_of(f);
    auto const sums = sum_of(model.totals_of(sections));
    auto& count = *answer.add_feeders();
    count.set_feeder(utf8(model.id_of(f)));
    count.set_name(utf8(model.text(col.feeder_name[f])));
    count.set_head_switch(utf8(model.id_of(col.feeder_head[f])));
    count.set_sections(count32(std::uint64_t{sections.size()}));
    count.set_users(count32(sums.users));
    count.set_households(count32(sums.households));
    count.set_capacity_kva(kva(sums.capacity_va));
    count.set_ties(ties[f.index()]);
    if (sections.empty()) {
      continue;
    }
    if (auto const source = col.section_source[sections.first()]; source.is_some()) {
      count.set_source(utf8(model.id_of(source)));
    }
    double length_km = 0;
    for (auto const s : sections) {
      for (auto const line : model.lines_of(s)) {
        auto const known = is_known(col.line_length_km[line]);
        length_km += known ? static_cast<double>(col.line_length_km[line]) : 0.0;
      }
    }
    count.set_length_km(length_km);
  }
}

/// Lists the ties; returns how many each feeder has.
std::vector<std::int32_t> add_ties(NetworkModel const& model, v1::ShowNetworkResponse& answer) {
  auto const& col = model.col();
  std::vector<std::int32_t> by_feeder(model.n_feeder(), 0);
  for (auto const s : all_ids<SwitchId>(model.n_switch())) {
    if (!is_tie(model, s)) {
      continue;
    }
    auto const ends = col.switch_ends[s];
    auto const from = col.section_feeder[ends.a];
    auto const to = col.section_feeder[ends.b];
    auto const control = static_cast<std::size_t>(col.switch_control[s]);
    auto const loop_close = static_cast<std::size_t>(col.switch_loop_close[s]);
    auto& tie = *answer.add_ties();
    tie.set_tie(utf8(model.id_of(s)));
    tie.set_kind(std::string{name_of(col.switch_kind[s])});
    tie.set_control(std::string{kControlNames[control]});
    tie.set_loop_close(std::string{kAnswerNames[loop_close]});
    tie.set_from_feeder(feeder_of(model, ends.a));
    tie.set_to_feeder(feeder_of(model, ends.b));
    tie.set_from_section(utf8(study::section_name(model, ends.a)));
    tie.set_to_section(utf8(study::section_name(model, ends.b)));
    tie.set_inside_one_feeder(from.is_some() && from == to);
    if (from.is_some()) {
      ++by_feeder[from.index()];
    }
    if (to.is_some() && to != from) {
      ++by_feeder[to.index()];
    }
  }
  return by_feeder;
}

void add_sections(NetworkModel const& model, v1::ShowNetworkResponse& answer) {
  for (auto const s : all_ids<SectionId>(model.n_section())) {
    auto const sums = sum_of(model.totals_of({s, s.next()}));
    auto& section = *answer.add_sections();
    section.set_section(utf8(study::section_name(model, s)));
    section.set_feeder(feeder_of(model, s));
    section.set_fed(model.col().section_source[s].is_some());
    section.set_nodes(count32(std::uint64_t{model.nodes_of(s).size()}));
    section.set_lines(count32(std::uint64_t{model.lines_of(s).size()}));
    section.set_users(count32(sums.users));
    section.set_households(count32(sums.households));
  }
}

void set_counts(NetworkModel const& model, v1::ShowNetworkResponse& answer) {
  auto const sums = sum_of(model.totals());
  std::uint64_t unfed = 0;
  for (auto const source : model.col().section_source) {
    unfed += source.is_none() ? 1U : 0U;
  }
  answer.set_sources(count32(std::uint64_t{model.n_source()}));
  answer.set_nodes(count32(std::uint64_t{model.n_node()}));
  answer.set_lines(count32(std::uint64_t{model.n_line()}));
  answer.set_switches(count32(std::uint64_t{model.n_switch()}));
  answer.set_users(count32(sums.users));
  answer.set_households(count32(sums.households));
  answer.set_capacity_kva(kva(sums.capacity_va));
  answer.set_feeder_count(count32(std::uint64_t{model.n_feeder()}));
  answer.set_section_count(count32(std::uint64_t{model.n_section()}));
  answer.set_unfed_sections(count32(unfed));
  answer.set_memory_mb(static_cast<double>(model.memory_bytes()) / 1e6);
}

}  // namespace

v1::ShowNetworkResponse to_show_response(io::LoadedCase const& loaded, bool want_sections) {
  TIELINE_CHECK(loaded.model != nullptr);
  auto const& model = *loaded.model;
  v1::ShowNetworkResponse answer;
  answer.set_name(utf8(model.case_name()));
  answer.set_time_zone(utf8(model.time_zone()));
  answer.set_valid_from(utf8(model.valid_from()));
  answer.set_content_hash(hex(loaded.content_hash));
  answer.set_from_snapshot(loaded.from_snapshot);
  set_counts(model, answer);
  add_zones(model, answer);
  add_switch_kinds(model, answer);
  add_feeders(model, add_ties(model, answer), answer);
  answer.set_tie_count(answer.ties_size());
  if (want_sections) {
    add_sections(model, answer);
  }
  return answer;
}

}  // namespace tieline::services
