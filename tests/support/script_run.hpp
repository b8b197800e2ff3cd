#pragma once
// A script by external ids → the engine's simulation by rows, and its answer user by user.

#include <vector>

#include "engine/network/model.hpp"
#include "engine/reliability/step_simulator.hpp"
#include "tests/support/reference_outage.hpp"

namespace tieline::test {

/// Owns the rows that `simulation` views. Not movable: it would leave them behind.
class ScriptRun {
 public:
  ScriptRun(network::NetworkModel const& model, Script const& script);
  ScriptRun(ScriptRun const&) = delete;
  ScriptRun& operator=(ScriptRun const&) = delete;

  [[nodiscard]] reliability::Simulation const& simulation() const { return simulation_; }

 private:
  std::vector<switching::Step> steps_;
  std::vector<switching::Temporary> temporaries_;
  reliability::Simulation simulation_;
};

/// What the engine saw, user by user, in the order of Tables::transformers: users with a second
/// supply and users named by a temporary speak for themselves, the others follow their section.
[[nodiscard]] std::vector<std::vector<DarkTime>> dark_times_by_user(
    network::NetworkModel const& model, network::Tables const& tables, Script const& script,
    reliability::Seen const& seen);

}  // namespace tieline::test
