#include "engine/switching/transfer_moves.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "engine/switching/sequence.hpp"

namespace tieline::switching {

using network::NetworkModel;
using network::SectionId;
using network::SwitchId;

namespace {

[[nodiscard]] bool holds(std::span<SectionId const> sorted, SectionId s) {
  return std::binary_search(sorted.begin(), sorted.end(), s);
}

[[nodiscard]] bool is_remote(NetworkModel const& model, SwitchId s) {
  return model.col().switch_control[s] == network::Control::remote;
}

/// Splits the part at the ties inside it that close: appends one move for each piece.
class Splitting {
 public:
  Splitting(NetworkModel const& model, transfer::Plan const& plan, std::size_t row)
      : model_{model}, plan_{plan}, row_{row}, left_{plan.parts[row].sections} {}

  void append_to(std::vector<Move>& moves) {
    add(plan_.parts[row_].tie, moves);
    for (auto grown = true; grown && !left_.empty();) {
      grown = false;
      for (auto const tie : plan_.closed) {
        auto const ends = model_.col().switch_ends[tie];
        auto const in_part =
            holds(plan_.parts[row_].sections, ends.a) && holds(plan_.parts[row_].sections, ends.b);
        if (in_part && holds(left_, ends.a) != holds(left_, ends.b)) {
          add(tie, moves);
          grown = true;
        }
      }
    }
  }

 private:
  /// What hangs on `tie` over switches that stay closed, of what is left.
  void add(SwitchId tie, std::vector<Move>& moves) {
    auto const ends = model_.col().switch_ends[tie];
    Move move{.tie = tie, .row = row_, .sections = {}, .boundary = {}};
    move.sections.push_back(holds(left_, ends.a) ? ends.a : ends.b);
    for (std::size_t i = 0; i < move.sections.size(); ++i) {
      for (auto const [to, via] : model_.arcs(move.sections[i])) {
        if (model_.is_closed_normally(via) && holds(left_, to) &&
            !std::binary_search(plan_.opened.begin(), plan_.opened.end(), via) &&
            std::find(move.sections.begin(), move.sections.end(), to) == move.sections.end()) {
          move.sections.push_back(to);
        }
      }
    }
    std::sort(move.sections.begin(), move.sections.end());
    std::erase_if(left_, [&](SectionId s) { return holds(move.sections, s); });
    moves.push_back(std::move(move));
  }

  NetworkModel const& model_;
  transfer::Plan const& plan_;
  std::size_t row_;
  std::vector<SectionId> left_;
};

/// What has to open for `sections` to hang on its tie alone.
[[nodiscard]] std::vector<SwitchId> all_cuts(NetworkModel const& model, transfer::Plan const& plan,
                                             std::span<SectionId const> sections) {
  std::vector<SwitchId> cuts;
  for (auto const s : plan.opened) {
    auto const ends = model.col().switch_ends[s];
    if (holds(sections, ends.a) && holds(sections, ends.b)) {
      cuts.push_back(s);
    }
  }
  auto const outer = boundary_of(model, sections);
  cuts.insert(cuts.end(), outer.begin(), outer.end());
  return cuts;
}

[[nodiscard]] Move make_move(transfer::Relief const& relief, std::size_t row) {
  return {.tie = relief.tie,
          .relief = true,
          .row = row,
          .sections = relief.sections,
          .boundary = {relief.opened}};
}

/// Which of the parts still to be placed may be the next.
class Ordering {
 public:
  Ordering(NetworkModel const& model, std::vector<Move> parts)
      : model_{model}, parts_{std::move(parts)}, placed_(parts_.size(), 0) {}

  void append_to(std::vector<Move>& moves) {
    for (std::size_t n = 0; n < parts_.size(); ++n) {
      auto const next = best([&](auto i) { return is_below_all(i) && hangs_on_placed(i); });
      auto const chosen = next ? *next : best([&](auto i) { return is_below_all(i); }).value_or(0);
      placed_[chosen] = 1;
      moves.push_back(std::move(parts_[chosen]));
    }
  }

 private:
  /// Does part `i` get its supply through part `j` in the normal state?
  [[nodiscard]] bool is_below(std::size_t i, std::size_t j) const {
    return model_.subtree_of(parts_[j].sections.front()).contains(parts_[i].sections.front());
  }
  /// No part that hangs on `i` in the normal state is still to be placed.
  [[nodiscard]] bool is_below_all(std::size_t i) const {
    for (std::size_t j = 0; j < parts_.size(); ++j) {
      if (j != i && placed_[j] == 0 && is_below(j, i)) {
        return false;
      }
    }
    return true;
  }
  /// The part its tie hangs on, if any, is placed.
  [[nodiscard]] bool hangs_on_placed(std::size_t i) const {
    auto const ends = model_.col().switch_ends[parts_[i].tie];
    for (std::size_t j = 0; j < parts_.size(); ++j) {
      if (j != i && placed_[j] == 0 &&
          (holds(parts_[j].sections, ends.a) || holds(parts_[j].sections, ends.b)) &&
          !is_below(i, j)) {
        return false;
      }
    }
    return true;
  }
  template <class May>
  [[nodiscard]] std::optional<std::size_t> best(May&& may) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (placed_[i] == 0 && may(i) && (!found || rank(i) < rank(*found))) {
        found = i;
      }
    }
    return found;
  }
  [[nodiscard]] std::tuple<bool, std::int64_t, SwitchId> rank(std::size_t i) const {
    auto const& part = parts_[i];
    return {!part.remote, -part.aims.users, part.tie};
  }

  NetworkModel const& model_;
  std::vector<Move> parts_;
  std::vector<std::uint8_t> placed_;
};

}  // namespace

std::vector<Move> moves_of(NetworkModel const& model, transfer::Plan const& plan) {
  std::vector<Move> moves;
  std::vector<Move> parts;
  moves.reserve(plan.reliefs.size() + plan.parts.size());
  for (std::size_t row = 0; row < plan.reliefs.size(); ++row) {
    moves.push_back(make_move(plan.reliefs[row], row));
  }
  for (std::size_t row = 0; row < plan.parts.size(); ++row) {
    Splitting{model, plan, row}.append_to(parts);
  }
  for (auto& part : parts) {
    part.boundary = all_cuts(model, plan, part.sections);
  }
  auto const finish = [&](Move& move) {
    move.remote =
        is_remote(model, move.tie) && std::all_of(move.boundary.begin(), move.boundary.end(),
                                                  [&](SwitchId s) { return is_remote(model, s); });
    for (auto const s : move.sections) {
      move.aims += transfer::aims_of(model, s);
    }
  };
  std::for_each(moves.begin(), moves.end(), finish);
  std::for_each(parts.begin(), parts.end(), finish);
  std::stable_partition(moves.begin(), moves.end(), [](Move const& m) { return m.remote; });
  Ordering{model, std::move(parts)}.append_to(moves);
  return moves;
}

}  // namespace tieline::switching
