#include "bench/support/large_feeder.hpp"

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/synth/writer.hpp"
#include "tests/support/random.hpp"

namespace tieline::bench {
namespace {

using network::SwitchKind;

constexpr double kMainKm = 8;     ///< of all sections of the main line and its branches
constexpr double kLateralKm = 4;  ///< of all laterals
constexpr double kFeederKw = 3800;
constexpr std::size_t kBranches = 3;
constexpr std::size_t kMainShare = 5;  ///< one bus in so many stands on the main line

/// What lines of one kind are made of.
struct Wire {
  float r_ohm_per_km, x_ohm_per_km, ampacity_a;
};
constexpr Wire kMainWire{.r_ohm_per_km = 0.125F, .x_ohm_per_km = 0.095F, .ampacity_a = 420};
constexpr Wire kLateralWire{.r_ohm_per_km = 0.33F, .x_ohm_per_km = 0.11F, .ampacity_a = 190};

class LargeFeeder {
 public:
  explicit LargeFeeder(LargeFeederSize const& size) : size_{size}, random_{size.seed} {
    tables_.name = "large feeder";
    tables_.texts.push_back(texts_);
    size_.n_bus = std::max<std::size_t>(size_.n_bus, 100);
    size_.bus_per_main = std::max<std::size_t>(size_.bus_per_main, 1);
    size_.n_tie = std::clamp<std::size_t>(size_.n_tie, 1, 8);
  }

  network::Tables run() {
    add_source("S0");
    add_main_line();
    add_laterals();
    add_users();
    for (std::size_t tie = 1; tie <= size_.n_tie; ++tie) {
      add_neighbour(tie);
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

  void add_source(std::string const& id) {
    auto const node = add_node(id + ".bus");
    auto const kept = keep(id);
    tables_.sources.push_back(
        {.id = kept, .node = node, .station = kept, .rated_kva = 20'000, .voltage_pu = 1.05F});
  }

  void add_line(std::string id, std::string_view from, std::string_view to, double km,
                Wire const& wire) {
    tables_.lines.push_back({.id = keep(std::move(id)),
                             .from_node = from,
                             .to_node = to,
                             .kind = network::LineKind::overhead_insulated,
                             .length_km = static_cast<float>(km),
                             .r_ohm_per_km = wire.r_ohm_per_km,
                             .x_ohm_per_km = wire.x_ohm_per_km,
                             .ampacity_a = wire.ampacity_a});
  }

  void add_switch(std::string id, std::string_view from, std::string_view to, SwitchKind kind,
                  bool closed = true) {
    auto const remote = random_.percent(40);
    tables_.switches.push_back(
        {.id = keep(std::move(id)),
         .from_node = from,
         .to_node = to,
         .kind = kind,
         .control = remote ? network::Control::remote : network::Control::manual,
         .normal_closed = closed,
         .loop_close = network::Answer::yes,
         .operate_min = remote ? 1.0F : 10.0F,
         .ampacity_a = kind == SwitchKind::fuse ? 200.0F : 630.0F});
  }

  void add_head(std::string const& id, std::string_view source_node, std::string_view to) {
    add_switch(id, source_node, to, SwitchKind::breaker);
    auto const kept = keep(id);
    tables_.feeders.push_back({.id = kept, .name = kept, .head_switch = kept});
  }

  /// A chain of buses joined by lines, behind a switch at `from`. Returns its last bus.
  std::string_view add_section(std::string_view from, std::size_t n_bus, double km, SwitchKind kind,
                               Wire const& wire) {
    auto before = std::string_view{};
    for (std::size_t i = 0; i < n_bus; ++i) {
      auto const number = std::to_string(buses_.size() + 1);
      auto const node = add_node("N" + number);
      buses_.push_back(node);
      if (i > 0) {
        add_line("L" + number, before, node, km, wire);
      } else if (tables_.feeders.empty()) {
        add_head("K0", from, node);
      } else {
        add_switch("K" + std::to_string(tables_.switches.size()), from, node, kind);
      }
      before = node;
    }
    return before;
  }

  /// The main line: one stem and branches that leave it at even distances.
  void add_main_line() {
    auto const n_main = size_.n_bus / kMainShare;
    auto const n_section = std::max<std::size_t>(n_main / size_.bus_per_main, kBranches + 2);
    auto const km = kMainKm / static_cast<double>(n_section * size_.bus_per_main);
    auto const n_stem = n_section * 2 / 5;
    auto const add = [&](std::string_view from) {
      return add_section(from, size_.bus_per_main, km, SwitchKind::load_break, kMainWire);
    };
    std::string_view end = tables_.nodes.front().id;
    for (std::size_t i = 0; i < n_stem; ++i) {
      end = add(end);
      section_ends_.push_back(end);
    }
    tie_ends_.push_back(end);
    for (std::size_t branch = 0; branch < kBranches; ++branch) {
      end = section_ends_[n_stem * (branch + 1) / (kBranches + 1)];
      for (auto i = (n_section - n_stem) * branch / kBranches;
           i < (n_section - n_stem) * (branch + 1) / kBranches; ++i) {
        end = add(end);
      }
      tie_ends_.push_back(end);
    }
    for (std::size_t i = 1; i <= 4; ++i) {  // where more ties are asked for
      tie_ends_.push_back(section_ends_[(n_stem - 1) * i / 5]);
    }
    n_main_bus_ = buses_.size();
  }

  void add_laterals() {
    auto const n_left = size_.n_bus - std::min(n_main_bus_, size_.n_bus);
    auto const km = kLateralKm / static_cast<double>(n_left + 1);
    for (auto left = n_left; left > 0;) {
      auto const n_bus = std::min(left, size_.bus_per_main);
      auto const from = buses_[random_.below(n_main_bus_)];
      add_section(from, n_bus, km, SwitchKind::fuse, kLateralWire);
      left -= n_bus;
    }
  }

  void add_user(std::string id, std::string_view node, double peak_kw, std::int64_t households) {
    tables_.transformers.push_back(
        {.id = keep(std::move(id)),
         .node = node,
         .zone = network::Zone::urban,
         .core_area = network::Answer::no,
         .priority = static_cast<std::uint8_t>(random_.percent(5) ? 1 + random_.below(3) : 0),
         .households = households,
         .rated_kva = 100,
         .load_kw = static_cast<float>(peak_kw / 2),
         .peak_kw = static_cast<float>(peak_kw),
         .power_factor = 0.95F});
  }

  /// One bus in two, laterals and main line alike.
  void add_users() {
    auto const mean_kw = kFeederKw / (static_cast<double>(buses_.size()) / 2);
    for (std::size_t bus = 0; bus < buses_.size(); bus += 2) {
      auto const share = static_cast<double>(random_.between(50, 150)) / 100;
      add_user("U" + std::to_string(bus / 2 + 1), buses_[bus], mean_kw * share,
               random_.between(5, 120));
    }
  }

  void add_neighbour(std::size_t tie) {
    constexpr std::size_t kSections = 10;
    constexpr double kNeighbourKw = 150;  // of a section
    auto const number = std::to_string(tie);
    add_source("S" + number);
    auto from = tables_.nodes.back().id;
    for (std::size_t i = 1; i <= kSections; ++i) {
      auto const place = number + "." + std::to_string(i);
      auto const first = add_node("N" + place);
      auto const last = add_node("N" + place + "e");
      if (i == 1) {
        add_head("K" + number + ".0", from, first);
      } else {
        add_switch("K" + place, from, first, SwitchKind::load_break);
      }
      add_line("L" + place, first, last, 0.3, kMainWire);
      add_user("U" + place, last, kNeighbourKw, 100);
      from = last;
    }
    add_switch("T" + number, tie_ends_[tie - 1], from, SwitchKind::load_break, false);
  }

  LargeFeederSize size_;
  test::Random random_;
  std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();
  std::vector<std::string_view> buses_;  ///< of the large feeder, main line first
  std::size_t n_main_bus_ = 0;
  std::vector<std::string_view> section_ends_;  ///< of the stem
  std::vector<std::string_view> tie_ends_;
  network::Tables tables_;
};

void write_lines(network::Tables const& tables, synth::CsvWriter& out) {
  for (auto const& row : tables.lines) {
    out.text(row.id).text(row.from_node).text(row.to_node);
    out.text(network::kLineKindNames[static_cast<std::size_t>(row.kind)]);
    out.fixed(static_cast<double>(row.length_km), 6)
        .fixed(static_cast<double>(row.r_ohm_per_km), 4);
    out.fixed(static_cast<double>(row.x_ohm_per_km), 4)
        .fixed(static_cast<double>(row.ampacity_a), 0);
    out.end();
  }
}

void write_switches(network::Tables const& tables, synth::CsvWriter& out) {
  for (auto const& row : tables.switches) {
    out.text(row.id).text(row.from_node).text(row.to_node).text(network::name_of(row.kind));
    out.text(row.normal_closed ? "closed" : "open");
    out.text(row.control == network::Control::remote ? "remote" : "manual");
    out.fixed(static_cast<double>(row.operate_min), 0)
        .fixed(static_cast<double>(row.ampacity_a), 0);
    out.text("yes").end();
  }
}

void write_users(network::Tables const& tables, synth::CsvWriter& out) {
  for (auto const& row : tables.transformers) {
    out.text(row.id).text(row.node).fixed(static_cast<double>(row.rated_kva), 0);
    out.text("public").text(network::name_of(row.zone)).text("no").whole(row.households);
    out.fixed(static_cast<double>(row.load_kw), 6).fixed(static_cast<double>(row.peak_kw), 6);
    out.fixed(static_cast<double>(row.power_factor), 3).whole(row.priority).end();
  }
}

}  // namespace

network::Tables large_feeder(LargeFeederSize const& size) {
  return LargeFeeder{size}.run();
}

Result<void> write_large_feeder(LargeFeederSize const& size, std::filesystem::path const& folder) {
  auto const tables = large_feeder(size);
  TIELINE_TRY(draft, synth::FolderDraft::begin(folder));
  auto const at = draft.path() / "network";
  synth::CsvWriter sources{at / "sources.csv", "id,node,station,rated_kva,voltage_pu"};
  for (auto const& row : tables.sources) {
    sources.text(row.id).text(row.node).text(row.station);
    sources.fixed(static_cast<double>(row.rated_kva), 0)
        .fixed(static_cast<double>(row.voltage_pu), 3);
    sources.end();
  }
  synth::CsvWriter nodes{at / "nodes.csv", "id,voltage_kv"};
  for (auto const& row : tables.nodes) {
    nodes.text(row.id).fixed(static_cast<double>(row.voltage_kv), 1).end();
  }
  synth::CsvWriter lines{
      at / "lines.csv", "id,from_node,to_node,kind,length_km,r_ohm_per_km,x_ohm_per_km,ampacity_a"};
  write_lines(tables, lines);
  synth::CsvWriter switches{
      at / "switches.csv",
      "id,from_node,to_node,kind,normal,control,operate_min,ampacity_a,loop_close"};
  write_switches(tables, switches);
  synth::CsvWriter users{at / "transformers.csv",
                         "id,node,rated_kva,nature,zone,core_area,households,load_kw,peak_kw,"
                         "power_factor,priority"};
  write_users(tables, users);
  synth::CsvWriter feeders{at / "feeders.csv", "id,name,head_switch"};
  for (auto const& row : tables.feeders) {
    feeders.text(row.id).text(row.name).text(row.head_switch).end();
  }
  synth::CsvWriter meta{at / "meta.csv", "key,value"};
  meta.text("name").text(tables.name).end();
  for (auto* file : {&sources, &nodes, &lines, &switches, &users, &feeders, &meta}) {
    TIELINE_TRY(written, file->close());
    static_cast<void>(written);
  }
  return draft.publish();
}

}  // namespace tieline::bench
