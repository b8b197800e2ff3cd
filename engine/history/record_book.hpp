#pragma once
// Inside Builder: the interruptions, checked one by one as they come and against each other at the
// end, user by user.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/history/event_book.hpp"
#include "engine/history/user_book.hpp"

namespace tieline::history {

class RecordBook {
 public:
  RecordBook(UserBook& users, EventBook& events, IdTable<TermId>& terms, Remarks& remarks)
      : users_{users}, events_{events}, terms_{terms}, remarks_{remarks} {}

  [[nodiscard]] Outcome add(InterruptionRow const& row);
  [[nodiscard]] bool is_full() const { return is_full_; }

  /// Sorts by user, resolves rows that contradict each other, stretches the events, and fills the
  /// columns of records. `counts` loses from `kept` and `warned` what turns out otherwise.
  void write(OwnedColumns& to, RowCounts& counts);

 private:
  static constexpr auto kFile = FileKind::interruptions;
  static constexpr Seconds kDay = 24 * kSecondsPerHour;
  struct Pending {
    UserId user;
    Instant start = 0, end = 0;
    EventId event;
    std::uint32_t row = 0;
    Kind kind;
    bool is_warned = false;
    bool is_dropped = false;  ///< a no-op or set aside, found at the end
  };
  struct PendingLimit {
    std::uint32_t at;  ///< row of pending_
    std::int64_t allowed_w, before_w;
  };
  struct PendingExclusion {
    std::uint32_t at;
    TermId reason;
  };

  [[nodiscard]] bool read_times(InterruptionRow const& row, Pending& record);
  [[nodiscard]] bool loses_supply(InterruptionRow const& row, Pending& record, PendingLimit& limit);
  [[nodiscard]] IdVec<Whole, std::uint32_t> by_user(OwnedColumns& to);
  [[nodiscard]] PendingLimit const* limit_of(std::uint32_t at) const;
  void drop(Pending& record, bool is_set_aside);
  void tell(FaultKind const& kind, Pending& about, Pending const& other);
  void settle(std::span<std::uint32_t> records);
  void settle_same_start(std::span<std::uint32_t> records);
  void find_overlaps(std::span<std::uint32_t> records);
  void tell_sums();
  void tell_never_restored();
  void emit(std::span<std::uint32_t const> records, OwnedColumns& to);

  UserBook& users_;
  EventBook& events_;
  IdTable<TermId>& terms_;
  Remarks& remarks_;
  std::vector<Pending> pending_;
  std::vector<PendingLimit> limits_;          ///< by `at`
  std::vector<PendingExclusion> exclusions_;  ///< rows with a reason of their own, by `at`
  std::vector<std::uint32_t> open_;           ///< rows without an end
  RowCounts* counts_ = nullptr;
  std::uint64_t n_overlap_ = 0, n_open_ = 0;
  std::uint32_t first_overlap_ = 0, first_open_ = 0;
  bool is_full_ = false;
};

}  // namespace tieline::history
