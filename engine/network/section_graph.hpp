#pragma once
// The sections of a model as a graph for Boost.Graph: vertices are sections, edges are switches.

#include "engine/graph/bgl_view.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::network {

using SectionView = graph::BglView<SectionId, SwitchId, SectionArc>;

/// Sections joined by the switches of `closed`; null: by every switch. Borrows both.
[[nodiscard]] inline SectionView view_sections(NetworkModel const& model,
                                               SwitchState const* closed = nullptr) {
  return {
      .csr = {.begin = model.col().section_arc_begin.raw(), .arcs = model.col().section_arcs.raw()},
      .mask = closed};
}

}  // namespace tieline::network
