#pragma once
// One bit a row.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/base/id.hpp"

namespace tieline {

/// A set of rows of one table as a bit mask. Copying is the only operation that allocates.
template <class Key>
class IdBits {
 public:
  IdBits() = default;
  explicit IdBits(std::size_t count, bool value = false)
      : words_((count + 63) / 64, value ? ~std::uint64_t{0} : 0), size_{count} {
    trim();
  }
  IdBits(std::span<std::uint64_t const> words, std::size_t count)
      : words_(words.begin(), words.end()), size_{count} {
    trim();
  }
  [[nodiscard]] bool test(Key key) const {
    TIELINE_DCHECK(key.index() < size_);
    return ((words_[key.index() / 64] >> (key.index() % 64)) & 1U) != 0;
  }
  void set(Key key, bool value = true) {
    TIELINE_DCHECK(key.index() < size_);
    auto const bit = std::uint64_t{1} << (key.index() % 64);
    auto& word = words_[key.index() / 64];
    word = value ? (word | bit) : (word & ~bit);
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t count() const {
    std::size_t n = 0;
    for (auto const word : words_) {
      n += static_cast<std::size_t>(std::popcount(word));
    }
    return n;
  }
  [[nodiscard]] std::span<std::uint64_t const> words() const { return words_; }
  friend bool operator==(IdBits const&, IdBits const&) = default;

 private:
  void trim() {  // bits past the last row stay zero, so count() and == need no mask
    if (auto const rest = size_ % 64; rest != 0 && !words_.empty()) {
      words_.back() &= (std::uint64_t{1} << rest) - 1;
    }
  }
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

}  // namespace tieline
