#pragma once
// Columns indexed by one kind of id: owning (IdVec) and borrowed (IdSpan).

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/huge_pages.hpp"
#include "engine/base/id.hpp"

namespace tieline {

/// A borrowed column [n of Key]; `T` may be const.
template <class Key, class T>
class IdSpan {
 public:
  constexpr IdSpan() = default;
  constexpr explicit IdSpan(std::span<T> rows) : rows_{rows} {}
  [[nodiscard]] constexpr T& operator[](Key key) const {
    TIELINE_DCHECK(key.index() < rows_.size());
    return rows_[key.index()];
  }
  [[nodiscard]] constexpr std::size_t size() const { return rows_.size(); }
  [[nodiscard]] constexpr bool empty() const { return rows_.empty(); }
  [[nodiscard]] constexpr auto begin() const { return rows_.begin(); }
  [[nodiscard]] constexpr auto end() const { return rows_.end(); }
  [[nodiscard]] constexpr std::span<T> raw() const { return rows_; }
  [[nodiscard]] constexpr IdRange<Key> ids() const { return all_ids<Key>(rows_.size()); }

 private:
  std::span<T> rows_;
};

/// An owning column [n of Key].
template <class Key, class T>
class IdVec {
 public:
  IdVec() = default;
  explicit IdVec(std::size_t count, T const& value = T{}) : rows_(count, value) {}
  explicit IdVec(std::vector<T> rows) : rows_{std::move(rows)} {}
  [[nodiscard]] T& operator[](Key key) {
    TIELINE_DCHECK(key.index() < rows_.size());
    return rows_[key.index()];
  }
  [[nodiscard]] T const& operator[](Key key) const {
    TIELINE_DCHECK(key.index() < rows_.size());
    return rows_[key.index()];
  }
  Key push_back(T value) {
    rows_.push_back(std::move(value));
    return Key{rows_.size() - 1};
  }
  void resize(std::size_t count, T const& value = T{}) { rows_.resize(count, value); }
  void assign(std::size_t count, T const& value) {
    reserve(count);
    rows_.assign(count, value);
  }
  void reserve(std::size_t count) {
    if (count > rows_.capacity()) {
      rows_.reserve(count);
      prefer_huge_pages(rows_.data(), count * sizeof(T));
    }
  }
  void clear() { rows_.clear(); }
  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  [[nodiscard]] auto begin() { return rows_.begin(); }
  [[nodiscard]] auto end() { return rows_.end(); }
  [[nodiscard]] auto begin() const { return rows_.begin(); }
  [[nodiscard]] auto end() const { return rows_.end(); }
  [[nodiscard]] std::vector<T>& raw() { return rows_; }
  [[nodiscard]] std::vector<T> const& raw() const { return rows_; }
  [[nodiscard]] IdRange<Key> ids() const { return all_ids<Key>(rows_.size()); }
  [[nodiscard]] IdSpan<Key, T const> view() const {
    return IdSpan<Key, T const>{std::span<T const>{rows_}};
  }
  [[nodiscard]] IdSpan<Key, T> view() { return IdSpan<Key, T>{std::span<T>{rows_}}; }

 private:
  std::vector<T> rows_;
};

}  // namespace tieline
