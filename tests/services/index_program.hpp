#pragma once
// The index verbs on the golden history, run as a user would.

#include <string>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "services/adapters/message_json.hpp"
#include "tests/services/program.hpp"

#include "tieline/v1/index.pb.h"

namespace tieline::test {

using Line = std::vector<std::string>;

inline bool has(std::string const& text, std::string const& piece) {
  return text.find(piece) != std::string::npos;
}

inline std::size_t count_of(std::string const& text, std::string const& piece) {
  std::size_t n = 0;
  for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
    ++n;
  }
  return n;
}

template <class Message>
Message parse_json(std::string const& json) {
  Message message;
  auto const status = google::protobuf::util::JsonStringToMessage(json, &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json.substr(0, 200);
  return message;
}

inline std::string golden() {
  return case_folder("golden_history");
}

inline std::string json_of(google::protobuf::Message const& message) {
  return services::to_json(message);
}

/// index compute over 2021 with more flags.
inline Line year_2021(Line const& more) {
  Line words{"index", "compute", golden(), "--from", "2021-01-01", "--to", "2022-01-01"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

/// The answer to index compute; `words` is a whole command, or only its flags.
inline v1::ComputeIndicesResponse computed(Line words) {
  if (words.empty() || words.front() != "index") {
    words.insert(words.begin(), {"index", "compute", golden()});
  }
  words.insert(words.end(), {"--format", "json"});
  auto const done = run(words);
  EXPECT_EQ(done.code, 0) << done.err;
  return parse_json<v1::ComputeIndicesResponse>(done.out);
}

inline Line zones_of(v1::ComputeIndicesResponse const& answer) {
  Line zones;
  for (auto const& row : answer.rows()) {
    zones.push_back(row.zone());
  }
  return zones;
}

}  // namespace tieline::test
