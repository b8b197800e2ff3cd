#include "engine/io/cell.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "engine/io/words.hpp"
#include "engine/network/ids.hpp"
#include "tests/support/random.hpp"

namespace {

using namespace tieline::io;

TEST(Cell, NumbersAreFiniteDecimalsOnly) {
  EXPECT_EQ(parse_number("12.5"), 12.5);
  EXPECT_EQ(parse_number("-.5"), -0.5);
  EXPECT_EQ(parse_number("5."), 5.0);
  EXPECT_EQ(parse_number("+3"), 3.0);
  EXPECT_EQ(parse_number("1e3"), 1000.0);
  EXPECT_EQ(parse_number("123456789012345678"), 123456789012345678.0);
  for (auto const* text : {"", "-", ".", "+", "+-1", "--1", "1 ", " 1", "1,5", "nan", "inf",
                           "1e999", "0x10", "1.2.3", "1e", "abc", "12kW"}) {
    EXPECT_EQ(parse_number(text), std::nullopt) << text;
  }
}

TEST(CellProperty, NumbersAreReadToTheLastBitLikeStrtod) {
  constexpr std::uint64_t kSeed = 5;
  tieline::test::Random random{kSeed};
  for (int i = 0; i < 50'000; ++i) {
    std::string text = random.percent(30) ? "-" : "";
    for (auto n = 1 + random.below(9); n > 0; --n) {
      text += static_cast<char>('0' + random.below(10));
    }
    text += '.';
    for (auto n = random.below(10); n > 0; --n) {
      text += static_cast<char>('0' + random.below(10));
    }
    ASSERT_EQ(parse_number(text), std::strtod(text.c_str(), nullptr)) << "seed " << kSeed << text;
  }
}

TEST(Cell, TidyMakesHalfWidthAndKeepsChinese) {
  TextPool pool;
  EXPECT_EQ(tidy("１０ｋＶ（甲）", pool), "10kV(甲)");
  EXPECT_EQ(tidy("\u00A0N1\u3000", pool), "N1");
  EXPECT_EQ(tidy("\uFEFFid\u200B", pool), "id");
  EXPECT_EQ(tidy("公变～1", pool), "公变~1");
  std::string const plain = "公园路";
  EXPECT_EQ(tidy(plain, pool).data(), plain.data());
  EXPECT_TRUE(is_plain("N1-a_3"));
  EXPECT_FALSE(is_plain("N 1"));
  EXPECT_FALSE(is_plain("N１"));
}

TEST(Cell, ThousandsNeedGroupsOfThree) {
  TextPool pool;
  EXPECT_EQ(without_thousands("1,234,567.8", pool), "1234567.8");
  EXPECT_EQ(without_thousands("-12,345", pool), "-12345");
  for (auto const* text : {"12,34", "1234,567", ",123", "1,2345", "1234", "1,23a"}) {
    EXPECT_EQ(without_thousands(text, pool), std::nullopt) << text;
  }
}

TEST(Cell, MarksOfASpreadsheet) {
  EXPECT_TRUE(is_scientific("1.23457E+17"));
  EXPECT_TRUE(is_scientific("1e+12"));
  for (auto const* text :
       {"E+17", "12E+17", "1.23457E17", "A1.2E+3", "1.E+5", "1E+", "1.2E+1234"}) {
    EXPECT_FALSE(is_scientific(text)) << text;
  }
  EXPECT_TRUE(is_whole_float("101.0"));
  EXPECT_FALSE(is_whole_float("101.5"));
  EXPECT_FALSE(is_whole_float(".0"));
  EXPECT_TRUE(is_formula_error("#N/A"));
  EXPECT_FALSE(is_formula_error("#1 feeder"));
  EXPECT_TRUE(looks_like_formula("=cmd|x"));
  EXPECT_FALSE(looks_like_formula("-5"));
  EXPECT_TRUE(is_garbled("锟斤拷"));
  EXPECT_TRUE(is_garbled("??路"));
  EXPECT_FALSE(is_garbled("是?"));
}

TEST(Words, EnglishAndChineseSpellingsMeanTheSame) {
  using tieline::network::SwitchKind;
  for (auto const* text : {"disconnector", "Disconnector", "隔离开关", "刀闸"}) {
    EXPECT_EQ(find_word(kSwitchKindWords, text),
              static_cast<std::uint8_t>(SwitchKind::disconnector));
  }
  for (auto const* text : {"中心区", "城市中心区", "市中心区", "市中心"}) {
    EXPECT_EQ(find_word(kZoneWords, text), 0);
  }
  EXPECT_EQ(find_word(kZoneWords, "unknown"), std::nullopt);
  EXPECT_EQ(find_word(kZoneWords, ""), std::nullopt);
}

TEST(Words, TheNearestSpellingIsOfferedOnlyForASlip) {
  EXPECT_EQ(nearest_word(kSwitchKindWords, "braker"), "breaker");
  EXPECT_EQ(nearest_word(kZoneWords, "rurla"), "rural");
  EXPECT_EQ(nearest_word(kSwitchKindWords, "x"), std::nullopt);
  EXPECT_EQ(nearest_word(kSwitchKindWords, std::string(10'000, 'x')), std::nullopt);
}

}  // namespace
