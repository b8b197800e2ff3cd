#include "engine/network/resolve.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/network/directory.hpp"
#include "engine/network/network_faults.hpp"
#include "engine/network/same_row.hpp"

namespace tieline::network::building {
namespace {

/// Two rows of different content under one id.
template <class At>
struct Clash {
  At first, later;
};

/// Enters every row; drops copies (B19) and returns the clashes, whose handling depends on whether
/// anything refers to the id. A clashing later row is out for the time being.
template <class At, class RowType>
std::vector<Clash<At>> enter_all(Rows& rows, std::vector<RowType> const& table,
                                 Directory<At, RowType>& directory) {
  std::vector<Clash<At>> clashes;
  auto const enter = [&](At at, std::uint64_t hash) {
    auto const first = directory.enter(at, hash);
    if (first.is_none()) {
      return;
    }
    auto const& row = table[at.index()];
    if (same_row(table[first.index()], row)) {
      rows.report(kDuplicateCopy, at,
                  {.column = "id", .value = std::string{row.id}, .other = rows.line_of(first)});
      rows.drop(at);
    } else {
      clashes.push_back({first, at});
    }
  };
  std::array<std::uint64_t, kBatch> hashes{};
  for (std::size_t begin = 0; begin < table.size(); begin += kBatch) {
    auto const n = std::min(kBatch, table.size() - begin);
    for (std::size_t i = 0; i < n; ++i) {
      hashes[i] = hash_bytes(table[begin + i].id);
      directory.prefetch(hashes[i]);
    }
    for (std::size_t i = 0; i < n; ++i) {
      enter(At{begin + i}, hashes[i]);
    }
  }
  return clashes;
}

template <class At, class RowType, class IsReferenced>
void settle(Rows& rows, std::vector<RowType> const& table, std::vector<Clash<At>> const& clashes,
            IsReferenced const& is_referenced) {
  for (auto const [first, later] : clashes) {
    auto const id = std::string{table[later.index()].id};
    if (is_referenced(first)) {  // the first row stays, so that one clash is told once
      rows.report(kDuplicateReferenced, later,
                  {.column = "id", .value = id, .other = rows.line_of(first)});
      rows.drop(later);
      continue;
    }
    rows.report(kDuplicateDiffers, later,
                {.column = "id", .value = id, .other = rows.line_of(first)});
    if (rows.kept(first)) {
      rows.report(kDuplicateDiffers, first,
                  {.column = "id", .value = id, .other = rows.line_of(later)});
    }
  }
}

constexpr auto kNeverReferenced = [](auto) { return false; };

/// One reference to a row of another table, as resolved.
template <class Target>
struct Found {
  Target at = Target::none();
  bool ambiguous = false;
};

using Nodes = Directory<NodeAt, NodeRow>;
using Switches = Directory<SwitchAt, SwitchRow>;

/// Finds `ref` by id, else by a name that is unique (B49, logged). An ambiguous name sets the
/// referring row aside.
template <class Target, class RowType, class At>
Found<Target> look_up(Rows& rows, Directory<Target, RowType>& directory,
                      std::vector<RowType> const& table, At at, std::string_view column,
                      std::string_view ref) {
  if (auto const found = directory.find(ref); found.is_some()) {
    return {found, false};
  }
  auto const named = directory.find_name(ref);
  if (named.count == 1) {
    rows.report(kNameReference, at,
                {.column = column,
                 .value = std::string{ref},
                 .other = std::string{table[named.first.index()].id}});
    return {named.first, false};
  }
  if (named.count > 1) {
    rows.report(
        kNameAmbiguous, at,
        {.column = column, .value = std::string{ref}, .other = std::to_string(named.count)});
    return {Target::none(), true};
  }
  return {};
}

/// Resolves all references of the tables into `links`.
class Resolver {
 public:
  Resolver(Rows& rows, Links& links)
      : rows_{rows},
        links_{links},
        nodes_{rows.tables().nodes},
        switches_{rows.tables().switches} {}

  void run() {
    auto const& t = rows_.tables();
    auto const node_clashes = enter_all(rows_, t.nodes, nodes_);
    auto const switch_clashes = enter_all(rows_, t.switches, switches_);
    is_node_used_.assign(t.nodes.size(), 0);
    settle_own(t.sources);
    settle_own(t.lines);
    settle_own(t.transformers);
    settle_own(t.feeders);
    resolve_feeders();
    settle(rows_, t.switches, switch_clashes, [&](SwitchAt s) { return is_head_[s] != 0; });
    resolve_sources();
    resolve_lines();
    resolve_switches();
    resolve_users();
    settle(rows_, t.nodes, node_clashes, [&](NodeAt n) { return is_node_used_[n] != 0; });
  }

 private:
  void settle_own(std::vector<SourceRow> const& t) { settle_table<SourceAt>(t); }
  void settle_own(std::vector<LineRow> const& t) { settle_table<LineAt>(t); }
  void settle_own(std::vector<TransformerRow> const& t) { settle_table<UserAt>(t); }
  void settle_own(std::vector<FeederRow> const& t) { settle_table<FeederAt>(t); }

  template <class At, class RowType>
  void settle_table(std::vector<RowType> const& table) {
    Directory<At, RowType> directory{table};
    settle(rows_, table, enter_all(rows_, table, directory), kNeverReferenced);
  }
  template <class At>
  Found<NodeAt> node(At at, std::string_view column, std::string_view ref) {
    auto const found = look_up(rows_, nodes_, rows_.tables().nodes, at, column, ref);
    if (found.at.is_some()) {
      is_node_used_[found.at] = 1;
    }
    return found;
  }
  void resolve_sources() {
    links_.source.assign(rows_.tables().sources.size(), NodeAt::none());
    for (auto const at : links_.source.ids()) {
      if (!rows_.kept(at)) {
        continue;
      }
      auto const& row = rows_.tables().sources[at.index()];
      auto const found = node(at, "node", row.node);
      links_.source[at] = found.at;
      if (found.at.is_none() && !found.ambiguous) {
        rows_.report(
            kSourceWithoutNode, at,
            {.column = "node", .value = std::string{row.node}, .hint = nodes_.nearest(row.node)});
      }
    }
  }
  template <class At, class RowType>
  NodePair ends(At at, RowType const& row) {
    auto const from = node(at, "from_node", row.from_node);
    auto const to = node(at, "to_node", row.to_node);
    auto const dangling = [&](Found<NodeAt> found, std::string_view column, std::string_view ref,
                              std::string_view other) {
      if (found.at.is_none() && !found.ambiguous) {
        rows_.report(kDanglingEnd, at,
                     {.column = column,
                      .value = std::string{ref},
                      .other = std::string{other},
                      .hint = nodes_.nearest(ref)});
      }
    };
    dangling(from, "from_node", row.from_node, row.to_node);
    dangling(to, "to_node", row.to_node, row.from_node);
    if (from.at.is_none() || to.at.is_none()) {
      return {NodeAt::none(), NodeAt::none()};
    }
    return {from.at, to.at};
  }
  void resolve_lines() {
    auto const& table = rows_.tables().lines;
    links_.line.assign(table.size(), {});
    for (auto const at : links_.line.ids()) {
      if (rows_.kept(at)) {
        links_.line[at] = ends(at, table[at.index()]);
      }
    }
  }
  void resolve_switches() {
    auto const& table = rows_.tables().switches;
    links_.switches.assign(table.size(), {});
    for (auto const at : links_.switches.ids()) {
      auto const& row = table[at.index()];
      if (!rows_.kept(at)) {
        continue;
      }
      if (row.from_node.empty() != row.to_node.empty()) {
        rows_.report(kSwitchTerminals, at,
                     {.column = row.from_node.empty() ? "from_node" : "to_node",
                      .value = std::string{row.id}});
      } else {
        links_.switches[at] = ends(at, row);
      }
    }
  }
  void resolve_feeders() {
    auto const& t = rows_.tables();
    links_.feeder_head.assign(t.feeders.size(), SwitchAt::none());
    is_head_.assign(t.switches.size(), 0);
    for (auto const at : links_.feeder_head.ids()) {
      if (!rows_.kept(at)) {
        continue;
      }
      auto const ref = t.feeders[at.index()].head_switch;
      auto const found = look_up(rows_, switches_, t.switches, at, "head_switch", ref);
      links_.feeder_head[at] = found.at;
      if (found.at.is_some()) {
        is_head_[found.at] = 1;
      }
      if (found.at.is_none() && !found.ambiguous) {
        rows_.report(
            kFeederWithoutHead, at,
            {.column = "head_switch", .value = std::string{ref}, .hint = switches_.nearest(ref)});
      }
    }
  }
  void resolve_users() {
    auto const& table = rows_.tables().transformers;
    links_.user.assign(table.size(), NodeAt::none());
    links_.user_second.assign(table.size(), NodeAt::none());
    for (auto const at : links_.user.ids()) {
      if (!rows_.kept(at)) {
        continue;
      }
      auto const& row = table[at.index()];
      auto const found = node(at, "node", row.node);
      links_.user[at] = found.at;
      if (found.at.is_none() && !found.ambiguous) {
        rows_.report(
            kUserWithoutNode, at,
            {.column = "node", .value = std::string{row.node}, .hint = nodes_.nearest(row.node)});
      }
      if (!row.second_supply.empty()) {
        resolve_second(at, row.second_supply);
      }
    }
  }
  void resolve_second(UserAt at, std::string_view ref) {
    auto const found = nodes_.find(ref);
    links_.user_second[at] = found;
    if (found.is_some()) {
      is_node_used_[found] = 1;
    } else {
      rows_.report(
          kSecondSupplyUnknown, at,
          {.column = "second_supply", .value = std::string{ref}, .hint = nodes_.nearest(ref)});
    }
  }

  Rows& rows_;
  Links& links_;
  Nodes nodes_;
  Switches switches_;
  IdVec<NodeAt, std::uint8_t> is_node_used_;
  IdVec<SwitchAt, std::uint8_t> is_head_;
};

/// Gathers the rows of each profile and tells users which one is theirs.
void resolve_profiles(Rows& rows, Links& links) {
  auto const& t = rows.tables();
  std::unordered_map<std::string_view, ProfileId> profile_of;
  std::vector<Clash<ProfileAt>> clashes;
  for (auto const at : all_ids<ProfileAt>(t.profiles.size())) {
    auto const& row = t.profiles[at.index()];
    auto const [entry, is_new] = profile_of.try_emplace(row.profile, links.profile.size());
    if (is_new) {
      links.profile.push_back({});
    }
    auto const day = static_cast<std::size_t>(row.season) * kDayTypeCount +
                     static_cast<std::size_t>(row.day_type);
    auto& cell = links.profile[entry->second][day];
    if (cell.is_none()) {
      cell = at;
    } else if (same_row(t.profiles[cell.index()], row)) {
      rows.report(
          kDuplicateCopy, at,
          {.column = "profile", .value = std::string{row.profile}, .other = rows.line_of(cell)});
      rows.drop(at);
    } else {
      clashes.push_back({cell, at});
    }
  }
  for (auto const [first, later] : clashes) {
    auto const id = std::string{t.profiles[later.index()].profile};
    rows.report(kDuplicateDiffers, later,
                {.column = "profile", .value = id, .other = rows.line_of(first)});
    if (rows.kept(first)) {
      rows.report(kDuplicateDiffers, first,
                  {.column = "profile", .value = id, .other = rows.line_of(later)});
    }
  }
  // A profile whose rows are all out is unknown to its users.
  auto const is_usable = [&](ProfileId profile) {
    return std::any_of(links.profile[profile].begin(), links.profile[profile].end(),
                       [&](ProfileAt at) { return at.is_some() && rows.kept(at); });
  };
  links.user_profile.assign(t.transformers.size(), ProfileId::none());
  for (auto const at : links.user_profile.ids()) {
    if (auto const ref = t.transformers[at.index()].profile; !ref.empty()) {
      if (auto const found = profile_of.find(ref);
          found != profile_of.end() && is_usable(found->second)) {
        links.user_profile[at] = found->second;
      }
    }
  }
}

}  // namespace

Links resolve(Rows& rows) {
  Links links;
  Resolver{rows, links}.run();
  resolve_profiles(rows, links);
  return links;
}

}  // namespace tieline::network::building
