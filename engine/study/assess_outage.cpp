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

/// Who loses supply with a section: not those unfed in the normal state (B23), not those
/// whose second supply stays live.
class Losses {
 public:
  Losses(NetworkModel const& model, switching::Isolation const& isolation,
         topology::LiveNetwork const& live)
      : model_{model} {
    sections_ = isolation.dead;
    for (auto const& island : isolation.islands) {
      sections_.insert(sections_.end(), island.sections.begin(), island.sections.end());
    }
    std::sort(sections_.begin(), sections_.end());
    auto const& col = model.col();
    for (auto const user : col.dual_users) {
      if (std::binary_search(sections_.begin(), sections_.end(), col.user_section[user]) &&
          live.is_live(col.node_section[col.user_second_node[user]])) {
        second_fed_.push_back(user);
      }
    }
  }

  [[nodiscard]] std::span<SectionId const> sections() const { return sections_; }

  [[nodiscard]] network::ZoneTotals of(SectionId s) const {
    if (model_.col().section_source[s].is_none()) {
      return {};
    }
    auto totals = model_.totals_of({s, s.next()});
    auto const users = model_.users_of(s);
    for (auto const user : second_fed_) {
      if (users.contains(user)) {
        auto const zone = static_cast<std::size_t>(model_.col().user_zone[user]);
        totals.users[zone] -= 1;
        totals.households[zone] -= model_.col().user_households[user];
      }
    }
    return totals;
  }

 private:
  NetworkModel const& model_;
  std::vector<SectionId> sections_;  ///< ascending
  std::vector<network::UserId> second_fed_;
};

void add_out(network::ZoneTotals const& totals, ImpactAnswer& answer) {
  for (std::size_t z = 0; z < network::kZoneCount; ++z) {
    answer.zone[z].users.out += totals.users[z];
    answer.zone[z].households.out += totals.households[z];
    answer.users_out += totals.users[z];
    answer.households_out += totals.households[z];
  }
}

void add_restorable(network::ZoneTotals const& totals, ImpactAnswer& answer) {
  for (std::size_t z = 0; z < network::kZoneCount; ++z) {
    answer.restorable_users += totals.users[z];
    answer.restorable_households += totals.households[z];
  }
}

void add_unrestorable(SectionId s, network::ZoneTotals const& totals, Reason reason,
                      ImpactAnswer& answer) {
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
                "未给出设备：请指明停运设备");
  }
  auto& parts = workspace.parts();
  auto const isolation = switching::isolate(model, sections_of(model, query.equipment), parts.live);
  auto const window = query.at ? flow::hours_of({.start = *query.at,
                                                 .duration_s = 0,
                                                 .utc_offset_s = query.utc_offset_s,
                                                 .holiday = query.holiday})
                               : flow::peak_window();
  ImpactAnswer answer;
  Losses const losses{model, isolation, parts.live};
  for (auto const s : losses.sections()) {
    add_out(losses.of(s), answer);
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
        s, losses.of(s),
        {.kind = ReasonKind::worked_on, .element = ElementKind::section, .row = s.raw()}, answer);
  }
  for (std::size_t i = 0; i < choices.size(); ++i) {
    auto const& choice = choices[i];
    for (auto const& option : choice.options) {
      answer.options.push_back(to_answer(option));
    }
    std::span<SectionId const> picked;
    if (choice.taken) {
      picked = choice.options[*choice.taken].picked;
    }
    for (auto const s : isolation.islands[i].sections) {
      if (std::binary_search(picked.begin(), picked.end(), s)) {
        add_restorable(losses.of(s), answer);
      } else {
        add_unrestorable(s, losses.of(s), reason_of(choice), answer);
      }
    }
  }
  return answer;
}

}  // namespace tieline::study
