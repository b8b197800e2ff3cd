#pragma once
// Inside build(): external id → row of one table, with help for ids that are not there.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/base/huge_pages.hpp"
#include "engine/base/id.hpp"
#include "engine/network/edit_distance.hpp"
#include "engine/network/model.hpp"

namespace tieline::network::building {

/// Slots of an open-addressing table for `count` ids: a power of two, at least 1.5 × count.
[[nodiscard]] inline std::size_t slot_count(std::size_t count) {
  return count == 0 ? 0 : std::bit_ceil(count + (count + 1) / 2);
}

/// So many slots are fetched from memory at once: each lies somewhere else.
inline constexpr std::size_t kBatch = 32;

/// The ids of one table. `RowType` has members `id` and `name`. Rows are entered one by one.
template <class At, class RowType>
class Directory {
 public:
  explicit Directory(std::span<RowType const> rows) : rows_{rows} {
    slots_.reserve(slot_count(rows.size()));
    prefer_huge_pages(slots_.data(), slots_.capacity() * sizeof(Slot));
    slots_.resize(slot_count(rows.size()));
  }

  /// Starts to fetch where an id of this hash will be looked for.
  void prefetch(std::uint64_t hash) const {
    __builtin_prefetch(slots_.data() + (hash & (slots_.size() - 1)), 1);
  }
  /// Enters a row, of whose id `hash` is the hash; returns an earlier row with the same id (then
  /// nothing is entered), or none().
  At enter(At at, std::uint64_t hash) {
    auto& slot = probe(rows_[at.index()].id, hash);
    if (slot.at.is_some()) {
      ids_repeat_ = true;
      return slot.at;
    }
    slot = {static_cast<std::uint32_t>(hash >> 32), at};
    return At::none();
  }
  /// The row with this id, or none(). Enter all rows first.
  /// Files often refer to rows in their order, with a jump now and then to where a branch leads:
  /// the rows next to the two found last are compared before the table is searched.
  [[nodiscard]] At find(std::string_view id) {
    if (slots_.empty()) {
      return At::none();
    }
    auto found = ids_repeat_ ? At::none() : guess(id);
    if (found.is_none()) {
      found = probe(id, hash_bytes(id)).at;
    }
    if (found.is_some() && found != last_) {
      before_ = last_;
      last_ = found;
    }
    return found;
  }
  /// How many rows bear `name`, and the first of them.
  struct Named {
    At first;
    std::uint32_t count = 0;
  };
  [[nodiscard]] Named find_name(std::string_view name) {
    if (!names_known_) {
      names_known_ = true;
      for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (!rows_[row].name.empty() && find(rows_[row].id) == At{row}) {
          auto& named = names_.try_emplace(rows_[row].name, Named{At{row}, 0}).first->second;
          ++named.count;
        }
      }
    }
    auto const found = names_.find(name);
    return name.empty() || found == names_.end() ? Named{} : found->second;
  }
  /// "N12?" if an id is at most two edits away, else empty.
  [[nodiscard]] std::string nearest(std::string_view id) {
    NearestId search{id, budget_};
    for (auto const& row : rows_) {
      if (!search.offer(row.id)) {
        break;
      }
    }
    return search.hint();
  }

 private:
  struct Slot {
    std::uint32_t tag = 0;  ///< upper half of the hash, so most misses never touch the text
    At at;
  };
  /// The row with this id if it is near the ones found last.
  [[nodiscard]] At guess(std::string_view id) const {
    constexpr std::size_t kAhead = 4;
    for (auto const from : {last_.index(), before_.index()}) {
      for (auto row = from; row < std::min(from + kAhead, rows_.size()); ++row) {
        auto const known = rows_[row].id;  // neighbours differ in their last digits
        if (known.size() == id.size() && (id.empty() || known.back() == id.back()) && known == id) {
          return At{row};
        }
      }
    }
    return At::none();
  }
  Slot& probe(std::string_view id, std::uint64_t hash) {
    auto const tag = static_cast<std::uint32_t>(hash >> 32);
    auto at = hash & (slots_.size() - 1);
    while (slots_[at].at.is_some() &&
           (slots_[at].tag != tag || rows_[slots_[at].at.index()].id != id)) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return slots_[at];
  }

  std::span<RowType const> rows_;
  std::vector<Slot> slots_;
  std::unordered_map<std::string_view, Named> names_;
  bool names_known_ = false;
  At last_{0U}, before_{0U};
  bool ids_repeat_ = false;
  std::size_t budget_ = kNearestBudget;  ///< for nearest(), over all calls
};

}  // namespace tieline::network::building
