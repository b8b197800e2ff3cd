#include "engine/indices/rows.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tieline::indices {
namespace {

constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();

[[nodiscard]] bool lists_the_unharmed(Key key) {
  return key == Key::zone || key == Key::zone_group || key == Key::organisation ||
         key == Key::month;
}

template <class Units>
void add(Units& sum, Units const& other) {
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    sum[w] += other[w];
  }
}

/// Makes the rows of one projection.
class RowMaker {
 public:
  RowMaker(Axes const& axes, Projection const& projection, std::span<Sums const> cells,
           Registry const& registry)
      : axes_{axes},
        projection_{projection},
        cells_{cells},
        registry_{registry},
        slot_(projection.n_row(), kNoRow) {}

  void run(RowExtras extras, std::vector<Row>& rows) {
    mark();
    auto const first = rows.size();
    place_rows(rows);
    std::span<Row> const made{rows.begin() + static_cast<std::ptrdiff_t>(first), rows.end()};
    fill_sums(made);
    fill_registered(made);
    for (std::size_t r = 0; r < slot_.size(); ++r) {
      if (slot_[r] != kNoRow) {
        fill_extras(made[slot_[r]], r, extras);
      }
    }
  }

 private:
  static constexpr std::uint32_t kMarked = 0;

  /// `f(place of the projection, stretch, index of registry)` of every place and stretch.
  template <class F>
  void for_each_place(F&& f) const {
    for (std::size_t group = 0; group < axes_.n_group(); ++group) {
      for (std::size_t zone = 0; zone < axes_.n_zone; ++zone) {
        auto const place = group * axes_.n_zone + zone;
        auto const to = projection_.place(group, zone);
        for (std::size_t t = 0; t < axes_.time.size(); ++t) {
          f(to, t, place * axes_.time.size() + t);
        }
      }
    }
  }

  template <class F>
  void for_each_figure(F&& f) const {
    for_each_place([&](std::size_t place, std::size_t t, std::size_t at) {
      for (std::size_t code = 0; code < axes_.codes.size(); ++code) {
        auto const& sums = cells_[at * axes_.codes.size() + code];
        if (sums != Sums{}) {
          f(projection_.row(place, t, code), code, sums);
        }
      }
    });
  }

  void mark() {
    for_each_figure([&](std::size_t row, std::size_t, Sums const&) { slot_[row] = kMarked; });
    if (projection_.keys == 0) {
      slot_[0] = kMarked;
    }
    for (std::size_t k = 0; k < axes_.by.size(); ++k) {
      if (((projection_.keys >> k) & 1U) != 0 && !lists_the_unharmed(axes_.by[k])) {
        return;
      }
    }
    for_each_place([&](std::size_t place, std::size_t t, std::size_t at) {
      if (registry_.seconds[at][0] != 0) {
        slot_[projection_.row(place, t, 0)] = kMarked;
      }
    });
  }

  void place_rows(std::vector<Row>& rows) {
    std::vector<std::pair<Axes::Labels, std::uint32_t>> order;
    for (std::size_t r = 0; r < slot_.size(); ++r) {
      if (slot_[r] != kNoRow) {
        order.emplace_back(projection_.labels(r), static_cast<std::uint32_t>(r));
      }
    }
    std::ranges::sort(order);
    rows.reserve(rows.size() + order.size());
    for (std::size_t at = 0; at < order.size(); ++at) {
      slot_[order[at].second] = static_cast<std::uint32_t>(at);
      rows.emplace_back().key = order[at].first;
    }
  }

  void fill_sums(std::span<Row> rows) const {
    for_each_figure([&](std::size_t at, std::size_t code, Sums const& sums) {
      auto& row = rows[slot_[at]];
      auto const& event = axes_.codes[code];
      row.total += sums;
      row.by_nature[static_cast<std::size_t>(event.nature)] += sums;
      row.external_seconds += event.is_external ? sums.seconds[0] : 0;
    });
  }

  /// Of a place and a period: the same for all codes.
  void fill_registered(std::span<Row> rows) const {
    auto const n_period = projection_.time.size();
    std::vector<RegisteredSeconds> seconds(projection_.n_place() * n_period);
    std::vector<Weighted> at_end(seconds.size());
    std::vector<Seconds> length(n_period);
    std::vector<std::size_t> last(n_period);
    for (std::size_t t = 0; t < axes_.time.size(); ++t) {
      length[projection_.time.to[t]] += axes_.time.length(t);
      last[projection_.time.to[t]] = t;
    }
    for_each_place([&](std::size_t place, std::size_t t, std::size_t at) {
      auto const period = projection_.time.to[t];
      add(seconds[place * n_period + period], registry_.seconds[at]);
      if (last[period] == t) {
        add(at_end[place * n_period + period], registry_.at_end[at]);
      }
    });
    for (std::size_t r = 0; r < slot_.size(); ++r) {
      if (slot_[r] != kNoRow) {
        auto& row = rows[slot_[r]];
        auto const at = r / projection_.code.size();
        row.registered_seconds = seconds[at];
        row.period_s = length[at % n_period];
        row.people.registered_at_end = at_end[at];
        row.people.registered_at_end[static_cast<std::size_t>(Weight::load_w)] = 0;
      }
    }
  }

  static void fill_extras(Row& row, std::size_t at, RowExtras& extras) {
    if (!extras.people.empty()) {
      auto const registered_at_end = row.people.registered_at_end;
      row.people = std::move(extras.people[at]);
      row.people.registered_at_end = registered_at_end;
    }
    if (!extras.events.empty()) {
      auto const& events = extras.events[at];
      row.events = events[0];
      for (std::size_t nature = 0; nature < history::kNatureCount; ++nature) {
        row.events_by_nature[nature] = events[nature + 1];
      }
    }
  }

  Axes const& axes_;
  Projection const& projection_;
  std::span<Sums const> cells_;
  Registry const& registry_;
  std::vector<std::uint32_t> slot_;
};

}  // namespace

void append_rows(Axes const& axes, Projection const& projection, std::span<Sums const> cells,
                 Registry const& registry, RowExtras extras, std::vector<Row>& rows) {
  RowMaker{axes, projection, cells, registry}.run(std::move(extras), rows);
}

}  // namespace tieline::indices
