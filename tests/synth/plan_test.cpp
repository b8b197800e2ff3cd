// The generated month of works against its network, and the policies' figures.

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/synth/generate.hpp"
#include "tests/synth/plain_csv.hpp"

namespace tieline::synth::test {
namespace {

struct Month {
  std::set<std::string> equipment, organisations;
  std::vector<Row> works, crews, generators, targets, budgets, caps, calendar;
};

Month const& month() {
  static auto const whole = [] {
    ScratchFolder const scratch{"plan"};
    EXPECT_TRUE(generate_case({.feeders = 360, .seed = 8, .history = false}, scratch / "c"));
    auto const read = [&](std::string const& name) { return read_csv(scratch / ("c/" + name)); };
    Month made{.equipment = {},
               .organisations = {},
               .works = read("plan/works.csv"),
               .crews = read("plan/crews.csv"),
               .generators = read("plan/generators.csv"),
               .targets = read("plan/targets.csv"),
               .budgets = read("plan/budgets.csv"),
               .caps = read("plan/caps.csv"),
               .calendar = read("plan/calendar.csv")};
    for (auto const* table : {"lines", "switches", "transformers"}) {
      for (auto const& row : read("network/" + std::string{table} + ".csv")) {
        made.equipment.insert(row.at("id"));
        if (row.contains("organisation")) {
          made.organisations.insert(row.at("organisation"));
        }
      }
    }
    return made;
  }();
  return whole;
}

TEST(GeneratedPlan, works_name_equipment_crews_and_organisations_that_exist) {
  std::set<std::string> crews, ids;
  for (auto const& row : month().crews) {
    crews.insert(row.at("crew"));
  }
  EXPECT_GT(month().works.size(), 100U);
  for (auto const& row : month().works) {
    EXPECT_FALSE(row.contains("ragged")) << row.at("work");
    EXPECT_TRUE(ids.insert(row.at("work")).second) << row.at("work");
    EXPECT_TRUE(crews.contains(row.at("crew"))) << row.at("work");
    EXPECT_TRUE(month().organisations.contains(row.at("organisation"))) << row.at("work");
    std::istringstream equipment{row.at("equipment")};
    std::string id;
    auto count = 0;
    while (std::getline(equipment, id, ';')) {
      EXPECT_TRUE(month().equipment.contains(id)) << row.at("work") << " " << id;
      ++count;
    }
    EXPECT_GT(count, 0) << row.at("work");
  }
}

TEST(GeneratedPlan, works_lie_in_their_month_after_a_week_of_notice) {
  for (auto const& row : month().works) {
    auto const dated = !row.at("start").empty();
    EXPECT_NE(dated, !row.at("earliest").empty()) << row.at("work");
    auto const& first = dated ? row.at("start") : row.at("earliest");
    EXPECT_GE(first, "2022-05-05") << row.at("work");
    EXPECT_LT(first, "2022-06-01") << row.at("work");
    EXPECT_TRUE(row.at("fixed") == "no" || dated) << row.at("work");
    EXPECT_LT(row.at("notice").substr(0, 10), "2022-05-25") << row.at("work");
    auto const hours = std::stod(row.at("duration_h"));
    EXPECT_GE(hours, 3);
    EXPECT_LE(hours, 9);
    if (!dated) {
      EXPECT_GT(row.at("latest"), row.at("earliest")) << row.at("work");
      EXPECT_EQ(row.at("daily_from"), "07:30");
    }
  }
}

TEST(GeneratedPlan, has_every_way_of_working) {
  std::map<std::string, int> seen;
  for (auto const& row : month().works) {
    ++seen[row.at("kind")];
    for (auto const* column : {"live_line_item", "bypass_a", "generator_kw", "merge_group"}) {
      ++seen[row.at(column).empty() ? "plain" : column];
    }
    ++seen[row.at("start").empty() ? "window" : "dated"];
    seen["several"] += row.at("equipment").find(';') != std::string::npos ? 1 : 0;
    ++seen["fixed=" + row.at("fixed")];
    EXPECT_EQ(row.at("live_line_item").empty(), row.at("live_line_hours").empty());
  }
  for (auto const& row : month().crews) {
    ++seen[row.at("skill")];
  }
  for (auto const& row : month().generators) {
    ++seen["synchronising=" + row.at("synchronising")];
  }
  for (auto const* what :
       {"maintenance", "construction", "user_request", "connection", "live_line_item", "bypass_a",
        "generator_kw", "merge_group", "window", "dated", "several", "fixed=yes", "fixed=no",
        "live_line", "synchronising=yes", "synchronising=no"}) {
    EXPECT_GT(seen[what], 0) << what;
  }
}

TEST(GeneratedPlan, targets_are_those_of_the_published_documents) {
  std::map<std::string, std::string> targets;
  for (auto const& row : month().targets) {
    targets[row.at("jurisdiction") + row.at("year") + row.at("zone")] =
        row.at("value") + " " + row.at("source");
  }
  EXPECT_EQ(targets.size(), 13U);
  EXPECT_EQ(targets["常州市2021city_center"], "1.0 常政办发〔2021〕69号");
  EXPECT_EQ(targets["常州市2021rural"], "11.0 常政办发〔2021〕69号");
  EXPECT_EQ(targets["常州市2022city_center"], "0.8 常政办发〔2021〕69号");
  EXPECT_EQ(targets["常州市2022rural"], "8.0 常政办发〔2021〕69号");
  EXPECT_EQ(targets["江苏省2020town"], "9.0 苏监能稽查〔2020〕75号");
  EXPECT_EQ(targets["江苏省2020all"], "4.7 苏监能稽查〔2020〕75号");
  EXPECT_FALSE(targets.contains("常州市2021all")) << "the document states no such figure";
}

TEST(GeneratedPlan, budgets_of_a_year_are_half_the_target_hours_of_the_users) {
  double user_hours = 0;
  for (auto const& row : month().budgets) {
    EXPECT_GT(std::stod(row.at("user_hours")), 0);
    user_hours += std::stod(row.at("user_hours"));
    auto const known = [&](std::string const& organisation) {
      return organisation.starts_with(row.at("organisation") + "/");
    };
    EXPECT_TRUE(std::any_of(month().organisations.begin(), month().organisations.end(), known))
        << row.at("organisation");
  }
  // 360 feeders have some 5900 users, most of them where 4 or 8 hours are allowed.
  EXPECT_GT(user_hours, 5900 * 0.5 * 4);
  EXPECT_LT(user_hours, 5900 * 0.5 * 7);
  EXPECT_EQ(month().caps.size(), 6U);
  EXPECT_EQ(month().calendar.size(), 4U);
}

}  // namespace
}  // namespace tieline::synth::test
