#include "tests/support/plain_history.hpp"

#include <algorithm>
#include <deque>
#include <string_view>

#include "engine/base/check.hpp"
#include "engine/history/build.hpp"
#include "engine/network/faults.hpp"
#include "engine/network/tables.hpp"
#include "tests/support/build_clean.hpp"

namespace tieline::test {
namespace {

/// One source; a node behind a breaker for every feeder that a user names; others at the source.
network::NetworkPtr network_of(PlainHistory const& plain) {
  network::Tables tables;
  tables.name = "plain";
  tables.time_zone = plain.time_zone;
  std::deque<std::string> texts;  // the model copies what it keeps
  tables.nodes.push_back({.id = "S", .voltage_kv = 10});
  tables.sources.push_back({.id = "S", .node = "S", .station = "S", .rated_kva = 1e6F});
  for (auto const& user : plain.users) {
    if (!user.in_network) {
      continue;
    }
    std::string_view node = "S";
    if (!user.feeder.empty()) {
      node = texts.emplace_back("at " + user.feeder);
      auto const is_known = std::ranges::any_of(
          tables.feeders, [&](auto const& feeder) { return feeder.id == user.feeder; });
      if (!is_known) {
        auto const head = std::string_view{texts.emplace_back("head of " + user.feeder)};
        tables.nodes.push_back({.id = node, .voltage_kv = 10});
        tables.switches.push_back(
            {.id = head, .from_node = "S", .to_node = node, .operate_min = 10});
        tables.feeders.push_back({.id = user.feeder, .name = user.feeder, .head_switch = head});
      }
    }
    tables.transformers.push_back(
        {.id = user.id,
         .node = node,
         .organisation = user.organisation,
         .grid_cell = user.grid_cell,
         .zone = user.zone,
         .households = user.households,
         .rated_kva = user.kva > 0 ? static_cast<float>(user.kva) : kUnknown,
         .load_kw = user.load_w > 0 ? static_cast<float>(user.load_w) / 1000.0F : kUnknown});
  }
  return build_clean(tables);
}

/// The latest instant any row states, and a day.
Seconds now_of(PlainHistory const& plain) {
  Seconds latest = 0;
  for (auto const& record : plain.records) {
    latest = std::max({latest, record.start, record.end.value_or(0)});
  }
  for (auto const& slice : plain.slices) {
    latest = std::max({latest, slice.since.value_or(0), slice.until.value_or(0)});
  }
  for (auto const day : plain.official_days) {
    latest = std::max(latest, day);
  }
  return latest + 86'400;
}

float kw(std::optional<std::int64_t> watts) {
  return watts ? static_cast<float>(*watts) / 1000.0F : kUnknown;
}

std::string text_of(std::optional<Seconds> value) {
  return value ? std::to_string(*value) : "-";
}

void expect(bool was_kept, std::string const& what, network::FaultLog const& log) {
  if (!was_kept) {
    auto const last = log.all().empty() ? std::string{}
                                        : network::to_text(log.all().back(), network::Language::en);
    throw BrokenInvariant{"a row was set aside: " + what + ": " + last};
  }
}

}  // namespace

history::HistoryPtr built(PlainHistory const& plain) {
  auto const model = network_of(plain);
  network::FaultLog log;
  history::Builder builder{*model, log, now_of(plain)};
  for (auto const& slice : plain.slices) {
    expect(builder.add(history::UserSliceRow{.user = slice.user,
                                             .since = slice.since,
                                             .until = slice.until,
                                             .zone = slice.zone.value_or(network::Zone::unknown),
                                             .households = slice.households.value_or(-1),
                                             .has_zone = slice.zone.has_value()}),
           "slice of " + slice.user, log);
  }
  for (auto const& event : plain.events) {
    expect(builder.add(history::EventRow{.event = event.id,
                                         .cause = event.cause,
                                         .excluded_reason = event.excluded_reason,
                                         .outage_class = event.outage_class,
                                         .external = event.external}),
           "event " + event.id, log);
  }
  for (auto const& record : plain.records) {
    expect(builder.add(history::InterruptionRow{.event = record.event,
                                                .user = record.user,
                                                .exclusion_reason = record.exclusion_reason,
                                                .start = record.start,
                                                .end = record.end,
                                                .allowed_kw = kw(record.allowed_w),
                                                .before_kw = kw(record.before_w)}),
           "interruption of " + record.user, log);
  }
  for (auto const day : plain.official_days) {
    expect(builder.add(history::MedRow{.date = day, .authority = "office"}), "official day", log);
  }
  return builder.finish();
}

std::string to_text(PlainHistory const& plain) {
  std::string text = "zone " + plain.time_zone + "\n";
  for (auto const& u : plain.users) {
    text += "user " + u.id + (u.in_network ? "" : " (gone)") + " zone " +
            std::string{network::name_of(u.zone)} + " households " + std::to_string(u.households) +
            " kva " + std::to_string(u.kva) + " w " + std::to_string(u.load_w) + " of " +
            u.organisation + "/" + u.feeder + "/" + u.grid_cell + "\n";
  }
  for (auto const& s : plain.slices) {
    text += "slice " + s.user + " " + text_of(s.since) + " " + text_of(s.until) + " " +
            (s.zone ? std::string{network::name_of(*s.zone)} : "-") + " " + text_of(s.households) +
            "\n";
  }
  for (auto const& e : plain.events) {
    text += "event " + e.id + " " + std::string{history::name_of(e.outage_class)} +
            (e.external == network::Answer::yes ? " external" : "") + " cause '" + e.cause +
            "' excluded '" + e.excluded_reason + "'\n";
  }
  for (auto const& r : plain.records) {
    text += "record " + r.event + " " + r.user + " " + std::to_string(r.start) + " " +
            text_of(r.end) + " " + text_of(r.allowed_w) + "/" + text_of(r.before_w) +
            " excluded '" + r.exclusion_reason + "'\n";
  }
  for (auto const day : plain.official_days) {
    text += "official " + std::to_string(day) + "\n";
  }
  return text;
}

}  // namespace tieline::test
