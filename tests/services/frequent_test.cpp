// frequent list, caps, lookahead and index response as a user meets them.

#include <fstream>
#include <string>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "tests/services/program.hpp"

#include "tieline/v1/frequency.pb.h"

namespace tieline::test {
namespace {

bool has(std::string const& text, std::string const& piece) {
  return text.find(piece) != std::string::npos;
}

template <class Message>
Message parse_json(std::string const& json) {
  Message message;
  auto const status = google::protobuf::util::JsonStringToMessage(json, &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json.substr(0, 200);
  return message;
}

/// The golden feeder with six faults of 2021 that put T1 and T2 out for an hour each.
class OftenOut {
 public:
  OftenOut() {
    fs::copy(case_folder("golden_feeder"), path(), fs::copy_options::recursive);
    fs::create_directories(scratch_ / "case/history");
    std::ofstream events{scratch_ / "case/history/events.csv"};
    std::ofstream rows{scratch_ / "case/history/interruptions.csv"};
    events << "event,class,reported,dispatched,arrived,repaired\n";
    rows << "event,user,start,end\n";
    for (int month = 1; month <= 6; ++month) {
      auto const day = "2021-0" + std::to_string(month) + "-01T";
      auto const id = "E" + std::to_string(month);
      // The last one arrives a minute late; the fifth has no arrival.
      auto const arrived = month == 6 ? day + "08:51" : month == 5 ? "" : day + "08:50";
      events << id << ",fault_internal," << day << "08:05," << day << "08:10," << arrived << ","
             << day << "08:58\n";
      for (auto const* user : {"T1", "T2"}) {
        rows << id << "," << user << "," << day << "08:00," << day << "09:00\n";
      }
    }
  }
  [[nodiscard]] std::string path() const { return (scratch_ / "case").string(); }
  [[nodiscard]] fs::path operator/(std::string const& name) const { return scratch_ / name; }

 private:
  Scratch scratch_;
};

TEST(Frequent, ListNamesUsersOnceWithTheirEvidence) {
  OftenOut const often;
  auto const json = run({"frequent", "list", often.path(), "--year", "2021", "--format", "json"});
  ASSERT_EQ(json.code, 0) << json.err;
  auto const answer = parse_json<v1::ListFrequentResponse>(json.out);
  EXPECT_EQ(answer.rule_set(), "guangdong@2");
  EXPECT_EQ(answer.frequent_users(), 2);
  ASSERT_EQ(answer.users_size(), 2);
  EXPECT_EQ(answer.users(0).user(), "T1");
  EXPECT_EQ(answer.users(0).rule(), "year_over_5");
  EXPECT_EQ(answer.users(0).count(), 6);
  EXPECT_EQ(answer.users(0).reached(), "2021-06-01T08:00:00+08:00");
  ASSERT_EQ(answer.users(0).outages_size(), 6);
  EXPECT_EQ(answer.users(0).outages(0).seconds(), 3600);
  EXPECT_EQ(answer.users(0).outages(0).event(), "E1");
  ASSERT_EQ(answer.lines_size(), 1);
  EXPECT_TRUE(answer.lines(0).frequent());
  EXPECT_EQ(answer.repeat_rate().rate(), 1.0);
  EXPECT_TRUE(has(answer.provenance().rules(), "momentary_s=180"));
  // As known at the end of 31 May there were five.
  auto const may = run({"frequent", "list", often.path(), "--as-of", "2021-05-31", "--lang", "zh"});
  EXPECT_EQ(may.code, 0) << may.err;
  EXPECT_TRUE(has(may.out, "一年4-5次")) << may.out;
  EXPECT_TRUE(has(may.out, "截至 2021-05-31 23:59")) << may.out;
  auto const csv = run({"frequent", "list", often.path(), "--format", "csv"});
  EXPECT_TRUE(has(csv.out, "user,T1,F1,city_center,public,120,frequent,year_over_5,6,")) << csv.out;
  EXPECT_TRUE(has(csv.out, "line,F1,F1,,,,frequent,frequent_line,2,,")) << csv.out;
}

TEST(Frequent, ListTakesAnotherSetOrAFileAndRefusesNonsense) {
  OftenOut const often;
  auto const sgcc = run({"frequent", "list", often.path(), "--rules", "state_grid_95598"});
  EXPECT_EQ(sgcc.code, 0);
  EXPECT_TRUE(has(sgcc.out, "3 or more within any 2 months")) << sgcc.out;
  std::ofstream{often / "mine.csv"} << "rule_set,version,source,rule,name,name_zh,level,window,"
                                       "length,operator,count,priority\n"
                                       "mine,1,memo,x,two in a year,一年两次,frequent,"
                                       "calendar_year,,>=,2,1\n";
  auto const mine =
      run({"frequent", "list", often.path(), "--rules", (often / "mine.csv").string()});
  EXPECT_EQ(mine.code, 0) << mine.err;
  EXPECT_TRUE(has(mine.out, "Rules: mine@1 (memo)")) << mine.out;
  struct Wrong {
    std::vector<std::string> words;
    int code;
    std::string said;
  };
  std::ofstream{often / "bad.csv"} << "rule_set,version\nmine,1\n";
  for (auto const& wrong :
       std::vector<Wrong>{{{"--rules", "guangzhou"}, 4, "guangdong@2"},
                          {{"--rules", "guangdong", "--rule-set", "hunan"}, 2, "guangdong@1"},
                          {{"--rules", (often / "bad.csv").string()}, 4, "bad.csv"},
                          {{"--year", "twenty"}, 2, "--year"},
                          {{"--year", "1888"}, 2, "1970"},
                          {{"--year", "2021", "--as-of", "2022-01-01"}, 2, "2021"},
                          {{"--as-of", "yesterday"}, 2, "--as-of"}}) {
    std::vector<std::string> words{"frequent", "list", often.path()};
    words.insert(words.end(), wrong.words.begin(), wrong.words.end());
    auto const refused = run(words);
    EXPECT_EQ(refused.code, wrong.code) << wrong.words[1] << refused.err;
    EXPECT_TRUE(has(refused.err, wrong.said)) << wrong.words[1] << ": " << refused.err;
    EXPECT_TRUE(refused.out.empty());
  }
}

TEST(Frequent, CapsComeFromTheCaseOrAPolicy) {
  OftenOut const often;
  auto const none = run({"frequent", "caps", often.path()});
  EXPECT_EQ(none.code, 2);
  EXPECT_TRUE(has(none.err, "--caps jiangsu_2020")) << none.err;
  auto const json =
      run({"frequent", "caps", often.path(), "--caps", "jiangsu_2020", "--format", "json"});
  ASSERT_EQ(json.code, 0) << json.err;
  auto const policy = parse_json<v1::JudgeCapsResponse>(json.out);
  ASSERT_EQ(policy.users_size(), 2);
  EXPECT_EQ(policy.users(0).status(), "over");
  EXPECT_EQ(policy.users(0).count(), 6);
  EXPECT_EQ(policy.users(0).exceeded(), "2021-03-01T08:00:00+08:00");
  EXPECT_EQ(policy.classes(1).over(), 2);
  EXPECT_EQ(policy.classes(1).users(), 5);
  std::ofstream{often.path() + "/plan/caps.csv"}
      << "supply_kv_min,supply_kv_max,per_year,scope,source\n6,20,7,all,本局\n20,6,1,all,本局\n";
  auto const own = run({"frequent", "caps", often.path(), "--lang", "zh"});
  EXPECT_EQ(own.code, 3) << "a range that ends below its beginning is set aside";
  EXPECT_TRUE(has(own.out, "plan/caps.csv")) << own.out;
  EXPECT_TRUE(has(own.out, "差一次")) << own.out;
}

TEST(Frequent, LookaheadNamesTheWorkAndTheDay) {
  OftenOut const often;
  auto const json = run({"frequent", "lookahead", often.path(), "--as-of", "2021-05-02", "--caps",
                         "jiangsu_2020", "--strategy", "none", "--format", "json"});
  ASSERT_EQ(json.code, 0) << json.err;
  auto const answer = parse_json<v1::LookAheadResponse>(json.out);
  EXPECT_EQ(answer.works_size(), 2);
  ASSERT_EQ(answer.frequent_size(), 2);
  EXPECT_EQ(answer.frequent(0).user(), "T1");
  EXPECT_EQ(answer.frequent(0).work(), "W2");
  EXPECT_EQ(answer.frequent(0).date(), "2021-05-04T10:00:00+08:00");
  EXPECT_FALSE(answer.frequent(0).already());
  ASSERT_EQ(answer.over_cap_size(), 2);
  EXPECT_TRUE(answer.over_cap(0).already());
  auto const table = run({"frequent", "lookahead", often.path(), "--as-of", "2021-05-02",
                          "--strategy", "none", "--lang", "zh"});
  EXPECT_TRUE(has(table.out, "将成为频繁停电")) << table.out;
  EXPECT_TRUE(has(table.out, "未给出")) << "no caps: " << table.out;
  EXPECT_EQ(run({"frequent", "lookahead", often.path(), "--strategy", "hot"}).code, 2);
}

TEST(Frequent, ResponseCountsUnknownAsUnknown) {
  OftenOut const often;
  auto const json = run({"index", "response", often.path(), "--from", "2021-01-01", "--to",
                         "2022-01-01", "--format", "json"});
  ASSERT_EQ(json.code, 0) << json.err;
  auto const answer = parse_json<v1::JudgeResponseResponse>(json.out);
  ASSERT_EQ(answer.rows_size(), 2);
  EXPECT_EQ(answer.rows(0).zone(), "all");
  EXPECT_EQ(answer.rows(0).events(), 6);
  EXPECT_EQ(answer.rows(0).in_time(), 4);
  EXPECT_EQ(answer.rows(0).late(), 1);
  EXPECT_EQ(answer.rows(0).unknown(), 1);
  EXPECT_DOUBLE_EQ(answer.rows(0).share_of_all(), 4.0 / 6.0);
  EXPECT_DOUBLE_EQ(answer.rows(0).share_of_known(), 0.8);
  EXPECT_EQ(answer.rows(1).zone(), "city_center");
  ASSERT_EQ(answer.late_size(), 1);
  EXPECT_EQ(answer.late(0).event(), "E6");
  EXPECT_EQ(answer.late(0).took_s(), 46 * 60);
  auto const limits =
      run({"index", "response", often.path(), "--limits", "中心区=46", "--lang", "zh"});
  EXPECT_EQ(limits.code, 0) << limits.err;
  EXPECT_TRUE(has(limits.out, "报修至到达")) << limits.out;
  EXPECT_FALSE(has(limits.out, "E6")) << limits.out;
  EXPECT_EQ(run({"index", "response", often.path(), "--limits", "moon=45"}).code, 2);
  auto const csv = run({"index", "response", often.path(), "--format", "csv"});
  EXPECT_TRUE(has(csv.out, "city_center,45,6,4,1,1,0,0,")) << csv.out;
}

}  // namespace
}  // namespace tieline::test
