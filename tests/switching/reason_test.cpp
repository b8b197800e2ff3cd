#include "engine/switching/reason.hpp"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/sketch.hpp"

namespace tieline::switching {
namespace {

using network::Language;

constexpr auto kLast = static_cast<int>(ReasonKind::core_area_out);

TEST(Reason, HasANameAndAWordingInBothLanguagesForEveryKind) {
  auto const model = test::sketch("S1 =a=b").build();
  std::set<std::string> names, english, chinese;
  for (int kind = 0; kind <= kLast; ++kind) {
    Reason const reason{.kind = static_cast<ReasonKind>(kind),
                        .element = ElementKind::network_switch,
                        .row = test::switch_of(*model, "ab").raw(),
                        .value = 412.34,
                        .limit = 400,
                        .hour = 19};
    names.emplace(name_of(reason.kind));
    english.insert(to_text(*model, reason, Language::en));
    chinese.insert(to_text(*model, reason, Language::zh));
    EXPECT_EQ(to_text(*model, reason, Language::en).find_first_of("{}"), std::string::npos);
    EXPECT_EQ(to_text(*model, reason, Language::zh).find_first_of("{}"), std::string::npos);
  }
  EXPECT_EQ(names.size(), kLast + 1U);
  EXPECT_GE(english.size(), kLast - 1U);  // overload and unknown read alike for line and switch
  EXPECT_GE(chinese.size(), kLast - 1U);
  EXPECT_EQ(name_of(ReasonKind::line_overload), "line_overload");
  EXPECT_EQ(name_of(ReasonKind::core_area_out), "core_area_out");
}

TEST(Reason, NamesElementFiguresAndHour) {
  auto const model = test::sketch("S1 =a=b").build();
  Reason reason{.kind = ReasonKind::line_overload,
                .element = ElementKind::line,
                .row = test::line_of(*model, "b").raw(),
                .value = 412.34,
                .limit = 400,
                .hour = 7};
  EXPECT_EQ(to_text(*model, reason, Language::en),
            "line b would carry 412 A, limit 400 A, at 07:00");
  EXPECT_EQ(to_text(*model, reason, Language::zh), "线路 b 将达 412 A，限值 400 A，7 时");
  reason.hour = -1;
  EXPECT_EQ(to_text(*model, reason, Language::en), "line b would carry 412 A, limit 400 A");
}

TEST(Reason, PrintsAsManyDigitsAsTellTheFiguresApart) {
  auto const model = test::sketch("S1 =a").build();
  Reason reason{.kind = ReasonKind::bypass_too_small, .value = 400.04, .limit = 400};
  EXPECT_EQ(to_text(*model, reason, Language::en),
            "the bypass would carry 400.04 A, limit 400.00 A");
  reason.value = 91.1606;
  reason.limit = 90;
  EXPECT_EQ(to_text(*model, reason, Language::en), "the bypass would carry 91.2 A, limit 90.0 A");
}

TEST(Reason, CallsASectionByWhatFeedsIt) {
  auto const model = test::sketch("S1 =a=b").build();
  Reason reason{.kind = ReasonKind::left_dark,
                .element = ElementKind::section,
                .row = test::section_at(*model, "b").raw()};
  EXPECT_EQ(to_text(*model, reason, Language::en), "section ab is left without supply");
  reason.row = test::section_at(*model, "S1").raw();
  EXPECT_EQ(to_text(*model, reason, Language::en), "section source:S1 is left without supply");
}

}  // namespace
}  // namespace tieline::switching
