// The figures asked for come back out of the networks drawn; wrong figures are told.

#include "engine/synth/distributions.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/synth/feeder.hpp"
#include "engine/synth/generate.hpp"
#include "tests/synth/plain_csv.hpp"

namespace tieline::synth::test {
namespace {

double median(std::vector<double> figures) {
  std::sort(figures.begin(), figures.end());
  return figures[figures.size() / 2];
}

/// What was seen over many feeders of one zone.
struct Seen {
  std::vector<double> km, users, households, load_rate;
  std::array<double, 4> ties{};
  double feeders = 0, cable = 0, main = 0, main_remote = 0, open_to_all = 0, all_users = 0,
         dedicated = 0, dual = 0;
};

Seen look_at(Distributions const& all, std::size_t zone) {
  Seen seen;
  auto const scales = all.city;
  Station const station{.zone = network::kZones[zone]};
  for (std::uint32_t f = 0; f < 3000; ++f) {
    auto const feeder =
        draw_feeder(all, scales, 11, {.feeder = f, .zone = network::kZones[zone]}, station);
    ++seen.feeders;
    seen.km.push_back(feeder.km);
    seen.users.push_back(static_cast<double>(feeder.users.size()));
    seen.ties[feeder.wanted_ties] += 1;
    auto const& wire = conductor_of(feeder.lines.front().conductor);
    seen.cable += wire.kind == network::LineKind::cable ? 1 : 0;
    for (auto const& device : feeder.switches) {
      if (device.main && device.from != kBusbar && network::breaks_load(device.kind)) {
        seen.main += 1;
        seen.main_remote += device.control == network::Control::remote ? 1 : 0;
      }
    }
    double peak_kw = 0;
    for (auto const& user : feeder.users) {
      auto const own = user.zone == network::kZones[zone];
      auto const open_to_all = user.nature == network::Nature::public_supply;
      peak_kw += user.peak_kw;
      seen.all_users += own ? 1 : 0;
      seen.open_to_all += own && open_to_all ? 1 : 0;
      seen.dedicated += own && !open_to_all ? 1 : 0;
      seen.dual += own && user.dual ? 1 : 0;
      if (own && open_to_all) {
        seen.households.push_back(user.households);
      }
    }
    seen.load_rate.push_back(peak_kw / (1.7320508 * 10 * wire.ampacity_a));
  }
  return seen;
}

TEST(Distributions, are_honoured_by_feeders_of_every_zone) {
  auto const all = parse_distributions({}).value();
  for (std::size_t zone = 0; zone < kRealZones; ++zone) {
    SCOPED_TRACE(network::kZoneNames[zone]);
    auto const& asked = all.zones[zone];
    auto const seen = look_at(all, zone);
    EXPECT_NEAR(median(seen.km) / asked.feeder_km.median, 1, 0.08);
    EXPECT_NEAR(median(seen.users) / asked.transformers_per_feeder.median, 1, 0.08);
    EXPECT_NEAR(median(seen.households) / asked.households_per_public_transformer.median, 1, 0.05);
    EXPECT_NEAR(seen.cable / seen.feeders, asked.cable_ratio, 0.03);
    EXPECT_NEAR(seen.main_remote / seen.main, asked.remote_switch_share, 0.03);
    EXPECT_NEAR(seen.open_to_all / seen.all_users, asked.public_transformer_share, 0.02);
    EXPECT_NEAR(seen.dual / seen.dedicated, asked.dual_supply_customers, 0.01);
    for (std::size_t n = 0; n < 4; ++n) {
      EXPECT_NEAR(seen.ties[n] / seen.feeders, asked.ties_per_feeder[n], 0.03) << n << " ties";
    }
    // Towards the country the transformers, not the line, bound the peak (README of the data).
    constexpr std::array<double, kRealZones> kReached{0.8, 0.8, 0.65, 0.4};
    EXPECT_GT(median(seen.load_rate), kReached[zone] * asked.peak_load_rate.mean);
    EXPECT_LT(median(seen.load_rate), asked.peak_load_rate.mean);
  }
}

TEST(Distributions, of_the_file_are_those_published_with_the_project) {
  auto const file =
      read_distributions(std::string{TIELINE_TESTDATA} + "/distributions/zone_distributions.json");
  ASSERT_TRUE(file) << file.error().en;
  auto const text =
      read_all(std::string{TIELINE_TESTDATA} + "/distributions/zone_distributions.json");
  EXPECT_EQ(text, builtin_distributions());
  EXPECT_EQ(file->zones[0].feeder_km.median, 2.2);
  EXPECT_EQ(file->zones[3].transformer_kva, (std::vector<double>{50, 100, 200}));
  EXPECT_EQ(file->feeder_share, (std::array<double, 4>{0.17, 0.28, 0.3, 0.25}));
  EXPECT_EQ(file->province.feeders, 45000U);
}

TEST(Distributions, overriding_changes_what_it_names_and_no_more) {
  auto const plain = parse_distributions({}).value();
  auto const changed = parse_distributions(
      R"({"zones": {"农村": {"feeder_km": {"median": 20}}}, "presets": {"city": {"feeders": 5}}})");
  ASSERT_TRUE(changed) << changed.error().en;
  EXPECT_EQ(changed->zones[3].feeder_km.median, 20);
  EXPECT_EQ(changed->zones[3].feeder_km.sigma, plain.zones[3].feeder_km.sigma);
  EXPECT_EQ(changed->zones[2].feeder_km.median, plain.zones[2].feeder_km.median);

  ScratchFolder const scratch{"override"};
  std::ofstream{scratch / "own.json"} << R"({"presets": {"city": {"feeders": 5}}})";
  auto const made = generate_case({.distributions = scratch / "own.json"}, scratch / "case");
  ASSERT_TRUE(made) << made.error().en;
  EXPECT_EQ(made->feeders, 5U);
}

TEST(Distributions, that_are_wrong_are_told_by_field_in_both_languages) {
  std::vector<std::pair<std::string, std::string>> const cases{
      {R"({"zones": {"市区": {"main_share": 3}}})", "/zones/市区/main_share"},
      {R"({"zones": {"市区": {"main_share": "half"}}})", "/zones/市区/main_share"},
      {R"({"zones": {"市区": null}})", "/zones/市区"},
      {R"({"zones": 4})", "/zones"},
      {R"({"zones": {"农村": {"ties_per_feeder": {"p0": 0.9}}}})", "/zones/农村/ties_per_feeder"},
      {R"({"zones": {"农村": {"transformer_kva": []}}})", "/zones/农村/transformer_kva"},
      {R"({"zones": {"农村": {"transformer_kva": [50, "x"]}}})", "/zones/农村/transformer_kva"},
      {R"({"zones": {"农村": {"sections_per_feeder": {"min": 5}}}})", "sections_per_feeder"},
      {R"({"zones": {"农村": {"sections_per_feeder": {"max": 6.5}}}})", "sections_per_feeder/max"},
      {R"({"zones": {"农村": {"feeder_km": {"min": 12}}}})", "/zones/农村/feeder_km"},
      {R"({"feeder_share": {"农村": 0.9}})", "/feeder_share"},
      {R"({"failures": {"cable": {"repair_h": -1}}})", "/failures/cable/repair_h"},
      {R"({"presets": {"province": {"feeders": 0}}})", "/presets/province/feeders"},
      {"[1, 2]", "JSON"},
      {"{\"zones\": ", "JSON"},
      {"{\"zones\": {\"市区\": {\"main_share\": 1e999}}}", "JSON"},
      {std::string(100'000, '[') + std::string(100'000, ']'), "JSON"},
  };
  for (auto const& [text, field] : cases) {
    auto const read = parse_distributions(text);
    ASSERT_FALSE(read) << text.substr(0, 80);
    EXPECT_EQ(read.error().code, ErrorCode::invalid_argument);
    EXPECT_NE(read.error().en.find(field), std::string::npos) << read.error().en;
    EXPECT_NE(read.error().zh.find(field), std::string::npos) << read.error().zh;
    EXPECT_NE(read.error().zh.find("分布参数"), std::string::npos);
  }
}

TEST(GenerateOptions, that_are_wrong_are_errors_and_write_nothing) {
  ScratchFolder const scratch{"wrong"};
  std::ofstream{scratch / "empty.json"};
  std::vector<std::pair<GenerateOptions, ErrorCode>> const cases{
      {{.preset = "village"}, ErrorCode::invalid_argument},
      {{.feeders = 1'000'001}, ErrorCode::invalid_argument},
      {{.distributions = scratch / "none.json"}, ErrorCode::file_missing},
      {{.distributions = scratch / "empty.json"}, ErrorCode::invalid_argument},
      {{.distributions = scratch / "."}, ErrorCode::file_missing},
  };
  for (auto const& [options, code] : cases) {
    auto const made = generate_case(options, scratch / "case");
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, code) << made.error().en;
    EXPECT_FALSE(made.error().zh.empty());
    EXPECT_FALSE(std::filesystem::exists(scratch / "case"));
    EXPECT_FALSE(std::filesystem::exists(scratch / "case.partial"));
  }
}

}  // namespace
}  // namespace tieline::synth::test
