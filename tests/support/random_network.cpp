#include "tests/support/random_network.hpp"

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/random.hpp"

namespace tieline::test {
namespace {

using network::SwitchKind;

/// Draws one network; every step appends rows.
class Draw {
 public:
  Draw(std::uint64_t seed, RandomSizes const& sizes) : random_{seed}, sizes_{sizes} {
    tables_.name = "random";
    tables_.texts.push_back(texts_);
  }

  network::Tables run() {
    for (std::size_t i = 0; i < sizes_.sources; ++i) {
      add_source();
    }
    for (std::size_t i = 0; i < sizes_.pieces; ++i) {
      add_piece();
    }
    for (std::size_t i = 0; i < sizes_.ties && pieces_.size() > 1; ++i) {
      add_tie();
    }
    add_second_supplies();
    return std::move(tables_);
  }

 private:
  std::string_view keep(std::string text) { return texts_->emplace_back(std::move(text)); }
  std::string_view numbered(char const* prefix, std::size_t rows) {
    return keep(prefix + std::to_string(rows + 1));
  }

  std::string_view add_node(std::string_view id) {
    tables_.nodes.push_back({.id = id, .voltage_kv = 10});
    return id;
  }

  void add_source() {
    auto const id = add_node(numbered("S", tables_.sources.size()));
    tables_.sources.push_back({.id = id, .node = id, .station = id, .rated_kva = 40'000});
    pieces_.push_back({id});
  }

  void add_line(std::string_view from, std::string_view to) {
    tables_.lines.push_back(
        {.id = numbered("L", tables_.lines.size()),
         .from_node = from,
         .to_node = to,
         .kind = random_.percent(50) ? network::LineKind::cable : network::LineKind::overhead,
         .live_work = random_.percent(50) ? network::Answer::yes : network::Answer::no,
         .length_km = 0.5F,
         .r_ohm_per_km = 0.2F,
         .x_ohm_per_km = 0.3F,
         .ampacity_a = static_cast<float>(random_.between(60, 400))});
  }

  void add_switch(std::string_view from, std::string_view to, bool closed) {
    constexpr std::array kStrong{SwitchKind::breaker, SwitchKind::recloser, SwitchKind::load_break};
    constexpr std::array kWeak{SwitchKind::disconnector, SwitchKind::fuse};
    auto const remote = random_.percent(40);
    tables_.switches.push_back(
        {.id = numbered("k", tables_.switches.size()),
         .from_node = from,
         .to_node = to,
         .kind = random_.percent(sizes_.weak_switch) ? random_.pick(kWeak) : random_.pick(kStrong),
         .control = remote ? network::Control::remote : network::Control::manual,
         .normal_closed = closed,
         .loop_close = random_.percent(60) ? network::Answer::yes : network::Answer::no,
         .operate_min = random_.percent(sizes_.operate_known)
                            ? static_cast<float>(random_.between(1, 20))
                            : kUnknown,
         .ampacity_a = static_cast<float>(random_.between(60, 600))});
  }

  /// A tree of lines, hung under a random earlier piece; its users.
  void add_piece() {
    auto const& parent = random_.pick(pieces_);
    auto const under = random_.pick(parent);
    std::vector<std::string_view> nodes;
    auto const count = 1 + random_.below(sizes_.max_nodes);
    for (std::size_t i = 0; i < count; ++i) {
      auto const node = add_node(numbered("n", tables_.nodes.size()));
      if (i > 0) {
        add_line(random_.pick(nodes), node);
      }
      nodes.push_back(node);
    }
    if (random_.percent(sizes_.joined_by_line)) {
      add_line(under, nodes.front());
    } else {
      add_switch(under, nodes.front(), !random_.percent(sizes_.unfed));
    }
    auto const users = sizes_.min_users + random_.below(sizes_.max_users - sizes_.min_users + 1);
    for (std::size_t i = 0; i < users; ++i) {
      add_user(random_.pick(nodes));
    }
    pieces_.push_back(std::move(nodes));
  }

  void add_user(std::string_view node) {
    auto const dedicated = random_.percent(15);
    auto const peak = static_cast<float>(random_.between(20, 600));
    tables_.transformers.push_back(
        {.id = numbered("u", tables_.transformers.size()),
         .node = node,
         .nature = dedicated ? network::Nature::dedicated : network::Nature::public_supply,
         .zone = network::kZones[random_.below(network::kZoneCount - 1)],
         .core_area = network::Answer::no,
         .priority = static_cast<std::uint8_t>(random_.below(4)),
         .households = dedicated ? 1 : random_.between(1, 300),
         .rated_kva = 800,
         .load_kw = peak / 2,
         .peak_kw = peak});
  }

  void add_tie() {
    auto const a = random_.below(pieces_.size());
    auto const b = (a + 1 + random_.below(pieces_.size() - 1)) % pieces_.size();
    add_switch(random_.pick(pieces_[a]), random_.pick(pieces_[b]), random_.percent(sizes_.loop));
  }

  void add_second_supplies() {
    for (auto& user : tables_.transformers) {
      auto const& node = random_.pick(tables_.nodes);
      if (random_.percent(sizes_.dual_user) && node.id != user.node) {
        user.second_supply = node.id;
      }
    }
  }

  Random random_;
  RandomSizes const& sizes_;
  std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();
  std::vector<std::vector<std::string_view>> pieces_;  // nodes of each, sources first
  network::Tables tables_;
};

}  // namespace

network::Tables random_network(std::uint64_t seed, RandomSizes const& sizes) {
  return Draw{seed, sizes}.run();
}

}  // namespace tieline::test
