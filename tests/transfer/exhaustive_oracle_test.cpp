// The exhaustive search itself, on networks whose best transfer is seen by eye.

#include <gtest/gtest.h>

#include "tests/support/exhaustive_transfer.hpp"
#include "tests/support/random_transfer_case.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::test {
namespace {

/// Peak loads of 1000 kW at power factor 1: 57.74 A each.
Sketch megawatts(std::string_view picture) {
  auto s = sketch(picture);
  s.tables().settings.power_factor = 1;
  for (auto& user : s.tables().transformers) {
    user.peak_kw = 1000;
  }
  for (auto& line : s.tables().lines) {
    line.r_ohm_per_km = line.x_ohm_per_km = 0;
  }
  return s;
}

struct Asked {
  TransferCase question;
  ExhaustiveBest best;
  [[nodiscard]] std::string text() const {
    std::string text;
    for (auto const id : best.closed) {
      text += "+" + std::string{question.model->id_of(id)} + " ";
    }
    for (auto const id : best.opened) {
      text += "-" + std::string{question.model->id_of(id)} + " ";
    }
    return text + std::to_string(best.served.users);
  }
};

Asked ask(Sketch const& s, std::string_view hit, int levels) {
  TransferSketch const sketch{.tables = s.tables(),
                              .hit_nodes = {hit},
                              .source_out = {},
                              .window = flow::peak_window(),
                              .levels = levels};
  Asked asked{.question = transfer_case(sketch), .best = {}};
  auto const query = asked.question.query();
  asked.best = ExhaustiveTransfer{query, *asked.question.model}.best();
  return asked;
}

TEST(ExhaustiveTransfer, ClosesOneTieThatCarriesAll) {
  EXPECT_EQ(ask(megawatts("S1 =a=b=c- S2"), "a", 1).text(), "+cS2 2");
}

TEST(ExhaustiveTransfer, OpensInsideWhereTheTieIsShort) {
  auto s = megawatts("S1 =a=b=c- S2");
  s.switch_row("cS2").ampacity_a = 58;  // one megawatt and a little
  EXPECT_EQ(ask(s, "a", 1).text(), "+cS2 -bc 1");
  s.switch_row("cS2").ampacity_a = 57;
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
}

TEST(ExhaustiveTransfer, LimitsThatAreJustReachedHold) {
  auto s = megawatts("S1 =a=b- S2");
  s.source_row("S2").rated_kva = 1000;
  EXPECT_EQ(ask(s, "a", 1).text(), "+bS2 1");
  s.source_row("S2").rated_kva = 999.9F;
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
  s.source_row("S2").rated_kva = kUnknown;
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
}

TEST(ExhaustiveTransfer, DropsAndLossesFollowTheQuadraticOfOneLoad) {
  auto s = megawatts("S1 =a=b- S2");
  s.user_row("b.1").node = "b";      // the far end of the line
  s.line_row("b").r_ohm_per_km = 5;  // V² − V·10 + 5 = 0, so V = 9.47214 kV and I·√3 = 105.57 A
  s.switch_row("bS2").ampacity_a = 60.96F;
  s.tables().settings.vmin_pu = 0.94721;
  EXPECT_EQ(ask(s, "a", 1).text(), "+bS2 1");
  s.tables().settings.vmin_pu = 0.94722;
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
  s.tables().settings.vmin_pu = 0.9;
  s.switch_row("bS2").ampacity_a = 60.94F;
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
  s.switch_row("bS2").ampacity_a = 100;
  s.source_row("S2").rated_kva = 1055.73F;  // 10 kV · 105.5728 A
  EXPECT_EQ(ask(s, "a", 1).text(), "+bS2 1");
  s.source_row("S2").rated_kva = 1055.72F;
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
}

TEST(ExhaustiveTransfer, NeighbourHandsItsTailOverOnlyAtTheSecondLevel) {
  auto s = megawatts("S1 =a=b, S2 =c=d- e= S3, b-c");
  s.switch_row("S2c").ampacity_a = 116;  // two megawatts: c, d or c, b
  EXPECT_EQ(ask(s, "a", 1).text(), "0");
  EXPECT_EQ(ask(s, "a", 2).text(), "+bc +de -cd 1");
  s.switch_row("cd").kind = network::SwitchKind::disconnector;
  EXPECT_EQ(ask(s, "a", 2).text(), "0");
}

TEST(ExhaustiveTransfer, WhoTakesTheDarkAreaTakesNoTail) {
  auto s = megawatts("S1 =a=b, a=f, S2 =c=d- e= S3, b-c, f-e");
  s.switch_row("S2c").ampacity_a = 116;
  EXPECT_EQ(ask(s, "a", 2).text(), "+fe 1");
  s.users("b", 2).user_row("b.1").peak_kw = 500;
  s.user_row("b.2").peak_kw = 500;
  EXPECT_EQ(ask(s, "a", 2).text(), "+bc +de -cd 2");
}

TEST(ExhaustiveTransfer, LowestListBreaksTies) {
  auto const s = megawatts("S1 =a=b- S2, b- S3");
  auto const asked = ask(s, "a", 1);
  ASSERT_EQ(asked.best.closed.size(), 1U);
  auto const& model = *asked.question.model;
  EXPECT_EQ(asked.best.closed.front(), std::min(switch_of(model, "bS2"), switch_of(model, "bS3")));
}

}  // namespace
}  // namespace tieline::test
