#pragma once
// A sentence in both languages, and which one this run speaks.

#include <string>
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

/// Picks the text of one language: `t("zone", "地区")`.
struct Speech {
  Language language;
  [[nodiscard]] std::string operator()(std::string_view en, std::string_view zh) const {
    return std::string{Words{.en = en, .zh = zh}.in(language)};
  }
};

/// Chinese where LC_ALL, LC_MESSAGES or LANG (the first that is set) names it, else English.
[[nodiscard]] Language language_of_environment();

}  // namespace tieline::services
