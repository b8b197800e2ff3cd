#pragma once
// What a verb is: its page of help, its flags, and the function that answers. The one list of verbs
// is verbs(); help, parsing and "did you mean" all read it.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"
#include "services/adapters/status.hpp"
#include "services/cli/words.hpp"

namespace tieline::services {

struct Flag {
  std::string_view name;   ///< "--start"
  std::string_view value;  ///< "T": what stands after it; empty: a switch
  Words help;
};

enum class Format : std::uint8_t { table, json, csv, xlsx, html };
enum class Base : std::uint8_t { mv_user, household, capacity };

/// The flags every verb takes, read.
struct CommonFlags {
  Format format = Format::table;
  Language language = Language::en;
  Base base = Base::mv_user;
  std::vector<std::pair<std::string, std::string>> settings;  ///< profile first, then --set
  std::uint32_t threads = 0;                                  ///< 0: as many as there are cores
  std::uint64_t seed = 1;
  std::string output;  ///< empty: stdout
  bool quiet = false;
};

/// One call: the case and the verb's own flags as typed.
struct Invocation {
  std::string case_path;  ///< empty where the verb takes none
  CommonFlags common;
  std::map<std::string, std::vector<std::string>, std::less<>> given;

  [[nodiscard]] bool has(std::string_view flag) const { return given.find(flag) != given.end(); }
  /// The last value given, empty if none.
  [[nodiscard]] std::string value(std::string_view flag) const {
    auto const found = given.find(flag);
    return found == given.end() || found->second.empty() ? std::string{} : found->second.back();
  }
  [[nodiscard]] std::span<std::string const> values(std::string_view flag) const {
    auto const found = given.find(flag);
    return found == given.end() ? std::span<std::string const>{} : found->second;
  }
  [[nodiscard]] std::string_view in(Words words) const { return words.in(common.language); }
};

struct Verb {
  std::string_view noun, name;
  bool takes_case = true;
  Words summary;             ///< one line
  std::string_view use;      ///< "CASE --equipment IDS": what must be given
  std::string_view example;  ///< a command that works
  Words meaning;             ///< how to read the answer
  std::span<Flag const> flags;
  std::span<std::string_view const> more_formats;  ///< of --format, besides table, json, csv
  Result<ExitCode> (*run)(Invocation const& call) = nullptr;
};

/// Every verb, in the order of the help.
[[nodiscard]] std::span<Verb const> verbs();

[[nodiscard]] std::span<Flag const> common_flags();

// The verbs, one file each.
[[nodiscard]] Verb net_check_verb();
[[nodiscard]] Verb net_show_verb();
[[nodiscard]] Verb net_generate_verb();
[[nodiscard]] Verb net_pack_verb();
[[nodiscard]] Verb outage_impact_verb();
[[nodiscard]] Verb outage_simulate_verb();
[[nodiscard]] Verb sweep_n1_verb();
[[nodiscard]] Verb report_annual_verb();
[[nodiscard]] Verb report_verify_verb();
[[nodiscard]] Verb index_compute_verb();
[[nodiscard]] Verb index_explain_verb();
[[nodiscard]] Verb index_response_verb();
[[nodiscard]] Verb frequent_list_verb();
[[nodiscard]] Verb frequent_caps_verb();
[[nodiscard]] Verb frequent_lookahead_verb();
[[nodiscard]] Verb capacity_list_verb();

}  // namespace tieline::services
