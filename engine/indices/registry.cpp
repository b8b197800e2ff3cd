#include "engine/indices/registry.hpp"

#include <algorithm>

namespace tieline::indices {
namespace {

void add(Weighted& sum, Weighted const& weight, std::int64_t times) {
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    sum[w] += weight[w] * times;
  }
}

/// Adds slices as differences along time, so that a slice costs the same however long it is.
class Count {
 public:
  explicit Count(Axes const& axes)
      : axes_{axes}, n_time_{axes.time.size()}, whole_{table()}, part_{table()}, end_{table()} {}

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
      add(part_[base + first], slice.weight, until - since);
    } else {
      add(part_[base + first], slice.weight, Seconds{time.to(first)} - since);
      add(part_[base + last], slice.weight, until - Seconds{time.from(last)});
      add_run(whole_, base, first + 1, last, slice.weight);
    }
    add_run(end_, base, first, until == Seconds{time.to(last)} ? last + 1 : last, slice.weight);
  }

  void finish(Registry& registry) {
    for (std::size_t place = 0; place < axes_.n_place(); ++place) {
      Weighted throughout{};
      Weighted at_end{};
      for (std::size_t t = 0; t < n_time_; ++t) {
        auto const at = place * n_time_ + t;
        add(throughout, whole_[at], 1);
        add(at_end, end_[at], 1);
        add(part_[at], throughout, axes_.time.length(t));
        end_[at] = at_end;
      }
    }
    registry.seconds = std::move(part_);
    registry.at_end = std::move(end_);
  }

 private:
  [[nodiscard]] std::vector<Weighted> table() const {
    return std::vector<Weighted>(axes_.n_place() * n_time_);
  }
  /// `weight` in the stretches [first, last), as differences.
  void add_run(std::vector<Weighted>& steps, std::size_t base, std::size_t first, std::size_t last,
               Weighted const& weight) const {
    if (first < last) {
      add(steps[base + first], weight, 1);
      if (last < n_time_) {
        add(steps[base + last], weight, -1);
      }
    }
  }

  Axes const& axes_;
  std::size_t n_time_;
  std::vector<Weighted> whole_, part_, end_;
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

Registry count_registered(History const& history, Axes const& axes) {
  Registry registry;
  Count count{axes};
  std::vector<Slice> slices;
  for (auto const user : all_ids<UserId>(history.n_user())) {
    slices_of(history, axes, user, slices);
    bool is_in_window = false;
    for (auto const& slice : slices) {
      count.add_slice(slice);
      is_in_window |= slice.since < axes.to && slice.until > axes.from;
    }
    if (is_in_window) {
      registry.capacity_unknown_users += history.col().user_capacity_va[user] == 0 ? 1 : 0;
      registry.load_unknown_users += history.col().user_load_w[user] == 0 ? 1 : 0;
    }
  }
  count.finish(registry);
  return registry;
}

}  // namespace tieline::indices
