#include "engine/sweep/feeder_arena.hpp"

#include <algorithm>

#include "engine/sweep/shares.hpp"

namespace tieline::sweep {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

namespace {
constexpr std::size_t kFeedersAtOnce = 64;
}  // namespace

FeederArena::FeederArena(network::NetworkModel const& model, flow::Slot slot, unsigned threads)
    : model_{&model},
      closed_{network::normal_state(model)},
      source_{model.col().section_source},
      areas_(model.n_source()),
      has_supply_{model.n_section()} {
  for (auto const source : areas_.ids()) {
    supplies_.push_back({model.col().source_section[source], source});
    has_supply_.set(model.col().source_section[source]);
  }
  std::sort(supplies_.begin(), supplies_.end());
  place_.assign(model.n_section(), {});
  find_plain_areas();
  list_feeders();
  grow_all(slot, threads);
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

void FeederArena::find_plain_areas() {
  auto const& col = model_->col();
  for (auto const source : areas_.ids()) {
    areas_[source].plain = model_->nodes_of(col.source_section[source]).size() == 1 &&
                           source_[col.source_section[source]] == source;
  }
  auto const spoil = [&](SectionId section) {
    if (auto const source = source_[section]; source.is_some()) {
      areas_[source].plain = false;
    }
  };
  for (auto const source : areas_.ids()) {
    if (source_[col.source_section[source]] != source) {
      spoil(col.source_section[source]);  // two sources at one section
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
  for (auto const user : col.dual_users) {
    auto const first = source_[col.user_section[user]];
    auto const second = col.node_section[col.user_second_node[user]];
    if (first.is_none()) {
      spoil(second);  // what hangs on its second supply already
    } else if (col.user_node[user] == col.source_node[first]) {
      spoil(col.user_section[user]);
    }
  }
}

void FeederArena::list_feeders() {
  auto const& col = model_->col();
  for (auto const source : areas_.ids()) {
    auto& area = areas_[source];
    area.first_feeder = static_cast<std::uint32_t>(feeders_.size());
    for (auto const arc : model_->arcs(col.source_node[source])) {
      if (area.plain && arc.is_switch() && closed_.test(arc.as_switch())) {
        feeders_.emplace_back();
        feeders_.back().source = source;
        feeders_.back().head = arc.as_switch();
      }
    }
    area.last_feeder = static_cast<std::uint32_t>(feeders_.size());
  }
}

void FeederArena::grow_all(flow::Slot slot, unsigned threads) {
  share_out(feeders_.size(), kFeedersAtOnce, threads,
            [&](unsigned, std::size_t begin, std::size_t end) {
              FeederGrower grower{*model_, slot};
              for (auto i = begin; i < end; ++i) {
                auto& feeder = feeders_[i];
                grower.grow(feeder.source, feeder.head, closed_, feeder);
                place(static_cast<std::uint32_t>(i));
              }
            });
  for (std::uint32_t i = 0; i < feeders_.size(); ++i) {
    follow_seconds(i);
  }
  flow::SlotLoads loads{*model_};
  loads.prepare({.slots = {slot}});
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
