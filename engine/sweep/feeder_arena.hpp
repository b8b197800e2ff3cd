#pragma once
// All feeders of a network in one switch state, and which area of supply is simple enough for them.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/flow/stamp_map.hpp"
#include "engine/network/switch_state.hpp"
#include "engine/sweep/feeder.hpp"
#include "engine/sweep/feeder_grower.hpp"

namespace tieline::sweep {

/// What one source feeds. An area is *plain* if it has one source, whose section is its node alone,
/// and no loop; its feeders are then in the arena. All others are left to the search.
struct Area {
  bool plain = false;
  std::uint32_t first_feeder = 0;
  std::uint32_t last_feeder = 0;  ///< not included
  std::uint32_t room = 0;         ///< places for feeders from first_feeder on
  flow::Load own;                 ///< of users at the source's node
  flow::Load total;               ///< own and what all feeders take, losses included
  bool known = true;              ///< `own` is, and every feeder has a solution
};

/// A place that is fed.
struct LiveEnd {
  network::SourceId source;
  std::uint32_t host = kNoIndex;  ///< feeder; kNoIndex: the source's own node
  std::uint32_t row = 0;          ///< there; 0 where it is no feeder
};

/// Built once for a sweep. Read by any number of threads afterwards.
class FeederArena {
 public:
  /// In the normal state. `threads` > 0. Cost: O(network / threads).
  FeederArena(network::NetworkModel const& model, flow::Slot slot, unsigned threads,
              flow::LoadOverlay const* loads = nullptr);
  /// In any state.
  FeederArena(network::NetworkModel const& model, network::SwitchState closed, flow::Slot slot,
              unsigned threads, flow::LoadOverlay const* loads = nullptr);

  /// What a change of switches or loads left different.
  struct Changed {
    std::vector<network::SectionId> sections;  ///< of all areas touched, before or after
    std::vector<network::SourceId> sources;    ///< of these, ascending
    std::vector<std::uint32_t> feeders;        ///< grown again, or with second supplies there
  };
  /// Flips switches. Feeders keep their numbers unless an area has more of them than before.
  /// Cost: O(areas touched + users with two supplies).
  void flip(std::span<network::SwitchId const> flipped, Changed& changed);

  /// The overlay says something else of these users. Their feeders are walked again, or their whole
  /// areas where they hang on no feeder. Cost: O(that + users with two supplies).
  void follow_loads(std::span<network::UserId const> users, Changed& changed);

  [[nodiscard]] network::NetworkModel const& model() const { return *model_; }
  [[nodiscard]] network::SwitchState const& closed() const { return closed_; }
  [[nodiscard]] std::span<Feeder const> feeders() const { return feeders_; }
  [[nodiscard]] Area const& area(network::SourceId source) const { return areas_[source]; }
  /// none(): unfed.
  [[nodiscard]] network::SourceId source_of(network::SectionId s) const { return source_[s]; }
  [[nodiscard]] bool is_plain_throughout() const {
    return std::all_of(areas_.begin(), areas_.end(), [](Area const& area) { return area.plain; });
  }
  /// kNoIndex: a source's own section, unfed, or not in a plain area.
  [[nodiscard]] std::uint32_t feeder_of(network::SectionId s) const { return place_[s].feeder; }
  /// Of a section of a feeder, there.
  [[nodiscard]] std::uint32_t index_of(network::SectionId s) const { return place_[s].index; }
  /// Without a source: unfed. Row 0 also outside plain areas. Cost: O(nodes of the section).
  [[nodiscard]] LiveEnd end_at(network::NodeId node) const;
  [[nodiscard]] network::NodeId second_node(network::UserId user) const {
    return model_->col().user_second_node[user];
  }
  /// A section with a source.
  struct Supply {
    network::SectionId section;
    network::SourceId source;
    friend auto operator<=>(Supply const&, Supply const&) = default;
  };
  /// Usually none. Cost: O(1) where there is none.
  [[nodiscard]] std::span<Supply const> sources_at(network::SectionId s) const;

 private:
  struct Place {
    std::uint32_t feeder = kNoIndex;
    std::uint32_t index = 0;
  };

  void find_plain_areas();
  void flood(std::span<network::SectionId const> sections, std::span<network::SourceId const> from);
  void flood_from(network::SourceId source);
  void collect_joined(network::SectionId from, std::vector<network::SectionId>& sections);
  void spoil(network::SectionId section);
  void spoil_for_seconds();
  void list_feeders(network::SourceId source);
  void grow_all(unsigned threads);
  void begin_change(Changed& changed);
  void refresh(Changed& changed);
  void place(std::uint32_t feeder);
  void follow_seconds(std::uint32_t index);
  void add_up(network::SourceId source, flow::SlotLoads& loads);

  network::NetworkModel const* model_;
  network::SwitchState closed_;
  flow::Slot slot_;
  flow::LoadOverlay const* loads_;
  IdVec<network::SectionId, network::SourceId> source_;
  IdVec<network::SourceId, Area> areas_;
  std::vector<Supply> supplies_;  ///< ascending
  IdBits<network::SectionId> has_supply_;
  std::vector<Feeder> feeders_;
  IdVec<network::SectionId, Place> place_;
  // scratch of flip()
  struct Reached {
    network::SectionId section;
    network::SwitchId via;
  };
  std::vector<Reached> queue_;
  flow::StampMap<network::SectionId> seen_;
  std::unique_ptr<FeederGrower> grower_;
};

}  // namespace tieline::sweep
