// Open capacity: worked figures, every element that can bind, what is unknown, duty, filters.

#include "engine/study/open_capacity.hpp"

#include <cmath>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/support/sketch.hpp"

namespace tieline::study {
namespace {

using network::NetworkPtr;
using test::sketch;
using test::Sketch;

/// The users of a section become one of `kw` at power factor 1, behind a transformer of `rated`.
void load(Sketch& s, std::string_view section, float kw, float rated = 100'000) {
  s.users(section, 1);
  auto& user = s.user_row(s.keep(std::string{section} + ".1"));
  user.rated_kva = rated;
  user.load_kw = kw;
  user.peak_kw = kw;
  user.power_factor = 1;
}

/// One answer with its rows by id.
struct Asked {
  explicit Asked(Sketch const& s, CapacityQuery query = {}) : model{s.build()} {
    if (query.kinds.size() == 2) {
      query.kinds = {CapacityKind::feeder, CapacityKind::section, CapacityKind::transformer,
                     CapacityKind::source};
    }
    answer = open_capacity(*model, query).value();
  }
  [[nodiscard]] CapacityRow const& row(CapacityKind kind, std::uint32_t number) const {
    for (auto const& one : answer.rows) {
      if (one.kind == kind && one.row == number) {
        return one;
      }
    }
    throw BrokenInvariant{"no such row"};
  }
  [[nodiscard]] CapacityRow const& feeder(std::string_view id) const {
    return row(CapacityKind::feeder, model->find_feeder(id).raw());
  }
  [[nodiscard]] CapacityRow const& user(std::string_view id) const {
    return row(CapacityKind::transformer, model->find_user(id).raw());
  }
  [[nodiscard]] CapacityRow const& section(std::string_view node) const {
    return row(CapacityKind::section, test::section_at(*model, node).raw());
  }
  [[nodiscard]] CapacityRow const& source(std::string_view id) const {
    return row(CapacityKind::source, model->find_source(id).raw());
  }

  NetworkPtr model;
  CapacityAnswer answer;
};

// 400 kVA at a load rate of 0.62 with a limit of 0.8: 72 kVA.
TEST(OpenCapacity, ATransformerMayTakeWhatItsShareLeaves) {
  auto s = sketch("S=a");
  load(s, "a", 248, 400);
  Asked const asked{s};
  auto const& row = asked.user("a.1");
  EXPECT_NEAR(row.open_kva, 72, 1e-6);
  EXPECT_EQ(row.binding.element, CapacityElement::transformer);
  EXPECT_NEAR(row.binding.limit, 320, 1e-6);
  EXPECT_NEAR(row.binding.load, 248, 1e-6);
  EXPECT_EQ(row.gap, CapacityGap::none);
}

// 10 kV, 400 A, peak 215 A, limit 0.8: √3·10·(320 − 215) = 1818.65 kVA.
TEST(OpenCapacity, ALineMayTakeWhatItsShareLeaves) {
  auto s = sketch("S=a");
  s.line_row("a").ampacity_a = 400;
  load(s, "a", static_cast<float>(std::sqrt(3.0) * 10 * 215));
  Asked const asked{s};
  auto const& row = asked.feeder("Sa");
  EXPECT_NEAR(row.open_kva, 1818.65, 0.005);
  EXPECT_EQ(row.binding.element, CapacityElement::line);
  EXPECT_EQ(row.binding.row, asked.model->find_line("a").raw());
  EXPECT_NEAR(row.binding.load, 215, 1e-4);
  EXPECT_NEAR(row.binding.limit, 320, 1e-4);
  EXPECT_NEAR(row.binding.rating, 400, 1e-4);
}

TEST(OpenCapacity, TheTightestElementOnTheWayBinds) {
  auto s = sketch("S=a=b");
  load(s, "a", 1000);
  load(s, "b", 1000);
  s.switch_row("ab").ampacity_a = 100;  // 0.8·100 A − 57.74 A = 22.26 A, 385.6 kVA
  Asked const asked{s};
  EXPECT_NEAR(asked.section("b").open_kva, std::sqrt(3.0) * 800 - 1000, 1e-3);
  EXPECT_EQ(asked.section("b").binding.element, CapacityElement::network_switch);
  EXPECT_GT(asked.section("a").open_kva, 10'000);  // upstream of it
  s.source_row("S").rated_kva = 2600;
  Asked const small{s};
  EXPECT_NEAR(small.section("b").open_kva, 0.8 * 2600 - 2000, 1e-3);
  EXPECT_EQ(small.section("b").binding.element, CapacityElement::source);
  EXPECT_NEAR(small.source("S").open_kva, 80, 1e-3);
}

TEST(OpenCapacity, AnOverloadIsNothingOpenAndShownApart) {
  auto s = sketch("S=a");
  load(s, "a", 400, 400);
  Asked const asked{s};
  EXPECT_EQ(asked.user("a.1").open_kva, 0);
  EXPECT_NEAR(asked.user("a.1").room_kva, -80, 1e-4);
  EXPECT_TRUE(asked.user("a.1").is_restricted(0));
}

TEST(OpenCapacity, ReachingTheLimitIsNoOverload) {
  auto s = sketch("S=a");
  load(s, "a", 320, 400);
  EXPECT_EQ(Asked{s}.user("a.1").room_kva, 0);
}

TEST(OpenCapacity, AnUnknownRatingProvesNothingBehindIt) {
  auto s = sketch("S=a=b");
  s.line_row("a").ampacity_a = kUnknown;
  load(s, "a", 100);
  load(s, "b", 100);
  Asked const asked{s};
  auto const& row = asked.section("b");
  EXPECT_FALSE(is_known(row.open_kva));
  EXPECT_TRUE(is_known(row.room_kva));  // no more than this
  EXPECT_EQ(row.gap, CapacityGap::rating);
  EXPECT_EQ(row.gap_at.element, CapacityElement::line);
  EXPECT_TRUE(is_known(asked.source("S").open_kva));  // before it
  EXPECT_EQ(asked.answer.totals[static_cast<std::size_t>(CapacityKind::section)].not_proven, 2);
}

TEST(OpenCapacity, AnUnknownLoadProvesNothingAboveIt) {
  auto s = sketch("S=a=b, S=c");
  load(s, "a", 100);
  load(s, "c", 100);
  s.user_row("b.1").peak_kw = kUnknown;
  s.user_row("b.1").load_kw = kUnknown;
  Asked const asked{s};
  for (auto const* row : {&asked.source("S"), &asked.section("a"), &asked.section("c")}) {
    EXPECT_FALSE(is_known(row->open_kva));
    EXPECT_EQ(row->gap, CapacityGap::load);
    EXPECT_EQ(row->gap_user, asked.model->find_user("b.1"));
  }
}

TEST(OpenCapacity, NothingLeftIsProvenThoughAnotherElementIsUnknown) {
  auto s = sketch("S=a");
  s.line_row("a").ampacity_a = kUnknown;
  load(s, "a", 400, 400);
  auto const row = Asked{s}.user("a.1");
  EXPECT_EQ(row.open_kva, 0);
  EXPECT_EQ(row.gap, CapacityGap::rating);
  EXPECT_EQ(row.binding.element, CapacityElement::transformer);
}

TEST(OpenCapacity, ALoopProvesNothingBehindIt) {
  auto s = sketch("S=a=b=c=d, a=c");
  Asked const asked{s};
  EXPECT_TRUE(is_known(asked.section("a").open_kva));
  for (auto const* node : {"b", "c", "d"}) {
    EXPECT_FALSE(is_known(asked.section(node).open_kva)) << node;
    EXPECT_EQ(asked.section(node).gap, CapacityGap::loop) << node;
  }
}

TEST(OpenCapacity, WhatIsUnfedHasNone) {
  auto s = sketch("S=a-b=c");
  auto const row = Asked{s}.section("c");
  EXPECT_FALSE(is_known(row.open_kva));
  EXPECT_FALSE(is_known(row.room_kva));
  EXPECT_EQ(row.gap, CapacityGap::unfed);
}

TEST(OpenCapacity, TheDutyOfAFeederCountsItsNeighbours) {
  for (auto const& [picture, share] : {std::pair{"S=a, T=b", 0.0},
                                       {"S=a-b=T", 1.0 / 2},
                                       {"S=a-b=T, a-c=T", 2.0 / 3},
                                       {"S=a-b=T, a-c=T, a-b", 2.0 / 3},
                                       {"S=a-b=T, a-c=T, a-d=T, a-e=T", 0.8}}) {
    auto s = sketch(picture);
    s.line_row("a").ampacity_a = 600;
    load(s, "a", 0);
    for (auto& source : s.tables().sources) {
      source.station = "one";
    }
    Asked const asked{s, {.n1 = true}};
    EXPECT_NEAR(asked.feeder("Sa").open_kva, std::sqrt(3.0) * 10 * 600 * share, 1e-3) << picture;
  }
}

TEST(OpenCapacity, ATieThatMayNotCloseIsNoNeighbour) {
  auto s = sketch("S=a-b=T");
  s.switch_row("ab").kind = network::SwitchKind::disconnector;
  EXPECT_EQ((Asked{s, {.n1 = true}}.feeder("Sa").open_kva), 0);
}

TEST(OpenCapacity, TheDutyOfAStationIsToLoseItsLargestSource) {
  auto s = sketch("S=a-b=T");
  load(s, "a", 3000);
  load(s, "b", 2000);
  s.source_row("S").rated_kva = 10'000;
  s.source_row("T").rated_kva = 8000;
  s.source_row("T").station = s.source_row("S").station;
  Asked const asked{s, {.n1 = true}};
  for (auto const* id : {"S", "T"}) {
    EXPECT_NEAR(asked.source(id).open_kva, 0.8 * 8000 - 5000, 1e-3);
    EXPECT_EQ(asked.source(id).binding.element, CapacityElement::station);
    EXPECT_NEAR(asked.source(id).binding.rating, 18'000, 1e-3);
  }
  s.source_row("T").station = "elsewhere";
  EXPECT_EQ((Asked{s, {.n1 = true}}.source("S").open_kva), 0);  // nothing is left without S
}

TEST(OpenCapacity, WhatIsPendingCountsOnItsWay) {
  auto s = sketch("S=a=b");
  load(s, "a", 100);
  load(s, "b", 100, 400);
  Asked const plain{s};
  auto const& model = *plain.model;
  Asked const asked{s,
                    {.pending = {{.user = model.find_user("b.1"), .kva = 60},
                                 {.node = model.find_node("a.end"), .kva = 500}}}};
  EXPECT_NEAR(asked.user("b.1").open_kva, 0.8 * 400 - 160, 1e-6);
  EXPECT_NEAR(plain.source("S").open_kva - asked.source("S").open_kva, 560, 1e-6);
  EXPECT_NEAR(plain.section("b").open_kva - asked.section("b").open_kva, 560, 1e-6);
}

TEST(OpenCapacity, RestrictedRowsCannotTakeWhatIsNeeded) {
  auto s = sketch("S=a, S=b");
  load(s, "a", 320, 400);
  load(s, "b", 220, 400);
  auto const listed = [&](double need) {
    CapacityQuery query{.kinds = {CapacityKind::transformer}};
    query.restricted_only = true;
    query.need_kva = need;
    return Asked{s, query}.answer;
  };
  EXPECT_EQ(listed(0).rows.size(), 1U);
  EXPECT_EQ(listed(100).rows.size(), 1U);  // b has just that
  EXPECT_EQ(listed(101).rows.size(), 2U);
  EXPECT_EQ(listed(0).totals[static_cast<std::size_t>(CapacityKind::transformer)].rows, 2);
}

TEST(OpenCapacity, FiltersKeepWhatTheyName) {
  auto s = sketch("S=a=b, S=c, T=d");
  s.tables().feeders[0].organisation = "east";
  s.user_row("b.1").zone = network::Zone::rural;
  s.user_row("c.1").organisation = "east";
  Asked const all{s};
  auto const& model = *all.model;
  auto const count = [&](CapacityQuery query) {
    query.kinds = {CapacityKind::feeder, CapacityKind::section, CapacityKind::transformer};
    std::array<std::int64_t, 4> rows{};
    query.kinds.push_back(CapacityKind::source);
    auto const answer = open_capacity(model, query).value();
    for (std::size_t k = 0; k < rows.size(); ++k) {
      rows[k] = answer.totals[k].rows;
    }
    return rows;
  };
  using Rows = std::array<std::int64_t, 4>;  // feeders, sections, transformers, sources
  EXPECT_EQ(count({}), (Rows{3, 6, 4, 2}));
  EXPECT_EQ(count({.feeders = {model.find_feeder("Sa")}}), (Rows{1, 2, 2, 1}));
  EXPECT_EQ(count({.zone = network::Zone::rural}), (Rows{1, 1, 1, 1}));
  auto const east = model.col().feeder_organisation[model.find_feeder("Sa")];
  EXPECT_EQ(count({.organisation = east}), (Rows{1, 2, 3, 1}));
}

TEST(OpenCapacity, RowsAreSortedAndKindsStandAsAsked) {
  auto s = sketch("S=a, S=b, S=c");
  load(s, "a", 300, 400);
  load(s, "b", 400, 400);
  s.user_row("c.1").rated_kva = kUnknown;
  Asked const asked{s, {.kinds = {CapacityKind::transformer}}};
  ASSERT_EQ(asked.answer.rows.size(), 3U);
  EXPECT_EQ(asked.answer.rows[0].row, asked.model->find_user("b.1").raw());
  EXPECT_EQ(asked.answer.rows[1].row, asked.model->find_user("a.1").raw());
  EXPECT_EQ(asked.answer.rows[2].row, asked.model->find_user("c.1").raw());
}

TEST(OpenCapacity, AWrongQuestionIsRefused) {
  auto const model = sketch("S=a").build();
  for (auto const& query :
       {CapacityQuery{.k_line = 0}, CapacityQuery{.k_transformer = 1.1},
        CapacityQuery{.k_source = std::nan("")}, CapacityQuery{.pending = {{.kva = 1}}},
        CapacityQuery{.pending = {{.node = network::NodeId{0U}, .kva = -1}}},
        CapacityQuery{.need_kva = -1}}) {
    EXPECT_FALSE(open_capacity(*model, query));
  }
}

}  // namespace
}  // namespace tieline::study
