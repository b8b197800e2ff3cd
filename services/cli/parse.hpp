#pragma once
// The words of the command line → a verb and its flags, or a sentence that says what to type.

#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "services/cli/verb.hpp"

namespace tieline::services {

struct HelpWanted {
  std::string_view noun;       ///< empty: the whole program
  Verb const* verb = nullptr;  ///< null: the noun, or the whole program
};
struct VersionWanted {};
struct Call {
  Verb const* verb = nullptr;
  Invocation invocation;
};
using Parsed = std::variant<HelpWanted, VersionWanted, Call>;

/// Looks for --lang among the words, wherever it stands; else the environment decides.
[[nodiscard]] Language language_of(std::vector<std::string> const& words);

/// Errors: invalid_argument, with the nearest noun, verb or flag where there is one.
[[nodiscard]] Result<Parsed> parse(std::vector<std::string> const& words);

}  // namespace tieline::services
