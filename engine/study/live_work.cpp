#include "engine/study/live_work.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <unordered_set>

#include "engine/switching/live_line.hpp"

namespace tieline::study {

using network::Answer;
using network::LineId;
using network::NetworkModel;
using network::NodeId;
using network::SectionId;
using network::SwitchId;
using network::UserId;
using switching::ElementKind;
using switching::LiveEffect;
using switching::Reason;
using switching::ReasonKind;

namespace {

/// Largest current of the users of `sections` over the window, in A at `kv`; NaN if a load is
/// unknown.
[[nodiscard]] double peak_current_a(NetworkModel const& model, std::span<SectionId const> sections,
                                    double kv, flow::LoadWindow const& window,
                                    Workspace::Parts& parts) {
  parts.loads.prepare(window);
  std::vector<flow::Load> sums(window.slots.size());
  for (auto const s : sections) {
    for (auto const user : model.users_of(s)) {
      if (!parts.loads.add(user, sums)) {
        return kUnknown;
      }
    }
  }
  auto largest = 0.0;
  for (auto const& sum : sums) {
    largest = std::max(largest, std::hypot(sum.kw, sum.kvar) / (std::numbers::sqrt3 * kv));
  }
  return largest;
}

[[nodiscard]] double kv_of(NetworkModel const& model, SectionId s) {
  return static_cast<double>(model.col().node_kv[model.nodes_of(s).first()]);
}

/// Users that lose the network when the jumpers at the start of `line` are cut: everything on the
/// side away from the source.
[[nodiscard]] std::vector<UserId> users_beyond(NetworkModel const& model, LineId line) {
  auto const& col = model.col();
  std::vector<NodeId> reached;
  std::unordered_set<NodeId> seen;
  auto const meets_busbar = [&](NodeId from) {
    reached.assign(1, from);
    seen = {from};
    for (std::size_t head = 0; head < reached.size(); ++head) {
      auto const here = reached[head];
      if (col.section_parent[col.node_section[here]].is_none()) {
        return true;
      }
      for (auto const arc : model.arcs(here)) {
        auto const passable =
            arc.is_switch() ? model.is_closed_normally(arc.as_switch()) : arc.line() != line;
        if (passable && seen.insert(arc.to).second) {
          reached.push_back(arc.to);
        }
      }
    }
    return false;
  };
  auto const ends = col.line_nodes[line];
  if (meets_busbar(ends.a) && meets_busbar(ends.b)) {
    return {};  // fed from both sides: cutting it darkens nobody
  }
  std::sort(reached.begin(), reached.end());
  std::vector<UserId> users;
  auto last = SectionId::none();
  for (auto const node : reached) {
    auto const s = col.node_section[node];
    if (s == last) {
      continue;
    }
    last = s;
    for (auto const user : model.users_of(s)) {
      auto const second = col.user_second_node[user];
      auto const has_other = second.is_some() &&
                             col.section_source[col.node_section[second]].is_some() &&
                             !std::binary_search(reached.begin(), reached.end(), second);
      if (std::binary_search(reached.begin(), reached.end(), col.user_node[user]) && !has_other) {
        users.push_back(user);
      }
    }
  }
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  return users;
}

[[nodiscard]] ElementKind element_of(EquipmentKind kind) {
  switch (kind) {
    case EquipmentKind::line:
      return ElementKind::line;
    case EquipmentKind::network_switch:
      return ElementKind::network_switch;
    case EquipmentKind::source:
      return ElementKind::source;
    case EquipmentKind::user:
      return ElementKind::user;
    case EquipmentKind::section:
      return ElementKind::section;
    default:
      return ElementKind::nothing;
  }
}

/// Why the equipment cannot be worked on live; none if it can.
[[nodiscard]] Reason objection(NetworkModel const& model, Equipment equipment, bool item_stated) {
  Reason reason{
      .kind = ReasonKind::none, .element = element_of(equipment.kind), .row = equipment.row};
  auto const live_work = equipment.kind == EquipmentKind::line
                             ? model.col().line_live_work[LineId{equipment.row}]
                             : Answer::unknown;
  if (live_work == Answer::no || equipment.kind == EquipmentKind::source ||
      equipment.kind == EquipmentKind::feeder) {
    reason.kind = ReasonKind::live_not_possible;
  } else if (live_work == Answer::unknown && !item_stated) {
    reason.kind = ReasonKind::live_unknown;
  }
  return reason;
}

/// Everything that is or hangs on the work, fed through it in the normal state.
[[nodiscard]] std::vector<SectionId> fed_through(switching::Isolation const& isolation) {
  auto sections = isolation.dead;
  for (auto const& island : isolation.islands) {
    sections.insert(sections.end(), island.sections.begin(), island.sections.end());
  }
  return sections;
}

void cut_laterals(NetworkModel const& model, OutageQuery const& query, Variant& variant) {
  for (auto const& equipment : query.equipment) {
    if (equipment.kind != EquipmentKind::line) {
      continue;
    }
    auto const line = LineId{equipment.row};
    auto const device = switching::Device::temporary(variant.temporaries.size());
    variant.temporaries.push_back({.kind = switching::TemporaryKind::jumper,
                                   .id = std::string{model.id_of(line)},
                                   .a = model.col().line_section[line],
                                   .b = SectionId::none(),
                                   .users = users_beyond(model, line)});
    variant.steps.push_back({.at = query.start,
                             .action = switching::Action::open,
                             .device = device,
                             .section = SectionId::none()});
  }
  auto const n_cut = variant.steps.size();
  for (std::size_t i = 0; i < n_cut; ++i) {
    auto step = variant.steps[i];
    step.at = query.start + query.duration_s;
    step.action = switching::Action::close;
    variant.steps.push_back(step);
  }
}

/// Where supply stands while the work is dead, on the way that feeds `s` in the normal state;
/// none() if that way is dark up to the source.
[[nodiscard]] SectionId live_above(NetworkModel const& model, std::span<SectionId const> dark,
                                   SectionId s) {
  while (s.is_some() && std::binary_search(dark.begin(), dark.end(), s)) {
    s = model.col().section_parent[s];
  }
  return s;
}

/// A bypass cable into every island with users; nothing if it has no live end to start from.
[[nodiscard]] SectionId lay_bypass(NetworkModel const& model, std::span<SectionId const> dark,
                                   switching::DarkIsland const& island, Variant& variant) {
  auto boundary = switching::boundary_of(model, island.sections);
  auto const ends = model.col().switch_ends[boundary.back()];
  auto const a_is_inside =
      std::binary_search(island.sections.begin(), island.sections.end(), ends.a);
  auto const to = a_is_inside ? ends.a : ends.b;
  auto const from = live_above(model, dark, to);
  if (from.is_none()) {
    return from;
  }
  auto const hot = std::all_of(boundary.begin(), boundary.end(), [&](SwitchId s) {
    return network::breaks_load(model.col().switch_kind[s]);
  });
  // Islands come upstream first; out they go downstream first.
  variant.transfers.insert(variant.transfers.begin(),
                           {.tie = switching::Device::temporary(variant.temporaries.size()),
                            .hot = hot,
                            .boundary = std::move(boundary)});
  variant.temporaries.push_back({.kind = switching::TemporaryKind::bypass,
                                 .id = "bypass" + std::to_string(variant.transfers.size()),
                                 .a = from,
                                 .b = to,
                                 .users = {}});
  return from;
}

/// Bypass cables from what stays live to every island beyond the work that has users. Those with
/// one start share the rating.
void lay_bypasses(NetworkModel const& model, OutageQuery const& query,
                  switching::Isolation const& isolation, flow::LoadWindow const& window,
                  Workspace::Parts& parts, Variant& variant) {
  auto dark = fed_through(isolation);
  std::sort(dark.begin(), dark.end());
  auto islands = isolation.islands;
  std::erase_if(islands, [](auto const& island) { return island.users == 0; });
  std::sort(islands.begin(), islands.end(),
            [](auto const& x, auto const& y) { return x.sections.front() < y.sections.front(); });
  std::map<SectionId, std::vector<SectionId>> carried;  // by start
  for (auto const& island : islands) {
    auto const from = lay_bypass(model, dark, island, variant);
    if (from.is_none()) {
      variant.feasible = false;
      return;
    }
    auto& sections = carried[from];
    sections.insert(sections.end(), island.sections.begin(), island.sections.end());
  }
  for (auto const& [from, sections] : carried) {
    auto const load_a = peak_current_a(model, sections, kv_of(model, from), window, parts);
    if (!(load_a <= static_cast<double>(query.bypass_a))) {  // unknown is not within
      variant.feasible = false;
      variant.reasons.push_back({.kind = ReasonKind::bypass_too_small,
                                 .value = load_a,
                                 .limit = static_cast<double>(query.bypass_a)});
    }
  }
}

}  // namespace

Variant plan_live_work(NetworkModel const& model, OutageQuery const& query,
                       switching::Isolation const& isolation, flow::LoadWindow const& window,
                       Workspace::Parts& parts) {
  Variant variant;
  variant.keeps_supply = true;
  auto const item = switching::find_live_line_item(query.live_line_item);
  auto const item_stated = !query.live_line_item.empty();
  for (auto const& equipment : query.equipment) {
    if (auto const reason = objection(model, equipment, item_stated); reason.is_some()) {
      variant.reasons.push_back(reason);
    }
  }
  if (!query.has_live_crew) {
    variant.reasons.push_back({.kind = ReasonKind::no_live_crew});
  }
  auto const effect = item ? item->effect : LiveEffect::nobody_out;
  for (auto const& equipment : query.equipment) {  // jumpers are cut where a line begins
    if (effect == LiveEffect::lateral_out && equipment.kind != EquipmentKind::line) {
      variant.reasons.push_back({.kind = ReasonKind::live_not_possible,
                                 .element = element_of(equipment.kind),
                                 .row = equipment.row});
    }
  }
  if (variant.reasons.empty() && effect == LiveEffect::load_bypass && is_known(query.bypass_a)) {
    auto const sections = fed_through(isolation);
    auto const load_a =
        peak_current_a(model, sections, kv_of(model, isolation.dead.front()), window, parts);
    if (!(load_a <= static_cast<double>(query.bypass_a))) {
      variant.reasons.push_back({.kind = ReasonKind::bypass_too_small,
                                 .value = load_a,
                                 .limit = static_cast<double>(query.bypass_a)});
    }
  }
  if (variant.reasons.empty()) {
    if (effect == LiveEffect::lateral_out) {
      cut_laterals(model, query, variant);
    }
    return variant;
  }
  auto const somebody_beyond = std::any_of(isolation.islands.begin(), isolation.islands.end(),
                                           [](auto const& island) { return island.users != 0; });
  if (is_known(query.bypass_a) && query.has_live_crew && somebody_beyond) {
    variant.keeps_supply = false;
    lay_bypasses(model, query, isolation, window, parts, variant);
    return variant;
  }
  variant.feasible = false;
  return variant;
}

}  // namespace tieline::study
