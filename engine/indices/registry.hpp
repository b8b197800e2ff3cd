#pragma once
// Who is registered when: the denominators.

#include <vector>

#include "engine/indices/answer.hpp"
#include "engine/indices/axes.hpp"

namespace tieline::indices {

/// A user's registration during one slice.
struct Slice {
  Seconds since = 0, until = 0;  ///< [since, until); until beyond every window: for good
  network::Zone zone = network::Zone::unknown;
  std::size_t place = 0;  ///< Axes::place
  Weighted weight{};
};

/// The slices of a user, ascending. `slices` is emptied first.
void slices_of(History const& history, Axes const& axes, UserId user, std::vector<Slice>& slices);

/// Denominators of every place and stretch.
struct Registry {
  std::vector<RegisteredSeconds> seconds;  ///< [place × stretch] Σ weight × registered seconds
  std::vector<Weighted> at_end;  ///< [place × stretch] Σ weight at the last second of the stretch
  std::int64_t capacity_unknown_users = 0, load_unknown_users = 0;
};

/// `threads`: as in a query. Cost: O(slices + threads × places × stretches).
[[nodiscard]] Registry count_registered(History const& history, Axes const& axes, unsigned threads);

}  // namespace tieline::indices
