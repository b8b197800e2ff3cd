// Frequent users and caps on random histories, against loops written from the documents alone.
//
// The loops share nothing with the engine: days are divisions (Asia/Shanghai has no other days in
// these years), every window is tried day by day, every class is an if.

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/indices/caps.hpp"
#include "engine/indices/repeat.hpp"
#include "tests/indices/hand_history.hpp"
#include "tests/support/random.hpp"

namespace tieline::indices {
namespace {

using history::OutageClass;
using test::HandHistory;
using test::kHandDay;
using test::kHandHour;
using test::kNewYear2021;

struct Row {
  std::size_t event;
  Seconds start, end;  // end 0: still out
};

/// A random history, kept in plain lists beside the engine's.
struct Case {
  HandHistory hand;
  std::vector<std::vector<Row>> of_user;
  std::vector<float> supply_kv;
  std::set<std::int64_t> med_days;  // of 2021, 0: 1 January
  Seconds as_of = 0;
};

Case random_case(std::uint64_t seed) {
  test::Random random{seed};
  Case c;
  auto const n_user = 3 + random.below(4);
  constexpr std::array<float, 4> kSupplies{0.4F, 10, 20, 35};
  for (std::size_t u = 0; u < n_user; ++u) {
    c.supply_kv.push_back(random.pick(kSupplies));
    static_cast<void>(c.hand.user({.supply_kv = c.supply_kv.back()}));
  }
  c.of_user.resize(n_user);
  constexpr std::array<Seconds, 10> kLengths{60,  179, 180,  181,   299,
                                             300, 301, 3600, 21600, 100'000};
  constexpr std::array<OutageClass, 5> kClasses{
      OutageClass::fault_internal, OutageClass::planned_maintenance,
      OutageClass::temporary_construction, OutageClass::rationing_grid, OutageClass::unclassified};
  // Some histories are crowded into weeks, some spread over 18 months.
  auto const span_days = random.percent(50) ? 120 : 500;
  auto const first_day = random.between(-120, 200);
  auto const n_event = random.below(26);
  auto start = kNewYear2021 + first_day * kHandDay;
  for (std::size_t i = 0; i < n_event; ++i) {
    start = random.percent(30)
                ? start + 6 * kHandHour + random.between(-1, 1)
                : kNewYear2021 + (first_day + random.between(0, span_days)) * kHandDay +
                      random.between(0, 23) * kHandHour + random.between(-1, 1);
    auto const event = c.hand.event(random.pick(kClasses));
    auto const lasts = random.pick(kLengths);
    for (std::size_t u = 0; u < n_user; ++u) {
      if (random.percent(45)) {
        auto const end = random.percent(3) ? 0 : start + lasts;
        c.of_user[u].push_back({event, start, end});
        c.hand.out(u, event, start, end);
      }
    }
  }
  for (auto n = random.below(4); n > 0; --n) {
    c.med_days.insert(random.between(-100, 364));
  }
  c.as_of = kNewYear2021 + random.between(0, 365 * kHandDay - 1);
  return c;
}

std::int64_t day_of(Seconds t) {
  auto const since = t - kNewYear2021;
  return since >= 0 ? since / kHandDay : -((-since + kHandDay - 1) / kHandDay);
}

struct Outage {
  Seconds begin, end;
  std::size_t event;
  bool open;
};

/// Maximal dark stretches of a user that began by as_of, each with the event that owns it.
std::vector<Outage> outages_of(Case const& c, std::size_t user) {
  std::map<std::size_t, Seconds> event_begin;
  for (auto const& rows : c.of_user) {
    for (auto const& row : rows) {
      auto const [at, is_new] = event_begin.try_emplace(row.event, row.start);
      at->second = std::min(at->second, row.start);
    }
  }
  auto rows = c.of_user[user];
  std::sort(rows.begin(), rows.end(), [](Row const& a, Row const& b) { return a.start < b.start; });
  constexpr Seconds kNever = 1LL << 40;
  std::vector<Outage> found;
  for (auto const& row : rows) {
    auto const end = row.end == 0 ? kNever : row.end;
    if (!found.empty() && row.start <= found.back().end) {
      auto& last = found.back();
      auto const key = [&](std::size_t e) {
        return std::pair{event_begin[e], "e" + std::to_string(e)};
      };
      if (row.start == last.begin && key(row.event) < key(last.event)) {
        last.event = row.event;
      }
      last.end = std::max(last.end, end);
    } else {
      found.push_back({row.start, end, row.event, false});
    }
  }
  std::erase_if(found, [&](Outage const& o) { return o.begin > c.as_of; });
  return found;
}

bool is_momentary(Outage const& o) {
  return o.end - o.begin <= 180;
}

/// Users that the event interrupted at all, by as_of.
int users_of(Case const& c, std::size_t event) {
  int n = 0;
  for (auto const& rows : c.of_user) {
    n += std::any_of(rows.begin(), rows.end(),
                     [&](Row const& row) { return row.event == event && row.start <= c.as_of; });
  }
  return n;
}

std::string guangdong(Case const& c, std::size_t user, int version,
                      std::vector<OutageClass> const& classes) {
  std::vector<Outage> kept;
  for (auto const& o : outages_of(c, user)) {
    auto const lasts = std::min(o.end, c.as_of) - o.begin;
    if (c.med_days.contains(day_of(o.begin)) || lasts < 300 || users_of(c, o.event) <= 1) {
      continue;
    }
    if (!kept.empty() && o.begin - kept.back().begin < 6 * kHandHour) {
      continue;
    }
    kept.push_back(o);
  }
  auto const today = day_of(c.as_of);
  auto const between = [&](std::int64_t from, std::int64_t to, bool only_prearranged) {
    int n = 0;
    for (auto const& o : kept) {
      auto const d = day_of(o.begin);
      auto const k = classes[o.event];
      auto const prearranged = k == OutageClass::planned_maintenance ||
                               k == OutageClass::temporary_construction ||
                               k == OutageClass::rationing_grid;
      n += d >= from && d <= to && (!only_prearranged || prearranged) ? 1 : 0;
    }
    return n;
  };
  int most_in_60 = 0;
  for (std::int64_t last = 0; last <= today; ++last) {
    if (between(last, last, false) != 0) {  // the window's last outage is of the year
      most_in_60 = std::max(most_in_60, between(last - 59, last, false));
    }
  }
  auto const year = between(0, today, false);
  if (year > 5) {
    return "year_over_5";
  }
  if (most_in_60 > 3) {
    return "over_3_in_60_days";
  }
  if (between(0, today, true) > 3) {
    return "prearranged_over_3";
  }
  auto const in_30 = between(today - 29, today, false) == 2;
  auto const in_50 = between(today - 49, today, false) == 3;
  auto const in_year = year == 4 || year == 5;
  if (version == 1) {
    return in_year ? "year_4_to_5" : in_50 ? "3_in_50_days" : in_30 ? "2_in_30_days" : "";
  }
  return in_30 ? "2_in_30_days" : in_50 ? "3_in_50_days" : in_year ? "year_4_to_5" : "";
}

/// The day `months` after day `d` of 2021, by counting the lengths of months.
std::int64_t months_later(std::int64_t d, int months) {
  // From 1 January 2019 (day -731) to the end of 2022.
  constexpr std::array<int, 48> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
                                      31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
                                      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
                                      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  std::size_t month = 0;
  std::int64_t first = -731;
  while (first + kDays[month] <= d) {
    first += kDays[month++];
  }
  auto of_month = d - first;
  for (int i = 0; i < months; ++i) {
    first += kDays[month++];
  }
  return first + std::min<std::int64_t>(of_month, kDays[month] - 1);
}

std::string state_grid(Case const& c, std::size_t user) {
  std::vector<std::int64_t> days;
  for (auto const& o : outages_of(c, user)) {
    if (!is_momentary(o)) {
      days.push_back(day_of(o.begin));
    }
  }
  for (std::size_t i = 0; i + 2 < days.size(); ++i) {
    for (auto j = i + 2; j < days.size(); ++j) {
      if (days[j] >= 0 && days[j] < months_later(days[i], 2)) {
        return "3_in_2_months";
      }
    }
  }
  return "";
}

/// The classes as the engine's history has them.
std::vector<OutageClass> classes_of(history::History const& history) {
  std::vector<OutageClass> classes;
  for (auto const kind : history.col().event_kind) {
    classes.push_back(kind.outage_class());
  }
  return classes;
}

std::map<std::size_t, std::string> listed(history::History const& history, Case const& c,
                                          std::string const& rules) {
  RepeatQuery query;
  query.year = 2021;
  query.as_of = c.as_of;
  query.rules = *pick_rule_set(builtin_repeat_rules(), rules);
  for (auto const day : c.med_days) {
    query.med_days.push_back(kNewYear2021 + day * kHandDay);
  }
  auto const answer = list_repeats(history, query);
  EXPECT_TRUE(answer);
  std::map<std::size_t, std::string> found;
  std::vector<std::int64_t> in_class(query.rules.rules.size());
  for (auto const& user : answer->users) {
    auto const rule = user.hits.front().rule;
    EXPECT_TRUE(found.try_emplace(user.user.index(), query.rules.rules[rule].id).second);
    ++in_class[rule];
  }
  for (std::size_t r = 0; r < in_class.size(); ++r) {
    EXPECT_EQ(answer->classes[r].users, in_class[r]);
  }
  return found;
}

TEST(RepeatProperty, ListsAgreeWithPlainLoops) {
  std::map<std::string, int> met;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    auto c = random_case(seed);
    auto const history = c.hand.build();
    auto const classes = classes_of(*history);
    auto first = listed(*history, c, "guangdong@1");
    auto second = listed(*history, c, "guangdong@2");
    auto complaint = listed(*history, c, "state_grid_95598");
    for (std::size_t user = 0; user < c.of_user.size(); ++user) {
      ASSERT_EQ(first[user], guangdong(c, user, 1, classes)) << "seed " << seed << " u" << user;
      ASSERT_EQ(second[user], guangdong(c, user, 2, classes)) << "seed " << seed << " u" << user;
      ASSERT_EQ(complaint[user], state_grid(c, user)) << "seed " << seed << " u" << user;
      ++met[first[user]];
      ++met[second[user]];
      ++met[complaint[user]];
    }
  }
  EXPECT_EQ(met.size(), 8U) << "every class is met, and none";
  for (auto const& [name, times] : met) {
    EXPECT_GT(times, 20) << name;
  }
}

TEST(RepeatProperty, CapsAgreeWithPlainLoops) {
  int over = 0;
  int rolling_over = 0;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    auto c = random_case(seed);
    auto const history = c.hand.build();
    auto const classes = classes_of(*history);
    for (auto const* policy : {"changzhou_2021", "jiangsu_2020"}) {
      auto const is_planned = std::string{policy} == "changzhou_2021";
      CapQuery query;
      query.year = 2021;
      query.as_of = c.as_of;
      query.caps = pick_cap_policy(policy)->caps;
      auto const answer = judge_caps(*history, query);
      ASSERT_TRUE(answer);
      std::map<std::size_t, CapUser> of_user;
      for (auto const& user : answer->users) {
        of_user.try_emplace(user.user.index(), user);
      }
      for (std::size_t user = 0; user < c.of_user.size(); ++user) {
        auto const kv = c.supply_kv[user];
        auto const cap = kv >= 35 ? 1 : kv == 10 || (kv == 20 && is_planned) ? 2 : 3;
        std::vector<std::int64_t> days;
        int momentary = 0;
        for (auto const& o : outages_of(c, user)) {
          auto const counted = !is_planned || classes[o.event] == OutageClass::planned_maintenance;
          if (is_momentary(o)) {
            momentary += day_of(o.begin) >= 0 ? 1 : 0;
          } else if (counted) {
            days.push_back(day_of(o.begin));
          }
        }
        auto const year = std::count_if(days.begin(), days.end(), [](auto d) { return d >= 0; });
        std::ptrdiff_t rolling = 0;
        for (auto const last : days) {
          if (last >= 0) {
            rolling = std::max(rolling, std::count_if(days.begin(), days.end(), [&](auto d) {
                                 return d > last - 365 && d <= last;
                               }));
          }
        }
        auto const is_listed = (year >= cap - 1 && year > 0) || rolling > cap;
        ASSERT_EQ(of_user.contains(user), is_listed) << "seed " << seed << " u" << user;
        if (is_listed) {
          auto const& found = of_user.at(user);
          ASSERT_EQ(found.count.year, year) << "seed " << seed << " u" << user;
          ASSERT_EQ(found.count.rolling, rolling) << "seed " << seed << " u" << user;
          ASSERT_EQ(found.count.momentary, momentary) << "seed " << seed << " u" << user;
          ASSERT_EQ(found.status == CapStatus::over, year > cap);
          ASSERT_EQ(found.status == CapStatus::at, year == cap);
          over += year > cap ? 1 : 0;
          rolling_over += rolling > cap && year <= cap ? 1 : 0;
        }
      }
    }
  }
  EXPECT_GT(over, 100);
  EXPECT_GT(rolling_over, 20);
}

}  // namespace
}  // namespace tieline::indices
