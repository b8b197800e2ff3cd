#pragma once
// Inside Builder: texts in one pool, and external ids as dense rows.

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "engine/history/columns.hpp"
#include "engine/network/model.hpp"

namespace tieline::history {

/// The text pool of a history being built. References are 32 bits wide.
class TextStore {
 public:
  /// A copy of `text`. When 4 GiB are full: an empty reference, and is_full() from then on.
  TextRef keep(std::string_view text) {
    if (text.size() > std::numeric_limits<std::uint32_t>::max() - bytes_.size()) {
      is_full_ = true;
      return {};
    }
    TextRef const ref{static_cast<std::uint32_t>(bytes_.size()),
                      static_cast<std::uint32_t>(text.size())};
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    return ref;
  }
  [[nodiscard]] std::string_view at(TextRef ref) const {
    return {bytes_.data() + ref.offset, ref.length};
  }
  [[nodiscard]] bool is_full() const { return is_full_; }
  [[nodiscard]] std::vector<char> take() { return std::move(bytes_); }

 private:
  std::vector<char> bytes_;
  bool is_full_ = false;
};

/// Texts → rows 0, 1, 2, … in order of first appearance. Cost: O(1) a call.
template <class Key>
class IdTable {
 public:
  explicit IdTable(TextStore& store) : store_{store}, slots_(kFirstSlots) {}

  [[nodiscard]] Key find(std::string_view text) const { return slots_[slot_of(text)].row; }
  /// The row of `text`, entered if it is new.
  Key enter(std::string_view text) {
    auto& slot = slots_[slot_of(text)];
    if (slot.row.is_some()) {
      return slot.row;
    }
    auto const row = refs_.push_back(store_.keep(text));
    slot = {tag_of(network::hash_bytes(text)), row};
    if (refs_.size() * 3 > slots_.size() * 2) {
      grow();
    }
    return row;
  }
  [[nodiscard]] std::string_view text(Key row) const { return store_.at(refs_[row]); }
  [[nodiscard]] IdVec<Key, TextRef> const& refs() const { return refs_; }
  [[nodiscard]] std::size_t size() const { return refs_.size(); }

 private:
  static constexpr std::size_t kFirstSlots = 64;
  struct Slot {
    std::uint32_t tag = 0;  ///< upper half of the hash, so most misses never touch the text
    Key row;
  };
  [[nodiscard]] static std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32U);
  }
  [[nodiscard]] std::size_t slot_of(std::string_view text) const {
    auto const hash = network::hash_bytes(text);
    auto at = hash & (slots_.size() - 1);
    while (slots_[at].row.is_some() &&
           (slots_[at].tag != tag_of(hash) || store_.at(refs_[slots_[at].row]) != text)) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (auto const row : refs_.ids()) {
      auto const hash = network::hash_bytes(store_.at(refs_[row]));
      auto at = hash & (slots_.size() - 1);
      while (slots_[at].row.is_some()) {
        at = (at + 1) & (slots_.size() - 1);
      }
      slots_[at] = {tag_of(hash), row};
    }
  }

  TextStore& store_;
  IdVec<Key, TextRef> refs_;
  std::vector<Slot> slots_;
};

}  // namespace tieline::history
