#include "services/cli/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace tieline::services {
namespace {

/// Optimal string alignment distance. Cost: O(|a| · |b|).
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      auto const replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string_view nearest(std::string_view typed, std::span<std::string_view const> candidates) {
  constexpr std::size_t kLongestTyped = 64;  // nobody means a flag with more than this
  std::string_view best;
  auto fewest = static_cast<std::size_t>(-1);
  if (typed.empty() || typed.size() > kLongestTyped) {
    return best;
  }
  for (auto const candidate : candidates) {
    auto const distance = edits(typed, candidate);
    if (distance <= std::max<std::size_t>(1, candidate.size() / 3) && distance < fewest) {
      best = candidate;
      fewest = distance;
    }
  }
  return best;
}

}  // namespace tieline::services
