#pragma once
// Islands that cannot be planned apart: they share a source or an open switch.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/transfer/branch.hpp"

namespace tieline::transfer {

/// Scratch of one thread.
class Groups {
 public:
  /// Splits the dark area. Ties of a group stand by hand-operated last, then by switch; ties that
  /// may not be used are left away. Cost: O(sections + ties).
  /// `tails` join who hands over with who takes.
  void split(Region const& region, Hosts const& hosts, std::vector<Attach> const& attaches,
             std::span<Tail const> tails = {});

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] Group const& operator[](std::uint32_t i) const { return groups_[i]; }
  /// The group whose ties hang on this source; kNowhere: none does.
  [[nodiscard]] std::uint32_t at_source(network::SourceId source);
  [[nodiscard]] std::uint32_t at_island(std::uint32_t island) { return group_at_[root(island)]; }

 private:
  [[nodiscard]] std::uint32_t root(std::uint32_t i);
  [[nodiscard]] std::uint32_t first_at(network::SourceId source) const;
  void join(std::uint32_t a, std::uint32_t b) { up_[root(a)] = root(b); }
  Group& group_of(std::uint32_t island);
  void join_all(Region const& region, Hosts const& hosts, std::vector<Attach> const& attaches,
                std::span<Tail const> tails);

  std::vector<std::uint32_t> up_;        ///< [island], then [attach]: towards the set's root
  std::vector<std::uint32_t> group_at_;  ///< [root] or kNowhere
  struct Hung {
    network::SourceId source;
    std::uint32_t attach = 0;
  };
  std::vector<Hung> hung_;  ///< one tie a source
  std::vector<Group> groups_;
  std::uint32_t count_ = 0, n_island_ = 0;
};

}  // namespace tieline::transfer
