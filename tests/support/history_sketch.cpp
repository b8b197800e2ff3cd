#include "tests/support/history_sketch.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/io/civil_time.hpp"
#include "tests/support/build_clean.hpp"

namespace tieline::test {
namespace {

/// Line of the next row of a file: the header is line 1.
template <class Rows>
std::uint32_t next_line(Rows const& rows) {
  return static_cast<std::uint32_t>(rows.size() + 2);
}

}  // namespace

HistorySketch& HistorySketch::user(User user) {
  users_.push_back(std::move(user));
  return *this;
}

HistorySketch& HistorySketch::slice(std::string_view user, std::optional<Seconds> since,
                                    std::optional<Seconds> until, std::optional<network::Zone> zone,
                                    std::int64_t households) {
  slices_.push_back({.user = keep(user),
                     .since = since,
                     .until = until,
                     .zone = zone.value_or(network::Zone::unknown),
                     .households = households,
                     .has_zone = zone.has_value(),
                     .row = next_line(slices_)});
  return *this;
}

history::EventRow& HistorySketch::event(std::string_view id, history::OutageClass outage_class) {
  events_.push_back({.event = keep(id), .outage_class = outage_class, .row = next_line(events_)});
  return events_.back();
}

history::InterruptionRow& HistorySketch::out(std::string_view event, std::string_view user,
                                             Seconds start, std::optional<Seconds> end) {
  interruptions_.push_back({.event = keep(event),
                            .user = keep(user),
                            .start = start,
                            .end = end,
                            .row = next_line(interruptions_)});
  return interruptions_.back();
}

HistorySketch& HistorySketch::official_med(Seconds date, std::string_view authority) {
  meds_.push_back({.date = date, .authority = keep(authority), .row = next_line(meds_)});
  return *this;
}

Seconds HistorySketch::at(std::string_view local) const {
  auto const read = io::parse_time(local, time_zone_);
  TIELINE_CHECK(read.has_value());
  return *read;
}

std::string_view HistorySketch::keep(std::string_view text) {
  return texts_.emplace_back(text);
}

HistorySketch& HistorySketch::now(Seconds now) {
  now_ = now;
  return *this;
}

network::NetworkPtr HistorySketch::network() const {
  network::Tables tables;
  auto const texts = std::make_shared<std::deque<std::string>>();
  auto const kept = [&](std::string text) -> std::string_view {
    return texts->emplace_back(std::move(text));
  };
  tables.time_zone = time_zone_;
  tables.texts.push_back(texts);
  for (auto const& user : users_) {
    bool const is_new = std::ranges::none_of(
        tables.feeders, [&](auto const& feeder) { return feeder.id == user.feeder; });
    if (is_new) {
      auto const id = kept(user.feeder);
      auto const busbar = kept(user.feeder + ".busbar");
      auto const node = kept(user.feeder + ".node");
      auto const head = kept(user.feeder + ".head");
      tables.sources.push_back(
          {.id = kept(user.feeder + ".source"), .node = busbar, .station = id, .rated_kva = 1e6F});
      tables.nodes.push_back({.id = busbar, .voltage_kv = 10});
      tables.nodes.push_back({.id = node, .voltage_kv = 10});
      tables.switches.push_back(
          {.id = head, .from_node = busbar, .to_node = node, .loop_close = network::Answer::yes});
      tables.feeders.push_back({.id = id, .name = id, .head_switch = head});
    }
    tables.transformers.push_back({.id = kept(user.id),
                                   .node = kept(user.feeder + ".node"),
                                   .organisation = kept(user.organisation),
                                   .grid_cell = kept(user.grid_cell),
                                   .nature = user.nature,
                                   .zone = user.zone,
                                   .households = user.households,
                                   .rated_kva = user.kva,
                                   .load_kw = user.load_kw,
                                   .supply_kv = user.supply_kv});
  }
  return build_clean(tables);
}

void HistorySketch::feed(history::Builder& builder) const {
  for (auto const& slice : slices_) {
    builder.add(slice);
  }
  for (auto const& event : events_) {
    builder.add(event);
  }
  for (auto const& interruption : interruptions_) {
    builder.add(interruption);
  }
  for (auto const& med : meds_) {
    builder.add(med);
  }
}

history::HistoryPtr HistorySketch::build(network::FaultLog& log) const {
  auto const model = network();
  history::Builder builder{*model, log, now_};
  feed(builder);
  return builder.finish();
}

history::HistoryPtr HistorySketch::build() const {
  network::FaultLog log;
  auto made = build(log);
  if (log.rejected() || log.count(network::Handling::quarantine) != 0) {
    std::string found;
    for (auto const& fault : log.all()) {
      found += "\n  " + network::to_text(fault, network::Language::en);
    }
    throw BrokenInvariant{"the history is not clean:" + found};
  }
  return made;
}

}  // namespace tieline::test
