#pragma once
// The second witness: who is dark from when to when, written from the definitions alone.
//
// It knows nodes, lines and switches as the tables state them, no sections and no ids of rows.
// After every step it walks the network anew from every source and asks each user whether a lamp
// would burn. It shares no code with the engine; only the plain records of a ledger are the same.

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/tables.hpp"
#include "engine/reliability/ledger.hpp"
#include "engine/switching/step.hpp"

namespace tieline::test {

/// One step of a plan, by external id.
struct ScriptStep {
  Seconds at = 0;
  switching::Action action = switching::Action::open;
  std::string switch_id;
  std::string source_id;
  std::size_t temporary = 0;  ///< row of Script::temporaries, where neither id is given
  std::string node;           ///< where a check, ground or unground takes place
};

struct ScriptTemporary {
  switching::TemporaryKind kind = switching::TemporaryKind::user_supply;
  std::string node_a, node_b;
  std::vector<std::string> users;
};

/// A plan in the words of the input: what the engine's Simulation says by rows.
struct Script {
  std::vector<ScriptStep> steps;  ///< in order; a time before the one before counts as that one
  std::vector<ScriptTemporary> temporaries;
  Seconds horizon = 0;
  Seconds momentary_s = 180;
  Seconds merge_gap_s = 0;
};

struct DarkTime {
  Seconds from = 0;
  Seconds to = 0;
  friend bool operator==(DarkTime, DarkTime) = default;
};

struct ReferenceEffect {
  std::int64_t users_out = 0;  ///< dark now, and lit at some time before
  std::int64_t households_out = 0;
  std::int64_t loops = 0;  ///< independent loops more than in the normal state
};

struct ReferenceOutage {
  std::vector<std::vector<DarkTime>> users;  ///< by row of Tables::transformers, in time
  std::vector<ReferenceEffect> effects;      ///< after each step
  reliability::Ledger ledger;
};

/// Steps in order; after each one a walk from every source. Whoever was never lit is not
/// interrupted.
[[nodiscard]] ReferenceOutage simulate_by_definition(network::Tables const& tables,
                                                     Script const& script);

/// When `node` is without voltage, from the first step on; the last time ends with the plan.
[[nodiscard]] std::vector<DarkTime> dead_times_of(network::Tables const& tables,
                                                  Script const& script, std::string_view node);

/// The witness of the witness: looks at every single second between the first step and the end.
/// Returns the dark seconds of each user. Only for plans of a few hundred seconds.
[[nodiscard]] std::vector<Seconds> dark_seconds_one_by_one(network::Tables const& tables,
                                                           Script const& script);

}  // namespace tieline::test
