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

}  // namespace
}  // namespace tieline::transfer
