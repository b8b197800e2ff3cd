// outage impact: who is dark if this is lost, and what comes back through which tie.

#include <algorithm>

#include "engine/study/losses.hpp"
#include "engine/study/second_fault.hpp"

namespace tieline::study {

using network::NetworkModel;
using network::SectionId;
using switching::ElementKind;
using switching::Reason;
using switching::ReasonKind;

namespace {

/// What is dead and the islands beyond it, ascending.
[[nodiscard]] std::vector<SectionId> lost_sections(switching::Isolation const& isolation) {
  auto sections = isolation.dead;
  for (auto const& island : isolation.islands) {
    sections.insert(sections.end(), island.sections.begin(), island.sections.end());
  }
  std::sort(sections.begin(), sections.end());
  return sections;
}

void add_out(network::ZoneTotals const& totals, ImpactAnswer& answer) {
  for (std::size_t z = 0; z < network::kZoneCount; ++z) {
    answer.zone[z].users.out += totals.users[z];
    answer.zone[z].households.out += totals.households[z];
    answer.users_out += totals.users[z];
    answer.households_out += totals.households[z];
  }
}

void add_unrestorable(SectionId s, network::ZoneTotals const& totals, Reason reason,
                      ImpactAnswer& answer) {
  Count count;
  count += totals;
  if (count.users != 0) {
    answer.unrestorable.push_back(
        {.section = s, .users = count.users, .households = count.households, .reason = reason});
  }
}

/// Why a section of the island stays dark: of its best tie, as options are sorted.
[[nodiscard]] Reason why_dark(NetworkModel const& model, std::span<SectionId const> island,
                              std::span<TieOption const> options) {
  auto const best = std::find_if(options.begin(), options.end(), [&](TieOption const& option) {
    auto const ends = model.col().switch_ends[option.tie];
    return std::binary_search(island.begin(), island.end(), ends.a) ||
           std::binary_search(island.begin(), island.end(), ends.b);
  });
  if (best == options.end()) {
    return {.kind = ReasonKind::no_tie};
  }
  if (best->binding.is_some()) {
    return best->binding;
  }
  return {.kind = ReasonKind::better_tie,
          .element = ElementKind::network_switch,
          .row = best->tie.raw()};
}

/// Who comes back, and why the others do not.
void add_rest(NetworkModel const& model, switching::Isolation const& isolation,
              TransferChoice const& choice, Losses const& losses, ImpactAnswer& answer) {
  for (auto const s : isolation.dead) {
    add_unrestorable(
        s, losses.of(s),
        {.kind = ReasonKind::worked_on, .element = ElementKind::section, .row = s.raw()}, answer);
  }
  Count back;
  for (auto const& island : isolation.islands) {
    for (auto const s : island.sections) {
      if (std::binary_search(choice.fed.begin(), choice.fed.end(), s)) {
        back += losses.of(s);
      } else {
        add_unrestorable(s, losses.of(s), why_dark(model, island.sections, answer.options), answer);
      }
    }
  }
  answer.restorable_users = back.users;
  answer.restorable_households = back.households;
}

}  // namespace

Result<ImpactAnswer> assess_outage(NetworkModel const& model, ImpactQuery const& query,
                                   Workspace& workspace) {
  if (sections_of(model, query.equipment).empty()) {
    return fail(ErrorCode::invalid_argument, "no equipment given: name what is lost",
                "未给出设备：请指明停运设备");
  }
  if (auto levels = check_levels(query.levels); !levels) {
    return tl::unexpected{std::move(levels.error())};
  }
  auto& parts = workspace.parts();
  auto const isolation = switching::isolate(model, sections_of(model, query.equipment), parts.live);
  auto const window = query.at ? flow::hours_of({.start = *query.at,
                                                 .duration_s = 0,
                                                 .utc_offset_s = query.utc_offset_s,
                                                 .holiday = query.holiday})
                               : flow::peak_window();
  ImpactAnswer answer;
  auto const lost = lost_sections(isolation);
  Losses const losses{model, lost, parts.live};
  for (auto const s : losses.sections()) {
    add_out(losses.of(s), answer);
  }
  for (auto const& cut : isolation.cuts) {
    answer.isolation.push_back(cut.device);
  }
  for (auto const& island : isolation.islands) {  // else a transfer would feed what is lost
    answer.isolation.insert(answer.isolation.end(), island.boundary.begin(), island.boundary.end());
  }
  if (!isolation.is_possible()) {
    answer.notes.push_back(isolation.impossible);
  }
  auto const choice = choose_transfer(model, isolation, window, query.levels, parts);
  answer.options = options_of(model, isolation, choice);
  answer.plan = plan_of(choice, true);
  add_rest(model, isolation, choice, losses, answer);
  if (query.second_fault) {
    answer.second_faults = second_faults(model, isolation, choice, window, query.levels, parts);
  }
  return answer;
}

}  // namespace tieline::study
