// net check --before: an export held against an earlier one, as a user would.

#include "tests/services/index_program.hpp"
#include "tests/support/case_copy.hpp"

namespace tieline::test {
namespace {

TEST(NetCheckBefore, TellsWhatTheLaterExportChanged) {
  CaseCopy later{"golden_history"};
  Line const words{"net", "check", later.path().string(), "--before", golden()};
  auto const same = run(words);
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_FALSE(has(same.out, "B76")) << same.out;
  EXPECT_FALSE(has(same.out, "B77")) << same.out;
  later.set("history/events.csv", "G7", "cause", "雷击");
  later.set("history/events.csv", "G8A", "event", "G8B");
  auto const edited = run(words);
  EXPECT_EQ(edited.code, 0) << edited.err;
  EXPECT_TRUE(has(edited.out, "history/events.csv:cause B76 event G7 is not what it was"))
      << edited.out;
  EXPECT_TRUE(has(edited.out, "(4.733 → 4.733 user-hours)")) << edited.out;
  EXPECT_TRUE(has(edited.out, "event G8B came late")) << edited.out;
  auto chinese = words;
  chinese.insert(chinese.end(), {"--lang", "zh"});
  EXPECT_TRUE(has(run(chinese).out, "事件 G7 与此前导出不同"));
}

TEST(NetCheckBefore, RefusesAnEarlierCaseThatCannotBeRead) {
  auto const none = run({"net", "check", golden(), "--before", "/no/such/case"});
  EXPECT_EQ(none.code, 4) << none.err;
  auto const rejected = run({"net", "check", golden(), "--before",
                             std::string{TIELINE_TESTDATA} + "/faults/B06_mostly_ragged"});
  EXPECT_EQ(rejected.code, 4) << rejected.err;
  EXPECT_TRUE(has(rejected.err, "was rejected")) << rejected.err;
}

}  // namespace
}  // namespace tieline::test
