#include "engine/transfer/capacity.hpp"

#include <algorithm>
#include <cmath>

namespace tieline::transfer {

namespace {

/// The k-th aim, the weightiest first.
[[nodiscard]] std::int64_t& aim_at(Aims& aims, std::size_t k) {
  return k < 3 ? aims.users_by_priority[3 - k] : (k == 3 ? aims.users : aims.households);
}

[[nodiscard]] std::int64_t aim_of(Aims aims, std::size_t k) {
  return aim_at(aims, k);
}

/// Share of all load by which rounding may mislead.
constexpr double kRounding = 1e-9;
constexpr double kRoomMargin = 1e-6;

}  // namespace

void Capacity::begin(network::NetworkModel const& model, Region const& region, Hosts& hosts,
                     Forest const& forest, std::vector<Attach> const& attaches,
                     Group const& group) {
  shut_.assign(attaches.size(), 0);
  weight_.assign(region.sections().size(), 0);
  is_undecided_.assign(region.sections().size(), 0);
  undecided_ = total_ = 0;
  active_ = !region.has_negative_load();
  tie_of_.resize(attaches.size());
  tree_of_.resize(attaches.size());
  source_of_.resize(attaches.size());
  if (!active_) {
    std::fill(tie_of_.begin(), tie_of_.end(), 0);
    std::fill(tree_of_.begin(), tree_of_.end(), 0);
    std::fill(source_of_.begin(), source_of_.end(), 0);
    ties_.assign(1, {});
    trees_.assign(1, {});
    sources_.assign(1, {});
    return;
  }
  weigh(region, group, forest.n_slot());
  list_ties(model, region, hosts, forest, attaches, group);
  sort_worths(region, group);
}

/// The slot of the greatest load, and its direction.
void Capacity::weigh(Region const& region, Group const& group, std::size_t n_slot) {
  auto most = -1.0;
  for (std::size_t slot = 0; slot < n_slot; ++slot) {
    flow::Load sum;
    for (auto const s : group.sections) {
      sum += region.section_load(s, slot);
    }
    if (auto const kva = std::sqrt(sum.kw * sum.kw + sum.kvar * sum.kvar); kva > most) {
      most = kva;
      slot_ = slot;
      u_kw_ = kva > 0 ? sum.kw / kva : 1;
      u_kvar_ = kva > 0 ? sum.kvar / kva : 0;
    }
  }
  for (auto const s : group.sections) {
    auto const load = region.section_load(s, slot_);
    weight_[s] = u_kw_ * load.kw + u_kvar_ * load.kvar;
    is_undecided_[s] = 1;
    undecided_ += weight_[s];
  }
  total_ = undecided_;
}

void Capacity::list_ties(network::NetworkModel const& model, Region const& region, Hosts& hosts,
                         Forest const& forest, std::vector<Attach> const& attaches,
                         Group const& group) {
  auto const along = [&](flow::Load const& load) { return u_kw_ * load.kw + u_kvar_ * load.kvar; };
  ties_.clear();
  trees_.clear();
  sources_.clear();
  for (auto const a : group.attaches) {
    ties_.push_back({.attach = a});
  }
  std::sort(ties_.begin(), ties_.end(), [&](Tie const& x, Tie const& y) {
    auto const& a = attaches[x.attach];
    auto const& b = attaches[y.attach];
    auto const s = hosts.at(a.host).source;
    auto const t = hosts.at(b.host).source;
    return s != t ? s < t : (a.host != b.host ? a.host < b.host : x.attach < y.attach);
  });
  auto last_host = kNowhere;
  auto last_source = network::SourceId::none();
  for (std::uint32_t i = 0; i < ties_.size(); ++i) {
    auto& tie = ties_[i];
    auto const& attach = attaches[tie.attach];
    auto const source = hosts.at(attach.host).source;
    auto const& edge = region.edges()[attach.edge];
    tie.left = forest.most_kva(
        flow::element_of(model,
                         {.to = edge.node_b, .edge = edge.id.raw() | network::NodeArc::kSwitchBit},
                         edge.node_a),
        attach.host);
    auto tree_left = tie.left;
    for (auto row = forest.row_of_live(attach.host, attach.row); forest.parent(row) != kNowhere;
         row = forest.parent(row)) {
      tree_left = forest.most_kva(row) - along(forest.flow(row)[slot_]);
      if (!(tie.left <= tree_left)) {
        tie.left = tree_left;
      }
    }
    if (source != last_source) {
      auto const& total = hosts.total_of(source);
      auto const limit = hosts.source_limit_kva(source) / forest.least_share();
      auto before = total.lossless[slot_];
      before += forest.shifted(source, slot_);
      sources_.push_back({.left = limit * (1 + kRoomMargin) - along(before), .until = 0});
    }
    if (attach.host != last_host) {
      // Right at the source's node every tie is a tree of its own.
      auto const at_source = attach.row == 0;
      trees_.push_back({.left = at_source ? total_ * 2 : tree_left, .until = 0});
    }
    last_host = attach.host;
    last_source = source;
    tie_of_[tie.attach] = i;
    tree_of_[tie.attach] = static_cast<std::uint32_t>(trees_.size() - 1);
    source_of_[tie.attach] = static_cast<std::uint32_t>(sources_.size() - 1);
    trees_.back().until = i + 1;
    sources_.back().until = static_cast<std::uint32_t>(trees_.size());
  }
}

void Capacity::sort_worths(Region const& region, Group const& group) {
  for (std::size_t k = 0; k < kAims; ++k) {
    auto& worths = worths_[k];
    worths.clear();
    for (auto const s : group.sections) {
      if (auto const value = aim_of(region.sections()[s].aims, k); value != 0) {
        worths.push_back({.section = s, .value = static_cast<double>(value)});
      }
    }
    std::sort(worths.begin(), worths.end(), [&](Worth const& x, Worth const& y) {
      auto const a = x.value * weight_[y.section];
      auto const b = y.value * weight_[x.section];
      return a != b ? a < b : x.section < y.section;
    });
  }
}

void Capacity::feed(std::uint32_t section, std::uint32_t attach) {
  is_undecided_[section] = 0;
  undecided_ -= weight_[section];
  ties_[tie_of_[attach]].left -= weight_[section];
  trees_[tree_of_[attach]].left -= weight_[section];
  sources_[source_of_[attach]].left -= weight_[section];
}

void Capacity::unfeed(std::uint32_t section, std::uint32_t attach) {
  is_undecided_[section] = 1;
  undecided_ += weight_[section];
  ties_[tie_of_[attach]].left += weight_[section];
  trees_[tree_of_[attach]].left += weight_[section];
  sources_[source_of_[attach]].left += weight_[section];
}

void Capacity::lose(std::uint32_t section) {
  is_undecided_[section] = 0;
  undecided_ -= weight_[section];
}

void Capacity::find_again(std::uint32_t section) {
  is_undecided_[section] = 1;
  undecided_ += weight_[section];
}

/// What all ties together can still take.
double Capacity::room() const {
  double all = 0;
  std::uint32_t tie = 0;
  std::uint32_t tree = 0;
  for (auto const& source : sources_) {
    double of_source = 0;
    for (; tree < source.until; ++tree) {
      double of_tree = 0;
      for (; tie < trees_[tree].until; ++tie) {
        of_tree += shut_[ties_[tie].attach] != 0 ? 0 : std::max(ties_[tie].left, 0.0);
      }
      of_source += std::min(of_tree, std::max(trees_[tree].left, 0.0));
    }
    all += std::min(of_source, std::max(source.left, 0.0));
  }
  return all;
}

void Capacity::lower(Aims& possible, Aims const& best) const {
  if (!active_) {
    return;
  }
  auto const shortage = undecided_ - room() - kRounding * total_;
  if (!(shortage > 0)) {
    return;
  }
  for (std::size_t k = 0; k < kAims; ++k) {
    auto shed = shortage - undecided_;
    for (auto const& worth : worths_[k]) {
      shed += is_undecided_[worth.section] != 0 ? weight_[worth.section] : 0;
    }
    double lost = 0;  // what is worth nothing goes first, then what is worth least per kVA
    for (auto const& worth : worths_[k]) {
      if (shed <= 0) {
        break;
      }
      if (is_undecided_[worth.section] != 0) {
        auto const weight = weight_[worth.section];
        lost += shed >= weight ? worth.value : worth.value * shed / weight;
        shed -= weight;
      }
    }
    aim_at(possible, k) -= static_cast<std::int64_t>(std::ceil(lost * (1 - kRounding) - kRounding));
    if (aim_of(possible, k) != aim_of(best, k)) {
      return;
    }
  }
}

}  // namespace tieline::transfer
