// A sweep kept up to date says what a fresh one says of the same state.

#include "engine/sweep/sweep_book.hpp"

#include <limits>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/build_clean.hpp"
#include "tests/support/random.hpp"
#include "tests/support/random_network.hpp"

namespace tieline::sweep {
namespace {

std::string line_of(SweepAnswer const& answer, std::size_t i) {
  auto const& o = answer.outcome[i];
  auto text = std::to_string(answer.contingency[i].row);
  for (auto const figure :
       {o.users_out, o.users_isolated, o.users_restored, o.households_out, o.households_restored,
        o.binding_row, static_cast<std::uint32_t>(o.binding), static_cast<std::uint32_t>(o.tier),
        std::uint32_t{o.proven}, std::uint32_t{o.passed}, std::uint32_t{o.n_tie}}) {
    text += " " + std::to_string(figure);
  }
  for (auto const figure : {o.kw_beyond, o.kw_restored, o.binding_value, o.binding_limit}) {
    text += " " + std::to_string(figure);
  }
  for (auto t = answer.tie_begin[i]; t < answer.tie_begin[i + 1]; ++t) {
    text += " t" + std::to_string(answer.ties[t].raw());
  }
  return text;
}

/// One or two users with a load that may be large, negative, unknown, or the model's again.
std::vector<SweepBook::LoadChange> some_loads(network::NetworkModel const& model,
                                              test::Random& random) {
  std::vector<SweepBook::LoadChange> changes(random.percent(30) ? 2 : 1);
  for (auto& change : changes) {
    change.user = network::UserId{random.below(model.n_user())};
    auto const kind = random.below(10);
    if (kind > 0) {
      auto const unknown = std::numeric_limits<double>::quiet_NaN();
      auto const kw = static_cast<double>(random.between(0, 4000)) * (kind == 1 ? -0.1 : 1);
      change.load = flow::Load{.kw = kind == 2 ? unknown : kw, .kvar = kw / 3};
    }
  }
  return changes;
}

TEST(SweepBook, PropertySaysWhatAFreshSweepSays) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto const model =
        test::build_clean(test::random_network(seed, {.sources = 6,
                                                      .pieces = 60,
                                                      .ties = 20,
                                                      .max_users = 2,
                                                      .joined_by_line = 0,
                                                      .unfed = seed % 3 == 0 ? 5U : 0U,
                                                      .loop = seed % 5 == 0 ? 5U : 0U,
                                                      .dual_user = seed % 2 == 0 ? 5U : 0U}));
    SweepQuery const query{.kinds = {ElementKind::section}, .threads = 1, .most_work = 300};
    SweepBook book{*model, query};
    test::Random random{seed};
    for (int change = 0; change < 6; ++change) {
      std::vector<network::SwitchId> flipped{network::SwitchId{random.below(model->n_switch())}};
      if (random.percent(30)) {
        flipped.emplace_back((flipped[0].index() + 1) % model->n_switch());
      }
      if (random.percent(50) && model->n_user() > 0) {
        book.change_loads(some_loads(*model, random));
      } else {
        auto const cost = book.flip(flipped);
        EXPECT_LE(cost.feeders_settled, model->n_switch());
      }
      auto same = query;
      same.loads = &book.loads();
      auto const fresh = sweep_under(*model, book.closed(), same);
      auto const kept = book.answer();
      ASSERT_EQ(kept.outcome.size(), fresh.outcome.size());
      for (std::size_t i = 0; i < kept.outcome.size(); ++i) {
        ASSERT_EQ(line_of(kept, i), line_of(fresh, i)) << "change " << change;
      }
    }
  }
}

}  // namespace
}  // namespace tieline::sweep
