#include <algorithm>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/study/open_capacity.hpp"
#include "engine/study/outage.hpp"
#include "engine/topology/energize.hpp"
#include "tests/fuzz/targets.hpp"

namespace tieline::fuzz {
namespace {

using network::Language;
using network::NetworkModel;

void word(NetworkModel const& model, std::vector<switching::Reason> const& reasons) {
  for (auto const& reason : reasons) {
    static_cast<void>(to_text(model, reason, Language::en));
    static_cast<void>(to_text(model, reason, Language::zh));
  }
}

void energize_some_states(NetworkModel const& model) {
  topology::EnergizeScratch scratch;
  auto closed = network::normal_state(model);
  TIELINE_CHECK(energize(model, closed, scratch).order.size() <= model.n_section());
  for (auto const flipped :
       all_ids<network::SwitchId>(std::min<std::size_t>(model.n_switch(), 16))) {
    closed.set(flipped, !closed.test(flipped));
    TIELINE_CHECK(energize(model, closed, scratch).order.size() <= model.n_section());
  }
}

void list_capacity(NetworkModel const& model) {
  using study::CapacityKind;
  for (auto const n1 : {false, true}) {
    auto const answer =
        study::open_capacity(model, {.kinds = {CapacityKind::feeder, CapacityKind::section,
                                               CapacityKind::transformer, CapacityKind::source},
                                     .n1 = n1});
    TIELINE_CHECK(answer.has_value());
    TIELINE_CHECK(answer->rows.size() ==
                  model.n_feeder() + model.n_section() + model.n_user() + model.n_source());
  }
}

/// At most a handful of every table, spread over it.
std::vector<study::Equipment> some_equipment(NetworkModel const& model) {
  std::vector<study::Equipment> some;
  auto const take = [&](study::EquipmentKind kind, std::size_t n_row) {
    constexpr std::size_t kMost = 4;
    for (std::size_t i = 0; i < std::min(n_row, kMost); ++i) {
      some.push_back({kind, static_cast<std::uint32_t>(i * n_row / std::min(n_row, kMost))});
    }
  };
  take(study::EquipmentKind::line, model.n_line());
  take(study::EquipmentKind::network_switch, model.n_switch());
  take(study::EquipmentKind::node, model.n_node());
  take(study::EquipmentKind::user, model.n_user());
  take(study::EquipmentKind::source, model.n_source());
  take(study::EquipmentKind::feeder, model.n_feeder());
  take(study::EquipmentKind::section, model.n_section());
  return some;
}

}  // namespace

void ask_questions(network::NetworkPtr const& model) {
  energize_some_states(*model);
  list_capacity(*model);
  static_cast<void>(model->totals());
  static_cast<void>(model->find_user("a.1"));
  study::Workspace workspace{model};
  std::vector<network::GeneratorRow> const vehicles{{.id = "G1", .kw = 400.0F},
                                                    {.id = "G2", .kw = 1000.0F}};
  for (auto const equipment : some_equipment(*model)) {
    if (auto const impact = assess_outage(*model, {.equipment = {equipment}}, workspace)) {
      word(*model, impact->notes);
    }
    auto const outage = simulate_outage(*model,
                                        {.equipment = {equipment},
                                         .start = 1'620'000'000,
                                         .duration_s = 4 * kSecondsPerHour,
                                         .live_line_item = "30",
                                         .bypass_a = 200.0F,
                                         .generators = vehicles},
                                        workspace);
    if (outage) {
      for (auto const& strategy : outage->strategies) {
        word(*model, strategy.reasons);
      }
    }
  }
  for (auto const s : all_ids<network::SectionId>(model->n_section())) {
    static_cast<void>(study::section_name(*model, s));
  }
}

}  // namespace tieline::fuzz
