#pragma once
// The canonical engine function: ordered steps on a network state → who is dark from when to when.
//
//   StepSimulator simulator{*model};                  // scratch of one thread, sized once
//   auto const seen = simulator.run({.steps = plan.steps, .temporaries = plan.temporaries});
//   seen.ledger.total().users.dark_s                  // exact user-seconds

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/reliability/ledger.hpp"
#include "engine/switching/reason.hpp"
#include "engine/switching/step.hpp"

namespace tieline::reliability {

/// All users of `section` that no user_supply, jumper or second supply makes special.
struct DarkInterval {
  network::SectionId section;
  Seconds from = 0;
  Seconds to = 0;  ///< half-open [from, to)
};

/// One special user.
struct UserInterval {
  network::UserId user;
  Seconds from = 0;
  Seconds to = 0;
};

/// What holds right after a step.
struct StepEffect {
  std::int64_t users_out = 0;
  std::int64_t households_out = 0;
  std::uint32_t loops = 0;  ///< independent loops among what the step touched
};

struct Violation {
  switching::Reason reason;
  std::uint32_t step = 0;  ///< index of the step that breaks the rule; n_step: at the end
};

struct Simulation {
  std::span<switching::Step const> steps;  ///< ascending `at`; equal instants keep their order
  std::span<switching::Temporary const> temporaries;
  std::span<network::SourceId const> lost_sources;  ///< out of service throughout
  Seconds horizon = 0;  ///< users still dark after the last step count until here
  Seconds momentary_s = 180;
  Seconds merge_gap_s = 0;
  bool want_intervals = true;
};

/// Views into the simulator: valid until its next run.
struct Seen {
  Ledger ledger;
  std::span<DarkInterval const> sections;  ///< by section, then time
  std::span<UserInterval const> users;     ///< by user, then time
  std::span<StepEffect const> effects;     ///< [n_step]
  std::span<Violation const> violations;   ///< guards (domain §4.10), loops, end state
};

}  // namespace tieline::reliability
