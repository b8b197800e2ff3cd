#pragma once
// Inside Builder: findings on their way to the log, so many of a kind; and what became of each row.

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/history/build.hpp"
#include "engine/history/history_faults.hpp"

namespace tieline::history {

/// What becomes of a row; whether a kept one was warned about is told by Remarks.
enum class Outcome : std::uint8_t { kept, no_op, set_aside };

/// What a finding says besides its kind.
struct Said {
  std::string_view column;
  std::string value;
  std::string other;
  std::string hint;
};

class Remarks {
 public:
  Remarks(network::FaultLog& log, Seconds now) : log_{log}, now_{now} {}

  /// A finding about a row. Of remarks of one kind that leave the row in, the first
  /// `kShown` are told, the rest is counted and told by close(); rows set aside are all told.
  void add(FaultKind const& kind, FileKind file, std::uint32_t row, Said said);
  /// Tells how many were not shown.
  void close();

  [[nodiscard]] std::string time_text(Seconds at) const;
  [[nodiscard]] Seconds now() const { return now_; }
  [[nodiscard]] std::string row_text(std::uint32_t row) const {
    return words_.row ? words_.row(row) : std::to_string(row);
  }
  void print_with(Printing words) { words_ = std::move(words); }

  /// Did a finding concern the row begun last?
  void begin_row() { told_ = false; }
  [[nodiscard]] bool told() const { return told_; }

 private:
  static constexpr std::size_t kShown = 20;
  struct Tally {
    FaultKind const* kind;
    FileKind file;
    std::string column;
    std::size_t count;
  };
  network::FaultLog& log_;
  Seconds now_;
  Printing words_;
  std::vector<Tally> tallies_;
  bool told_ = false;
};

/// An instant of the hot columns, or kNoInstant if it is none: before 1970, or after 2106.
[[nodiscard]] constexpr Instant to_instant(Seconds at) {
  return at > 0 && at < Seconds{kStillOut} ? static_cast<Instant>(at) : kNoInstant;
}

}  // namespace tieline::history
