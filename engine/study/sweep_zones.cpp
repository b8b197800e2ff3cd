// The figures of a sweep by zone of the users: one contingency may darken several zones.

#include <algorithm>
#include <optional>

#include "engine/flow/load_window.hpp"
#include "engine/study/sweep_parts.hpp"
#include "engine/switching/isolation.hpp"
#include "engine/topology/live_network.hpp"

namespace tieline::study {

using network::kZoneCount;
using network::NetworkModel;
using network::SectionId;
using network::UserId;

namespace {

/// Users, households and kW of one zone.
struct Served {
  std::int64_t users = 0;
  std::int64_t households = 0;
  double kw = 0;
};
using ServedByZone = std::array<Served, kZoneCount>;

[[nodiscard]] std::int64_t users_in(ServedByZone const& zones) {
  std::int64_t users = 0;
  for (auto const& zone : zones) {
    users += zone.users;
  }
  return users;
}

class ZoneSplitter {
 public:
  ZoneSplitter(NetworkModel const& model, sweep::SweepQuery const& query)
      : model_{model}, user_kw_(model.n_user(), 0.0), kw_before_(model.n_section() + 1) {
    flow::SlotLoads loads{model};
    loads.prepare({.slots = {query.slot}});
    for (auto const user : model.col().user_zone.ids()) {
      std::array<flow::Load, 1> load{};
      loads.add(user, load);
      user_kw_[user] = load[0].kw;
    }
    for (auto const s : model.col().section_parent.ids()) {
      auto sums = kw_before_[s.index()];
      for (auto const user : model.users_of(s)) {
        sums[zone_of(user)] += user_kw_[user];
      }
      kw_before_[s.index() + 1] = sums;
    }
  }

  void add(sweep::SweepAnswer const& answer, std::size_t i, SweepZones& sums) {
    auto const& outcome = answer.outcome[i];
    if (outcome.users_out == 0) {
      return;
    }
    find_dark(model_, answer.contingency[i], dark_);
    auto out = lost();
    if (users_in(out) != outcome.users_out) {  // a ring: what hangs below is fed another way
      find_dark_in_ring(answer.contingency[i]);
      out = lost();
    }
    ServedByZone isolated{};
    for (auto const s : dark_.failed) {
      add_stretch({s, s.next()}, isolated);
    }
    auto const restored = restored_of(answer, i, out, isolated);
    for (std::size_t z = 0; z < kZoneCount; ++z) {
      if (out[z].users == 0) {
        continue;
      }
      add_zone(outcome, out[z], isolated[z], restored[z], sums.all[z]);
      if (answer.contingency[i].kind == sweep::ElementKind::section) {
        add_zone(outcome, out[z], isolated[z], restored[z], sums.sections[z]);
      }
    }
  }

 private:
  [[nodiscard]] std::size_t zone_of(UserId user) const {
    return static_cast<std::size_t>(model_.col().user_zone[user]);
  }

  [[nodiscard]] ServedByZone lost() const {
    ServedByZone sums{};
    for (auto const& stretch : dark_.dark) {
      add_stretch(stretch, sums);
    }
    return sums;
  }

  /// Who of a dark stretch loses supply: not those whose second supply stays live.
  void add_stretch(IdRange<SectionId> stretch, ServedByZone& sums) const {
    auto const& col = model_.col();
    auto const totals = model_.totals_of(stretch);
    for (std::size_t z = 0; z < kZoneCount; ++z) {
      sums[z].users += totals.users[z];
      sums[z].households += totals.households[z];
      sums[z].kw += kw_before_[stretch.last().index()][z] - kw_before_[stretch.first().index()][z];
    }
    auto const duals = col.dual_users.raw();
    auto const first = col.section_first_user[stretch.first()];
    auto const last = col.section_first_user[stretch.last()];
    for (auto at = std::lower_bound(duals.begin(), duals.end(), first);
         at != duals.end() && *at < last; ++at) {
      auto const second = col.node_section[col.user_second_node[*at]];
      if (col.section_source[second].is_some() && !dark_.contains(second)) {
        auto& zone = sums[zone_of(*at)];
        zone.users -= 1;
        zone.households -= col.user_households[*at];
        zone.kw -= user_kw_[*at];
      }
    }
  }

  [[nodiscard]] ServedByZone restored_of(sweep::SweepAnswer const& answer, std::size_t i,
                                         ServedByZone const& out,
                                         ServedByZone const& isolated) const {
    ServedByZone restored{};
    if (answer.outcome[i].users_restored == 0) {
      return restored;
    }
    if (answer.outcome[i].passed != 0) {
      for (std::size_t z = 0; z < kZoneCount; ++z) {
        restored[z] = {.users = out[z].users - isolated[z].users,
                       .households = out[z].households - isolated[z].households,
                       .kw = out[z].kw - isolated[z].kw};
      }
      return restored;
    }
    for (auto const s : partly_restored(answer, i)) {
      if (dark_.contains(s)) {
        add_stretch({s, s.next()}, restored);
      }
    }
    return restored;
  }

  static void add_zone(sweep::Outcome const& outcome, Served const& out, Served const& isolated,
                       Served const& restored, sweep::SweepSums& sums) {
    auto const passed = out.users - isolated.users == restored.users;
    sums.contingencies += 1;
    sums.fully_restorable += passed ? 1 : 0;
    sums.unproven += outcome.proven == 0 ? 1 : 0;
    sums.users_out += out.users;
    sums.users_isolated += isolated.users;
    sums.users_restored += restored.users;
    sums.households_out += out.households;
    sums.households_restored += restored.households;
    sums.kw_beyond += out.kw - isolated.kw;
    sums.kw_restored += restored.kw;
  }

  /// The same from the switch states themselves, section by section.
  void find_dark_in_ring(sweep::Contingency contingency) {
    if (!live_) {
      live_.emplace(model_);
    }
    live_->reset();
    dark_.dark.clear();
    auto const add_section = [&](SectionId s) {
      if (model_.col().section_source[s].is_some()) {
        dark_.dark.push_back({s, s.next()});
      }
    };
    if (contingency.kind == sweep::ElementKind::source) {
      auto const change = live_->take_out(network::SourceId{contingency.row});
      for (auto const s : change.sections) {
        add_section(s);
      }
      return;
    }
    auto failed = dark_.failed;
    std::sort(failed.begin(), failed.end());
    auto const isolation = switching::isolate(model_, failed, *live_);
    for (auto const s : isolation.dead) {
      add_section(s);
    }
    for (auto const& island : isolation.islands) {
      for (auto const s : island.sections) {
        add_section(s);
      }
    }
  }

  NetworkModel const& model_;
  IdVec<UserId, double> user_kw_;
  std::vector<std::array<double, kZoneCount>> kw_before_;  ///< [n_section + 1], prefix sums
  DarkStretches dark_;
  std::optional<topology::LiveNetwork> live_;  ///< for rings only
};

}  // namespace

SweepZones sum_by_zone(NetworkModel const& model, sweep::SweepQuery const& query,
                       sweep::SweepAnswer const& answer) {
  SweepZones sums;
  ZoneSplitter splitter{model, query};
  for (std::size_t i = 0; i < answer.outcome.size(); ++i) {
    splitter.add(answer, i, sums);
  }
  return sums;
}

}  // namespace tieline::study
