#include "engine/sweep/one_tie.hpp"

#include "engine/sweep/feeder_grower.hpp"

namespace tieline::sweep {

bool OneTie::carries(LiveEnd const& end, network::SwitchId tie, TurnedIsland const& island) {
  auto const& col = model_->col();
  if (end.host != nullptr) {
    fill_tree(*model_, *end.host, tree_);
  } else {
    auto const root = col.source_node[end.source];
    Feeder const alone{.source = end.source,
                       .root_kv = static_cast<double>(col.node_kv[root]),
                       .root_pu = static_cast<double>(col.source_voltage_pu[end.source]),
                       .rows = {{.node = root}}};
    fill_tree(*model_, alone, tree_);
  }
  add_island(end.host != nullptr ? end.row : 0, tie, island);
  auto const& found = flow_.solve(tree_, 0, load_model_of(*model_));
  if (!judge(tree_, flow_, model_->settings(), {}, -1).is_within()) {
    return false;
  }
  auto total = end.others;
  total += found.from_root;
  return judge_source(*model_, end.source, total, true, -1).is_within();
}

void OneTie::add_island(std::uint32_t under, network::SwitchId tie, TurnedIsland const& island) {
  auto const& rows = island.feeder.rows;
  auto const& sections = island.feeder.sections;
  auto const first = sections[island.section].first_row;
  auto const end = sections[island.section].end;
  auto const last =
      end < sections.size() ? sections[end].first_row : static_cast<std::uint32_t>(rows.size());
  place_.assign(last - first, kNoIndex);
  // The way from the tie up to the top is turned round: each row's element leads to the row before.
  auto edge = tie.raw() | network::NodeArc::kSwitchBit;
  auto limit =
      flow::element_of(*model_, {.to = rows[island.row].node, .edge = edge}, rows[island.row].node)
          .limit_kva;
  FeederRow turned;
  auto parent = under;
  for (auto row = island.row;; row = rows[row].parent) {
    auto const& old = rows[row];
    turned.node = old.node;
    turned.edge = edge;
    turned.limit_kva = limit;
    turned.load = old.load;
    place_[row - first] = static_cast<std::uint32_t>(tree_.n());
    add_tree_row(*model_, turned, parent, tree_);
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
      add_tree_row(*model_, rows[row], place_[rows[row].parent - first], tree_);
    }
  }
  for (std::size_t i = 0; i < island.second_fed.size(); ++i) {
    auto const& dual = island.feeder.duals[i];
    if (island.second_fed[i] != 0 && dual.row >= first && dual.row < last) {
      tree_.load[place_[dual.row - first]] -= dual.load;
    }
  }
}

}  // namespace tieline::sweep
