#pragma once
// Every single contingency of a network, transfer included (N-1).

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/flow/limit.hpp"
#include "engine/flow/load_overlay.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::sweep {

enum class ElementKind : std::uint8_t { section, line, network_switch, source };

/// One thing that fails.
struct Contingency {
  ElementKind kind = ElementKind::section;
  std::uint32_t row = 0;
  friend bool operator==(Contingency, Contingency) = default;
};

/// Which tier of the engine settled a contingency. They agree where they overlap.
enum class Tier : std::uint8_t {
  closed_form,  ///< nobody can be transferred, or bounds in closed form prove that one tie feeds
                ///< all
  one_tie,      ///< dark subtree and its ties walked, AC power flow where bounds do not decide
  search,       ///< transfer::Planner
};

struct SweepQuery {
  std::vector<ElementKind> kinds;                 ///< swept in this order; empty: all four
  flow::Slot slot;                                ///< hour −1: peak
  int levels = 2;                                 ///< of transfer
  unsigned threads = 0;                           ///< 0: one a core
  std::uint64_t most_work = transfer::kMostWork;  ///< for one contingency
  bool parts = true;                ///< fill SweepAnswer::partly: zones and reasons need it
  Tier lowest = Tier::closed_form;  ///< cheaper tiers are passed over (tests compare tiers)
  flow::LoadOverlay const* loads = nullptr;  ///< stand in for the model's; null: none
  std::stop_token stop;                      ///< asked for: what is not settled yet stays empty
};

/// What came of one contingency. Users count before and after as the contract says (§4.7).
struct Outcome {
  std::uint32_t users_out = 0;       ///< dark before any transfer, what is isolated included
  std::uint32_t users_isolated = 0;  ///< of them in what failed: no transfer can reach them
  std::uint32_t users_restored = 0;
  std::uint32_t households_out = 0;
  std::uint32_t households_restored = 0;
  float kw_beyond = 0;                              ///< load that needs transfer (需转移负荷)
  float kw_restored = 0;                            ///< load transferred (实际转移负荷)
  flow::LimitKind binding = flow::LimitKind::none;  ///< what kept the rest dark; none though not
                                                    ///< passed: no tie that may be used
  std::uint32_t binding_row = 0;
  float binding_value = std::numeric_limits<float>::quiet_NaN();  ///< of flow::Limit: A, kVA or pu
  float binding_limit = std::numeric_limits<float>::quiet_NaN();  ///< both NaN: figure unknown
  Tier tier = Tier::closed_form;
  std::uint8_t proven = 1;  ///< optimum proven
  std::uint8_t passed = 1;  ///< everybody beyond what failed comes back (N-1 通过)
  std::uint8_t n_tie = 0;   ///< ties closed (255: or more); which: SweepAnswer::ties
};

/// Which sections come back where some users do and some do not: an answer that only counts cannot
/// say whose they are.
struct PartlyRestored {
  std::uint32_t contingency = 0;             ///< index
  std::vector<network::SectionId> sections;  ///< fed by the best plan, ascending
};

/// Sums over contingencies of one group.
struct SweepSums {
  std::int64_t contingencies = 0;
  std::int64_t fully_restorable = 0;  ///< passed
  std::int64_t unproven = 0;
  std::int64_t users_out = 0, users_isolated = 0, users_restored = 0;
  std::int64_t households_out = 0, households_restored = 0;
  double kw_beyond = 0, kw_restored = 0;
};

struct SweepAnswer {
  std::vector<Contingency> contingency;  ///< [n]
  std::vector<Outcome> outcome;          ///< [n]
  std::vector<std::uint32_t> tie_begin;  ///< [n + 1] into ties
  std::vector<network::SwitchId> ties;   ///< closed, by contingency, ascending
  std::vector<PartlyRestored> partly;    ///< by contingency: those restored in part, if asked
  SweepSums total;
};

using Progress = std::function<void(double share)>;

/// Sweeps the case. Byte-identical for any number of threads.
[[nodiscard]] SweepAnswer sweep_n1(network::NetworkModel const& model, SweepQuery const& query,
                                   Progress const& progress = {});

/// The same in another switch state than the normal one; what is unfed there is left out.
[[nodiscard]] SweepAnswer sweep_under(network::NetworkModel const& model,
                                      network::SwitchState const& closed, SweepQuery const& query,
                                      Progress const& progress = {});

}  // namespace tieline::sweep
