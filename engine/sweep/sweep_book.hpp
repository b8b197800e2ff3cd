#pragma once
// A sweep that is kept up to date while switches are operated and loads change.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include "engine/flow/load_overlay.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/sweep/sweep.hpp"

namespace tieline::sweep {

/// What one change cost.
struct Refreshed {
  std::size_t feeders_grown = 0;    ///< walked and solved again
  std::size_t feeders_settled = 0;  ///< all of whose contingencies were settled again
};

/// Every section contingency under one switch state and set of loads, and the same after every
/// change of them.
///
/// The model never changes: beside it are a mask of closed switches and an overlay of loads. A
/// change of switches floods the areas of supply it touches and walks their feeders again; a load
/// has its own feeder walked again. Settled again is what looks at them:
/// feeders on a source of theirs, feeders tied to those, and, where a search had to decide, feeders
/// one tie further (a neighbour may hand a tail on). Areas that are not plain (loops, two sources
/// joined) are settled again with every change, wherever they are.
///
/// Invariant: answer() says what sweep_under() says of the same state and loads.
/// Threads: one caller at a time.
class SweepBook {
 public:
  /// In the normal state; `query.kinds` is passed over, `query.loads` copied. Cost: one sweep.
  SweepBook(network::NetworkModel const& model, SweepQuery query);
  ~SweepBook();
  SweepBook(SweepBook&&) noexcept;
  SweepBook& operator=(SweepBook&&) noexcept;

  /// Operates switches: each stands the other way afterwards.
  Refreshed flip(std::span<network::SwitchId const> flipped);

  /// A user and what it draws from now on (LoadOverlay::set); unless `load`: what the model says.
  struct LoadChange {
    network::UserId user;
    std::optional<flow::Load> load;
  };
  Refreshed change_loads(std::span<LoadChange const> changes);

  [[nodiscard]] network::SwitchState const& closed() const;
  [[nodiscard]] flow::LoadOverlay const& loads() const;
  [[nodiscard]] Outcome const& outcome(network::SectionId section) const;  ///< O(1)
  [[nodiscard]] SweepAnswer answer() const;                                ///< O(sections)

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace tieline::sweep
