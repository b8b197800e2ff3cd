#include "engine/flow/tree_loading.hpp"

#include <cmath>
#include <initializer_list>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/network/switch_state.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::flow {
namespace {

using test::sketch;

/// One user of `kw` instead of the users of a section.
void load(test::Sketch& s, std::string_view section, float kw) {
  s.users(section, 1);
  auto& user = s.user_row(s.keep(std::string{section} + ".1"));
  user.peak_kw = kw;
  user.load_kw = kw;
}

struct Case {
  std::string_view tie;
  std::initializer_list<std::string_view> island;
  std::initializer_list<std::string_view> dead = {};
  std::initializer_list<std::string_view> open = {};  ///< switches opened beforehand
  std::vector<Moved> moved = {};
  std::vector<std::string_view> second_fed = {};
};

/// Traces and checks one tie with the whole island picked.
struct Judged {
  Judged(test::Sketch const& s, Case const& c)
      : model{s.build()},
        loads{*model},
        path{*model},
        tree{*model},
        loading{*model},
        barred{model->n_section()},
        island{model->n_section()} {
    auto closed = network::normal_state(*model);
    for (auto const id : c.open) {
      closed.set(test::switch_of(*model, id), false);
    }
    std::vector<network::SectionId> lost;
    for (auto const names : {c.island, c.dead}) {
      for (auto const name : names) {
        lost.push_back(test::section_at(*model, name));
        barred.set(lost.back());
      }
    }
    for (auto const name : c.island) {
      island.set(test::section_at(*model, name));
    }
    std::vector<network::UserId> second_fed;
    for (auto const id : c.second_fed) {
      second_fed.push_back(test::user_of(*model, id));
    }
    auto const tie = test::switch_of(*model, c.tie);
    auto const ends = model->col().switch_nodes[tie];
    auto const a_is_dark = island.contains(model->col().node_section[ends.a]);
    live = path.trace({.closed = closed,
                       .live = a_is_dark ? ends.b : ends.a,
                       .barred = barred,
                       .lost = lost,
                       .moved = c.moved,
                       .second_fed = second_fed},
                      loads);
    if (live) {
      tree.grow(closed, tie, a_is_dark ? ends.a : ends.b, island, loads);
      std::vector<std::uint8_t> const all(tree.sections().size(), 1);
      verdict = loading.check(path, tree, all, loads);
      EXPECT_EQ(loading.fits(path, tree, all, loads), verdict.within);
    }
  }
  [[nodiscard]] std::string_view binding_id() const {
    auto const& b = verdict.binding;
    switch (b.kind) {
      case LimitKind::line:
      case LimitKind::loop_line:
        return model->id_of(network::LineId{b.row});
      case LimitKind::network_switch:
      case LimitKind::loop_switch:
        return model->id_of(network::SwitchId{b.row});
      case LimitKind::source:
        return model->id_of(network::SourceId{b.row});
      case LimitKind::user_load:
        return model->id_of(network::UserId{b.row});
      default:
        break;
    }
    return "";
  }
  network::NetworkPtr model;
  SlotLoads loads;
  SupplyPath path;
  DarkTree tree;
  TreeLoading loading;
  StampMap<network::SectionId> barred, island;
  bool live = false;
  Verdict verdict;
};

constexpr double kRoot3 = 1.7320508075688772;

/// a is worked on, b stays behind it; c on S2 can take b over.
test::Sketch pair() {
  return sketch("S1 =a=b-c= S2");
}
Case const kPair{.tie = "bc", .island = {"b"}, .dead = {"a"}, .open = {"ab"}};

TEST(TreeLoading, FindsThePublishedCurrentOf1500KilowattAt10Kilovolt) {
  auto s = pair();
  load(s, "b", 1500);
  load(s, "c", 0);
  s.switch_row("bc").ampacity_a = 91;
  Judged const tight{s, kPair};
  EXPECT_FALSE(tight.verdict.within);
  EXPECT_EQ(tight.binding_id(), "bc");
  EXPECT_NEAR(tight.verdict.binding.value, 91.16, 0.005);
  EXPECT_NEAR(tight.verdict.binding.limit, 91, 1e-9);
  s.switch_row("bc").ampacity_a = 92;
  Judged const enough{s, kPair};
  EXPECT_TRUE(enough.verdict.within);
  EXPECT_NEAR(enough.verdict.margin_kw, (92 * kRoot3 * 10 - 1500 / 0.95) * 0.95, 1e-3);
}

TEST(TreeLoading, PassesThePairOf150And180AmpereOn400) {
  auto s = pair();
  load(s, "b", static_cast<float>(150 * kRoot3 * 10 * 0.95));
  load(s, "c", static_cast<float>(180 * kRoot3 * 10 * 0.95));
  s.line_row("c").ampacity_a = 400;
  s.switch_row("cS2").ampacity_a = 400;
  Judged const fits{s, kPair};
  EXPECT_TRUE(fits.verdict.within);
  EXPECT_NEAR(fits.verdict.margin_kw, (400 - 330) * kRoot3 * 10 * 0.95, 0.01);
  s.switch_row("cS2").ampacity_a = 329;
  Judged const over{s, kPair};
  EXPECT_EQ(over.binding_id(), "cS2");
  EXPECT_NEAR(over.verdict.binding.value, 330, 1e-3);
  EXPECT_LT(over.verdict.margin_kw, 0);
}

TEST(TreeLoading, LetsALimitBeReachedExactly) {
  auto s = pair();
  s.tables().settings.power_factor = 1;
  load(s, "b", 600);
  load(s, "c", 400);
  s.source_row("S2").rated_kva = 1000;
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
  s.source_row("S2").rated_kva = 999.9F;
  Judged const over{s, kPair};
  EXPECT_EQ(over.binding_id(), "S2");
  EXPECT_NEAR(over.verdict.binding.value, 1000, 1e-6);
}

TEST(TreeLoading, AppliesTheUsableShares) {
  auto s = pair();
  load(s, "b", 950);  // 57.735 A with c
  load(s, "c", 0);
  s.switch_row("bc").ampacity_a = 60;
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
  s.tables().settings.line_limit = 0.8;
  Judged const line{s, kPair};
  EXPECT_EQ(line.binding_id(), "bc");
  EXPECT_NEAR(line.verdict.binding.limit, 48, 1e-4);
  s.tables().settings.line_limit = 1;
  s.source_row("S2").rated_kva = 1100;
  s.tables().settings.source_limit = 0.9;
  EXPECT_EQ((Judged{s, kPair}.binding_id()), "S2");
}

TEST(TreeLoading, NamesTheWorstRelativeOverload) {
  auto s = pair();
  load(s, "b", 950);
  load(s, "c", 950);
  s.switch_row("bc").ampacity_a = 50;   // 57.7 A: 1.15
  s.switch_row("cS2").ampacity_a = 60;  // 115.5 A: 1.92
  EXPECT_EQ((Judged{s, kPair}.binding_id()), "cS2");
  s.switch_row("bc").ampacity_a = 20;  // 57.7 A: 2.89
  EXPECT_EQ((Judged{s, kPair}.binding_id()), "bc");
}

TEST(TreeLoading, NeverTakesAnUnknownRatingForUnlimited) {
  for (auto const* const id : {"bc", "cS2"}) {
    auto s = pair();
    s.switch_row(id).ampacity_a = kUnknown;
    Judged const judged{s, kPair};
    EXPECT_FALSE(judged.verdict.within);
    EXPECT_EQ(judged.binding_id(), id);
    EXPECT_TRUE(std::isnan(judged.verdict.binding.value));
  }
  for (auto const* const id : {"b", "c"}) {
    auto s = sketch("S1 =a=b=d-c= S2");
    s.line_row(id).ampacity_a = kUnknown;
    Judged const judged{s, {.tie = "dc", .island = {"b", "d"}, .dead = {"a"}, .open = {"ab"}}};
    // b's only user hangs at its far end, next to d: its line carries nothing
    EXPECT_EQ(judged.verdict.within, std::string_view{id} == "b");
  }
  auto s = pair();
  s.source_row("S2").rated_kva = kUnknown;
  EXPECT_EQ((Judged{s, kPair}.binding_id()), "S2");
}

TEST(TreeLoading, DoesNotAskForRatingsOffTheWay) {
  auto s = sketch("S1 =a=b-c= S2, c=d, S2=e");
  s.line_row("d").ampacity_a = kUnknown;
  s.switch_row("cd").ampacity_a = kUnknown;
  s.line_row("e").ampacity_a = kUnknown;
  s.line_row("a").ampacity_a = kUnknown;
  s.source_row("S1").rated_kva = kUnknown;
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
}

TEST(TreeLoading, CountsLoadBeyondAndBesideTheTieOnItsFeeder) {
  auto s = sketch("S1 =a=b-c= S2, c=d");
  s.tables().settings.power_factor = 1;
  load(s, "b", 100);
  load(s, "c", 200);
  load(s, "d", 400);
  Judged const judged{s, kPair};
  // From the tie: line c carries b only, the breaker all three; d hangs at c's end at S2.
  auto const flows = judged.path.flows();
  ASSERT_EQ(judged.path.elements().size(), 3U);
  EXPECT_NEAR(flows[0].kw, 0, 1e-9);
  EXPECT_NEAR(flows[1].kw, 600, 1e-9);
  EXPECT_NEAR(flows[2].kw, 600, 1e-9);
}

TEST(TreeLoading, NeverTakesAnUnknownLoadForZero) {
  for (auto const* const id : {"b.1", "c.1", "e.1"}) {  // island, feeder, same source
    auto s = sketch("S1 =a=b-c= S2, S2=e");
    s.user_row(id).peak_kw = kUnknown;
    s.user_row(id).load_kw = kUnknown;
    Judged const judged{s, kPair};
    EXPECT_FALSE(judged.verdict.within);
    EXPECT_EQ(judged.binding_id(), id);
  }
  auto s = sketch("S1 =a=b-c= S2");
  s.user_row("a.1").peak_kw = kUnknown;  // worked on: it draws nothing
  s.user_row("a.1").load_kw = kUnknown;
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
}

TEST(TreeLoading, CountsTheSourceWithWhatItLostAndWhatWasMovedToIt) {
  auto s = sketch("S1 =a=b-c= S1, S2=d, S1=e");  // a ring back to the same source
  s.tables().settings.power_factor = 1;
  load(s, "a", 300);
  load(s, "b", 100);
  load(s, "c", 100);
  load(s, "d", 50);
  load(s, "e", 100);
  s.source_row("S1").rated_kva = 300;
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));  // b + c + e; a is dead
  auto const model = s.build();
  auto moved = kPair;
  moved.moved = {{.section = test::section_at(*model, "d"), .to = model->find_source("S1")}};
  Judged const more{s, moved};
  EXPECT_EQ(more.binding_id(), "S1");
  EXPECT_NEAR(more.verdict.binding.value, 350, 1e-6);
}

TEST(TreeLoading, FindsNoLiveEndBehindDeadSections) {
  auto s = sketch("S1 =a=b, a=c, b-c");
  EXPECT_FALSE(
      (Judged{s, {.tie = "bc", .island = {"b"}, .dead = {"a"}, .open = {"ab", "ac"}}}.live));
  EXPECT_TRUE((Judged{s, {.tie = "bc", .island = {"b"}, .dead = {}, .open = {"ab"}}}.live));
}

TEST(TreeLoading, ProvesNothingAcrossALoop) {
  auto s = sketch("S1 =a=b-c= S2, c=d");
  s.tables().lines.push_back(s.line_row("c"));
  s.tables().lines.back().id = "c.twin";
  Judged const twin{s, kPair};
  EXPECT_EQ(twin.verdict.binding.kind, LimitKind::loop_line);
  auto island = pair();
  island.tables().lines.push_back(island.line_row("b"));
  island.tables().lines.back().id = "b.twin";
  EXPECT_EQ((Judged{island, kPair}.verdict.binding.kind), LimitKind::loop_line);
}

TEST(TreeLoading, HoldsBusbarLinesToTheWholeBusbar) {
  auto s = pair();
  s.tables().settings.power_factor = 1;
  load(s, "b", 100);
  load(s, "c", 200);
  // The source moves behind a line "bus" that also feeds e.
  s.tables().nodes.push_back({.id = "top", .voltage_kv = 10});
  auto bus = s.line_row("c");
  bus.id = "bus";
  bus.from_node = "top";
  bus.to_node = "S2";
  bus.ampacity_a = static_cast<float>(600 / (kRoot3 * 10));
  s.tables().lines.push_back(bus);
  s.source_row("S2").node = "top";
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
  s.tables().nodes.push_back({.id = "e", .voltage_kv = 10});
  auto head = s.switch_row("cS2");
  head.id = "S2e";
  head.from_node = "S2";
  head.to_node = "e";
  s.tables().switches.push_back(head);
  s.tables().feeders.push_back({.id = "S2e", .name = "S2e", .head_switch = "S2e"});
  auto user = s.user_row("c.1");
  user.id = "e.1";
  user.node = "e";
  user.peak_kw = 301;
  s.tables().transformers.push_back(user);
  Judged const full{s, kPair};
  EXPECT_EQ(full.binding_id(), "bus");
  EXPECT_NEAR(full.verdict.binding.value * kRoot3 * 10, 601, 1e-3);
}

TEST(TreeLoading, CountsUsersOnTheirSecondSupply) {
  auto s = pair();
  s.tables().settings.power_factor = 1;
  load(s, "a", 500);
  load(s, "b", 100);
  load(s, "c", 100);
  s.user_row("a.1").second_supply = "c";
  s.switch_row("cS2").ampacity_a = static_cast<float>(400 / (kRoot3 * 10));
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
  auto dual = kPair;
  dual.second_fed = {"a.1"};
  Judged const judged{s, dual};
  EXPECT_EQ(judged.binding_id(), "cS2");
  EXPECT_NEAR(judged.verdict.binding.value * kRoot3 * 10, 700, 1e-2);
}

TEST(TreeLoading, AddsReactivePowerAsAVector) {
  auto s = pair();
  load(s, "b", 300);
  load(s, "c", 100);
  s.user_row("b.1").load_kvar = -300;
  s.user_row("c.1").load_kvar = 600;
  s.source_row("S2").rated_kva = 500;  // 400 kW, 300 kvar
  EXPECT_TRUE((Judged{s, kPair}.verdict.within));
  s.user_row("b.1").load_kvar = 0;
  EXPECT_EQ((Judged{s, kPair}.binding_id()), "S2");
}

}  // namespace
}  // namespace tieline::flow
