#include "engine/study/transfer_choice.hpp"

#include <algorithm>

namespace tieline::study {

using network::NetworkModel;
using network::SwitchId;
using switching::ReasonKind;
using switching::TransferOption;

namespace {

/// Can the part be parted from the rest under load, so that no one is interrupted?
[[nodiscard]] bool boundary_breaks_load(NetworkModel const& model, TransferOption const& option) {
  auto const boundary = switching::boundary_of(model, option.picked);
  return std::all_of(boundary.begin(), boundary.end(),
                     [&](SwitchId s) { return network::breaks_load(model.col().switch_kind[s]); });
}

/// The boundary of the part, after what has to open inside it.
[[nodiscard]] std::vector<SwitchId> all_cuts(NetworkModel const& model,
                                             TransferOption const& option) {
  auto cuts = switching::boundary_of(model, option.picked);
  std::vector<SwitchId> inner;
  for (auto const s : option.opened) {
    if (std::find(cuts.begin(), cuts.end(), s) == cuts.end()) {
      inner.push_back(s);
    }
  }
  cuts.insert(cuts.begin(), inner.begin(), inner.end());
  return cuts;
}

/// The place of `option` in the order out: before every part that feeds it in the normal state, so
/// that it is gone when they part; else last, when those are in place that its tie may hang on.
[[nodiscard]] std::ptrdiff_t place_among(NetworkModel const& model,
                                         std::span<TransferOption const* const> placed,
                                         TransferOption const& option) {
  auto const first = option.picked.front();  // preorder: it feeds the rest of the part
  auto const upstream = std::find_if(placed.begin(), placed.end(), [&](auto const* other) {
    return model.subtree_of(other->picked.front()).contains(first);
  });
  return upstream - placed.begin();
}

void take(NetworkModel const& model, IslandChoice& choice, bool prefer_hot) {
  auto& options = choice.options;
  if (options.empty() || !options.front().feasible) {
    return;
  }
  choice.taken = 0;
  if (prefer_hot) {
    auto const hot = std::find_if(options.begin(), options.end(), [&](auto const& option) {
      return option.hot_possible &&
             transfer::compare_aims(option.aims, options.front().aims) == 0 &&
             boundary_breaks_load(model, option);
    });
    if (hot != options.end()) {
      choice.taken = static_cast<std::size_t>(hot - options.begin());
      choice.hot = true;
    }
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (i != *choice.taken && options[i].feasible && !options[i].binding.is_some()) {
      options[i].binding = {.kind = ReasonKind::better_tie,
                            .element = switching::ElementKind::network_switch,
                            .row = options[i].tie.raw()};
    }
  }
}

}  // namespace

std::vector<IslandChoice> choose_transfers(NetworkModel const& model,
                                           switching::Isolation const& isolation,
                                           flow::LoadWindow const& window, bool prefer_hot,
                                           Workspace::Parts& parts) {
  parts.live.reset();
  switching::apply(isolation, parts.live);
  std::vector<IslandChoice> choices(isolation.islands.size());
  std::vector<TransferOption const*> chosen;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    auto& choice = choices[i];
    choice.options = switching::rank_transfers(model,
                                               {.closed = parts.live.closed(),
                                                .island = isolation.islands[i].sections,
                                                .dead = isolation.dead,
                                                .window = window,
                                                .chosen = chosen},
                                               parts.transfers);
    if (isolation.islands[i].users != 0) {  // switching for nobody only takes time
      take(model, choice, prefer_hot);
    }
    if (choice.taken) {
      auto const& taken = choice.options[*choice.taken];
      for (auto const cut : taken.opened) {
        parts.live.open(cut);
      }
      parts.live.close(taken.tie);
      chosen.push_back(&taken);
    }
  }
  return choices;
}

std::vector<switching::ChosenTransfer> chosen_transfers(NetworkModel const& model,
                                                        std::span<IslandChoice const> choices) {
  std::vector<switching::ChosenTransfer> transfers;
  std::vector<TransferOption const*> placed;  // beside transfers
  for (auto const& choice : choices) {
    if (choice.taken) {
      auto const& taken = choice.options[*choice.taken];
      auto const at = place_among(model, placed, taken);
      placed.insert(placed.begin() + at, &taken);
      transfers.insert(transfers.begin() + at, {.tie = switching::Device::of(taken.tie),
                                                .hot = choice.hot,
                                                .boundary = all_cuts(model, taken)});
    }
  }
  return transfers;
}

TieOption to_answer(TransferOption const& option) {
  return {.tie = option.tie,
          .feasible = option.feasible,
          .hot = option.hot_possible,
          .binding = option.binding,
          .margin_kw = option.margin_kw,
          .users = option.aims.users,
          .households = option.aims.households,
          .opened = option.opened};
}

}  // namespace tieline::study
