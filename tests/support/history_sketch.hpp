#pragma once
// Small histories from a few literal rows:
//
//   HistorySketch s;
//   s.user({.id = "U1", .zone = Zone::urban, .households = 20});
//   s.event("E1", OutageClass::fault_internal);
//   s.out("E1", "U1", s.at("2021-05-03 08:00"), s.at("2021-05-03 10:00"));
//   auto const history = s.build();
//
// Behind it stands a network with one source, head switch and node a feeder.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/build.hpp"

namespace tieline::test {

/// A history being drawn. Users are rows of the History in the order of the network: by feeder, as
/// feeders first appear, then as added; ask `find_user`.
class HistorySketch {
 public:
  struct User {
    std::string id;
    network::Zone zone = network::Zone::urban;
    std::int64_t households = 1;
    float kva = 400;
    std::string organisation, grid_cell;
    std::string feeder = "F1";
    float load_kw = kUnknown;
    float supply_kv = 10;
    network::Nature nature = network::Nature::public_supply;
  };

  explicit HistorySketch(std::string time_zone = "Asia/Shanghai")
      : time_zone_{std::move(time_zone)} {}

  HistorySketch& user(User user);
  /// A row of users.csv; blank zone and households are those of the user. Users that only slices
  /// name are users that only users.csv knows.
  HistorySketch& slice(std::string_view user, std::optional<Seconds> since,
                       std::optional<Seconds> until, std::optional<network::Zone> zone = {},
                       std::int64_t households = -1);
  /// Returns the row, to be adjusted by hand; its texts must be kept (keep()).
  history::EventRow& event(std::string_view id, history::OutageClass outage_class);
  /// `end` absent: still out. Returns the row, to be adjusted by hand.
  history::InterruptionRow& out(std::string_view event, std::string_view user, Seconds start,
                                std::optional<Seconds> end);
  HistorySketch& official_med(Seconds date, std::string_view authority = "office");

  /// "2021-05-03 08:00" in the sketch's time zone. Cannot be read: BrokenInvariant.
  [[nodiscard]] Seconds at(std::string_view local) const;
  /// A copy of `text` that lives as long as the sketch.
  [[nodiscard]] std::string_view keep(std::string_view text);
  /// Later instants are in the future; the year 2096 unless set.
  HistorySketch& now(Seconds now);

  /// The users' network alone.
  [[nodiscard]] network::NetworkPtr network() const;
  /// BrokenInvariant, with the findings, if a row is set aside.
  [[nodiscard]] history::HistoryPtr build() const;
  /// Whatever there is to find goes to `log`.
  [[nodiscard]] history::HistoryPtr build(network::FaultLog& log) const;
  /// Adds all rows to a builder made by the test.
  void feed(history::Builder& builder) const;

 private:
  std::string time_zone_;
  std::deque<std::string> texts_;
  std::vector<User> users_;
  std::deque<history::UserSliceRow> slices_;
  std::deque<history::EventRow> events_;
  std::deque<history::InterruptionRow> interruptions_;
  std::deque<history::MedRow> meds_;
  Seconds now_ = 4'000'000'000;
};

}  // namespace tieline::test
