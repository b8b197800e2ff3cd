#pragma once
// What one thread needs to answer questions about one model. Private to the study floor.

#include "engine/reliability/step_simulator.hpp"
#include "engine/study/outage.hpp"
#include "engine/switching/transfer.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::study {

struct Workspace::Parts {
  explicit Parts(network::NetworkPtr published)
      : model{std::move(published)},
        live{*model},
        simulator{*model},
        transfers{*model},
        loads{*model} {}

  network::NetworkPtr model;
  topology::LiveNetwork live;
  reliability::StepSimulator simulator;
  switching::TransferScratch transfers;
  flow::SlotLoads loads;
};

/// The sections that hold the equipment; ascending, unique.
[[nodiscard]] std::vector<network::SectionId> sections_of(network::NetworkModel const& model,
                                                          std::span<Equipment const> equipment);

}  // namespace tieline::study
