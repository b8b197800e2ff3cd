#include "services/cli/verb.hpp"

namespace tieline::services {

std::span<Verb const> verbs() {
  return {};
}

}  // namespace tieline::services
