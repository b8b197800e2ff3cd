#pragma once
// "Did you mean": the candidate closest to what was typed.

#include <span>
#include <string_view>

namespace tieline::services {

/// The candidate with the fewest edits (insert, delete, replace, swap of neighbours), if those are
/// at most a third of its length, at least one; empty otherwise. Ties: the first candidate.
[[nodiscard]] std::string_view nearest(std::string_view typed,
                                       std::span<std::string_view const> candidates);

}  // namespace tieline::services
