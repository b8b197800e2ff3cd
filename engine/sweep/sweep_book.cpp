#include "engine/sweep/sweep_book.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/sweep/settle_all.hpp"
#include "engine/sweep/shares.hpp"

namespace tieline::sweep {

using network::SectionId;
using network::SourceId;
using network::SwitchId;

namespace {

[[nodiscard]] SweepQuery sections_of(SweepQuery query, flow::LoadOverlay const& loads) {
  query.loads = &loads;
  query.kinds = {ElementKind::section};
  query.stop = {};
  return query;
}

void make_set(std::vector<std::uint32_t>& rows) {
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

}  // namespace

struct SweepBook::Parts {
  Parts(network::NetworkModel const& m, SweepQuery q)
      : model{m},
        loads{q.loads != nullptr ? *q.loads : flow::LoadOverlay{}},
        query{sections_of(std::move(q), loads)},
        threads{threads_for(query.threads)},
        arena{m, query.slot, threads, &loads},
        results{m, threads},
        tops(arena.feeders().size()),
        settler{arena, query, 0, results, tops} {
    settle_all(arena, query, threads, results, tops, {});
  }

  Refreshed settle_changed();
  void find_concerned();
  void add_areas(std::vector<std::uint32_t>& feeders) const;
  void add_tied(std::vector<std::uint32_t>& feeders) const;
  [[nodiscard]] bool is_searched(std::uint32_t feeder) const;
  void settle_outside_feeders();

  network::NetworkModel const& model;
  flow::LoadOverlay loads;
  SweepQuery query;
  unsigned threads;
  FeederArena arena;
  Results results;
  Tops tops;
  Settler settler;
  FeederArena::Changed changed;
  std::vector<network::UserId> users;
  std::vector<std::uint32_t> concerned, far;
};

SweepBook::SweepBook(network::NetworkModel const& model, SweepQuery query)
    : parts_{std::make_unique<Parts>(model, std::move(query))} {}
SweepBook::~SweepBook() = default;
SweepBook::SweepBook(SweepBook&&) noexcept = default;
SweepBook& SweepBook::operator=(SweepBook&&) noexcept = default;

network::SwitchState const& SweepBook::closed() const {
  return parts_->arena.closed();
}

flow::LoadOverlay const& SweepBook::loads() const {
  return parts_->loads;
}

Outcome const& SweepBook::outcome(SectionId section) const {
  return parts_->results.outcome(parts_->results.place_of(section));
}

SweepAnswer SweepBook::answer() const {
  return lay_out(parts_->model, parts_->query, parts_->results);
}

Refreshed SweepBook::flip(std::span<SwitchId const> flipped) {
  auto& parts = *parts_;
  parts.arena.flip(flipped, parts.changed);
  parts.settler.follow_state(flipped);
  return parts.settle_changed();
}

Refreshed SweepBook::change_loads(std::span<LoadChange const> changes) {
  auto& parts = *parts_;
  parts.users.clear();
  for (auto const& [user, load] : changes) {
    parts.users.push_back(user);
    if (load) {
      parts.loads.set(user, *load);
    } else {
      parts.loads.clear(user);
    }
  }
  parts.arena.follow_loads(parts.users, parts.changed);
  return parts.settle_changed();
}

Refreshed SweepBook::Parts::settle_changed() {
  tops.resize(arena.feeders().size());
  find_concerned();
  for (auto const f : concerned) {
    settler.settle_feeder(f, true, false);
  }
  settle_outside_feeders();
  results.gather();
  return {.feeders_grown = changed.feeders.size(), .feeders_settled = concerned.size()};
}

/// What counts at the same sources.
void SweepBook::Parts::add_areas(std::vector<std::uint32_t>& feeders) const {
  for (std::size_t i = 0, n = feeders.size(); i < n; ++i) {
    auto const& area = arena.area(arena.feeders()[feeders[i]].source);
    for (auto f = area.first_feeder; f < area.last_feeder; ++f) {
      feeders.push_back(f);
    }
  }
  make_set(feeders);
}

/// At the other ends of their ties, and of ties to their busbars.
void SweepBook::Parts::add_tied(std::vector<std::uint32_t>& feeders) const {
  auto last = SourceId::none();
  for (std::size_t i = 0, n = feeders.size(); i < n; ++i) {
    if (auto const source = arena.feeders()[feeders[i]].source; source != last) {
      last = source;
      for (auto const arc : model.arcs(model.col().source_section[source])) {
        if (auto const f = arena.feeder_of(arc.to);
            f != kNoIndex && !arena.closed().test(arc.via)) {
          feeders.push_back(f);
        }
      }
    }
    for (auto const& tie : arena.feeders()[feeders[i]].ties) {
      if (auto const end = arena.end_at(tie.far); end.host != kNoIndex) {
        feeders.push_back(end.host);
      }
    }
  }
  make_set(feeders);
}

void SweepBook::Parts::find_concerned() {
  concerned = changed.feeders;
  for (auto const section : changed.sections) {  // ties to what is unfed now, or not plain
    for (auto const arc : model.arcs(section)) {
      if (auto const f = arena.feeder_of(arc.to); f != kNoIndex) {
        concerned.push_back(f);
      }
    }
  }
  add_areas(concerned);
  add_tied(concerned);
  far = concerned;
  add_areas(far);
  add_tied(far);
  std::erase_if(far, [&](std::uint32_t f) { return !is_searched(f); });
  concerned.insert(concerned.end(), far.begin(), far.end());
  make_set(concerned);
}

bool SweepBook::Parts::is_searched(std::uint32_t feeder) const {
  auto const& sections = arena.feeders()[feeder].sections;
  return std::any_of(sections.begin(), sections.end(), [&](FeederSection const& s) {
    return results.outcome(results.place_of(s.section)).tier == Tier::search;
  });
}

/// Busbars of feeders concerned and of those tied to them, what is unfed now, what is not plain.
void SweepBook::Parts::settle_outside_feeders() {
  far = concerned;
  add_areas(far);
  add_tied(far);
  add_tied(far);
  auto done = SourceId::none();
  for (auto const f : far) {
    if (auto const source = arena.feeders()[f].source; source != done) {
      settler.settle_section(model.col().source_section[source]);
      done = source;
    }
  }
  for (auto const section : changed.sections) {
    if (arena.feeder_of(section) == kNoIndex) {
      settler.settle_section(section);
    }
  }
  if (arena.is_plain_throughout()) {
    return;
  }
  for (auto const section : all_ids<SectionId>(model.n_section())) {
    if (auto const source = arena.source_of(section);
        source.is_some() && !arena.area(source).plain) {
      settler.settle_section(section);
    }
  }
}

}  // namespace tieline::sweep
