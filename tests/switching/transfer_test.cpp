#include "engine/switching/transfer.hpp"

#include <array>
#include <cmath>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/sketch.hpp"

namespace tieline::switching {
namespace {

using network::Answer;
using test::sketch;
using Names = std::vector<std::string_view>;

/// `count` users that together draw `kw` in `section`.
void load(test::Sketch& s, std::string_view section, int count, float kw) {
  s.users(section, count);
  for (auto& row : s.tables().transformers) {
    if (row.node.starts_with(section) && row.id.starts_with(std::string{section} + ".")) {
      row.peak_kw = kw / static_cast<float>(count);
    }
  }
}

/// What rank_transfers() says when `dead` is cut off and `island` is dark.
class Ranked {
 public:
  Ranked(test::Sketch const& s, Names const& open, Names const& island, Names const& dead,
         flow::LoadWindow const& window = flow::peak_window())
      : model{s.build()} {
    auto closed = network::normal_state(*model);
    for (auto const id : open) {
      closed.set(test::switch_of(*model, id), false);
    }
    std::vector<network::SectionId> island_ids, dead_ids;
    for (auto const name : island) {
      island_ids.push_back(test::section_at(*model, name));
    }
    for (auto const name : dead) {
      dead_ids.push_back(test::section_at(*model, name));
    }
    TransferScratch scratch{*model};
    options = rank_transfers(
        *model, {.closed = closed, .island = island_ids, .dead = dead_ids, .window = window},
        scratch);
  }
  [[nodiscard]] Names picked(std::size_t i) const {
    Names names;
    for (auto const section : options[i].picked) {
      auto const via = model->col().section_via[section];
      names.push_back(model->id_of(via));
    }
    return names;
  }
  [[nodiscard]] Names opened(std::size_t i) const { return ids(options[i].opened); }
  [[nodiscard]] Names ties() const {
    std::vector<network::SwitchId> all;
    for (auto const& option : options) {
      all.push_back(option.tie);
    }
    return ids(all);
  }
  [[nodiscard]] ReasonKind why(std::size_t i) const { return options[i].binding.kind; }

  network::NetworkPtr model;
  std::vector<TransferOption> options;

 private:
  [[nodiscard]] Names ids(std::vector<network::SwitchId> const& rows) const {
    Names names;
    for (auto const row : rows) {
      names.push_back(model->id_of(row));
    }
    return names;
  }
};

/// The four-section feeder of testdata/cases/domain_d: work on b, tie at the end of d.
test::Sketch four_sections() {
  auto s = sketch("S=a=b=c=d-e=T");
  load(s, "a", 60, 1200);
  load(s, "b", 40, 900);
  load(s, "c", 30, 800);
  load(s, "d", 70, 1100);
  load(s, "e", 1, 0);
  return s;
}
Ranked work_on_b(test::Sketch const& s, flow::LoadWindow const& window = flow::peak_window()) {
  return {s, {"ab", "bc"}, {"c", "d"}, {"b"}, window};
}

TEST(RankTransfers, TakesTheWholeIslandWhereItFits) {
  auto const seen = work_on_b(four_sections());
  ASSERT_EQ(seen.ties(), Names{"de"});
  auto const& option = seen.options[0];
  EXPECT_TRUE(option.feasible);
  EXPECT_FALSE(option.partial);
  EXPECT_TRUE(option.hot_possible);
  EXPECT_FALSE(option.binding.is_some());
  EXPECT_EQ(option.aims.users, 100);
  EXPECT_EQ(option.aims.households, 100);
  EXPECT_EQ(seen.picked(0), (Names{"bc", "cd"}));
  EXPECT_TRUE(option.opened.empty());
  EXPECT_EQ(seen.model->id_of(option.source), "T");
}

TEST(RankTransfers, TakesOnlyS4ThroughATieOf1500Kilowatt) {
  auto s = four_sections();
  s.switch_row("de").ampacity_a = 91.2F;  // 1.5 MW at power factor 0.95
  auto const seen = work_on_b(s);
  auto const& option = seen.options[0];
  EXPECT_TRUE(option.feasible);
  EXPECT_TRUE(option.partial);
  EXPECT_EQ(seen.picked(0), Names{"cd"});
  EXPECT_EQ(seen.opened(0), Names{"cd"});
  EXPECT_EQ(option.aims.users, 70);
  EXPECT_EQ(seen.why(0), ReasonKind::switch_overload);  // of the whole: 1.9 MW
  EXPECT_NEAR(option.binding.value, 1900 / 0.95 / (std::sqrt(3) * 10), 1e-3);
  EXPECT_GT(option.margin_kw, 0);  // of the part
  EXPECT_TRUE(option.hot_possible);
  s.switch_row("cd").kind = network::SwitchKind::disconnector;
  auto const cold = work_on_b(s);
  EXPECT_TRUE(cold.options[0].feasible);
  EXPECT_FALSE(cold.options[0].hot_possible);
  EXPECT_EQ(cold.options[0].loop_reason.kind, ReasonKind::breaks_load);
}

TEST(RankTransfers, SaysByHowMuchATieFallsShort) {
  auto s = four_sections();
  s.switch_row("de").ampacity_a = 60;  // 1.1 MW are 66.9 A
  auto const seen = work_on_b(s);
  EXPECT_FALSE(seen.options[0].feasible);
  EXPECT_EQ(seen.why(0), ReasonKind::switch_overload);
  EXPECT_NEAR(seen.options[0].margin_kw, 60 * std::sqrt(3) * 10 * 0.95 - 1900, 0.1);
  EXPECT_TRUE(seen.options[0].picked.empty());
  EXPECT_EQ(seen.options[0].aims.users, 0);
}

TEST(RankTransfers, NeverPassesAnUnknownLimit) {
  for (auto const* const id : {"de", "eT", "cd"}) {
    auto s = four_sections();
    s.switch_row(id).ampacity_a = kUnknown;
    auto const seen = work_on_b(s);
    EXPECT_EQ(seen.options[0].feasible, std::string_view{id} == "cd") << id;
    EXPECT_EQ(seen.options[0].partial, std::string_view{id} == "cd") << id;  // opens it instead
    EXPECT_EQ(seen.why(0), ReasonKind::switch_unknown);
    EXPECT_EQ(seen.model->id_of(network::SwitchId{seen.options[0].binding.row}), id);
  }
  auto s = four_sections();
  s.source_row("T").rated_kva = kUnknown;
  EXPECT_EQ(work_on_b(s).why(0), ReasonKind::source_unknown);
  auto line = four_sections();
  line.line_row("e").ampacity_a = kUnknown;
  EXPECT_EQ(work_on_b(line).why(0), ReasonKind::line_unknown);
  auto user = four_sections();
  user.user_row("e.1").peak_kw = user.user_row("e.1").load_kw = kUnknown;
  EXPECT_EQ(work_on_b(user).why(0), ReasonKind::load_unknown);
}

TEST(RankTransfers, JudgesEveryHourOfTheWindow) {
  auto s = four_sections();
  std::array<float, 24> shape{};
  shape.fill(0.4F);
  shape[19] = 1;
  s.tables().profiles.push_back({.profile = "evening", .per_unit = shape});
  for (auto& row : s.tables().transformers) {
    row.profile = "evening";
  }
  s.switch_row("de").ampacity_a = 60;
  auto const at = [&](Seconds hour, Seconds n) {
    return work_on_b(s, flow::hours_of({.start = hour * 3600, .duration_s = n * 3600}));
  };
  EXPECT_TRUE(at(0, 6).options[0].feasible);
  EXPECT_TRUE(at(13, 6).options[0].feasible);
  auto const evening = at(13, 7);
  EXPECT_FALSE(evening.options[0].feasible);
  EXPECT_EQ(evening.options[0].binding.hour, 19);
}

TEST(RankTransfers, SaysWhyATieIsNotUsable) {
  auto s = four_sections();
  s.switch_row("de").kind = network::SwitchKind::disconnector;
  EXPECT_EQ(work_on_b(s).why(0), ReasonKind::cannot_make_load);

  Ranked const dark{four_sections(), {"ab", "bc", "eT"}, {"c", "d"}, {"b"}};
  EXPECT_EQ(dark.why(0), ReasonKind::no_live_end);

  Ranked const worked{four_sections(), {"ab", "bc", "eT"}, {"c", "d"}, {"b", "e"}};
  EXPECT_EQ(worked.ties(), Names{"de"});  // bc, the isolation, is not a tie
  EXPECT_EQ(worked.why(0), ReasonKind::worked_on);
}

TEST(RankTransfers, LetsLoopCloseDecideAboutHotTransferOnly) {
  auto s = four_sections();
  s.switch_row("de").loop_close = Answer::no;
  auto seen = work_on_b(s);
  EXPECT_TRUE(seen.options[0].feasible);
  EXPECT_FALSE(seen.options[0].hot_possible);
  EXPECT_FALSE(seen.options[0].loop_permitted);
  EXPECT_EQ(seen.options[0].loop_reason.kind, ReasonKind::loop_not_permitted);
  s.switch_row("de").loop_close = Answer::unknown;
  seen = work_on_b(s);
  EXPECT_TRUE(seen.options[0].feasible);
  EXPECT_EQ(seen.options[0].loop_reason.kind, ReasonKind::loop_unknown);
}

TEST(RankTransfers, DoesNotUseATieOfAThirdParty) {
  auto s = four_sections();
  s.switch_row("de").owner = "works";
  EXPECT_TRUE(work_on_b(s).options[0].feasible);  // no feeder states an organisation
  s.tables().feeders[0].organisation = "east";
  s.tables().feeders[1].organisation = "west";
  EXPECT_EQ(work_on_b(s).why(0), ReasonKind::no_permission);
  for (auto const* const owner : {"", "east", "west"}) {
    s.switch_row("de").owner = owner;
    EXPECT_TRUE(work_on_b(s).options[0].feasible) << owner;
  }
}

TEST(RankTransfers, RanksByAimsThenCutsThenRemoteThenMargin) {
  auto s = sketch("S=a=b=c, b-d=T, c-e=U, c-f=V, b-g=W");
  load(s, "b", 2, 1000);
  load(s, "c", 3, 500);
  for (auto const* const id : {"d", "e", "f", "g"}) {
    load(s, id, 1, 0);
  }
  auto const rank = [&] { return Ranked{s, {"ab"}, {"b", "c"}, {"a"}}; };
  s.switch_row("ce").ampacity_a = 200;
  s.switch_row("cf").ampacity_a = 300;
  s.switch_row("bg").ampacity_a = 50;  // nothing fits
  s.switch_row("bd").ampacity_a = 80;  // b alone
  auto const seen = rank();
  EXPECT_EQ(seen.ties(), (Names{"cf", "ce", "bd", "bg"}));
  EXPECT_EQ(seen.options[2].aims.users, 2);
  EXPECT_FALSE(seen.options[3].feasible);
  s.switch_row("ce").control = network::Control::remote;
  EXPECT_EQ(rank().ties()[0], "ce");
}

TEST(RankTransfers, PutsPriorityUsersBeforeNumbers) {
  auto s = sketch("S=a=b, b=c, b=d, b-e=T");
  load(s, "b", 1, 100);
  load(s, "c", 9, 500);
  load(s, "d", 1, 500);
  load(s, "e", 1, 0);
  s.switch_row("be").ampacity_a = 40;  // b and one of c, d
  auto const rank = [&] { return Ranked{s, {"ab"}, {"b", "c", "d"}, {"a"}}; };
  EXPECT_EQ(rank().picked(0), (Names{"ab", "bc"}));
  EXPECT_EQ(rank().opened(0), Names{"bd"});
  s.user_row("d.1").priority = 2;
  EXPECT_EQ(rank().picked(0), (Names{"ab", "bd"}));
  s.user_row("c.1").priority = 3;
  EXPECT_EQ(rank().picked(0), (Names{"ab", "bc"}));
}

TEST(RankTransfers, UsesATieWithinTheSameFeeder) {
  auto s = sketch("S=a=b=c, a=d, c-d");
  Ranked const seen{s, {"ab", "bc"}, {"c"}, {"b"}};
  EXPECT_EQ(seen.ties(), Names{"cd"});
  EXPECT_TRUE(seen.options[0].feasible);
}

TEST(RankTransfers, CountsTransfersChosenForOtherIslands) {
  auto s = sketch("S=a=b, a=c, b-d=T, c-e=T");
  load(s, "b", 1, 600);
  load(s, "c", 1, 600);
  load(s, "d", 1, 0);
  load(s, "e", 1, 0);
  s.source_row("T").rated_kva = 1000;
  auto const model = s.build();
  auto closed = network::normal_state(*model);
  closed.set(test::switch_of(*model, "ab"), false);
  closed.set(test::switch_of(*model, "ac"), false);
  std::array const dead{test::section_at(*model, "a")};
  std::array const b{test::section_at(*model, "b")};
  std::array const c{test::section_at(*model, "c")};
  auto const window = flow::peak_window();
  TransferScratch scratch{*model};
  auto const first = rank_transfers(
      *model, {.closed = closed, .island = b, .dead = dead, .window = window}, scratch);
  ASSERT_TRUE(first[0].feasible);
  closed.set(first[0].tie, true);
  std::array const chosen{&first[0]};
  auto const second = rank_transfers(
      *model, {.closed = closed, .island = c, .dead = dead, .window = window, .chosen = chosen},
      scratch);
  EXPECT_FALSE(second[0].feasible);
  EXPECT_EQ(second[0].binding.kind, ReasonKind::source_overload);
}

TEST(RankTransfers, DoesNotSwitchForAPartWithoutUsers) {
  auto s = sketch("S=a=b=c-d=T");
  load(s, "b", 1, 900);
  s.users("c", 0);
  load(s, "d", 1, 0);
  s.switch_row("cd").ampacity_a = 10;
  Ranked const seen{s, {"ab"}, {"b", "c"}, {"a"}};
  EXPECT_FALSE(seen.options[0].feasible);
  EXPECT_TRUE(seen.options[0].opened.empty());
  EXPECT_EQ(seen.why(0), ReasonKind::switch_overload);
}

TEST(RankTransfers, WalksFromTheTieThroughIslandsTooLargeToSearch) {
  std::string picture = "S=a=b, b-t=T";
  for (int i = 1; i <= 70; ++i) {
    picture += ", b=c" + std::to_string(i);
  }
  auto s = sketch(picture);
  Names island{"b"};
  load(s, "b", 1, 10);
  load(s, "t", 1, 0);
  for (int i = 1; i <= 70; ++i) {
    auto const name = s.keep("c" + std::to_string(i));
    s.users(name, 1 + i % 3);
    for (int u = 1; u <= 1 + i % 3; ++u) {
      s.user_row(s.keep(std::string{name} + "." + std::to_string(u))).peak_kw = 10;
    }
    island.push_back(name);
  }
  s.switch_row("bt").ampacity_a = static_cast<float>(710 / 0.95 / (std::sqrt(3) * 10));
  Ranked const seen{s, {"ab"}, island, {"a"}};
  EXPECT_TRUE(seen.options[0].partial);
  EXPECT_EQ(seen.options[0].aims.users, 71);  // 1 + 23 × 3 + … up to 710 kW
}

}  // namespace
}  // namespace tieline::switching
