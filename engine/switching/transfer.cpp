#include "engine/switching/transfer.hpp"

#include <algorithm>

#include "engine/network/ties.hpp"
#include "engine/switching/limit_reason.hpp"

namespace tieline::switching {

using network::Answer;
using network::NetworkModel;
using network::NodeId;
using network::SectionId;
using network::SwitchId;
using network::UserId;

namespace {

[[nodiscard]] Reason about(ReasonKind kind, SwitchId id) {
  return {.kind = kind, .element = ElementKind::network_switch, .row = id.raw()};
}

[[nodiscard]] bool is_before(TransferOption const& a, TransferOption const& b) {
  if (a.feasible != b.feasible) {
    return a.feasible;
  }
  if (a.feasible) {
    if (auto const c = compare_aims(a.aims, b.aims); c != 0) {
      return c > 0;
    }
    if (a.opened.size() != b.opened.size()) {
      return a.opened.size() < b.opened.size();
    }
    if (a.remote != b.remote) {
      return a.remote;
    }
    if (a.margin_kw != b.margin_kw) {
      return a.margin_kw > b.margin_kw;
    }
  }
  return a.tie < b.tie;
}

}  // namespace

TransferScratch::TransferScratch(NetworkModel const& model)
    : loads_{model},
      path_{model},
      tree_{model},
      loading_{model},
      barred_{model.n_section()},
      island_{model.n_section()} {}

/// One call of rank_transfers().
class TransferRanking {
 public:
  TransferRanking(NetworkModel const& model, TransferQuery const& query, TransferScratch& scratch)
      : model_{model}, query_{query}, scratch_{scratch} {
    scratch_.loads_.prepare(query_.window);
    mark_sections();
    collect_ties();
  }

  [[nodiscard]] std::vector<TransferOption> rank() {
    std::vector<TransferOption> options;
    options.reserve(scratch_.ties_.size());
    for (auto const tie : scratch_.ties_) {
      options.push_back(judge(tie));
    }
    std::sort(options.begin(), options.end(), is_before);
    return options;
  }

 private:
  void mark_sections() {
    scratch_.barred_.clear();
    scratch_.island_.clear();
    scratch_.lost_.clear();
    scratch_.second_fed_.clear();
    scratch_.moved_.clear();
    for (auto const section : query_.island) {
      scratch_.island_.set(section);
      lose(section);
    }
    for (auto const section : query_.dead) {
      lose(section);
    }
    for (auto const* const option : query_.chosen) {
      for (auto const section : option->picked) {
        scratch_.moved_.push_back({.section = section, .to = option->source});
      }
    }
  }

  void lose(SectionId section) {
    if (scratch_.barred_.contains(section)) {
      return;
    }
    scratch_.barred_.set(section);
    scratch_.lost_.push_back(section);
    for (auto const user : model_.users_of(section)) {
      if (model_.col().user_second_node[user].is_some()) {
        scratch_.second_fed_.push_back(user);
      }
    }
  }

  void collect_ties() {
    scratch_.ties_.clear();
    for (auto const section : query_.island) {
      for (auto const arc : model_.arcs(section)) {
        if (query_.closed.test(arc.via) || scratch_.island_.contains(arc.to)) {
          continue;
        }
        // Towards what is dead only a true tie is worth a word; the rest is the isolation itself.
        if (!scratch_.barred_.contains(arc.to) || !model_.is_closed_normally(arc.via)) {
          scratch_.ties_.push_back(arc.via);
        }
      }
    }
    std::sort(scratch_.ties_.begin(), scratch_.ties_.end());
  }

  [[nodiscard]] TransferOption judge(SwitchId tie) {
    TransferOption option;
    option.tie = tie;
    auto const& col = model_.col();
    auto const loop_close = col.switch_loop_close[tie];
    option.loop_permitted = loop_close == Answer::yes;
    if (!option.loop_permitted) {
      option.loop_reason = about(
          loop_close == Answer::no ? ReasonKind::loop_not_permitted : ReasonKind::loop_unknown,
          tie);
    }
    auto const ends = col.switch_nodes[tie];
    auto const a_is_dark = scratch_.island_.contains(col.node_section[ends.a]);
    auto const live = a_is_dark ? ends.b : ends.a;
    if (scratch_.barred_.contains(col.node_section[live])) {
      option.binding = about(ReasonKind::worked_on, tie);
    } else if (!network::breaks_load(col.switch_kind[tie])) {
      option.binding = about(ReasonKind::cannot_make_load, tie);
    } else if (network::is_foreign_tie(model_, tie)) {
      option.binding = about(ReasonKind::no_permission, tie);
    } else if (!scratch_.path_.trace({.closed = query_.closed,
                                      .live = live,
                                      .barred = scratch_.barred_,
                                      .lost = scratch_.lost_,
                                      .moved = scratch_.moved_,
                                      .second_fed = scratch_.second_fed_},
                                     scratch_.loads_)) {
      option.binding = about(ReasonKind::no_live_end, tie);
    } else {
      option.source = scratch_.path_.source();
      fit(option, a_is_dark ? ends.a : ends.b);
    }
    return option;
  }

  /// The whole island, or the best part of it.
  void fit(TransferOption& option, NodeId dark_node) {
    auto& tree = scratch_.tree_;
    tree.grow(query_.closed, option.tie, dark_node, scratch_.island_, scratch_.loads_);
    whole_.assign(tree.sections().size(), 1);
    auto const whole = check(whole_);
    option.margin_kw = whole.margin_kw;
    if (whole.within) {
      take(option, whole_);
      return;
    }
    option.binding = reason_of(whole.binding);
    if (scratch_.path_.unproven().is_some() || tree.sections().size() == 1) {
      return;
    }
    auto const bound = scratch_.loading_.bound();
    auto const part = scratch_.choice_.choose(model_, tree, bound, [&](auto const picked) {
      return scratch_.loading_.fits(scratch_.path_, tree, picked, scratch_.loads_);
    });
    if (part.empty()) {
      return;
    }
    take(option, part);
    option.partial = true;
    option.margin_kw = check(part).margin_kw;
    if (option.aims.users == 0) {  // a part without users is not worth an operation
      option.feasible = option.partial = option.hot_possible = option.remote = false;
      option.margin_kw = whole.margin_kw;
      option.picked.clear();
      option.opened.clear();
    }
  }

  [[nodiscard]] flow::Verdict check(std::span<std::uint8_t const> picked) {
    return scratch_.loading_.check(scratch_.path_, scratch_.tree_, picked, scratch_.loads_);
  }

  void take(TransferOption& option, std::span<std::uint8_t const> picked) const {
    auto const& col = model_.col();
    auto const sections = scratch_.tree_.sections();
    option.feasible = true;
    option.picked.reserve(sections.size());
    for (std::size_t k = 0; k < sections.size(); ++k) {
      if (picked[k] != 0) {
        option.picked.push_back(sections[k].section);
        option.aims += transfer::aims_of(model_, sections[k].section);
      }
    }
    std::sort(option.picked.begin(), option.picked.end());
    collect_cuts(scratch_.tree_, picked, option.opened);
    option.remote = col.switch_control[option.tie] == network::Control::remote;
    for (auto const cut : option.opened) {
      option.remote = option.remote && col.switch_control[cut] == network::Control::remote;
      if (!network::breaks_load(col.switch_kind[cut]) && !option.loop_reason.is_some()) {
        option.loop_reason = about(ReasonKind::breaks_load, cut);
      }
    }
    option.hot_possible = !option.loop_reason.is_some();
  }

  NetworkModel const& model_;
  TransferQuery const& query_;
  TransferScratch& scratch_;
  std::vector<std::uint8_t> whole_;
};

std::vector<TransferOption> rank_transfers(NetworkModel const& model, TransferQuery const& query,
                                           TransferScratch& scratch) {
  return TransferRanking{model, query, scratch}.rank();
}

}  // namespace tieline::switching
