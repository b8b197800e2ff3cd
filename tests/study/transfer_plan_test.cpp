// Planned outages whose transfer takes several ties, or a neighbour that hands its tail on first.

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/outage.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"
#include "tests/support/sound_outage.hpp"

namespace tieline::test {
namespace {

using study::OutageAnswer;
using study::OutageQuery;
using study::Strategy;
using study::StrategyOutcome;
using switching::Action;
using switching::ReasonKind;

constexpr Seconds kStart = 1'620'000'000;

/// Every user draws 1 MW: 60.8 A at 10 kV and power factor 0.95.
Sketch heavy(std::string_view picture) {
  auto s = sketch(picture);
  for (auto& row : s.tables().transformers) {
    row.peak_kw = 1000;
  }
  return s;
}

struct Answered {
  Answered(Sketch const& s, std::vector<std::string> const& ids, int levels = 2,
           Seconds duration_s = 8 * kSecondsPerHour)
      : model{s.build()} {
    query.start = kStart;
    query.duration_s = duration_s;
    query.levels = levels;
    query.second_fault = true;
    query.equipment = *study::find_equipment(*model, ids);
    study::Workspace workspace{model};
    answer = *study::simulate_outage(*model, query, workspace);
    for (auto const& outcome : answer.strategies) {
      expect_sound(*model, query, outcome);
    }
  }
  [[nodiscard]] StrategyOutcome const& under(Strategy strategy) const {
    return *std::ranges::find(answer.strategies, strategy, &StrategyOutcome::strategy);
  }
  [[nodiscard]] std::vector<std::string> switched(Strategy strategy) const {
    std::vector<std::string> list;
    for (auto const& step : under(strategy).steps) {
      if (step.device.kind == switching::DeviceKind::network_switch &&
          (step.action == Action::open || step.action == Action::close)) {
        list.push_back((step.action == Action::open ? "-" : "+") +
                       std::string{model->id_of(step.device.as_switch())});
      }
    }
    return list;
  }

  network::NetworkPtr model;
  OutageQuery query;
  OutageAnswer answer;
};
using Names = std::vector<std::string>;

TEST(TransferPlan, TwoTiesShareAnIslandAndTheSwitchBetweenThemIsOperatedOnce) {
  auto s = heavy("S1=a=b=c=d, c-e=S2, d-f=S3");
  s.switch_row("ce").ampacity_a = s.switch_row("df").ampacity_a = 100;
  Answered const seen{s, {"line:b"}};
  auto const& hot = seen.under(Strategy::hot);
  ASSERT_TRUE(hot.feasible);
  EXPECT_EQ(hot.ledger.total().users.out, 1);  // b itself
  ASSERT_EQ(hot.plan->parts.size(), 2U);
  EXPECT_TRUE(hot.plan->proven_optimal);
  EXPECT_EQ(hot.plan->users, 2);
  EXPECT_EQ(hot.plan->bound_users, 2);
  EXPECT_GT(hot.plan->parts[0].margin_kw, 0);
  EXPECT_NEAR(hot.plan->parts[0].margin_kw, (1732 - 1000 / 0.95) * 0.95, 1);
  EXPECT_TRUE(hot.plan->parts[0].hot);
  EXPECT_EQ(seen.switched(Strategy::hot), (Names{"+df", "-cd", "+ce", "-bc", "-ab",  //
                                                 "+ab", "+bc", "-ce", "+cd", "-df"}));
  EXPECT_EQ(seen.switched(Strategy::cold), (Names{"-cd", "+df", "-bc", "+ce", "-ab",  //
                                                  "+ab", "-ce", "+bc", "-df", "+cd"}));
  EXPECT_EQ(seen.under(Strategy::cold).ledger.total().users.out, 3);
}

/// c goes to d's feeder, which has room once e has gone to f's.
Sketch relieved() {
  auto s = heavy("S1=a=b=c-d, S2=d=e-f=S3");
  s.switch_row("S2d").ampacity_a = 130;  // two of c, d, e
  return s;
}

TEST(TransferPlan, ANeighbourHandsItsTailOnFirstAndNobodyNoticesIfItGoesHot) {
  Answered const seen{relieved(), {"line:b"}};
  auto const& hot = seen.under(Strategy::hot);
  ASSERT_TRUE(hot.feasible);
  ASSERT_EQ(hot.plan->reliefs.size(), 1U);
  EXPECT_TRUE(hot.plan->reliefs[0].hot);
  EXPECT_EQ(seen.model->id_of(hot.plan->reliefs[0].opened), "de");
  EXPECT_EQ(seen.switched(Strategy::hot), (Names{"+ef", "-de", "+cd", "-bc", "-ab",  //
                                                 "+ab", "+bc", "-cd", "+de", "-ef"}));
  EXPECT_EQ(hot.ledger.total().users.out, 1);
  EXPECT_EQ(hot.ties_used.size(), 2U);
}

TEST(TransferPlan, AColdReliefCostsTheNeighboursUsersTheGapBothWays) {
  auto s = relieved();
  Answered const cold{s, {"line:b"}};
  EXPECT_EQ(cold.under(Strategy::cold).ledger.total().users.out, 3);  // b, c and e
  auto const e = section_at(*cold.model, "e");
  auto const& dark = cold.under(Strategy::cold).sections;
  EXPECT_EQ(std::ranges::count(dark, e, &reliability::DarkInterval::section), 2);

  s.switch_row("ef").loop_close = network::Answer::no;
  Answered const mixed{s, {"line:b"}};
  auto const& hot = mixed.under(Strategy::hot);
  EXPECT_TRUE(hot.feasible);
  EXPECT_EQ(hot.ledger.total().users.out, 2);  // b and e
  EXPECT_FALSE(hot.plan->reliefs.at(0).hot);
  ASSERT_EQ(hot.reasons.size(), 1U);
  EXPECT_EQ(hot.reasons[0].kind, ReasonKind::loop_not_permitted);
}

TEST(TransferPlan, WithoutASecondLevelTheTieSaysWhatIsShort) {
  Answered const seen{relieved(), {"line:b"}, 1};
  auto const& hot = seen.under(Strategy::hot);
  EXPECT_FALSE(hot.feasible);
  ASSERT_EQ(hot.options.size(), 1U);
  EXPECT_EQ(hot.options[0].verdict, transfer::Verdict::limit);
  EXPECT_EQ(hot.options[0].binding.kind, ReasonKind::switch_overload);
  EXPECT_LT(hot.options[0].margin_kw, -800);
}

TEST(TransferPlan, ATailThatCostsMoreThanItBringsIsLeftWhereItIsIfAnotherPartCanGo) {
  auto s = heavy("S1=a=b=c-d, S2=d=e-f=S3, b=g-h=S4");
  s.switch_row("S2d").ampacity_a = 130;
  s.users("e", 30);
  for (int i = 1; i <= 30; ++i) {
    s.user_row(s.keep("e." + std::to_string(i))).peak_kw = 1000.0F / 30;
  }
  Answered const seen{s, {"line:b"}, 2, 2 * kSecondsPerHour};
  EXPECT_TRUE(seen.under(Strategy::cold).plan->reliefs.empty());  // 30 users twice 10 min
  EXPECT_EQ(seen.under(Strategy::hot).plan->reliefs.size(), 1U);
}

TEST(TransferPlan, ALoopAcrossTooMuchVoltageIsNotClosed) {
  auto s = heavy("S1=a=b=c-d=S2");
  s.source_row("S1").voltage_pu = 0.95F;
  s.source_row("S2").voltage_pu = 1.06F;
  Answered const seen{s, {"line:b"}};
  EXPECT_TRUE(seen.under(Strategy::cold).feasible);
  auto const& hot = seen.under(Strategy::hot);
  EXPECT_FALSE(hot.feasible);
  ASSERT_EQ(hot.reasons.size(), 1U);
  EXPECT_EQ(hot.reasons[0].kind, ReasonKind::loop_voltage);
  EXPECT_GT(hot.reasons[0].value, 10);
  EXPECT_EQ(hot.reasons[0].limit, 10);
}

TEST(TransferPlan, ASecondFaultExposesTheUsersOfBothFeedersOnce) {
  auto s = heavy("S1=a=b=c-d=S2, c-g=S3");
  s.switch_row("cd").control = network::Control::remote;  // taken before cg
  Answered const seen{s, {"line:b"}};
  auto const& faults = seen.under(Strategy::hot).second_faults;
  ASSERT_EQ(faults.size(), 2U);
  auto const at = [&](std::string_view id) {
    return *std::ranges::find(faults, switch_of(*seen.model, id), &study::SecondFault::element);
  };
  EXPECT_EQ(at("dS2").users_out, 2);  // c, which hangs there now, and d
  EXPECT_EQ(at("dS2").restorable_users, 1);
  EXPECT_TRUE(at("dS2").feeder.is_some());
  EXPECT_EQ(at("cd").users_out, 2);  // the sections on both its sides
  EXPECT_EQ(at("cd").restorable_users, 0);
  EXPECT_EQ(faults[0].element, switch_of(*seen.model, "cd"));  // most users left out first
}

TEST(TransferPlan, LevelsAreOneOrTwo) {
  auto const model = sketch("S1=a=b").build();
  study::Workspace workspace{model};
  auto const equipment = *study::find_equipment(*model, std::vector<std::string>{"line:b"});
  EXPECT_FALSE(study::assess_outage(*model, {.equipment = equipment, .levels = 3}, workspace));
  EXPECT_FALSE(study::simulate_outage(
      *model, {.equipment = equipment, .levels = 0, .duration_s = 60}, workspace));
}

std::set<network::SectionId> dark_at(StrategyOutcome const& outcome, Seconds at) {
  std::set<network::SectionId> dark;
  for (auto const& interval : outcome.sections) {
    if (interval.from <= at && at < interval.to) {
      dark.insert(interval.section);
    }
  }
  return dark;
}

/// Where every switch may break load, transfers touch nobody but the islands and cold tails, and
/// while the work lasts exactly what the plan does not feed is dark.
TEST(TransferPlanProperty, OnlyIslandsAndColdTailsAreInterruptedAndThePlanIsWhatStands) {
  std::size_t several = 0, relieved_hot = 0, relieved_cold = 0;
  for (std::uint64_t seed = 0; seed < 1'200 && !HasFailure(); ++seed) {
    SCOPED_TRACE(testing::Message() << "seed=" << seed);
    auto tables = random_network(seed, {.sources = 3 + seed % 2,
                                        .pieces = 8 + seed % 10,
                                        .ties = 4 + seed % 5,
                                        .max_nodes = 2,
                                        .min_users = 1,
                                        .weak_switch = 0,
                                        .joined_by_line = 0});
    Random random{seed + 77};
    for (auto& row : tables.switches) {
      row.ampacity_a = static_cast<float>(random.between(60, 200));
      row.loop_close = seed % 2 == 0 ? network::Answer::yes : row.loop_close;
    }
    auto const model = build_clean(tables);
    OutageQuery query{.start = kStart, .duration_s = 8 * kSecondsPerHour};
    query.strategies = {Strategy::none, Strategy::cold, Strategy::hot};
    auto const section = random.below(model->n_section());
    query.equipment = {{study::EquipmentKind::section, static_cast<std::uint32_t>(section)}};
    study::Workspace workspace{model};
    auto const answer = *study::simulate_outage(*model, query, workspace);
    auto const middle = query.start + query.duration_s / 2;
    auto const lost = dark_at(answer.strategies[0], middle);
    for (auto const& outcome : answer.strategies) {
      expect_sound(*model, query, outcome);
      auto may_be_dark = lost;
      auto stays_dark = lost;
      if (outcome.plan) {
        several += outcome.plan->parts.size() > 1 ? 1U : 0U;
        for (auto const& part : outcome.plan->parts) {
          for (auto const s : part.sections) {
            EXPECT_EQ(stays_dark.erase(s), 1U) << "fed twice, or never lost";
          }
        }
        for (auto const& relief : outcome.plan->reliefs) {
          (relief.hot ? relieved_hot : relieved_cold) += 1;
          if (!relief.hot) {
            may_be_dark.insert(relief.sections.begin(), relief.sections.end());
          }
        }
      }
      for (auto const& interval : outcome.sections) {
        EXPECT_TRUE(may_be_dark.contains(interval.section))
            << study::section_name(*model, interval.section);
      }
      EXPECT_EQ(dark_at(outcome, middle), stays_dark);
    }
  }
  EXPECT_GT(several, 50U);
  EXPECT_GT(relieved_hot, 2U);
  EXPECT_GT(relieved_cold, 10U);
}

}  // namespace
}  // namespace tieline::test
