// outage impact: who is dark if this is lost, and what comes back through which tie.

#include <algorithm>

#include "engine/study/transfer_choice.hpp"

namespace tieline::study {

using network::NetworkModel;
using network::SectionId;
using switching::ElementKind;
using switching::Reason;
using switching::ReasonKind;

namespace {

void add_out(NetworkModel const& model, SectionId s, ImpactAnswer& answer) {
  if (model.col().section_source[s].is_none()) {
    return;  // unfed in the normal state: not lost now (needs B23)
  }
  auto const totals = model.totals_of({s, s.next()});
  for (std::size_t z = 0; z < network::kZoneCount; ++z) {
    answer.zone[z].users.out += totals.users[z];
    answer.zone[z].households.out += totals.households[z];
  }
}

/// Dual-supply users whose other node stays live do not go dark.
void keep_second_fed(NetworkModel const& model, topology::LiveNetwork const& live,
                     std::span<SectionId const> lost, ImpactAnswer& answer) {
  auto const& col = model.col();
  for (auto const user : col.dual_users) {
    auto const first = col.user_section[user];
    auto const second = col.node_section[col.user_second_node[user]];
    if (!std::binary_search(lost.begin(), lost.end(), first) ||
        col.section_source[first].is_none() || !live.is_live(second)) {
      continue;
    }
    auto& zone = answer.zone[static_cast<std::size_t>(col.user_zone[user])];
    zone.users.out -= 1;
    zone.households.out -= col.user_households[user];
  }
}

void add_unrestorable(NetworkModel const& model, SectionId s, Reason reason, ImpactAnswer& answer) {
  auto const totals = model.totals_of({s, s.next()});
  Unrestorable lost{.section = s, .users = 0, .households = 0, .reason = reason};
  for (std::size_t z = 0; z < network::kZoneCount; ++z) {
    lost.users += totals.users[z];
    lost.households += totals.households[z];
  }
  if (lost.users != 0) {
    answer.unrestorable.push_back(lost);
  }
}

/// Why nothing of the island, or not this part of it, comes back.
[[nodiscard]] Reason reason_of(IslandChoice const& choice) {
  if (choice.options.empty()) {
    return {.kind = ReasonKind::no_tie};
  }
  return choice.options[choice.taken.value_or(0)].binding;
}

}  // namespace

Result<ImpactAnswer> assess_outage(NetworkModel const& model, ImpactQuery const& query,
                                   Workspace& workspace) {
  if (sections_of(model, query.equipment).empty()) {
    return fail(ErrorCode::invalid_argument, "no equipment given: name what is lost",
                "未给出设备:请指明停运设备");
  }
  auto& parts = workspace.parts();
  auto const isolation = switching::isolate(model, sections_of(model, query.equipment), parts.live);
  auto const window = query.at ? flow::hours_of({.start = *query.at,
                                                 .duration_s = 0,
                                                 .utc_offset_s = query.utc_offset_s,
                                                 .holiday = false})
                               : flow::peak_window();
  ImpactAnswer answer;
  std::vector<SectionId> lost = isolation.dead;
  for (auto const& island : isolation.islands) {
    lost.insert(lost.end(), island.sections.begin(), island.sections.end());
  }
  std::sort(lost.begin(), lost.end());
  for (auto const s : lost) {
    add_out(model, s, answer);
  }
  keep_second_fed(model, parts.live, lost, answer);
  for (auto const& zone : answer.zone) {
    answer.users_out += zone.users.out;
    answer.households_out += zone.households.out;
  }
  for (auto const& cut : isolation.cuts) {
    answer.isolation.push_back(cut.device);
  }
  if (!isolation.is_possible()) {
    answer.notes.push_back(isolation.impossible);
  }

  auto const choices = choose_transfers(model, isolation, window, true, parts);
  for (auto const s : isolation.dead) {
    add_unrestorable(
        model, s, {.kind = ReasonKind::worked_on, .element = ElementKind::section, .row = s.raw()},
        answer);
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    auto const& choice = choices[i];
    for (auto const& option : choice.options) {
      answer.options.push_back(to_answer(option));
    }
    std::span<SectionId const> picked;
    if (choice.taken) {
      auto const& taken = choice.options[*choice.taken];
      picked = taken.picked;
      answer.restorable_users += taken.aims.users;
      answer.restorable_households += taken.aims.households;
    }
    for (auto const s : isolation.islands[i].sections) {
      if (!std::binary_search(picked.begin(), picked.end(), s)) {
        add_unrestorable(model, s, reason_of(choice), answer);
      }
    }
  }
  return answer;
}

}  // namespace tieline::study
