#pragma once
// Which ties can re-feed a dark island, how much of it, and why the others cannot.
//
// The seam: one tie an island, thermal limits by path headroom. The transfer-engine (several ties
// at once, AC power flow) replaces rank_transfers(); callers rely only on TransferOption.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/flow/dark_tree.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/flow/supply_path.hpp"
#include "engine/flow/tree_loading.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/switching/part_choice.hpp"
#include "engine/switching/reason.hpp"

namespace tieline::switching {

/// One way to feed an island, or the reason why this tie is none.
struct TransferOption {
  network::SwitchId tie;
  bool feasible = false;        ///< a cold transfer of `picked` stays within every proven limit
  bool partial = false;         ///< feasible, but not for the whole island
  bool loop_permitted = false;  ///< loop_close of the tie is yes
  bool hot_possible = false;    ///< feasible, loop permitted, and every cut may break load
  bool remote = false;          ///< the tie and every cut are remote-controlled
  Reason binding;               ///< not feasible: why; partial: what kept the rest out; else none
  Reason loop_reason;  ///< why not hot, as far as tie and cuts decide; none if they allow it
  double margin_kw = kUnknown;  ///< headroom left; not feasible: short of, for the whole island
  network::SourceId source;     ///< that would feed it; none() if the tie's far end is dark
  std::vector<network::SectionId> picked;  ///< ascending; empty if not feasible
  std::vector<network::SwitchId> opened;   ///< cuts inside the island, ascending
  Aims aims;                               ///< of `picked`
};

/// A transfer already chosen for another island of the same plan; its switches are in `closed`.
using Chosen = std::span<TransferOption const* const>;

struct TransferQuery {
  network::SwitchState const& closed;          ///< after isolation, before this island's tie closes
  std::span<network::SectionId const> island;  ///< one dark component over closed switches
  std::span<network::SectionId const> dead;    ///< must stay dead
  flow::LoadWindow const& window;
  Chosen chosen = {};
};

/// Scratch of one thread, sized once for a model.
class TransferScratch {
 public:
  explicit TransferScratch(network::NetworkModel const& model);

 private:
  friend class TransferRanking;

  flow::SlotLoads loads_;
  flow::SupplyPath path_;
  flow::DarkTree tree_;
  flow::TreeLoading loading_;
  PartChoice choice_;
  flow::StampMap<network::SectionId> barred_, island_;
  std::vector<network::SectionId> lost_;
  std::vector<flow::Moved> moved_;
  std::vector<network::UserId> second_fed_;
  std::vector<network::SwitchId> ties_;
};

/// Every tie of the island, best first: open switches with one end in it. Feasible ones come before
/// the others, then by aims (users of priority 3, 2, 1, all users, households), fewer cuts, remote,
/// larger margin, tie id; ties that are not usable follow by id, each with its reason.
///
/// A tie serves the whole island if that stays within every limit in every slot of the window;
/// else the best connected part next to it (see PartChoice), with the cuts that part it. Unknown
/// ratings and loads on the way prove nothing: such a tie is not feasible. A tie whose stated
/// owner is neither feeder's organisation is shown, not used (B41). loop_close decides only
/// about hot transfer.
///
/// Cost: O(ties × (nodes and users of island and live feeder) × slots); a part is only looked for
/// when the whole does not fit.
/// Threads: the model is only read; the scratch belongs to the caller's thread.
/// Source: docs/methods/transfer.md
[[nodiscard]] std::vector<TransferOption> rank_transfers(network::NetworkModel const& model,
                                                         TransferQuery const& query,
                                                         TransferScratch& scratch);

}  // namespace tieline::switching
