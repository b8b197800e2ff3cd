#pragma once
// Isolation and chosen transfers → an ordered switching list, out and back, with times.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/model.hpp"
#include "engine/switching/isolation.hpp"
#include "engine/switching/step.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::switching {

/// How one part of the network goes over to another feeder: of a dark island, or the tail that a
/// neighbour hands on first (二级转供).
struct ChosenTransfer {
  Device tie;        ///< an open switch, or a bypass among the temporaries
  bool hot = false;  ///< make before break (合环)
  /// Closed switches that have to open: inside the part, then between it and everything else.
  /// The one that feeds the part in the normal state stands last. Parts side by side name the
  /// switch between them both: it opens with the first and closes with the last.
  std::vector<network::SwitchId> boundary;
};

/// One LV generator vehicle among the temporaries.
struct GeneratorUse {
  std::size_t temporary = 0;
  Seconds connect_s = 0;
  Seconds disconnect_s = 0;
  bool synchronising = false;  ///< changes over without a break
};

struct SequenceQuery {
  Isolation const& isolation;
  std::span<ChosenTransfer const> transfers;  ///< in the order out
  std::span<GeneratorUse const> generators;
  std::span<Temporary const> temporaries;
  Seconds start = 0;       ///< the work is dead in [start, start + duration_s)
  Seconds duration_s = 0;  ///< > 0
};

/// The order and the clock of a planned outage.
///
/// Out: transfers as they are given (reliefs before the parts that need them), hot ones (tie, then
/// boundary) and cold ones (boundary, then tie); the cuts of the isolation; what can only be opened
/// dead (disconnectors and fuses towards an island) with its tie; then check and ground. Back, in
/// the reverse order: what could only be opened dead, the work, then hot transfers (boundary, then
/// tie) and cold ones (tie, then boundary).
/// Clock: the operation that makes the work dead takes effect at `start`, the first one back at
/// `start + duration_s` (or after the last one out, if that is later); every other takes effect the
/// operating time of its own device after the one before. Earlier ones are reckoned back from
/// `start`, so that users who are transferred cold wait only for their own switches.
/// Source: docs/methods/planned-outage.md §3, §4
///
/// `live` is used for rehearsal and left reset.
[[nodiscard]] std::vector<Step> build_sequence(network::NetworkModel const& model,
                                               SequenceQuery const& query,
                                               topology::LiveNetwork& live);

/// The closed switches between `part` (ascending) and the rest, feeding one last.
[[nodiscard]] std::vector<network::SwitchId> boundary_of(network::NetworkModel const& model,
                                                         std::span<network::SectionId const> part);

/// Can every switch of the boundary be opened while the part is alive?
[[nodiscard]] bool opens_alive(network::NetworkModel const& model,
                               std::span<network::SwitchId const> boundary);

}  // namespace tieline::switching
