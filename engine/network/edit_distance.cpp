#include "engine/network/edit_distance.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace tieline::network {

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  constexpr std::size_t kLongest = 64;  // longer ids are not worth guessing at
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  if (b.size() - a.size() > limit || b.size() > kLongest) {
    return limit + 1;
  }
  while (!a.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  while (!a.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  std::array<std::size_t, kLongest + 1> row{};
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0];
    row[0] = i + 1;
    auto least = row[0];
    for (std::size_t j = 0; j < b.size(); ++j) {
      auto const above = row[j + 1];
      row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0U : 1U)});
      diagonal = above;
      least = std::min(least, row[j + 1]);
    }
    if (least > limit) {
      return limit + 1;
    }
  }
  return std::min(row[b.size()], limit + 1);
}

bool NearestId::offer(std::string_view known) {
  if (budget_ == 0 || edits_ == 1) {
    return false;
  }
  --budget_;
  // As many edits as the id is long would make any id of any other.
  if (auto const edits = edit_distance(wrong_, known, edits_ - 1);
      edits < edits_ && edits < known.size()) {
    edits_ = edits;
    best_ = known;
  }
  return true;
}

std::string NearestId::hint() const {
  return best_.empty() ? std::string{} : std::string{best_} + "?";
}

}  // namespace tieline::network
