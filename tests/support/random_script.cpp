#include "tests/support/random_script.hpp"

#include <array>
#include <string_view>

#include "tests/support/random.hpp"

namespace tieline::test {
namespace {

using switching::Action;
using switching::TemporaryKind;

ScriptTemporary random_temporary(Random& random, network::Tables const& tables) {
  constexpr std::array kKinds{TemporaryKind::section_supply, TemporaryKind::user_supply,
                              TemporaryKind::bypass, TemporaryKind::jumper};
  ScriptTemporary temporary{.kind = random.pick(kKinds)};
  if (temporary.kind == TemporaryKind::section_supply || temporary.kind == TemporaryKind::bypass) {
    temporary.node_a = random.pick(tables.nodes).id;
    temporary.node_b = random.pick(tables.nodes).id;
    return temporary;
  }
  for (auto const& user : tables.transformers) {
    if (random.percent(25)) {
      temporary.users.emplace_back(user.id);
    }
  }
  return temporary;
}

ScriptStep random_step(Random& random, network::Tables const& tables, std::size_t n_temporary) {
  ScriptStep step{.action = random.percent(50) ? Action::open : Action::close};
  auto const what = random.below(20);
  if (what == 0) {
    step.action = Action::check;
    step.node = tables.nodes.front().id;
  } else if (what <= 2) {
    step.source_id = random.pick(tables.sources).id;
  } else if (what <= 8 && n_temporary != 0) {
    step.temporary = random.below(n_temporary);
    if (random.percent(50)) {
      step.action = step.action == Action::open ? Action::disconnect : Action::connect;
    }
  } else if (!tables.switches.empty()) {
    step.switch_id = random.pick(tables.switches).id;
  } else {
    step.action = Action::check;
    step.node = tables.nodes.front().id;
  }
  return step;
}

}  // namespace

Script random_script(std::uint64_t seed, network::Tables const& tables,
                     RandomScriptSizes const& sizes) {
  Random random{seed};
  Script script;
  auto const n_temporary = random.below(sizes.max_temporaries + 1);
  for (std::size_t i = 0; i < n_temporary; ++i) {
    script.temporaries.push_back(random_temporary(random, tables));
  }
  auto const n_step = 1 + random.below(sizes.max_steps);
  auto time = random.between(-100, 100);
  for (std::size_t i = 0; i < n_step; ++i) {
    auto step = random_step(random, tables, n_temporary);
    if (random.percent(65)) {
      time += random.percent(30) ? random.between(1, 200) : random.between(1, sizes.longest_wait_s);
    }
    step.at = random.percent(3) ? time - 50 : time;
    script.steps.push_back(step);
  }
  constexpr std::array kMomentary{Seconds{0}, Seconds{60}, Seconds{180}, Seconds{300}};
  constexpr std::array kMergeGap{Seconds{0}, Seconds{0}, Seconds{30}, Seconds{500}};
  script.momentary_s = random.pick(kMomentary);
  script.merge_gap_s = random.pick(kMergeGap);
  script.horizon = time + random.between(-300, 2000);
  return script;
}

std::string to_text(Script const& script) {
  constexpr std::array<std::string_view, 7> kActions{"open",     "close",   "check",     "ground",
                                                     "unground", "connect", "disconnect"};
  std::string text;
  for (auto const& step : script.steps) {
    text += std::to_string(step.at) + " ";
    text += kActions.at(static_cast<std::size_t>(step.action));
    if (!step.switch_id.empty() || !step.source_id.empty()) {
      text += " " + step.switch_id + step.source_id;
    } else if (step.node.empty()) {
      auto const& temporary = script.temporaries[step.temporary];
      text += " temporary " + std::to_string(step.temporary) + " of kind " +
              std::to_string(static_cast<int>(temporary.kind)) + " " + temporary.node_a + " " +
              temporary.node_b;
      for (auto const& user : temporary.users) {
        text += " " + user;
      }
    }
    text += "\n";
  }
  return text + "horizon " + std::to_string(script.horizon) + "\n";
}

}  // namespace tieline::test
