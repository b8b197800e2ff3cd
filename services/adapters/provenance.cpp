#include "services/adapters/provenance.hpp"

#include <cstdint>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {

v1::Provenance provenance_of(history::History const& history, std::string rules,
                             Parameters const& parameters) {
  v1::Provenance proof;
  proof.set_engine_version(TIELINE_VERSION);
  proof.set_rules(std::move(rules));
  proof.set_tz_database(io::time_zone_database());
  for (auto const& input : history.col().inputs) {
    auto& line = *proof.add_inputs();
    line.set_file(utf8(history.text(input.name)));
    line.set_sha256(fmt::format("{:02x}", fmt::join(input.sha256, "")));
    line.set_bytes(static_cast<std::int64_t>(input.size));
  }
  for (auto const& [name, value] : parameters) {
    auto& line = *proof.add_parameters();
    line.set_name(name);
    line.set_value(utf8(value));
  }
  return proof;
}

}  // namespace tieline::services
