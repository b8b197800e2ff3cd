#include "tests/support/random_transfer_case.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <memory>
#include <string>
#include <utility>

#include "tests/support/random.hpp"

namespace tieline::test {
namespace {

using network::SwitchKind;

constexpr double kKv = 10;

/// A section being drawn.
struct Piece {
  std::vector<std::string_view> nodes;
  std::size_t feeder = 0;
};

/// What an element carries at peak is only known once everything below it is drawn.
struct Carrier {
  std::size_t above = 0;  ///< row in `carriers_` of the element towards the source
  double kva = 0;         ///< of the node below it
  int line = -1, as_switch = -1;
  std::size_t feeder = 0;
  bool is_head = false;
};

class TransferDraw {
 public:
  TransferDraw(std::uint64_t seed, TransferSizes const& sizes) : random_{seed}, sizes_{sizes} {
    sketch_.tables.name = "random transfer";
    sketch_.tables.texts.push_back(texts_);
    sketch_.levels = sizes.levels;
  }

  TransferSketch run() {
    draw_settings();
    carriers_.push_back({});  // above every root
    for (std::size_t i = 0; i < sizes_.sources; ++i) {
      add_source();
    }
    add_feeder(0, sizes_.dark_pieces);
    for (std::size_t i = 0; i < sizes_.neighbours; ++i) {
      auto const others = sizes_.sources > 1 && !random_.percent(15);
      auto const source = others ? 1 + random_.below(sizes_.sources - 1) : 0;
      auto const least = sizes_.tight_neighbour ? sizes_.neighbour_pieces - 1 : 1;
      add_feeder(source, least + random_.below(sizes_.neighbour_pieces - least + 1));
    }
    draw_ties();
    rate_what_is_fed();
    add_second_supplies();
    draw_what_happens();
    return std::move(sketch_);
  }

 private:
  std::string_view keep(std::string text) { return texts_->emplace_back(std::move(text)); }
  std::string_view numbered(char const* prefix, std::size_t rows) {
    return keep(prefix + std::to_string(rows + 1));
  }
  network::Tables& rows() { return sketch_.tables; }
  float maybe(unsigned unknown, double value) {
    return random_.percent(unknown) ? kUnknown : static_cast<float>(value);
  }
  double room() {
    return 1 + static_cast<double>(random_.between(sizes_.room_low, sizes_.room_high)) / 100;
  }

  void draw_settings() {
    auto& settings = rows().settings;
    settings.vmin_pu = static_cast<double>(random_.between(90, 97)) / 100;
    settings.line_limit = random_.percent(20) ? 0.9 : 1.0;
    settings.source_limit = random_.percent(20) ? 0.9 : 1.0;
    if (random_.percent(10) && !sizes_.plain_loads) {
      settings.load_z_share = 0.3;
      settings.load_i_share = 0.2;
    }
    std::array<float, 24> shape{};
    for (auto& share : shape) {
      share = static_cast<float>(random_.between(30, 100)) / 100;
    }
    rows().profiles.push_back({.profile = "p", .per_unit = shape});
    sketch_.window = flow::peak_window();
    if (random_.percent(40)) {
      sketch_.window.slots.clear();
      auto const first = random_.between(0, 20);
      for (auto i = random_.between(2, 3); i > 0; --i) {
        sketch_.window.slots.push_back({.hour = static_cast<std::int8_t>(first + i)});
      }
    }
  }

  std::string_view add_node(std::string_view id) {
    rows().nodes.push_back({.id = id, .voltage_kv = static_cast<float>(kKv)});
    carrier_of_.push_back(0);
    return id;
  }
  std::size_t row_of(std::string_view node) {
    auto const at = std::ranges::find(rows().nodes, node, &network::NodeRow::id);
    return static_cast<std::size_t>(at - rows().nodes.begin());
  }

  void add_source() {
    auto const id = add_node(numbered("S", rows().sources.size()));
    auto const pu = sizes_.lossless ? 1.0 : static_cast<double>(random_.between(100, 104)) / 100;
    rows().sources.push_back(
        {.id = id, .node = id, .station = id, .voltage_pu = static_cast<float>(pu)});
    carriers_.push_back({});
    carrier_of_.back() = carriers_.size() - 1;
  }

  void add_line(std::string_view from, std::string_view to) {
    auto const unknown = random_.percent(sizes_.unknown_impedance);
    auto const r = static_cast<float>(random_.between(10, 60)) / 100;
    auto const x = static_cast<float>(random_.between(8, 40)) / 100;
    rows().lines.push_back(
        {.id = numbered("L", rows().lines.size()),
         .from_node = from,
         .to_node = to,
         .length_km = static_cast<float>(random_.between(2, 10 * sizes_.longest_km)) / 10,
         .r_ohm_per_km = unknown ? kUnknown : (sizes_.lossless ? 0 : r),
         .x_ohm_per_km = sizes_.lossless ? 0 : x});
  }

  void add_switch(std::string_view from, std::string_view to, bool closed) {
    constexpr std::array kStrong{SwitchKind::breaker, SwitchKind::recloser, SwitchKind::load_break};
    constexpr std::array kWeak{SwitchKind::disconnector, SwitchKind::fuse};
    rows().switches.push_back(
        {.id = numbered("k", rows().switches.size()),
         .from_node = from,
         .to_node = to,
         .owner = random_.percent(sizes_.foreign_tie) ? "stranger" : "",
         .kind = random_.percent(sizes_.weak_switch) ? random_.pick(kWeak) : random_.pick(kStrong),
         .control = random_.percent(50) ? network::Control::remote : network::Control::manual,
         .normal_closed = closed});
  }

  /// Remembers that the element drawn last feeds `node`.
  void hang(std::string_view node, std::string_view above, bool is_switch) {
    carriers_.push_back({.above = carrier_of_[row_of(above)],
                         .line = is_switch ? -1 : static_cast<int>(rows().lines.size()) - 1,
                         .as_switch = is_switch ? static_cast<int>(rows().switches.size()) - 1 : -1,
                         .feeder = feeders_ - 1,
                         .is_head = pieces_.empty() || pieces_.back().feeder != feeders_ - 1});
    carrier_of_[row_of(node)] = carriers_.size() - 1;
  }

  void add_feeder(std::size_t source, std::size_t n_piece) {
    auto const feeder = feeders_++;
    auto const first = pieces_.size();
    for (std::size_t i = 0; i < n_piece; ++i) {
      auto under = rows().sources[source].id;
      if (i > 0) {  // trunks are long more often than they are bushy
        auto const back = random_.percent(65) ? 1 : 1 + random_.below(i);
        under = random_.pick(pieces_[first + i - back].nodes);
      }
      add_piece(feeder, under, feeder == 0 && i > 0 && random_.percent(sizes_.unfed));
      if (i == 0) {
        auto const head = rows().switches.back().id;
        rows().switches.back().kind = SwitchKind::breaker;
        rows().switches.back().owner = {};
        rows().feeders.push_back({.id = head, .head_switch = head, .organisation = "us"});
      }
    }
  }

  void add_piece(std::size_t feeder, std::string_view under, bool unfed) {
    Piece piece{.nodes = {}, .feeder = feeder};
    auto const count = 1 + random_.below(sizes_.most_nodes);
    for (std::size_t i = 0; i < count; ++i) {
      auto const node = add_node(numbered("n", rows().nodes.size()));
      auto const above = i == 0 ? under : random_.pick(piece.nodes);
      if (i == 0) {
        add_switch(above, node, !unfed);
      } else {
        add_line(above, node);
      }
      hang(node, above, i == 0);
      piece.nodes.push_back(node);
    }
    if (count > 1 && random_.percent(sizes_.closed_loop) && random_.percent(40)) {
      add_line(piece.nodes[0], piece.nodes[1]);
    }
    for (auto n = random_.percent(20) ? 0 : 1 + random_.below(sizes_.most_users); n > 0; --n) {
      add_user(random_.pick(piece.nodes));
    }
    pieces_.push_back(std::move(piece));
  }

  void add_user(std::string_view node) {
    auto const peak = static_cast<double>(random_.between(50, 700));
    auto const angle = random_.below(100);
    network::TransformerRow row{
        .id = numbered("u", rows().transformers.size()),
        .node = node,
        .profile = random_.percent(60) ? "p" : "",
        .zone = network::Zone::urban,
        .core_area = network::Answer::no,
        .priority = static_cast<std::uint8_t>(random_.percent(25) ? random_.between(1, 3) : 0),
        .households = random_.between(1, 9),
        .rated_kva = 1000};
    row.peak_kw = maybe(sizes_.unknown_load, peak);
    row.load_kw = random_.percent(50) && is_known(row.peak_kw) ? row.peak_kw / 2 : kUnknown;
    if (is_known(row.peak_kw) && !sizes_.plain_loads && angle < 30) {
      auto const stated = is_known(row.load_kw) ? row.load_kw : row.peak_kw;
      row.load_kvar = stated * static_cast<float>(random_.between(-40, 50)) / 100;
    }
    rows().transformers.push_back(row);
    carriers_[carrier_of_[row_of(node)]].kva += peak;
  }

  Piece const& piece_of(bool hit) {
    for (;;) {
      if (auto const& piece = random_.pick(pieces_); (piece.feeder == 0) == hit) {
        return piece;
      }
    }
  }

  Piece const& last_piece_of(std::size_t feeder) {
    return *std::ranges::find(pieces_.rbegin(), pieces_.rend(), feeder, &Piece::feeder);
  }
  Piece const& piece_beyond(std::size_t feeder) {
    for (;;) {
      if (auto const& piece = random_.pick(pieces_); piece.feeder > feeder) {
        return piece;
      }
    }
  }

  void draw_ties() {
    // Every draw is a statement: compilers order arguments as they like.
    auto const join = [&](Piece const& a, Piece const& b, bool closed) {
      if (&a != &b) {
        auto const& to = random_.pick(b.nodes);
        auto const& from = random_.pick(a.nodes);
        add_switch(from, to, closed);
      }
    };
    for (std::size_t i = 0; i < sizes_.ties; ++i) {
      auto const& neighbour = piece_of(false);
      auto const& dark = pieces_[1 + random_.below(sizes_.dark_pieces - 1)];
      join(dark, neighbour, false);
    }
    if (sizes_.tight_neighbour) {
      auto const& first = pieces_[sizes_.dark_pieces];
      join(pieces_[1], first, false);
      join(last_piece_of(1), piece_beyond(1), false);
    }
    for (std::size_t i = 0; i < sizes_.tail_ties; ++i) {
      auto const& a = piece_of(false);
      auto const& b = piece_of(false);
      if (a.feeder != b.feeder) {
        join(a, b, false);
      }
    }
    for (std::size_t i = 0; i < sizes_.inner_ties; ++i) {
      auto const closed = random_.percent(sizes_.closed_loop * 3);
      auto const& b = piece_of(true);
      auto const& a = piece_of(true);
      join(a, b, closed);
    }
  }

  void rate_what_is_fed() {
    for (auto i = carriers_.size() - 1; i > 0; --i) {
      carriers_[carriers_[i].above].kva += carriers_[i].kva;
    }
    auto const hit_kva = carriers_[carrier_of_[row_of(pieces_.front().nodes.front())]].kva;
    auto const amps = [&](double kva) {
      return std::ceil(kva * 1.06 / (kKv * std::sqrt(3.0)) * 10) / 10;
    };
    for (auto& row : rows().switches) {  // ties, and whatever is not rated below
      row.ampacity_a = maybe(sizes_.unknown_rating, amps(hit_kva * room() * 0.8) + 5);
    }
    for (auto& row : rows().lines) {
      row.ampacity_a = maybe(sizes_.unknown_rating, amps(hit_kva * room() * 0.8) + 5);
    }
    std::vector<double> spare;  // by feeder: strong enough to take much, or hardly anything
    for (std::size_t i = 0; i < feeders_; ++i) {
      auto const is_tight = !sizes_.tight_neighbour && i > 0 && random_.percent(40);
      spare.push_back(is_tight ? 0 : hit_kva * room());
    }
    for (auto const& carrier : carriers_) {
      auto const is_tight = sizes_.tight_neighbour && carrier.feeder == 1 && carrier.is_head;
      auto const kva = carrier.kva * room() + (is_tight ? 0 : spare[carrier.feeder]);
      if (carrier.line >= 0) {
        rows().lines[static_cast<std::size_t>(carrier.line)].ampacity_a =
            maybe(sizes_.unknown_rating, amps(kva) + 5);
      } else if (carrier.as_switch >= 0) {
        rows().switches[static_cast<std::size_t>(carrier.as_switch)].ampacity_a =
            maybe(sizes_.unknown_rating, amps(kva) + 5);
      }
    }
    for (std::size_t i = 0; i < rows().sources.size(); ++i) {
      auto const kva = carriers_[carrier_of_[row_of(rows().sources[i].node)]].kva;
      rows().sources[i].rated_kva =
          maybe(sizes_.unknown_rating,
                std::ceil(kva * 1.1 +
                          hit_kva * static_cast<double>(random_.between(20, 200)) / 100 + 100));
    }
  }

  void add_second_supplies() {
    for (auto& user : rows().transformers) {
      auto const& node = random_.pick(rows().nodes);
      if (random_.percent(sizes_.second_supply) && node.id != user.node) {
        user.second_supply = node.id;
      }
    }
  }

  void draw_what_happens() {
    if (random_.percent(sizes_.source_out)) {
      sketch_.source_out = rows().sources.front().id;
      return;
    }
    auto const dead = sizes_.dark_pieces > 4 && random_.percent(30) ? 1U : 0U;
    sketch_.hit_nodes.push_back(pieces_[dead].nodes.front());
    if (random_.percent(8)) {
      sketch_.hit_nodes.push_back(pieces_[sizes_.dark_pieces / 2].nodes.front());
    }
  }

  Random random_;
  TransferSizes const& sizes_;
  std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();
  TransferSketch sketch_;
  std::vector<Piece> pieces_;
  std::vector<Carrier> carriers_;
  std::vector<std::size_t> carrier_of_;  // by node row: the element that feeds it
  std::size_t feeders_ = 0;
};

}  // namespace

TransferSizes small_sizes(std::uint64_t seed) {
  Random random{seed ^ 0x5157'0000U};
  TransferSizes sizes;
  sizes.sources = 2 + random.below(2);
  sizes.dark_pieces = 3 + random.below(5);
  sizes.neighbours = 2 + random.below(2);
  sizes.neighbour_pieces = 2 + random.below(3);
  sizes.ties = 2 + random.below(3);
  sizes.tail_ties = 1 + random.below(4);
  sizes.inner_ties = random.percent(30) ? 1 : 0;
  if (random.percent(30)) {  // strong elements: voltage and sources bind
    sizes.room_low = 150;
    sizes.room_high = 300;
    sizes.longest_km = 6;
  } else {
    sizes.room_high = static_cast<int>(random.between(20, 150));
  }
  sizes.unknown_rating = random.percent(30) ? 6 : 0;
  sizes.unknown_load = random.percent(12) ? 4 : 0;
  sizes.unknown_impedance = random.percent(20) ? 20 : 0;
  sizes.levels = random.percent(75) ? 2 : 1;
  if (sizes.levels == 2 && random.percent(40)) {
    sizes.tight_neighbour = true;
    sizes.neighbour_pieces = 4;
    sizes.dark_pieces = 2 + random.below(3);
    sizes.room_low = 2;
    sizes.room_high = 60;
    sizes.ties = random.below(3);
    sizes.tail_ties = random.below(2);
  }
  return sizes;
}

TransferSizes large_sizes(std::uint64_t seed) {
  Random random{seed ^ 0x4C41'5247'0000U};
  TransferSizes sizes;
  sizes.sources = 3 + random.below(3);
  sizes.dark_pieces = 12 + random.below(24);
  sizes.neighbours = 4 + random.below(5);
  sizes.neighbour_pieces = 8 + random.below(10);
  sizes.ties = 4 + random.below(5);
  sizes.tail_ties = 0;
  sizes.inner_ties = random.below(3);
  sizes.most_users = 2;
  sizes.longest_km = 1;
  sizes.room_high = static_cast<int>(random.between(20, 80));
  sizes.unknown_rating = sizes.unknown_load = sizes.unknown_impedance = 0;
  sizes.closed_loop = sizes.second_supply = sizes.unfed = sizes.foreign_tie = 0;
  sizes.source_out = 0;
  sizes.plain_loads = true;
  sizes.levels = 1;
  return sizes;
}

TransferSketch random_transfer(std::uint64_t seed, TransferSizes const& sizes) {
  return TransferDraw{seed, sizes}.run();
}

}  // namespace tieline::test
