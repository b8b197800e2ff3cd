#pragma once
// Records that stand alone – nearly all – straight into cells, some nanoseconds each. What touches
// or is near another record, is partial, or is cut by a bound goes the general way, through Tally.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/indices/axes.hpp"
#include "engine/indices/quick_kernel.hpp"
#include "engine/indices/tally.hpp"

namespace tieline::indices {

/// What the pass looks up; shared by all threads.
class QuickTables {
 public:
  QuickTables(Facts const& facts, Axes const& axes, Rules const& rules, DaySet const& meds);

  /// False: the query needs the event of every record, has too many cells for a compact copy, or
  /// merges gaps; then everything goes the general way.
  [[nodiscard]] bool serve() const { return serves_; }

 private:
  friend class QuickPass;

  static constexpr std::size_t kKinds = 32;  ///< class and external influence

  void set_stretches(Axes const& axes, DaySet const& meds);

  bool serves_ = false;
  Instant from_ = 0, to_ = 0;
  std::uint32_t near_s_ = 0, momentary_s_ = 0;
  bool counts_momentary_time_ = true;
  bool has_meds_ = false;
  unsigned stretch_bits_ = 0;                      ///< stretches are padded to a power of two
  std::uint32_t place_cells_ = 0;                  ///< cells of one place
  std::array<std::uint32_t, 256> cell_of_kind_{};  ///< kNoQuickCell: not quick
  std::size_t first_block_ = 0;
  std::vector<QuickBlock> blocks_;
};

/// Adds users to cells. Threads: one each.
class QuickPass {
 public:
  /// Precondition: tables.serve().
  QuickPass(QuickTables const& tables, Facts const& facts, Axes const& axes, Rules const& rules,
            Tally& tally, Tables& sums);

  /// Cost: ~3 ns a record that stands alone, some 50 ns one that does not.
  void add_user(UserId user);
  /// Pours the compact cells into the sums: call once, after the last user.
  void finish();

 private:
  /// The first record that begins in the window. Earlier ones are marked if they matter to it.
  [[nodiscard]] std::size_t skip_early();
  /// What is near its neighbour, and what is momentary, from `first` on.
  void mark_links(std::size_t first);
  [[nodiscard]] QuickCell* cells_of(Slice const& slice);
  void add_slices(std::size_t first);
  void add_alone(std::size_t first, std::size_t last, Slice const& slice);
  /// What one record adds to one cell, before its weight.
  struct Part {
    Seconds seconds = 0;
    std::int64_t count = 0;
  };
  static void add_to(QuickCell& cell, Slice const& slice, Part const& part);
  /// Inverse of what add_alone() did with it.
  void take_back(std::size_t record);
  /// The slice that all of [from, to) lies in, if that lies in the window, too; else null.
  [[nodiscard]] Slice const* slice_around(Seconds from, Seconds to) const;
  /// Adds a record that nothing is near but a bound of a stretch. False: the general way, please.
  [[nodiscard]] bool add_cut(std::size_t record);
  /// Adds two records that nothing else is near, `a` before `b`. False: the general way, please.
  [[nodiscard]] bool add_pair(std::size_t a, std::size_t b);
  /// From the special record at `next` on: what is near each other, of that which takes part.
  void gather_cluster(std::size_t& next);
  void add_clusters();

  [[nodiscard]] RecordId row_id(std::size_t record) const {
    return RecordId{first_record_.index() + record};
  }
  [[nodiscard]] std::uint32_t cell_of_kind(std::size_t record) const {
    return tables_.cell_of_kind_[records_.kind[record].bits];
  }
  [[nodiscard]] std::uint32_t momentary_cell(Seconds length) const {
    return length <= Seconds{tables_.momentary_s_} ? 1U << tables_.stretch_bits_ : 0;
  }

  QuickTables const& tables_;
  Facts facts_;
  Axes const& axes_;
  Rules rules_;
  Tally& tally_;
  Tables& sums_;
  std::array<bool, 256> takes_part_;

  std::vector<QuickCell> cells_;  ///< [place][kind][is momentary][stretch, padded], then unused
  QuickRecords records_;
  std::size_t n_record_ = 0;
  RecordId first_record_;
  std::size_t last_ = 0;  ///< records of the user that begin before the end of the window
  // Grown to the longest list of a user:
  std::vector<std::uint32_t> cell_;     ///< [record of the user]
  std::vector<std::uint32_t> link_;     ///< [record of the user + 1]
  std::vector<std::uint32_t> special_;  ///< records that go the general way, ascending
  std::size_t n_special_ = 0;
  std::vector<std::uint32_t> cluster_;
};

}  // namespace tieline::indices
