#include "engine/sweep/feeder_arena.hpp"

#include <algorithm>
#include <utility>

#include "engine/sweep/shares.hpp"

namespace tieline::sweep {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

namespace {
constexpr std::size_t kGrownAtOnce = 64;

template <class T>
void make_ascending(std::vector<T>& all) {
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
}
}  // namespace

FeederArena::FeederArena(network::NetworkModel const& model, flow::Slot slot, unsigned threads,
                         flow::LoadOverlay const* loads)
    : FeederArena{model, network::normal_state(model), slot, threads, loads} {}

FeederArena::FeederArena(network::NetworkModel const& model, network::SwitchState closed,
                         flow::Slot slot, unsigned threads, flow::LoadOverlay const* loads)
    : model_{&model},
      closed_{std::move(closed)},
      slot_{slot},
      loads_{loads},
      areas_(model.n_source()),
      has_supply_{model.n_section()},
      seen_{model.n_section()} {
  for (auto const source : areas_.ids()) {
    supplies_.push_back({model.col().source_section[source], source});
    has_supply_.set(model.col().source_section[source]);
  }
  std::sort(supplies_.begin(), supplies_.end());
  place_.assign(model.n_section(), {});
  if (closed_ == network::normal_state(model)) {
    auto const fed = model.col().section_source.raw();
    source_ = IdVec<SectionId, SourceId>{std::vector<SourceId>{fed.begin(), fed.end()}};
    find_plain_areas();
  } else {
    source_.assign(model.n_section(), SourceId::none());
    auto const ids = areas_.ids();
    flood({}, std::vector<SourceId>{ids.begin(), ids.end()});
  }
  spoil_for_seconds();
  for (auto const source : areas_.ids()) {
    list_feeders(source);
  }
  grow_all(threads);
}

std::span<FeederArena::Supply const> FeederArena::sources_at(SectionId s) const {
  if (!has_supply_.test(s)) {
    return {};
  }
  auto const [first, last] =
      std::equal_range(supplies_.begin(), supplies_.end(), Supply{.section = s},
                       [](Supply const& a, Supply const& b) { return a.section < b.section; });
  return {first, last};
}

LiveEnd FeederArena::end_at(network::NodeId node) const {
  auto const section = model_->col().node_section[node];
  LiveEnd end{.source = source_of(section), .host = feeder_of(section)};
  if (end.host != kNoIndex) {
    auto const& feeder = feeders_[end.host];
    end.row = feeder.sections[index_of(section)].first_row;
    while (feeder.rows[end.row].node != node) {
      ++end.row;
    }
  }
  return end;
}

/// In the normal state the model has the loops.
void FeederArena::find_plain_areas() {
  auto const& col = model_->col();
  for (auto const source : areas_.ids()) {
    areas_[source].plain = model_->nodes_of(col.source_section[source]).size() == 1;
  }
  for (auto const source : areas_.ids()) {
    if (source_[col.source_section[source]] != source) {
      areas_[source].plain = false;
      spoil(col.source_section[source]);  // two sources joined
    }
  }
  for (auto const loop : col.normal_loops) {
    spoil(col.switch_ends[loop].a);
    spoil(col.switch_ends[loop].b);
  }
  for (auto const section : all_ids<SectionId>(model_->n_section())) {
    if (model_->lines_of(section).size() >= model_->nodes_of(section).size()) {
      spoil(section);  // lines in a loop
    }
  }
}

void FeederArena::spoil(SectionId section) {
  if (auto const source = source_[section]; source.is_some()) {
    areas_[source].plain = false;
  }
}

/// Who hangs on a second supply already, or at a busbar with a second one, is left to the search.
void FeederArena::spoil_for_seconds() {
  auto const& col = model_->col();
  for (auto const user : col.dual_users) {
    auto const first = source_[col.user_section[user]];
    if (first.is_none()) {
      spoil(col.node_section[col.user_second_node[user]]);
    } else if (col.user_node[user] == col.source_node[first]) {
      spoil(col.user_section[user]);
    }
  }
}

/// Finds anew what the sources `from` feed; before, nothing of `sections` is fed.
void FeederArena::flood(std::span<SectionId const> sections, std::span<SourceId const> from) {
  for (auto const section : sections) {
    source_[section] = SourceId::none();
    place_[section] = {};
  }
  for (auto const source : from) {
    areas_[source].plain = model_->nodes_of(model_->col().source_section[source]).size() == 1;
  }
  for (auto const source : from) {
    flood_from(source);
  }
}

void FeederArena::flood_from(SourceId source) {
  auto const root = model_->col().source_section[source];
  if (source_[root].is_some()) {
    areas_[source].plain = false;
    spoil(root);
    return;
  }
  source_[root] = source;
  queue_.assign(1, {root, SwitchId::none()});
  for (std::size_t i = 0; i < queue_.size(); ++i) {
    auto const [here, via] = queue_[i];
    if (model_->lines_of(here).size() >= model_->nodes_of(here).size()) {
      spoil(here);
    }
    for (auto const arc : model_->arcs(here)) {
      if (arc.via == via || !closed_.test(arc.via)) {
        continue;
      }
      if (source_[arc.to].is_some()) {
        spoil(arc.to);
        spoil(here);
      } else {
        source_[arc.to] = source;
        queue_.push_back({arc.to, arc.via});
      }
    }
  }
}

/// Adds what closed switches join to `from`, unless seen.
void FeederArena::collect_joined(SectionId from, std::vector<SectionId>& sections) {
  if (seen_.contains(from)) {
    return;
  }
  seen_.set(from);
  for (auto i = sections.size(), first = i; i == first || i < sections.size(); ++i) {
    if (i == first) {
      sections.push_back(from);
    }
    for (auto const arc : model_->arcs(sections[i])) {
      if (closed_.test(arc.via) && !seen_.contains(arc.to)) {
        seen_.set(arc.to);
        sections.push_back(arc.to);
      }
    }
  }
}

void FeederArena::flip(std::span<SwitchId const> flipped, Changed& changed) {
  auto const& col = model_->col();
  begin_change(changed);
  for (auto const s : flipped) {
    collect_joined(col.switch_ends[s].a, changed.sections);
    collect_joined(col.switch_ends[s].b, changed.sections);
  }
  for (auto const user : col.dual_users) {
    if (seen_.contains(col.user_section[user])) {
      collect_joined(col.node_section[col.user_second_node[user]], changed.sections);
    }
  }
  for (auto const s : flipped) {
    closed_.set(s, !closed_.test(s));
  }
  refresh(changed);
}

void FeederArena::begin_change(Changed& changed) {
  changed.sections.clear();
  changed.sources.clear();
  changed.feeders.clear();
  seen_.clear();
  if (!grower_) {
    grower_ = std::make_unique<FeederGrower>(*model_, slot_, loads_);
  }
}

void FeederArena::follow_loads(std::span<network::UserId const> users, Changed& changed) {
  auto const& col = model_->col();
  begin_change(changed);
  for (auto const user : users) {
    if (feeder_of(col.user_section[user]) == kNoIndex) {
      collect_joined(col.user_section[user], changed.sections);
      if (auto const second = col.user_second_node[user]; second.is_some()) {
        collect_joined(col.node_section[second], changed.sections);
      }
    }
  }
  refresh(changed);
  for (auto const user : users) {
    auto const i = feeder_of(col.user_section[user]);
    if (i == kNoIndex || seen_.contains(col.user_section[user])) {
      continue;  // walked again already
    }
    auto& feeder = feeders_[i];
    auto const source = feeder.source;
    grower_->grow(source, feeder.head, closed_, feeder);
    follow_seconds(i);
    add_up(source, grower_->loads());
    changed.feeders.push_back(i);
    changed.sources.push_back(source);
  }
  make_ascending(changed.feeders);
  make_ascending(changed.sources);
}

/// Floods the areas of `changed.sections` and walks their feeders again.
void FeederArena::refresh(Changed& changed) {
  auto const& col = model_->col();
  for (auto const section : changed.sections) {
    for (auto const& supply : sources_at(section)) {
      changed.sources.push_back(supply.source);
    }
  }
  std::sort(changed.sources.begin(), changed.sources.end());
  flood(changed.sections, changed.sources);
  spoil_for_seconds();
  for (auto const source : changed.sources) {
    list_feeders(source);
    auto const& area = areas_[source];
    for (auto i = area.first_feeder; i < area.last_feeder; ++i) {
      grower_->grow(source, feeders_[i].head, closed_, feeders_[i]);
      place(i);
      changed.feeders.push_back(i);
    }
    if (area.plain) {
      add_up(source, grower_->loads());
    }
  }
  for (auto const user : col.dual_users) {
    auto const first = feeder_of(col.user_section[user]);
    if (first != kNoIndex && (seen_.contains(col.user_section[user]) ||
                              seen_.contains(col.node_section[col.user_second_node[user]]))) {
      follow_seconds(first);
      changed.feeders.push_back(first);
    }
  }
  make_ascending(changed.feeders);
}

/// Names the feeders of an area, where the old ones are if there is room.
void FeederArena::list_feeders(SourceId source) {
  auto& area = areas_[source];
  auto const arcs = model_->arcs(model_->col().source_node[source]);
  auto const is_head = [&](network::NodeArc arc) {
    return area.plain && arc.is_switch() && closed_.test(arc.as_switch());
  };
  auto const n = static_cast<std::uint32_t>(std::count_if(arcs.begin(), arcs.end(), is_head));
  for (auto i = area.first_feeder; i < area.first_feeder + area.room; ++i) {
    feeders_[i] = {};
  }
  if (n > area.room) {
    area.first_feeder = static_cast<std::uint32_t>(feeders_.size());
    area.room = n;
    feeders_.resize(feeders_.size() + n);
  }
  area.last_feeder = area.first_feeder;
  for (auto const arc : arcs) {
    if (is_head(arc)) {
      auto& feeder = feeders_[area.last_feeder++];
      feeder.source = source;
      feeder.head = arc.as_switch();
    }
  }
}

void FeederArena::grow_all(unsigned threads) {
  share_out(feeders_.size(), kGrownAtOnce, threads,
            [&](unsigned, std::size_t begin, std::size_t end) {
              FeederGrower grower{*model_, slot_, loads_};
              for (auto i = begin; i < end; ++i) {
                auto& feeder = feeders_[i];
                grower.grow(feeder.source, feeder.head, closed_, feeder);
                place(static_cast<std::uint32_t>(i));
              }
            });
  for (std::uint32_t i = 0; i < feeders_.size(); ++i) {
    follow_seconds(i);
  }
  flow::SlotLoads loads{*model_, loads_};
  loads.prepare({.slots = {slot_}});
  for (auto const source : areas_.ids()) {
    if (areas_[source].plain) {
      add_up(source, loads);
    }
  }
}

void FeederArena::place(std::uint32_t feeder) {
  auto const& sections = feeders_[feeder].sections;
  for (std::uint32_t i = 0; i < sections.size(); ++i) {
    place_[sections[i].section] = {feeder, i};
  }
}

void FeederArena::follow_seconds(std::uint32_t index) {
  auto& feeder = feeders_[index];
  feeder.own_seconds = feeder.sibling_seconds = false;
  for (auto& dual : feeder.duals) {
    auto const second = model_->col().node_section[model_->col().user_second_node[dual.user]];
    auto const here = feeder_of(second) == index;
    dual.stays = source_of(second).is_some() && !here;
    feeder.own_seconds = feeder.own_seconds || here;
    feeder.sibling_seconds = feeder.sibling_seconds || source_of(second) == feeder.source;
  }
}

void FeederArena::add_up(SourceId source, flow::SlotLoads& loads) {
  auto& area = areas_[source];
  area.own = {};
  area.known = true;
  for (auto const user : model_->users_of(model_->col().source_section[source])) {
    area.known = loads.add(user, {&area.own, 1}) && area.known;
  }
  area.total = area.own;
  for (auto i = area.first_feeder; i < area.last_feeder; ++i) {
    area.total += feeders_[i].from_root;
    area.known = area.known && feeders_[i].solved && feeders_[i].known;
  }
}

}  // namespace tieline::sweep
