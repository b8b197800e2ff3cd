#include "tests/support/worked_networks.hpp"

#include <algorithm>

namespace tieline::test {
namespace {

using network::Zone;

/// The section's users get its zone and share its load equally.
void share_load(Sketch& drawn, char section, Zone zone, float average_mw, float peak_mw) {
  auto const count = std::ranges::count_if(
      drawn.tables().transformers, [&](auto const& row) { return row.id.front() == section; });
  for (auto& row : drawn.tables().transformers) {
    if (row.id.front() == section) {
      row.zone = zone;
      row.load_kw = 1000 * average_mw / static_cast<float>(count);
      row.peak_kw = 1000 * peak_mw / static_cast<float>(count);
    }
  }
}

}  // namespace

Sketch golden_feeder() {
  auto drawn = sketch("S1=a=b=c-d=S2");
  drawn.users("a", 0).users("b", 0).users("c", 0).users("d", 0);
  drawn.add_user("a", "T1", 120).zone = Zone::city_center;
  drawn.add_user("a", "T2", 80).zone = Zone::city_center;
  drawn.add_user("b", "T3", 200).zone = Zone::urban;
  drawn.add_user("c", "T4", 150).zone = Zone::town;
  auto& dedicated = drawn.add_user("c", "T5", 1);
  dedicated.zone = Zone::rural;
  dedicated.nature = network::Nature::dedicated;
  return drawn;
}

Sketch four_section_feeder() {
  auto drawn = sketch("S1=a=b=c=d-e=S2");
  drawn.users("a", 60, 20).users("b", 40, 30).users("c", 30, 10).users("d", 70, 25).users("e", 0);
  drawn.add_lateral("b", "lateral").live_work = network::Answer::yes;
  for (int i = 33; i <= 40; ++i) {
    drawn.user_row("b." + std::to_string(i)).node = "lateral";
  }
  share_load(drawn, 'a', Zone::city_center, 0.9F, 1.2F);
  share_load(drawn, 'b', Zone::urban, 0.6F, 0.9F);
  share_load(drawn, 'c', Zone::town, 0.5F, 0.8F);
  share_load(drawn, 'd', Zone::rural, 0.7F, 1.1F);
  return drawn;
}

}  // namespace tieline::test
