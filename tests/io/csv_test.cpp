#include "engine/io/csv.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/random.hpp"

namespace {

using namespace tieline::io;
using Rows = std::vector<std::vector<std::string>>;

Rows read_all(std::string_view text, char delimiter = ',') {
  TextPool pool;
  CsvReader csv{text, delimiter, pool};
  Rows rows;
  while (csv.next()) {
    if (csv.fault() == RecordFault::none) {
      rows.emplace_back(csv.cells().begin(), csv.cells().end());
    } else {
      rows.push_back({"fault", std::to_string(static_cast<int>(csv.fault()))});
    }
    rows.back().push_back("line " + std::to_string(csv.line()));
  }
  return rows;
}

/// RFC 4180 one byte at a time, written from the class comment of CsvReader.
class NaiveCsv {
 public:
  NaiveCsv(std::string text, char delimiter) : text_{std::move(text)}, delimiter_{delimiter} {}

  Rows read_all() {
    Rows rows;
    while (at_ < text_.size()) {
      auto const begin = at_;
      auto const line = line_;
      cells_.clear();
      fault_ = 0;
      read_record();
      if (fault_ != 0) {
        at_ = begin;
        while (at_ < text_.size() && !is_line_end(at_)) {
          ++at_;
        }
        cells_ = {"fault", std::to_string(fault_)};
        line_ = line;
      }
      bool const is_empty = at_ == begin;
      skip_line_end();
      if (!is_empty) {
        cells_.push_back("line " + std::to_string(line));
        rows.push_back(cells_);
      }
    }
    return rows;
  }

 private:
  [[nodiscard]] bool is_line_end(std::size_t i) const {
    return text_[i] == '\n' || text_[i] == '\r';
  }
  void skip_line_end() {
    if (at_ < text_.size()) {
      bool const two = text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
      at_ += two ? 2U : 1U;
      ++line_;
    }
  }
  void read_record() {
    for (;;) {
      std::string cell;
      if (at_ < text_.size() && text_[at_] == '"') {
        read_quoted(cell);
      } else {
        while (at_ < text_.size() && !is_line_end(at_) && text_[at_] != delimiter_) {
          cell += text_[at_++];
        }
      }
      if (fault_ != 0) {
        return;
      }
      cells_.push_back(cell);
      if (at_ == text_.size() || is_line_end(at_)) {
        return;
      }
      ++at_;
    }
  }
  void read_quoted(std::string& cell) {
    for (++at_;; ++at_) {
      if (at_ == text_.size()) {
        fault_ = 1;
        return;
      }
      if (text_[at_] == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        cell += '"';
        ++at_;
      } else if (text_[at_] == '"') {
        break;
      } else {
        cell += text_[at_];
        bool const first_of_two =
            text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
        line_ += is_line_end(at_) && !first_of_two ? 1U : 0U;
      }
    }
    ++at_;
    if (at_ < text_.size() && text_[at_] != delimiter_ && !is_line_end(at_)) {
      fault_ = 2;
    }
  }

  std::string text_;
  char delimiter_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<std::string> cells_;
  int fault_ = 0;
};

TEST(Csv, ReadsQuotesEscapesAndEveryLineEnd) {
  EXPECT_EQ(read_all("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\rc,\n,d"),
            (Rows{{"a", "b", "line 1"},
                  {"x,1", "say \"hi\"", "line 2"},
                  {"c", "", "line 3"},
                  {"", "d", "line 4"}}));
}

TEST(Csv, CountsLinesInsideQuotes) {
  EXPECT_EQ(read_all("a\n\"1\r\n2\n3\"\n\nb\n"),
            (Rows{{"a", "line 1"}, {"1\r\n2\n3", "line 2"}, {"b", "line 6"}}));
}

TEST(Csv, AQuoteInsideABareCellIsText) {
  EXPECT_EQ(read_all("5\" pipe,6\"\n"), (Rows{{"5\" pipe", "6\"", "line 1"}}));
}

TEST(Csv, OneStrayQuoteCostsOneRow) {
  EXPECT_EQ(read_all("a,\"b\nc,d\ne,f\n"),
            (Rows{{"fault", "1", "line 1"}, {"c", "d", "line 2"}, {"e", "f", "line 3"}}));
  EXPECT_EQ(read_all("a,\"b\" x\nc,d\n"), (Rows{{"fault", "2", "line 1"}, {"c", "d", "line 2"}}));
}

TEST(Csv, ARecordOverTheLimitIsAFaultAndTheNextIsRead) {
  std::string text(CsvReader::kMaxRecordBytes + 10, 'x');
  text += "\nshort\n\"" + std::string(CsvReader::kMaxRecordBytes + 10, 'y') + "\"\nlast\n";
  EXPECT_EQ(read_all(text), (Rows{{"fault", "3", "line 1"},
                                  {"short", "line 2"},
                                  {"fault", "3", "line 3"},
                                  {"last", "line 4"}}));
}

TEST(Csv, GivesUpOnAFileOfBrokenQuotesInBoundedTime) {
  std::string text;
  for (int i = 0; i < 3'000'000; ++i) {
    text += "a\",\"b\n";  // opens a quote on every line, whether or not one is open
  }
  TextPool pool;
  CsvReader csv{text, ',', pool};
  std::size_t rows = 0;
  auto const start = std::chrono::steady_clock::now();
  while (csv.next()) {
    ++rows;
  }
  EXPECT_TRUE(csv.gave_up());
  EXPECT_EQ(rows, CsvReader::kMaxFaults + 1);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{30});
}

TEST(Csv, FindsTheDelimiterOfTheFirstLineThatHasOne) {
  EXPECT_EQ(detect_delimiter("a,b\n"), ',');
  EXPECT_EQ(detect_delimiter("title\na;b;\"c,d,e\"\n"), ';');
  EXPECT_EQ(detect_delimiter("a\tb\n"), '\t');
  EXPECT_EQ(detect_delimiter("work,equipment\nW1,L1;L2;L3;L4;L5\n"), ',');
  EXPECT_EQ(detect_delimiter("one\n"), ',');
}

std::string random_bytes(tieline::test::Random& random, std::string_view alphabet) {
  std::string text;
  for (auto left = random.below(200); left > 0; --left) {
    text += alphabet[random.below(alphabet.size())];
  }
  return text;
}

TEST(CsvProperty, AgreesWithANaiveReaderOnRandomBytes) {
  constexpr std::uint64_t kSeed = 20210503;
  tieline::test::Random random{kSeed};
  for (int i = 0; i < 30'000; ++i) {
    auto const text = random_bytes(random, i % 2 == 0 ? ",,\"\"\n\rab" : ",\"\n\rabcdefghijklmnop");
    NaiveCsv naive{text, ','};
    ASSERT_EQ(read_all(text), naive.read_all()) << "seed " << kSeed << " round " << i << "\n"
                                                << text;
  }
}

TEST(CsvProperty, ARandomTableWrittenAndReadBackIsEqual) {
  constexpr std::uint64_t kSeed = 7;
  tieline::test::Random random{kSeed};
  for (int i = 0; i < 2'000; ++i) {
    Rows rows;
    std::string text;
    auto const columns = 2 + random.below(5);
    std::uint32_t line = 1;
    for (std::size_t r = 0; r < 1 + random.below(20); ++r) {
      auto const first = line;
      rows.emplace_back();
      for (std::size_t c = 0; c < columns; ++c) {
        auto const cell = random_bytes(random, "ab,\"\n 变").substr(0, random.below(12));
        rows.back().push_back(cell);
        text += c == 0 ? "\"" : ",\"";
        for (auto const ch : cell) {
          text += ch == '"' ? "\"\"" : std::string(1, ch);
          line += ch == '\n' ? 1U : 0U;
        }
        text += '"';
      }
      text += random.percent(50) ? "\n" : "\r\n";
      ++line;
      rows.back().push_back("line " + std::to_string(first));
    }
    ASSERT_EQ(read_all(text), rows) << "seed " << kSeed << " round " << i;
  }
}

}  // namespace
