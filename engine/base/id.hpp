#pragma once
// Row numbers that cannot be confused: a SectionId never indexes a node table.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace tieline {

/// A row of the table `Tag`, or none. 32 bits, trivially copyable, ordered, no arithmetic.
///
/// Invariants: `none()` compares greater than every row, so rows sort first.
template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t row) : row_{row} {}
  constexpr explicit Id(std::size_t row) : row_{static_cast<std::uint32_t>(row)} {}
  constexpr explicit Id(int row) : row_{static_cast<std::uint32_t>(row)} {}

  [[nodiscard]] static constexpr Id none() { return Id{}; }
  [[nodiscard]] constexpr bool is_some() const { return row_ != kNone; }
  [[nodiscard]] constexpr bool is_none() const { return row_ == kNone; }
  [[nodiscard]] constexpr std::size_t index() const { return row_; }
  [[nodiscard]] constexpr std::uint32_t raw() const { return row_; }
  [[nodiscard]] constexpr Id next() const { return Id{row_ + 1}; }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t row_ = kNone;
};

/// The rows [first, last) of one table, for range-based loops.
template <class Key>
class IdRange {
 public:
  class Iterator {
   public:
    using value_type = Key;
    using difference_type = std::ptrdiff_t;
    constexpr Iterator() = default;
    constexpr explicit Iterator(Key at) : at_{at} {}
    constexpr Key operator*() const { return at_; }
    constexpr Iterator& operator++() {
      at_ = at_.next();
      return *this;
    }
    constexpr Iterator operator++(int) {
      auto const before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(Iterator, Iterator) = default;

   private:
    Key at_{};
  };

  constexpr IdRange() : first_{0U}, last_{0U} {}
  constexpr IdRange(Key first, Key last) : first_{first}, last_{last} {}
  [[nodiscard]] constexpr Iterator begin() const { return Iterator{first_}; }
  [[nodiscard]] constexpr Iterator end() const { return Iterator{last_}; }
  [[nodiscard]] constexpr Key first() const { return first_; }
  [[nodiscard]] constexpr Key last() const { return last_; }
  [[nodiscard]] constexpr std::size_t size() const { return last_.index() - first_.index(); }
  [[nodiscard]] constexpr bool empty() const { return first_ == last_; }
  [[nodiscard]] constexpr bool contains(Key key) const { return first_ <= key && key < last_; }

 private:
  Key first_;
  Key last_;
};

/// All rows of a table with `count` rows.
template <class Key>
[[nodiscard]] constexpr IdRange<Key> all_ids(std::size_t count) {
  return {Key{0U}, Key{count}};
}

}  // namespace tieline

template <class Tag>
struct std::hash<tieline::Id<Tag>> {
  std::size_t operator()(tieline::Id<Tag> id) const noexcept { return id.index(); }
};
