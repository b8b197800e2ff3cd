#include "engine/indices/people.hpp"

#include <algorithm>
#include <limits>

namespace tieline::indices {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kWeights = 3;  ///< user, household, VA

/// Counters of a row: interrupted, CEMI, CEMSMI, CELID-s, CELID-t.
[[nodiscard]] std::size_t width_of(Query const& query) {
  return kWeights * (1 + 2 * query.cemi_n.size() + 2 * query.celid_s.size());
}

/// Walks over the counters of a row, `kWeights` at a time.
class Cursor {
 public:
  Cursor(std::int64_t* at, Weighted const& weight, std::int64_t sign)
      : at_{at}, weight_{weight}, sign_{sign} {}
  void add_if(bool is_one) {
    for (std::size_t w = 0; is_one && w < kWeights; ++w) {
      at_[w] += sign_ * weight_[w];
    }
    at_ += kWeights;
  }

 private:
  std::int64_t* at_;
  Weighted const& weight_;
  std::int64_t sign_;
};

}  // namespace

PeopleTable::PeopleTable(Query const& query, Axes const& axes,
                         std::span<Projection const> projections)
    : query_{query}, axes_{axes} {
  for (auto const& projection : projections) {
    auto& table = tables_.emplace_back();
    table.projection = &projection;
    table.rows_of_group = projection.zone.size() * projection.time.size() * projection.code.size();
    table.in_row_of.assign(table.rows_of_group, kNone);
    table.counts.assign(projection.n_row() * width_of(query), 0);
    table.begin.assign(projection.time.size(), std::numeric_limits<Seconds>::max());
    table.end.assign(projection.time.size(), 0);
    for (std::size_t t = 0; t < axes.time.size(); ++t) {
      auto const period = projection.time.to[t];
      table.begin[period] = std::min(table.begin[period], Seconds{axes.time.from(t)});
      table.end[period] = std::max(table.end[period], Seconds{axes.time.to(t)});
    }
  }
}

std::size_t PeopleTable::n_counter(Query const& query, std::span<Projection const> projections) {
  std::size_t n = 0;
  for (auto const& projection : projections) {
    n += projection.n_row() * width_of(query);
  }
  return n;
}

void PeopleTable::add_user(std::span<UserCell const> cells, std::span<Slice const> slices,
                           std::int64_t sign) {
  if (cells.empty()) {
    return;
  }
  for (auto& table : tables_) {
    gather(table, cells);
    for (auto const& had : in_rows_) {
      table.in_row_of[had.row % table.rows_of_group] = kNone;
      count(table, had, slices, sign);
    }
  }
}

void PeopleTable::gather(Counters& table, std::span<UserCell const> cells) {
  in_rows_.clear();
  auto const& projection = *table.projection;
  for (auto const& cell : cells) {
    auto const place = projection.place(cell.place / axes_.n_zone, cell.place % axes_.n_zone);
    auto const row = projection.row(place, cell.stretch, cell.code);
    auto& slot = table.in_row_of[row % table.rows_of_group];
    if (slot == kNone) {
      slot = static_cast<std::uint32_t>(in_rows_.size());
      in_rows_.push_back({.row = row});
    }
    auto& had = in_rows_[slot];
    had.sustained += cell.sustained;
    had.momentary_events += cell.momentary_events;
    had.longest = std::max(had.longest, cell.longest);
    had.seconds += cell.seconds;
  }
}

void PeopleTable::count(Counters& table, InRow const& had, std::span<Slice const> slices,
                        std::int64_t sign) {
  auto const period = had.row / table.projection->code.size() % table.projection->time.size();
  // What counted lies in the period and in a slice, so the last one to begin before its end is in
  // the period, too.
  auto const after = std::ranges::lower_bound(slices, table.end[period], {}, &Slice::since);
  auto const& slice = *(after - 1);
  Cursor cursor{table.counts.data() + had.row * width_of(query_), slice.weight, sign};
  cursor.add_if(had.sustained > 0);
  for (auto const n : query_.cemi_n) {
    cursor.add_if(had.sustained >= std::int64_t{n});
  }
  for (auto const n : query_.cemi_n) {
    cursor.add_if(had.sustained + had.momentary_events >= std::int64_t{n});
  }
  for (auto const s : query_.celid_s) {
    cursor.add_if(had.sustained > 0 && had.longest >= s);
  }
  for (auto const s : query_.celid_s) {
    cursor.add_if(had.seconds >= s);
  }
}

PeopleTable& PeopleTable::operator+=(PeopleTable const& other) {
  for (std::size_t p = 0; p < tables_.size(); ++p) {
    auto& counts = tables_[p].counts;
    std::ranges::transform(counts, other.tables_[p].counts, counts.begin(), std::plus{});
  }
  return *this;
}

std::vector<People> PeopleTable::people(std::size_t projection) const {
  auto const& counts = tables_[projection].counts;
  auto const width = width_of(query_);
  std::vector<People> rows(counts.size() / width);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    auto const* at = counts.data() + row * width;
    auto const next = [&](Weighted& to) {
      std::copy_n(at, kWeights, to.begin());
      at += kWeights;
    };
    auto const next_list = [&](std::vector<Weighted>& to, std::size_t size) {
      to.resize(size);
      std::ranges::for_each(to, next);
    };
    auto& people = rows[row];
    next(people.interrupted);
    next_list(people.cemi, query_.cemi_n.size());
    next_list(people.cemsmi, query_.cemi_n.size());
    next_list(people.celid_single, query_.celid_s.size());
    next_list(people.celid_total, query_.celid_s.size());
  }
  return rows;
}

}  // namespace tieline::indices
