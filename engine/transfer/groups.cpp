#include "engine/transfer/groups.hpp"

#include <algorithm>

namespace tieline::transfer {

std::uint32_t Groups::root(std::uint32_t i) {
  while (up_[i] != i) {
    up_[i] = up_[up_[i]];
    i = up_[i];
  }
  return i;
}

/// Islands and usable ties to the sets that must be planned together.
void Groups::join_all(Region const& region, Hosts const& hosts, std::vector<Attach> const& attaches,
                      std::span<Tail const> tails) {
  auto const n_island = region.n_island();
  auto const& edges = region.edges();
  auto const& sections = region.sections();
  up_.resize(n_island + attaches.size());
  for (std::uint32_t i = 0; i < up_.size(); ++i) {
    up_[i] = i;
  }
  hung_.clear();
  n_island_ = n_island;
  for (auto const& edge : edges) {
    if (edge.is_inner() && edge.may_close()) {
      join(sections[edge.a].island, sections[edge.b].island);
    }
  }
  for (std::uint32_t i = 0; i < attaches.size(); ++i) {
    if (attaches[i].unproven.is_some()) {
      continue;
    }
    join(n_island + i, sections[edges[attaches[i].edge].a].island);
    auto const source = hosts.at(attaches[i].host).source;
    if (auto const first = first_at(source); first != kNowhere) {
      join(n_island + i, n_island + first);
    } else {
      hung_.push_back({.source = source, .attach = i});
    }
  }
  for (auto const& tail : tails) {
    auto const from = first_at(hosts.at(tail.from).source);
    auto const to = first_at(hosts.at(tail.to).source);
    if (from != kNowhere && to != kNowhere) {
      join(n_island + from, n_island + to);
    }
  }
}

void Groups::split(Region const& region, Hosts const& hosts, std::vector<Attach> const& attaches,
                   std::span<Tail const> tails) {
  join_all(region, hosts, attaches, tails);
  auto const& edges = region.edges();
  auto const& sections = region.sections();
  count_ = 0;
  group_at_.assign(up_.size(), kNowhere);
  for (std::uint32_t s = 0; s < sections.size(); ++s) {
    group_of(sections[s].island).sections.push_back(s);
  }
  for (std::uint32_t i = 0; i < attaches.size(); ++i) {
    if (!attaches[i].unproven.is_some()) {
      group_of(sections[edges[attaches[i].edge].a].island).attaches.push_back(i);
    }
  }
  for (std::uint32_t g = 0; g < count_; ++g) {
    std::sort(groups_[g].attaches.begin(), groups_[g].attaches.end(), [&](auto x, auto y) {
      auto const& a = edges[attaches[x].edge];
      auto const& b = edges[attaches[y].edge];
      return a.manual != b.manual ? b.manual : a.id < b.id;
    });
  }
}

/// The first tie that hangs on the source.
std::uint32_t Groups::first_at(network::SourceId source) const {
  for (auto const& hung : hung_) {  // few
    if (hung.source == source) {
      return hung.attach;
    }
  }
  return kNowhere;
}

std::uint32_t Groups::at_source(network::SourceId source) {
  auto const first = first_at(source);
  return first == kNowhere ? kNowhere : group_at_[root(n_island_ + first)];
}

Group& Groups::group_of(std::uint32_t island) {
  auto& at = group_at_[root(island)];
  if (at == kNowhere) {
    at = count_++;
    if (groups_.size() < count_) {
      groups_.emplace_back();
    }
    groups_[at].sections.clear();
    groups_[at].attaches.clear();
  }
  return groups_[at];
}

}  // namespace tieline::transfer
