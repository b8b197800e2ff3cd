// index explain as a user meets it: the parts of a figure, and that they sum to it.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/services/index_program.hpp"

namespace tieline::test {
namespace {

Line explain(Line const& more) {
  Line words{"index", "explain", golden()};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Line in_2021(Line more) {
  more.insert(more.end(), {"--from", "2021-01-01", "--to", "2022-01-01"});
  return explain(more);
}

v1::ExplainIndicesResponse explained(Line words) {
  words.insert(words.end(), {"--format", "json"});
  auto const done = run(words);
  EXPECT_EQ(done.code, 0) << done.err;
  return parse_json<v1::ExplainIndicesResponse>(done.out);
}

struct Sums {
  std::int64_t seconds = 0, interruptions = 0, momentary = 0;
  friend bool operator==(Sums const&, Sums const&) = default;
  friend std::ostream& operator<<(std::ostream& out, Sums const& sums) {
    return out << sums.seconds << " s, " << sums.interruptions << ", " << sums.momentary;
  }
};

Sums sums_of_lines(v1::ExplainIndicesResponse const& answer) {
  Sums sums;
  for (auto const& line : answer.lines()) {
    sums.seconds += static_cast<std::int64_t>(line.counted_s());
    sums.interruptions += line.interruptions();
    sums.momentary += line.momentary();
  }
  return sums;
}

Sums sums_of_events(v1::ExplainIndicesResponse const& answer) {
  Sums sums;
  for (auto const& event : answer.events()) {
    sums.seconds += event.user_seconds();
    sums.interruptions += event.user_interruptions();
    sums.momentary += event.momentary_user_interruptions();
  }
  return sums;
}

TEST(IndexExplain, PartsOfEveryZoneSumToTheFigureOfIndexCompute) {
  for (auto const& rules : std::vector<Line>{{},
                                             {"--variant", "2"},
                                             {"--variant", "4"},
                                             {"--profile", "ieee1366"},
                                             {"--set", "merge_gap_s=25200"},
                                             {"--set", "momentary_s=1200"}}) {
    auto const figures = computed(year_2021(rules));
    for (auto const& row : figures.rows()) {
      auto words = in_2021({"--zone", row.zone()});
      words.insert(words.end(), rules.begin(), rules.end());
      auto const answer = explained(words);
      Sums const whole{row.user_seconds(), static_cast<std::int64_t>(row.user_interruptions()),
                       static_cast<std::int64_t>(row.momentary_user_interruptions())};
      EXPECT_EQ((Sums{answer.user_seconds(), answer.user_interruptions(),
                      answer.momentary_user_interruptions()}),
                whole)
          << row.zone();
      EXPECT_EQ(answer.household_seconds(), row.household_seconds()) << row.zone();
      EXPECT_EQ(sums_of_lines(answer), whole) << row.zone();
      EXPECT_EQ(sums_of_events(answer), whole) << row.zone();
      EXPECT_EQ(answer.rules().id(), figures.rules().id());
    }
  }
}

TEST(IndexExplain, TellsWhoOwnsTheTimeWhereEventsOverlap) {
  auto const answer =
      explained(explain({"--user", "T3", "--from", "2021-06-21", "--to", "2021-06-22"}));
  EXPECT_EQ(answer.user_seconds(), 28'800);
  EXPECT_EQ(answer.user_interruptions(), 1);
  auto const of = [&](std::string const& event, std::string const& verdict) {
    double seconds = 0;
    for (auto const& line : answer.lines()) {
      if (line.event() == event && line.verdict() == verdict) {
        seconds += line.seconds();
        EXPECT_EQ(line.other(), verdict == "overlapped" ? "G8" : "");
      }
    }
    return seconds;
  };
  EXPECT_EQ(of("G8", "counted"), 28'800);
  EXPECT_EQ(of("G8A", "overlapped"), 3'600);
  EXPECT_EQ(of("G8A", "counted"), 0);
}

TEST(IndexExplain, FollowsAnEventThroughItsSteps) {
  auto const answer = explained(in_2021({"--event", "G7"}));
  EXPECT_EQ(answer.user_seconds(), 17'040);
  EXPECT_EQ(answer.household_seconds(), 2'890'500);
  ASSERT_EQ(answer.events_size(), 1);
  auto const& event = answer.events(0);
  EXPECT_EQ(event.class_(), "fault_internal");
  EXPECT_EQ(event.begin(), "2021-06-14T10:00:00+08:00");
  EXPECT_EQ(event.end(), "2021-06-14T13:30:00+08:00");
  EXPECT_EQ(event.users(), 5);
  EXPECT_EQ(event.user_interruptions(), 5);
  ASSERT_EQ(answer.lines_size(), 5);
  EXPECT_EQ(answer.lines(0).from(), "2021-06-14T10:00:00+08:00");
}

TEST(IndexExplain, SaysWhyTimeIsLeftOut) {
  auto const verdicts = [](v1::ExplainIndicesResponse const& answer) {
    std::vector<std::string> all;
    for (auto const& line : answer.lines()) {
      all.push_back(line.verdict());
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  EXPECT_EQ(verdicts(explained(in_2021({"--event", "X1"}))), (Line{"counted", "excluded"}));
  EXPECT_EQ(verdicts(explained(in_2021({"--event", "G9"}))), (Line{"counted", "outside_window"}));
  EXPECT_EQ(verdicts(explained(in_2021({"--event", "G2", "--user", "T5"}))),
            (Line{"momentary", "momentary"}));
  auto const filtered = explained(explain({"--event", "N1", "--variant", "2"}));
  EXPECT_EQ(verdicts(filtered), (Line{"filtered"}));
  EXPECT_EQ(filtered.user_seconds(), 0);
  auto const limited = explained(in_2021({"--event", "R23"}));
  EXPECT_EQ(limited.user_seconds(), 8'640) << "600 of 1000 kW for 6 h";
  auto const open = explained(explain({"--event", "N1"}));
  EXPECT_TRUE(open.provisional());
  EXPECT_EQ(open.events(0).end(), "");
  EXPECT_EQ(open.user_seconds(), 280 * 3600);
}

TEST(IndexExplain, CountsEventsOutsideTheWindowAndListsThemOnlyWhenAskedFor) {
  auto const answer =
      explained(explain({"--zone", "all", "--from", "2021-06-14", "--to", "2021-06-15"}));
  ASSERT_EQ(answer.events_size(), 1);
  EXPECT_EQ(answer.events(0).event(), "G7");
  EXPECT_EQ(answer.events_outside(), 10)
      << "not G5, without interruptions, and not N1, yet to come";
  EXPECT_EQ(answer.lines_size(), 5);
  auto const asked =
      explained(explain({"--event", "G1", "--from", "2021-06-14", "--to", "2021-06-15"}));
  EXPECT_EQ(asked.events_outside(), 0);
  EXPECT_EQ(asked.lines_size(), 3);
  EXPECT_EQ(asked.lines(0).verdict(), "outside_window");
}

TEST(IndexExplain, SpeaksBothLanguagesAndEndsWithTheSum) {
  auto const en = run(in_2021({"--event", "G8A"}));
  EXPECT_EQ(en.code, 0) << en.err;
  EXPECT_TRUE(has(en.out, "overlapped: the time belongs to G8, which began first")) << en.out;
  EXPECT_TRUE(has(en.out, "Sum: 7200 user-seconds = 2.000 user-hours")) << en.out;
  auto const zh = run(in_2021({"--event", "G8A", "--lang", "zh"}));
  EXPECT_TRUE(has(zh.out, "重叠：时间属于先开始的 G8")) << zh.out;
  EXPECT_TRUE(has(zh.out, "合计：7200 户·秒")) << zh.out;
  auto const nothing = run(in_2021({"--event", "G5"}));
  EXPECT_EQ(nothing.code, 0);
  EXPECT_TRUE(has(nothing.out, "Nothing was out.")) << nothing.out;
}

TEST(IndexExplain, CsvIsOneRecordAStretch) {
  auto const done = run(in_2021({"--event", "G7", "--format", "csv"}));
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.out.rfind("event,user,from,to,seconds,counted_s,", 0), 0U);
  EXPECT_EQ(count_of(done.out, "\r\n"), 6U);
  EXPECT_TRUE(has(done.out,
                  "G7,T1,2021-06-14T10:00:00+08:00,2021-06-14T10:12:00+08:00,720,720,1,0,counted"));
}

TEST(IndexExplain, WrongUseIsTwoAndSaysWhatToType) {
  struct Wrong {
    Line more;
    std::string said, said_zh;
  };
  for (auto const& wrong : std::vector<Wrong>{
           {{}, "say what to explain", "请写明要解释的对象"},
           {{"--user", "T33"}, "did you mean \"T3\"?", "是否指 \"T3\""},
           {{"--event", "G77"}, "did you mean \"G7\"?", "是否指 \"G7\""},
           {{"--event", "nobody-knows"}, "no event \"nobody-knows\"", "没有事件"},
           {{"--zone", "suburb"}, "city_center, urban, town", "中心区"},
           {{"--zone", "urban", "--from", "2021-01-01"}, "both --from T and --to T", "同时给出"},
           {{"--zone", "urban", "--variant", "0"}, "--variant takes one of", "--variant 应为"}}) {
    auto const en = run(explain(wrong.more));
    EXPECT_EQ(en.code, 2) << en.err;
    EXPECT_TRUE(has(en.err, wrong.said)) << en.err;
    EXPECT_EQ(en.out, "");
    auto words = wrong.more;
    words.insert(words.end(), {"--lang", "zh"});
    EXPECT_TRUE(has(run(explain(words)).err, wrong.said_zh)) << wrong.said_zh;
  }
  EXPECT_EQ(explained(in_2021({"--zone", "市区"})).user_seconds(), 167'400);
}

}  // namespace
}  // namespace tieline::test
