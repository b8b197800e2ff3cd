#include "engine/transfer/host.hpp"

#include <algorithm>

namespace tieline::transfer {

using flow::Limit;
using flow::LimitKind;
using flow::Load;
using network::NodeId;
using network::SourceId;

Hosts::Hosts(network::NetworkModel const& model)
    : model_{&model},
      grower_{model},
      host_of_{model.n_node()},
      row_{model.n_node()},
      memory_{model} {}

void Hosts::begin(flow::GrowScope const& scope, flow::SlotLoads& loads) {
  scope_ = &scope;
  loads_ = &loads;
  count_ = 0;
  n_row_ = 0;
  n_total_ = 0;
  host_of_.clear();
  row_.clear();
}

flow::LoadModel Hosts::load_model() const {
  return {.z_share = model_->settings().load_z_share, .i_share = model_->settings().load_i_share};
}

double Hosts::source_limit_kva(SourceId source) const {
  return static_cast<double>(model_->col().source_rated_kva[source]) *
         model_->settings().source_limit;
}

bool Hosts::is_live(NodeId node, flow::GrowScope const& scope, flow::SlotLoads& loads) {
  return grower_.grow_around(node, scope, loads, spare_.tree);
}

std::uint32_t Hosts::find(NodeId live) {
  if (host_of_.contains(live)) {
    return host_of_[live];
  }
  if (count_ == pool_.size()) {
    pool_.emplace_back();
  }
  auto& host = pool_[count_];
  if (!grower_.grow_around(live, *scope_, *loads_, host.tree)) {
    host_of_.set(live, kNowhere);
    return kNowhere;
  }
  host.source = grower_.source();
  host.unproven = host.tree.unproven;
  host.solved = false;
  host.first_row = n_row_;
  n_row_ += static_cast<std::uint32_t>(host.tree.n());
  note_signs(host);
  // The source's own node is the root of many trees: only a tie right at it has that host.
  for (std::uint32_t i = host.tree.n() == 1 ? 0 : 1; i < host.tree.n(); ++i) {
    host_of_.set(host.tree.node[i], count_);
    row_.set(host.tree.node[i], i);
  }
  return count_++;
}

void Hosts::note_signs(Host& host) const {
  auto const& tree = host.tree;
  host.negative =
      std::any_of(tree.load.begin(), tree.load.end(),
                  [](Load const& load) { return load.kw < 0 || load.kvar < 0; }) ||
      std::any_of(tree.r_ohm.begin(), tree.r_ohm.end(), [](double r) { return r < 0; }) ||
      std::any_of(tree.x_ohm.begin(), tree.x_ohm.end(), [](double x) { return x < 0; });
}

Limit Hosts::unknown_on_way(std::uint32_t host, std::uint32_t row) const {
  auto const& tree = pool_[host].tree;
  for (auto i = row; i != 0; i = tree.parent[i]) {
    if (!is_known(tree.element[i].limit_kva)) {
      return {.kind = tree.element[i].kind, .row = tree.element[i].row};
    }
  }
  return {};
}

void Hosts::solve(Host& host) {
  auto const n_slot = host.tree.n_slot;
  host.before.assign(n_slot, Load{});
  host.converged = true;
  for (std::size_t slot = 0; slot < n_slot; ++slot) {
    auto const& summary = flow_.solve(host.tree, slot, load_model());
    host.converged = host.converged && summary.converged;
    host.before[slot] = summary.from_root;
  }
  host.solved = true;
}

/// Do the source's trees carry just what they normally do, where switches stand as normal?
bool Hosts::may_remember(SourceId source) const {
  return std::ranges::none_of(scope_->second_fed, [&](network::UserId user) {
    auto const section = model_->col().node_section[model_->col().user_second_node[user]];
    return model_->col().section_source[section] == source;
  });
}

void Hosts::solve_or_recall(Host& host) {
  if (host.tree.n() < 2 || host.unproven.is_some() || !may_remember(host.source)) {
    solve(host);
    return;
  }
  auto const known =
      memory_.recall(host.source, host.tree.node[1], scope_->closed, loads_->version());
  if (!known.ac.empty()) {
    host.before.assign(known.ac.begin(), known.ac.end());
    host.solved = host.converged = true;
    return;
  }
  solve(host);
  if (host.converged) {
    memory_.keep(host.source, host.tree, host.before, scope_->closed, loads_->version());
  }
}

Host const& Hosts::solved(std::uint32_t host) {
  if (!pool_[host].solved) {
    solve_or_recall(pool_[host]);
  }
  return pool_[host];
}

SourceTotal const& Hosts::total_of(SourceId source) {
  for (std::uint32_t i = 0; i < n_total_; ++i) {
    if (totals_[i].source == source) {
      return totals_[i];
    }
  }
  if (n_total_ == totals_.size()) {
    totals_.emplace_back();
  }
  auto& total = totals_[n_total_++];
  begin_total(total, source);
  list_trees(source);
  auto const remembers = may_remember(source);
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    if (starts_[i].is_none()) {
      continue;
    }
    if (auto const figures =
            remembers ? memory_.recall(source, starts_[i], scope_->closed, loads_->version())
                      : TreeFigures{};
        !figures.ac.empty()) {
      add_figures(figures, total);
      continue;
    }
    if (auto const known = host_of_.contains(starts_[i]) ? host_of_[starts_[i]] : kNowhere;
        known != kNowhere) {
      for (auto& start : starts_) {
        if (start.is_some() && host_of_.contains(start) && host_of_[start] == known) {
          start = NodeId::none();  // a loop: one tree through two doors
        }
      }
      add_tree(solved(known), total);
      continue;
    }
    grower_.grow_around(starts_[i], *scope_, *loads_, spare_.tree);
    for (auto j = i + 1; j < starts_.size(); ++j) {  // a loop: one tree through two doors
      if (starts_[j].is_some() &&
          grower_.row_of(spare_.tree, starts_[j]) != flow::TreeGrower::kNoRow) {
        starts_[j] = NodeId::none();
      }
    }
    spare_.unproven = spare_.tree.unproven;
    spare_.source = source;
    solve_or_recall(spare_);
    add_tree(spare_, total);
  }
  return total;
}

void Hosts::begin_total(SourceTotal& total, SourceId source) {
  total.source = source;
  total.unproven = {};
  total.before.assign(loads_->n_slot(), Load{});
  if (auto const user = grower_.add_own_load(source, *scope_, *loads_, total.before);
      user.is_some()) {
    total.unproven = {.kind = LimitKind::user_load, .row = user.raw()};
  }
  total.lossless.assign(total.before.begin(), total.before.end());
}

/// The neighbours of the source's node that it feeds.
void Hosts::list_trees(SourceId source) {
  starts_.clear();
  for (auto const arc : model_->arcs(model_->col().source_node[source])) {
    if (!arc.is_switch() || (scope_->closed.test(arc.as_switch()) &&
                             !scope_->barred.contains(model_->col().node_section[arc.to]))) {
      starts_.push_back(arc.to);
    }
  }
}

void Hosts::add_figures(TreeFigures const& tree, SourceTotal& total) const {
  for (std::size_t slot = 0; slot < total.before.size(); ++slot) {
    total.before[slot] += tree.ac[slot];
    total.lossless[slot] += tree.lossless[slot];
  }
}

void Hosts::add_tree(Host const& tree, SourceTotal& total) const {
  if (!total.unproven.is_some()) {
    total.unproven = tree.unproven;
    if (!tree.unproven.is_some() && !tree.converged) {
      total.unproven = {.kind = LimitKind::no_solution, .row = total.source.raw()};
    }
  }
  for (std::size_t slot = 0; slot < total.before.size(); ++slot) {
    total.before[slot] += tree.before[slot];
  }
  for (std::size_t i = 0; i < tree.tree.load.size(); ++i) {
    total.lossless[i % total.lossless.size()] += tree.tree.load[i];
  }
}

}  // namespace tieline::transfer
