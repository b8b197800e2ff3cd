#include "bench/support/feeder_grid.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tieline::bench {
namespace {

constexpr double kMainLineKm = 4;
constexpr std::size_t kGroup = 8;  ///< feeders among which ties lead

class FeederGrid {
 public:
  explicit FeederGrid(FeederGridSize const& size) : size_{size} {
    size_.feeders = (std::max<std::size_t>(size.feeders, 1) + kGroup - 1) / kGroup * kGroup;
    size_.sections = std::max<std::size_t>(size.sections, 2);
    size_.ties = std::min(size.ties, kGroup - 1);
    tables_.name = "feeder grid";
    tables_.texts.push_back(texts_);
  }

  network::Tables run() {
    main_ends_.resize(size_.feeders);
    for (std::size_t feeder = 0; feeder < size_.feeders; ++feeder) {
      add_feeder(feeder);
    }
    for (std::size_t feeder = 0; feeder < size_.feeders; ++feeder) {
      for (std::size_t tie = 0; tie < size_.ties; ++tie) {
        if (auto const partner = feeder ^ (tie + 1); feeder < partner) {
          add_tie(feeder, partner, tie);
        }
      }
    }
    return std::move(tables_);
  }

 private:
  std::string_view keep(std::string text) { return texts_->emplace_back(std::move(text)); }

  std::string_view add_node(std::string id) {
    auto const kept = keep(std::move(id));
    tables_.nodes.push_back({.id = kept, .voltage_kv = 10});
    return kept;
  }

  std::string_view add_switch(std::string id, std::string_view from, std::string_view to,
                              bool closed) {
    auto const kept = keep(std::move(id));
    tables_.switches.push_back({.id = kept,
                                .from_node = from,
                                .to_node = to,
                                .kind = network::SwitchKind::load_break,
                                .normal_closed = closed,
                                .loop_close = network::Answer::yes,
                                .ampacity_a = 630});
    return kept;
  }

  void add_feeder(std::size_t feeder) {
    auto const name = std::to_string(feeder);
    auto const source = keep("S" + name);
    auto from = add_node(name + ".bus");
    tables_.sources.push_back(
        {.id = source, .node = from, .station = source, .rated_kva = 20'000, .voltage_pu = 1.05F});
    for (std::size_t i = 0; i < size_.sections; ++i) {
      auto const end = add_section(name + '.' + std::to_string(i), from);
      if (i == 0) {
        auto const head = tables_.switches.back().id;
        tables_.feeders.push_back({.id = head, .name = head, .head_switch = head});
      }
      if (i % 2 == 0) {  // on the main line; the next one is its lateral
        main_ends_[feeder].push_back(end);
        from = end;
      }
    }
  }

  std::string_view add_section(std::string const& place, std::string_view from) {
    auto const n = static_cast<double>(size_.sections);
    auto const first = add_node("N" + place);
    auto const last = add_node("E" + place);
    add_switch("K" + place, from, first, true);
    tables_.lines.push_back({.id = keep("L" + place),
                             .from_node = first,
                             .to_node = last,
                             .kind = network::LineKind::overhead_insulated,
                             .length_km = static_cast<float>(kMainLineKm * 2 / n),
                             .r_ohm_per_km = 0.125F,
                             .x_ohm_per_km = 0.095F,
                             .ampacity_a = 420});
    auto const kw = static_cast<float>(size_.feeder_kw / n);
    tables_.transformers.push_back({.id = keep("U" + place),
                                    .node = last,
                                    .zone = network::Zone::urban,
                                    .households = 50,
                                    .rated_kva = 1000,
                                    .load_kw = kw / 2,
                                    .peak_kw = kw,
                                    .power_factor = 0.95F});
    return last;
  }

  void add_tie(std::size_t one, std::size_t other, std::size_t tie) {
    auto const at = [&](std::size_t feeder) {
      auto const& ends = main_ends_[feeder];
      return ends[ends.size() - 1 - ends.size() * tie / (size_.ties + 1)];
    };
    add_switch("T" + std::to_string(one) + '-' + std::to_string(other), at(one), at(other), false);
  }

  FeederGridSize size_;
  std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();
  std::vector<std::vector<std::string_view>> main_ends_;  ///< [feeder] nodes, from the source on
  network::Tables tables_;
};

}  // namespace

network::Tables feeder_grid(FeederGridSize const& size) {
  return FeederGrid{size}.run();
}

}  // namespace tieline::bench
