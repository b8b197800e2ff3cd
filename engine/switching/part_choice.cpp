#include "engine/switching/part_choice.hpp"

#include <algorithm>

namespace tieline::switching {

using flow::DarkTree;
using network::SwitchId;

namespace {

constexpr std::size_t kMostSections = 64;
constexpr std::size_t kMostParts = 4096;

/// Calls `f(switch)` for every switch that has to open around and inside the picked sections.
template <class IsPicked, class F>
void for_each_cut(DarkTree const& tree, IsPicked const& is_picked, F const& f) {
  auto const sections = tree.sections();
  for (std::uint32_t k = 1; k < sections.size(); ++k) {
    if (is_picked(sections[k].parent) && !is_picked(k)) {
      f(sections[k].via);
    }
  }
  for (auto const& extra : tree.extra_switches()) {
    if (is_picked(extra.a) || is_picked(extra.b)) {
      f(extra.id);
    }
  }
}

}  // namespace

std::span<std::uint8_t const> PartChoice::choose(network::NetworkModel const& model,
                                                 DarkTree const& tree, flow::Bound const& bound,
                                                 Fits const& fits) {
  auto const n = tree.sections().size();
  aims_.clear();
  for (auto const& dark : tree.sections()) {
    aims_.push_back(transfer::aims_of(model, dark.section));
  }
  picked_.assign(n, 0);
  auto const exact = list_parts(tree, bound);
  if (exact) {
    std::erase_if(parts_, [&](Part const& part) { return !bound.admits(part.load); });
    for (auto& part : parts_) {
      count_cuts(model, tree, part);
    }
  }
  auto const found = exact ? choose_exact(tree, fits) : choose_greedy(tree, fits);
  return found ? std::span<std::uint8_t const>{picked_} : std::span<std::uint8_t const>{};
}

/// Every connected part with section 0; false if there are too many.
bool PartChoice::list_parts(DarkTree const& tree, flow::Bound const& bound) {
  auto const sections = tree.sections();
  auto const n_slot = tree.section_loads().size() / sections.size();
  auto const load_of = [&](std::size_t k) { return tree.section_loads()[k * n_slot + bound.slot]; };
  parts_.clear();
  if (sections.size() > kMostSections) {
    return false;
  }
  parts_.push_back({.mask = 1, .aims = aims_[0], .load = load_of(0), .cuts = 0, .manual_cuts = 0});
  for (std::size_t k = 1; k < sections.size(); ++k) {  // parents come before children
    auto const parent = std::uint64_t{1} << sections[k].parent;
    auto const n = parts_.size();
    for (std::size_t i = 0; i < n; ++i) {
      if ((parts_[i].mask & parent) != 0) {
        if (parts_.size() == kMostParts) {
          return false;
        }
        auto part = parts_[i];
        part.mask |= std::uint64_t{1} << k;
        part.aims += aims_[k];
        part.load += load_of(k);
        parts_.push_back(part);
      }
    }
  }
  return true;
}

void PartChoice::count_cuts(network::NetworkModel const& model, DarkTree const& tree,
                            Part& part) const {
  for_each_cut(
      tree, [&](std::uint32_t k) { return ((part.mask >> k) & 1U) != 0; },
      [&](SwitchId id) {
        ++part.cuts;
        part.manual_cuts += model.col().switch_control[id] == network::Control::manual ? 1U : 0U;
      });
}

bool PartChoice::choose_exact(DarkTree const& tree, Fits const& fits) {
  auto const serves_less = [](Part const& a, Part const& b) {
    if (auto const c = compare_aims(a.aims, b.aims); c != 0) {
      return c < 0;
    }
    if (a.cuts != b.cuts) {
      return a.cuts > b.cuts;
    }
    if (a.manual_cuts != b.manual_cuts) {
      return a.manual_cuts > b.manual_cuts;
    }
    return a.mask > b.mask;
  };
  std::make_heap(parts_.begin(), parts_.end(), serves_less);
  for (auto end = parts_.end(); end != parts_.begin(); --end) {
    std::pop_heap(parts_.begin(), end, serves_less);
    auto const mask = (end - 1)->mask;
    for (std::size_t k = 0; k < tree.sections().size(); ++k) {
      picked_[k] = static_cast<std::uint8_t>((mask >> k) & 1U);
    }
    if (fits(picked_)) {
      return true;
    }
  }
  return false;
}

bool PartChoice::choose_greedy(DarkTree const& tree, Fits const& fits) {
  auto const sections = tree.sections();
  passed_over_.assign(sections.size(), 0);
  picked_[0] = 1;
  if (!fits(picked_)) {
    return false;
  }
  for (;;) {
    std::size_t next = 0;
    for (std::size_t k = 1; k < sections.size(); ++k) {
      auto const stands_by =
          picked_[k] == 0 && passed_over_[k] == 0 && picked_[sections[k].parent] != 0;
      if (stands_by && (next == 0 || compare_aims(aims_[k], aims_[next]) > 0)) {
        next = k;
      }
    }
    if (next == 0) {
      return true;
    }
    picked_[next] = 1;
    if (!fits(picked_)) {
      picked_[next] = 0;
      passed_over_[next] = 1;
    }
  }
}

void collect_cuts(DarkTree const& tree, std::span<std::uint8_t const> picked,
                  std::vector<SwitchId>& cuts) {
  cuts.clear();
  for_each_cut(
      tree, [&](std::uint32_t k) { return picked[k] != 0; },
      [&](SwitchId id) { cuts.push_back(id); });
  std::sort(cuts.begin(), cuts.end());
}

}  // namespace tieline::switching
