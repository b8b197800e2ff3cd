#pragma once
// Branch and bound over which switches feed what: every radial configuration once, best kept.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/transfer/capacity.hpp"
#include "engine/transfer/forest.hpp"
#include "engine/transfer/verify.hpp"

namespace tieline::transfer {

/// A configuration of one group, by rows of Region::edges().
struct Answer {
  Aims served;
  std::uint32_t operations = 0;
  std::uint32_t manual = 0;
  std::vector<std::uint32_t> closed, opened;  ///< ascending
  std::vector<Fed> fed;                       ///< parents before children
};

/// Scratch of one thread. Searches one group at a time.
class Branch {
 public:
  Branch(network::NetworkModel const& model, Region const& region, Hosts& hosts, Forest& forest,
         Verifier& verifier)
      : model_{&model}, region_{&region}, hosts_{&hosts}, forest_{&forest}, verifier_{&verifier} {}

  struct Task {
    Group const& group;
    std::vector<Attach> const& attaches;
    bool monotone = true;  ///< more load is never better: no load or impedance is below zero
    std::uint64_t most_work = 0;
    Answer const* floor = nullptr;  ///< only what is as good in aims and operations is looked for
    std::uint32_t operations = 0;   ///< that have to be done before
    std::uint32_t manual = 0;
  };

  /// The best configuration. The forest is empty before and after.
  Answer const& search(Task const& task);
  [[nodiscard]] Answer const& best() const { return best_; }
  [[nodiscard]] bool proven() const { return proven_; }
  [[nodiscard]] bool found() const { return found_; }  ///< something as good as the floor
  /// What could be served if ties carried anything, and the closings that would take.
  [[nodiscard]] Aims const& possible() const { return possible_at_start_; }
  [[nodiscard]] std::uint32_t needed() const { return needed_at_start_; }
  [[nodiscard]] Aims const& bound() const { return bound_; }
  [[nodiscard]] std::uint64_t work() const { return work_; }

 private:
  enum class Side : std::uint8_t { undecided, feeds, left_out };
  enum class Place : std::uint8_t { elsewhere, undecided, fed, lost };
  enum class Undo : std::uint8_t { side, fed, lost, flag_set, flag_cleared };
  struct Change {
    Undo what = Undo::side;
    std::uint32_t row = 0;
  };
  struct Door {  ///< a switch through which something may be fed
    std::uint32_t edge = 0;
    std::uint32_t attach = kNowhere;  ///< kNowhere: from a dark section
  };
  struct Level {
    Door door;
    std::size_t n_change = 0, n_closed_door = 0, n_open_door = 0, closed_head = 0, open_head = 0;
    std::uint32_t operations = 0, manual = 0;
    bool fed = false;  ///< else left out: nothing more to try
  };

  void begin(Task const& task);
  void fix_other_switches();
  void start_parts();
  [[nodiscard]] bool explore(std::uint64_t until);
  void start_level(Door const& door, bool both_sides);
  [[nodiscard]] bool descend();
  [[nodiscard]] bool backtrack();
  void bound_the_rest();

  // a good start (branch_neighbours.cpp)
  [[nodiscard]] bool is_short_search();
  void improve(std::uint64_t until);
  [[nodiscard]] bool keep_but(std::uint32_t one, std::uint32_t other);
  void take_all_back();
  [[nodiscard]] bool roomiest_door(Door& door) const;

  // moves (branch_moves.cpp)
  void undo_to(Level const& level);
  [[nodiscard]] bool next_door(Door& door);
  [[nodiscard]] std::uint32_t target_of(Door const& door) const;
  [[nodiscard]] bool feed(Door const& door);
  void settle_around(std::uint32_t section);
  void leave_out(Door const& door);
  void decide(std::uint32_t edge, Side side);
  void operate(std::uint32_t edge);
  void place(std::uint32_t section, Place where);
  void set_flag(std::uint32_t section, bool value);
  [[nodiscard]] bool collect(std::uint32_t from, bool closed_only);

  // judgement
  [[nodiscard]] bool is_hopeless() const;
  [[nodiscard]] bool is_later_in_lists() const;
  [[nodiscard]] bool may_matter(std::uint32_t edge) const;
  void judge_leaf();
  void jump_back();
  void keep();

  network::NetworkModel const* model_;
  Region const* region_;
  Hosts* hosts_;
  Forest* forest_;
  Verifier* verifier_;
  Task const* task_ = nullptr;

  std::vector<Side> side_;          ///< [edge]
  std::vector<Place> place_;        ///< [section]
  std::vector<std::uint8_t> flag_;  ///< [section] stands for a part that only a closing can feed
  std::vector<std::uint32_t> attach_of_;  ///< [edge] usable attach, or kNowhere
  std::vector<std::uint32_t> tie_of_;     ///< [section] attach it hangs on
  std::vector<std::uint32_t> seen_;       ///< [section] number of the last flood
  std::uint32_t flood_number_ = 0;
  std::vector<std::uint32_t> flooded_;
  std::vector<Change> changes_;
  std::vector<Door> closed_doors_, open_doors_;
  std::size_t closed_head_ = 0, open_head_ = 0;
  std::vector<Level> levels_;
  std::vector<std::uint32_t> fed_level_;  ///< [fed] index in levels_
  std::vector<std::uint8_t> in_best_;     ///< [edge] operated in best_

  Capacity capacity_;
  Aims possible_, possible_at_start_;
  std::uint32_t needed_at_start_ = 0;
  bool found_ = false;
  std::uint32_t operations_ = 0, manual_ = 0, needed_ = 0;
  Answer best_;
  bool proven_ = true;
  bool grow_together_ = false;              ///< doors of all ties in turn, else the first found
  std::uint64_t n_kept_ = 0;                ///< times something better was found
  std::vector<std::uint32_t> tie_in_best_;  ///< [section] attach
  Aims bound_;
  std::uint64_t work_ = 0;
};

}  // namespace tieline::transfer
