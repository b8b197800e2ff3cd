#include "tests/support/exhaustive_isolation.hpp"

#include <bit>
#include <cstdint>
#include <map>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/base/check.hpp"

namespace tieline::test {
namespace {

using Sections = std::uint32_t;  // one bit a section
using Switches = std::uint16_t;  // one bit a switch

struct Joint {
  Sections a = 0;  // the one bit of either end
  Sections b = 0;
  bool weak = false;  // a disconnector or fuse
};

/// The network as blocks of nodes joined by lines.
class Blocks {
 public:
  explicit Blocks(network::Tables const& tables) : tables_{tables} {
    for (auto const& line : tables.lines) {
      stands_for_[find(line.from_node)] = find(line.to_node);
    }
    for (auto const& node : tables.nodes) {
      number_.emplace(find(node.id), number_.size());
    }
    TIELINE_CHECK(number_.size() <= 32 && tables.switches.size() <= 16);
    users_.assign(number_.size(), 0);
    for (auto const& user : tables.transformers) {
      ++users_[number_.at(find(user.node))];
    }
    for (auto const& source : tables.sources) {
      sources_ |= block(source.node);
    }
    for (auto const& row : tables.switches) {
      joints_.push_back({.a = block(row.from_node),
                         .b = block(row.to_node),
                         .weak = row.kind == network::SwitchKind::disconnector ||
                                 row.kind == network::SwitchKind::fuse});
    }
  }

  [[nodiscard]] Sections block(std::string_view node) {
    return Sections{1} << number_.at(find(node));
  }
  [[nodiscard]] std::vector<Joint> const& joints() const { return joints_; }

  [[nodiscard]] Switches normally_closed() const {
    Switches closed = 0;
    for (std::size_t i = 0; i < joints_.size(); ++i) {
      closed = static_cast<Switches>(closed | (tables_.switches[i].normal_closed ? 1U << i : 0U));
    }
    return closed;
  }

  /// Live blocks under a switch state; remembered, as every state comes up many times.
  [[nodiscard]] Sections live(Switches closed) {
    auto const [at, is_new] = live_.try_emplace(closed, sources_);
    for (Sections before = 0; is_new && before != at->second;) {
      before = at->second;
      for (std::size_t i = 0; i < joints_.size(); ++i) {
        auto const ends = joints_[i].a | joints_[i].b;
        if (((closed >> i) & 1U) != 0 && (at->second & ends) != 0) {
          at->second |= ends;
        }
      }
    }
    return at->second;
  }

  [[nodiscard]] std::size_t users_in(Sections blocks) const {
    std::size_t users = 0;
    for (std::size_t i = 0; i < users_.size(); ++i) {
      users += ((blocks >> i) & 1U) != 0 ? users_[i] : 0;
    }
    return users;
  }
  [[nodiscard]] std::set<std::string> nodes_in(Sections blocks) {
    std::set<std::string> nodes;
    for (auto const& node : tables_.nodes) {
      if ((block(node.id) & blocks) != 0) {
        nodes.emplace(node.id);
      }
    }
    return nodes;
  }

 private:
  std::string_view find(std::string_view node) {
    for (auto at = stands_for_.find(node); at != stands_for_.end() && at->second != node;
         at = stands_for_.find(node)) {
      node = at->second;
    }
    return node;
  }

  network::Tables const& tables_;
  std::map<std::string_view, std::string_view> stands_for_;
  std::map<std::string_view, std::size_t> number_;
  std::vector<std::size_t> users_;  // by block
  std::vector<Joint> joints_;
  Sections sources_ = 0;
  std::unordered_map<Switches, Sections> live_;
};

/// May this switch be flipped between these two live sets?
bool is_allowed(Joint const& joint, bool opening, Sections live_before, Sections live_after,
                Blocks const& blocks) {
  if (!joint.weak) {
    return true;
  }
  auto const loaded = blocks.users_in(live_before ^ live_after) != 0;
  auto const apart = opening ? live_after : live_before;  // live while the switch is open
  auto const in_loop = (apart & joint.a) != 0 && (apart & joint.b) != 0;
  return !loaded && !in_loop;
}

/// A state of the search: what is closed and who was ever dark on the way.
struct Reached {
  Switches closed = 0;
  Sections ever_dark = 0;
  [[nodiscard]] std::uint64_t key() const { return (std::uint64_t{ever_dark} << 16U) | closed; }
};

}  // namespace

std::optional<BestIsolation> isolate_exhaustively(network::Tables const& tables,
                                                  std::set<std::string_view> const& nodes) {
  Blocks blocks{tables};
  Sections wanted = 0;
  for (auto const node : nodes) {
    wanted |= blocks.block(node);
  }
  auto const normal = blocks.normally_closed();
  auto const fed = blocks.live(normal);  // who never has supply loses nothing
  std::optional<std::tuple<std::size_t, std::size_t, std::size_t>> best;
  Sections best_dark = 0;
  std::vector<Reached> level{{.closed = normal, .ever_dark = 0}};
  std::unordered_set<std::uint64_t> seen{level.front().key()};
  for (std::size_t operations = 0; !level.empty(); ++operations) {
    std::vector<Reached> next;
    for (auto const& here : level) {
      auto const live = blocks.live(here.closed);
      if ((live & wanted) == 0) {
        auto const dark = fed & ~live;
        auto const cost =
            std::tuple{blocks.users_in(dark), blocks.users_in(here.ever_dark), operations};
        if (!best || cost < *best) {
          best = cost;
          best_dark = ~live;
        }
      }
      for (std::size_t i = 0; i < blocks.joints().size(); ++i) {
        auto const bit = static_cast<Switches>(1U << i);
        if ((normal & bit) == 0) {
          continue;  // ties are for transfer, which is not part of this
        }
        auto const after = static_cast<Switches>(here.closed ^ bit);
        auto const live_after = blocks.live(after);
        if (!is_allowed(blocks.joints()[i], (here.closed & bit) != 0, live, live_after, blocks)) {
          continue;
        }
        Reached const reached{.closed = after, .ever_dark = here.ever_dark | (fed & ~live_after)};
        if (seen.insert(reached.key()).second) {
          next.push_back(reached);
        }
      }
    }
    level = std::move(next);
  }
  if (!best) {
    return std::nullopt;
  }
  auto const [dark, touched, operations] = *best;
  return BestIsolation{.dark_users = dark,
                       .touched_users = touched,
                       .operations = operations,
                       .dark_nodes = blocks.nodes_in(best_dark)};
}

}  // namespace tieline::test
