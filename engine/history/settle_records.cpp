// RecordBook: rows of one user against each other, and the sorted columns.

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "engine/history/record_book.hpp"

namespace tieline::history {
namespace {

constexpr Instant kTwoMinutes = 120;

}  // namespace

RecordBook::PendingLimit const* RecordBook::limit_of(std::uint32_t at) const {
  auto const found = std::ranges::lower_bound(limits_, at, {}, &PendingLimit::at);
  return found != limits_.end() && found->at == at ? &*found : nullptr;
}

/// Rows of pending_ by user, within a user as they came; fills `user_first_record` with the counts
/// of all rows, which emit() then corrects.
IdVec<Whole, std::uint32_t> RecordBook::by_user(OwnedColumns& to) {
  auto const n_user = users_.size();
  to.user_first_record.assign(n_user + 1, 0);
  auto& first = to.user_first_record.raw();
  for (auto const& record : pending_) {
    ++first[record.user.index() + 1];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  IdVec<Whole, std::uint32_t> order;
  order.assign(pending_.size(), 0);
  std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
  for (std::uint32_t at = 0; at < pending_.size(); ++at) {
    order.raw()[next[pending_[at].user.index()]++] = at;
  }
  return order;
}

/// Takes a row out after all.
void RecordBook::drop(Pending& record, bool is_set_aside) {
  record.is_dropped = true;
  --(record.is_warned ? counts_->warned : counts_->kept);
  ++(is_set_aside ? counts_->set_aside : counts_->no_op);
}

/// A finding about a row that refers to another.
void RecordBook::tell(FaultKind const& kind, Pending& about, Pending const& other) {
  auto const& end = about.end == kStillOut ? about.start : about.end;
  auto said = Said{.column = "start", .other = remarks_.row_text(other.row)};
  if (&kind == &kEndDiffers) {
    said.column = "end";
    said.value = remarks_.time_text(end);
    said.other += ": " + remarks_.time_text(other.end == kStillOut ? other.start : other.end);
  }
  remarks_.add(kind, kFile, about.row, std::move(said));
  if (!about.is_warned && !about.is_dropped) {
    about.is_warned = true;
    --counts_->kept;
    ++counts_->warned;
  }
}

/// Rows of one user, event and start: copies are dropped, an end fills an open row, any other
/// difference sets the later row aside. `records` ascend by (start, event, row).
void RecordBook::settle_same_start(std::span<std::uint32_t> records) {
  auto const key_of = [&](std::uint32_t at) {
    return std::pair{pending_[at].start, pending_[at].event};
  };
  auto const says_same = [&](std::uint32_t a, std::uint32_t b) {
    auto const* const la = limit_of(a);
    auto const* const lb = limit_of(b);
    bool const same_limit = la == nullptr || lb == nullptr
                                ? la == lb
                                : la->allowed_w == lb->allowed_w && la->before_w == lb->before_w;
    return pending_[a].end == pending_[b].end && pending_[a].kind == pending_[b].kind && same_limit;
  };
  auto standing = records.front();
  for (auto const at : records.subspan(1)) {
    auto& old = pending_[standing];
    auto& record = pending_[at];
    if (key_of(standing) != key_of(at)) {
      standing = at;
    } else if (says_same(standing, at)) {
      drop(record, false);
      tell(kSameRow, record, old);
    } else if (old.end == kStillOut && record.end != kStillOut) {
      drop(old, false);
      tell(kEndReplaced, record, old);
      standing = at;
    } else if (old.end != kStillOut && record.end == kStillOut) {
      drop(record, false);
      tell(kEndReplaced, old, record);
    } else {
      drop(record, true);
      tell(kEndDiffers, record, old);
    }
  }
}

/// Tells of overlaps. `records` ascend by (start, end, event, row) and stand.
void RecordBook::find_overlaps(std::span<std::uint32_t> records) {
  auto covering = records.front();  // reaches furthest so far
  for (std::size_t i = 1; i < records.size(); ++i) {
    auto& record = pending_[records[i]];
    auto const& before = pending_[records[i - 1]];
    auto const apart = std::max(before.end, record.end) - std::min(before.end, record.end);
    if (record.start - before.start <= kTwoMinutes && apart <= kTwoMinutes) {
      tell(kLikelySame, record, before);
    } else if (record.start < pending_[covering].end) {
      if (record.event == pending_[covering].event) {
        tell(kRestoredTwice, record, pending_[covering]);
      } else {
        first_overlap_ = n_overlap_++ == 0 ? record.row : std::min(first_overlap_, record.row);
        counts_->kept -= record.is_warned ? 0 : 1;
        counts_->warned += record.is_warned ? 0 : 1;
        record.is_warned = true;
      }
    }
    if (record.end > pending_[covering].end) {
      covering = records[i];
    }
  }
}

/// Sorts the rows of one user and resolves what they say against each other.
void RecordBook::settle(std::span<std::uint32_t> records) {
  auto const sort_by = [&](auto key) {
    std::ranges::sort(records, [&](std::uint32_t a, std::uint32_t b) {
      return key(pending_[a]) < key(pending_[b]);
    });
  };
  auto const by_start = [](Pending const& r) { return std::tuple{r.start, r.event, r.row}; };
  auto const by_end = [](Pending const& r) { return std::tuple{r.start, r.end, r.event, r.row}; };
  sort_by(by_end);
  auto const same_start = [&](std::uint32_t a, std::uint32_t b) {
    return pending_[a].start == pending_[b].start;
  };
  if (std::ranges::adjacent_find(records, same_start) != records.end()) {
    sort_by(by_start);
    settle_same_start(records);
    sort_by(by_end);
    auto const dropped = std::ranges::stable_partition(
        records, [&](std::uint32_t at) { return !pending_[at].is_dropped; });
    records = records.first(records.size() - dropped.size());
  }
  find_overlaps(records);
}

/// One user's rows into the columns.
void RecordBook::emit(std::span<std::uint32_t const> records, OwnedColumns& to) {
  for (auto const at : records) {
    auto const& record = pending_[at];
    if (record.is_dropped) {
      continue;
    }
    auto const id = to.record_start.push_back(record.start);
    to.record_end.push_back(record.end);
    to.record_event.push_back(record.event);
    to.record_kind.push_back(record.kind);
    if (record.kind.is_partial()) {
      auto const& limit = *limit_of(at);
      to.limitations.push_back(
          {.record = id, .allowed_w = limit.allowed_w, .before_w = limit.before_w});
    }
    if (record.kind.is_excluded()) {
      auto const own = std::ranges::lower_bound(exclusions_, at, {}, &PendingExclusion::at);
      bool const has_own = own != exclusions_.end() && own->at == at;
      to.exclusions.push_back(
          {.record = id, .reason = has_own ? own->reason : events_.excluded_reason(record.event)});
    }
    events_.cover(record.event, record.start, record.end);
  }
}

/// What is told once a file, with a count.
void RecordBook::tell_sums() {
  if (n_open_ != 0) {
    remarks_.add(kNoEndYet, kFile, first_open_,
                 {.column = "end", .value = std::to_string(n_open_)});
  }
  if (n_overlap_ != 0) {
    remarks_.add(kOverlap, kFile, first_overlap_,
                 {.column = "start", .value = std::to_string(n_overlap_)});
  }
}

/// Events of which some users are back for over a day and others still out.
void RecordBook::tell_never_restored() {
  constexpr std::size_t kNamed = 5;
  struct Left {
    std::vector<std::uint32_t> open;
    Instant last_back = kNoInstant;
  };
  std::map<EventId, Left> by_event;
  for (auto const at : open_) {
    if (!pending_[at].is_dropped) {
      first_open_ = n_open_++ == 0 ? pending_[at].row : first_open_;
      by_event[pending_[at].event].open.push_back(at);
    }
  }
  if (by_event.empty()) {
    return;
  }
  for (auto const& record : pending_) {
    if (record.end != kStillOut && !record.is_dropped) {
      if (auto const found = by_event.find(record.event); found != by_event.end()) {
        found->second.last_back = std::max(found->second.last_back, record.end);
      }
    }
  }
  for (auto const& [event, left] : by_event) {
    if (left.last_back != kNoInstant && Seconds{left.last_back} + kDay < remarks_.now()) {
      std::string users;
      for (std::size_t i = 0; i < std::min(left.open.size(), kNamed); ++i) {
        users += (i == 0 ? "" : ", ") + users_.id_text(pending_[left.open[i]].user);
      }
      users += left.open.size() > kNamed ? " +" + std::to_string(left.open.size() - kNamed) : "";
      remarks_.add(
          kNeverRestored, kFile, pending_[left.open.front()].row,
          {.column = "end", .value = std::string{events_.id(event)}, .other = std::move(users)});
    }
  }
}

void RecordBook::write(OwnedColumns& to, RowCounts& counts) {
  counts_ = &counts;
  auto order = by_user(to);
  auto const n = pending_.size();
  to.record_start.reserve(n);
  to.record_end.reserve(n);
  to.record_event.reserve(n);
  to.record_kind.reserve(n);
  auto& first = to.user_first_record.raw();
  for (std::size_t user = 0; user + 1 < first.size(); ++user) {
    auto const records = std::span{order.raw()}.subspan(first[user], first[user + 1] - first[user]);
    first[user] = static_cast<std::uint32_t>(to.record_start.size());
    if (!records.empty()) {
      settle(records);
      emit(records, to);
    }
  }
  first.back() = static_cast<std::uint32_t>(to.record_start.size());
  tell_never_restored();
  tell_sums();
}

}  // namespace tieline::history
