#include "engine/indices/registry.hpp"

#include <algorithm>

#include "engine/indices/parts.hpp"

namespace tieline::indices {
namespace {

/// Adds slices as differences along time, so that a slice costs the same however long it is.
class Count {
 public:
  explicit Count(Axes const& axes)
      : axes_{axes},
        n_time_{axes.time.size()},
        whole_{table<Weighted>()},
        part_{table<RegisteredSeconds>()},
        end_{table<Weighted>()} {}

  void add_user(std::vector<Slice> const& slices) {
    bool is_in_window = false;
    for (auto const& slice : slices) {
      add_slice(slice);
      is_in_window |= slice.since < axes_.to && slice.until > axes_.from;
    }
    if (is_in_window) {
      auto const& weight = slices.front().weight;
      capacity_unknown_users_ += weight[static_cast<std::size_t>(Weight::capacity_va)] == 0 ? 1 : 0;
      load_unknown_users_ += weight[static_cast<std::size_t>(Weight::load_w)] == 0 ? 1 : 0;
    }
  }

  Count& operator+=(Count const& other) {
    for (std::size_t i = 0; i < part_.size(); ++i) {
      add_weighted(whole_[i], other.whole_[i], 1);
      add_weighted(part_[i], other.part_[i], 1);
      add_weighted(end_[i], other.end_[i], 1);
    }
    capacity_unknown_users_ += other.capacity_unknown_users_;
    load_unknown_users_ += other.load_unknown_users_;
    return *this;
  }

  void finish(Registry& registry) {
    for (std::size_t place = 0; place < axes_.n_place(); ++place) {
      Weighted throughout{};
      Weighted at_end{};
      for (std::size_t t = 0; t < n_time_; ++t) {
        auto const at = place * n_time_ + t;
        add_weighted(throughout, whole_[at], 1);
        add_weighted(at_end, end_[at], 1);
        add_weighted(part_[at], throughout, axes_.time.length(t));
        end_[at] = at_end;
      }
    }
    registry.seconds = std::move(part_);
    registry.at_end = std::move(end_);
    registry.capacity_unknown_users = capacity_unknown_users_;
    registry.load_unknown_users = load_unknown_users_;
  }

 private:
  void add_slice(Slice const& slice) {
    auto const since = std::max(slice.since, axes_.from);
    auto const until = std::min(slice.until, axes_.to);
    if (since >= until) {
      return;
    }
    auto const& time = axes_.time;
    auto const first = time.of(static_cast<Instant>(since));
    auto const last = time.of(static_cast<Instant>(until - 1));
    auto const base = slice.place * n_time_;
    if (first == last) {
      add_weighted(part_[base + first], slice.weight, until - since);
    } else {
      add_weighted(part_[base + first], slice.weight, Seconds{time.to(first)} - since);
      add_weighted(part_[base + last], slice.weight, until - Seconds{time.from(last)});
      add_run(whole_, base, first + 1, last, slice.weight);
    }
    add_run(end_, base, first, until == Seconds{time.to(last)} ? last + 1 : last, slice.weight);
  }
  template <class Units>
  [[nodiscard]] std::vector<Units> table() const {
    return std::vector<Units>(axes_.n_place() * n_time_);
  }
  /// `weight` in the stretches [first, last), as differences.
  void add_run(std::vector<Weighted>& steps, std::size_t base, std::size_t first, std::size_t last,
               Weighted const& weight) const {
    if (first < last) {
      add_weighted(steps[base + first], weight, 1);
      if (last < n_time_) {
        add_weighted(steps[base + last], weight, -1);
      }
    }
  }

  Axes const& axes_;
  std::size_t n_time_;
  std::vector<Weighted> whole_;
  std::vector<RegisteredSeconds> part_;
  std::vector<Weighted> end_;
  std::int64_t capacity_unknown_users_ = 0, load_unknown_users_ = 0;
};

}  // namespace

void slices_of(History const& history, Axes const& axes, UserId user, std::vector<Slice>& slices) {
  auto const& col = history.col();
  slices.clear();
  for (auto const slice : history.slices_of(user)) {
    auto const zone = col.slice_zone[slice];
    slices.push_back({.since = Seconds{col.slice_since[slice]},
                      .until = Seconds{col.slice_until[slice]},
                      .zone = zone,
                      .place = axes.place(user, zone),
                      .weight = {1, std::int64_t{col.slice_households[slice]},
                                 std::int64_t{col.user_capacity_va[user]},
                                 std::int64_t{col.user_load_w[user]}}});
  }
}

Registry count_registered(History const& history, Axes const& axes, unsigned threads) {
  auto const parts = parts_of(history, threads);
  std::vector<Count> counts(parts.size(), Count{axes});
  run_parts(parts.size(), [&](std::size_t part) {
    std::vector<Slice> slices;
    for (auto const user : parts[part]) {
      slices_of(history, axes, user, slices);
      counts[part].add_user(slices);
    }
  });
  Registry registry;
  for (std::size_t part = 1; part < counts.size(); ++part) {
    counts[0] += counts[part];
  }
  counts[0].finish(registry);
  return registry;
}

}  // namespace tieline::indices
