// The built program as a user meets it: exit codes, streams, languages, forms, Ctrl-C.

#include "tests/services/program.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tieline/v1/network.pb.h"
#include "tieline/v1/outage.pb.h"

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

Line simulate_golden(Line const& more) {
  Line words{"outage", "simulate", case_folder("golden_feeder"), "--equipment",
             "LB",     "--start",  "2021-05-03T08:00:00+08:00",  "--duration-h",
             "8"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// A copy of the golden feeder with `text` appended to one of its files.
void copy_golden(fs::path const& to, std::string const& file, std::string const& text) {
  fs::copy(case_folder("golden_feeder"), to, fs::copy_options::recursive);
  std::ofstream{to / file, std::ios::app | std::ios::binary} << text;
}

TEST(Program, SaysItsVersionAndTeachesInBothLanguages) {
  auto const version = run({"--version"});
  EXPECT_EQ(version.code, 0);
  EXPECT_EQ(version.out.rfind("tieline ", 0), 0U);
  EXPECT_TRUE(has(version.out, "."));
  auto const en = run({"--help"});
  EXPECT_EQ(en.code, 0);
  EXPECT_TRUE(has(en.out, "outage simulate"));
  EXPECT_TRUE(has(en.out, "Usage:"));
  auto const zh = run({"--lang", "zh", "--help"});
  EXPECT_EQ(zh.code, 0);
  EXPECT_TRUE(has(zh.out, "用法"));
  EXPECT_EQ(run({"--help"}, "zh_CN.UTF-8").out, zh.out);
  EXPECT_EQ(run({"--lang", "en", "--help"}, "zh_CN.UTF-8").out, en.out);
  for (auto const* later : {"predict", "serve"}) {
    EXPECT_FALSE(has(en.out, later)) << later << " cannot be done yet";
  }
  EXPECT_TRUE(has(run({"outage", "simulate", "--help"}).out, "Example:"));
  EXPECT_TRUE(has(run({"outage", "--help", "--lang", "zh"}).out, "outage impact"));
}

TEST(Program, WrongUseIsTwoAndSaysWhatToType) {
  struct Wrong {
    Line words;
    std::string said;
  };
  auto const c = case_folder("golden_feeder");
  for (auto const& wrong : std::vector<Wrong>{
           {{}, "tieline net check"},
           {{"net", "chek", c}, "did you mean \"check\"?"},
           {{"outages"}, "did you mean \"outage\"?"},
           {{"net", "check", c, "--formta", "json"}, "did you mean \"--format\"?"},
           {{"net", "check", c, "--set", "vmin_pv=0.9"}, "vmin_pu"},
           {{"net", "check", c, "--set", "foo=1"}, "there are: upstream_restore_h, "},
           {{"outage", "impact", c}, "--equipment"},
           {{"outage", "impact", c, "--equipment", "LX"}, "LX"},
           {{"outage", "impact", c, "--equipment", "LB", "--at", "yesterday"}, "--at"},
           {{"outage", "simulate", c}, "--work"},
           {{"outage", "simulate", c, "--work", "W9"}, "W9"},
           {{"outage", "simulate", c, "--equipment", "LB"}, "--start"},
           {simulate_golden({"--strategy", "warm"}), "generator, best"},
           {simulate_golden({"--bypass-a", "-5"}), "--bypass-a"},
           {{"net", "pack", c}, "--out"},
           {{"net", "generate"}, "--out"},
       }) {
    auto const done = run(wrong.words);
    EXPECT_EQ(done.code, 2) << done.err;
    EXPECT_TRUE(has(done.err, wrong.said)) << done.err;
    EXPECT_EQ(done.out, "");
    auto chinese = wrong.words;
    chinese.insert(chinese.end(), {"--lang", "zh"});
    EXPECT_EQ(run(chinese).code, 2);
  }
}

TEST(Program, InputThatIsRefusedIsFour) {
  Scratch scratch;
  EXPECT_EQ(run({"net", "check", (scratch / "nothing").string()}).code, 4);
  std::ofstream{scratch / "junk"} << "not a snapshot";
  auto const junk = run({"net", "show", (scratch / "junk").string()});
  EXPECT_EQ(junk.code, 4);
  EXPECT_FALSE(junk.err.empty());
  copy_golden(scratch / "headless", "network/lines.csv", "");
  fs::remove(scratch / "headless" / "network" / "lines.csv");
  auto const check = run({"net", "check", (scratch / "headless").string(), "--format", "json"});
  EXPECT_EQ(check.code, 4);
  auto const answer = parse_json<v1::CheckNetworkResponse>(check.out);
  EXPECT_FALSE(answer.summary().accepted());
  EXPECT_GE(answer.summary().rejected(), 1);
  auto const show = run({"net", "show", (scratch / "headless").string()});
  EXPECT_EQ(show.code, 4);
  EXPECT_TRUE(has(show.err, "lines.csv")) << show.err;
  EXPECT_EQ(show.out, "");
}

TEST(Program, RowsSetAsideAreThreeAndComeBackWhenMended) {
  Scratch scratch;
  auto const folder = (scratch / "case").string();
  copy_golden(folder, "network/lines.csv", "LBAD,bad,N1,N2,overhead,-3,,,,,,\n");
  auto const mend = (scratch / "mend").string();
  auto const check = run({"net", "check", folder, "--quarantine", mend, "--format", "json"});
  EXPECT_EQ(check.code, 3) << check.out << check.err;
  auto const answer = parse_json<v1::CheckNetworkResponse>(check.out);
  EXPECT_EQ(answer.summary().quarantined_rows(), 1);
  EXPECT_TRUE(answer.summary().accepted());
  ASSERT_GE(answer.issues_size(), 1);
  EXPECT_EQ(answer.issues(0).file(), "network/lines.csv");
  EXPECT_FALSE(answer.issues(0).text().empty());
  EXPECT_FALSE(answer.issues(0).text_zh().empty());
  EXPECT_TRUE(fs::exists(fs::path{mend} / "network" / "lines.csv"));
  EXPECT_EQ(run({"net", "check", folder, "--quarantine", mend}).code, 2)
      << "never over mended rows";
  EXPECT_EQ(run({"net", "check", folder, "--strict"}).code, 4);
  auto const used = run({"net", "show", folder});
  EXPECT_EQ(used.code, 3);
  EXPECT_TRUE(has(used.err, "set aside"));
  EXPECT_EQ(run({"net", "show", folder, "--quiet"}).err, "");
}

TEST(Program, NotPossibleIsFive) {
  auto const c = case_folder("domain_d");
  auto const asked = [&](std::string const& strategy) {
    return run({"outage", "simulate", c, "--equipment", "L3", "--start", "2021-05-12T08:00",
                "--duration-h", "5", "--strategy", strategy, "--format", "json"});
  };
  auto const live = asked("live");
  EXPECT_EQ(live.code, 5);
  auto const answer = parse_json<v1::SimulateOutageResponse>(live.out);
  ASSERT_EQ(answer.strategies_size(), 1);
  EXPECT_FALSE(answer.strategies(0).feasible());
  EXPECT_EQ(answer.strategies(0).reason_code(), "live_not_possible");
  EXPECT_EQ(answer.best(), "");
  EXPECT_EQ(asked("hot").code, 0);
  auto const table = run(
      {"outage", "simulate", case_folder("golden_feeder"), "--work", "W2", "--strategy", "live"});
  EXPECT_EQ(table.code, 5);
  EXPECT_FALSE(has(table.out, "0.000 %")) << "what cannot be planned has no share of a target";
  auto const best = asked("best");
  EXPECT_EQ(best.code, 0);
  auto const chosen = parse_json<v1::SimulateOutageResponse>(best.out);
  ASSERT_EQ(chosen.strategies_size(), 1);
  EXPECT_EQ(chosen.strategies(0).strategy(), chosen.best());
}

TEST(Program, GivesOneReasonOnce) {
  auto const done = run({"outage", "simulate", case_folder("rbts_bus4"), "--work", "W1",
                         "--strategy", "live", "--format", "json"});
  EXPECT_EQ(done.code, 5);
  auto const live = parse_json<v1::SimulateOutageResponse>(done.out).strategies(0);
  ASSERT_EQ(live.reasons_size(), 1);
  EXPECT_EQ(live.reasons(0).code(), "bypass_too_small");
  EXPECT_TRUE(live.reason().starts_with(live.reasons(0).text()));
  EXPECT_EQ(live.reason().find("A;"), std::string::npos) << live.reason();
}

TEST(Program, SaysWhenTheNetworkIsYoungerThanTheOutage) {
  auto const asked = [](std::string const& start) {
    return run({"outage", "simulate", case_folder("golden_feeder"), "--equipment", "LB", "--start",
                start, "--duration-h", "1"});
  };
  EXPECT_TRUE(has(asked("2020-12-31T23:59:59").err, "valid_from 2021-01-01"));
  EXPECT_EQ(asked("2021-01-01T00:00:00").err, "");
}

TEST(Program, AnswersAreTheSameForAnyNumberOfThreads) {
  auto const one = run(simulate_golden({"--format", "json", "--threads", "1"}));
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(run(simulate_golden({"--format", "json", "--threads", "2"})).out, one.out);
  EXPECT_EQ(run(simulate_golden({"--format", "json", "--threads", "8"})).out, one.out);
}

TEST(Program, ASnapshotAnswersLikeItsFolder) {
  Scratch scratch;
  auto const file = (scratch / "golden.tieline").string();
  auto const packed =
      run({"net", "pack", case_folder("golden_feeder"), "--out", file, "--format", "json"});
  EXPECT_EQ(packed.code, 0) << packed.err;
  auto const answer = parse_json<v1::PackNetworkResponse>(packed.out);
  EXPECT_EQ(static_cast<std::uintmax_t>(answer.bytes()), fs::file_size(file));
  EXPECT_GE(answer.attachments_size(), 1);
  Line const work{"--work", "W1", "--format", "json"};
  Line folder{"outage", "simulate", case_folder("golden_feeder")};
  Line snapshot{"outage", "simulate", file};
  folder.insert(folder.end(), work.begin(), work.end());
  snapshot.insert(snapshot.end(), work.begin(), work.end());
  auto const from_folder = run(folder);
  EXPECT_EQ(from_folder.code, 0);
  EXPECT_EQ(run(snapshot).out, from_folder.out);
  EXPECT_EQ(run({"net", "pack", file, "--out", (scratch / "again").string()}).code, 2);
  EXPECT_EQ(scratch.entries(), 1U);
}

TEST(Program, CsvHasOneHeaderAndAsManyCellsInEveryRecord) {
  for (auto const& words : {simulate_golden({"--format", "csv"}),
                            Line{"net", "show", case_folder("rbts_bus4"), "--format", "csv"},
                            Line{"outage", "impact", case_folder("golden_feeder"), "--equipment",
                                 "LB", "--format", "csv", "--lang", "zh"}}) {
    auto const done = run(words);
    EXPECT_EQ(done.code, 0) << done.err;
    std::size_t commas = 0;
    std::size_t records = 0;
    std::size_t at = 0;
    for (auto end = done.out.find("\r\n"); end != std::string::npos;
         at = end + 2, end = done.out.find("\r\n", at)) {
      auto const record = done.out.substr(at, end - at);
      std::size_t n = 0;
      bool quoted = false;
      for (auto const ch : record) {
        quoted = ch == '"' ? !quoted : quoted;
        n += ch == ',' && !quoted ? 1U : 0U;
      }
      commas = records++ == 0 ? n : commas;
      EXPECT_EQ(n, commas) << record;
    }
    EXPECT_GT(records, 3U);
    EXPECT_EQ(at, done.out.size());
  }
}

TEST(Program, WritesTheAnswerWholeOrNotAtAll) {
  Scratch scratch;
  auto const file = (scratch / "answer.json").string();
  auto const done = run(simulate_golden({"--format", "json", "--output", file}));
  EXPECT_EQ(done.code, 0);
  EXPECT_EQ(done.out, "");
  EXPECT_EQ(read_all(file), run(simulate_golden({"--format", "json"})).out);
  EXPECT_EQ(scratch.entries(), 1U);
  std::ofstream{scratch / "wall"} << "a file where a folder is needed";
  auto const blocked =
      run(simulate_golden({"--output", (scratch / "wall").string() + "/answer.json"}));
  EXPECT_EQ(blocked.code, 1);
  EXPECT_FALSE(blocked.err.empty());
  auto const full = run(simulate_golden({"--output", "/dev/full/answer.json"}));
  EXPECT_EQ(full.code, 1);
  auto const pipe = scratch / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  auto const device = run(simulate_golden({"--output", pipe.string()}));
  EXPECT_EQ(device.code, 1);
  EXPECT_NE(device.err.find("device or pipe"), std::string::npos) << device.err;
  EXPECT_TRUE(std::filesystem::is_fifo(pipe));
}

TEST(Program, GeneratesTheSameBytesAndNeverOverwrites) {
  Scratch scratch;
  auto const generate = [&](std::string const& name, std::string const& seed) {
    return run({"net", "generate", "--feeders", "8", "--seed", seed, "--out",
                (scratch / name).string(), "--format", "json"});
  };
  auto const first = generate("a", "7");
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(parse_json<v1::GenerateNetworkResponse>(first.out).feeders(), 8);
  EXPECT_EQ(generate("b", "7").code, 0);
  EXPECT_EQ(generate("c", "8").code, 0);
  auto const lines = [&](std::string const& name) {
    return read_all(scratch / name / "network" / "lines.csv");
  };
  EXPECT_FALSE(lines("a").empty());
  EXPECT_EQ(lines("a"), lines("b"));
  EXPECT_NE(lines("a"), lines("c"));
  EXPECT_EQ(generate("a", "9").code, 2);
  EXPECT_EQ(lines("a"), lines("b"));
  EXPECT_EQ(scratch.entries(), 3U);
  EXPECT_EQ(run({"net", "check", (scratch / "a").string()}).code, 0);
}

/// Starts a province, waits until its temporary folder is there, interrupts.
void expect_nothing_left(int signal) {
  using namespace std::chrono_literals;
  Scratch scratch;
  auto const target = scratch / "province";
  Program program{{"net", "generate", "--preset", "province", "--out", target.string()}};
  ASSERT_GT(program.pid(), 0);
  for (int i = 0; i < 1000 && scratch.entries() == 0; ++i) {
    std::this_thread::sleep_for(5ms);
  }
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(scratch.entries(), 1U) << "the temporary folder stands beside the target";
  EXPECT_FALSE(fs::exists(target));
  ASSERT_EQ(::kill(program.pid(), signal), 0);
  EXPECT_EQ(program.finish().code, 130);
  EXPECT_EQ(scratch.entries(), 0U);
}

TEST(Program, CtrlCLeavesNoHalfWrittenFolder) {
  expect_nothing_left(SIGINT);
}

TEST(Program, TerminationLeavesNoHalfWrittenFolder) {
  expect_nothing_left(SIGTERM);
}

void expect_golden(std::string const& name, Line const& words) {
  auto const done = run(words);
  EXPECT_EQ(done.code, 0) << done.err;
  auto const expected = read_all(std::string{TIELINE_TESTDATA} + "/cli/" + name);
  EXPECT_EQ(done.out, expected) << name;
}

TEST(Program, PrintsTheTablesOnRecord) {
  expect_golden("simulate_en.txt", simulate_golden({"--details"}));
  expect_golden("simulate_zh.txt", simulate_golden({"--lang", "zh", "--details", "--base",
                                                    "household", "--intervals"}));
  expect_golden("impact_en.txt",
                {"outage", "impact", case_folder("golden_feeder"), "--equipment", "LB"});
  expect_golden("impact_zh.txt", {"outage", "impact", case_folder("golden_feeder"), "--equipment",
                                  "LB", "--lang", "zh"});
  auto const history = case_folder("golden_history");
  Line const year{"--from", "2021-01-01", "--to", "2022-01-01"};
  Line compute{"index", "compute", history, "--details"};
  compute.insert(compute.end(), year.begin(), year.end());
  expect_golden("index_en.txt", compute);
  expect_golden("index_zh.txt", {"index", "compute", history, "--by", "zone,class", "--base",
                                 "household", "--lang", "zh"});
  Line explain{"index", "explain", history, "--zone", "urban"};
  explain.insert(explain.end(), year.begin(), year.end());
  expect_golden("explain_en.txt", explain);
  expect_golden("explain_zh.txt", {"index", "explain", history, "--event", "N1", "--lang", "zh"});
  expect_golden("check_zh.txt", {"net", "check", case_folder("golden_feeder"), "--lang", "zh"});
}

}  // namespace
}  // namespace tieline::test
