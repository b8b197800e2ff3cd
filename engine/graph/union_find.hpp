#pragma once
// Disjoint sets of rows: joins and tells whether a join was new.

#include <cstddef>
#include <utility>

#include "engine/base/id.hpp"
#include "engine/base/id_vec.hpp"

namespace tieline::graph {

/// Disjoint sets over the rows [0, n) of `Key`. Near-constant time an operation; no recursion.
template <class Key>
class UnionFind {
 public:
  explicit UnionFind(std::size_t count) : parent_(count), size_(count, 1) {
    for (auto const key : parent_.ids()) {
      parent_[key] = key;
    }
  }
  /// The row that stands for the set of `key`.
  [[nodiscard]] Key find(Key key) {
    while (parent_[key] != key) {
      parent_[key] = parent_[parent_[key]];  // halve the path on the way up
      key = parent_[key];
    }
    return key;
  }
  /// Joins two sets; false if they were one already (so the edge a–b closes a loop).
  bool join(Key a, Key b) {
    a = find(a);
    b = find(b);
    if (a == b) {
      return false;
    }
    if (size_[a] < size_[b]) {
      std::swap(a, b);
    }
    parent_[b] = a;
    size_[a] += size_[b];
    return true;
  }
  /// Members of the set of `key`.
  [[nodiscard]] std::size_t size_of(Key key) { return size_[find(key)]; }

 private:
  IdVec<Key, Key> parent_;
  IdVec<Key, std::uint32_t> size_;
};

}  // namespace tieline::graph
