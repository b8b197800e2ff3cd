// The same answers, byte for byte, from one, two and eight threads with a workspace each.

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "engine/study/outage.hpp"
#include "tests/support/answer_text.hpp"
#include "tests/support/build_clean.hpp"
#include "tests/support/random_network.hpp"

namespace tieline::test {
namespace {

/// Every line of the network out of service for a day's work, answered by `n_thread` threads that
/// take the next line as they come free.
std::vector<std::string> answers_by(std::size_t n_thread, network::NetworkPtr const& model) {
  std::vector<std::string> answers(model->n_line());
  std::atomic<std::uint32_t> next{0};
  auto const work = [&] {
    study::Workspace workspace{model};
    for (auto row = next++; row < answers.size(); row = next++) {
      std::vector<study::Equipment> const line{{study::EquipmentKind::line, row}};
      study::OutageQuery const query{.equipment = line,
                                     .start = 1'620'000'000,
                                     .duration_s = 8 * kSecondsPerHour,
                                     .bypass_a = 200};
      answers[row] = to_text(*study::simulate_outage(*model, query, workspace)) +
                     to_text(*study::assess_outage(*model, {.equipment = line}, workspace));
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < n_thread; ++i) {
      threads.emplace_back(work);
    }
  }  // joined
  return answers;
}

TEST(OutageThreads, OneTwoAndEightThreadsGiveTheSameBytes) {
  auto const model =
      build_clean(random_network(3, {.sources = 6, .pieces = 150, .ties = 40, .dual_user = 10}));
  auto const alone = answers_by(1, model);
  ASSERT_GT(alone.size(), 100U);
  EXPECT_FALSE(alone.front().empty());
  EXPECT_EQ(answers_by(2, model), alone);
  EXPECT_EQ(answers_by(8, model), alone);
}

}  // namespace
}  // namespace tieline::test
