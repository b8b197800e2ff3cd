// Figures of a sweep by feeder, zone and organisation: answers written by hand, rates worked by
// hand, and sums that must meet whatever the answer says.

#include "engine/study/sweep_summary.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "engine/io/case_folder.hpp"
#include "engine/switching/isolation.hpp"
#include "engine/synth/generate.hpp"
#include "engine/topology/live_network.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::test {
namespace {

using network::NetworkModel;
using study::summarise_sweep;
using study::SweepGrouping;
using study::SweepSummary;
using sweep::Contingency;
using sweep::Outcome;
using switching::ReasonKind;
using SweptKind = sweep::ElementKind;

constexpr std::array kEveryGrouping{SweepGrouping::feeder, SweepGrouping::zone,
                                    SweepGrouping::organisation};

/// Three feeders: one tied within its station, one tied to another station, one alone.
///
///   S1 =a=b= c - d= S2      a 2 users, b 3, c 1 (T1: tie cd)
///   S1 =e=f                 e 1, f 4: no tie
///   S3 =g                   g 1: one section, a tie f-g exists only as a fuse
struct Drawn {
  Sketch sketch{"S1=a=b=c-d=S2, S1=e=f, S3=g"};
  Drawn() {
    sketch.users("a", 2, 10).users("b", 3, 10).users("c", 1, 10).users("d", 2, 10);
    sketch.users("e", 1, 10).users("f", 4, 10).users("g", 1, 10);
    sketch.source_row("S1").station = "East";
    sketch.source_row("S2").station = "West";
    sketch.source_row("S3").station = "East";
    for (auto& row : sketch.tables().feeders) {
      row.organisation = row.id == "S3g" ? "" : row.id == "S2d" || row.id == "dS2" ? "B" : "A";
    }
    for (auto& row : sketch.tables().transformers) {
      row.zone = row.id.front() == 'a'   ? network::Zone::urban
                 : row.id.front() == 'c' ? network::Zone::unknown
                                         : network::Zone::rural;
      row.peak_kw = 10;
    }
  }
};

/// Section `name` of a sketch: where node `name` lies.
network::SectionId section(NetworkModel const& model, std::string_view name) {
  return model.col().node_section[model.find_node(name)];
}

void put(sweep::SweepAnswer& answer, Contingency contingency, Outcome outcome) {
  outcome.passed = study::users_left(outcome) == 0 ? 1 : 0;
  answer.contingency.push_back(contingency);
  answer.outcome.push_back(outcome);
  answer.tie_begin.push_back(static_cast<std::uint32_t>(answer.ties.size()));
}

/// The sweep of the sections a…g as the definitions give it, but for c, which is not restored when
/// b fails: the tie would be over its limit.
sweep::SweepAnswer section_answer(NetworkModel const& model) {
  sweep::SweepAnswer answer;
  answer.tie_begin = {0};
  auto const put_section = [&](std::string_view name, Outcome outcome) {
    put(answer, {SweptKind::section, section(model, name).raw()}, outcome);
  };
  // a: 6 out, 2 in a itself, b and c (4 users, 40 kW) beyond: b comes back, c does not
  put_section("a", {.users_out = 6,
                    .users_isolated = 2,
                    .users_restored = 3,
                    .households_out = 60,
                    .households_restored = 30,
                    .kw_beyond = 40,
                    .kw_restored = 30,
                    .binding = flow::LimitKind::line,
                    .binding_row = model.find_line("d").raw(),
                    .binding_value = 120,
                    .binding_limit = 100});
  answer.partly.push_back({.contingency = 0, .sections = {section(model, "b")}});
  put_section("b", {.users_out = 4,
                    .users_isolated = 3,
                    .users_restored = 0,
                    .households_out = 40,
                    .kw_beyond = 10,
                    .binding = flow::LimitKind::line,
                    .binding_row = model.find_line("d").raw(),
                    .binding_value = 150,
                    .binding_limit = 100});
  put_section("c", {.users_out = 1, .users_isolated = 1, .households_out = 10});
  put_section("d", {.users_out = 2, .users_isolated = 2, .households_out = 20});
  put_section("e", {.users_out = 5, .users_isolated = 1, .households_out = 50, .kw_beyond = 40});
  put_section("f", {.users_out = 4, .users_isolated = 4, .households_out = 40});
  put_section("g", {.users_out = 1, .users_isolated = 1, .households_out = 10});
  return answer;
}

study::SweepGroup const& group(SweepSummary const& summary, SweepGrouping by, std::uint32_t key) {
  for (auto const& one : summary.groups) {
    if (one.by == by && one.key == key) {
      return one;
    }
  }
  ADD_FAILURE() << "no such group " << key;
  static study::SweepGroup const kNone;
  return kNone;
}

TEST(SweepSummary, RatesAreThoseWorkedByHand) {
  Drawn const drawn;
  auto const model = drawn.sketch.build();
  auto const answer = section_answer(*model);
  auto const summary = summarise_sweep(*model, {}, answer, kEveryGrouping);
  // feeders: a-b-c, d, e-f, g. Tied: a-b-c and d, to each other, across stations. The fifth way to
  // count, leaving feeders without ties out, would make it 2 of 2.
  EXPECT_EQ(summary.feeders.feeders, 4);
  EXPECT_EQ(summary.feeders.tied, 2);
  EXPECT_EQ(summary.feeders.station_tied, 2);
  // pass: d (nothing beyond), g (nothing beyond); a-b-c fails at a and b, e-f at e.
  EXPECT_EQ(summary.feeders.passing, 2);
  EXPECT_EQ(summary.feeders.nothing_beyond, 2);
  EXPECT_EQ(summary.total.contingencies, 7);
  EXPECT_EQ(summary.total.fully_restorable, 4);
  EXPECT_EQ(summary.total.users_out, 23);
  EXPECT_EQ(summary.total.users_isolated, 14);
  EXPECT_EQ(summary.total.users_restored, 3);
  EXPECT_DOUBLE_EQ(summary.total.kw_beyond, 90);
  EXPECT_DOUBLE_EQ(summary.total.kw_restored, 30);
  EXPECT_TRUE(summary.is_swept[0]);
  EXPECT_FALSE(summary.is_swept[3]);
}

TEST(SweepSummary, UsersGoToTheirOwnZone) {
  Drawn const drawn;
  auto const model = drawn.sketch.build();
  auto const summary = summarise_sweep(*model, {}, section_answer(*model), kEveryGrouping);
  auto const zone = [&](network::Zone z) {
    return group(summary, SweepGrouping::zone, static_cast<std::uint32_t>(z));
  };
  // urban: the two users of a, out once, in the failed section
  EXPECT_EQ(zone(network::Zone::urban).sections.users_out, 2);
  EXPECT_EQ(zone(network::Zone::urban).sections.users_isolated, 2);
  EXPECT_EQ(zone(network::Zone::urban).sections.contingencies, 1);
  EXPECT_EQ(zone(network::Zone::urban).sections.fully_restorable, 1);
  EXPECT_EQ(zone(network::Zone::urban).feeders.feeders, 1);
  // unknown: the user of c, out at a, b and c; never restored
  EXPECT_EQ(zone(network::Zone::unknown).sections.users_out, 3);
  EXPECT_EQ(zone(network::Zone::unknown).sections.users_isolated, 1);
  EXPECT_EQ(zone(network::Zone::unknown).sections.users_restored, 0);
  EXPECT_EQ(zone(network::Zone::unknown).sections.contingencies, 3);
  EXPECT_EQ(zone(network::Zone::unknown).sections.fully_restorable, 1);
  EXPECT_DOUBLE_EQ(zone(network::Zone::unknown).sections.kw_beyond, 20);
  // rural: b's three come back when a fails
  EXPECT_EQ(zone(network::Zone::rural).sections.users_restored, 3);
  EXPECT_EQ(zone(network::Zone::rural).sections.households_restored, 30);
  EXPECT_DOUBLE_EQ(zone(network::Zone::rural).sections.kw_restored, 30);
  EXPECT_EQ(zone(network::Zone::rural).feeders.feeders, 4);
}

TEST(SweepSummary, GroupsOfFeedersAndOrganisationsEndWithWhatBelongsToNone) {
  Drawn const drawn;
  auto const model = drawn.sketch.build();
  auto answer = section_answer(*model);
  put(answer, {SweptKind::source, model->find_source("S3").raw()},
      {.users_out = 1, .households_out = 10, .kw_beyond = 10});
  auto const summary = summarise_sweep(*model, {}, answer, kEveryGrouping);
  auto const none = study::SweepGroup::kNoKey;
  EXPECT_EQ(group(summary, SweepGrouping::feeder, none).all.contingencies, 1);
  EXPECT_EQ(group(summary, SweepGrouping::feeder, none).sections.contingencies, 0);
  auto const first = group(summary, SweepGrouping::feeder, model->find_feeder("S1a").raw());
  EXPECT_EQ(first.sections.contingencies, 3);
  EXPECT_EQ(first.sections.fully_restorable, 1);
  EXPECT_EQ(first.feeders.passing, 0);
  std::vector<std::string> names;
  for (auto const& one : summary.groups) {
    if (one.by == SweepGrouping::organisation) {
      names.emplace_back(one.key == none ? "-" : model->name_of(network::TermId{one.key}));
    }
  }
  EXPECT_EQ(names, (std::vector<std::string>{"A", "B", "-"}));
  EXPECT_EQ(group(summary, SweepGrouping::organisation, none).feeders.feeders, 1);
}

TEST(SweepSummary, LimitsAreRankedByWhomTheyKeepDark) {
  Drawn const drawn;
  auto const model = drawn.sketch.build();
  auto const answer = section_answer(*model);
  auto const summary = summarise_sweep(*model, {}, answer, {});
  ASSERT_EQ(summary.binding.size(), 2U);
  // e: 4 users behind no tie; line d: 1 + 1 users, at worst 150 A of 100 A when b fails
  EXPECT_EQ(summary.binding[0].worst.kind, ReasonKind::no_tie);
  EXPECT_EQ(summary.binding[0].users_left, 4);
  EXPECT_EQ(summary.binding[1].worst.kind, ReasonKind::line_overload);
  EXPECT_EQ(summary.binding[1].contingencies, 2);
  EXPECT_EQ(summary.binding[1].users_left, 2);
  EXPECT_DOUBLE_EQ(summary.binding[1].worst.value, 150);
  EXPECT_EQ(summary.binding[1].worst_index, 1U);
}

TEST(SweepSummary, WeakFeedersComeWorstFirst) {
  Drawn const drawn;
  auto const model = drawn.sketch.build();
  auto const summary = summarise_sweep(*model, {}, section_answer(*model), {});
  ASSERT_EQ(summary.weak.size(), 2U);
  EXPECT_EQ(model->id_of(summary.weak[0].feeder), "S1e");
  EXPECT_EQ(summary.weak[0].worst_left, 4);
  EXPECT_EQ(summary.weak[0].counts.tied, 0);
  EXPECT_EQ(model->id_of(summary.weak[1].feeder), "S1a");
  EXPECT_EQ(summary.weak[1].users_left, 2);
  EXPECT_EQ(summary.weak[1].worst_left, 1);
  EXPECT_EQ(summary.weak[1].worst_index, 0U);
  EXPECT_EQ(study::worst_first(section_answer(*model), true),
            (std::vector<std::uint32_t>{4, 0, 1}));
  EXPECT_EQ(study::worst_first(section_answer(*model), false).size(), 7U);
}

TEST(SweepSummary, TiesThatMayNotCloseAreNoTies) {
  auto fuse = sketch("S1=a-b=S2");
  fuse.switch_row("ab").kind = network::SwitchKind::fuse;
  EXPECT_EQ(summarise_sweep(*fuse.build(), {}, {}, {}).feeders.tied, 0);
  auto foreign = sketch("S1=a-b=S2");
  for (auto& row : foreign.tables().feeders) {
    row.organisation = "ours";
  }
  foreign.switch_row("ab").owner = "theirs";
  EXPECT_EQ(summarise_sweep(*foreign.build(), {}, {}, {}).feeders.tied, 0);
  auto const inside = sketch("S1=a=b, S1=a=c, b-c").build();
  EXPECT_EQ(summarise_sweep(*inside, {}, {}, {}).feeders.tied, 0) << "a tie inside one feeder";
  auto plain = sketch("S1=a-b=S2");
  plain.source_row("S1").station = "East";
  plain.source_row("S2").station = "East";
  auto const counts = summarise_sweep(*plain.build(), {}, {}, {}).feeders;
  EXPECT_EQ(counts.tied, 2);
  EXPECT_EQ(counts.station_tied, 0) << "two sources of one station";
}

TEST(SweepSummary, SaysWhyNoTieCouldBeUsed) {
  auto const why = [](Sketch& drawn, std::string_view failed) {
    auto const model = drawn.build();
    sweep::SweepAnswer answer;
    put(answer, {SweptKind::section, section(*model, failed).raw()},
        {.users_out = 2, .users_isolated = 1});
    return study::binding_reason(*model, {}, answer, 0).kind;
  };
  auto alone = sketch("S1=a=b");
  EXPECT_EQ(why(alone, "a"), ReasonKind::no_tie);
  auto fuse = sketch("S1=a=b-c=S2");
  fuse.switch_row("bc").kind = network::SwitchKind::fuse;
  EXPECT_EQ(why(fuse, "a"), ReasonKind::cannot_make_load);
  auto back = sketch("S1=a=b=c, a-c");
  EXPECT_EQ(why(back, "a"), ReasonKind::worked_on);
  auto foreign = sketch("S1=a=b-c=S2");
  foreign.tables().feeders[0].organisation = "ours";
  foreign.switch_row("bc").owner = "theirs";
  EXPECT_EQ(why(foreign, "a"), ReasonKind::no_permission);
}

TEST(SweepSummary, UnknownFiguresAreWordedAsUnknown) {
  auto drawn = sketch("S1=a=b-c=S2");
  auto const model = drawn.build();
  sweep::SweepAnswer answer;
  put(answer, {SweptKind::section, section(*model, "a").raw()},
      {.users_out = 2,
       .users_isolated = 1,
       .binding = flow::LimitKind::line,
       .binding_row = model->find_line("c").raw()});
  EXPECT_EQ(study::binding_reason(*model, {}, answer, 0).kind, ReasonKind::line_unknown);
}

/// A sweep of every element done the slow way: switches opened, sections flooded, and a random part
/// of what is dark called restored. Also the users out by zone, so counted.
struct SlowSweep {
  sweep::SweepAnswer answer;
  std::array<std::int64_t, network::kZoneCount> out{}, restored{};

  SlowSweep(NetworkModel const& published, std::uint64_t seed)
      : model_{published}, live_{published}, random_{seed} {
    for (auto const s : model_.col().section_parent.ids()) {
      fail({SweptKind::section, s.raw()}, {s});
    }
    for (auto const line : model_.col().line_section.ids()) {
      fail({SweptKind::line, line.raw()}, {model_.col().line_section[line]});
    }
    for (auto const s : model_.col().switch_ends.ids()) {
      auto const ends = model_.col().switch_ends[s];
      fail({SweptKind::network_switch, s.raw()}, {ends.a, ends.b});
    }
    for (auto const source : model_.col().source_node.ids()) {
      live_.reset();
      auto const change = live_.take_out(source);
      count({SweptKind::source, source.raw()}, {},
            {change.sections.begin(), change.sections.end()});
    }
  }

 private:
  void fail(Contingency contingency, std::vector<network::SectionId> failed) {
    std::ranges::sort(failed);
    auto const twice = std::ranges::unique(failed);
    failed.erase(twice.begin(), twice.end());
    live_.reset();
    auto const isolation = switching::isolate(model_, failed, live_);
    std::vector<network::SectionId> beyond;
    for (auto const& island : isolation.islands) {
      beyond.insert(beyond.end(), island.sections.begin(), island.sections.end());
    }
    count(contingency, isolation.dead, beyond);
  }

  /// Users of `s` who lose supply, by zone.
  std::array<std::uint32_t, network::kZoneCount> losers(network::SectionId s) {
    std::array<std::uint32_t, network::kZoneCount> users{};
    auto const& col = model_.col();
    for (auto const user : model_.users_of(s)) {
      auto const second = col.user_second_node[user];
      auto const has_second = second.is_some() && live_.is_live(col.node_section[second]);
      if (col.section_source[s].is_some() && !has_second) {
        users[static_cast<std::size_t>(col.user_zone[user])] += 1;
      }
    }
    return users;
  }

  void count(Contingency contingency, std::vector<network::SectionId> const& failed,
             std::vector<network::SectionId> beyond) {
    Outcome outcome;
    std::ranges::sort(beyond);
    auto const chance = std::array{0U, 50U, 100U}[random_.below(3)];
    sweep::PartlyRestored part{.contingency = static_cast<std::uint32_t>(answer.contingency.size()),
                               .sections = {}};
    for (auto const s : failed) {
      for (std::size_t z = 0; z < network::kZoneCount; ++z) {
        outcome.users_isolated += losers(s)[z];
        outcome.users_out += losers(s)[z];
        out[z] += losers(s)[z];
      }
    }
    for (auto const s : beyond) {
      auto const comes_back = random_.percent(chance);
      for (std::size_t z = 0; z < network::kZoneCount; ++z) {
        auto const users = losers(s)[z];
        outcome.users_out += users;
        out[z] += users;
        outcome.users_restored += comes_back ? users : 0;
        restored[z] += comes_back ? users : 0;
      }
      if (comes_back) {
        part.sections.push_back(s);
      }
    }
    put(answer, contingency, outcome);
    if (outcome.users_restored != 0 && study::users_left(outcome) != 0) {
      answer.partly.push_back(part);
    }
  }

  NetworkModel const& model_;
  topology::LiveNetwork live_;
  Random random_;
};

/// A feeder at every closed switch of a source, every second one of an organisation.
void add_feeders(network::Tables& tables) {
  for (auto const& row : tables.switches) {
    if (row.normal_closed && (row.from_node.front() == 'S' || row.to_node.front() == 'S')) {
      network::FeederRow feeder;
      feeder.id = row.id;
      feeder.name = row.id;
      feeder.head_switch = row.id;
      feeder.organisation = tables.feeders.size() % 2 == 0 ? "A" : "";
      tables.feeders.push_back(feeder);
    }
  }
}

/// Nothing is lost between the whole and its parts, whatever network and whatever is restored.
TEST(SweepSummary, PropertyPartsMakeTheWhole) {
  auto partly = std::size_t{0};
  auto feeders = std::size_t{0};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto tables = random_network(seed, {.sources = 1 + seed % 3,
                                        .pieces = 3 + seed % 14,
                                        .ties = 1 + seed % 5,
                                        .weak_switch = 0,
                                        .unfed = seed % 4 == 0 ? 10U : 0U,
                                        .loop = seed % 5 == 0 ? 40U : 0U,
                                        .dual_user = seed % 3 == 0 ? 20U : 0U});
    add_feeders(tables);
    auto const model = build_clean(tables);
    SlowSweep const slow{*model, seed};
    partly += slow.answer.partly.size();
    feeders += model->n_feeder();
    auto const summary = summarise_sweep(*model, {}, slow.answer, kEveryGrouping);
    std::array<sweep::SweepSums, 3> sums{};
    for (auto const& one : summary.groups) {
      auto& sum = sums[static_cast<std::size_t>(one.by)];
      sum.contingencies += one.all.contingencies;
      sum.fully_restorable += one.all.fully_restorable;
      sum.users_out += one.all.users_out;
      sum.users_isolated += one.all.users_isolated;
      sum.users_restored += one.all.users_restored;
      if (one.by == SweepGrouping::zone) {
        EXPECT_EQ(one.all.users_out, slow.out[one.key]) << "zone " << one.key;
        EXPECT_EQ(one.all.users_restored, slow.restored[one.key]) << "zone " << one.key;
      }
    }
    for (auto const& sum : sums) {
      EXPECT_EQ(sum.users_out, summary.total.users_out);
      EXPECT_EQ(sum.users_isolated, summary.total.users_isolated);
      EXPECT_EQ(sum.users_restored, summary.total.users_restored);
    }
    for (auto const by : {SweepGrouping::feeder, SweepGrouping::organisation}) {
      EXPECT_EQ(sums[static_cast<std::size_t>(by)].contingencies, summary.total.contingencies);
      EXPECT_EQ(sums[static_cast<std::size_t>(by)].fully_restorable,
                summary.total.fully_restorable);
    }
    EXPECT_EQ(static_cast<std::size_t>(summary.feeders.feeders - summary.feeders.passing),
              summary.weak.size());
    std::int64_t left = 0;
    for (auto const& rank : summary.binding) {
      left += rank.users_left;
    }
    auto const& sections = summary.by_kind[static_cast<std::size_t>(SweptKind::section)];
    EXPECT_EQ(left, sections.users_out - sections.users_isolated - sections.users_restored);
  }
  EXPECT_GT(partly, 500U);
  EXPECT_GT(feeders, 300U);
}

/// The engine says which sections come back in part, whatever tier settled them.
TEST(SweepSummary, ZonesOfAGeneratedCityMakeTheWhole) {
  namespace fs = std::filesystem;
  auto const folder =
      fs::temp_directory_path() / ("tieline-sweep-" + std::to_string(::getpid()) + "-city");
  ASSERT_TRUE(
      synth::generate_case({.feeders = 60, .seed = 5, .history = false, .plan = false}, folder));
  auto const loaded = io::load_case(folder.string());
  fs::remove_all(folder);
  ASSERT_TRUE(loaded);
  auto const& model = *loaded->model;
  auto const answer = sweep::sweep_n1(model, {.kinds = {SweptKind::section}, .most_work = 50});
  auto const summary = summarise_sweep(model, {}, answer, kEveryGrouping);
  ASSERT_GT(answer.partly.size(), 50U);
  std::int64_t restored = 0;
  for (auto const& one : summary.groups) {
    restored += one.by == SweepGrouping::zone ? one.all.users_restored : 0;
  }
  EXPECT_EQ(restored, summary.total.users_restored);
}

}  // namespace
}  // namespace tieline::test
