#include "engine/sweep/one_tie.hpp"

#include <algorithm>

#include "engine/sweep/feeder_grower.hpp"

namespace tieline::sweep {

bool OneTie::carries(network::SourceId source, std::span<Hung const> hung,
                     std::span<Moved const> moved) {
  auto total = arena_->area(source).total;
  hosts_.clear();
  auto const note = [&](LiveEnd const& end) {
    if (end.host != kNoIndex) {
      hosts_.push_back(end.host);
    }
  };
  for (auto const& one : hung) {
    note(one.end);
  }
  for (auto const& one : moved) {
    note(one.end);
    if (one.end.host == kNoIndex) {
      total += one.load;
    }
  }
  std::sort(hosts_.begin(), hosts_.end());
  hosts_.erase(std::unique(hosts_.begin(), hosts_.end()), hosts_.end());
  for (auto const host : hosts_) {
    if (!carries_one(source, host, hung, moved, total)) {
      return false;
    }
  }
  for (std::size_t i = 0; i < hung.size(); ++i) {
    if (hung[i].end.host == kNoIndex &&
        !carries_one(source, kNoIndex, hung.subspan(i, 1), {}, total)) {
      return false;
    }
  }
  return judge_source(arena_->model(), source, total, true, -1).is_within();
}

/// The tree of one feeder with what comes onto it; `total` of its source changes by what it takes.
bool OneTie::carries_one(network::SourceId source, std::uint32_t host, std::span<Hung const> hung,
                         std::span<Moved const> moved, flow::Load& total) {
  auto const& model = arena_->model();
  begin(source, host);
  auto changed = false;
  for (auto const& one : moved) {
    if (one.end.host == host) {
      tree_.load[one.end.row] += one.load;
    }
  }
  for (auto const& one : hung) {
    if (one.end.host == host) {
      add_island(one);
      changed = true;
    }
  }
  auto const& found = flow_.solve(tree_, 0, load_model_of(model));
  if (!found.converged || (changed && !judge(tree_, flow_, model.settings(), {}, -1).is_within())) {
    return false;
  }
  if (host != kNoIndex) {
    total -= arena_->feeders()[host].from_root;
  }
  total += found.from_root;
  return true;
}

void OneTie::begin(network::SourceId source, std::uint32_t host) {
  auto const& col = arena_->model().col();
  if (host != kNoIndex) {
    fill_tree(arena_->feeders()[host], tree_);
    return;
  }
  auto const root = col.source_node[source];
  alone_.source = source;
  alone_.root_kv = static_cast<double>(col.node_kv[root]);
  alone_.root_pu = static_cast<double>(col.source_voltage_pu[source]);
  alone_.rows.assign(1, {.node = root});
  fill_tree(alone_, tree_);
}

void OneTie::add_island(Hung const& hung) {
  auto const& island = hung.island;
  auto const& rows = island.feeder->rows;
  auto const& sections = island.feeder->sections;
  auto const first = sections[island.section].first_row;
  auto const end = sections[island.section].end;
  auto const last =
      end < sections.size() ? sections[end].first_row : static_cast<std::uint32_t>(rows.size());
  place_.assign(last - first, kNoIndex);
  // The way from the tie up to the top is turned round: each row's element leads to the row before.
  auto edge = hung.tie.raw() | network::NodeArc::kSwitchBit;
  auto limit = flow::element_of(arena_->model(), {.to = rows[island.row].node, .edge = edge},
                                rows[island.row].node)
                   .limit_kva;
  FeederRow turned;
  auto parent = hung.end.host == kNoIndex ? 0 : hung.end.row;
  for (auto row = island.row;; row = rows[row].parent) {
    auto const& old = rows[row];
    turned.node = old.node;
    turned.edge = edge;
    turned.limit_kva = limit;
    turned.load = old.load;
    place_[row - first] = static_cast<std::uint32_t>(tree_.n());
    add_tree_row(turned, parent, tree_);
    if (row == first) {
      break;
    }
    parent = place_[row - first];
    edge = old.edge;
    limit = old.limit_kva;
    turned.r_ohm = old.r_ohm;
    turned.x_ohm = old.x_ohm;
  }
  for (auto row = first; row < last; ++row) {
    if (auto& place = place_[row - first]; place == kNoIndex) {
      place = static_cast<std::uint32_t>(tree_.n());
      add_tree_row(rows[row], place_[rows[row].parent - first], tree_);
    }
  }
  for (auto const& dual : island.feeder->duals) {
    if (dual.stays && dual.row >= first && dual.row < last) {
      tree_.load[place_[dual.row - first]] -= dual.load;
    }
  }
}

}  // namespace tieline::sweep
