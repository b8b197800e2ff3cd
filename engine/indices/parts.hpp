#pragma once
// Users in parts of about as many records, one a thread.

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/history/history.hpp"

namespace tieline::indices {

using UserRange = IdRange<history::UserId>;

/// At least one part. As many as threads, if there are as many users; of 0 threads as many as
/// cores, but not so many that a part has little to do.
[[nodiscard]] std::vector<UserRange> parts_of(history::History const& history, unsigned threads);

/// Runs `work(number of the part)` for all parts at once. What a part throws is thrown here, of
/// several the one of the first part.
void run_parts(std::size_t n_part, std::function<void(std::size_t)> const& work);

}  // namespace tieline::indices
