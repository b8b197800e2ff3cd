#pragma once
// Are the sums of an answer whole? A weight of billions of VA over centuries passes 63 bits.

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/answer.hpp"

namespace tieline::indices {

/// Proves that no sum of `answer` can have wrapped: weight × dark seconds of all users, bounded
/// from above, stay within 63 bits. (The floor is compiled so that a sum wraps instead of being
/// undefined, which lets this look come last.)
///
/// Errors: too_large, naming the base. Cost: O(users); where that coarse bound fails, one pass over
/// the records.
[[nodiscard]] Result<void> prove_sums_fit(history::History const& history, Query const& query,
                                          Answer const& answer);

}  // namespace tieline::indices
