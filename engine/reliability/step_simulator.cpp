#include "engine/reliability/step_simulator.hpp"

#include <algorithm>
#include <tuple>

#include "engine/reliability/settle.hpp"

namespace tieline::reliability {

using network::SectionId;
using network::SwitchId;
using network::UserId;
using switching::Action;
using switching::DeviceKind;
using switching::TemporaryKind;
using topology::Change;

StepSimulator::StepSimulator(network::NetworkModel const& model)
    : model_{model}, live_{model}, open_interval_(model.n_section(), kClosed) {
  for (auto const user : model.col().dual_users) {
    auto const second = model.col().node_section[model.col().user_second_node[user]];
    dual_at_.emplace_back(model.col().user_section[user], user);
    dual_at_.emplace_back(second, user);
  }
  std::sort(dual_at_.begin(), dual_at_.end());
}

Seen StepSimulator::run(Simulation const& simulation) {
  begin(simulation);
  auto now = simulation.steps.empty() ? simulation.horizon : simulation.steps.front().at;
  for (std::uint32_t i = 0; i < simulation.steps.size(); ++i) {
    auto const& step = simulation.steps[i];
    now = std::max(now, step.at);  // time never runs backwards
    auto const change = apply(step);
    guard(step, i, change);
    now_.loops += change.loops;
    note_change(change, now);
    note_specials(now);
    effects_.push_back(now_);
  }
  check_end(static_cast<std::uint32_t>(simulation.steps.size()));
  finish(std::max(now, simulation.horizon));
  return {.ledger = settle(simulation),
          .sections = intervals_,
          .users = user_intervals_,
          .effects = effects_,
          .violations = violations_};
}

void StepSimulator::begin(Simulation const& simulation) {
  live_.reset();
  temporaries_ = simulation.temporaries;
  connected_.assign(temporaries_.size(), 0);
  intervals_.clear();
  user_intervals_.clear();
  specials_.clear();
  effects_.clear();
  violations_.clear();
  grounded_.clear();
  operated_.clear();
  now_ = {};
  for (std::size_t i = 0; i < temporaries_.size(); ++i) {
    connected_[i] = temporaries_[i].kind == TemporaryKind::jumper ? 1 : 0;
    for (auto const user : temporaries_[i].users) {
      special(user);
    }
  }
}

// ---- operations ----------------------------------------------------------------------------

Change StepSimulator::apply(switching::Step const& step) {
  auto const is_open = step.action == Action::open || step.action == Action::disconnect;
  auto const is_close = step.action == Action::close || step.action == Action::connect;
  if (!is_open && !is_close) {
    return {};
  }
  switch (step.device.kind) {
    case DeviceKind::network_switch:
      operated_.push_back(step.device.as_switch());
      return is_open ? live_.open(step.device.as_switch()) : live_.close(step.device.as_switch());
    case DeviceKind::source:
      return is_open ? live_.take_out(step.device.as_source())
                     : live_.put_back(step.device.as_source());
    case DeviceKind::temporary:
      return apply_temporary(step);
  }
  return {};
}

Change StepSimulator::apply_temporary(switching::Step const& step) {
  auto const row = step.device.row;
  auto const& temporary = temporaries_[row];
  auto const connect = step.action == Action::connect || step.action == Action::close;
  if ((connected_[row] != 0) == connect) {
    return {};
  }
  connected_[row] = connect ? 1 : 0;
  switch (temporary.kind) {
    case TemporaryKind::section_supply:
      return connect ? live_.connect_supply(temporary.a) : live_.disconnect_supply(temporary.a);
    case TemporaryKind::bypass:
      return connect ? live_.connect_bypass(temporary.a, temporary.b)
                     : live_.disconnect_bypass(temporary.a, temporary.b);
    case TemporaryKind::user_supply:
      for (auto const user : temporary.users) {
        auto& supplies = special(user).supplies;
        supplies = static_cast<std::uint16_t>(supplies + (connect ? 1 : -1));
      }
      return {};
    case TemporaryKind::jumper:
      for (auto const user : temporary.users) {
        auto& cuts = special(user).cuts;
        cuts = static_cast<std::uint16_t>(cuts + (connect ? -1 : 1));
      }
      return {};
  }
  return {};
}

// ---- who is dark ---------------------------------------------------------------------------

bool StepSimulator::network_feeds(UserId user) const {
  auto const second = model_.col().user_second_node[user];
  return live_.is_live(model_.col().user_section[user]) ||
         (second.is_some() && live_.is_live(model_.col().node_section[second]));
}

/// The record of `user`, made on first sight with what holds in the normal state.
StepSimulator::Special& StepSimulator::special(UserId user) {
  auto const at =
      std::lower_bound(specials_.begin(), specials_.end(), user,
                       [](Special const& known, UserId wanted) { return known.user < wanted; });
  if (at != specials_.end() && at->user == user) {
    return *at;
  }
  auto const& col = model_.col();
  auto const second = col.user_second_node[user];
  auto const lit = col.section_source[col.user_section[user]].is_some() ||
                   (second.is_some() && col.section_source[col.node_section[second]].is_some());
  return *specials_.insert(
      at, Special{.user = user, .supplies = 0, .cuts = 0, .lit = lit, .dark_since = kNeverLit});
}

void StepSimulator::discover_duals(SectionId section) {
  auto at = std::lower_bound(dual_at_.begin(), dual_at_.end(), std::pair{section, UserId{0U}});
  for (; at != dual_at_.end() && at->first == section; ++at) {
    special(at->second);
  }
}

/// Users of the section that simply follow it.
network::ZoneTotals StepSimulator::plain_totals(SectionId section) const {
  auto totals = model_.totals_of({section, section.next()});
  auto const users = model_.users_of(section);
  auto at =
      std::lower_bound(specials_.begin(), specials_.end(), users.first(),
                       [](Special const& known, UserId wanted) { return known.user < wanted; });
  for (; at != specials_.end() && users.contains(at->user); ++at) {
    auto const zone = static_cast<std::size_t>(model_.col().user_zone[at->user]);
    totals.users[zone] -= 1;
    totals.households[zone] -= model_.col().user_households[at->user];
  }
  return totals;
}

void StepSimulator::note_change(Change const& change, Seconds at) {
  if (!dual_at_.empty()) {
    for (auto const s : change.sections) {
      discover_duals(s);
    }
  }
  for (auto const s : change.sections) {
    if (change.now_live && open_interval_[s] == kClosed) {
      continue;  // unfed in the normal state: nobody was interrupted
    }
    auto const totals = plain_totals(s);
    auto const sign = change.now_live ? -1 : 1;
    for (std::size_t z = 0; z < network::kZoneCount; ++z) {
      now_.users_out += sign * std::int64_t{totals.users[z]};
      now_.households_out += sign * std::int64_t{totals.households[z]};
    }
    if (change.now_live) {
      intervals_[open_interval_[s]].to = at;
      open_interval_[s] = kClosed;
    } else {
      open_interval_[s] = static_cast<std::uint32_t>(intervals_.size());
      intervals_.push_back({.section = s, .from = at, .to = at});
    }
  }
}

void StepSimulator::note_specials(Seconds at) {
  for (auto& s : specials_) {
    auto const lit = s.supplies != 0 || (s.cuts == 0 && network_feeds(s.user));
    if (lit == s.lit) {
      continue;
    }
    s.lit = lit;
    auto const households = std::int64_t{model_.col().user_households[s.user]};
    if (!lit) {
      s.dark_since = at;
      now_.users_out += 1;
      now_.households_out += households;
    } else if (s.dark_since != kNeverLit) {
      user_intervals_.push_back({.user = s.user, .from = s.dark_since, .to = at});
      now_.users_out -= 1;
      now_.households_out -= households;
    }
  }
}

// ---- the end -------------------------------------------------------------------------------

void StepSimulator::finish(Seconds horizon) {
  for (auto& interval : intervals_) {
    if (open_interval_[interval.section] != kClosed &&
        &intervals_[open_interval_[interval.section]] == &interval) {
      interval.to = horizon;
      open_interval_[interval.section] = kClosed;
    }
  }
  for (auto const& s : specials_) {
    if (!s.lit && s.dark_since != kNeverLit) {
      user_intervals_.push_back({.user = s.user, .from = s.dark_since, .to = horizon});
    }
  }
  std::sort(intervals_.begin(), intervals_.end(), [](auto const& x, auto const& y) {
    return std::tie(x.section, x.from, x.to) < std::tie(y.section, y.from, y.to);
  });
  std::sort(user_intervals_.begin(), user_intervals_.end(), [](auto const& x, auto const& y) {
    return std::tie(x.user, x.from, x.to) < std::tie(y.user, y.from, y.to);
  });
  intervals_.resize(coalesce(std::span{intervals_},
                             [](auto const& x, auto const& y) { return x.section == y.section; }));
  user_intervals_.resize(coalesce(std::span{user_intervals_},
                                  [](auto const& x, auto const& y) { return x.user == y.user; }));
}

Ledger StepSimulator::settle(Simulation const& simulation) const {
  Ledger ledger;
  auto const unit_sums = [&](auto const& intervals, std::size_t first, std::size_t last) {
    return sums_of_unit(std::span{intervals}.subspan(first, last - first), simulation.momentary_s,
                        simulation.merge_gap_s);
  };
  for (std::size_t first = 0, last = 0; first < intervals_.size(); first = last) {
    auto const section = intervals_[first].section;
    while (last < intervals_.size() && intervals_[last].section == section) {
      ++last;
    }
    auto const sums = unit_sums(intervals_, first, last);
    auto const totals = plain_totals(section);
    for (std::size_t z = 0; z < network::kZoneCount; ++z) {
      ledger.zone[z].users += times(sums, totals.users[z]);
      ledger.zone[z].households += times(sums, totals.households[z]);
    }
  }
  for (std::size_t first = 0, last = 0; first < user_intervals_.size(); first = last) {
    auto const user = user_intervals_[first].user;
    while (last < user_intervals_.size() && user_intervals_[last].user == user) {
      ++last;
    }
    auto const sums = unit_sums(user_intervals_, first, last);
    auto& zone = ledger.zone[static_cast<std::size_t>(model_.col().user_zone[user])];
    zone.users += sums;
    zone.households += times(sums, model_.col().user_households[user]);
  }
  return ledger;
}

}  // namespace tieline::reliability
