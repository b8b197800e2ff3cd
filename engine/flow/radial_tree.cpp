#include "engine/flow/radial_tree.hpp"

namespace tieline::flow {

void RadialTree::clear() {
  parent.clear();
  r_ohm.clear();
  x_ohm.clear();
  node.clear();
  element.clear();
  phases.clear();
  load.clear();
  n_slot = 1;
  source = network::SourceId::none();
  root_kv = 0;
  root_pu = 1;
  impedance_unknown = {};
  phases_missing = {};
  unproven = {};
}

}  // namespace tieline::flow
