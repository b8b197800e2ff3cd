#pragma once
// What one thread needs to answer questions about one model. Private to the study floor.

#include "engine/reliability/step_simulator.hpp"
#include "engine/study/outage.hpp"
#include "engine/switching/loop_closing.hpp"
#include "engine/switching/prefix_loading.hpp"
#include "engine/topology/live_network.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::study {

struct Workspace::Parts {
  explicit Parts(network::NetworkPtr published)
      : model{std::move(published)},
        live{*model},
        simulator{*model},
        planner{*model},
        prefixes{*model},
        loops{*model},
        loads{*model} {}

  network::NetworkPtr model;
  topology::LiveNetwork live;
  reliability::StepSimulator simulator;
  transfer::Planner planner;
  switching::PrefixLoading prefixes;
  switching::LoopCloser loops;
  flow::SlotLoads loads;
};

/// The sections that hold the equipment; ascending, unique.
[[nodiscard]] std::vector<network::SectionId> sections_of(network::NetworkModel const& model,
                                                          std::span<Equipment const> equipment);

}  // namespace tieline::study
