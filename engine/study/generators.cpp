// Which mobile generator feeds whom.

#include <algorithm>
#include <tuple>

#include "engine/study/live_work.hpp"

namespace tieline::study {

using network::GeneratorRow;
using network::NetworkModel;
using network::SectionId;
using network::UserId;
using switching::ReasonKind;

namespace {

constexpr Seconds kSlowest = 1'000'000'000;  ///< beyond that vehicles are all too slow alike

struct Candidate {
  UserId user;
  SectionId section;
  std::uint8_t priority = 0;
  std::uint32_t households = 0;
  double peak_kw = 0;
};

/// Users that stay dark under the variant and whose load is known; best served first.
[[nodiscard]] std::vector<Candidate> candidates_of(NetworkModel const& model,
                                                   switching::Isolation const& isolation,
                                                   std::span<SectionId const> fed,
                                                   flow::LoadWindow const& window,
                                                   Workspace::Parts& parts) {
  auto sections = isolation.dead;
  for (auto const& island : isolation.islands) {
    std::ranges::copy_if(island.sections, std::back_inserter(sections), [&](SectionId s) {
      return !std::binary_search(fed.begin(), fed.end(), s);
    });
  }
  parts.loads.prepare(window);
  std::vector<Candidate> candidates;
  std::vector<flow::Load> sums(window.slots.size());
  auto const& col = model.col();
  for (auto const s : sections) {
    if (col.section_source[s].is_none()) {
      continue;  // unfed in the normal state: nobody to be interrupted (B23)
    }
    for (auto const user : model.users_of(s)) {
      std::fill(sums.begin(), sums.end(), flow::Load{});
      if (col.user_second_node[user].is_some() || !parts.loads.add(user, sums)) {
        continue;  // changes over by itself; or nothing proves that the vehicle can carry it
      }
      auto peak_kw = 0.0;
      for (auto const& sum : sums) {
        peak_kw = std::max(peak_kw, sum.kw);
      }
      candidates.push_back({.user = user,
                            .section = s,
                            .priority = col.user_priority[user],
                            .households = col.user_households[user],
                            .peak_kw = peak_kw});
    }
  }
  std::sort(candidates.begin(), candidates.end(), [](auto const& x, auto const& y) {
    return std::tuple(y.priority, x.peak_kw, y.households, x.user) <
           std::tuple(x.priority, y.peak_kw, x.households, y.user);
  });
  return candidates;
}

/// What a vehicle can feed: users of one section, best first, as far as its kW reach.
struct Vehicleful {
  SectionId section;
  std::int64_t priority = 0;  ///< sum over its users
  std::int64_t households = 0;
  std::vector<UserId> users;
  [[nodiscard]] auto worth() const { return std::tuple(priority, users.size(), households); }
};

[[nodiscard]] Vehicleful fill(std::span<Candidate const> candidates, SectionId section,
                              double usable_kw) {
  Vehicleful full{.section = section, .users = {}};
  for (auto const& c : candidates) {
    if (c.section == section && c.peak_kw <= usable_kw) {
      usable_kw -= c.peak_kw;
      full.priority += c.priority;
      full.households += c.households;
      full.users.push_back(c.user);
    }
  }
  return full;
}

/// The users of the section where the vehicle does most good, taken out of `candidates`.
[[nodiscard]] std::vector<UserId> load_vehicle(std::vector<Candidate>& candidates,
                                               double usable_kw) {
  Vehicleful best;
  for (auto const& c : candidates) {
    if (c.section == best.section) {
      continue;
    }
    if (auto full = fill(candidates, c.section, usable_kw); full.worth() > best.worth()) {
      best = std::move(full);
    }
  }
  std::sort(best.users.begin(), best.users.end());
  std::erase_if(candidates, [&](Candidate const& c) {
    return std::binary_search(best.users.begin(), best.users.end(), c.user);
  });
  return best.users;
}

/// Why no vehicle is used.
[[nodiscard]] switching::Reason why_none(NetworkModel const& model, OutageQuery const& query,
                                         std::span<Candidate const> candidates) {
  if (query.generators.empty()) {
    return {.kind = ReasonKind::no_generator};
  }
  if (candidates.empty()) {
    return {.kind = ReasonKind::nobody_for_generator};
  }
  auto least_kw = candidates.front().peak_kw;
  for (auto const& c : candidates) {
    least_kw = std::min(least_kw, c.peak_kw);
  }
  auto largest_kw = 0.0;
  for (auto const& vehicle : query.generators) {
    if (is_known(vehicle.kw)) {
      largest_kw =
          std::max(largest_kw, static_cast<double>(vehicle.kw) * model.settings().generator_limit);
    }
  }
  if (least_kw <= largest_kw) {
    return {.kind = ReasonKind::generator_too_slow};
  }
  return {.kind = ReasonKind::generator_too_small, .value = least_kw, .limit = largest_kw};
}

}  // namespace

void add_generators(NetworkModel const& model, OutageQuery const& query,
                    switching::Isolation const& isolation, std::span<SectionId const> fed,
                    flow::LoadWindow const& window, Workspace::Parts& parts, Variant& variant) {
  auto candidates = candidates_of(model, isolation, fed, window, parts);
  auto vehicles = query.generators;
  std::erase_if(vehicles, [](GeneratorRow const& vehicle) { return !is_known(vehicle.kw); });
  std::stable_sort(vehicles.begin(), vehicles.end(), [](auto const& x, auto const& y) {
    auto const takes = [](GeneratorRow const& v) {
      return std::min(v.connect_s, kSlowest) + std::min(v.disconnect_s, kSlowest);
    };
    return std::tuple(y.kw, takes(x)) < std::tuple(x.kw, takes(y));
  });
  for (GeneratorRow const& vehicle : vehicles) {
    auto const synchronising = vehicle.synchronising == network::Answer::yes;
    auto const is_worth_it =
        synchronising || (vehicle.connect_s < query.duration_s &&
                          vehicle.disconnect_s < query.duration_s - vehicle.connect_s);
    if (!is_worth_it) {
      continue;
    }
    auto users = load_vehicle(candidates,
                              static_cast<double>(vehicle.kw) * model.settings().generator_limit);
    if (users.empty()) {
      continue;
    }
    variant.generators.push_back({.temporary = variant.temporaries.size(),
                                  .connect_s = vehicle.connect_s,
                                  .disconnect_s = vehicle.disconnect_s,
                                  .synchronising = synchronising});
    variant.temporaries.push_back({.kind = switching::TemporaryKind::user_supply,
                                   .id = vehicle.id,
                                   .a = SectionId::none(),
                                   .b = SectionId::none(),
                                   .users = std::move(users)});
  }
  if (variant.generators.empty()) {
    variant.feasible = false;
    variant.reasons.push_back(why_none(model, query, candidates));
  }
}

}  // namespace tieline::study
