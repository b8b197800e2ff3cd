#pragma once
// A map from rows to small numbers that is emptied in O(1).

#include <cstdint>
#include <vector>

#include "engine/base/check.hpp"

namespace tieline::flow {

/// Rows of `Key` → uint32. Sized once; clear() costs nothing, so a search over a few sections of a
/// province does not pay for the rest.
///
/// Invariant: a row is present exactly when its stamp equals the current one.
template <class Key>
class StampMap {
 public:
  explicit StampMap(std::size_t count) : entries_(count) {}

  void clear() {
    if (++stamp_ == 0) {
      entries_.assign(entries_.size(), Entry{});
      stamp_ = 1;
    }
  }
  [[nodiscard]] bool contains(Key key) const { return at(key).stamp == stamp_; }
  void set(Key key, std::uint32_t value = 0) {
    TIELINE_DCHECK(key.index() < entries_.size());
    entries_[key.index()] = {stamp_, value};
  }
  /// The value of a row that is present.
  [[nodiscard]] std::uint32_t operator[](Key key) const {
    TIELINE_DCHECK(contains(key));
    return at(key).value;
  }

 private:
  struct Entry {
    std::uint32_t stamp = 0;
    std::uint32_t value = 0;
  };
  [[nodiscard]] Entry const& at(Key key) const {
    TIELINE_DCHECK(key.index() < entries_.size());
    return entries_[key.index()];
  }

  std::vector<Entry> entries_;
  std::uint32_t stamp_ = 1;
};

}  // namespace tieline::flow
