#pragma once
// How far two ids are apart, for "did you mean".

#include <cstddef>
#include <string>
#include <string_view>

namespace tieline::network {

/// How few single-character edits turn `a` into `b`; `limit + 1` if more than `limit`, or if an id
/// is longer than 64 bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// Comparisons that the searches of one file may take together: a file full of wrong ids must not
/// take quadratic time.
inline constexpr std::size_t kNearestBudget = 20'000'000;

/// Of the ids offered, the first of those nearest to a wrong one, at most two edits away.
class NearestId {
 public:
  /// `budget`: comparisons left; outlives this. Both texts offered and `wrong` must stay.
  NearestId(std::string_view wrong, std::size_t& budget) : wrong_{wrong}, budget_{budget} {}

  /// False: no need to offer more, nothing nearer can come or the budget is spent.
  bool offer(std::string_view known);
  /// "N12?", or empty.
  [[nodiscard]] std::string hint() const;

 private:
  std::string_view wrong_, best_;
  std::size_t edits_ = 3;  ///< of the best; one more than allowed while there is none
  std::size_t& budget_;
};

}  // namespace tieline::network
