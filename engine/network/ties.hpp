#pragma once
// What the network says about its normally open switches.

#include "engine/network/model.hpp"

namespace tieline::network {

/// Does this switch belong to an organisation that runs neither feeder it stands between?
///
/// `owner` is compared with the organisations of the normal feeders at both ends and with the
/// owners of their head switches; a blank owner is the operator's own, and where none of those is
/// known nothing can be foreign. Such a tie is shown but not used (fault B41;
/// docs/methods/input.md). Cost: O(1).
[[nodiscard]] bool is_foreign_tie(NetworkModel const& model, SwitchId tie);

/// Organisation of the normal feeder of a section; none() on a busbar, where unfed, or unstated.
[[nodiscard]] TermId organisation_of(NetworkModel const& model, SectionId section);

}  // namespace tieline::network
