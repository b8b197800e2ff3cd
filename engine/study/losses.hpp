#pragma once
// Who loses supply with a section. Private to the study floor.

#include <span>
#include <vector>

#include "engine/network/model.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::study {

/// Users of sections without supply: not those unfed in the normal state (B23), not those whose
/// second supply is live. `dark`: ascending, kept as a view. Cost: O(users with a second supply).
class Losses {
 public:
  Losses(network::NetworkModel const& model, std::span<network::SectionId const> dark,
         topology::LiveNetwork const& live);

  [[nodiscard]] std::span<network::SectionId const> sections() const { return sections_; }
  /// Of one of them.
  [[nodiscard]] network::ZoneTotals of(network::SectionId s) const;

 private:
  network::NetworkModel const& model_;
  std::span<network::SectionId const> sections_;
  std::vector<network::UserId> second_fed_;
};

/// Users and households of all zones.
struct Count {
  std::int64_t users = 0, households = 0;
  Count& operator+=(network::ZoneTotals const& totals);
};

}  // namespace tieline::study
