#pragma once
// The best transfer → what is moved to which feeder, in the order out.

#include <cstdint>
#include <vector>

#include "engine/network/model.hpp"
#include "engine/transfer/plan.hpp"

namespace tieline::switching {

/// A part of the dark area that goes over to another feeder, or a tail that a neighbour hands on
/// first so that there is room for it.
struct Move {
  network::SwitchId tie;
  bool relief = false;
  std::size_t row = 0;  ///< in Plan::reliefs, or the part of Plan::parts it belongs to
  std::vector<network::SectionId> sections;  ///< ascending; of no other move
  transfer::Aims aims;                       ///< of them
  /// Closed switches that have to open: first those inside that would close a loop, then those
  /// towards everything else; the one that feeds it in the normal state stands last.
  std::vector<network::SwitchId> boundary;
  bool remote = false;  ///< tie and boundary are all remote-controlled
};

/// In the order out; the way back is the reverse. A part that a tie inside the dark area carries on
/// is one move up to that tie and one beyond it.
///
/// Reliefs first. Then a part before those that feed it in the normal state, so that it is gone
/// when they part; else after the part its tie hangs on; else remote before manual, more users
/// before fewer, lower ties first. Where the first two rules make a ring, the first one holds.
///
/// Cost: O(moves² · log sections), plus the arcs of what is moved.
[[nodiscard]] std::vector<Move> moves_of(network::NetworkModel const& model,
                                         transfer::Plan const& plan);

}  // namespace tieline::switching
