#pragma once
// A sentence in both languages, and which one this run speaks.

#include <string_view>

#include "engine/network/faults.hpp"

namespace tieline::services {

using network::Language;

struct Words {
  std::string_view en, zh;
  [[nodiscard]] std::string_view in(Language language) const {
    return language == Language::zh ? zh : en;
  }
};

/// Chinese where LC_ALL, LC_MESSAGES or LANG (the first that is set) names it, else English.
[[nodiscard]] Language language_of_environment();

}  // namespace tieline::services
