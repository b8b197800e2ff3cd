// report annual and report verify, as a user meets them.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "tests/services/program.hpp"

#include "tieline/v1/report.pb.h"

namespace tieline::test {
namespace {

using Line = std::vector<std::string>;

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

Line annual(Line const& more, std::string const& folder = case_folder("golden_history")) {
  Line words{"report", "annual", folder, "--year", "2021"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

v1::AnnualReportResponse report(Line const& more,
                                std::string const& folder = case_folder("golden_history")) {
  auto words = annual(more, folder);
  words.insert(words.end(), {"--format", "json"});
  auto const done = run(words);
  EXPECT_EQ(done.code, 0) << done.err;
  return parse_json<v1::AnnualReportResponse>(done.out);
}

v1::AnnualZone const& zone_of(v1::AnnualPart const& part, std::string const& name) {
  for (auto const& zone : part.zones()) {
    if (zone.zone() == name) {
      return zone;
    }
  }
  ADD_FAILURE() << "no zone " << name;
  static v1::AnnualZone const none;
  return none;
}

v1::AnnualFigures const& mv(v1::AnnualZone const& zone) {
  return zone.figures(0);
}

/// A copy of the case to change.
fs::path copy_case(Scratch const& scratch, std::string const& name = "golden_history") {
  auto const to = scratch / "case";
  fs::copy(case_folder(name), to, fs::copy_options::recursive);
  return to;
}

void write(fs::path const& path, std::string const& text) {
  fs::create_directories(path.parent_path());
  std::ofstream{path, std::ios::binary} << text;
}

void replace_once(fs::path const& path, std::string const& from, std::string const& to) {
  auto text = read_all(path);
  auto const at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  write(path, text.replace(at, from.size(), to));
}

// The figures are those of testdata/cases/golden_history/README.md, computed by hand.
TEST(ReportAnnual, PrintsZonesAgainstTheTargetsOfChangzhou) {
  auto const answer = report({"--jurisdiction", "常州"});
  ASSERT_EQ(answer.parts_size(), 1);
  struct Expected {
    std::string zone;
    double saidi_h, limit_h;
  };
  for (auto const& e : std::vector<Expected>{
           {"city_center", 1.2, 1}, {"urban", 46.5, 2}, {"town", 9.15, 5}, {"rural", 14.55, 11}}) {
    auto const& zone = zone_of(answer.parts(0), e.zone);
    EXPECT_NEAR(mv(zone).saidi_h(), e.saidi_h, 1e-12) << e.zone;
    ASSERT_EQ(zone.targets_size(), 1);
    auto const& target = zone.targets(0);
    EXPECT_EQ(target.jurisdiction(), "常州市");
    EXPECT_TRUE(target.shipped());
    EXPECT_EQ(target.limit_h(), e.limit_h);
    EXPECT_EQ(target.verdict(), "missed");
    EXPECT_NEAR(target.gap_h(), e.saidi_h - e.limit_h, 1e-12);
    EXPECT_NEAR(target.used_share(), e.saidi_h / e.limit_h, 1e-12);
    EXPECT_EQ(target.branches(0).source(), "常政办发〔2021〕69号");
  }
  auto const& all = zone_of(answer.parts(0), "all");
  EXPECT_NEAR(mv(all).saidi_h(), 14.52, 1e-12);
  EXPECT_EQ(mv(all).unit_seconds(), 261'360);
  EXPECT_NEAR(mv(all).saidi_without_med_h(), 244'320 / 5.0 / 3600, 1e-12);
  EXPECT_NEAR(mv(all).saidi_fault_h(), 31'440 / 5.0 / 3600, 1e-12);
  EXPECT_EQ(all.targets(0).verdict(), "no_target");
  EXPECT_FALSE(all.targets(0).has_limit_h()) << "no target is no limit, not 0";
}

TEST(ReportAnnual, TheTableLeavesOutWhatEveryRowWouldRepeat) {
  auto const over = run(annual({}));
  ASSERT_EQ(over.code, 0) << over.err;
  EXPECT_TRUE(has(over.out, "Zones against targets (MV users)\nzone ")) << over.out;
  EXPECT_FALSE(has(over.out, "trend to year end h")) << "the year is over";
  EXPECT_FALSE(has(over.out, "jurisdiction\n"));

  auto const running = run(annual({"--jurisdiction", "常州", "--as-of", "2021-08-01"}));
  ASSERT_EQ(running.code, 0) << running.err;
  EXPECT_TRUE(has(running.out, "trend to year end h"));
  EXPECT_FALSE(has(running.out, "jurisdiction\n")) << "there is one, and a remark names it";
  EXPECT_TRUE(has(running.out, "targets of 常州市"));

  auto const two = run(annual({"--jurisdiction", "常州", "--jurisdiction", "吴江"}));
  EXPECT_TRUE(has(two.out, "jurisdiction\n")) << two.out;

  auto const two_bases = run(annual({"--jurisdiction", "常州", "--base", "household"}));
  ASSERT_EQ(two_bases.code, 0) << two_bases.err;
  EXPECT_TRUE(has(two_bases.out, "Zones against targets\nzone         base "));
  EXPECT_TRUE(has(two_bases.out, "household-hours"));
}

TEST(ReportVerify, MakesTheSameBytesAgainAtAnyNumberOfThreads) {
  Scratch const scratch;
  auto const file = (scratch / "r.json").string();
  auto const folder = case_folder("golden_history");
  auto const made =
      run(annual({"--jurisdiction", "济宁", "--lang", "zh", "--base", "household", "--variant", "2",
                  "--threads", "1", "--format", "json", "--output", file}));
  ASSERT_EQ(made.code, 0) << made.err;
  for (auto const* threads : {"1", "2", "7"}) {
    auto const same = run({"report", "verify", folder, "--report", file, "--threads", threads});
    EXPECT_EQ(same.code, 0) << same.out << same.err;
    EXPECT_TRUE(has(same.out, "byte for byte"));
  }
}

TEST(ReportVerify, NamesTheFieldsOfAForgedReport) {
  Scratch const scratch;
  auto const file = scratch / "r.json";
  auto const folder = case_folder("golden_history");
  ASSERT_EQ(run(annual({"--format", "json", "--output", file.string()})).code, 0);
  replace_once(file, "\"saidi_h\": 14.52", "\"saidi_h\": 4.52");
  auto const forged = run({"report", "verify", folder, "--report", file.string()});
  EXPECT_EQ(forged.code, 5);
  EXPECT_TRUE(has(forged.out, "/parts/0/zones/4/figures/0/saidi_h")) << forged.out;
  EXPECT_TRUE(has(forged.out, "14.52"));
  auto const json =
      run({"report", "verify", folder, "--report", file.string(), "--format", "json"});
  auto const answer = parse_json<v1::VerifyReportResponse>(json.out);
  EXPECT_FALSE(answer.same());
  EXPECT_EQ(answer.inputs_size(), 0);
  EXPECT_EQ(answer.fields_size(), 1);
}

TEST(ReportVerify, NamesTheInputThatChanged) {
  Scratch const scratch;
  auto const folder = copy_case(scratch);
  auto const file = (scratch / "r.json").string();
  ASSERT_EQ(run(annual({"--format", "json", "--output", file}, folder.string())).code, 0);
  auto const events = folder / "history/events.csv";
  write(events, read_all(events) + "\n");  // no figure changes, but the bytes do
  auto const changed = run({"report", "verify", folder.string(), "--report", file});
  EXPECT_EQ(changed.code, 5);
  EXPECT_TRUE(has(changed.out, "history/events.csv")) << changed.out;
  EXPECT_FALSE(has(changed.out, "history/interruptions.csv"));
}

TEST(ReportVerify, RefusesWhatIsNoReport) {
  Scratch const scratch;
  auto const folder = case_folder("golden_history");
  auto const file = scratch / "r.json";
  for (auto const* text : {"not json", "{}", "[1,2]", "{\"year\": 2021}", ""}) {
    write(file, text);
    auto const refused = run({"report", "verify", folder, "--report", file.string()});
    EXPECT_EQ(refused.code, 4) << text << refused.out << refused.err;
  }
  EXPECT_EQ(run({"report", "verify", folder}).code, 2);
  EXPECT_EQ(run({"report", "verify", folder, "--report", (scratch / "none").string()}).code, 4);
}

// Some readers of JSON forgive these; what differs could then not be listed.
TEST(ReportVerify, RefusesAReportThatIsAlmostJson) {
  for (auto const* year : {"'year': 2021", "year: 2021"}) {
    Scratch const scratch;
    auto const file = scratch / "r.json";
    ASSERT_EQ(run(annual({"--format", "json", "--output", file.string()})).code, 0);
    replace_once(file, "\"year\": 2021", year);
    auto const refused =
        run({"report", "verify", case_folder("golden_history"), "--report", file.string()});
    EXPECT_EQ(refused.code, 4) << year << refused.out << refused.err;
  }
}

TEST(ReportAnnual, MakesAPageWithoutScriptsOrOutsideResources) {
  Scratch const scratch;
  auto const folder = copy_case(scratch);
  replace_once(folder / "network/meta.csv", "Golden feeder with history",
               "<script>alert('x')</script> & \"co\"");
  for (auto const* language : {"en", "zh"}) {
    auto const page = run(annual({"--jurisdiction", "江苏", "--format", "html", "--lang", language},
                                 folder.string()));
    ASSERT_EQ(page.code, 0) << page.err;
    EXPECT_FALSE(has(page.out, "<script"));
    EXPECT_TRUE(has(page.out, "&lt;script&gt;"));
    for (auto const* outside : {"http:", "https:", "src=", "@import", "url(", "<link", "<iframe"}) {
      EXPECT_FALSE(has(page.out, outside)) << outside;
    }
    EXPECT_EQ(page.out.rfind("<!DOCTYPE html>", 0), 0U);
    EXPECT_TRUE(has(page.out, "<svg"));
    EXPECT_TRUE(has(page.out, "<desc"));
    EXPECT_TRUE(has(page.out, "@media print"));
  }
}

TEST(ReportAnnual, MakesTheSameWorkbookTwice) {
  Scratch const scratch;
  auto const make = [&](std::string const& name) {
    auto const file = scratch / name;
    auto const made =
        run(annual({"--jurisdiction", "常州", "--format", "xlsx", "--output", file.string()}));
    EXPECT_EQ(made.code, 0) << made.err;
    return read_all(file);
  };
  auto const one = make("a.xlsx");
  EXPECT_EQ(one.rfind("PK", 0), 0U);
  EXPECT_GT(one.size(), 5000U);
  EXPECT_EQ(one, make("b.xlsx"));
  EXPECT_EQ(run(annual({"--format", "xlsx"})).out, run(annual({"--format", "xlsx"})).out);
}

TEST(ReportAnnual, OnlyItMakesWorkbooks) {
  auto const refused = run({"net", "show", case_folder("golden_feeder"), "--format", "xlsx"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(has(refused.err, "table, json, csv"));
}

TEST(ReportAnnual, WrongUseSaysWhatToType) {
  struct Wrong {
    Line words;
    std::string said;
    int code = 2;
  };
  auto const c = case_folder("golden_history");
  for (auto const& wrong : std::vector<Wrong>{
           {{"report", "annual", c}, "--year 2021"},
           {{"report", "annual", c, "--year", "MMXXI"}, "--year 2021"},
           {{"report", "annual", c, "--year", "1492"}, "1971"},
           {annual({"--as-of", "2020-05-01"}), "inside 2021"},
           {annual({"--as-of", "2022-01-02"}), "inside 2021"},
           {annual({"--as-of", "soon"}), "--as-of"},
           {annual({"--by", "zone"}), "organisation"},
           {annual({"--trend-years", "-1"}), "0 to 20"},
           {annual({"--jurisdiction", "Atlantis"}), "常州市", 2},
       }) {
    auto const refused = run(wrong.words);
    EXPECT_EQ(refused.code, wrong.code) << wrong.said << refused.out;
    EXPECT_TRUE(has(refused.err, wrong.said)) << refused.err;
  }
}

}  // namespace
}  // namespace tieline::test
