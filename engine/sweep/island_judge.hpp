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
  network::SwitchId tie;
  network::SourceId source;  ///< that feeds it
};

/// Scratch of one thread.
class IslandJudge {
 public:
  explicit IslandJudge(FeederArena const& arena, Tier lowest);

  /// [sections of the feeder]; valid until the next call.
  /// Cost: O(rows of the feeder and of those tied to it), and power flows where bounds do not say.
  std::span<IslandVerdict const> judge(std::uint32_t feeder);

  /// [duals of the feeder judged last]: does the second supply stay when the feeder is lost?
  [[nodiscard]] std::span<std::uint8_t const> second_fed() const { return second_fed_; }
  /// Has the feeder judged last users with both supplies? Then nothing about it is said here.
  [[nodiscard]] bool has_own_second() const { return has_own_second_; }
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
  void count_second_fed(Feeder const& feeder, std::uint32_t index);
  bool find_live_end(Feeder const& feeder, std::uint32_t index, FeederTie const& tie);
  void climb(Feeder const& feeder, FeederTie const& tie);
  Proof ask(Feeder const& feeder, FeederTie const& tie, std::uint32_t section);

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
  Draw moved_here_;          ///< second-fed load that comes onto the neighbour's way
  bool is_certain_ = false;  ///< what the neighbour carries before the transfer is one figure
  bool is_known_ = false;
  bool has_own_second_ = false;  ///< somebody's second supply is on the feeder of the first
  std::vector<IslandVerdict> verdicts_;
  std::vector<People> below_;
  std::vector<std::uint8_t> second_fed_;
  std::vector<SecondFed> at_second_, below_second_;
};

}  // namespace tieline::sweep
