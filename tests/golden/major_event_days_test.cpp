// Major event days by 2.5 β: the worked example, exact to the printed digit.

#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/indices/ratios.hpp"
#include "tests/golden/printed_indices.hpp"

namespace tieline::test {
namespace {

using indices::Key;
using indices::Query;
using indices::Weight;

constexpr Seconds kHour = 3600;

/// 2.5 β, with the daily SAIDI of the textbook example in minutes; 100 users. Source: worked
/// example B of the project's domain reference, reproduced by hand from IEEE Std 1366.
class MajorEventDays : public testing::Test {
 protected:
  MajorEventDays() : plain_{users(100)} {
    constexpr std::array kMinutes{0.20, 0.35, 0.0,  1.10, 0.80, 2.50,
                                  0.50, 5.00, 0.15, 1.60, 0.0,  0.90};
    for (std::size_t i = 0; i < kMinutes.size(); ++i) {
      auto const seconds = std::llround(kMinutes[i] * 60 * 100);
      if (seconds > 0) {
        add_outage(plain_, i + 1, midnight(2020, 3, static_cast<std::int64_t>(i) + 1), seconds);
      }
    }
    add_outage(plain_, 1, midnight(2021, 5, 1) + kHour, 2'400);    // D1   0.4 min
    add_outage(plain_, 2, midnight(2021, 5, 2), 66'000);           // D2  11.0
    add_outage(plain_, 3, midnight(2021, 5, 3), 60'900);           // D3  24.0: 144 000 s
    add_outage(plain_, 4, midnight(2021, 5, 3), 60'900);           //
    add_outage(plain_, 5, midnight(2021, 5, 3) + 85'800, 22'200);  // 23:50 to 06:00 of D4
    add_outage(plain_, 6, midnight(2021, 5, 5), 52'500);           // D5  17.5
    add_outage(plain_, 7, midnight(2021, 5, 5), 52'500);           //
    add_outage(plain_, 8, midnight(2021, 5, 6), 9'000);            // D6   1.5
    query_.from = midnight(2021, 1, 1);
    query_.to = midnight(2022, 1, 1);
    query_.med.source = indices::MedSource::beta;
  }
  PlainHistory plain_;
  Query query_;
};

TEST_F(MajorEventDays, ThresholdAndDaysAreThoseOfTheExample) {
  auto const answer = answer_of(*built(plain_), query_);
  EXPECT_EQ(answer.med.n_day, 10U);
  EXPECT_NEAR(answer.med.alpha, -0.248699, 1e-6);
  EXPECT_NEAR(answer.med.beta, 1.099201, 1e-6);
  EXPECT_EQ(digits(answer.med.t_med_min, 6), "12.174010");  // population β would give 10.572803
  ASSERT_EQ(answer.med.days.size(), 2U);
  EXPECT_EQ(answer.med.days[0].day, midnight(2021, 5, 3));
  EXPECT_EQ(answer.med.days[0].user_seconds, 144'000);
  EXPECT_EQ(answer.med.days[1].day, midnight(2021, 5, 5));
  EXPECT_EQ(answer.med.first_year, 2020);
  EXPECT_EQ(answer.med.last_year, 2020);
}

TEST_F(MajorEventDays, SaidiIsGivenWithAndWithoutThem) {
  auto const row = answer_of(*built(plain_), query_).rows.at(0);
  auto const r = indices::ratios(row, Weight::user);
  EXPECT_EQ(digits(*r.saidi_h * 60, 4), "54.4000");
  EXPECT_EQ(digits(*r.saidi_without_med_h * 60, 4), "12.9000");
}

TEST_F(MajorEventDays, TheDayAfterTakesNothingFromARepairThatBeganTheDayBefore) {
  query_.by = {Key::day};
  query_.from = midnight(2021, 5, 4);
  query_.to = midnight(2021, 5, 5);
  auto const answer = answer_of(*built(plain_), query_);
  EXPECT_EQ(answer.rows.at(0).total.seconds[0], 6 * kHour);  // it is dark until 06:00 of D4 …
  EXPECT_TRUE(answer.med.days.empty());                      // … which is no MED for that
}

}  // namespace
}  // namespace tieline::test
