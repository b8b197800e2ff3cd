#pragma once
// Is everything within its rating after every operation of a switching order, not only at its end?

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/flow/load_window.hpp"
#include "engine/flow/radial_flow.hpp"
#include "engine/flow/radial_tree.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/flow/tree_grower.hpp"
#include "engine/network/model.hpp"
#include "engine/switching/reason.hpp"
#include "engine/switching/step.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::switching {

/// What does not hold right after one step.
struct Overload {
  std::uint32_t step = 0;
  Reason reason;  ///< the worst limit: element, hour, figure
};

/// Walks an order and solves, after each operation, the trees at the switch and their sources.
///
/// A tree is looked at while a normally open switch is closed in it, a source while it feeds
/// sections of another; what stands no worse than in the normal state is not the order's fault.
/// While a loop is closed its currents are the loop check's; here it is passed over. Ratings that
/// are unknown are not asked: the plan has proven those that matter. A source is counted with all
/// its trees; no tree but those at the switch changes.
///
/// Scratch of one thread, sized once for a model. Cost: O(operations × slots × nodes of the trees
/// at the switch), and of every tree of a source that is loaded to nine tenths.
/// Source: docs/methods/planned-outage.md §7
class PrefixLoading {
 public:
  explicit PrefixLoading(network::NetworkModel const& model);

  /// At most one finding a step. `second_fed`: users with a second supply that may lose the first,
  /// ascending. `live` rehearses and is left reset. Steps on temporaries are passed over.
  [[nodiscard]] std::vector<Overload> check(std::span<Step const> steps,
                                            std::span<network::UserId const> second_fed,
                                            flow::LoadWindow const& window,
                                            topology::LiveNetwork& live);

 private:
  void judge_around(network::NodeId node, topology::LiveNetwork const& live);
  void judge_tree();
  void judge_source(network::SourceId source, topology::LiveNetwork const& live);
  [[nodiscard]] bool is_foreign() const;
  struct Over {
    flow::Limit limit;
    std::size_t slot = 0;
    double share = 0;  ///< of the limit
  };
  void note(flow::Limit const& limit, std::size_t slot);
  [[nodiscard]] flow::Limit worst_new();
  [[nodiscard]] bool is_normal(Over const& over);
  [[nodiscard]] bool stands_so_in(network::NodeId node, Over const& over);
  [[nodiscard]] flow::GrowScope scope(topology::LiveNetwork const& live) const;

  network::NetworkModel const& model_;
  flow::SlotLoads loads_;
  flow::TreeGrower grower_;
  flow::RadialTree tree_;
  flow::RadialFlow flow_;
  flow::StampMap<network::SectionId> barred_;  ///< stays empty: dark sections hang on nothing live
  std::span<network::UserId const> may_change_;
  std::vector<network::UserId> changed_over_;  ///< of those, on their second supply now
  std::vector<network::SourceId> out_;
  std::vector<flow::Load> sums_;  ///< [n_slot]
  std::vector<Over> over_;        ///< after the step at hand
  std::optional<network::SwitchState> normal_;
};

}  // namespace tieline::switching
