#include "engine/network/ties.hpp"

namespace tieline::network {

TermId organisation_of(NetworkModel const& model, SectionId section) {
  auto const feeder = model.col().section_feeder[section];
  return feeder.is_some() ? model.col().feeder_organisation[feeder] : TermId::none();
}

bool is_foreign_tie(NetworkModel const& model, SwitchId tie) {
  auto const owner = model.col().switch_owner[tie];
  auto const [a, b] = model.col().switch_ends[tie];
  auto const here = organisation_of(model, a);
  auto const there = organisation_of(model, b);
  auto const is_anyone_known = here.is_some() || there.is_some();
  return !model.is_closed_normally(tie) && owner.is_some() && is_anyone_known && owner != here &&
         owner != there;
}

}  // namespace tieline::network
