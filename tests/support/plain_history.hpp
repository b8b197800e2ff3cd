#pragma once
// A history as plain rows: what the reference reads, and what is fed to history::Builder, so that
// both start from the same words.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/history/history.hpp"
#include "engine/history/outage_class.hpp"
#include "engine/network/ids.hpp"

namespace tieline::test {

/// A user as transformers.csv states it; not in_network: only users.csv knows it.
struct PlainUser {
  std::string id;
  bool in_network = true;
  network::Zone zone = network::Zone::unknown;
  std::int64_t households = 1;
  std::int64_t kva = 0;     ///< 0: unknown
  std::int64_t load_w = 0;  ///< 0: unknown
  std::string organisation, feeder, grid_cell;
  friend bool operator==(PlainUser const&, PlainUser const&) = default;
};

/// A row of users.csv; what is unset is blank.
struct PlainSlice {
  std::string user;
  std::optional<Seconds> since, until;
  std::optional<network::Zone> zone;
  std::optional<std::int64_t> households;
  friend bool operator==(PlainSlice const&, PlainSlice const&) = default;
};

struct PlainEvent {
  std::string id;
  history::OutageClass outage_class = history::OutageClass::unclassified;
  network::Answer external = network::Answer::unknown;
  std::string cause, excluded_reason;
  friend bool operator==(PlainEvent const&, PlainEvent const&) = default;
};

struct PlainRecord {
  std::string event, user;
  Seconds start = 0;
  std::optional<Seconds> end;
  std::optional<std::int64_t> allowed_w, before_w;
  std::string exclusion_reason;
  friend bool operator==(PlainRecord const&, PlainRecord const&) = default;
};

struct PlainHistory {
  std::string time_zone = "Asia/Shanghai";
  std::vector<PlainUser> users;
  std::vector<PlainSlice> slices;
  std::vector<PlainEvent> events;
  std::vector<PlainRecord> records;
  std::vector<Seconds> official_days;  ///< first seconds of local days
};

/// Through the network's build() and history::Builder. `now` is long after every row.
/// A row set aside, or a fault of the network, is a bug of the test: BrokenInvariant.
[[nodiscard]] history::HistoryPtr built(PlainHistory const& plain);

/// Every row as one line of text, to be read after a failure.
[[nodiscard]] std::string to_text(PlainHistory const& plain);

}  // namespace tieline::test
