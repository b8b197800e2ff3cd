#pragma once
// What a transfer is for, in order: users by priority class, all users, households.

#include <array>
#include <cstdint>

#include "engine/network/model.hpp"

namespace tieline::transfer {

/// What a transfer serves, the weightiest aim first.
struct Aims {
  std::array<std::int64_t, 4> users_by_priority{};  ///< [priority 0…3]
  std::int64_t users = 0;
  std::int64_t households = 0;

  Aims& operator+=(Aims const& more);
  Aims& operator-=(Aims const& less);
  friend bool operator==(Aims const&, Aims const&) = default;
};

/// Negative: `a` serves less than `b`; positive: more; 0: the same.
[[nodiscard]] int compare_aims(Aims const& a, Aims const& b);

/// Of the users of one section. Cost: O(users of the section).
[[nodiscard]] Aims aims_of(network::NetworkModel const& model, network::SectionId section);

}  // namespace tieline::transfer
