#pragma once
// Counts heap allocations of the calling thread. A binary that uses it has the counting
// `operator new` linked in; others keep their own.

#include <cstddef>

namespace tieline::test {

/// Calls of `operator new` by this thread since it began.
[[nodiscard]] std::size_t allocations_so_far();

}  // namespace tieline::test
