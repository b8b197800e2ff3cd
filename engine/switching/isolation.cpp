#include "engine/switching/isolation.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

namespace tieline::switching {

using network::NetworkModel;
using network::SectionId;
using network::SourceId;
using network::SwitchId;
using topology::LiveNetwork;

namespace {

[[nodiscard]] bool has(std::span<SectionId const> sorted, SectionId s) {
  return std::binary_search(sorted.begin(), sorted.end(), s);
}

[[nodiscard]] std::int64_t sum(std::array<std::uint32_t, network::kZoneCount> const& by_zone) {
  std::int64_t all = 0;
  for (auto const n : by_zone) {
    all += n;
  }
  return all;
}

[[nodiscard]] std::int64_t users_in(NetworkModel const& model, IdRange<SectionId> sections) {
  return sum(model.totals_of(sections).users);
}

class Isolating {
 public:
  Isolating(NetworkModel const& model, std::span<SectionId const> work, LiveNetwork& live)
      : model_{model}, live_{live} {
    found_.dead.assign(work.begin(), work.end());
  }

  Isolation run() {
    live_.reset();
    take_out_sources();
    open_boundary();
    for (auto const s : boundary_) {
      auto const outer = outer_end(s);
      if (live_.is_live(outer)) {
        found_.cuts.push_back({.device = s, .breaker = SwitchId::none(), .relief = {}});
      } else {
        add_to_island(s, outer);
      }
    }
    std::stable_partition(found_.cuts.begin(), found_.cuts.end(), [&](Cut const& cut) {
      return network::breaks_load(model_.col().switch_kind[cut.device]);
    });  // in a ring these take the current off the others
    for (auto& cut : found_.cuts) {
      plan_operation(cut);
    }
    share_breakers();
    std::stable_sort(found_.islands.begin(), found_.islands.end(),
                     [](auto const& x, auto const& y) { return x.users > y.users; });
    return std::move(found_);
  }

 private:
  void take_out_sources() {
    if (std::none_of(found_.dead.begin(), found_.dead.end(), [&](SectionId s) {
          return model_.col().section_parent[s].is_none() &&
                 model_.col().section_source[s].is_some();
        })) {
      return;  // no busbar among them
    }
    for (auto const source : all_ids<SourceId>(model_.n_source())) {
      if (has(found_.dead, model_.col().source_section[source])) {
        found_.sources.push_back(source);
        live_.take_out(source);
      }
    }
  }

  void open_boundary() {
    for (auto const inner : found_.dead) {
      for (auto const [to, via] : model_.arcs(inner)) {
        if (live_.is_closed(via) && !has(found_.dead, to)) {
          boundary_.push_back(via);
        }
      }
    }
    live_.open_all(boundary_);
  }

  [[nodiscard]] SectionId outer_end(SwitchId s) const {
    auto const ends = model_.col().switch_ends[s];
    return has(found_.dead, ends.a) ? ends.b : ends.a;
  }

  void add_to_island(SwitchId s, SectionId outer) {
    auto const [at, is_new] = island_of_.try_emplace(outer.raw(), found_.islands.size());
    if (!is_new) {
      found_.islands[at->second].boundary.push_back(s);
      return;
    }
    auto const sections = live_.component(outer);
    DarkIsland island{.sections = {sections.begin(), sections.end()}, .boundary = {s}};
    std::sort(island.sections.begin(), island.sections.end());
    if (boundary_.size() > 1) {
      for (auto const section : island.sections) {
        island_of_.emplace(section.raw(), found_.islands.size());
      }
    }
    for (auto const section : island.sections) {
      if (model_.col().section_source[section].is_none()) {
        continue;  // unfed in the normal state: nobody to lose supply (B23)
      }
      auto const totals = model_.totals_of({section, section.next()});
      island.users += sum(totals.users);
      island.households += sum(totals.households);
    }
    found_.islands.push_back(std::move(island));
  }

  void plan_operation(Cut& cut) {
    if (network::breaks_load(model_.col().switch_kind[cut.device])) {
      return;
    }
    auto const outer = outer_end(cut.device);
    if (auto relief = relief_below(cut.device, model_.other_end(cut.device, outer))) {
      cut.relief = std::move(*relief);
      return;
    }
    cut.breaker = breaker_above(outer);
    if (!model_.col().normal_loops.empty() && !darkens(cut.breaker, outer)) {
      cut.breaker = breaker_on_the_way(outer);
    }
    if (cut.breaker.is_none()) {
      found_.impossible = {.kind = ReasonKind::cannot_isolate,
                           .element = ElementKind::network_switch,
                           .row = cut.device.raw()};
    }
  }

  /// The highest load-breaking switches below `cut` that together carry all its load; nothing if
  /// somebody is fed through sections and switches that cannot be shed.
  [[nodiscard]] std::optional<std::vector<SwitchId>> relief_below(SwitchId cut, SectionId inner) {
    std::vector<SwitchId> relief;
    struct Visit {
      SectionId section;
      SwitchId from;
    };
    std::vector<Visit> stack{{inner, cut}};
    while (!stack.empty()) {
      auto const [here, from] = stack.back();
      stack.pop_back();
      if (users_in(model_, {here, here.next()}) != 0) {
        return std::nullopt;
      }
      for (auto const [to, via] : model_.arcs(here)) {
        if (via == from || !model_.is_closed_normally(via)) {
          continue;
        }
        if (model_.col().section_via[to] != via) {
          return std::nullopt;  // a ring, or a second way in: current may flow without load below
        }
        if (users_in(model_, model_.subtree_of(to)) == 0) {
          continue;
        }
        if (network::breaks_load(model_.col().switch_kind[via])) {
          relief.push_back(via);
        } else {
          stack.push_back({to, via});
        }
      }
    }
    std::sort(relief.begin(), relief.end());
    return relief;
  }

  [[nodiscard]] SwitchId breaker_above(SectionId outer) const {
    for (auto s = outer; !has(found_.dead, s); s = model_.col().section_parent[s]) {
      auto const via = model_.col().section_via[s];
      if (via.is_none()) {
        break;
      }
      if (network::breaks_load(model_.col().switch_kind[via])) {
        return via;
      }
    }
    return SwitchId::none();
  }

  /// Does opening `s` alone, beside the isolation, take the supply off `outer`?
  [[nodiscard]] bool darkens(SwitchId s, SectionId outer) {
    if (s.is_none() || !live_.is_closed(s)) {
      return false;
    }
    live_.open(s);
    auto const is_dark = !live_.is_live(outer);
    live_.close(s);
    return is_dark;
  }

  /// The nearest load-breaking switch that alone feeds `outer`, where supply comes another way than
  /// the parents tell, or several ways join: looked for on one way to a source.
  [[nodiscard]] SwitchId breaker_on_the_way(SectionId outer) {
    struct Visit {
      SectionId section;
      std::size_t from;
      SwitchId via;
    };
    std::vector<Visit> queue{{outer, 0, SwitchId::none()}};
    std::unordered_set<std::uint32_t> seen{outer.raw()};
    std::size_t head = 0;
    while (head < queue.size() && model_.col().section_parent[queue[head].section].is_some()) {
      for (auto const [to, via] : model_.arcs(queue[head].section)) {
        if (live_.is_closed(via) && seen.insert(to.raw()).second) {
          queue.push_back({to, head, via});
        }
      }
      ++head;
    }
    std::vector<SwitchId> way;
    for (auto at = std::min(head, queue.size() - 1); at != 0; at = queue[at].from) {
      way.push_back(queue[at].via);
    }
    std::reverse(way.begin(), way.end());
    auto const found = std::find_if(way.begin(), way.end(), [&](SwitchId s) {
      return network::breaks_load(model_.col().switch_kind[s]) && darkens(s, outer);
    });
    return found == way.end() ? SwitchId::none() : *found;
  }

  /// A breaker that must open anyway serves the cuts under the breakers below it as well.
  void share_breakers() {
    auto const in_tree = [&](SwitchId s) {
      auto const ends = model_.col().switch_ends[s];
      return model_.col().section_via[ends.a] == s || model_.col().section_via[ends.b] == s;
    };
    for (auto& cut : found_.cuts) {
      for (auto const& other : found_.cuts) {
        if (cut.breaker.is_some() && other.breaker.is_some() && cut.breaker != other.breaker &&
            in_tree(cut.breaker) && in_tree(other.breaker) &&
            fed_range(other.breaker).contains(fed_range(cut.breaker).first()) &&
            (model_.col().normal_loops.empty() || darkens(other.breaker, outer_end(cut.device)))) {
          cut.breaker = other.breaker;
        }
      }
    }
  }

  [[nodiscard]] IdRange<SectionId> fed_range(SwitchId s) const {
    auto const ends = model_.col().switch_ends[s];
    return model_.subtree_of(model_.col().section_via[ends.a] == s ? ends.a : ends.b);
  }

  NetworkModel const& model_;
  LiveNetwork& live_;
  Isolation found_;
  std::vector<SwitchId> boundary_;
  std::unordered_map<std::uint32_t, std::size_t> island_of_;  ///< by section, where asked for
};

}  // namespace

Isolation isolate(NetworkModel const& model, std::span<SectionId const> work, LiveNetwork& live) {
  return Isolating{model, work, live}.run();
}

void apply(Isolation const& isolation, LiveNetwork& live) {
  for (auto const source : isolation.sources) {
    live.take_out(source);
  }
  std::vector<SwitchId> boundary;
  boundary.reserve(isolation.cuts.size());
  for (auto const& cut : isolation.cuts) {
    boundary.push_back(cut.device);
  }
  for (auto const& island : isolation.islands) {
    boundary.insert(boundary.end(), island.boundary.begin(), island.boundary.end());
  }
  live.open_all(boundary);
}

}  // namespace tieline::switching
