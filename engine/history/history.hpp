#pragma once
// What happened, immutable: users with their slices of registration, events, interruptions.

#include <cstdint>
#include <memory>
#include <string_view>

#include "engine/base/id_vec.hpp"
#include "engine/history/columns.hpp"

namespace tieline::history {

template <class Key, class T>
using ConstColumn = IdSpan<Key, T const>;

using OwnedColumns = HistoryColumns<IdVec>;
using ColumnViews = HistoryColumns<ConstColumn>;

/// One history. Immutable; share it as `std::shared_ptr<History const>`.
///
/// Invariants (made by Builder, proved again when a packed history is opened): prefix columns start
/// at 0, ascend and end at the size of what they index; records of a user ascend by (start, end,
/// event); start < end; slices of a user ascend and are disjoint; ids are rows of their tables, or
/// none where the column allows it; text references lie inside the text pool; a record is excluded
/// if its event is.
/// Threads: any number of readers.
class History {
 public:
  /// Takes over built columns.
  [[nodiscard]] static std::shared_ptr<History const> from_columns(OwnedColumns columns);
  /// Reads columns that `owner` keeps alive (a mapped file). The caller has proved them.
  History(ColumnViews views, std::shared_ptr<void const> owner)
      : col_{views}, owner_{std::move(owner)} {}

  [[nodiscard]] ColumnViews const& col() const { return col_; }
  [[nodiscard]] std::size_t n_user() const { return col_.user_ref.size(); }
  [[nodiscard]] std::size_t n_event() const { return col_.event_ref.size(); }
  [[nodiscard]] std::size_t n_record() const { return col_.record_start.size(); }

  [[nodiscard]] std::string_view text(TextRef ref) const {
    return {col_.text.raw().data() + ref.offset, ref.length};
  }
  [[nodiscard]] std::string_view id_of(UserId user) const { return text(col_.user_ref[user]); }
  [[nodiscard]] std::string_view id_of(EventId event) const { return text(col_.event_ref[event]); }
  [[nodiscard]] std::string_view name_of(TermId term) const {
    return term.is_some() ? text(col_.term[term]) : std::string_view{};
  }
  [[nodiscard]] std::string_view case_name() const { return text(col_.meta[OneRow{0U}][0]); }
  [[nodiscard]] std::string_view time_zone() const { return text(col_.meta[OneRow{0U}][1]); }

  /// External id → row, none() if unknown. Cost: O(n), for questions about one thing.
  [[nodiscard]] UserId find_user(std::string_view id) const;
  [[nodiscard]] EventId find_event(std::string_view id) const;

  [[nodiscard]] IdRange<SliceId> slices_of(UserId user) const {
    return {SliceId{col_.user_first_slice[user]}, SliceId{col_.user_first_slice[user.next()]}};
  }
  [[nodiscard]] IdRange<RecordId> records_of(UserId user) const {
    return {RecordId{col_.user_first_record[user]}, RecordId{col_.user_first_record[user.next()]}};
  }
  /// Of a record whose kind is partial. Cost: O(log n).
  [[nodiscard]] Limitation const& limitation_of(RecordId record) const;

  /// Bytes in columns.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  ColumnViews col_;
  std::shared_ptr<void const> owner_;
};

using HistoryPtr = std::shared_ptr<History const>;

}  // namespace tieline::history
