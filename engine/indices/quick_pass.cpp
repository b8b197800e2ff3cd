#include "engine/indices/quick_pass.hpp"

#include <algorithm>
#include <bit>

namespace tieline::indices {
namespace {

/// More compact cells than this (of 64 bytes, in every thread) cost more than they save.
constexpr std::size_t kMostQuickCells = std::size_t{1} << 18U;
constexpr Seconds kLongestNear = 24 * kSecondsPerHour;
constexpr unsigned kMostStretchBits = 10;
constexpr std::uint32_t kCellLimit = 1U << 16U;  // cells of one place; beyond: marked

}  // namespace

QuickTables::QuickTables(Facts const& facts, Axes const& axes, Rules const& rules,
                         DaySet const& meds)
    : from_{static_cast<Instant>(axes.from)},
      to_{static_cast<Instant>(axes.to)},
      counts_momentary_time_{rules.counts_momentary_time()},
      stretch_bits_{static_cast<unsigned>(std::bit_width(axes.time.size() - 1))} {
  auto const is_short = [](Seconds s) { return s >= 0 && s <= kLongestNear; };
  serves_ = facts.overlay() == nullptr && axes.code_of_event.empty() && rules.merge_gap_s == 0 &&
            is_short(rules.momentary_s) && is_short(rules.momentary_event_s) &&
            axes.to <= Seconds{history::kForever} - kLongestNear &&
            stretch_bits_ <= kMostStretchBits &&
            axes.n_place() * (2 * kKinds << stretch_bits_) <= kMostQuickCells;
  if (!serves_) {
    return;
  }
  near_s_ = static_cast<std::uint32_t>(rules.momentary_event_s);
  momentary_s_ = static_cast<std::uint32_t>(rules.momentary_s);
  auto const takes_part = kinds_taking_part(rules);
  for (std::uint32_t bits = 0; bits < cell_of_kind_.size(); ++bits) {
    history::Kind const kind{static_cast<std::uint8_t>(bits)};
    bool const is_quick = takes_part[bits] && !kind.is_partial();
    cell_of_kind_[bits] = is_quick ? (bits % kKinds) << (stretch_bits_ + 1) : kNoCell;
  }
  set_stretches(axes, meds);
}

void QuickTables::set_stretches(Axes const& axes, DaySet const& meds) {
  // The last block holds `to`, so that whatever ends later finds itself marked there.
  auto const n_block = (std::size_t{to_ - from_} >> kBlockBits) + 1;
  start_stretch_.assign(n_block, kNoStart);
  end_stretch_.assign(n_block, kNoEnd);
  for (std::size_t block = 0; block + 1 < n_block; ++block) {
    auto const first = from_ + static_cast<Instant>(block << kBlockBits);
    auto const last = first + (Instant{1} << kBlockBits) - 1;
    auto const stretch = axes.time.of(first);
    if (axes.time.of(last) != stretch) {
      continue;
    }
    end_stretch_[block] = static_cast<std::uint16_t>(stretch);
    if (!meds.touches(first, Seconds{last} + 1)) {
      start_stretch_[block] = static_cast<std::uint16_t>(stretch);
    }
  }
}

QuickPass::QuickPass(QuickTables const& tables, Facts const& facts, Axes const& axes,
                     Rules const& rules, Tally& tally, Tables& sums)
    : tables_{tables},
      facts_{facts},
      axes_{axes},
      rules_{rules},
      tally_{tally},
      sums_{sums},
      takes_part_{kinds_taking_part(rules)},
      cells_(axes.n_place() * (2 * QuickTables::kKinds << tables.stretch_bits_) + 1) {}

void QuickPass::add_user(UserId user) {
  tally_.begin_user(user, 1, sums_);
  auto const& col = facts_.history().col();
  auto const range = facts_.history().records_of(user);
  if (range.empty()) {
    return;
  }
  auto const at = range.first().index();
  first_record_ = range.first();
  records_ = {.start = &col.record_start.raw()[at],
              .end = &col.record_end.raw()[at],
              .kind = &col.record_kind.raw()[at],
              .n = range.size()};
  if (cell_.size() < records_.n) {
    cell_.resize(records_.n * 2);
    link_.resize(records_.n * 2 + 1);
    special_.resize(records_.n * 2 + 1);
  }
  n_special_ = 0;
  auto const first = skip_early();
  last_ = records_.n;
  while (last_ > first && records_.start[last_ - 1] >= tables_.to_) {
    --last_;
  }
  mark_links(first);
  add_slices(first);
  add_clusters();
}

std::size_t QuickPass::skip_early() {
  std::size_t first = 0;
  Instant reach = 0;
  for (; first < records_.n && records_.start[first] < tables_.from_; ++first) {
    reach = std::max({reach, records_.end[first], records_.start[first] + tables_.near_s_});
  }
  if (reach >= tables_.from_) {
    for (std::uint32_t i = 0; i < first; ++i) {
      special_[n_special_++] = i;
    }
  }
  return first;
}

void QuickPass::mark_links(std::size_t first) {
  auto const* const start = records_.start + first;
  auto const* const end = records_.end + first;
  auto* const link = link_.data();
  auto* const cell = cell_.data() + first;
  auto const n = last_ - first;
  auto const n_pair =
      std::min(n, records_.n - first - 1);  // with the one after, where there is one
  auto const near = tables_.near_s_;
  auto const momentary = tables_.momentary_s_;
  auto const momentary_cell = 1U << tables_.stretch_bits_;
  link[0] = 0;
  link[n] = 0;
  for (std::size_t i = 0; i < n_pair; ++i) {
    auto const reach = std::max(end[i] - start[i], near);
    link[i + 1] = start[i + 1] - start[i] <= reach ? QuickTables::kNoCell : 0;
  }
  for (std::size_t i = 0; i < n; ++i) {
    cell[i] = link[i] | link[i + 1] | (end[i] - start[i] <= momentary ? momentary_cell : 0);
  }
}

void QuickPass::add_slices(std::size_t first) {
  auto const pass = [&](std::size_t until) {  // nobody is registered
    for (; first < until; ++first) {
      special_[n_special_++] = static_cast<std::uint32_t>(first);
    }
  };
  for (auto const& slice : tally_.slices()) {
    auto next = first;
    if (slice.since > axes_.from) {
      while (next < last_ && Seconds{records_.start[next]} < slice.since) {
        ++next;
      }
      pass(next);
    }
    if (slice.until >= axes_.to) {
      next = last_;
    } else {
      for (; next < last_ && Seconds{records_.start[next]} < slice.until; ++next) {
        cell_[next] |= Seconds{records_.end[next]} > slice.until ? QuickTables::kNoCell : 0;
      }
    }
    add_alone(first, next, slice);
    first = next;
  }
  pass(last_);
}

void QuickPass::add_alone(std::size_t first, std::size_t last, Slice const& slice) {
  auto const base = slice.place * (2 * QuickTables::kKinds << tables_.stretch_bits_);
  auto* const cells = cells_.data() + base;
  auto const unused = static_cast<std::uint32_t>(cells_.size() - 1 - base);
  auto const* const start_stretch = tables_.start_stretch_.data();
  auto const* const end_stretch = tables_.end_stretch_.data();
  auto const from = tables_.from_;
  auto const span = tables_.to_ - from;
  auto* special = special_.data() + n_special_;
  std::array<std::uint32_t, kWeightCount> weight{};
  std::ranges::transform(slice.weight, weight.begin(),
                         [](std::int64_t w) { return static_cast<std::uint32_t>(w); });
  for (auto i = first; i < last; ++i) {
    auto const start = records_.start[i];
    auto const end = records_.end[i];
    auto const begins_in = std::uint32_t{start_stretch[(start - from) >> QuickTables::kBlockBits]};
    auto const ends_in =
        std::uint32_t{end_stretch[std::min(end - 1 - from, span) >> QuickTables::kBlockBits]};
    auto cell = cell_[i] | tables_.cell_of_kind_[records_.kind[i].bits] | begins_in |
                (begins_in ^ ends_in) << 16U;
    bool const is_special = cell >= kCellLimit;
    *special = static_cast<std::uint32_t>(i);
    special += is_special ? 1 : 0;
    cell = is_special ? unused : cell;  // no branch: it could not be foreseen
    auto& sum = cells[cell];
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      sum.seconds[w] += std::uint64_t{end - start} * weight[w];
    }
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      sum.count[w] += weight[w];
    }
  }
  n_special_ = static_cast<std::size_t>(special - special_.data());
}

void QuickPass::take_back(std::size_t record) {
  auto const begin = records_.start[record];
  for (auto const& slice : tally_.slices()) {
    if (slice.since > Seconds{begin} || slice.until <= Seconds{begin}) {
      continue;
    }
    auto const block = (begin - tables_.from_) >> QuickTables::kBlockBits;
    auto const cell = cell_[record] | tables_.cell_of_kind_[records_.kind[record].bits] |
                      tables_.start_stretch_[block];
    auto& sum = cells_[slice.place * (2 * QuickTables::kKinds << tables_.stretch_bits_) + cell];
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      auto const weight = static_cast<std::uint64_t>(slice.weight[w]);
      sum.seconds[w] -= (records_.end[record] - begin) * weight;
      sum.count[w] -= weight;
    }
  }
}

void QuickPass::add_clusters() {
  auto& rows = tally_.scratch().rows;
  auto const row_of = [&](std::size_t i) {
    return facts_.row(RecordId{first_record_.index() + i});
  };
  auto const reach_of = [&](std::size_t i) {
    return std::max(Seconds{records_.end[i]}, Seconds{records_.start[i]} + tables_.near_s_);
  };
  for (std::size_t next = 0; next < n_special_;) {
    auto const i = special_[next++];
    if (!takes_part_[records_.kind[i].bits]) {
      continue;
    }
    rows.clear();
    rows.push_back(row_of(i));
    auto reach = reach_of(i);
    for (auto j = std::size_t{i} + 1; j < records_.n && Seconds{records_.start[j]} <= reach; ++j) {
      bool const is_special = next < n_special_ && special_[next] == j;
      next += is_special ? 1 : 0;
      if (!takes_part_[records_.kind[j].bits]) {
        continue;
      }
      if (!is_special && j < last_) {
        take_back(j);  // its neighbours hid that an earlier one lasts into it
      }
      rows.push_back(row_of(j));
      reach = std::max(reach, reach_of(j));
    }
    for (auto const& row : rows) {
      tally_.count_ongoing(row);
    }
    for (auto const& interval : join_rows(facts_, rules_, tally_.scratch())) {
      tally_.add_interval(interval);
    }
  }
}

void QuickPass::finish() {
  auto const add = [](Weighted& sum, std::array<std::uint64_t, kWeightCount> const& more) {
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      sum[w] += static_cast<std::int64_t>(more[w]);
    }
  };
  auto const n_stretch = axes_.time.size();
  for (std::size_t place = 0; place < axes_.n_place(); ++place) {
    for (std::size_t row = 0; row < 2 * QuickTables::kKinds; ++row) {
      auto const code = axes_.code_of_kind[row / 2];
      for (std::size_t stretch = 0; stretch < n_stretch; ++stretch) {
        auto const& from =
            cells_[((place * 2 * QuickTables::kKinds + row) << tables_.stretch_bits_) + stretch];
        if (from.count[0] == 0) {
          continue;
        }
        auto& sums = sums_.at(axes_.cell(place, stretch, code));
        bool const is_momentary = row % 2 != 0;
        add(is_momentary ? sums.momentary : sums.interruptions, from.count);
        if (is_momentary) {
          add(sums.momentary_events, from.count);
        }
        if (!is_momentary || tables_.counts_momentary_time_) {
          add(sums.seconds, from.seconds);
        }
        if (is_momentary && tables_.counts_momentary_time_) {
          add(sums.momentary_seconds, from.seconds);
        }
      }
    }
  }
}

}  // namespace tieline::indices
