#include "services/cli/table.hpp"

#include <string>

#include <gtest/gtest.h>

namespace tieline::services {
namespace {

TEST(DisplayWidth, ChineseSignsTakeTwoColumns) {
  EXPECT_EQ(display_width("tie"), 3U);
  EXPECT_EQ(display_width("联络"), 4U);
  EXPECT_EQ(display_width("（T）"), 5U);
  EXPECT_EQ(display_width("户·时"), 5U);
  EXPECT_EQ(display_width("𠀀"), 2U);
  EXPECT_EQ(display_width("e\xCC\x81"), 1U);  // a combining accent
  EXPECT_EQ(display_width(""), 0U);
}

TEST(DisplayWidth, BrokenUtf8EndsWithTheText) {
  EXPECT_EQ(display_width("\xE8"), 1U);
  EXPECT_EQ(display_width("\xFF\xFF"), 2U);
}

TEST(TextTable, AlignsByDisplayWidthAndLeavesNoTrailingSpace) {
  TextTable table{{{"地区"}, {"n", Align::right}, {"x"}}};
  table.add({"中心区", "7", ""});
  table.add({"a", "12", "y"});
  EXPECT_EQ(table.text(),
            "地区     n  x\n"
            "中心区   7\n"
            "a       12  y\n");
}

TEST(Csv, QuotesOnlyWhereTheFormatDemandsIt) {
  EXPECT_EQ(csv_record({"a", "b,c", "d\"e", "f\ng", ""}), "a,\"b,c\",\"d\"\"e\",\"f\ng\",\r\n");
}

TEST(Csv, DefusesFormulasButNotNegativeNumbers) {
  EXPECT_EQ(csv_record({"=1+2", "+x", "-3.5", "-a", "@f", "\tb"}),
            "'=1+2,'+x,-3.5,'-a,'@f,'\tb\r\n");
}

TEST(Csv, FiguresReadBackAsTheSameNumber) {
  for (auto const figure : {0.1, 273.3333333333333, 1e-9, 12345678.9}) {
    EXPECT_EQ(std::stod(plain(figure)), figure);
  }
  EXPECT_EQ(rounded(273.33333), "273.333");
}

}  // namespace
}  // namespace tieline::services
