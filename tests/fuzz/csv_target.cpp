#include <string>
#include <vector>

#include "engine/base/check.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/encoding.hpp"
#include "tests/fuzz/targets.hpp"

namespace tieline::fuzz {
namespace {

using Record = std::vector<std::string>;

/// Every sound record; faulty ones are passed over.
std::vector<Record> read_all(std::string_view text, char delimiter) {
  io::TextPool pool;
  io::CsvReader reader{text, delimiter, pool};
  std::vector<Record> records;
  std::size_t last = 0;
  while (reader.next()) {
    TIELINE_CHECK(reader.position() > last && reader.position() <= text.size());
    TIELINE_CHECK(reader.raw().data() >= text.data());
    TIELINE_CHECK(reader.raw().data() + reader.raw().size() <= text.data() + text.size());
    last = reader.position();
    if (reader.fault() == io::RecordFault::none) {
      records.emplace_back(reader.cells().begin(), reader.cells().end());
    }
  }
  return records;
}

std::string quoted(std::vector<Record> const& records, char delimiter) {
  std::string text;
  for (auto const& record : records) {
    for (auto const& cell : record) {
      text += '"';
      for (auto const byte : cell) {
        text += byte == '"' ? "\"\"" : std::string(1, byte);
      }
      text += '"';
      text += delimiter;
    }
    text.back() = '\n';
  }
  return text;
}

}  // namespace

void try_csv(std::string_view input) {
  auto const decoded = io::decode({input, nullptr});
  if (!decoded) {
    TIELINE_CHECK(decoded.error().offset <= input.size());
    return;
  }
  auto const text = decoded->utf8.text;
  TIELINE_CHECK(!io::first_invalid_utf8(text));
  auto const delimiter = io::detect_delimiter(text);
  auto const records = read_all(text, delimiter);
  TIELINE_CHECK(read_all(quoted(records, delimiter), delimiter) == records);
}

}  // namespace tieline::fuzz
