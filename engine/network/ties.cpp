#include "engine/network/ties.hpp"

namespace tieline::network {

TermId organisation_of(NetworkModel const& model, SectionId section) {
  auto const feeder = model.col().section_feeder[section];
  return feeder.is_some() ? model.col().feeder_organisation[feeder] : TermId::none();
}

bool is_foreign_tie(NetworkModel const& model, SwitchId tie) {
  auto const owner = model.col().switch_owner[tie];
  if (model.is_closed_normally(tie) || owner.is_none()) {
    return false;
  }
  auto is_anyone_known = false;
  for (auto const section : {model.col().switch_ends[tie].a, model.col().switch_ends[tie].b}) {
    auto const organisation = organisation_of(model, section);
    auto const feeder = model.col().section_feeder[section];
    auto const head_owner = feeder.is_some()
                                ? model.col().switch_owner[model.col().feeder_head[feeder]]
                                : TermId::none();
    if (owner == organisation || owner == head_owner) {
      return false;
    }
    is_anyone_known = is_anyone_known || organisation.is_some() || head_owner.is_some();
  }
  return is_anyone_known;
}

}  // namespace tieline::network
