#include "engine/switching/sequence.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>
#include <unordered_set>

namespace tieline::switching {

using network::NetworkModel;
using network::SectionId;
using network::SwitchId;

namespace {

class Sequencing {
 public:
  Sequencing(NetworkModel const& model, SequenceQuery const& query, topology::LiveNetwork& live)
      : model_{model}, query_{query}, live_{live} {
    share_out_boundaries();
  }

  std::vector<Step> run() {
    switch_out();
    set_out_times();
    auto const n_out = steps_.size();
    switch_back();
    set_back_times(n_out);
    insert_generators();
    return std::move(steps_);
  }

 private:
  void add(Action action, Device device) {
    steps_.push_back({.at = 0, .action = action, .device = device, .section = SectionId::none()});
  }
  void open(SwitchId s) {
    if (opened_.insert(s.raw()).second) {  // relief and boundary may be the same switch
      add(Action::open, Device::of(s));
    }
  }
  void close(SwitchId s) { add(Action::close, Device::of(s)); }
  void at_sections(Action action) {
    for (auto const s : query_.isolation.dead) {
      steps_.push_back({.at = 0, .action = action, .device = {}, .section = s});
    }
  }
  void join(Device tie) {
    add(tie.kind == DeviceKind::temporary ? Action::connect : Action::close, tie);
  }
  void part(Device tie) {
    add(tie.kind == DeviceKind::temporary ? Action::disconnect : Action::open, tie);
  }

  /// One transfer with the switches that are its to operate.
  struct Handover {
    Device tie;
    bool hot = false;
    std::vector<SwitchId> boundary;
  };

  /// A switch between two parts opens with the first of them and closes with it too, which is the
  /// last on the way back.
  void share_out_boundaries() {
    std::unordered_set<std::uint32_t> taken;
    auto const take = [&](ChosenTransfer const& t, std::vector<Handover>& moves) {
      Handover move{.tie = t.tie, .hot = t.hot, .boundary = {}};
      std::ranges::copy_if(t.boundary, std::back_inserter(move.boundary),
                           [&](SwitchId s) { return taken.insert(s.raw()).second; });
      moves.push_back(std::move(move));
    };
    for (auto const& t : query_.transfers) {
      if (t.hot || opens_alive(model_, t.boundary)) {
        take(t, moved_alive_);
      }
    }
    for (auto const& t : query_.transfers) {
      if (!t.hot && !opens_alive(model_, t.boundary)) {
        take(t, moved_dead_);
      }
    }
  }

  // ---- out ----------------------------------------------------------------------------------

  void switch_out() {
    for (auto const& move : moved_alive_) {
      if (move.hot) {
        join(move.tie);
        open_all(move.boundary);
      } else {
        open_all(move.boundary);
        join(move.tie);
      }
    }
    open_cuts();
    for (auto const source : query_.isolation.sources) {
      add(Action::open, Device::of(source));
    }
    for (auto const& move : moved_dead_) {
      open_all(move.boundary);
      join(move.tie);
    }
    at_sections(Action::check);
    at_sections(Action::ground);
  }

  void open_all(std::span<SwitchId const> switches) {
    for (auto const s : switches) {
      open(s);
    }
  }

  [[nodiscard]] std::vector<SwitchId> breakers() const {
    std::vector<SwitchId> found;
    for (auto const& cut : query_.isolation.cuts) {
      if (cut.breaker.is_some()) {
        found.push_back(cut.breaker);
      }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
  }

  void open_cuts() {
    for (auto const& cut : query_.isolation.cuts) {
      if (cut.breaker.is_none()) {
        open_all(cut.relief);
        open(cut.device);
      }
    }
    for (auto const breaker : breakers()) {
      add(Action::open, Device::of(breaker));
      for (auto const& cut : query_.isolation.cuts) {
        if (cut.breaker == breaker) {
          open(cut.device);
        }
      }
      close(breaker);
    }
  }

  // ---- back ---------------------------------------------------------------------------------

  void switch_back() {
    at_sections(Action::unground);
    for (auto const& move : std::views::reverse(moved_dead_)) {
      part(move.tie);
      close_all_reversed(move.boundary);
    }
    for (auto const source : query_.isolation.sources) {
      add(Action::close, Device::of(source));
    }
    close_cuts();
    for (auto const& move : std::views::reverse(moved_alive_)) {
      std::span const boundary{move.boundary};
      if (move.hot && !boundary.empty()) {
        close(boundary.back());
        part(move.tie);
        close_all_reversed(boundary.first(boundary.size() - 1));
      } else {
        part(move.tie);
        close_all_reversed(boundary);
      }
    }
  }

  void close_all_reversed(std::span<SwitchId const> switches) {
    for (auto at = switches.rbegin(); at != switches.rend(); ++at) {
      close(*at);
    }
  }

  [[nodiscard]] bool bounds_a_transfer(SwitchId s) const {
    return std::any_of(query_.transfers.begin(), query_.transfers.end(), [&](auto const& t) {
      return std::find(t.boundary.begin(), t.boundary.end(), s) != t.boundary.end();
    });
  }

  /// Breakers first: who comes back behind a plain cut is not interrupted once more by them.
  void close_cuts() {
    for (auto const breaker : breakers()) {
      add(Action::open, Device::of(breaker));
      for (auto const& cut : query_.isolation.cuts) {
        if (cut.breaker == breaker) {
          close(cut.device);
        }
      }
      close(breaker);
    }
    for (auto const& cut : std::views::reverse(query_.isolation.cuts)) {
      if (cut.breaker.is_none()) {
        close(cut.device);
        for (auto const s : cut.relief) {
          if (!bounds_a_transfer(s)) {
            close(s);
          }
        }
      }
    }
  }

  // ---- clock --------------------------------------------------------------------------------

  [[nodiscard]] Seconds takes(Step const& step) const {
    auto const is_switch = step.device.kind == DeviceKind::network_switch;
    switch (step.action) {
      case Action::open:
      case Action::close:
        return is_switch ? model_.col().switch_operate_s[step.device.as_switch()] : 0;
      case Action::connect:
      case Action::disconnect:
        return model_.settings().manual_operate_s;
      default:
        return 0;
    }
  }

  /// Index of the operation after which the work is dead.
  [[nodiscard]] std::size_t killing_step() {
    live_.reset();
    auto const& dead = query_.isolation.dead;
    auto const is_dead = [&] {
      return std::none_of(dead.begin(), dead.end(), [&](SectionId s) { return live_.is_live(s); });
    };
    std::size_t at = 0;
    for (; at < steps_.size() && !is_dead(); ++at) {
      rehearse(steps_[at]);
    }
    live_.reset();
    return at == 0 ? 0 : at - 1;
  }

  void rehearse(Step const& step) {
    auto const on = step.action == Action::close || step.action == Action::connect;
    auto const off = step.action == Action::open || step.action == Action::disconnect;
    if (!on && !off) {
      return;
    }
    switch (step.device.kind) {
      case DeviceKind::network_switch:
        on ? live_.close(step.device.as_switch()) : live_.open(step.device.as_switch());
        break;
      case DeviceKind::source:
        on ? live_.put_back(step.device.as_source()) : live_.take_out(step.device.as_source());
        break;
      case DeviceKind::temporary: {
        auto const& bypass = query_.temporaries[step.device.row];
        on ? live_.connect_bypass(bypass.a, bypass.b) : live_.disconnect_bypass(bypass.a, bypass.b);
        break;
      }
    }
  }

  void set_out_times() {
    if (steps_.empty()) {
      return;
    }
    kill_ = killing_step();
    steps_[kill_].at = query_.start;
    for (auto i = kill_; i > 0; --i) {
      steps_[i - 1].at = steps_[i].at - takes(steps_[i]);
    }
    for (auto i = kill_ + 1; i < steps_.size(); ++i) {
      steps_[i].at = steps_[i - 1].at + takes(steps_[i]);
    }
  }

  void set_back_times(std::size_t n_out) {
    auto at = query_.start + query_.duration_s;
    if (n_out != 0) {
      at = std::max(at, steps_[n_out - 1].at);
    }
    back_at_ = at;
    auto is_first = true;  // operation: taking earths off costs no time of its own
    for (auto i = n_out; i < steps_.size(); ++i) {
      if (steps_[i].action != Action::unground) {
        at += is_first ? 0 : takes(steps_[i]);
        is_first = false;
      }
      steps_[i].at = at;
    }
  }

  /// A vehicle connects its own time after the work went dead and leaves its own time before the
  /// way back begins; one that synchronises is there before and leaves after.
  void insert_generators() {
    auto const insert = [&](std::size_t at_index, Seconds at, Action action, std::size_t row) {
      steps_.insert(steps_.begin() + static_cast<std::ptrdiff_t>(at_index),
                    Step{.at = at,
                         .action = action,
                         .device = Device::temporary(row),
                         .section = SectionId::none()});
    };
    for (auto const& use : query_.generators) {
      if (use.synchronising) {
        insert(0, steps_.empty() ? query_.start : steps_.front().at, Action::connect,
               use.temporary);
        insert(steps_.size(), steps_.back().at, Action::disconnect, use.temporary);
        continue;
      }
      auto const connect_at = query_.start + use.connect_s;
      auto const disconnect_at = back_at_ - use.disconnect_s;
      auto const index_of = [&](auto at) { return static_cast<std::size_t>(at - steps_.begin()); };
      auto const after = std::ranges::upper_bound(steps_, connect_at, {}, &Step::at);
      insert(index_of(after), connect_at, Action::connect, use.temporary);
      auto const before = std::ranges::lower_bound(steps_, disconnect_at, {}, &Step::at);
      insert(index_of(before), disconnect_at, Action::disconnect, use.temporary);
    }
  }

  NetworkModel const& model_;
  SequenceQuery const& query_;
  topology::LiveNetwork& live_;
  std::vector<Handover> moved_alive_;  ///< before the work is dead
  std::vector<Handover> moved_dead_;   ///< after
  std::vector<Step> steps_;
  std::unordered_set<std::uint32_t> opened_;
  std::size_t kill_ = 0;
  Seconds back_at_ = 0;  ///< the first operation back
};

}  // namespace

std::vector<Step> build_sequence(NetworkModel const& model, SequenceQuery const& query,
                                 topology::LiveNetwork& live) {
  return Sequencing{model, query, live}.run();
}

std::vector<SwitchId> boundary_of(NetworkModel const& model, std::span<SectionId const> part) {
  std::vector<SwitchId> boundary;
  auto const inside = [&](SectionId s) { return std::binary_search(part.begin(), part.end(), s); };
  auto const feeds_part = [&](SwitchId s) {
    auto const ends = model.col().switch_ends[s];
    auto const inner = inside(ends.a) ? ends.a : ends.b;
    return model.col().section_via[inner] == s;
  };
  for (auto const s : part) {
    for (auto const [to, via] : model.arcs(s)) {
      if (model.is_closed_normally(via) && !inside(to)) {
        boundary.push_back(via);
      }
    }
  }
  std::stable_partition(boundary.begin(), boundary.end(),
                        [&](SwitchId s) { return !feeds_part(s); });
  return boundary;
}

bool opens_alive(NetworkModel const& model, std::span<SwitchId const> boundary) {
  return std::all_of(boundary.begin(), boundary.end(),
                     [&](SwitchId s) { return network::breaks_load(model.col().switch_kind[s]); });
}

}  // namespace tieline::switching
