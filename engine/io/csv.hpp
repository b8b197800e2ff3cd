#pragma once
// RFC 4180 records out of a UTF-8 buffer: cells are views, a record costs no allocation.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tieline::io {

/// Text made while reading (unescaped quotes, tidied ids) that must outlive the reader.
class TextPool {
 public:
  /// A copy of `text` at an address that stays.
  std::string_view keep(std::string_view text) { return texts_.emplace_back(text); }

 private:
  std::deque<std::string> texts_;
};

/// What is wrong with the shape of a record.
enum class RecordFault : std::uint8_t {
  none,
  open_quote,   ///< a quoted cell never ends
  stray_quote,  ///< text between a closing quote and the next delimiter
  too_long,     ///< over `kMaxRecordBytes`
};

/// Cuts a buffer into records and cells.
///
/// A cell is quoted when its first byte is `"`; elsewhere a quote is an ordinary byte. Records end
/// at CRLF, LF or CR outside quotes; lines without any byte are passed over. A record at fault ends
/// with the line it began on, so one stray quote costs one row; after `kMaxFaults` of them reading
/// stops, which bounds the time a hostile file can take.
///
/// Threads: one. Cost: O(bytes), plus `kMaxRecordBytes` for each record at fault.
class CsvReader {
 public:
  static constexpr std::size_t kMaxRecordBytes = std::size_t{1} << 18U;
  static constexpr std::size_t kMaxFaults = 1000;

  /// `pool` keeps cells whose quotes had to be unescaped.
  CsvReader(std::string_view text, char delimiter, TextPool& pool);

  /// Moves to the next record; false at the end of the text.
  bool next();

  [[nodiscard]] std::span<std::string_view const> cells() const { return cells_; }
  [[nodiscard]] RecordFault fault() const { return fault_; }
  /// Line number of the record's first line; the first line of the text is 1.
  [[nodiscard]] std::uint32_t line() const { return line_; }
  /// The record's bytes without its line end.
  [[nodiscard]] std::string_view raw() const { return text_.substr(begin_, end_ - begin_); }
  /// Gave up: too many records at fault.
  [[nodiscard]] bool gave_up() const { return gave_up_; }
  /// Bytes done.
  [[nodiscard]] std::size_t position() const { return next_begin_; }

 private:
  [[nodiscard]] std::size_t next_special(std::size_t from);
  void load_block(std::size_t base);
  bool read_record();
  bool read_quoted(std::size_t& at);
  void end_record(std::size_t at);
  void abandon(RecordFault fault);

  std::string_view text_;
  char delimiter_;
  TextPool* pool_;
  std::vector<std::string_view> cells_;
  std::size_t begin_ = 0, end_ = 0, next_begin_ = 0;
  std::uint32_t line_ = 0, next_line_ = 1;
  RecordFault fault_ = RecordFault::none;
  std::size_t faults_ = 0;
  bool gave_up_ = false;
  // bit i: byte block_base_ + i is a delimiter, quote, CR or LF
  std::uint64_t block_ = 0;
  std::size_t block_base_ = static_cast<std::size_t>(-1);
};

/// `,`, `;` or tab: the one that occurs most often outside quotes in the first line that has any;
/// a comma if none does.
[[nodiscard]] char detect_delimiter(std::string_view text);

}  // namespace tieline::io
