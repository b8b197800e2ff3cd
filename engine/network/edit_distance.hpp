#pragma once
// How far two ids are apart, for "did you mean".

#include <cstddef>
#include <string_view>

namespace tieline::network {

/// How few single-character edits turn `a` into `b`; `limit + 1` if more than `limit`, or if an id
/// is longer than 64 bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace tieline::network
