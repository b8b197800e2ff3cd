// From rows and what is hit to the question the planner is asked.

#include <utility>

#include "tests/support/build_clean.hpp"
#include "tests/support/random_transfer_case.hpp"

namespace tieline::test {

using network::SectionId;

TransferCase transfer_case(TransferSketch const& sketch) {
  return transfer_case(build_clean(sketch.tables), sketch);
}

TransferCase transfer_case(network::NetworkPtr built, TransferSketch const& sketch) {
  TransferCase result{.model = std::move(built),
                      .closed = {},
                      .dark = {},
                      .dead = {},
                      .out = {},
                      .window = sketch.window,
                      .levels = sketch.levels};
  auto const& model = *result.model;
  auto const& col = model.col();
  std::vector<char> is_dead(model.n_section(), 0);
  std::vector<char> live(model.n_section(), 0);
  for (auto const node : sketch.hit_nodes) {
    is_dead[section_at(model, node).index()] = 1;
  }
  for (auto const source : col.source_node.ids()) {
    auto const out = model.id_of(source) == sketch.source_out;
    live[col.source_section[source].index()] = out ? 0 : 1;
    if (out) {
      result.out.push_back(source);
    }
  }
  result.closed = network::normal_state(model);
  for (auto const id : col.switch_ends.ids()) {
    auto const ends = col.switch_ends[id];
    if (is_dead[ends.a.index()] != 0 || is_dead[ends.b.index()] != 0) {
      result.closed.set(id, false);
    }
  }
  for (auto grown = true; grown;) {
    grown = false;
    for (auto const id : col.switch_ends.ids()) {
      auto& a = live[col.switch_ends[id].a.index()];
      auto& b = live[col.switch_ends[id].b.index()];
      if (result.closed.test(id) && a != b) {
        a = b = 1;
        grown = true;
      }
    }
  }
  for (auto const section : all_ids<SectionId>(model.n_section())) {
    if (is_dead[section.index()] != 0) {
      result.dead.push_back(section);
    } else if (live[section.index()] == 0) {
      result.dark.push_back(section);
    }
  }
  return result;
}

}  // namespace tieline::test
