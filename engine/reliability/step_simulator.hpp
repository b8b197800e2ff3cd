#pragma once
// The canonical engine function: ordered steps on a network state → who is dark from when to when.
//
//   StepSimulator simulator{*model};                  // scratch of one thread, sized once
//   auto const seen = simulator.run({.steps = plan.steps, .temporaries = plan.temporaries});
//   seen.ledger.total().users.dark_s                  // exact user-seconds

#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/model.hpp"
#include "engine/reliability/ledger.hpp"
#include "engine/switching/reason.hpp"
#include "engine/switching/step.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::reliability {

/// All users of `section` that no user_supply, jumper or second supply makes special.
struct DarkInterval {
  network::SectionId section;
  Seconds from = 0;
  Seconds to = 0;  ///< half-open [from, to)
  friend bool operator==(DarkInterval const&, DarkInterval const&) = default;
};

/// One special user.
struct UserInterval {
  network::UserId user;
  Seconds from = 0;
  Seconds to = 0;
  friend bool operator==(UserInterval const&, UserInterval const&) = default;
};

/// What holds right after a step.
struct StepEffect {
  std::int64_t users_out = 0;
  std::int64_t households_out = 0;
  std::int32_t loops = 0;  ///< independent loops more than in the normal state
  friend bool operator==(StepEffect const&, StepEffect const&) = default;
};

struct Violation {
  switching::Reason reason;
  std::uint32_t step = 0;  ///< index of the step that breaks the rule; n_step: at the end
};

struct Simulation {
  std::span<switching::Step const> steps;  ///< ascending `at`; equal instants keep their order
  std::span<switching::Temporary const> temporaries;
  Seconds horizon = 0;  ///< users still dark after the last step count until here
  Seconds momentary_s = 180;
  Seconds merge_gap_s = 0;
};

/// Views into the simulator: valid until its next run.
struct Seen {
  Ledger ledger;
  std::span<DarkInterval const> sections;  ///< by section, then time
  std::span<UserInterval const> users;     ///< by user, then time
  std::span<StepEffect const> effects;     ///< [n_step]
  std::span<Violation const> violations;   ///< guards, loops, end state
};

/// Runs step lists from the normal state, one after another, on one thread.
///
/// Rules. A user without supply in the normal state is not interrupted until it was lit once. A
/// user with a second supply is lit while either node is. Steps of one instant act in their order;
/// what lasts zero seconds is no interval. Dark intervals of a user at most `merge_gap_s` apart are
/// one interruption; it is momentary if its dark time is at most `momentary_s`. Time is always the
/// dark time itself. Source: docs/methods/planned-outage.md §7
///
/// Errors:  none. A step that breaks a rule is a Violation and still takes effect.
/// Cost:    O(Σ steps of the feeders they touch); no heap use once it has run a plan of this size.
/// Threads: one simulator a thread; the model is only read.
class StepSimulator {
 public:
  explicit StepSimulator(network::NetworkModel const& model);

  [[nodiscard]] Seen run(Simulation const& simulation);

 private:
  struct Special {  ///< a user that does not simply follow its section
    network::UserId user;
    std::uint16_t supplies = 0;  ///< connected LV supplies
    std::uint16_t cuts = 0;      ///< open jumpers
    bool lit = true;
    Seconds dark_since = kNeverLit;
  };
  static constexpr std::uint32_t kClosed = 0xFFFF'FFFFU;
  static constexpr Seconds kNeverLit = std::numeric_limits<Seconds>::min();

  void begin(Simulation const& simulation);
  topology::Change apply(switching::Step const& step);
  topology::Change apply_temporary(switching::Step const& step);
  void note_change(topology::Change const& change, Seconds at);
  void note_specials(Seconds at);
  void guard(switching::Step const& step, std::uint32_t index, topology::Change const& change);
  void guard_device(switching::Step const& step, std::uint32_t index,
                    topology::Change const& change);
  void finish(Seconds horizon);
  void check_end(std::uint32_t n_step);
  Special& special(network::UserId user);
  void discover_duals(network::SectionId section);
  [[nodiscard]] bool network_feeds(network::UserId user) const;
  [[nodiscard]] network::ZoneTotals plain_totals(network::SectionId section) const;
  [[nodiscard]] bool loop_is_permitted() const;
  [[nodiscard]] bool carries_load(std::span<network::SectionId const> sections) const;
  void violate(switching::Reason reason, std::uint32_t step);
  [[nodiscard]] Ledger settle(Simulation const& simulation) const;

  network::NetworkModel const& model_;
  topology::LiveNetwork live_;
  IdVec<network::SectionId, std::uint32_t> open_interval_;  ///< row in intervals_, or kClosed
  std::vector<std::pair<network::SectionId, network::UserId>> dual_at_;  ///< sorted, both ends
  // one run
  std::span<switching::Temporary const> temporaries_;
  std::vector<std::uint8_t> connected_;  ///< [n_temporary]; a jumper: intact
  std::vector<DarkInterval> intervals_;
  std::vector<UserInterval> user_intervals_;
  std::vector<Special> specials_;  ///< by user
  std::vector<StepEffect> effects_;
  std::vector<Violation> violations_;
  std::vector<network::SectionId> grounded_;
  std::vector<network::SwitchId> operated_;
  StepEffect now_;
};

}  // namespace tieline::reliability
