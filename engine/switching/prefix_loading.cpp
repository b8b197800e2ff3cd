#include "engine/switching/prefix_loading.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "engine/switching/limit_reason.hpp"

namespace tieline::switching {

using flow::Limit;
using flow::LimitKind;
using network::NodeId;
using network::SourceId;
using network::SwitchId;
using network::UserId;

PrefixLoading::PrefixLoading(network::NetworkModel const& model)
    : model_{model}, loads_{model}, grower_{model}, barred_{model.n_section()} {}

std::vector<Overload> PrefixLoading::check(std::span<Step const> steps,
                                           std::span<UserId const> second_fed,
                                           flow::LoadWindow const& window,
                                           topology::LiveNetwork& live) {
  std::vector<Overload> found;
  loads_.prepare(window);
  may_change_ = second_fed;
  out_.clear();
  live.reset();
  int loops = 0;
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    auto const& step = steps[i];
    auto const closes = step.action == Action::close;
    if ((!closes && step.action != Action::open) || step.device.kind == DeviceKind::temporary) {
      continue;
    }
    if (step.device.kind == DeviceKind::source) {
      auto const source = step.device.as_source();
      loops += (closes ? live.put_back(source) : live.take_out(source)).loops;
      if (closes) {
        std::erase(out_, source);
      } else {
        out_.push_back(source);
      }
      continue;
    }
    auto const device = step.device.as_switch();
    loops += (closes ? live.close(device) : live.open(device)).loops;
    if (loops != 0) {
      continue;
    }
    over_.clear();
    auto const ends = model_.col().switch_nodes[device];
    judge_around(ends.a, live);
    if (!closes) {  // else both ends stand in one tree
      judge_around(ends.b, live);
    }
    if (auto const worst = worst_new(); worst.is_some()) {
      found.push_back({.step = i, .reason = reason_of(worst)});
    }
  }
  live.reset();
  return found;
}

flow::GrowScope PrefixLoading::scope(topology::LiveNetwork const& live) const {
  return {.closed = live.closed(), .barred = barred_, .out = out_, .second_fed = changed_over_};
}

void PrefixLoading::judge_around(NodeId node, topology::LiveNetwork const& live) {
  auto const& col = model_.col();
  if (!live.is_live(col.node_section[node])) {
    return;
  }
  changed_over_.clear();
  std::ranges::copy_if(may_change_, std::back_inserter(changed_over_), [&](UserId user) {
    return !live.is_live(col.user_section[user]) &&
           live.is_live(col.node_section[col.user_second_node[user]]);
  });
  if (!grower_.grow_around(node, scope(live), loads_, tree_) || !is_foreign()) {
    return;
  }
  judge_tree();
  judge_source(grower_.source(), live);
}

/// Is anything in the tree that is not there in the normal state?
bool PrefixLoading::is_foreign() const {
  return std::any_of(tree_.element.begin(), tree_.element.end(), [&](flow::Element const& e) {
    return e.kind == LimitKind::network_switch && !model_.is_closed_normally(SwitchId{e.row});
  });
}

void PrefixLoading::note(Limit const& limit, std::size_t slot) {
  auto const share =
      limit.kind == LimitKind::voltage_low ? limit.limit / limit.value : limit.value / limit.limit;
  if (share > 1 + flow::kLimitTolerance) {  // unknown is not above
    over_.push_back({.limit = limit, .slot = slot, .share = share});
  }
}

/// The worst of what was noted, without what is no worse than in the normal state.
Limit PrefixLoading::worst_new() {
  std::ranges::stable_sort(over_, std::ranges::greater{}, &Over::share);
  auto const found =
      std::ranges::find_if(over_, [&](Over const& over) { return !is_normal(over); });
  return found == over_.end() ? Limit{} : found->limit;
}

/// Does the element stand as badly with every switch in its normal position?
bool PrefixLoading::is_normal(Over const& over) {
  auto const& [limit, slot, share] = over;
  if (limit.kind == LimitKind::no_solution || limit.kind == LimitKind::source) {
    return false;
  }
  if (!normal_) {
    normal_ = network::normal_state(model_);
  }
  auto const& col = model_.col();
  auto ends = network::NodeEnds{NodeId{limit.row}, NodeId{limit.row}};
  if (limit.kind == LimitKind::line) {
    ends = col.line_nodes[network::LineId{limit.row}];
  } else if (limit.kind == LimitKind::network_switch) {
    ends = col.switch_nodes[SwitchId{limit.row}];
  }
  // One end may be a source's own node, which is the root of many trees.
  return stands_so_in(ends.a, over) || (ends.a != ends.b && stands_so_in(ends.b, over));
}

/// Is it so in the normal tree around `node`?
bool PrefixLoading::stands_so_in(NodeId node, Over const& over) {
  auto const& [limit, slot, share] = over;
  // NOLINTNEXTLINE(bugprone-unchecked-optional-access): is_normal() has filled it
  if (!grower_.grow_around(node, {.closed = *normal_, .barred = barred_}, loads_, tree_)) {
    return false;
  }
  auto const& settings = model_.settings();
  flow_.solve(tree_, slot, {settings.load_z_share, settings.load_i_share});
  constexpr double kSame = 1e-6;
  if (limit.kind == LimitKind::voltage_low || limit.kind == LimitKind::voltage_high) {
    auto const row = grower_.row_of(tree_, node);
    auto const normally = row == flow::TreeGrower::kNoRow ? kUnknown : flow_.voltage_pu(row);
    return limit.kind == LimitKind::voltage_low ? normally <= limit.value + kSame
                                                : normally >= limit.value - kSame;
  }
  for (std::size_t row = 1; row < tree_.n(); ++row) {
    if (tree_.element[row].kind == limit.kind && tree_.element[row].row == limit.row) {
      return flow_.current_a(row) >= limit.value * (1 - kSame);
    }
  }
  return false;
}

void PrefixLoading::judge_tree() {
  auto const& settings = model_.settings();
  for (std::size_t slot = 0; slot < loads_.n_slot(); ++slot) {
    auto const hour = loads_.slot(slot).hour;
    auto const& seen = flow_.solve(tree_, slot, {settings.load_z_share, settings.load_i_share});
    if (!seen.converged) {
      over_.push_back({.limit = {.kind = LimitKind::no_solution,
                                 .row = grower_.source().raw(),
                                 .value = 0,
                                 .hour = hour},
                       .slot = slot,
                       .share = HUGE_VAL});
      continue;
    }
    for (std::size_t row = 1; row < tree_.n(); ++row) {
      auto const& element = tree_.element[row];
      note({.kind = element.kind,
            .row = element.row,
            .value = flow_.current_a(row),
            .limit = element.limit_kva * element.per_kva,
            .hour = hour},
           slot);
    }
    note({.kind = LimitKind::voltage_low,
          .row = tree_.node[seen.lowest_row].raw(),
          .value = seen.lowest_pu,
          .limit = settings.vmin_pu,
          .hour = hour},
         slot);
    note({.kind = LimitKind::voltage_high,
          .row = tree_.node[seen.highest_row].raw(),
          .value = seen.highest_pu,
          .limit = settings.vmax_pu,
          .hour = hour},
         slot);
  }
}

/// Own load and all trees of the source, losses included where that may matter.
void PrefixLoading::judge_source(SourceId source, topology::LiveNetwork const& live) {
  auto const& settings = model_.settings();
  auto const limit =
      static_cast<double>(model_.col().source_rated_kva[source]) * settings.source_limit;
  auto foreign = false;  // else it carries no more than in the normal state
  auto const add_up = [&](bool with_losses) {
    sums_.assign(loads_.n_slot(), {});
    static_cast<void>(grower_.add_own_load(source, scope(live), loads_, sums_));
    std::unordered_set<std::uint32_t> seen;
    foreign = false;
    for (auto const arc : model_.arcs(model_.col().source_node[source])) {
      if ((arc.is_switch() && !live.is_closed(arc.as_switch())) || seen.contains(arc.to.raw()) ||
          !grower_.grow_around(arc.to, scope(live), loads_, tree_)) {
        continue;
      }
      for (auto const node : tree_.node) {
        seen.insert(node.raw());  // the tree may meet the source by another of its lines
        auto const normally = model_.col().section_source[model_.col().node_section[node]];
        foreign = foreign || normally != source;
      }
      for (std::size_t slot = 0; slot < loads_.n_slot(); ++slot) {
        if (with_losses) {
          sums_[slot] +=
              flow_.solve(tree_, slot, {settings.load_z_share, settings.load_i_share}).from_root;
          continue;
        }
        for (std::size_t row = 0; row < tree_.n(); ++row) {
          sums_[slot] += tree_.load_at(row, slot);
        }
      }
    }
    return std::ranges::max(sums_, {}, [](auto const& s) { return std::hypot(s.kw, s.kvar); });
  };
  constexpr double kLossesFit = 0.9;
  auto const plain = add_up(false);
  if (!foreign || !(std::hypot(plain.kw, plain.kvar) > limit * kLossesFit)) {
    return;
  }
  static_cast<void>(add_up(true));
  for (std::size_t slot = 0; slot < loads_.n_slot(); ++slot) {
    note({.kind = LimitKind::source,
          .row = source.raw(),
          .value = std::hypot(sums_[slot].kw, sums_[slot].kvar),
          .limit = limit,
          .hour = loads_.slot(slot).hour},
         slot);
  }
}

}  // namespace tieline::switching
