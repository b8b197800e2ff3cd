#include "engine/io/civil_time.hpp"

#include <string>

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace {

using namespace tieline;
using namespace tieline::io;

constexpr auto kShanghai = "Asia/Shanghai";
constexpr Seconds kMayThirdEight = 1620000000;  // 2021-05-03T08:00:00+08:00

TEST(CivilTime, ReadsOffsetsAndLocalTime) {
  EXPECT_EQ(parse_time("2021-05-03T08:00:00+08:00", "America/New_York"), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-03 08:00", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-03T00:00:00Z", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-02T20:00:00-0400", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-03T05:45:00+05:45", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-03", kShanghai), kMayThirdEight - 8 * kSecondsPerHour);
}

TEST(CivilTime, ReadsFormsFoundInSpreadsheets) {
  EXPECT_EQ(parse_time("2021/5/3 8:00", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021年5月3日 8:00:00", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-03 上午8:00", kShanghai), kMayThirdEight);
  EXPECT_EQ(parse_time("2021-05-03 8:00 PM", kShanghai), kMayThirdEight + 12 * kSecondsPerHour);
  EXPECT_EQ(parse_time("2021-05-03 12:00 AM", kShanghai), kMayThirdEight - 8 * kSecondsPerHour);
  EXPECT_EQ(parse_time("2021-05-02 24:00", kShanghai), kMayThirdEight - 8 * kSecondsPerHour);
  EXPECT_EQ(parse_time("2021-05-03 08:00:00.123", kShanghai), kMayThirdEight);
}

TEST(CivilTime, RefusesWhatIsNoTime) {
  for (auto const* text :
       {"", "x", "2021-02-29", "2021-13-01", "31-02", "2021-05-03T", "2021-05-03 25:00",
        "2021-05-03 24:01", "2021-05-03 08:60", "2021-05-03 08:00:60", "2021-05-03 08:00 x",
        "2021-05-03 08", "20210503", "2021-05-03 13:00 PM", "2021-05-03T08:00:00+0"}) {
    auto const time = parse_time(text, kShanghai);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().code, ErrorCode::invalid_argument);
  }
}

TEST(CivilTime, RefusesOddOffsets) {
  EXPECT_EQ(read_time("2021-05-03T08:00:00+08:06", kShanghai).trouble, TimeTrouble::odd_offset);
  EXPECT_EQ(read_time("2021-05-03T08:00:00+05:30", kShanghai).trouble, TimeTrouble::none);
}

TEST(CivilTime, SummerTimeOfShanghaiIn1990) {
  EXPECT_EQ(read_time("1990-04-15 02:30", kShanghai).trouble, TimeTrouble::non_existent);
  EXPECT_EQ(read_time("1990-09-16 01:30", kShanghai).trouble, TimeTrouble::ambiguous);
  EXPECT_EQ(utc_offset(*parse_time("1990-07-01 12:00", kShanghai), kShanghai), 9 * kSecondsPerHour);
}

TEST(CivilTime, ADayOfNewYorkCanHave25Hours) {
  auto const first = parse_time("2021-11-07", "America/New_York");
  auto const second = parse_time("2021-11-08", "America/New_York");
  EXPECT_EQ(*second - *first, 25 * kSecondsPerHour);
}

TEST(CivilTime, UnknownZoneIsAnError) {
  EXPECT_FALSE(parse_time("2021-05-03 08:00", "Asia/Nowhere"));
  EXPECT_FALSE(utc_offset(0, "Asia/Nowhere"));
  EXPECT_FALSE(is_time_zone("Asia/Nowhere"));
  EXPECT_TRUE(is_time_zone(kShanghai));
}

TEST(CivilTime, PrintedTimesReadBack) {
  EXPECT_EQ(format_time(kMayThirdEight, kShanghai), "2021-05-03T08:00:00+08:00");
  EXPECT_EQ(format_time(kMayThirdEight, "America/New_York"), "2021-05-02T20:00:00-04:00");
  for (Seconds t = -500'000'000; t < 4'000'000'000; t += 123'456'789) {
    for (auto const* zone : {kShanghai, "America/New_York", "Asia/Kathmandu", "UTC"}) {
      EXPECT_EQ(parse_time(format_time(t, zone), kShanghai), t) << zone;
    }
  }
}

TEST(CivilTime, TimeOfDay) {
  EXPECT_EQ(parse_time_of_day("08:30"), 30600);
  EXPECT_EQ(parse_time_of_day("24:00"), 86400);
  EXPECT_EQ(parse_time_of_day("8"), std::nullopt);
  EXPECT_EQ(parse_time_of_day("08:30x"), std::nullopt);
}

/// One reader over many texts in any order says what read_time() says of each alone.
TEST(TimeReader, PropertyReadsWhatReadTimeReads) {
  constexpr std::uint64_t kSeed = 20260501;
  SCOPED_TRACE(kSeed);
  tieline::test::Random random{kSeed};
  constexpr std::string_view kBytes{"0123456789-+: TZ/x"};
  for (auto const* zone : {kShanghai, "America/New_York", "Pacific/Apia", "UTC", "no such zone"}) {
    TimeReader reader{zone};
    std::size_t n_time = 0;
    for (int round = 0; round < 20'000; ++round) {
      // around the changes of clocks of 1986 to 1991, of 2021, and any time since 1970
      auto const span = round % 2 == 0 ? Seconds{700'000'000} : Seconds{4'000'000'000};
      auto const utc = static_cast<Seconds>(random.below(static_cast<std::uint64_t>(span)));
      auto text = format_time(utc, zone);
      switch (random.below(4)) {
        case 0:
          text.resize(19);  // local
          break;
        case 1:
          text = text.substr(0, 10) + " " + text.substr(11, 5);
          break;
        case 2:
          text[random.below(text.size())] = kBytes[random.below(kBytes.size())];
          break;
        default:
          break;
      }
      auto const expected = read_time(text, zone);
      auto const found = reader.read(text);
      ASSERT_EQ(found.trouble, expected.trouble) << text << " in " << zone;
      ASSERT_EQ(found.utc, expected.utc) << text << " in " << zone;
      ASSERT_EQ(found.is_date_only, expected.is_date_only) << text;
      ASSERT_EQ(found.had_24_00, expected.had_24_00) << text;
      ASSERT_EQ(found.had_z, expected.had_z) << text;
      n_time += found.trouble == TimeTrouble::none ? 1U : 0U;
    }
    EXPECT_GT(n_time, 5'000U);
  }
}

}  // namespace
