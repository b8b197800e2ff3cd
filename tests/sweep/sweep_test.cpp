// What a sweep counts, contingency by contingency, on networks small enough to read.

#include "engine/sweep/sweep.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include <gtest/gtest.h>

#include "engine/sweep/settler.hpp"
#include "tests/support/alloc_count.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random_network.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::sweep {
namespace {

using test::Sketch;
using test::sketch;

/// The outcome of one contingency of a sweep over everything.
struct Swept {
  network::NetworkPtr model;
  SweepAnswer answer;

  explicit Swept(Sketch const& s) : model{s.build()}, answer{sweep_n1(*model, {.threads = 1})} {}

  [[nodiscard]] std::size_t index(ElementKind kind, std::uint32_t row) const {
    for (std::size_t i = 0; i < answer.contingency.size(); ++i) {
      if (answer.contingency[i] == Contingency{kind, row}) {
        return i;
      }
    }
    throw BrokenInvariant{"no such contingency"};
  }
  [[nodiscard]] Outcome const& section(char const* node) const {
    return answer.outcome[index(ElementKind::section, test::section_at(*model, node).raw())];
  }
  [[nodiscard]] Outcome const& line(char const* id) const {
    return answer.outcome[index(ElementKind::line, test::line_of(*model, id).raw())];
  }
  [[nodiscard]] Outcome const& device(char const* id) const {
    return answer.outcome[index(ElementKind::network_switch, test::switch_of(*model, id).raw())];
  }
  [[nodiscard]] Outcome const& source(char const* id) const {
    return answer.outcome[index(ElementKind::source, model->find_source(id).raw())];
  }
};

TEST(Sweep, FeedsWhatLiesBeyondTheFaultThroughTheTie) {
  auto s = sketch("S1=a=b=c-d=S2");
  s.users("a", 2).users("b", 3, 10).users("c", 4, 20);
  Swept const swept{s};
  auto const& a = swept.section("a");
  EXPECT_EQ(a.users_out, 9U);
  EXPECT_EQ(a.users_isolated, 2U);
  EXPECT_EQ(a.users_restored, 7U);
  EXPECT_EQ(a.households_out, 2U + 30 + 80);
  EXPECT_EQ(a.households_restored, 110U);
  EXPECT_FLOAT_EQ(a.kw_beyond, 700.0F);
  EXPECT_FLOAT_EQ(a.kw_restored, 700.0F);
  EXPECT_EQ(a.passed, 1);
  EXPECT_EQ(a.n_tie, 1);
  EXPECT_EQ(a.tier, Tier::closed_form);
  auto const& c = swept.section("c");
  EXPECT_EQ(c.users_out, 4U);
  EXPECT_EQ(c.users_restored, 0U);
  EXPECT_EQ(c.passed, 1) << "nobody beyond";
}

TEST(Sweep, CountsALineAsItsSectionAndASwitchAsBothOfItsOwn) {
  auto s = sketch("S1=a=b=c-d=S2");
  Swept const swept{s};
  EXPECT_EQ(swept.line("b").users_out, swept.section("b").users_out);
  EXPECT_EQ(swept.line("b").users_restored, 1U);
  EXPECT_EQ(swept.device("ab").users_out, 3U);
  EXPECT_EQ(swept.device("ab").users_isolated, 2U);
  EXPECT_EQ(swept.device("ab").users_restored, 1U);
  EXPECT_EQ(swept.device("cd").users_isolated, 2U) << "an open tie takes both its sections along";
}

TEST(Sweep, PrefersRemoteTiesThenTheLowest) {
  auto s = sketch("S1=a=b-c=S2, b-d=S3");
  s.switch_row("bd").control = network::Control::remote;
  Swept const remote{s};
  auto const i = remote.index(ElementKind::section, test::section_at(*remote.model, "a").raw());
  EXPECT_EQ(remote.answer.ties.at(remote.answer.tie_begin[i]),
            test::switch_of(*remote.model, "bd"));
  s.switch_row("bd").ampacity_a = 1;
  Swept const narrow{s};
  EXPECT_EQ(narrow.answer.ties.at(narrow.answer.tie_begin[i]), test::switch_of(*narrow.model, "bc"))
      << "the remote one cannot carry it";
  EXPECT_EQ(narrow.section("a").passed, 1);
}

TEST(Sweep, SaysWhichLimitBinds) {
  auto s = sketch("S1=a=b-c=S2");
  s.line_row("c").ampacity_a = 5;  // 100 kW at a power factor of 0.95 take 6.1 A at 10 kV
  Swept const swept{s};
  auto const& a = swept.section("a");
  EXPECT_EQ(a.passed, 0);
  EXPECT_EQ(a.users_restored, 0U);
  EXPECT_EQ(a.binding, flow::LimitKind::line);
  EXPECT_EQ(a.binding_row, test::line_of(*swept.model, "c").raw());
  EXPECT_FLOAT_EQ(a.binding_limit, 5.0F);
  EXPECT_NEAR(a.binding_value, 6.08, 0.02);
  EXPECT_EQ(a.proven, 1);
}

TEST(Sweep, NamesAnUnknownRatingInsteadOfTakingItForUnlimited) {
  auto s = sketch("S1=a=b-c=S2");
  s.switch_row("bc").ampacity_a = kUnknown;
  Swept const swept{s};
  auto const& a = swept.section("a");
  EXPECT_EQ(a.users_restored, 0U);
  EXPECT_EQ(a.binding, flow::LimitKind::network_switch);
  EXPECT_TRUE(std::isnan(a.binding_value));
}

TEST(Sweep, FeedsTheBusbarOfALostSourceThroughTheCoupler) {
  auto s = sketch("S1=a=b, S2=c, S1-S2");
  Swept const swept{s};
  EXPECT_EQ(swept.source("S1").users_out, 2U);
  EXPECT_EQ(swept.source("S1").users_isolated, 0U);
  EXPECT_EQ(swept.source("S1").users_restored, 2U);
  EXPECT_EQ(swept.section("S1").users_out, 2U);
  EXPECT_EQ(swept.section("S1").users_restored, 0U) << "the busbar itself has failed";
  EXPECT_EQ(swept.section("S1").passed, 0);
  EXPECT_EQ(swept.section("S1").binding, flow::LimitKind::none) << "no tie is left";
}

TEST(Sweep, LeavesOutWhoStaysOnASecondSupply) {
  auto s = sketch("S1=a=b-c=S2");
  s.users("b", 2);
  s.user_row("b.1").second_supply = "c.end";
  Swept const swept{s};
  EXPECT_EQ(swept.section("a").users_out, 2U) << "a.1 and b.2";
  EXPECT_EQ(swept.section("a").users_restored, 1U);
  EXPECT_FLOAT_EQ(swept.section("a").kw_beyond, 100.0F);
}

TEST(Sweep, LeavesOutWhatHasNoSupplyAnyway) {
  auto s = sketch("S1=a-b");
  Swept const swept{s};
  EXPECT_EQ(swept.section("b").users_out, 0U);
  EXPECT_EQ(swept.section("b").passed, 1);
  EXPECT_EQ(swept.section("a").users_out, 1U);
}

TEST(Sweep, NeedsNoTransferWhereARingStaysClosed) {
  auto s = sketch("S1=a=b=c=S2");
  Swept const swept{s};
  EXPECT_EQ(swept.section("a").users_out, 1U);
  EXPECT_EQ(swept.section("a").passed, 1);
}

TEST(Sweep, ListsKindsInTheOrderAsked) {
  auto const model = sketch("S1=a=b-c=S2").build();
  auto const answer =
      sweep_n1(*model, {.kinds = {ElementKind::source, ElementKind::section}, .threads = 1});
  ASSERT_EQ(answer.contingency.size(), model->n_source() + model->n_section());
  EXPECT_EQ(answer.contingency.front(), (Contingency{ElementKind::source, 0}));
  EXPECT_EQ(answer.contingency[2], (Contingency{ElementKind::section, 0}));
  EXPECT_EQ(answer.tie_begin.size(), answer.outcome.size() + 1);
  EXPECT_EQ(answer.total.contingencies, static_cast<std::int64_t>(answer.outcome.size()));
}

TEST(Sweep, TellsProgressUpToTheEndAndStopsWhenAsked) {
  auto const model = sketch("S1=a=b-c=S2").build();
  auto last = 0.0;
  static_cast<void>(sweep_n1(*model, {.threads = 2}, [&](double share) {
    EXPECT_GE(share, last);
    last = share;
  }));
  EXPECT_DOUBLE_EQ(last, 1.0);
  std::stop_source stop;
  stop.request_stop();
  auto const answer = sweep_n1(*model, {.threads = 1, .stop = stop.get_token()});
  EXPECT_EQ(answer.total.users_out, 0);
}

/// Everything but padding.
std::string bytes_of(SweepAnswer const& answer) {
  std::string bytes;
  auto const add = [&](auto const value) {
    bytes.append(reinterpret_cast<char const*>(&value), sizeof value);  // NOLINT: plain figures
  };
  for (auto const& o : answer.outcome) {
    add(o.users_out);
    add(o.users_isolated);
    add(o.users_restored);
    add(o.households_out);
    add(o.households_restored);
    add(o.kw_beyond);
    add(o.kw_restored);
    add(o.binding);
    add(o.binding_row);
    add(o.binding_value);
    add(o.binding_limit);
    add(o.tier);
    add(o.proven);
    add(o.passed);
    add(o.n_tie);
  }
  for (auto const begin : answer.tie_begin) {
    add(begin);
  }
  for (auto const tie : answer.ties) {
    add(tie.raw());
  }
  for (auto const& part : answer.partly) {
    add(part.contingency);
    for (auto const s : part.sections) {
      add(s.raw());
    }
  }
  return bytes;
}

TEST(SweepThreads, AnswerTheSameWhateverTheirNumber) {
  auto const model = test::build_clean(test::random_network(
      7, {.sources = 40, .pieces = 900, .ties = 200, .unfed = 3, .dual_user = 3}));
  auto const one = bytes_of(sweep_n1(*model, {.threads = 1, .most_work = 200}));
  for (auto const threads : {2U, 8U}) {
    EXPECT_EQ(one, bytes_of(sweep_n1(*model, {.threads = threads, .most_work = 200})));
  }
}

TEST(Sweep, AllocatesNothingOnceWarm) {
  auto s = sketch("S1=a=b=c-d=e=S2, b=f, c=g, S3=h=i-d");
  auto const model = s.build();
  SweepQuery const query{.parts = false};  // kept parts are memory of the answer
  FeederArena const arena{*model, query.slot, 1};
  Results results{*model, 1};
  Tops tops(arena.feeders().size());
  Settler settler{arena, query, 0, results, tops};
  auto const run = [&] {
    for (std::uint32_t i = 0; i < arena.feeders().size(); ++i) {
      settler.settle_feeder(i, true, true);
    }
  };
  run();
  auto const before = test::allocations_so_far();
  run();
  EXPECT_EQ(test::allocations_so_far() - before, 0U);
}

}  // namespace
}  // namespace tieline::sweep
