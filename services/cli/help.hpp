#pragma once
// The pages of help, in both languages.

#include <string>

#include "services/cli/parse.hpp"

namespace tieline::services {

[[nodiscard]] std::string help_page(HelpWanted const& wanted, Language language);

}  // namespace tieline::services
