// The quick pass says of any history what the general way says.

#include "engine/indices/quick_pass.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/random_history.hpp"

namespace tieline::test {
namespace {

using indices::Axes;
using indices::DaySet;
using indices::Facts;
using indices::Key;
using indices::QuickPass;
using indices::QuickTables;
using indices::Tables;
using indices::Tally;

struct Outcome {
  Tables general, quick;
  bool was_served = false;
};

/// Both ways; major event days: every third day of the window.
[[nodiscard]] Outcome both(history::History const& history, indices::Query const& query,
                           bool with_meds) {
  Facts const facts{history};
  auto const axes = indices::make_axes(facts, query);
  if (!axes) {
    return {};
  }
  DaySet meds;
  if (with_meds) {
    indices::Calendar days{static_cast<history::Instant>(query.from),
                           static_cast<history::Instant>(query.to), indices::Calendar::Step::day,
                           history.time_zone()};
    std::vector<bool> is_in(days.size());
    for (std::size_t day = 0; day < is_in.size(); ++day) {
      is_in[day] = day % 3 == 1;
    }
    meds = DaySet{std::move(days), std::move(is_in)};
  }
  QuickTables const tables{facts, *axes, query.rules, meds};
  Outcome outcome{.was_served = tables.serve()};
  if (!outcome.was_served) {
    return outcome;
  }
  outcome.general.cells.resize(axes->n_cell());
  outcome.quick.cells.resize(axes->n_cell());
  Tally general{facts, *axes, query.rules, meds, {}};
  Tally rest{facts, *axes, query.rules, meds, {}};
  QuickPass pass{tables, facts, *axes, query.rules, rest, outcome.quick};
  for (auto const user : all_ids<history::UserId>(history.n_user())) {
    general.add_user(user, 1, outcome.general);
    pass.add_user(user);
  }
  pass.finish();
  return outcome;
}

TEST(QuickPass, SaysWhatTheGeneralWaySays) {
  constexpr std::uint64_t kSeeds = 1500;
  std::size_t n_served = 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    auto const plain = random_history(seed, {.most_records = seed % 4 == 0 ? 40U : 8U});
    auto query = random_query(seed, plain);
    query.rules.merge_gap_s = 0;
    std::erase(query.by, Key::cause);
    auto const outcome = both(*built(plain), query, seed % 5 == 0);
    n_served += outcome.was_served ? 1 : 0;
    ASSERT_EQ(outcome.quick.cells, outcome.general.cells) << "seed " << seed << '\n'
                                                          << to_text(plain);
    ASSERT_EQ(outcome.quick.ongoing_records, outcome.general.ongoing_records) << "seed " << seed;
    ASSERT_EQ(outcome.quick.unregistered_seconds, outcome.general.unregistered_seconds)
        << "seed " << seed;
  }
  EXPECT_GT(n_served, kSeeds / 2);
}

TEST(QuickPass, LeavesGapsAndCausesToTheGeneralWay) {
  auto const plain = random_history(1);
  auto const history = built(plain);
  indices::Query query{.from = 1'609'430'400, .to = 1'609'430'400 + 365 * 86'400};
  EXPECT_TRUE(both(*history, query, false).was_served);
  query.by = {Key::cause};
  EXPECT_FALSE(both(*history, query, false).was_served);
  query.by = {};
  query.rules.merge_gap_s = 1;
  EXPECT_FALSE(both(*history, query, false).was_served);
}

}  // namespace
}  // namespace tieline::test
