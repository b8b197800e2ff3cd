#pragma once
// From islands to contingencies: what fails, which islands it leaves, what comes of them together.

#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/sweep/feeder_arena.hpp"
#include "engine/sweep/island_judge.hpp"
#include "engine/sweep/search_tier.hpp"
#include "engine/sweep/sweep.hpp"

namespace tieline::sweep {

/// Places for results: sections, then switches, then sources. Lines take those of their section.
class Results {
 public:
  explicit Results(network::NetworkModel const& model, unsigned threads);

  /// More than one tie, or a restored part: kept aside.
  struct More {
    std::vector<network::SwitchId> ties;
    std::vector<network::SectionId> restored;
  };
  [[nodiscard]] std::uint32_t place_of(network::SectionId s) const { return s.raw(); }
  [[nodiscard]] std::uint32_t place_of(network::SwitchId s) const { return n_section_ + s.raw(); }
  [[nodiscard]] std::uint32_t place_of(network::SourceId s) const {
    return n_section_ + n_switch_ + s.raw();
  }
  /// By one thread alone once gather() was called.
  void put(unsigned thread, std::uint32_t place, Settled const& settled);
  [[nodiscard]] Outcome const& outcome(std::uint32_t place) const { return outcomes_[place]; }
  [[nodiscard]] network::SwitchId tie(std::uint32_t place) const { return ties_[place]; }
  /// Brings together what threads kept aside; after their last put().
  void gather();
  /// Of a place, after gather(); null: there is no more.
  [[nodiscard]] More const* more(std::uint32_t place) const {
    auto const found = gathered_.find(place);
    return found == gathered_.end() ? nullptr : &found->second;
  }

 private:
  std::uint32_t n_section_, n_switch_;
  std::vector<Outcome> outcomes_;
  std::vector<network::SwitchId> ties_;                            ///< where there is one
  std::vector<std::vector<std::pair<std::uint32_t, More>>> more_;  ///< by thread
  std::unordered_map<std::uint32_t, More> gathered_;               ///< by place
};

/// An island with what comes of it alone.
struct Piece {
  IslandVerdict verdict;
  std::uint32_t feeder = kNoIndex;
  std::uint32_t section = 0;                ///< index of its top
  std::uint32_t users = 0, households = 0;  ///< who lose supply
  double kw = 0;
};

/// Every feeder as one island: what remains of an area whose busbar fails.
using Tops = std::vector<Piece>;

/// Scratch of one thread.
class Settler {
 public:
  /// `tops`: [feeders], filled by settle_feeder().
  Settler(FeederArena const& arena, SweepQuery const& query, unsigned thread, Results& results,
          Tops& tops);

  /// Sections and closed switches of one feeder; the switch to its source is not among them.
  void settle_feeder(std::uint32_t index, bool sections, bool switches);
  // All feeders must be settled before these.
  void settle_section(network::SectionId section);  ///< of no feeder
  void settle_switch(network::SwitchId device);     ///< not within one feeder
  void settle_source(network::SourceId source);

  /// The arena has flipped these.
  void follow_state(std::span<network::SwitchId const> flipped) { search_.flip(flipped); }

 private:
  void judge(std::uint32_t index);
  void begin();
  void add_dead(std::uint32_t section);
  void add_children(std::uint32_t section, std::uint32_t except);
  void add_piece(Piece const& piece);
  [[nodiscard]] Piece piece_of(std::uint32_t section) const;
  void finish(std::uint32_t place, std::span<network::SectionId const> dead);
  [[nodiscard]] bool settle_pieces();
  [[nodiscard]] bool fit_together();
  void find_moved(network::SourceId source);
  void list_restored();
  void begin_area(network::SourceId source, std::uint32_t except);
  void search(std::uint32_t place, std::span<network::SectionId const> dead, network::SourceId out);

  FeederArena const* arena_;
  SweepQuery const* query_;
  unsigned thread_;
  Results* results_;
  Tops* tops_;
  IslandJudge judge_;
  SearchTier search_;
  OneTie one_tie_;
  std::span<IslandVerdict const> verdicts_;
  std::uint32_t judged_ = kNoIndex;
  Feeder const* feeder_ = nullptr;  ///< judged last
  Outcome outcome_;
  bool is_simple_ = true;      ///< pieces say everything
  bool is_area_lost_ = false;  ///< all feeders of one source
  /// Sections [first, last) of a feeder.
  struct Lost {
    std::uint32_t feeder, first, last;
  };
  std::vector<Lost> lost_;
  std::vector<Piece> pieces_;
  std::vector<std::uint32_t> whole_;  ///< pieces that one tie feeds
  std::vector<network::SectionId> restored_;
  std::vector<network::SwitchId> closing_;
  std::vector<Hung> hung_;
  std::vector<Moved> moved_;
};

}  // namespace tieline::sweep
