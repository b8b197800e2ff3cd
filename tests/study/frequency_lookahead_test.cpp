// Approved works of the golden feeder added to what happened before: who becomes frequent, who
// exceeds a cap, when and by which work.

#include "engine/study/frequency_lookahead.hpp"

#include <gtest/gtest.h>

#include "engine/history/build.hpp"
#include "engine/io/case_folder.hpp"
#include "engine/io/civil_time.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::study {
namespace {

Seconds at(std::string const& local) {
  return *io::parse_time(local, "Asia/Shanghai");
}

/// W1 on LB, 3 May 08:00 for 8 h; W2 on LA, 4 May 10:00 for 1 h. T1 and T2 hang on A, T3 on B, T4
/// and T5 on C. Without transfer W1 darkens T3, T4 and T5, W2 all five.
struct Golden {
  io::LoadedCase loaded = *io::load_case(test::case_path("golden_feeder"));

  /// Interruptions of an hour from each of these instants, of all these users.
  history::HistoryPtr history(std::vector<std::string> const& starts,
                              std::vector<std::string> const& users) {
    network::FaultLog log;
    history::Builder builder{*loaded.model, log, at("2030-01-01")};
    for (auto const& start : starts) {
      EXPECT_TRUE(builder.add(
          history::EventRow{.event = start, .outage_class = history::OutageClass::fault_internal}));
    }
    for (auto const& start : starts) {
      for (auto const& user : users) {
        EXPECT_TRUE(builder.add(history::InterruptionRow{
            .event = start, .user = user, .start = at(start), .end = at(start) + 3600}));
      }
    }
    return builder.finish();
  }

  LookaheadAnswer look(history::HistoryPtr const& happened, LookaheadQuery query) {
    query.year = 2021;
    if (!query.as_of) {
      query.as_of = at("2021-05-01");
    }
    query.only_none = true;
    query.rules = *pick_rule_set(indices::builtin_repeat_rules(), "guangdong");
    auto answer = look_ahead(loaded.model, loaded.plan, *happened, query);
    EXPECT_TRUE(answer) << answer.error().en;
    return *answer;
  }
};

std::vector<std::string> const kFive{"2021-01-01T08:00", "2021-01-26T08:00", "2021-02-20T08:00",
                                     "2021-03-17T08:00", "2021-04-11T08:00"};

std::string said(history::History const& history, LookaheadAnswer const& answer,
                 network::PlanTables const& plan) {
  std::string text;
  for (auto const& f : answer.frequent) {
    text += std::string{history.id_of(f.user)} + " " + io::format_time(f.at, "Asia/Shanghai") +
            " " + plan.works[f.work].id + " " + std::to_string(f.hit.count) +
            (f.is_already ? " already" : "") + "\n";
  }
  for (auto const& c : answer.caps) {
    text += std::string{history.id_of(c.user)} + " " + io::format_time(c.at, "Asia/Shanghai") +
            " " + plan.works[c.work].id + " cap " + std::to_string(c.count) +
            (c.is_already ? " already" : "") + "\n";
  }
  return text;
}

TEST(FrequencyLookahead, TheSixthOutageIsNamedWithItsDateAndWork) {
  Golden golden;
  auto const happened = golden.history(kFive, {"T1", "T2"});
  auto const answer = golden.look(happened, {});
  EXPECT_EQ(said(*happened, answer, golden.loaded.plan),
            "T1 2021-05-04T10:00:00+08:00 W2 6\n"
            "T2 2021-05-04T10:00:00+08:00 W2 6\n");
  ASSERT_EQ(answer.works.size(), 2U);
  EXPECT_EQ(answer.works[0].users, 3);
  EXPECT_EQ(answer.works[1].users, 5);
}

TEST(FrequencyLookahead, EarlierWorksOfTheYearCountToo) {
  Golden golden;
  auto four = kFive;
  four.pop_back();
  auto const happened = golden.history(four, {"T1", "T3"});
  // T3 is out by W1 and by W2: its sixth. T1 only by W2: its fifth.
  EXPECT_EQ(said(*happened, golden.look(happened, {}), golden.loaded.plan),
            "T3 2021-05-04T10:00:00+08:00 W2 6\n");
}

TEST(FrequencyLookahead, WhoIsFrequentAlreadyIsListedAsSuch) {
  Golden golden;
  auto six = kFive;
  six.push_back("2021-04-30T08:00");
  auto const happened = golden.history(six, {"T3", "T4"});
  EXPECT_EQ(said(*happened, golden.look(happened, {}), golden.loaded.plan),
            "T3 2021-05-03T08:00:00+08:00 W1 7 already\n"
            "T4 2021-05-03T08:00:00+08:00 W1 7 already\n");
}

TEST(FrequencyLookahead, CapsAreExceededByTheWorkThatBringsOneMore) {
  Golden golden;
  LookaheadQuery query;
  query.caps = indices::pick_cap_policy("jiangsu_2020")->caps;  // 10 kV: 2 a year, all outages
  auto const once = golden.history({"2021-02-01T08:00"}, {"T3", "T4"});
  EXPECT_EQ(said(*once, golden.look(once, query), golden.loaded.plan),
            "T3 2021-05-04T10:00:00+08:00 W2 cap 3\n"
            "T4 2021-05-04T10:00:00+08:00 W2 cap 3\n");
  // Planned only: the fault of February does not count, and two works are at the cap, not over.
  query.caps = indices::pick_cap_policy("changzhou_2021")->caps;
  EXPECT_EQ(said(*once, golden.look(once, query), golden.loaded.plan), "");
  for (auto& cap : query.caps) {
    cap.per_year = 1;
  }
  EXPECT_EQ(said(*once, golden.look(once, query), golden.loaded.plan),
            "T3 2021-05-04T10:00:00+08:00 W2 cap 2\n"
            "T4 2021-05-04T10:00:00+08:00 W2 cap 2\n"
            "T5 2021-05-04T10:00:00+08:00 W2 cap 2\n");
}

TEST(FrequencyLookahead, OnlyApprovedWorksOfTheRestOfTheYearTakePart) {
  Golden golden;
  auto& works = golden.loaded.plan.works;
  auto const happened = golden.history({"2021-02-01T08:00"}, {"T1"});
  auto const reason = [&](LookaheadAnswer const& answer) {
    return answer.skipped.empty() ? std::string{} : std::string{name_of(answer.skipped[0].reason)};
  };
  EXPECT_EQ(reason(golden.look(happened, {})), "");
  EXPECT_EQ(reason(golden.look(happened, {.as_of = works[0].start})), "before_as_of");
  EXPECT_EQ(reason(golden.look(happened, {.as_of = *works[0].start - 1})), "");
  works[0].start = at("2022-01-01");
  EXPECT_EQ(reason(golden.look(happened, {})), "after_the_year");
  works[0].start = at("2022-01-01") - 1;
  EXPECT_EQ(reason(golden.look(happened, {})), "");
  works[0].equipment = {"no such line"};
  EXPECT_EQ(reason(golden.look(happened, {})), "not_simulated");
  works[0].start = std::nullopt;
  EXPECT_EQ(reason(golden.look(happened, {})), "no_start");
  works[0].fixed = network::Answer::unknown;
  EXPECT_EQ(reason(golden.look(happened, {})), "not_approved");
}

TEST(FrequencyLookahead, WorksThatOverlapAreOneOutageOfTheFirst) {
  Golden golden;
  golden.loaded.plan.works[1].start = at("2021-05-03T12:00");  // W2 inside W1's eight hours
  auto four = kFive;
  four.pop_back();
  auto const happened = golden.history(four, {"T1", "T3"});
  auto const answer = golden.look(happened, {});
  EXPECT_EQ(said(*happened, answer, golden.loaded.plan), "") << "five each";
  EXPECT_EQ(answer.works[0].users, 3);
  EXPECT_EQ(answer.works[1].users, 2) << "T1 and T2; the others were out already";
}

TEST(FrequencyLookahead, AMomentaryTransferMakesNobodyFrequent) {
  Golden golden;
  auto const happened = golden.history(kFive, {"T1", "T2", "T3", "T4"});
  LookaheadQuery query;
  query.counting.momentary_s = 100'000;  // longer than any of the works
  auto const answer = golden.look(happened, query);
  EXPECT_EQ(answer.works[1].users, 0);
  EXPECT_EQ(answer.works[1].momentary_users, 5);
}

TEST(FrequencyLookahead, TheBestStrategyMayInterruptNobody) {
  Golden golden;
  auto const happened = golden.history(kFive, {"T3", "T4"});
  LookaheadQuery query;
  query.year = 2021;
  query.as_of = at("2021-05-01");
  query.rules = *pick_rule_set(indices::builtin_repeat_rules(), "guangdong");
  auto const best = look_ahead(golden.loaded.model, golden.loaded.plan, *happened, query);
  ASSERT_TRUE(best);
  ASSERT_EQ(best->works.size(), 2U);
  EXPECT_EQ(best->works[0].strategy, Strategy::live);
  EXPECT_EQ(best->works[0].users, 0);
  query.only_none = true;
  auto const none = look_ahead(golden.loaded.model, golden.loaded.plan, *happened, query);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->works[0].users, 3);
}

}  // namespace
}  // namespace tieline::study
