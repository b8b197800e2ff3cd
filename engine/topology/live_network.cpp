#include "engine/topology/live_network.hpp"

#include <algorithm>

namespace tieline::topology {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

LiveNetwork::LiveNetwork(network::NetworkModel const& model)
    : model_{model},
      closed_{network::normal_state(model)},
      live_(model.n_section()),
      sources_(model.n_section()),
      seen_(model.n_section()) {
  for (auto const s : live_.ids()) {
    live_[s] = model.col().section_source[s].is_some() ? 1 : 0;
  }
  for (auto const s : model.col().source_section) {
    ++sources_[s];
  }
  constexpr std::size_t kTypicalFlood = 1024;
  queue_.reserve(kTypicalFlood);
  flipped_.reserve(kTypicalFlood);
  relit_.reserve(kTypicalFlood);
  constexpr std::size_t kTypicalTemporaries = 64;
  supplies_.reserve(kTypicalTemporaries);
  bypasses_.reserve(kTypicalTemporaries);
  out_.reserve(kTypicalTemporaries);
}

bool LiveNetwork::has_supply(SectionId s) const {
  return !supplies_.empty() && std::find(supplies_.begin(), supplies_.end(), s) != supplies_.end();
}

/// Breadth first from `from`; the sections reached, roots apart, stand in queue_. Returns whether
/// any supply was met. With Want::liveness it stops there, and queue_ is then incomplete.
bool LiveNetwork::flood(SectionId from, Want want, SectionId looked_for) {
  if (++flood_number_ == 0) {  // the counter came round: old marks would look fresh
    std::fill(seen_.begin(), seen_.end(), 0U);
    flood_number_ = 1;
  }
  queue_.clear();
  found_ = false;
  auto fed = false;
  auto const reach = [&](SectionId s) {
    if (seen_[s] == flood_number_) {
      return;
    }
    seen_[s] = flood_number_;
    found_ = found_ || s == looked_for;
    if (is_root(s)) {
      fed = true;
      return;  // live by itself: what lies beyond is another feeder's affair
    }
    fed = fed || has_supply(s);
    queue_.push_back(s);
  };
  reach(from);
  for (std::size_t head = 0; head < queue_.size(); ++head) {
    if (fed && want == Want::liveness) {
      return true;
    }
    auto const here = queue_[head];
    for (auto const [to, via] : model_.arcs(here)) {
      if (closed_.test(via)) {
        reach(to);
      }
    }
    for (auto const& [a, b] : bypasses_) {
      if (a == here) {
        reach(b);
      } else if (b == here) {
        reach(a);
      }
    }
  }
  return fed;
}

void LiveNetwork::set_live(std::span<SectionId const> sections, bool live) {
  for (auto const s : sections) {
    live_[s] = live ? 1 : 0;
    relit_.push_back(s);
  }
}

Change LiveNetwork::light(SectionId from) {
  flood(from, Want::everything, SectionId::none());
  set_live(queue_, true);
  return {.sections = queue_, .now_live = true, .loops = 0};
}

/// An edge between `a` and `b` is about to be added: floods must not cross it yet.
Change LiveNetwork::join(SectionId a, SectionId b) {
  if (is_live(a) && is_live(b)) {
    return {.sections = {}, .now_live = true, .loops = 1};
  }
  if (is_live(a) || is_live(b)) {
    return light(is_live(a) ? b : a);
  }
  flood(a, Want::everything, b);  // a dead ring is still a ring
  return {.sections = {}, .now_live = false, .loops = found_ ? 1 : 0};
}

/// An edge between `a` and `b` has just been taken away.
Change LiveNetwork::part(SectionId a, SectionId b) {
  if (!is_live(a)) {  // then `b` is dead too: they were joined
    flood(a, Want::everything, b);
    return {.sections = {}, .now_live = false, .loops = found_ ? -1 : 0};
  }
  for (auto const side : {a, b}) {
    if (!flood(side, Want::liveness, SectionId::none())) {
      set_live(queue_, false);
      return {.sections = queue_, .now_live = false, .loops = 0};
    }
  }
  return {.sections = {}, .now_live = true, .loops = -1};
}

/// The source or mobile supply at `at` has just gone.
Change LiveNetwork::lose_supply(SectionId at) {
  if (flood(at, Want::liveness, SectionId::none())) {
    return {.sections = {}, .now_live = true, .loops = -1};
  }
  set_live(queue_, false);
  return {.sections = queue_, .now_live = false, .loops = 0};
}

void LiveNetwork::flip(SwitchId s) {
  closed_.set(s, !closed_.test(s));
  flipped_.push_back(s);
}

Change LiveNetwork::open(SwitchId s) {
  if (!closed_.test(s)) {
    return {};
  }
  flip(s);
  auto const ends = model_.col().switch_ends[s];
  return part(ends.a, ends.b);
}

void LiveNetwork::open_all(std::span<SwitchId const> switches) {
  parted_.clear();
  for (auto const s : switches) {
    if (closed_.test(s)) {
      flip(s);
      parted_.push_back(model_.col().switch_ends[s].a);
      parted_.push_back(model_.col().switch_ends[s].b);
    }
  }
  std::sort(parted_.begin(), parted_.end());
  parted_.erase(std::unique(parted_.begin(), parted_.end()), parted_.end());
  for (auto const s : parted_) {
    if (is_live(s) && !flood(s, Want::liveness, SectionId::none())) {
      set_live(queue_, false);
    }
  }
}

Change LiveNetwork::close(SwitchId s) {
  if (closed_.test(s)) {
    return {};
  }
  auto const ends = model_.col().switch_ends[s];
  auto const change = join(ends.a, ends.b);
  flip(s);
  return change;
}

Change LiveNetwork::take_out(SourceId source) {
  if (std::find(out_.begin(), out_.end(), source) != out_.end()) {
    return {};
  }
  out_.push_back(source);
  auto const at = model_.col().source_section[source];
  if (--sources_[at] != 0) {
    return {.sections = {}, .now_live = true, .loops = 0};
  }
  return lose_supply(at);
}

Change LiveNetwork::put_back(SourceId source) {
  auto const found = std::find(out_.begin(), out_.end(), source);
  if (found == out_.end()) {
    return {};
  }
  out_.erase(found);
  auto const at = model_.col().source_section[source];
  if (sources_[at]++ != 0) {
    return {.sections = {}, .now_live = true, .loops = 0};
  }
  if (is_live(at)) {
    return {.sections = {}, .now_live = true, .loops = 1};
  }
  --sources_[at];  // light() must walk through the section, which is no root yet
  auto const change = light(at);
  ++sources_[at];
  return change;
}

Change LiveNetwork::connect_supply(SectionId at) {
  auto const change =
      is_live(at) ? Change{.sections = {}, .now_live = true, .loops = 1} : light(at);
  supplies_.push_back(at);
  return change;
}

Change LiveNetwork::disconnect_supply(SectionId at) {
  auto const found = std::find(supplies_.begin(), supplies_.end(), at);
  if (found == supplies_.end()) {
    return {};
  }
  supplies_.erase(found);
  return lose_supply(at);
}

Change LiveNetwork::connect_bypass(SectionId a, SectionId b) {
  auto const change = join(a, b);
  bypasses_.emplace_back(a, b);
  return change;
}

Change LiveNetwork::disconnect_bypass(SectionId a, SectionId b) {
  auto const found = std::find(bypasses_.begin(), bypasses_.end(), std::pair{a, b});
  if (found == bypasses_.end()) {
    return {};
  }
  bypasses_.erase(found);
  return part(a, b);
}

std::span<SectionId const> LiveNetwork::component(SectionId from) {
  flood(from, Want::everything, SectionId::none());
  return queue_;
}

void LiveNetwork::reset() {
  for (auto const s : flipped_) {
    closed_.set(s, model_.is_closed_normally(s));
  }
  for (auto const s : relit_) {
    live_[s] = model_.col().section_source[s].is_some() ? 1 : 0;
  }
  for (auto const source : out_) {
    ++sources_[model_.col().source_section[source]];
  }
  flipped_.clear();
  relit_.clear();
  out_.clear();
  supplies_.clear();
  bypasses_.clear();
}

}  // namespace tieline::topology
