#pragma once
// The best way to feed dark islands through ties: proven optimal, with reasons for the rest.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/flow/limit.hpp"
#include "engine/flow/load_window.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/transfer/aims.hpp"

namespace tieline::transfer {

/// Configurations that one question may look at: some tenths of a second at worst, so that a
/// dispatcher has an answer with its bound, and one question and a sweep say the same.
inline constexpr std::uint64_t kMostWork = 20'000;

/// What is asked. Definitions: docs/methods/transfer.md.
struct Query {
  network::SwitchState const& closed;        ///< after isolation: what hangs on live sources is fed
  std::span<network::SectionId const> dark;  ///< healthy sections without supply, ascending
  std::span<network::SectionId const> dead;  ///< must stay dark, ascending
  std::span<network::SourceId const> out;    ///< sources out of service
  flow::LoadWindow const& window;            ///< every slot is checked
  int levels = 2;                            ///< 2: a neighbour may first move its own tail
  std::uint64_t most_work = kMostWork;  ///< configurations looked at before giving up the proof
};

/// What one tie takes over.
struct Part {
  network::SwitchId tie;  ///< closes; its live end hangs on `source`
  network::SourceId source;
  std::vector<network::SectionId> sections;  ///< ascending; fed through this tie
  Aims aims;
  double margin_kw = kUnknown;  ///< so much more load at the tie's dark end fits, by lossless sums
  flow::Limit tightest;         ///< element with the least margin; after the transfer, lossless
};

/// 二级转供: a neighbour first moves its tail to a third feeder.
struct Relief {
  network::SwitchId opened;                  ///< parts the tail from the neighbour
  network::SwitchId tie;                     ///< takes it
  network::SourceId source;                  ///< that feeds it then
  std::vector<network::SectionId> sections;  ///< the tail, ascending
};

/// Why a tie stands unused, or what it could do alone.
enum class Verdict : std::uint8_t {
  used,
  better_plan,       ///< it could feed all or part alone, but the plan serves the aims better
  limit,             ///< alone it cannot feed even one section with users: `binding` says why
  unproven,          ///< a rating or load on the way is unknown: `binding` names it
  no_live_end,       ///< far end dark too, and the plan does not feed it
  worked_on,         ///< touches what must stay dead
  cannot_make_load,  ///< disconnector or fuse
  no_permission,     ///< owner of neither feeder (B41)
};

/// One tie of the dark area, with what it could do on its own for its island.
struct TieVerdict {
  network::SwitchId tie;
  Verdict verdict = Verdict::limit;
  network::SourceId source;     ///< none() if the far end is dark
  bool whole_island = false;    ///< alone it could feed its whole island
  Aims alone;                   ///< proven to fit alone: the island, or a part (maybe not the best)
  flow::Limit binding;          ///< not whole: the worst limit, or the first unknown figure
  double margin_kw = kUnknown;  ///< for the whole island alone; negative: short of
  std::uint32_t island = 0;     ///< which component of `dark`, by lowest section
};

/// The switching that serves most, and the proof.
struct Plan {
  std::vector<network::SwitchId> closed;  ///< ties to close, ascending (reliefs included)
  std::vector<network::SwitchId> opened;  ///< switches to open, ascending (reliefs included)
  std::vector<Part> parts;                ///< by tie
  std::vector<Relief> reliefs;            ///< by tie; carried out before the parts
  std::vector<TieVerdict> ties;           ///< every tie of the dark area, by tie
  Aims served;
  Aims reachable;               ///< what a tie with unlimited capacity could serve
  Aims bound;                   ///< no plan serves more than this
  bool proven_optimal = false;  ///< nothing better exists within docs/methods/transfer.md
  bool voltage_proven = true;   ///< false: an impedance on the way is unknown
  std::uint32_t manual = 0;     ///< operations by hand, of closed.size() + opened.size()
  std::uint64_t work = 0;       ///< configurations looked at
};

/// Scratch of one thread, sized once for a model; no allocation in the steady state except in Plan.
class Planner {
 public:
  /// `overlay`: loads that stand in for the model's; null: none.
  explicit Planner(network::NetworkModel const& model, flow::LoadOverlay const* overlay = nullptr);
  ~Planner();
  Planner(Planner&&) noexcept;
  Planner& operator=(Planner&&) noexcept;

  /// Best plan for all of `query.dark` at once. The reference lasts until the next call.
  ///
  /// Cost: for a plan that one tie can carry, O(nodes of the island and the feeders beside it ×
  /// slots); else a branch and bound over switch states, at most `most_work` of them.
  /// Errors: none. Nothing to serve is an answer: an empty plan.
  Plan const& best_plan(Query const& query);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace tieline::transfer
