#pragma once
// Random step lists on a network: switches, sources and temporaries in any order, sensible or not.

#include <cstdint>

#include "engine/network/tables.hpp"
#include "tests/support/reference_outage.hpp"

namespace tieline::test {

struct RandomScriptSizes {
  std::size_t max_steps = 14;
  std::size_t max_temporaries = 4;
  std::int64_t longest_wait_s = 4000;  ///< between two steps; a third of them share an instant
};

/// The same seed gives the same script on every machine. Times may stand still and step back,
/// devices may be told what they are already, users may be named by several temporaries.
[[nodiscard]] Script random_script(std::uint64_t seed, network::Tables const& tables,
                                   RandomScriptSizes const& sizes = {});

/// Its steps in words, for a failing test.
[[nodiscard]] std::string to_text(Script const& script);

}  // namespace tieline::test
