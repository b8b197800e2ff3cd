#include "engine/io/civil_time.hpp"
#include "services/adapters/outage_parts.hpp"
#include "services/adapters/outage_to_proto.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {

v1::AssessOutageResponse to_proto(network::NetworkModel const& model,
                                  study::ImpactQuery const& query,
                                  study::ImpactAnswer const& answer, Wording const& wording) {
  v1::AssessOutageResponse message;
  message.set_network(utf8(model.case_name()));
  for (auto const& id : wording.equipment) {
    message.add_equipment(utf8(id));
  }
  if (query.at) {
    message.set_at(io::format_time(*query.at, model.time_zone()));
  }
  message.set_users_out(count32(answer.users_out));
  message.set_households_out(count32(answer.households_out));
  message.set_restorable_users(count32(answer.restorable_users));
  message.set_restorable_households(count32(answer.restorable_households));
  for (auto const zone : network::kZones) {
    auto const& sums = answer.zone[static_cast<std::size_t>(zone)];
    if (zone == network::Zone::unknown && sums.users.out == 0) {
      continue;
    }
    auto& row = *message.add_zones();
    row.set_zone(std::string{name_of(zone)});
    row.set_users_out(count32(sums.users.out));
    row.set_households_out(count32(sums.households.out));
  }
  for (auto const s : answer.isolation) {
    message.add_isolation(utf8(model.id_of(s)));
  }
  for (auto const& option : answer.options) {
    *message.add_options() = to_proto(model, option, wording.language);
  }
  for (auto const& part : answer.unrestorable) {
    auto& row = *message.add_unrestorable();
    row.set_section(utf8(study::section_name(model, part.section)));
    row.set_users(count32(part.users));
    row.set_households(count32(part.households));
    if (part.reason.is_some()) {
      row.set_reason(utf8(to_text(model, part.reason, wording.language)));
      row.set_reason_code(std::string{name_of(part.reason.kind)});
    }
  }
  *message.mutable_plan() = to_proto(model, answer.plan, wording.language);
  for (auto const& fault : answer.second_faults) {
    *message.add_second_faults() = to_proto(model, fault);
  }
  for (auto const& note : answer.notes) {
    *message.add_notes() = to_proto(model, note, wording.language);
  }
  return message;
}

}  // namespace tieline::services
