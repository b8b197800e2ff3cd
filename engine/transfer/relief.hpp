#pragma once
// The second level (二级转供): neighbours first hand tails over, then the dark area is searched.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/transfer/branch.hpp"
#include "engine/transfer/tails.hpp"

namespace tieline::transfer {

/// Scratch of one thread.
class ReliefSearch {
 public:
  ReliefSearch(Region const& region, Hosts const& hosts, Forest& forest, Verifier& verifier,
               Branch& branch)
      : region_{&region},
        hosts_{&hosts},
        forest_{&forest},
        verifier_{&verifier},
        branch_{&branch} {}

  struct Task {
    Group const& group;
    std::vector<Attach> const& attaches;
    std::span<Tail const> tails;  ///< that may matter to the group, by tree that hands over
    Answer const& first_level;    ///< best without any
    Aims possible;                ///< what could be served if ties carried anything
    std::uint32_t needed = 0;     ///< closings that would take
    bool monotone = true;
    std::uint64_t most_work = 0;
  };

  /// Better than the first level, or as it was. Sets of fewer tails come first.
  void search(Task const& task);
  [[nodiscard]] Answer const& best() const { return best_; }
  [[nodiscard]] std::vector<Tail> const& best_tails() const { return best_tails_; }
  [[nodiscard]] bool proven() const { return proven_; }
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  enum class Trial : std::uint8_t { not_yet, holds, breaks };
  struct Giver {  ///< a tree with its tails: rows of Task::tails
    std::uint32_t first = 0, last = 0;
  };

  void search_sets(std::size_t n_tail);
  bool next_set();
  [[nodiscard]] bool is_allowed();
  [[nodiscard]] bool may_stand(std::uint32_t tail);
  void search_with_set();
  void keep_if_better();
  [[nodiscard]] bool hangs_on_tail(Attach const& attach) const;

  Region const* region_;
  Hosts const* hosts_;
  Forest* forest_;
  Verifier* verifier_;
  Branch* branch_;
  Task const* task_ = nullptr;
  std::vector<Giver> givers_;
  std::vector<Trial> trials_;              ///< [tail]
  std::vector<std::uint32_t> who_, what_;  ///< the set at hand: givers ascending; tail of each
  Group rest_;
  Answer best_;
  std::vector<Tail> best_tails_;
  std::vector<network::SwitchId> list_, best_list_;
  bool proven_ = true;
  std::uint64_t work_ = 0;
};

}  // namespace tieline::transfer
