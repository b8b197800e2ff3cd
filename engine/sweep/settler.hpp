#pragma once
// From islands to contingencies: what fails, which islands it leaves, what comes of them together.

#include <cstdint>
#include <span>
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
    std::uint32_t place = 0;
    std::vector<network::SwitchId> ties;
    std::vector<network::SectionId> restored;
  };
  [[nodiscard]] std::uint32_t place_of(network::SectionId s) const { return s.raw(); }
  [[nodiscard]] std::uint32_t place_of(network::SwitchId s) const { return n_section_ + s.raw(); }
  [[nodiscard]] std::uint32_t place_of(network::SourceId s) const {
    return n_section_ + n_switch_ + s.raw();
  }
  void put(unsigned thread, std::uint32_t place, Settled const& settled);
  [[nodiscard]] Outcome const& outcome(std::uint32_t place) const { return outcomes_[place]; }
  [[nodiscard]] network::SwitchId tie(std::uint32_t place) const { return ties_[place]; }
  /// Of all threads, by place. Call once, after the last put().
  [[nodiscard]] std::vector<More> take_more();

 private:
  std::uint32_t n_section_, n_switch_;
  std::vector<Outcome> outcomes_;
  std::vector<network::SwitchId> ties_;  ///< where there is one
  std::vector<std::vector<More>> more_;  ///< by thread
};

/// Scratch of one thread.
class Settler {
 public:
  Settler(FeederArena const& arena, SweepQuery const& query, unsigned thread, Results& results);

  /// Sections and closed switches of one feeder; the switch to its source is not among them.
  void settle_feeder(std::uint32_t feeder, bool sections, bool switches);
  void settle_section(network::SectionId section);  ///< of no feeder
  void settle_switch(network::SwitchId device);     ///< not within one feeder
  void settle_source(network::SourceId source);

 private:
  /// An island of the feeder judged last.
  void add_children(std::uint32_t section, std::uint32_t except);
  [[nodiscard]] bool settle_islands(Outcome& outcome);
  void search(std::uint32_t place, std::span<network::SectionId const> dead, network::SourceId out);

  FeederArena const* arena_;
  SweepQuery const* query_;
  unsigned thread_;
  Results* results_;
  IslandJudge judge_;
  SearchTier search_;
  std::span<IslandVerdict const> verdicts_;
  Feeder const* feeder_ = nullptr;
  std::vector<std::uint32_t> islands_;  ///< tops
  std::vector<network::SwitchId> closing_;
  std::vector<network::SourceId> feeding_;
};

}  // namespace tieline::sweep
