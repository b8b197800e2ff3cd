// Hand-made cases of docs/methods/transfer.md.

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/topology/live_network.hpp"
#include "engine/transfer/plan.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::transfer {
namespace {

using network::NetworkModel;
using network::SectionId;
using test::sketch;

/// One question: sections named by their nodes are dead; what hangs below them is dark.
class Case {
 public:
  Case(network::NetworkPtr model, std::vector<std::string> const& dead)
      : model_{std::move(model)}, planner_{*model_}, closed_{network::normal_state(*model_)} {
    for (auto const& name : dead) {
      dead_.push_back(section(name));
    }
    std::sort(dead_.begin(), dead_.end());
    topology::LiveNetwork live{*model_};
    for (auto const s : dead_) {
      for (auto const arc : model_->arcs(s)) {
        live.open(arc.via);
      }
    }
    closed_ = live.closed();
    for (auto const s : all_ids<SectionId>(model_->n_section())) {
      if (!live.is_live(s) && model_->col().section_source[s].is_some() &&
          !std::binary_search(dead_.begin(), dead_.end(), s)) {
        dark_.push_back(s);
      }
    }
  }
  Plan const& ask(int levels = 2, std::uint64_t most_work = 1'000'000) {
    plan_ = planner_.best_plan({.closed = closed_,
                                .dark = dark_,
                                .dead = dead_,
                                .out = out_,
                                .window = window,
                                .levels = levels,
                                .most_work = most_work});
    return plan_;
  }
  [[nodiscard]] SectionId section(std::string const& node) const {
    return model_->col().node_section[model_->find_node(node)];
  }
  /// "closed | opened" by id.
  [[nodiscard]] std::string switching() const {
    std::string text;
    for (auto const s : plan_.closed) {
      text += std::string{model_->id_of(s)} + " ";
    }
    text += "|";
    for (auto const s : plan_.opened) {
      text += " " + std::string{model_->id_of(s)};
    }
    return text;
  }
  [[nodiscard]] TieVerdict verdict(std::string const& id) const {
    for (auto const& tie : plan_.ties) {
      if (model_->id_of(tie.tie) == id) {
        return tie;
      }
    }
    ADD_FAILURE() << "no verdict on " << id;
    return {};
  }
  [[nodiscard]] NetworkModel const& model() const { return *model_; }

  flow::LoadWindow window = flow::peak_window();

 private:
  network::NetworkPtr model_;
  Planner planner_;
  network::SwitchState closed_;
  std::vector<SectionId> dead_, dark_;
  std::vector<network::SourceId> out_;
  Plan plan_;
};

/// Ratings and loads for everything: 100 kW a user, lines and switches of 400 A, sources of 20 MVA.
test::Sketch rated(std::string_view picture) {
  auto drawn = sketch(picture);
  for (auto& row : drawn.tables().nodes) {
    row.voltage_kv = 10;
  }
  for (auto& row : drawn.tables().lines) {
    row.ampacity_a = 400;
    row.length_km = 1;
    row.r_ohm_per_km = 0.1F;
    row.x_ohm_per_km = 0.1F;
  }
  for (auto& row : drawn.tables().switches) {
    row.ampacity_a = 400;
  }
  for (auto& row : drawn.tables().sources) {
    row.rated_kva = 20'000;
  }
  for (auto& row : drawn.tables().transformers) {
    row.peak_kw = 100;
  }
  return drawn;
}

TEST(Planner, FeedsAnIslandWholeThroughOneTie) {
  Case c{rated("S1=a=b=c-d=S2").build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_EQ(c.switching(), "cd |");
  EXPECT_EQ(plan.served.users, 2);
  EXPECT_EQ(plan.reachable, plan.served);
  EXPECT_EQ(plan.bound, plan.served);
  EXPECT_TRUE(plan.proven_optimal);
  EXPECT_TRUE(plan.voltage_proven);
  EXPECT_EQ(plan.manual, 1U);
  ASSERT_EQ(plan.parts.size(), 1U);
  EXPECT_EQ(plan.parts[0].sections, (std::vector{c.section("b"), c.section("c")}));
  EXPECT_EQ(c.verdict("cd").verdict, Verdict::used);
  EXPECT_TRUE(c.verdict("cd").whole_island);
}

TEST(Planner, FeedsAPartByOpeningInsideTheIsland) {
  auto drawn = rated("S1=a=b=c-d=S2");
  drawn.switch_row("cd").ampacity_a = 8;  // 138 kVA at 10 kV: one user of two
  Case c{drawn.build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_EQ(c.switching(), "cd | bc");
  EXPECT_EQ(plan.served.users, 1);
  EXPECT_EQ(plan.reachable.users, 2);
  EXPECT_TRUE(plan.proven_optimal);
  EXPECT_EQ(c.verdict("cd").binding.kind, flow::LimitKind::network_switch);
  EXPECT_LT(c.verdict("cd").margin_kw, 0);
}

TEST(Planner, SplitsAnIslandBetweenTwoTies) {
  auto drawn = rated("S1=a=b=c-d=S2, b-e=S3");
  drawn.switch_row("cd").ampacity_a = 8;
  drawn.switch_row("be").ampacity_a = 8;
  Case c{drawn.build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_EQ(c.switching(), "be cd | bc");
  EXPECT_EQ(plan.served.users, 2);
  EXPECT_TRUE(plan.proven_optimal);
}

TEST(Planner, WeighsPriorityAboveNumbers) {
  auto drawn = rated("S1=a=m=x, m=y, m-e=S2");
  drawn.users("m", 0).users("y", 3);
  for (auto& row : drawn.tables().transformers) {
    row.peak_kw = 100;
  }
  drawn.user_row("x.1").peak_kw = 300;
  drawn.switch_row("me").ampacity_a = 19;  // 329 kVA: x or y
  EXPECT_EQ((Case{drawn.build(), {"a"}}.ask().served.users), 3);
  drawn.user_row("x.1").priority = 1;
  Case c{drawn.build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_EQ(c.switching(), "me | my");
  EXPECT_EQ(plan.served.users_by_priority[1], 1);
  EXPECT_TRUE(plan.proven_optimal);
}

TEST(Planner, SiblingIslandsCompeteForOneNeighbour) {
  auto drawn = rated("S1=a=b, a=c, d=S2, b-d, c-d");
  drawn.users("b", 1).users("c", 2);
  for (auto& row : drawn.tables().transformers) {
    row.peak_kw = 100;
  }
  drawn.switch_row("dS2").ampacity_a = 20;  // 346 kVA: d itself and one island
  Case c{drawn.build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_EQ(c.switching(), "cd |");
  EXPECT_EQ(plan.served.users, 2);
  EXPECT_TRUE(c.verdict("bd").whole_island);  // alone
  EXPECT_EQ(c.verdict("bd").verdict, Verdict::better_plan);
  EXPECT_EQ(c.verdict("bd").alone.users, 1);
}

TEST(Planner, FeedsAnIslandThroughAnother) {
  Case c{rated("S1=a=b, a=c-d=S2, b-c").build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_EQ(plan.closed.size(), 2U);
  EXPECT_EQ(plan.opened.size(), 0U);
  ASSERT_EQ(plan.parts.size(), 1U);
  EXPECT_EQ(plan.parts[0].sections, (std::vector{c.section("b"), c.section("c")}));
  EXPECT_EQ(c.verdict("bc").verdict, Verdict::used);
}

TEST(Planner, SumsASourceOverItsFeeders) {
  auto drawn = rated("S1=a=b-d=S2, S2=e");
  drawn.source_row("S2").rated_kva = 330;  // three users of 105 kVA
  EXPECT_EQ((Case{drawn.build(), {"a"}}.ask().served.users), 1);
  drawn.source_row("S2").rated_kva = 310;
  Case c{drawn.build(), {"a"}};
  EXPECT_EQ(c.ask().served.users, 0);
  EXPECT_EQ(c.verdict("bd").verdict, Verdict::limit);
  EXPECT_EQ(c.verdict("bd").binding.kind, flow::LimitKind::source);
}

TEST(Planner, HoldsVoltagesWhereCurrentsAreNoConcern) {
  auto drawn = rated("S1=a=b=c-d=S2");
  for (auto& row : drawn.tables().lines) {
    row.r_ohm_per_km = 30;
    row.x_ohm_per_km = 1;
  }
  Case c{drawn.build(), {"a"}};
  EXPECT_EQ(c.ask().served.users, 1);
  EXPECT_EQ(c.switching(), "cd | bc");
  EXPECT_EQ(c.verdict("cd").binding.kind, flow::LimitKind::voltage_low);
  EXPECT_GT(c.verdict("cd").margin_kw, 0);
  EXPECT_EQ(c.verdict("cd").alone.users, 1);
}

TEST(Planner, PrefersFewOperationsThenRemoteOnesThenLowRows) {
  auto drawn = rated("S1=a=b=c-d=S2, b-e=S3");
  Case rows{drawn.build(), {"a"}};
  EXPECT_EQ(rows.ask().closed.size(), 1U);
  EXPECT_EQ(rows.switching(), "be |");
  drawn.switch_row("cd").control = network::Control::remote;
  Case remote{drawn.build(), {"a"}};
  EXPECT_EQ(remote.ask().manual, 0U);
  EXPECT_EQ(remote.switching(), "cd |");
}

TEST(Planner, ChecksEveryHourOfTheWindow) {
  auto drawn = rated("S1=a=b-d=S2");
  drawn.switch_row("bd").ampacity_a = 4;  // 69 kVA
  for (auto& row : drawn.tables().transformers) {
    row.profile = "p";
  }
  network::ProfileRow profile{.profile = "p"};
  profile.per_unit.fill(0.5F);
  profile.per_unit[3] = 1;
  drawn.tables().profiles.push_back(profile);
  Case c{drawn.build(), {"a"}};
  c.window = {.slots = {{.hour = 1}, {.hour = 2}}};
  EXPECT_EQ(c.ask().served.users, 1);
  c.window = {.slots = {{.hour = 1}, {.hour = 2}, {.hour = 3}}};
  EXPECT_EQ(c.ask().served.users, 0);
  EXPECT_EQ(c.verdict("bd").binding.hour, 3);
}

TEST(Planner, ProvesNothingThroughUnknownRatingsOrLoads) {
  for (auto const* const element : {"line", "tie", "source", "load"}) {
    SCOPED_TRACE(element);
    auto drawn = rated("S1=a=b-d=S2");
    auto const name = std::string{element};
    if (name == "line") {
      drawn.line_row("d").ampacity_a = kUnknown;
    } else if (name == "tie") {
      drawn.switch_row("bd").ampacity_a = kUnknown;
    } else if (name == "source") {
      drawn.source_row("S2").rated_kva = kUnknown;
    } else {
      drawn.user_row("d.1").peak_kw = kUnknown;
      drawn.user_row("d.1").load_kw = kUnknown;
    }
    Case c{drawn.build(), {"a"}};
    auto const& plan = c.ask();
    EXPECT_EQ(plan.served.users, 0);
    EXPECT_EQ(plan.reachable.users, 1);
    EXPECT_EQ(c.verdict("bd").verdict, Verdict::unproven);
    EXPECT_TRUE(c.verdict("bd").binding.is_some());
    EXPECT_FALSE(is_known(c.verdict("bd").binding.value));
  }
}

TEST(Planner, FeedsNoSectionThroughALineThatLacksItsPhases) {
  auto drawn = rated("S1=a=b-d=S2");
  drawn.line_row("d").phases = 1;
  Case c{drawn.build(), {"a"}};
  EXPECT_EQ(c.ask().served.users, 0);
  EXPECT_EQ(c.verdict("bd").binding.kind, flow::LimitKind::phases_missing);
  drawn.line_row("b").phases = 1;
  EXPECT_EQ((Case{drawn.build(), {"a"}}.ask().served.users), 1);
}

TEST(Planner, CountsNoDropWhereAnImpedanceIsUnknownAndSaysSo) {
  auto drawn = rated("S1=a=b-d=S2");
  drawn.line_row("d").r_ohm_per_km = kUnknown;
  Case c{drawn.build(), {"a"}};
  EXPECT_EQ(c.ask().served.users, 1);
  EXPECT_FALSE(c.ask().voltage_proven);
}

TEST(Planner, LetsANeighbourHandItsTailOverFirst) {
  // d has room for itself and one user more; its tail t can go to S3.
  auto drawn = rated("S1=a=b, d=S2, d=t, b-d, t-S3");
  drawn.switch_row("dS2").ampacity_a = 13;  // 225 kVA: two users
  Case c{drawn.build(), {"a"}};
  EXPECT_EQ(c.ask(1).served.users, 0);
  auto const& plan = c.ask(2);
  EXPECT_EQ(plan.served.users, 1);
  EXPECT_EQ(c.switching(), "bd tS3 | dt");
  ASSERT_EQ(plan.reliefs.size(), 1U);
  EXPECT_EQ(plan.reliefs[0].sections, (std::vector{c.section("t")}));
  EXPECT_EQ(plan.manual, 3U);
  EXPECT_TRUE(plan.proven_optimal);
  ASSERT_EQ(plan.parts.size(), 1U);
  EXPECT_GT(plan.parts[0].margin_kw, 0);
}

TEST(Planner, ReportsABoundWhenTheWorkIsUsedUp) {
  auto drawn = rated("S1=a=b=c=d=e=f-h=S2");
  drawn.switch_row("fh").ampacity_a = 13;  // two users of five
  Case c{drawn.build(), {"a"}};
  auto const& plan = c.ask(2, 3);
  EXPECT_FALSE(plan.proven_optimal);
  EXPECT_GE(plan.bound.users, 2);
  EXPECT_LE(plan.bound.users, 5);
  EXPECT_EQ(c.ask().served.users, 2);
  EXPECT_TRUE(c.ask().proven_optimal);
  EXPECT_EQ(c.ask().bound, c.ask().served);
}

TEST(Planner, AnswersTheSameQuestionTheSameAfterOthers) {
  auto const model = rated("S1=a=b=c-d=S2, d=e, c-e").build();
  Case first{model, {"a"}};
  auto const once = first.ask();
  first.window = {.slots = {{.hour = 1}, {.hour = 2}}};
  (void)first.ask();
  first.window = flow::peak_window();
  EXPECT_EQ(first.ask().closed, once.closed);
  EXPECT_EQ(first.ask().parts[0].margin_kw, once.parts[0].margin_kw);
}

TEST(Planner, FinishesOnALongChain) {
  constexpr int kSections = 1500;
  std::string picture = "S1=a";
  for (int i = 0; i < kSections; ++i) {
    picture += "=x" + std::to_string(i);
  }
  auto drawn = rated(picture + "-S2");
  for (auto& row : drawn.tables().lines) {
    row.r_ohm_per_km = row.x_ohm_per_km = 1e-4F;
  }
  drawn.switch_row("x1499S2").ampacity_a = 3000;
  for (auto& row : drawn.tables().lines) {
    row.ampacity_a = 3000;
  }
  for (auto& row : drawn.tables().switches) {
    row.ampacity_a = 3000;
  }
  drawn.source_row("S2").rated_kva = 42'000;  // 399 users of 105 kVA, less losses
  Case c{drawn.build(), {"a"}};
  auto const& plan = c.ask();
  EXPECT_GT(plan.served.users, 380);
  EXPECT_LE(plan.served.users, 399);
  EXPECT_TRUE(plan.proven_optimal);
  EXPECT_EQ(plan.opened.size(), 1U);
}

}  // namespace
}  // namespace tieline::transfer
