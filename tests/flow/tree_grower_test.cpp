#include "engine/flow/tree_grower.hpp"

#include <algorithm>
#include <initializer_list>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/alloc_count.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::flow {
namespace {

using test::sketch;
using Names = std::initializer_list<std::string_view>;

/// Every user of a section draws `kw` at peak.
void draw(test::Sketch& s, std::string_view section, float kw) {
  s.users(section, 1);
  auto& user = s.user_row(s.keep(std::string{section} + ".1"));
  user.peak_kw = kw;
  user.load_kw = kw;
}

/// A grower over one sketch, asked by names.
struct Grown {
  explicit Grown(test::Sketch const& s)
      : model{s.build()},
        loads{*model},
        grower{*model},
        closed{network::normal_state(*model)},
        barred{model->n_section()},
        inside{model->n_section()} {}

  void bar(Names names) {
    for (auto const name : names) {
      barred.set(test::section_at(*model, name));
    }
  }
  void open(std::string_view id) { closed.set(test::switch_of(*model, id), false); }
  void close(std::string_view id) { closed.set(test::switch_of(*model, id), true); }
  [[nodiscard]] GrowScope scope() const {
    return {.closed = closed, .barred = barred, .out = out, .second_fed = second_fed};
  }
  bool around(std::string_view node) {
    return grower.grow_around(model->find_node(node), scope(), loads, tree);
  }
  std::uint32_t append(std::string_view live, std::string_view tie, Names names) {
    inside.clear();
    for (auto const name : names) {
      inside.set(test::section_at(*model, name));
    }
    return grower.append(row(live), test::switch_of(*model, tie), scope(), inside, loads, tree);
  }
  [[nodiscard]] std::uint32_t row(std::string_view node) const {
    return grower.row_of(tree, model->find_node(node));
  }
  [[nodiscard]] std::vector<std::string> nodes() const {
    std::vector<std::string> found;
    for (auto const node : tree.node) {
      found.emplace_back(model->id_of(node));
    }
    std::ranges::sort(found);
    return found;
  }
  [[nodiscard]] double kw() const {
    return std::accumulate(tree.load.begin(), tree.load.end(), 0.0,
                           [](double sum, Load const& one) { return sum + one.kw; });
  }

  network::NetworkPtr model;
  SlotLoads loads;
  TreeGrower grower;
  network::SwitchState closed;
  StampMap<network::SectionId> barred, inside;
  std::vector<network::SourceId> out;
  std::vector<network::UserId> second_fed;
  RadialTree tree;
};

using Strings = std::vector<std::string>;

TEST(TreeGrower, GrowsWhatHangsOnOneSwitchOfTheSource) {
  auto s = sketch("S =a=b, S=c, b=d");
  draw(s, "a", 100);
  draw(s, "b", 200);
  draw(s, "c", 400);
  draw(s, "d", 800);
  Grown g{s};
  ASSERT_TRUE(g.around("b"));
  EXPECT_EQ(g.nodes(), (Strings{"S", "a", "a.end", "b", "b.end", "d", "d.end"}));
  EXPECT_EQ(g.row("S"), 0U);
  EXPECT_EQ(g.row("c"), TreeGrower::kNoRow);
  EXPECT_FLOAT_EQ(static_cast<float>(g.kw()), 1100);
  EXPECT_FALSE(g.tree.unproven.is_some());
  EXPECT_FALSE(g.tree.impedance_unknown.is_some());
  EXPECT_EQ(g.tree.root_kv, 10);
  EXPECT_EQ(g.tree.root_pu, 1);
  EXPECT_EQ(g.model->id_of(g.grower.source()), "S");
}

TEST(TreeGrower, NamesTheElementTowardsTheParentWithItsImpedanceAndRating) {
  auto s = sketch("S =a=b");
  s.line_row("b").length_km = 2;
  s.line_row("b").r_ohm_per_km = 0.25F;
  s.line_row("b").x_ohm_per_km = 0.5F;
  s.line_row("b").ampacity_a = 300;
  s.tables().settings.line_limit = 0.8;
  s.source_row("S").voltage_pu = 1.05F;
  Grown g{s};
  ASSERT_TRUE(g.around("a"));
  auto const end = g.row("b.end");
  EXPECT_EQ(g.tree.parent[end], g.row("b"));
  EXPECT_EQ(g.tree.element[end].kind, LimitKind::line);
  EXPECT_EQ(g.tree.r_ohm[end], 0.5);
  EXPECT_EQ(g.tree.x_ohm[end], 1.0);
  EXPECT_NEAR(g.tree.element[end].limit_kva * g.tree.element[end].per_kva, 240, 1e-9);
  EXPECT_EQ(g.tree.element[g.row("b")].kind, LimitKind::network_switch);
  EXPECT_EQ(g.tree.r_ohm[g.row("b")], 0);
  EXPECT_EQ(g.tree.element[0].kind, LimitKind::none);
  EXPECT_FLOAT_EQ(static_cast<float>(g.tree.root_pu), 1.05F);
}

TEST(TreeGrower, GivesTheSameRowsWhicheverNodeIsAsked) {
  Grown g{sketch("S =a=b=c, a=d=e, d=f")};
  ASSERT_TRUE(g.around("a"));
  auto const rows = g.tree.node;
  for (auto const* const node : {"c.end", "e", "f", "b.end"}) {
    ASSERT_TRUE(g.around(node));
    EXPECT_EQ(g.tree.node, rows) << node;
  }
  for (std::size_t i = 1; i < g.tree.n(); ++i) {
    EXPECT_LT(g.tree.parent[i], i);
  }
}

TEST(TreeGrower, FindsNoSourceInTheDarkOrBehindWhatIsBarred) {
  Grown g{sketch("S =a=b=c")};
  g.open("ab");
  EXPECT_FALSE(g.around("c"));
  EXPECT_EQ(g.tree.n(), 0U);
  EXPECT_EQ(g.row("c"), TreeGrower::kNoRow);
  g.close("ab");
  EXPECT_TRUE(g.around("c"));
  g.bar({"b"});
  EXPECT_FALSE(g.around("c"));
  EXPECT_FALSE(g.around("b"));
  ASSERT_TRUE(g.around("a"));
  EXPECT_EQ(g.nodes(), (Strings{"S", "a", "a.end"}));
}

TEST(TreeGrower, GivesTheRootAloneForTheSourcesOwnNode) {
  auto s = sketch("S =a");
  s.tables().transformers.front().node = "S";
  s.tables().transformers.front().load_kw = 70;
  s.tables().transformers.front().peak_kw = 70;
  Grown g{s};
  ASSERT_TRUE(g.around("S"));
  EXPECT_EQ(g.tree.n(), 1U);
  EXPECT_EQ(g.kw(), 0);
  ASSERT_TRUE(g.around("a"));
  EXPECT_EQ(g.kw(), 0);
  std::vector<Load> own(1);
  EXPECT_TRUE(g.grower.add_own_load(g.grower.source(), g.scope(), g.loads, own).is_none());
  EXPECT_EQ(own.front().kw, 70);
}

TEST(TreeGrower, TakesASourceOutOfServiceForAPlainNode) {
  Grown g{sketch("S1 =a=b-c= S2, S1=d")};
  g.out = {g.model->find_source("S1")};
  EXPECT_FALSE(g.around("a"));
  g.close("bc");
  ASSERT_TRUE(g.around("a"));
  EXPECT_EQ(g.model->id_of(g.grower.source()), "S2");
  EXPECT_EQ(g.tree.n(), 10U);  // all of both, d beyond the dead source included
  EXPECT_FALSE(g.tree.unproven.is_some());
}

TEST(TreeGrower, ProvesNothingWhereTwoSourcesMeet) {
  Grown g{sketch("S1 =a=b-c= S2")};
  g.close("bc");
  ASSERT_TRUE(g.around("c"));
  EXPECT_EQ(g.tree.unproven.kind, LimitKind::loop_switch);
  EXPECT_EQ(g.model->id_of(g.grower.source()), "S1");
}

TEST(TreeGrower, NamesTheSwitchOrLineThatClosesALoop) {
  Grown g{sketch("S =a=b=c, a-c")};
  g.close("ac");
  ASSERT_TRUE(g.around("b"));
  EXPECT_EQ(g.tree.unproven.kind, LimitKind::loop_switch);
  EXPECT_EQ(g.tree.n(), 7U);

  auto s = sketch("S =a=b");
  s.tables().lines.push_back(s.line_row("b"));
  s.tables().lines.back().id = "b2";
  Grown twin{s};
  ASSERT_TRUE(twin.around("a"));
  EXPECT_EQ(twin.tree.unproven.kind, LimitKind::loop_line);
  EXPECT_EQ(twin.tree.n(), 5U);
}

TEST(TreeGrower, SeesALoopThroughTheSourceItself) {
  Grown g{sketch("S =a=b, S=c, b-c")};
  ASSERT_TRUE(g.around("a"));
  EXPECT_FALSE(g.tree.unproven.is_some());
  g.close("bc");
  ASSERT_TRUE(g.around("a"));
  EXPECT_TRUE(g.tree.unproven.is_some());
  EXPECT_EQ(g.tree.n(), 7U);
}

TEST(TreeGrower, NamesTheFirstUserAndLineWithoutFigures) {
  auto s = sketch("S =a=b=c");
  for (auto const* const user : {"b.1", "c.1"}) {
    s.user_row(user).load_kw = kUnknown;
    s.user_row(user).peak_kw = kUnknown;
  }
  s.line_row("c").x_ohm_per_km = kUnknown;
  Grown g{s};
  ASSERT_TRUE(g.around("a"));
  EXPECT_EQ(g.tree.unproven.kind, LimitKind::user_load);
  EXPECT_EQ(g.model->id_of(network::UserId{g.tree.unproven.row}), "b.1");
  EXPECT_EQ(g.tree.impedance_unknown.kind, LimitKind::line);
  EXPECT_EQ(g.model->id_of(network::LineId{g.tree.impedance_unknown.row}), "c");
  EXPECT_EQ(g.tree.r_ohm[g.row("c.end")], 0);
}

TEST(TreeGrower, CountsUsersOnTheirSecondSupplyThereAndOnlyThere) {
  auto s = sketch("S1 =a=b-c= S2");
  draw(s, "a", 0);
  draw(s, "b", 30);
  draw(s, "c", 500);
  s.user_row("b.1").second_supply = "c.end";
  Grown g{s};
  ASSERT_TRUE(g.around("c"));
  EXPECT_EQ(g.kw(), 500);
  g.second_fed = {test::user_of(*g.model, "b.1")};
  g.bar({"a", "b"});
  ASSERT_TRUE(g.around("c"));
  EXPECT_EQ(g.kw(), 530);
  EXPECT_EQ(g.tree.load[g.row("c.end")].kw, 530);
  g.append("c", "bc", {"b"});
  EXPECT_EQ(g.kw(), 530);  // b.1 stays on its second supply
}

TEST(TreeGrower, HangsAPartBehindATieOntoARow) {
  auto s = sketch("S1 =a=b=d, b-c= S2, d=e");
  draw(s, "b", 100);
  draw(s, "c", 1000);
  draw(s, "d", 200);
  draw(s, "e", 400);
  Grown g{s};
  g.bar({"a", "b", "d", "e"});
  g.open("ab");
  ASSERT_TRUE(g.around("c"));
  auto const host = g.tree.n();
  auto const first = g.append("c", "bc", {"b", "d"});
  EXPECT_EQ(first, host);
  EXPECT_EQ(g.tree.parent[first], g.row("c"));
  EXPECT_EQ(g.tree.element[first].kind, LimitKind::network_switch);
  EXPECT_EQ(network::SwitchId{g.tree.element[first].row}, test::switch_of(*g.model, "bc"));
  EXPECT_EQ(g.kw(), 1300);
  EXPECT_EQ(g.row("e"), TreeGrower::kNoRow);
  EXPECT_NE(g.row("d.end"), TreeGrower::kNoRow);
  for (std::size_t i = 1; i < g.tree.n(); ++i) {
    EXPECT_LT(g.tree.parent[i], i);
  }
}

TEST(TreeGrower, AppendsToATreeThatIsNotTheLastGrown) {
  auto s = sketch("S1 =a, b-c= S2, b-a");
  draw(s, "a", 1);
  draw(s, "b", 2);
  draw(s, "c", 4);
  Grown g{s};
  g.bar({"b"});
  ASSERT_TRUE(g.around("a"));
  auto const row = g.row("a");
  auto const kept = g.tree;
  ASSERT_TRUE(g.around("c"));
  g.append("c", "bc", {"b"});
  EXPECT_EQ(g.kw(), 6);
  g.tree = kept;
  auto const tie = test::switch_of(*g.model, "ba");
  g.grower.append(row, tie, g.scope(), g.inside, g.loads, g.tree);
  EXPECT_EQ(g.kw(), 3);
  EXPECT_FALSE(g.tree.unproven.is_some());
  EXPECT_EQ(g.nodes(), (Strings{"S1", "a", "a.end", "b", "b.end"}));
}

TEST(TreeGrower, NamesALoopInsideAPart) {
  Grown g{sketch("S=a, a-b=c=d, b=d")};
  g.bar({"b", "c", "d"});
  ASSERT_TRUE(g.around("a"));
  g.append("a.end", "ab", {"b", "c", "d"});
  EXPECT_EQ(g.tree.unproven.kind, LimitKind::loop_switch);
  EXPECT_EQ(g.tree.n(), 9U);
}

TEST(TreeGrower, NamesTheLineThatLacksAPhaseOfWhatItWouldFeed) {
  constexpr std::uint8_t kOnlyA = 1;
  constexpr std::uint8_t kAc = 5;
  auto s = sketch("S1 =a=b=d, b-c= S2");
  s.line_row("c").phases = kAc;
  Grown g{s};
  g.bar({"a", "b", "d"});
  ASSERT_TRUE(g.around("c.end"));
  EXPECT_FALSE(g.tree.phases_missing.is_some());  // c feeds itself as it always did
  EXPECT_EQ(g.tree.phases[g.row("c")], kAc);      // its end nearer to S2 is c.end
  g.append("c", "bc", {"b"});
  EXPECT_EQ(g.tree.phases_missing.kind, LimitKind::phases_missing);
  EXPECT_EQ(g.model->id_of(network::LineId{g.tree.phases_missing.row}), "c");

  s.line_row("b").phases = kOnlyA;  // b needs no more than c has, d behind it does
  Grown fits{s};
  fits.bar({"a", "b", "d"});
  ASSERT_TRUE(fits.around("c"));
  fits.append("c", "bc", {"b"});
  EXPECT_FALSE(fits.tree.phases_missing.is_some());
  ASSERT_TRUE(fits.around("c"));
  fits.append("c", "bc", {"b", "d"});  // d hangs on the tie's end of b
  EXPECT_EQ(fits.model->id_of(network::LineId{fits.tree.phases_missing.row}), "c");
  ASSERT_TRUE(fits.around("c"));
  fits.append("c", "bc", {"a", "b"});  // a hangs on the other: b is nearer than c
  EXPECT_EQ(fits.model->id_of(network::LineId{fits.tree.phases_missing.row}), "b");
}

TEST(TreeGrower, GrowsWithoutAllocationOnceWarm) {
  Grown g{sketch("S1 =a=b-c= S2, c=d")};
  g.bar({"a", "b"});
  auto const c = g.model->find_node("c");
  ASSERT_TRUE(g.around("c"));
  g.append("c", "bc", {"b"});
  ASSERT_TRUE(g.around("c"));
  auto const tie = test::switch_of(*g.model, "bc");
  auto const before = test::allocations_so_far();
  g.grower.grow_around(c, g.scope(), g.loads, g.tree);
  g.grower.append(g.row("c"), tie, g.scope(), g.inside, g.loads, g.tree);
  EXPECT_EQ(test::allocations_so_far() - before, 0U);
}

}  // namespace
}  // namespace tieline::flow
