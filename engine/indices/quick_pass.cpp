#include "engine/indices/quick_pass.hpp"

#include <algorithm>
#include <bit>

namespace tieline::indices {
namespace {

/// More compact cells than this (of 64 bytes, in every thread) cost more than they save.
constexpr std::size_t kMostQuickCells = std::size_t{1} << 18U;
constexpr Seconds kLongestNear = 24 * kSecondsPerHour;
constexpr unsigned kMostStretchBits = 9;  // for fewer than 65536 cells of a place

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
  place_cells_ = static_cast<std::uint32_t>(2 * kKinds << stretch_bits_);
  near_s_ = static_cast<std::uint32_t>(rules.momentary_event_s);
  momentary_s_ = static_cast<std::uint32_t>(rules.momentary_s);
  auto const takes_part = kinds_taking_part(rules);
  for (std::uint32_t bits = 0; bits < cell_of_kind_.size(); ++bits) {
    history::Kind const kind{static_cast<std::uint8_t>(bits)};
    bool const is_quick = takes_part[bits] && !kind.is_partial();
    cell_of_kind_[bits] = is_quick
                              ? static_cast<std::uint32_t>((bits % kKinds) << (stretch_bits_ + 1))
                              : kNoQuickCell;
  }
  has_meds_ = !meds.empty();
  set_stretches(axes, meds);
}

void QuickTables::set_stretches(Axes const& axes, DaySet const& meds) {
  // The last block holds `to`, so that whatever ends later finds itself marked there.
  first_block_ = std::size_t{from_} >> kQuickBlockBits;
  blocks_.resize((std::size_t{to_} >> kQuickBlockBits) - first_block_ + 1);
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    auto const first = static_cast<Instant>((first_block_ + i) << kQuickBlockBits);
    auto const last = first + (Instant{1} << kQuickBlockBits) - 1;
    if (first < from_ || last >= to_) {
      continue;
    }
    auto const stretch = axes.time.of(first);
    if (axes.time.of(last) != stretch) {
      continue;
    }
    blocks_[i].last = static_cast<std::uint16_t>(stretch);
    if (!meds.touches(first, last + Instant{1})) {
      blocks_[i].first = static_cast<std::uint16_t>(stretch);
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
      cells_(axes.n_place() * (tables.place_cells_ + 1)) {}

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
              .kind = &col.record_kind.raw()[at]};
  n_record_ = range.size();
  if (cell_.size() < n_record_) {
    cell_.resize(n_record_ * 2);
    link_.resize(n_record_ * 2 + 1);
    special_.resize(n_record_ * 2 + 1);
  }
  n_special_ = 0;
  auto const first = skip_early();
  last_ = n_record_;
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
  for (; first < n_record_ && records_.start[first] < tables_.from_; ++first) {
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
  if (first == last_) {
    return;
  }
  indices::mark_links({.records = {.start = records_.start + first,
                                   .end = records_.end + first,
                                   .kind = records_.kind + first},
                       .n = last_ - first,
                       .has_next = last_ < n_record_,
                       .near_s = tables_.near_s_,
                       .momentary_s = tables_.momentary_s_,
                       .momentary_cell = 1U << tables_.stretch_bits_,
                       .link = link_.data(),
                       .cell = cell_.data() + first});
}

QuickCell* QuickPass::cells_of(Slice const& slice) {
  return cells_.data() + slice.place * (tables_.place_cells_ + 1);
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
        cell_[next] |= Seconds{records_.end[next]} > slice.until ? kNoQuickCell : 0;
      }
    }
    add_alone(first, next, slice);
    first = next;
  }
  pass(last_);
}

void QuickPass::add_alone(std::size_t first, std::size_t last, Slice const& slice) {
  AloneJob job{.records = records_,
               .first = static_cast<std::uint32_t>(first),
               .last = static_cast<std::uint32_t>(last),
               .cell = cell_.data(),
               .cell_of_kind = tables_.cell_of_kind_.data(),
               .blocks = tables_.blocks_.data(),
               .first_block = tables_.first_block_,
               .to = tables_.to_,
               .cells = cells_of(slice),
               .n_cell = tables_.place_cells_,
               .special = special_.data() + n_special_};
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    job.weight[w] = static_cast<std::uint32_t>(slice.weight[w]);
  }
  n_special_ = static_cast<std::size_t>(indices::add_alone(job) - special_.data());
}

void QuickPass::add_to(QuickCell& cell, Slice const& slice, Part const& part) {
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    auto const weight = static_cast<std::uint64_t>(slice.weight[w]);
    cell.seconds[w] += static_cast<std::uint64_t>(part.seconds) * weight;
    cell.count[w] += static_cast<std::uint64_t>(part.count) * weight;
  }
}

Slice const* QuickPass::slice_around(Seconds from, Seconds to) const {
  if (from < axes_.from || to > axes_.to) {
    return nullptr;
  }
  auto const& slices = tally_.slices();
  auto const found = std::ranges::upper_bound(slices, from, {}, &Slice::until);
  return found != slices.end() && found->since <= from && to <= found->until ? &*found : nullptr;
}

void QuickPass::take_back(std::size_t record) {
  Seconds const begin{records_.start[record]};
  Seconds const end{records_.end[record]};
  auto const& slice = *slice_around(begin, end);
  auto const block = (records_.start[record] >> kQuickBlockBits) - tables_.first_block_;
  auto const cell = cell_[record] | cell_of_kind(record) | tables_.blocks_[block].first;
  add_to(cells_of(slice)[cell], slice, {.seconds = begin - end, .count = -1});
}

bool QuickPass::add_cut(std::size_t record) {
  Seconds from{records_.start[record]};
  Seconds const end{records_.end[record]};
  auto const* const slice = slice_around(from, end);
  auto cell = cell_of_kind(record);
  if (slice == nullptr || cell == kNoQuickCell || tables_.has_meds_) {
    return false;
  }
  cell |= momentary_cell(end - from);
  std::int64_t count = 1;
  for (auto stretch = axes_.time.of(records_.start[record]); from < end; ++stretch) {
    auto const until = std::min(end, Seconds{axes_.time.to(stretch)});
    add_to(cells_of(*slice)[cell | stretch], *slice, {.seconds = until - from, .count = count});
    count = 0;
    from = until;
  }
  return true;
}

bool QuickPass::add_pair(std::size_t a, std::size_t b) {
  Seconds const start_a{records_.start[a]};
  Seconds const start_b{records_.start[b]};
  Seconds const end_a{records_.end[a]};
  Seconds const end_b{records_.end[b]};
  auto const end = std::max(end_a, end_b);
  auto const* const slice = slice_around(start_a, end);
  auto const cell_a = cell_of_kind(a);
  auto const cell_b = cell_of_kind(b);
  if (slice == nullptr || (cell_a | cell_b) >= kNoQuickCell || tables_.has_meds_) {
    return false;
  }
  auto const stretch = axes_.time.of(records_.start[a]);
  if (end > Seconds{axes_.time.to(stretch)}) {
    return false;
  }
  auto* const cells = cells_of(*slice) + stretch;
  if (start_b > end_a) {  // near only
    if (momentary_cell(end_a - start_a) != 0 || momentary_cell(end_b - start_b) != 0) {
      return false;
    }
    add_to(cells[cell_a], *slice, {.seconds = end_a - start_a, .count = 1});
    add_to(cells[cell_b], *slice, {.seconds = end_b - start_b, .count = 1});
    return true;
  }
  auto const& col = facts_.history().col();
  auto const event_a = col.record_event[row_id(a)];
  auto const event_b = col.record_event[row_id(b)];
  auto const begin_a = col.event_begin[event_a];
  auto const begin_b = col.event_begin[event_b];
  if (begin_a == begin_b && event_a != event_b) {
    return false;  // their ids decide
  }
  bool const a_owns = begin_a <= begin_b;
  auto const seconds_b = a_owns ? end - end_a : end_b - start_b;
  bool const b_counts = !a_owns && start_a == start_b;
  auto const momentary = momentary_cell(end - start_a);
  add_to(cells[cell_a | momentary], *slice,
         {.seconds = end - start_a - seconds_b, .count = b_counts ? 0 : 1});
  add_to(cells[cell_b | momentary], *slice, {.seconds = seconds_b, .count = b_counts ? 1 : 0});
  return true;
}

void QuickPass::gather_cluster(std::size_t& next) {
  auto const reach_of = [&](std::size_t i) {
    return std::max(Seconds{records_.end[i]}, Seconds{records_.start[i]} + tables_.near_s_);
  };
  cluster_.clear();
  auto const i = special_[next++];
  if (!takes_part_[records_.kind[i].bits]) {
    return;
  }
  cluster_.push_back(i);
  auto reach = reach_of(i);
  for (auto j = i + 1; j < n_record_ && Seconds{records_.start[j]} <= reach; ++j) {
    bool const is_special = next < n_special_ && special_[next] == j;
    next += is_special ? 1 : 0;
    if (!takes_part_[records_.kind[j].bits]) {
      continue;
    }
    if (!is_special && j < last_) {
      take_back(j);  // its neighbours hid that an earlier one lasts into it
    }
    cluster_.push_back(j);
    reach = std::max(reach, reach_of(j));
  }
}

void QuickPass::add_clusters() {
  auto& rows = tally_.scratch().rows;
  for (std::size_t next = 0; next < n_special_;) {
    gather_cluster(next);
    if (cluster_.empty() || (cluster_.size() == 1 && add_cut(cluster_[0])) ||
        (cluster_.size() == 2 && add_pair(cluster_[0], cluster_[1]))) {
      continue;
    }
    rows.clear();
    for (auto const i : cluster_) {
      rows.push_back(facts_.row(row_id(i)));
      tally_.count_ongoing(rows.back());
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
            cells_[place * (tables_.place_cells_ + 1) + (row << tables_.stretch_bits_) + stretch];
        if (from.count[0] == 0 && from.seconds[0] == 0) {
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
