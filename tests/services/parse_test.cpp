#include "services/cli/parse.hpp"

#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/cli/help.hpp"
#include "services/cli/nearest.hpp"
#include "services/cli/outage_flags.hpp"
#include "services/cli/progress.hpp"

namespace tieline::services {
namespace {

using Line = std::vector<std::string>;

std::string complaint(Line const& words) {
  auto const parsed = parse(words);
  EXPECT_FALSE(parsed.has_value());
  if (parsed) {
    return {};
  }
  EXPECT_EQ(parsed.error().code, ErrorCode::invalid_argument);
  EXPECT_FALSE(parsed.error().zh.empty());
  return parsed.error().en;
}

Invocation call_of(Line const& words) {
  auto const parsed = parse(words);
  if (!parsed || !std::holds_alternative<Call>(*parsed)) {
    ADD_FAILURE() << (parsed ? "not a call" : parsed.error().en);
    return {};
  }
  return std::get<Call>(*parsed).invocation;
}

TEST(Parse, FlagsMayStandAnywhere) {
  auto const call = call_of({"--lang", "zh", "net", "--quiet", "check", "--format=json", "city",
                             "--set", "a=1", "--strict", "--set", "b=2=3"});
  EXPECT_EQ(call.case_path, "city");
  EXPECT_EQ(call.common.language, Language::zh);
  EXPECT_EQ(call.common.format, Format::json);
  EXPECT_TRUE(call.common.quiet);
  EXPECT_TRUE(call.has("--strict"));
  ASSERT_EQ(call.common.settings.size(), 2U);
  EXPECT_EQ(call.common.settings[0], (std::pair<std::string, std::string>{"a", "1"}));
  EXPECT_EQ(call.common.settings[1], (std::pair<std::string, std::string>{"b", "2=3"}));
}

TEST(Parse, ACaseMayBeNamedLikeANoun) {
  EXPECT_EQ(call_of({"net", "check", "outage"}).case_path, "outage");
}

TEST(Parse, AProfileSetsTheMomentaryBoundAndSetStandsOverIt) {
  auto const call =
      call_of({"net", "show", "c", "--set", "momentary_s=60", "--profile", "ieee1366"});
  ASSERT_EQ(call.common.settings.size(), 2U);
  EXPECT_EQ(call.common.settings[0].second, "300");
  EXPECT_EQ(call.common.settings[1].second, "60");
  EXPECT_EQ(call_of({"net", "show", "c", "--profile", "cn-dlt836"}).common.settings[0].second,
            "180");
}

TEST(Parse, NamesTheNearestWord) {
  EXPECT_NE(complaint({"nett", "check", "c"}).find("did you mean \"net\"?"), std::string::npos);
  EXPECT_NE(complaint({"net", "chekc", "c"}).find("did you mean \"check\"?"), std::string::npos);
  EXPECT_NE(complaint({"net", "check", "c", "--strit"}).find("did you mean \"--strict\"?"),
            std::string::npos);
  EXPECT_EQ(complaint({"net", "check", "c", "--xyzzy"}).find("did you mean"), std::string::npos);
}

TEST(Parse, AForgottenNounIsNamed) {
  EXPECT_NE(complaint({"simulate", "c"}).find("tieline outage simulate CASE"), std::string::npos);
  EXPECT_NE(complaint({"check"}).find("tieline net check CASE"), std::string::npos);
}

TEST(Parse, TheWordHelpAsksForThePage) {
  auto const all = parse({"help"});
  ASSERT_TRUE(all && std::holds_alternative<HelpWanted>(*all));
  EXPECT_EQ(std::get<HelpWanted>(*all).verb, nullptr);
  auto const page = parse({"help", "net", "check"});
  ASSERT_TRUE(page && std::holds_alternative<HelpWanted>(*page));
  ASSERT_NE(std::get<HelpWanted>(*page).verb, nullptr);
  EXPECT_EQ(std::get<HelpWanted>(*page).verb->name, "check");
}

TEST(Parse, RefusesWhatCannotBeMeant) {
  EXPECT_NE(complaint({}).find("--help"), std::string::npos);
  EXPECT_NE(complaint({"net"}).find("check"), std::string::npos);
  EXPECT_NE(complaint({"net", "check"}).find("CASE"), std::string::npos);
  EXPECT_NE(complaint({"net", "check", "a", "b"}).find("\"b\""), std::string::npos);
  EXPECT_NE(complaint({"net", "check", "a", "--format", "xml"}).find("table, json, csv"),
            std::string::npos);
  EXPECT_NE(complaint({"net", "check", "a", "--base", "kwh"}).find("household"), std::string::npos);
  EXPECT_NE(complaint({"net", "check", "a", "--lang", "fr"}).find("en, zh"), std::string::npos);
  EXPECT_NE(complaint({"net", "check", "a", "--set", "x"}).find("key=value"), std::string::npos);
  EXPECT_NE(complaint({"net", "check", "a", "--profile", "eu"}).find("one of cn-dlt836, ieee1366"),
            std::string::npos);
  for (auto const* threads : {"0", "-1", "1.5", "x", "2000", ""}) {
    EXPECT_FALSE(complaint({"net", "check", "a", std::string{"--threads="} + threads}).empty())
        << threads;
  }
  EXPECT_FALSE(complaint({"net", "check", "a", "--seed"}).empty());
  EXPECT_FALSE(complaint({"net", "check", "a", "--seed", "-1"}).empty());
}

TEST(Help, EveryVerbHasAPageThatTeachesInBothLanguages) {
  ASSERT_EQ(verbs().size(), 16U);
  for (auto const& verb : verbs()) {
    for (auto const language : {Language::en, Language::zh}) {
      auto const page = help_page({.noun = verb.noun, .verb = &verb}, language);
      EXPECT_NE(page.find(verb.example), std::string::npos);
      EXPECT_NE(page.find(verb.meaning.in(language)), std::string::npos);
      if (verb.example.find("city/") != std::string_view::npos) {
        EXPECT_NE(page.find("net generate --preset city"), std::string::npos) << verb.name;
      }
      EXPECT_NE(page.find(language == Language::zh ? "示例" : "Example"), std::string::npos);
      for (auto const flags : {verb.flags, common_flags()}) {
        for (auto const& flag : flags) {
          EXPECT_NE(page.find(flag.name), std::string::npos);
          EXPECT_NE(page.find(flag.help.in(language)), std::string::npos);
        }
      }
    }
    EXPECT_NE(help_page({}, Language::en).find(verb.summary.en), std::string::npos);
    EXPECT_NE(help_page({}, Language::zh).find(verb.summary.zh), std::string::npos);
  }
}

TEST(Nearest, CountsEditsAndSwaps) {
  constexpr std::array<std::string_view, 3> kWords{"check", "show", "generate"};
  EXPECT_EQ(nearest("chcek", kWords), "check");
  EXPECT_EQ(nearest("sho", kWords), "show");
  EXPECT_EQ(nearest("genrat", kWords), "generate");
  EXPECT_EQ(nearest("pack", kWords), "");
  EXPECT_EQ(nearest("", kWords), "");
  EXPECT_EQ(nearest(std::string(1'000'000, 'x'), kWords), "");
}

TEST(OutageFlags, IdsAreSplitAtSemicolonsAndCommas) {
  std::vector<std::string> const typed{" L1; L2,,L3 ;", "线路 4", ""};
  EXPECT_EQ(split_ids(typed), (std::vector<std::string>{"L1", "L2", "L3", "线路 4"}));
}

TEST(OutageFlags, DurationsAreExactSeconds) {
  EXPECT_EQ(read_duration_h("--duration-h", "6").value(), 21600);
  EXPECT_EQ(read_duration_h("--duration-h", "0.1").value(), 360);
  EXPECT_EQ(read_duration_h("--duration-h", "1.333333333").value(), 4800);
  EXPECT_EQ(read_duration_h("--duration-h", "2.5e0").value(), 9000);
  for (auto const* typed :
       {"", "0", "-1", "nan", "inf", "1e400", "6h", "0x6", "1e9", "0.0001", "6 "}) {
    auto const read = read_duration_h("--duration-h", typed);
    ASSERT_FALSE(read.has_value()) << typed;
    EXPECT_EQ(read.error().code, ErrorCode::invalid_argument);
  }
}

TEST(Progress, ShowsPhaseShareAndPaceOrTimeLeft) {
  EXPECT_EQ(
      ProgressBar::line("reading", 50'000'000, 100'000'000, 0.5, ProgressUnit::bytes, Language::en),
      "reading  [############............]  50 %  100 MB/s");
  EXPECT_EQ(ProgressBar::line("lines", 1, 4, 2, ProgressUnit::steps, Language::zh),
            "lines  [######..................]  25 %  剩余 6 s");
  EXPECT_EQ(ProgressBar::line("x", 9, 4, 0, ProgressUnit::steps, Language::en),
            "x  [########################] 100 %");
  EXPECT_EQ(ProgressBar::line("x", 0, 0, 0, ProgressUnit::steps, Language::en), "x … 0 s");
  EXPECT_EQ(ProgressBar::line("network", 0, 0, 2.6, ProgressUnit::bytes, Language::zh),
            "network … 3 s");
}

}  // namespace
}  // namespace tieline::services
