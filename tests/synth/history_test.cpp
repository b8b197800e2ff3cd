// The generated year against its own network.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/synth/clock.hpp"
#include "engine/synth/generate.hpp"
#include "tests/synth/plain_csv.hpp"

namespace tieline::synth::test {
namespace {

/// Seconds of "2021-05-03T08:00:00+08:00" since 1970, local time.
std::int64_t seconds_of(std::string const& text) {
  EXPECT_EQ(text.size(), 25U) << text;
  EXPECT_EQ(text.substr(19), "+08:00") << text;
  auto const part = [&](std::size_t at, std::size_t n) { return std::stoi(text.substr(at, n)); };
  auto const day = local_midnight(part(0, 4), static_cast<unsigned>(part(5, 2)),
                                  static_cast<unsigned>(part(8, 2)));
  return day + part(11, 2) * kHour_s + part(14, 2) * kMinute_s + part(17, 2);
}

struct Year {
  std::vector<Row> users, lines, switches, slices, events, interruptions, med;
  std::map<std::string, Row> user_of, event_of;
};

Year const& year() {
  static auto const whole = [] {
    ScratchFolder const scratch{"history"};
    EXPECT_TRUE(generate_case({.feeders = 1200, .seed = 4, .plan = false}, scratch / "c"));
    auto const read = [&](std::string const& name) { return read_csv(scratch / ("c/" + name)); };
    Year made{.users = read("network/transformers.csv"),
              .lines = read("network/lines.csv"),
              .switches = read("network/switches.csv"),
              .slices = read("history/users.csv"),
              .events = read("history/events.csv"),
              .interruptions = read("history/interruptions.csv"),
              .med = read("history/med.csv"),
              .user_of = {},
              .event_of = {}};
    for (auto const& row : made.users) {
      made.user_of[row.at("id")] = row;
    }
    for (auto const& row : made.events) {
      EXPECT_TRUE(made.event_of.emplace(row.at("event"), row).second) << row.at("event");
    }
    return made;
  }();
  return whole;
}

TEST(GeneratedHistory, names_only_what_the_network_has) {
  std::set<std::string> equipment{""};
  for (auto const* table : {&year().users, &year().lines, &year().switches}) {
    for (auto const& row : *table) {
      equipment.insert(row.at("id"));
    }
  }
  for (auto const& row : year().events) {
    EXPECT_TRUE(equipment.contains(row.at("equipment"))) << row.at("event");
    auto const planned =
        row.at("class").starts_with("planned_") || row.at("class").starts_with("temporary_");
    EXPECT_EQ(planned, !row.at("plan").empty()) << row.at("event");
    EXPECT_EQ(row.at("class") == "fault_external", row.at("external") == "yes" && !planned);
  }
  std::set<std::string> used;
  for (auto const& row : year().interruptions) {
    ASSERT_TRUE(year().user_of.contains(row.at("user"))) << row.at("user");
    ASSERT_TRUE(year().event_of.contains(row.at("event"))) << row.at("event");
    EXPECT_EQ(year().event_of.at(row.at("event")).at("feeder"), row.at("user").substr(0, 6));
    used.insert(row.at("event"));
  }
  EXPECT_EQ(used.size(), year().events.size()) << "an event without users";
}

TEST(GeneratedHistory, has_no_two_outages_of_one_user_at_once) {
  std::map<std::string, std::vector<std::pair<std::int64_t, std::int64_t>>> spans;
  for (auto const& row : year().interruptions) {
    auto const start = seconds_of(row.at("start"));
    auto const end = seconds_of(row.at("end"));
    EXPECT_LT(start, end) << row.at("event");
    EXPECT_LT(end - start, 2 * kDay_s) << row.at("event");
    spans[row.at("user")].emplace_back(start, end);
  }
  for (auto& [user, outages] : spans) {
    std::sort(outages.begin(), outages.end());
    for (std::size_t i = 1; i < outages.size(); ++i) {
      EXPECT_LT(outages[i - 1].second, outages[i].first) << user;
    }
  }
}

TEST(GeneratedHistory, brings_back_a_fault_in_steps_that_follow_its_stamps) {
  auto stepwise = 0;
  std::map<std::string, std::set<std::string>> ends;
  for (auto const& row : year().interruptions) {
    ends[row.at("event")].insert(row.at("end"));
  }
  for (auto const& row : year().events) {
    std::int64_t before = 0;
    for (auto const* stamp :
         {"reported", "dispatched", "arrived", "located", "isolated", "repaired"}) {
      if (!row.at(stamp).empty()) {
        EXPECT_LE(before, seconds_of(row.at(stamp))) << row.at("event") << " " << stamp;
        before = seconds_of(row.at(stamp));
      }
    }
    if (!row.at("repaired").empty()) {
      EXPECT_LE(*ends[row.at("event")].rbegin(), row.at("repaired")) << row.at("event");
      stepwise += ends[row.at("event")].size() > 1 ? 1 : 0;
    }
  }
  EXPECT_GT(stepwise, 200);
}

TEST(GeneratedHistory, has_the_dates_where_calendars_go_wrong) {
  std::map<std::string, int> seen;
  for (auto const& row : year().interruptions) {
    auto const& start = row.at("start");
    auto const& end = row.at("end");
    seen["into the year"] += start < "2021-01-01" && end > "2021-01-01" ? 1 : 0;
    seen["out of the year"] += start < "2022-01-01" && end > "2022-01-01" ? 1 : 0;
    seen["from midnight"] += start.substr(11, 8) == "00:00:00" ? 1 : 0;
    seen["over midnight"] += start.substr(0, 10) != end.substr(0, 10) ? 1 : 0;
    seen["momentary"] += seconds_of(end) - seconds_of(start) <= 180 ? 1 : 0;
    EXPECT_GT(start, "2020-12-31T23");
    EXPECT_LT(end, "2022-01-03");
  }
  for (auto const* what :
       {"into the year", "out of the year", "from midnight", "over midnight", "momentary"}) {
    EXPECT_GT(seen[what], 0) << what;
  }
  ASSERT_EQ(year().med.size(), 3U);
  EXPECT_EQ(year().med.front().at("date"), "2021-07-26");
}

TEST(GeneratedHistory, comes_out_at_plausible_hours_a_user_in_every_zone) {
  std::map<std::string, double> hours, users;
  for (auto const& row : year().users) {
    users[row.at("zone")] += 1;
  }
  for (auto const& row : year().interruptions) {
    hours[year().user_of.at(row.at("user")).at("zone")] +=
        static_cast<double>(seconds_of(row.at("end")) - seconds_of(row.at("start"))) / 3600;
  }
  std::map<std::string, std::array<double, 2>> const plausible{
      {"city_center", {0.8, 2}}, {"urban", {1.8, 4}}, {"town", {4.5, 8}}, {"rural", {8, 14}}};
  for (auto const& [zone, bounds] : plausible) {
    auto const saidi_h = hours[zone] / users[zone];
    EXPECT_GT(saidi_h, bounds[0]) << zone;
    EXPECT_LT(saidi_h, bounds[1]) << zone;
  }
}

TEST(GeneratedHistory, has_users_that_come_go_and_change_their_zone) {
  std::map<std::string, std::vector<Row>> slices;
  for (auto const& row : year().slices) {
    slices[row.at("user")].push_back(row);
  }
  std::map<std::string, int> seen;
  for (auto const& [user, rows] : slices) {
    auto const known = year().user_of.find(user);
    if (known == year().user_of.end()) {
      ++seen["gone from the network"];
      EXPECT_FALSE(rows[0].at("until").empty()) << user;
      EXPECT_FALSE(rows[0].at("zone").empty()) << user;
      continue;
    }
    if (rows.size() == 1) {
      ++seen[rows[0].at("since").empty() ? "leaves" : "comes"];
    } else {
      ASSERT_EQ(rows.size(), 2U) << user;
      EXPECT_LE(rows[0].at("until"), rows[1].at("since")) << user;
      ++seen[rows[0].at("until") == rows[1].at("since") ? "changes zone" : "pauses"];
    }
    if (!rows.back().at("zone").empty()) {
      EXPECT_EQ(rows.back().at("zone"), known->second.at("zone")) << user;
      EXPECT_NE(rows.front().at("zone"), rows.back().at("zone")) << user;
    }
  }
  for (auto const* what : {"comes", "leaves", "pauses", "changes zone", "gone from the network"}) {
    EXPECT_GT(seen[what], 20) << what;
  }
  EXPECT_LT(slices.size(), year().users.size() / 20);
  auto out_of_registration = 0;
  for (auto const& row : year().interruptions) {
    auto const of_user = slices.find(row.at("user"));
    if (of_user != slices.end()) {
      out_of_registration +=
          std::none_of(of_user->second.begin(), of_user->second.end(),
                       [&](Row const& slice) {
                         return slice.at("since") <= row.at("start") &&
                                (slice.at("until").empty() || row.at("start") < slice.at("until"));
                       })
              ? 1
              : 0;
    }
  }
  EXPECT_EQ(out_of_registration, 0);
}

TEST(GeneratedHistory, rations_by_limiting_and_by_cutting_off) {
  std::map<std::string, int> seen;
  for (auto const& row : year().interruptions) {
    auto const& kind = year().event_of.at(row.at("event")).at("class");
    EXPECT_EQ(row.at("allowed_kw").empty(), row.at("before_kw").empty());
    if (!kind.starts_with("rationing_")) {
      EXPECT_EQ(row.at("before_kw"), "") << row.at("event");
      continue;
    }
    ++seen[kind];
    EXPECT_EQ(year().user_of.at(row.at("user")).at("nature"), "dedicated");
    if (row.at("before_kw").empty()) {
      ++seen["cut off"];
    } else {
      ++seen["limited"];
      EXPECT_LT(std::stod(row.at("allowed_kw")), std::stod(row.at("before_kw")));
      EXPECT_GT(std::stod(row.at("allowed_kw")), 0);
    }
  }
  for (auto const* what : {"rationing_source", "rationing_grid", "cut off", "limited"}) {
    EXPECT_GT(seen[what], 20) << what;
  }
}

TEST(GeneratedHistory, of_more_years_keeps_2021_as_it_is) {
  ScratchFolder const scratch{"years"};
  auto const rows_of_2021 = [&](std::uint32_t years) {
    auto const name = "y" + std::to_string(years);
    EXPECT_TRUE(generate_case({.feeders = 60, .seed = 4, .history_years = years, .plan = false},
                              scratch / name));
    std::vector<Row> of_2021;
    std::map<std::string, int> events_of;
    for (auto const* file : {"events.csv", "interruptions.csv", "users.csv"}) {
      for (auto const& row : read_csv(scratch / (name + "/history/" + file))) {
        auto const event = row.find("event");
        auto const of = event == row.end() ? "E2021" : event->second.substr(0, 5);
        events_of[of] += 1;
        if (of == "E2021") {
          of_2021.push_back(row);
        }
      }
    }
    EXPECT_EQ(events_of.size(), years);
    for (auto const& [of, n] : events_of) {
      EXPECT_GT(n, 200) << of;
    }
    return of_2021;
  };
  auto const alone = rows_of_2021(1);
  EXPECT_EQ(rows_of_2021(2), alone);
  EXPECT_EQ(rows_of_2021(4), alone);
  EXPECT_FALSE(generate_case({.feeders = 3, .history_years = 0}, scratch / "none"));
  EXPECT_FALSE(generate_case({.feeders = 3, .history_years = 11}, scratch / "eleven"));
}

TEST(GeneratedClock, knows_leap_days_and_year_ends) {
  EXPECT_EQ(local_midnight(1970, 1, 1), 0);
  EXPECT_EQ(local_time(local_midnight(2020, 2, 28) + kDay_s + 61), "2020-02-29T00:01:01+08:00");
  EXPECT_EQ(local_time(local_midnight(2022, 1, 1) - 1), "2021-12-31T23:59:59+08:00");
  EXPECT_EQ(local_date(-1), "1969-12-31");
}

}  // namespace
}  // namespace tieline::synth::test
