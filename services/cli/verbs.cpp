#include <array>

#include "services/cli/verb.hpp"

namespace tieline::services {

std::span<Verb const> verbs() {
  static std::array const all{
      net_check_verb(),          net_show_verb(),      net_generate_verb(),
      net_pack_verb(),           outage_impact_verb(), outage_simulate_verb(),
      sweep_n1_verb(),           index_compute_verb(), index_explain_verb(),
      index_response_verb(),     frequent_list_verb(), frequent_caps_verb(),
      frequent_lookahead_verb(), capacity_list_verb(), report_annual_verb(),
      report_verify_verb()};
  return all;
}

}  // namespace tieline::services
