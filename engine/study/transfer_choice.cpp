#include "engine/study/transfer_choice.hpp"

#include <algorithm>
#include <tuple>

#include "engine/switching/limit_reason.hpp"

namespace tieline::study {

using network::Answer;
using network::NetworkModel;
using network::SectionId;
using network::SwitchId;
using switching::Reason;
using switching::ReasonKind;
using transfer::Verdict;

namespace {

[[nodiscard]] Reason about(ReasonKind kind, SwitchId s) {
  return {.kind = kind, .element = switching::ElementKind::network_switch, .row = s.raw()};
}

/// Sections of all islands, ascending.
[[nodiscard]] std::vector<SectionId> dark_of(switching::Isolation const& isolation) {
  std::vector<SectionId> dark;
  for (auto const& island : isolation.islands) {
    dark.insert(dark.end(), island.sections.begin(), island.sections.end());
  }
  std::sort(dark.begin(), dark.end());
  return dark;
}

/// What tie and boundary say against closing before opening.
[[nodiscard]] Reason objection_to_hot(NetworkModel const& model, switching::Move const& move) {
  auto const loop_close = model.col().switch_loop_close[move.tie];
  if (loop_close != Answer::yes) {
    return about(
        loop_close == Answer::no ? ReasonKind::loop_not_permitted : ReasonKind::loop_unknown,
        move.tie);
  }
  for (auto const s : move.boundary) {
    if (!network::breaks_load(model.col().switch_kind[s])) {
      return about(ReasonKind::breaks_load, s);
    }
  }
  return {};
}

/// Why the plan does not use the tie, or why it does not serve the whole island through it.
[[nodiscard]] Reason reason_of(transfer::TieVerdict const& tie) {
  switch (tie.verdict) {
    case Verdict::no_live_end:
      return about(ReasonKind::no_live_end, tie.tie);
    case Verdict::worked_on:
      return about(ReasonKind::worked_on, tie.tie);
    case Verdict::cannot_make_load:
      return about(ReasonKind::cannot_make_load, tie.tie);
    case Verdict::no_permission:
      return about(ReasonKind::no_permission, tie.tie);
    case Verdict::better_plan:
      return tie.binding.is_some() ? switching::reason_of(tie.binding)
                                   : about(ReasonKind::better_tie, tie.tie);
    case Verdict::used:
    case Verdict::limit:
    case Verdict::unproven:
      break;
  }
  return switching::reason_of(tie.binding);
}

/// Switches at these sections that the plan opens.
[[nodiscard]] std::vector<SwitchId> opened_at(NetworkModel const& model,
                                              std::span<SectionId const> sections,
                                              std::span<SwitchId const> opened) {
  std::vector<SwitchId> found;
  std::ranges::copy_if(opened, std::back_inserter(found), [&](SwitchId s) {
    auto const ends = model.col().switch_ends[s];
    return std::ranges::binary_search(sections, ends.a) ||
           std::ranges::binary_search(sections, ends.b);
  });
  return found;
}

[[nodiscard]] TieOption option_of(NetworkModel const& model, transfer::TieVerdict const& tie,
                                  TransferChoice const& choice) {
  TieOption option{.tie = tie.tie,
                   .verdict = tie.verdict,
                   .feasible = tie.verdict == Verdict::used || tie.verdict == Verdict::better_plan,
                   .whole_island = tie.whole_island,
                   .binding = reason_of(tie),
                   .margin_kw = tie.margin_kw,
                   .opened = {}};
  auto const move = std::ranges::find(choice.moves, tie.tie, &switching::Move::tie);
  if (move == choice.moves.end() || move->relief) {
    option.hot = option.feasible && model.col().switch_loop_close[tie.tie] == Answer::yes;
    option.users = tie.alone.users;
    option.households = tie.alone.households;
    return option;
  }
  auto const& part = choice.plan.parts[move->row];
  option.hot = !choice.why_cold[static_cast<std::size_t>(move - choice.moves.begin())].is_some();
  option.margin_kw = part.margin_kw;
  option.users = move->aims.users;
  option.households = move->aims.households;
  option.opened = opened_at(model, move->sections, choice.plan.opened);
  return option;
}

}  // namespace

Result<void> check_levels(int levels) {
  if (levels == 1 || levels == 2) {
    return {};
  }
  return fail(ErrorCode::invalid_argument, "levels of transfer are 1 or 2", "转供级数应为 1 或 2");
}

TransferChoice choose_transfer(NetworkModel const& model, switching::Isolation const& isolation,
                               flow::LoadWindow const& window, int levels,
                               Workspace::Parts& parts) {
  parts.live.reset();
  switching::apply(isolation, parts.live);
  TransferChoice choice;
  auto const dark = dark_of(isolation);
  choice.plan = parts.planner.best_plan({.closed = parts.live.closed(),
                                         .dark = dark,
                                         .dead = isolation.dead,
                                         .out = isolation.sources,
                                         .window = window,
                                         .levels = levels});
  choice.moves = switching::moves_of(model, choice.plan);
  for (auto const& move : choice.moves) {
    choice.why_cold.push_back(objection_to_hot(model, move));
    if (!move.relief) {
      choice.fed.insert(choice.fed.end(), move.sections.begin(), move.sections.end());
    }
  }
  std::sort(choice.fed.begin(), choice.fed.end());
  return choice;
}

void check_loops(NetworkModel const& model, flow::LoadWindow const& window, TransferChoice& choice,
                 Workspace::Parts& parts) {
  auto& live = parts.live;
  live.reset();
  choice.loop_proven.assign(choice.moves.size(), 0);
  for (std::size_t i = 0; i < choice.moves.size(); ++i) {
    auto const& move = choice.moves[i];
    if (!switching::opens_alive(model, move.boundary)) {
      continue;  // goes once the work is dead
    }
    if (!choice.why_cold[i].is_some()) {
      auto const closing = parts.loops.check(move.tie, window, live);
      choice.why_cold[i] = closing.forbidden;
      choice.loop_proven[i] = closing.proven ? 1 : 0;
    }
    for (auto const s : move.boundary) {
      live.open(s);
    }
    live.close(move.tie);
  }
  live.reset();
}

std::vector<switching::ChosenTransfer> transfers_of(TransferChoice const& choice, bool may_be_hot) {
  std::vector<switching::ChosenTransfer> transfers;
  for (std::size_t i = 0; i < choice.moves.size(); ++i) {
    auto const& move = choice.moves[i];
    transfers.push_back({.tie = switching::Device::of(move.tie),
                         .hot = may_be_hot && !choice.why_cold[i].is_some(),
                         .boundary = move.boundary});
  }
  return transfers;
}

void apply(TransferChoice const& choice, topology::LiveNetwork& live) {
  for (auto const& move : choice.moves) {
    for (auto const s : move.boundary) {
      live.open(s);
    }
    live.close(move.tie);
  }
}

std::vector<TieOption> options_of(NetworkModel const& model, switching::Isolation const& isolation,
                                  TransferChoice const& choice) {
  // The plan counts islands by their lowest section.
  std::vector<std::size_t> by_section(isolation.islands.size());
  for (std::size_t i = 0; i < by_section.size(); ++i) {
    by_section[i] = i;
  }
  std::ranges::sort(by_section, {},
                    [&](std::size_t i) { return isolation.islands[i].sections.front(); });
  std::vector<std::pair<std::size_t, TieOption>> placed;
  placed.reserve(choice.plan.ties.size());
  for (auto const& tie : choice.plan.ties) {
    placed.emplace_back(by_section[tie.island], option_of(model, tie, choice));
  }
  std::ranges::stable_sort(placed, {}, [](auto const& at) {
    return std::tuple(at.first, at.second.verdict != Verdict::used, !at.second.feasible);
  });
  std::vector<TieOption> options;
  options.reserve(placed.size());
  for (auto& at : placed) {
    options.push_back(std::move(at.second));
  }
  return options;
}

TransferPlan plan_of(TransferChoice const& choice, bool may_be_hot) {
  auto const& plan = choice.plan;
  TransferPlan shown{
      .users = plan.served.users,
      .households = plan.served.households,
      .bound_users = plan.bound.users,
      .bound_households = plan.bound.households,
      .proven_optimal = plan.proven_optimal,
      .voltage_proven = plan.voltage_proven,
      .operations = static_cast<std::uint32_t>(plan.closed.size() + plan.opened.size()),
      .manual = plan.manual};
  for (std::size_t i = 0; i < choice.moves.size(); ++i) {
    auto const& move = choice.moves[i];
    auto const hot = may_be_hot && !choice.why_cold[i].is_some();
    auto const loop_proven = hot && !choice.loop_proven.empty() && choice.loop_proven[i] != 0;
    if (move.relief) {
      auto const& relief = plan.reliefs[move.row];
      shown.reliefs.push_back({.opened = relief.opened,
                               .tie = relief.tie,
                               .source = relief.source,
                               .sections = relief.sections,
                               .users = move.aims.users,
                               .households = move.aims.households,
                               .hot = hot,
                               .loop_proven = loop_proven});
      continue;
    }
    auto const& part = plan.parts[move.row];
    shown.parts.push_back({.tie = move.tie,
                           .source = part.source,
                           .sections = move.sections,
                           .users = move.aims.users,
                           .households = move.aims.households,
                           .margin_kw = part.margin_kw,
                           .tightest = switching::reason_of(part.tightest),
                           .hot = hot,
                           .loop_proven = loop_proven});
  }
  return shown;
}

}  // namespace tieline::study
