#include "engine/io/csv.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tieline::io {
namespace {

constexpr std::size_t kBlock = 64;

#if defined(__SSE2__)

/// Bit i: byte i of 64 is one that can end a cell.
[[nodiscard]] std::uint64_t special_bits(char const* bytes, char delimiter) {
  auto const d = _mm_set1_epi8(delimiter);
  auto const quote = _mm_set1_epi8('"');
  auto const lf = _mm_set1_epi8('\n');
  auto const cr = _mm_set1_epi8('\r');
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    __m128i chunk;
    std::memcpy(&chunk, bytes + 16 * i, sizeof chunk);
    auto const hit =
        _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(chunk, d), _mm_cmpeq_epi8(chunk, quote)),
                     _mm_or_si128(_mm_cmpeq_epi8(chunk, lf), _mm_cmpeq_epi8(chunk, cr)));
    bits |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(hit))} << (16 * i);
  }
  return bits;
}

#else

/// The top bit of every byte of `word` that equals `byte`, exactly (no carry between bytes).
[[nodiscard]] std::uint64_t equal_bytes(std::uint64_t word, char byte) {
  constexpr std::uint64_t kLow = 0x7F7F7F7F7F7F7F7FULL;
  auto const x = word ^ (0x0101010101010101ULL * static_cast<std::uint8_t>(byte));
  return ~(((x & kLow) + kLow) | x | kLow);
}

[[nodiscard]] std::uint64_t special_bits(char const* bytes, char delimiter) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + 8 * i, sizeof word);
    if constexpr (std::endian::native == std::endian::big) {
      word = __builtin_bswap64(word);
    }
    auto const hit = equal_bytes(word, delimiter) | equal_bytes(word, '"') |
                     equal_bytes(word, '\n') | equal_bytes(word, '\r');
    bits |= (((hit >> 7U) * 0x0102040810204080ULL) >> 56U) << (8 * i);  // gathers the eight bits
  }
  return bits;
}

#endif

/// Lines that `text` spans beyond its first: CRLF, LF and CR end one each.
[[nodiscard]] std::uint32_t line_ends_in(std::string_view text) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    count += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))
                 ? 1U
                 : 0U;
  }
  return count;
}

}  // namespace

CsvReader::CsvReader(std::string_view text, char delimiter, TextPool& pool)
    : text_{text}, delimiter_{delimiter}, pool_{&pool} {
  cells_.reserve(64);
}

void CsvReader::load_block(std::size_t base) {
  block_base_ = base;
  if (base + kBlock <= text_.size()) {
    block_ = special_bits(text_.data() + base, delimiter_);
    return;
  }
  std::array<char, kBlock> tail{};
  std::memcpy(tail.data(), text_.data() + base, text_.size() - base);
  block_ = special_bits(tail.data(), delimiter_);
}

/// First byte at or after `from` that can end a cell; the text's size if there is none.
std::size_t CsvReader::next_special(std::size_t from) {
  while (from < text_.size()) {
    auto const base = from & ~(kBlock - 1);
    if (base != block_base_) {
      load_block(base);
    }
    if (auto const rest = block_ >> (from - base); rest != 0) {
      return from + static_cast<std::size_t>(std::countr_zero(rest));
    }
    from = base + kBlock;
  }
  return text_.size();
}

bool CsvReader::next() {
  while (next_begin_ < text_.size() && !gave_up_) {
    cells_.clear();
    fault_ = RecordFault::none;
    begin_ = next_begin_;
    line_ = next_line_;
    if (read_record()) {
      return true;
    }
  }
  return false;
}

/// Reads one record; false for a line without any byte.
bool CsvReader::read_record() {
  auto const limit = begin_ + kMaxRecordBytes;
  for (auto at = begin_;;) {
    if (at < text_.size() && text_[at] == '"') {
      if (!read_quoted(at)) {
        return true;
      }
    } else {
      auto stop = next_special(at);
      while (stop < text_.size() && text_[stop] == '"') {  // a quote inside a bare cell is text
        stop = next_special(stop + 1);
      }
      cells_.push_back(text_.substr(at, stop - at));
      at = stop;
    }
    if (at > limit) {
      abandon(RecordFault::too_long);
      return true;
    }
    if (at >= text_.size() || text_[at] != delimiter_) {
      end_record(at);
      return end_ != begin_;
    }
    ++at;
  }
}

/// Reads the quoted cell at `at` and moves `at` to what follows it; false if the record is at
/// fault and has been abandoned.
bool CsvReader::read_quoted(std::size_t& at) {
  auto const open = at;
  auto const limit = begin_ + kMaxRecordBytes;
  bool has_escapes = false;
  auto close = open + 1;
  for (;;) {
    close = next_special(close);
    if (close >= text_.size() || close > limit) {
      abandon(close > limit ? RecordFault::too_long : RecordFault::open_quote);
      return false;
    }
    if (text_[close] != '"') {
      ++close;
    } else if (close + 1 < text_.size() && text_[close + 1] == '"') {
      has_escapes = true;
      close += 2;
    } else {
      break;
    }
  }
  at = close + 1;
  bool const ends =
      at == text_.size() || text_[at] == delimiter_ || text_[at] == '\n' || text_[at] == '\r';
  if (!ends) {
    abandon(RecordFault::stray_quote);
    return false;
  }
  auto cell = text_.substr(open + 1, close - open - 1);
  if (has_escapes) {
    std::string unescaped;
    unescaped.reserve(cell.size());
    for (std::size_t i = 0; i < cell.size(); ++i) {
      unescaped.push_back(cell[i]);
      i += cell[i] == '"' ? 1U : 0U;  // the second of a pair
    }
    cell = pool_->keep(unescaped);
  }
  cells_.push_back(cell);
  return true;
}

/// Ends the record before `at`, which is a line end or the end of the text.
void CsvReader::end_record(std::size_t at) {
  end_ = at;
  auto const span = text_.substr(begin_, at - begin_);
  next_line_ = line_ + 1;
  if (std::memchr(span.data(), '"', span.size()) != nullptr) {  // only quotes hold line ends
    next_line_ += line_ends_in(span);
  }
  auto const two = at + 1 < text_.size() && text_[at] == '\r' && text_[at + 1] == '\n';
  next_begin_ = std::min(at + (two ? 2U : 1U), text_.size());
}

/// Gives the record up: it ends with the line it began on.
void CsvReader::abandon(RecordFault fault) {
  fault_ = fault;
  cells_.clear();
  auto at = std::min(text_.find_first_of("\r\n", begin_), text_.size());
  end_record(at);
  next_line_ = line_ + 1;
  gave_up_ = ++faults_ > kMaxFaults;
}

char detect_delimiter(std::string_view text) {
  constexpr std::array<char, 3> kDelimiters{',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (auto const c : text.substr(0, std::size_t{1} << 16U)) {
    quoted = quoted != (c == '"');
    if (quoted) {
      continue;
    }
    if (c == '\n' && counts != std::array<std::size_t, 3>{}) {
      break;
    }
    for (std::size_t i = 0; i < kDelimiters.size(); ++i) {
      counts[i] += c == kDelimiters[i] ? 1U : 0U;
    }
  }
  auto const best = std::max_element(counts.begin(), counts.end()) - counts.begin();
  return counts[static_cast<std::size_t>(best)] == 0 ? ','
                                                     : kDelimiters[static_cast<std::size_t>(best)];
}

}  // namespace tieline::io
