#pragma once
// One feeder as the sweep sees it: nodes and sections in preorder, with all that bounds ask for.

#include <cstdint>
#include <vector>

#include "engine/flow/load_window.hpp"
#include "engine/network/model.hpp"

namespace tieline::sweep {

inline constexpr std::uint32_t kNoIndex = 0xFFFF'FFFFU;

/// A node and the line or switch towards its parent. Row 0 of a feeder is its source's node.
struct FeederRow {
  std::uint32_t parent = 0;  ///< row, lower than its own
  network::NodeId node;
  std::uint32_t edge = 0;  ///< as in network::NodeArc
  float r_ohm = 0;         ///< 0 for switches and where unknown
  float x_ohm = 0;         ///< likewise
  double z_ohm = 0;        ///< |r + jx|
  double limit_kva = 0;    ///< of the element at nominal voltage; NaN: unknown
  double kva = 0;          ///< magnitude of what is drawn at the node
  flow::Load load;
};

/// A section of a feeder. Subtree of section i: [i, end). Its nodes: rows [first_row, that of i +
/// 1).
struct FeederSection {
  network::SectionId section;
  std::uint32_t parent = kNoIndex;  ///< kNoIndex: hangs on the source's node
  std::uint32_t end = 0;
  std::uint32_t first_row = 0;  ///< behind `via`
  network::SwitchId via;
  std::uint32_t users = 0;
  std::uint32_t households = 0;
  double kw = 0;  ///< known loads only
};

/// An open switch at a node of the feeder that a transfer may close.
struct FeederTie {
  network::SwitchId tie;
  std::uint32_t row = 0;      ///< here
  std::uint32_t section = 0;  ///< index, here
  network::NodeId far;
  bool by_hand = false;
};

/// A user with a second supply elsewhere.
struct DualUser {
  network::UserId user;
  std::uint32_t row = 0;
  std::uint32_t section = 0;  ///< index, of the first supply
  std::uint32_t households = 0;
  flow::Load load;
  bool stays = false;  ///< the second supply is fed, and not by this feeder
};

/// What hangs on one source through one of its own switches.
struct Feeder {
  network::SourceId source;
  network::SwitchId head;
  double root_kv = 0;
  double root_pu = 1;
  std::vector<FeederRow> rows;
  std::vector<FeederSection> sections;
  std::vector<FeederTie> ties;  ///< remote ones first, then ascending: as plans prefer them
  std::vector<DualUser> duals;  ///< ascending by user
  flow::Load from_root;         ///< by AC power flow in the state of the sweep
  bool solved = false;
  bool known = true;             ///< every load and rating, and all lines have all phases
  bool inductive = true;         ///< no load, r or x is negative: more load, more current and drop
  bool own_ties = false;         ///< a tie has both ends here
  bool own_seconds = false;      ///< somebody has both supplies here
  bool sibling_seconds = false;  ///< somebody's second supply is on the same source
};

}  // namespace tieline::sweep
