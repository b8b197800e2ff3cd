#pragma once
// What becomes of every island that one failed section of a feeder can leave.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/sweep/feeder_arena.hpp"
#include "engine/sweep/island_bounds.hpp"
#include "engine/sweep/one_tie.hpp"
#include "engine/sweep/sweep.hpp"

namespace tieline::sweep {

enum class IslandState : std::uint8_t {
  nobody,  ///< without supply
  no_tie,  ///< that may be closed and leads to what is live
  whole,   ///< `tie` feeds all, and no plan of one operation comes before it
  search,  ///< none feeds all, or that is not known
};

/// The subtree of one section, the switch towards its parent open, everything else as it was.
struct IslandVerdict {
  IslandState state = IslandState::nobody;
  Tier tier = Tier::closed_form;  ///< that decided
  bool rejected = false;          ///< ties that come before `tie` were proven not to carry it
  bool own_source = false;        ///< a tie leads to another feeder of the source that feeds it
  bool monotone = true;           ///< nothing negative here and where ties lead
  network::SwitchId tie;
  std::uint32_t row = 0;  ///< where the tie ends
  LiveEnd end;            ///< where it leads
};

/// Scratch of one thread.
class IslandJudge {
 public:
  explicit IslandJudge(FeederArena const& arena, Tier lowest);

  /// [sections of the feeder]; valid until the next call.
  /// Cost: O(rows of the feeder and of those tied to it), and power flows where bounds do not say.
  std::span<IslandVerdict const> judge(std::uint32_t index);

  /// [sections] users and households of the subtree whose second supply stays.
  struct SecondFed {
    std::uint32_t users = 0, households = 0;
    double kw = 0;
    Draw draw;
  };
  [[nodiscard]] SecondFed second_fed_below(std::uint32_t section) const {
    return below_second_.empty() ? SecondFed{} : below_second_[section];
  }
  [[nodiscard]] SecondFed second_fed_at(std::uint32_t section) const {
    return at_second_.empty() ? SecondFed{} : at_second_[section];
  }
  /// [sections] of the subtree.
  struct People {
    std::uint32_t users = 0, households = 0;
    double kw = 0;
  };
  [[nodiscard]] std::span<People const> below() const { return below_; }

 private:
  void count(Feeder const& feeder);
  void count_second_fed(Feeder const& feeder);
  bool find_live_end(Feeder const& feeder, std::uint32_t index, FeederTie const& tie);
  void climb(Feeder const& feeder, FeederTie const& tie);
  void find_moved(Feeder const& feeder);
  Proof ask(Feeder const& feeder, FeederTie const& tie, std::uint32_t section);
  Proof flow(Feeder const& feeder, FeederTie const& tie, std::uint32_t section);

  FeederArena const* arena_;
  Tier lowest_;
  bool bounds_hold_;  ///< loads are of constant power
  OneTie one_tie_;
  FeederSums sums_, host_sums_;
  std::uint32_t host_summed_ = kNoIndex;
  HostWay host_;
  IslandWay way_;
  LiveEnd end_;
  SourceRoom room_;
  std::vector<std::uint32_t> moved_;  ///< duals that come onto the neighbour's source
  std::vector<Moved> moving_;
  Draw moved_here_;  ///< second-fed load that comes onto the neighbour's way
  bool is_known_ = false;
  std::vector<IslandVerdict> verdicts_;
  std::vector<People> below_;
  std::vector<SecondFed> at_second_, below_second_;
};

}  // namespace tieline::sweep
