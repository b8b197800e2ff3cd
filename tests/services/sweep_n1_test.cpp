// sweep n1 as a user meets it. The two worked feeders, by hand:
//
// golden_feeder, S1 =A=B=C- D= S2: A holds T1, T2 (300 kW at peak), B T3 (150), C T4, T5 (540). The
// tie T carries 600 A, its line LD 400 A = 6928 kVA: everything fits. Sections, users out /
// isolated / restored: S1's own 5/0/5, A 5/2/3, B 3/1/2, C 2/2/0, S2's own 0, D 0. Lines: LA 5/2/3,
// LB 3/1/2, LC 2/2/0, LD 0. Switches take both sides: CB1 as A, SW1 A and B 5/3/2, SW2 B and C
// 3/3/0, T C and D 2/2/0, CB2 0. Sources: S1 5/0/5, S2 0.
//   contingencies 6 + 4 + 5 + 2 = 17, all pass; out 15 + 10 + 15 + 5 = 45, restored
//   10 + 5 + 5 + 5 = 25: share 25/45.
//
// domain_d, SRC1 =S1=S2=S3=S4- F2: 60, 40, 30, 70 users, 1.2, 0.9, 0.8, 1.1 MW at pf 0.95; the far
// line carries 500 A = 8660 kVA, all 4.0 MW (4211 kVA) fit and the voltage falls by some per cent.
//   Sections: SRC1's own 200/0/200, S1 200/60/140, S2 140/40/100, S3 100/30/70, S4 70/70/0.

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "services/adapters/message_json.hpp"
#include "tests/services/program.hpp"

#include "tieline/v1/sweep.pb.h"

namespace tieline::test {
namespace {

using Line = std::vector<std::string>;

bool has(std::string const& text, std::string const& piece) {
  return text.find(piece) != std::string::npos;
}

Finished sweep(std::string const& folder, Line const& more, std::string const& language = "C") {
  Line words{"sweep", "n1", folder};
  words.insert(words.end(), more.begin(), more.end());
  return run(words, language);
}

v1::SweepN1Response answer_of(std::string const& folder, Line more) {
  more.insert(more.end(), {"--format", "json"});
  auto const done = sweep(folder, more);
  EXPECT_EQ(done.code, 0) << done.err;
  v1::SweepN1Response message;
  auto const status = google::protobuf::util::JsonStringToMessage(done.out, &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << done.out.substr(0, 300);
  EXPECT_EQ(services::to_json(message), done.out) << "rows are spliced in as protobuf prints them";
  return message;
}

struct Counted {
  std::string element;
  int out, isolated, restored;
};

void expect_rows(v1::SweepN1Response const& answer, std::vector<Counted> const& wanted) {
  ASSERT_EQ(answer.rows_size(), static_cast<int>(wanted.size()));
  for (auto const& want : wanted) {
    auto const row = std::find_if(answer.rows().begin(), answer.rows().end(),
                                  [&](auto const& r) { return r.element() == want.element; });
    ASSERT_NE(row, answer.rows().end()) << want.element;
    EXPECT_EQ(row->users_out(), want.out) << want.element;
    EXPECT_EQ(row->users_isolated(), want.isolated) << want.element;
    EXPECT_EQ(row->restored_users(), want.restored) << want.element;
    EXPECT_EQ(row->passed(), want.out == want.isolated + want.restored) << want.element;
  }
}

TEST(SweepN1, GoldenFeederGivesTheFiguresWorkedByHand) {
  auto const folder = case_folder("golden_feeder");
  auto const all = answer_of(folder, {});
  EXPECT_EQ(all.contingencies(), 17);
  EXPECT_EQ(all.fully_restorable(), 17);
  EXPECT_DOUBLE_EQ(all.figures().users_out(), 45);
  EXPECT_DOUBLE_EQ(all.figures().restored_users(), 25);
  EXPECT_DOUBLE_EQ(all.restorable_user_share(), 25.0 / 45);
  EXPECT_GE(all.elapsed_s(), 0);
  EXPECT_EQ(all.rows_size(), 0) << "only with --rows";
  EXPECT_EQ(all.elements_size(), 4);
  EXPECT_EQ(all.rates().feeders(), 2);
  EXPECT_EQ(all.rates().feeders_tied(), 2);
  EXPECT_EQ(all.rates().feeders_station_tied(), 2);
  EXPECT_EQ(all.rates().feeders_n1(), 2);
  EXPECT_EQ(all.rates().feeders_nothing_beyond(), 1) << "D has no users";
  EXPECT_DOUBLE_EQ(all.rates().transferable_share(), 1);
  auto const sections = answer_of(folder, {"--element", "section", "--rows"});
  expect_rows(sections, {{"source:S1", 5, 0, 5},
                         {"CB1", 5, 2, 3},
                         {"SW1", 3, 1, 2},
                         {"SW2", 2, 2, 0},
                         {"source:S2", 0, 0, 0},
                         {"CB2", 0, 0, 0}});
  // beyond A: B and C, 150 + 140 + 400 kW
  auto const& a = *std::find_if(sections.rows().begin(), sections.rows().end(),
                                [](auto const& row) { return row.element() == "CB1"; });
  EXPECT_DOUBLE_EQ(a.kw_beyond(), 690);
  EXPECT_DOUBLE_EQ(a.kw_restored(), 690);
  EXPECT_EQ(a.households_out(), 551);
  EXPECT_EQ(a.restored_households(), 351);
  EXPECT_EQ(a.feeder(), "F1");
  ASSERT_EQ(a.ties_size(), 1);
  EXPECT_EQ(a.ties(0), "T");
  EXPECT_EQ(a.binding_limit(), "");
  EXPECT_TRUE(a.proven());
  EXPECT_FALSE(a.tier().empty());
  expect_rows(
      answer_of(folder, {"--element", "switch", "--rows"}),
      {{"CB1", 5, 2, 3}, {"SW1", 5, 3, 2}, {"SW2", 3, 3, 0}, {"T", 2, 2, 0}, {"CB2", 0, 0, 0}});
  expect_rows(answer_of(folder, {"--element", "source,line", "--rows"}), {{"LA", 5, 2, 3},
                                                                          {"LB", 3, 1, 2},
                                                                          {"LC", 2, 2, 0},
                                                                          {"LD", 0, 0, 0},
                                                                          {"S1", 5, 0, 5},
                                                                          {"S2", 0, 0, 0}});
}

TEST(SweepN1, FourSectionFeederGivesTheFiguresWorkedByHand) {
  auto const sections = answer_of(case_folder("domain_d"), {"--element", "section", "--rows"});
  expect_rows(sections, {{"source:SRC1", 200, 0, 200},
                         {"CB", 200, 60, 140},
                         {"SW1", 140, 40, 100},
                         {"SW2", 100, 30, 70},
                         {"SW3", 70, 70, 0},
                         {"source:SRC2", 0, 0, 0},
                         {"CB2", 0, 0, 0}});
  EXPECT_DOUBLE_EQ(sections.figures().users_out(), 710);
  EXPECT_DOUBLE_EQ(sections.figures().users_isolated(), 200);
  EXPECT_DOUBLE_EQ(sections.figures().restored_users(), 510);
}

/// The golden feeder whose far line carries only what C draws: 600 kVA are 34.6 A.
std::string weak_line(Scratch const& scratch, std::string const& ampacity) {
  auto const folder = scratch / "weak";
  fs::copy(case_folder("golden_feeder"), folder, fs::copy_options::recursive);
  auto const path = folder / "network/lines.csv";
  auto text = read_all(path);
  auto const at = text.find("LD,Section D,D1,D2,overhead_insulated,2,0.17,0.33,400");
  EXPECT_NE(at, std::string::npos);
  text.replace(text.find("400", at), 3, ampacity);
  std::ofstream{path, std::ios::binary} << text;
  return folder.string();
}

TEST(SweepN1, SaysWhatBindsWhereItDoesNotPass) {
  // C draws 540 kW at 0.95: 568 kVA, 32.8 A. B and C: 690 kW, 726 kVA, 41.9 A. With 35 A: when A
  // fails only C comes back (2 of 3 users); when S1 fails 2 of 5.
  Scratch const scratch;
  auto const folder = weak_line(scratch, "35");
  auto const rows = answer_of(folder, {"--element", "section", "--rows", "--by", "zone,feeder"});
  expect_rows(rows, {{"source:S1", 5, 0, 2},
                     {"CB1", 5, 2, 2},
                     {"SW1", 3, 1, 2},
                     {"SW2", 2, 2, 0},
                     {"source:S2", 0, 0, 0},
                     {"CB2", 0, 0, 0}});
  auto const& a = *std::find_if(rows.rows().begin(), rows.rows().end(),
                                [](auto const& row) { return row.element() == "CB1"; });
  EXPECT_EQ(a.binding_code(), "line_overload");
  EXPECT_EQ(a.binding_element(), "LD");
  EXPECT_TRUE(has(a.binding_limit(), "limit 35")) << a.binding_limit();
  ASSERT_EQ(rows.binding_limits_size(), 1);
  EXPECT_EQ(rows.binding_limits(0).element(), "LD");
  EXPECT_EQ(rows.binding_limits(0).contingencies(), 2);
  EXPECT_DOUBLE_EQ(rows.binding_limits(0).users_left(), 3 + 1);
  EXPECT_DOUBLE_EQ(rows.binding_limits(0).limit(), 35);
  EXPECT_GT(rows.binding_limits(0).value(), 35);
  ASSERT_EQ(rows.weak_feeders_size(), 1);
  EXPECT_EQ(rows.weak_feeders(0).feeder(), "F1");
  EXPECT_EQ(rows.weak_feeders(0).failed(), 1);
  EXPECT_EQ(rows.weak_feeders(0).worst(), "CB1");
  EXPECT_DOUBLE_EQ(rows.rates().n1_pass_share(), 0.5);
  double users = 0;
  for (auto const& group : rows.groups()) {
    users += group.by() == "zone" ? group.figures().restored_users() : 0;
    if (group.key() == "urban") {  // T3 of B: out with S1, A and B, restored never
      EXPECT_DOUBLE_EQ(group.figures().users_out(), 3);
      EXPECT_DOUBLE_EQ(group.figures().restored_users(), 0);
    }
  }
  EXPECT_DOUBLE_EQ(users, rows.figures().restored_users());
  auto const failed = answer_of(folder, {"--element", "section", "--rows", "--failed-only"});
  EXPECT_EQ(failed.rows_size(), 2);
  auto const worst = answer_of(folder, {"--rows", "--top", "1"});
  ASSERT_EQ(worst.rows_size(), 1);
  EXPECT_EQ(
      worst.rows(0).users_out() - worst.rows(0).users_isolated() - worst.rows(0).restored_users(),
      3);
  EXPECT_EQ(sweep(folder, {}).code, 0) << "not to pass is an answer";
}

TEST(SweepN1, HoursFollowTheProfile) {
  // At night half the peak: B and C draw 21 A and come back over 35 A.
  Scratch const scratch;
  auto const folder = weak_line(scratch, "35");
  {
    std::ofstream profiles{fs::path{folder} / "network/profiles.csv"};
    profiles << "profile,day_type";
    for (int hour = 0; hour < 24; ++hour) {
      profiles << ",h" << (hour < 10 ? "0" : "") << hour;
    }
    profiles << "\nP,workday";
    for (int hour = 0; hour < 24; ++hour) {
      profiles << (hour < 6 ? ",0.5" : ",1");
    }
    profiles << "\n";
  }
  auto const path = fs::path{folder} / "network/transformers.csv";
  auto text = read_all(path);
  for (std::size_t at = 0, row = 0; at < text.size(); ++row) {
    auto const end = text.find('\n', at);
    auto const mark = std::string{row == 0 ? ",profile" : ",P"};
    text.insert(end, mark);
    at = end + mark.size() + 1;
  }
  std::ofstream{path, std::ios::binary} << text;
  auto const answer = answer_of(folder, {"--hours"});
  ASSERT_EQ(answer.hours_size(), 24);
  EXPECT_EQ(answer.hours(3).figures().fully_restorable(), 6) << "S1 whole is 990 kW, 30 A at half";
  EXPECT_EQ(answer.hours(3).hour(), 3);
  EXPECT_EQ(answer.hours(12).figures().fully_restorable(), 4);
  EXPECT_GT(answer.hours(3).transferable_share(), answer.hours(12).transferable_share());
  auto const night = answer_of(folder, {"--at", "2021-05-03T03:30:00+08:00", "--rows"});
  EXPECT_EQ(night.at(), "2021-05-03T03:30:00+08:00");
  EXPECT_EQ(night.kinds(0).figures().fully_restorable(),
            answer.hours(3).figures().fully_restorable());
}

TEST(SweepN1, PrintsTablesInBothLanguages) {
  Scratch const scratch;
  auto const folder = weak_line(scratch, "35");
  Line const asked{"--rows", "--by", "feeder,zone,organisation", "--hours"};
  auto const en = sweep(folder, asked);
  EXPECT_EQ(en.code, 0);
  for (auto const* piece : {"every single contingency at peak load", "N-1 pass: 1 feeders",
                            "What keeps users dark:", "Weak feeders:", "limit 35", "23:00"}) {
    EXPECT_TRUE(has(en.out, piece)) << piece << "\n" << en.out;
  }
  auto const zh = sweep(folder, asked, "zh_CN.UTF-8");
  EXPECT_EQ(zh.code, 0);
  for (auto const* piece :
       {"联络率", "站间联络率", "可转供率", "薄弱馈线", "制约因素", "限值 35"}) {
    EXPECT_TRUE(has(zh.out, piece)) << piece << "\n" << zh.out;
  }
  EXPECT_FALSE(has(zh.out, "users")) << zh.out;
}

TEST(SweepN1, PrintsRecords) {
  auto const folder = case_folder("golden_feeder");
  auto const rows = sweep(folder, {"--rows", "--element", "source", "--format", "csv"});
  EXPECT_EQ(rows.code, 0);
  EXPECT_TRUE(has(rows.out, "element,kind,feeder,users_out,"));
  EXPECT_TRUE(has(rows.out, "S1,source,,5,0,5,551,551,990,990,T,,,,yes,yes,")) << rows.out;
  auto const sums = sweep(folder, {"--by", "zone", "--format", "csv"});
  EXPECT_TRUE(has(sums.out, "all,all,,17,17,0,45,20,25,25,")) << sums.out;
  EXPECT_TRUE(has(sums.out, "zone,urban,,")) << sums.out;
}

TEST(SweepN1, SameBytesForAnyThreads) {
  auto const folder = case_folder("rbts_bus4");
  auto const one = sweep(folder, {"--rows", "--format", "csv", "--threads", "1"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(sweep(folder, {"--rows", "--format", "csv", "--threads", "3"}).out, one.out);
}

TEST(SweepN1, WrongUseIsTwoAndSaysWhatToType) {
  auto const folder = case_folder("golden_feeder");
  struct Wrong {
    Line more;
    std::string said;
  };
  for (auto const& wrong : std::vector<Wrong>{{{"--element", "cable"}, "section, line, switch"},
                                              {{"--element", ","}, "--element"},
                                              {{"--by", "station"}, "feeder, zone, organisation"},
                                              {{"--levels", "3"}, "1 or 2"},
                                              {{"--top", "0"}, "above 0"},
                                              {{"--top", "-1"}, "above 0"},
                                              {{"--at", "noon"}, "--at"},
                                              {{"--failed-only"}, "--rows or --by"}}) {
    auto const done = sweep(folder, wrong.more);
    EXPECT_EQ(done.code, 2) << done.err;
    EXPECT_TRUE(has(done.err, wrong.said)) << done.err;
    EXPECT_EQ(done.out, "");
  }
  EXPECT_EQ(sweep(folder, {"--levels", "1", "--element", "line", "--element", "source"}).code, 0);
}

}  // namespace
}  // namespace tieline::test
