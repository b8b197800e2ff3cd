// The five preventions (五防) as far as a model can see them, checked at every step.
// Source: docs/methods/planned-outage.md §7.

#include <algorithm>

#include "engine/reliability/step_simulator.hpp"

namespace tieline::reliability {

using network::SectionId;
using switching::Action;
using switching::DeviceKind;
using switching::ElementKind;
using switching::Reason;
using switching::ReasonKind;
using topology::Change;

void StepSimulator::violate(Reason reason, std::uint32_t step) {
  violations_.push_back({.reason = reason, .step = step});
}

/// Does anybody draw current from the network in these sections (just changed by one operation)?
bool StepSimulator::carries_load(std::span<SectionId const> sections) const {
  return std::any_of(sections.begin(), sections.end(), [&](SectionId s) {
    auto const totals = plain_totals(s).users;
    if (std::any_of(totals.begin(), totals.end(), [](auto n) { return n != 0; })) {
      return true;
    }
    auto const users = model_.users_of(s);
    return std::any_of(specials_.begin(), specials_.end(), [&](Special const& special) {
      return users.contains(special.user) && special.supplies == 0 && special.cuts == 0;
    });
  });
}

/// A loop may exist while a normally open switch whose loop_close is yes is closed, or a bypass
/// cable, which is parallel to what it bridges by its nature, is connected.
bool StepSimulator::loop_is_permitted() const {
  for (std::size_t i = 0; i < temporaries_.size(); ++i) {
    if (temporaries_[i].kind == switching::TemporaryKind::bypass && connected_[i] != 0) {
      return true;
    }
  }
  return std::any_of(operated_.begin(), operated_.end(), [&](network::SwitchId s) {
    return !model_.is_closed_normally(s) && live_.is_closed(s) &&
           model_.col().switch_loop_close[s] == network::Answer::yes;
  });
}

void StepSimulator::guard_device(switching::Step const& step, std::uint32_t index,
                                 Change const& change) {
  auto const device = step.device.as_switch();
  auto const element = [&](ReasonKind kind) {
    return Reason{.kind = kind, .element = ElementKind::network_switch, .row = device.raw()};
  };
  // A loop of the normal state may come back as it went.
  auto const is_new = now_.loops + change.loops > 0 || !model_.is_closed_normally(device);
  if (change.loops > 0 && is_new && !loop_is_permitted()) {
    violate(element(ReasonKind::loop_while_switching), index);
  }
  if (network::breaks_load(model_.col().switch_kind[device])) {
    return;
  }
  auto const live_loop = change.loops != 0 && live_.is_live(model_.col().switch_ends[device].a);
  if (live_loop || carries_load(change.sections)) {
    violate(element(step.action == Action::open ? ReasonKind::breaks_load : ReasonKind::makes_load),
            index);
  }
}

void StepSimulator::guard(switching::Step const& step, std::uint32_t index, Change const& change) {
  auto const at_section = [](ReasonKind kind, SectionId s) {
    return Reason{.kind = kind, .element = ElementKind::section, .row = s.raw()};
  };
  if (step.action == Action::ground) {
    if (live_.is_live(step.section)) {
      violate(at_section(ReasonKind::grounds_live, step.section), index);
    }
    grounded_.push_back(step.section);
  } else if (step.action == Action::unground) {
    std::erase(grounded_, step.section);
  } else if (step.action != Action::check && step.device.kind == DeviceKind::network_switch) {
    guard_device(step, index, change);
  }
  if (change.now_live && !change.sections.empty()) {
    for (auto const s : grounded_) {
      if (live_.is_live(s)) {
        violate(at_section(ReasonKind::closes_on_ground, s), index);
      }
    }
  }
}

/// After the last step: radial, everybody supplied, every device and vehicle as before.
void StepSimulator::check_end(std::uint32_t n_step) {
  auto const violate_at = [&](ReasonKind kind, ElementKind element, std::uint32_t row) {
    violate({.kind = kind, .element = element, .row = row}, n_step);
  };
  std::sort(operated_.begin(), operated_.end());
  operated_.erase(std::unique(operated_.begin(), operated_.end()), operated_.end());
  for (auto const s : operated_) {
    if (live_.is_closed(s) != model_.is_closed_normally(s)) {
      violate_at(ReasonKind::not_back_to_normal, ElementKind::network_switch, s.raw());
      if (now_.loops > 0 && live_.is_closed(s)) {
        violate_at(ReasonKind::lasting_loop, ElementKind::network_switch, s.raw());
      }
    }
  }
  for (std::size_t i = 0; i < temporaries_.size(); ++i) {
    auto const& temporary = temporaries_[i];
    if ((connected_[i] != 0) == (temporary.kind == switching::TemporaryKind::jumper)) {
      continue;
    }
    if (temporary.users.empty()) {
      violate_at(ReasonKind::not_back_to_normal, ElementKind::section, temporary.a.raw());
    } else {
      violate_at(ReasonKind::not_back_to_normal, ElementKind::user, temporary.users.front().raw());
    }
  }
  for (auto const s : grounded_) {
    violate_at(ReasonKind::not_back_to_normal, ElementKind::section, s.raw());
  }
  for (auto const& interval : intervals_) {
    if (open_interval_[interval.section] != kClosed &&
        &intervals_[open_interval_[interval.section]] == &interval) {
      violate_at(ReasonKind::left_dark, ElementKind::section, interval.section.raw());
    }
  }
  for (auto const& s : specials_) {
    if (!s.lit && s.dark_since != kNeverLit) {
      violate_at(ReasonKind::left_dark, ElementKind::user, s.user.raw());
    }
  }
}

}  // namespace tieline::reliability
