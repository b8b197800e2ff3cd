#include <array>

#include "services/adapters/index_to_proto.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {

void add_facility_rates(v1::ComputeIndicesResponse& answer, indices::FacilityRates const& rates) {
  struct Label {
    std::string_view name, code;
  };
  // Codes as DL/T 836 prints them; the parts of a line have none that is settled.
  constexpr std::array<Label, indices::kFacilityCount> kLabels{{{"line", "RLFI"},
                                                                {"overhead", ""},
                                                                {"cable", ""},
                                                                {"transformer", "RTFI"},
                                                                {"breaker", "RBFI"},
                                                                {"switch", "RSFI"}}};
  for (std::size_t i = 0; i < kLabels.size(); ++i) {
    auto& message = *answer.add_facility_rates();
    message.set_facility(std::string{kLabels[i].name});
    message.set_code(std::string{kLabels[i].code});
    message.set_faults(count32(rates.rates[i].faults));
    message.set_amount(rates.rates[i].amount);
    if (auto const rate = rates.per_100_a_year(static_cast<indices::Facility>(i))) {
      message.set_rate(*rate);
    }
  }
  answer.set_elsewhere_faults(count32(rates.elsewhere_faults));
}

}  // namespace tieline::services
