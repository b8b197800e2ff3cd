#pragma once
// How much of the dark area the sources can carry at most, and what must be shed of it.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/transfer/forest.hpp"

namespace tieline::transfer {

/// Islands that share sources or switches: they are searched together.
struct Group {
  std::vector<std::uint32_t> attaches;  ///< ties that may be used, best first
  std::vector<std::uint32_t> sections;
};

/// Upper bounds by capacity, for branch and bound. Scratch of one thread.
///
/// All in one slot and one direction u of the kW-kvar plane (that of the whole load): what flows
/// through an element is at least u·Σ load behind it. The capacity of a tie is the least that any
/// element on its way to the source has left; trees and sources bound their ties together.
/// Sound where no load is below zero; else it is switched off.
class Capacity {
 public:
  /// Takes the forest as it stands, with nothing fed; every tie usable, every section undecided.
  /// Cost: O(sections · log + ways to the sources).
  void begin(network::NetworkModel const& model, Region const& region, Hosts& hosts,
             Forest const& forest, std::vector<Attach> const& attaches, Group const& group);

  void feed(std::uint32_t section, std::uint32_t attach);
  void unfeed(std::uint32_t section, std::uint32_t attach);
  void lose(std::uint32_t section);  ///< it can no longer be fed
  void find_again(std::uint32_t section);
  void shut(std::uint32_t attach) { shut_[attach] = 1; }
  void reopen(std::uint32_t attach) { shut_[attach] = 0; }

  /// kVA that the tie can still take at most; its tree and source may allow less.
  [[nodiscard]] double left_of(std::uint32_t attach) const { return ties_[tie_of_[attach]].left; }

  /// Lowers `possible` to what capacity allows; stops at the first aim in which that differs from
  /// `best`. Cost: O(ties); O(sections) where the undecided load cannot all be carried.
  void lower(Aims& possible, Aims const& best) const;

 private:
  static constexpr std::size_t kAims = 5;
  struct Pool {  ///< what a tree or a source has left for its ties
    double left = 0;
    std::uint32_t until = 0;  ///< its ties (trees) end here
  };
  struct Tie {
    std::uint32_t attach = 0;
    double left = 0;
  };
  struct Worth {
    std::uint32_t section = 0;
    double value = 0;
  };

  [[nodiscard]] double room() const;
  void weigh(Region const& region, Group const& group, std::size_t n_slot);
  void list_ties(network::NetworkModel const& model, Region const& region, Hosts& hosts,
                 Forest const& forest, std::vector<Attach> const& attaches, Group const& group);
  void sort_worths(Region const& region, Group const& group);

  bool active_ = false;
  std::size_t slot_ = 0;
  double u_kw_ = 1, u_kvar_ = 0;
  double undecided_ = 0, total_ = 0;
  std::vector<double> weight_;                               ///< [section]
  std::vector<std::uint8_t> is_undecided_;                   ///< [section]
  std::vector<std::uint8_t> shut_;                           ///< [attach]
  std::vector<std::uint32_t> tie_of_, tree_of_, source_of_;  ///< [attach]
  std::vector<Tie> ties_;
  std::vector<Pool> trees_, sources_;
  std::array<std::vector<Worth>, kAims> worths_;  ///< least per kVA first
};

}  // namespace tieline::transfer
