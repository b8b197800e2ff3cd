#include "engine/indices/ratios.hpp"

namespace tieline::indices {
namespace {

constexpr double kWattSecondsPerKwh = 3.6e6;

using history::Nature;

[[nodiscard]] constexpr std::size_t at(Weight weight) {
  return static_cast<std::size_t>(weight);
}
[[nodiscard]] constexpr std::size_t at(Nature nature) {
  return static_cast<std::size_t>(nature);
}

[[nodiscard]] std::optional<double> scaled(std::optional<double> figure, double factor) {
  return figure ? std::optional{*figure * factor} : std::nullopt;
}

[[nodiscard]] std::optional<double> hours(std::int64_t seconds, std::int64_t by) {
  return scaled(share(seconds, by), 1.0 / static_cast<double>(kSecondsPerHour));
}

/// Divides by equivalent units = registered seconds / period.
class PerUnit {
 public:
  PerUnit(Row const& row, std::size_t base)
      : period_s_{static_cast<double>(row.period_s)}, registered_{row.registered_seconds[base]} {}
  [[nodiscard]] std::optional<double> operator()(std::int64_t sum) const {
    return scaled(share(sum, registered_), period_s_);
  }
  [[nodiscard]] std::optional<double> hours(std::int64_t seconds) const {
    return scaled((*this)(seconds), 1.0 / static_cast<double>(kSecondsPerHour));
  }

 private:
  double period_s_;
  UnitSeconds registered_;
};

void fill_main(Row const& row, std::size_t base, Ratios& ratios) {
  PerUnit const per_unit{row, base};
  auto const& total = row.total;
  auto const sustained_s = total.seconds[base] - total.momentary_seconds[base];
  ratios.users = share(row.registered_seconds[base], row.period_s);
  ratios.saidi_h = per_unit.hours(total.seconds[base]);
  ratios.saifi = per_unit(total.interruptions[base]);
  ratios.maifi = per_unit(total.momentary[base]);
  ratios.maifi_e = per_unit(total.momentary_events[base]);
  ratios.caidi_h = hours(sustained_s, total.interruptions[base]);
  ratios.ctaidi_h = hours(sustained_s, row.people.interrupted[base]);
  ratios.caifi = share(total.interruptions[base], row.people.interrupted[base]);
  if (auto const dark = share(total.seconds[base], row.registered_seconds[base])) {
    ratios.asai = 1.0 - *dark;
  }
  if (auto const dark =
          share(total.seconds[base] - total.med_seconds[base], row.registered_seconds[base])) {
    ratios.asai_without_med = 1.0 - *dark;
  }
  ratios.saidi_without_med_h = per_unit.hours(total.seconds[base] - total.med_seconds[base]);
  ratios.saifi_without_med = per_unit(total.interruptions[base] - total.med_interruptions[base]);
  ratios.ire = share(row.external_seconds, total.seconds[at(Weight::user)]);
}

void fill_natures(Row const& row, std::size_t base, Ratios& ratios) {
  PerUnit const per_unit{row, base};
  auto const& fault = row.by_nature[at(Nature::fault)];
  auto const& prearranged = row.by_nature[at(Nature::prearranged)];
  ratios.saidi_fault_h = per_unit.hours(fault.seconds[base]);
  ratios.saidi_prearranged_h = per_unit.hours(prearranged.seconds[base]);
  ratios.saifi_fault = per_unit(fault.interruptions[base]);
  ratios.saifi_prearranged = per_unit(prearranged.interruptions[base]);
}

void fill_energy(Row const& row, std::size_t base, Ratios& ratios) {
  auto const kwh = [](std::int64_t watt_seconds) {
    return static_cast<double>(watt_seconds) / kWattSecondsPerKwh;
  };
  auto const per_event = [&](Nature nature) -> std::optional<double> {
    auto const events = row.events_by_nature[at(nature)].count;
    if (events == 0) {
      return std::nullopt;
    }
    return kwh(row.by_nature[at(nature)].seconds[at(Weight::load_w)]) / static_cast<double>(events);
  };
  auto const watt_seconds = row.total.seconds[at(Weight::load_w)];
  ratios.ens_kwh = kwh(watt_seconds);
  ratios.aens_kwh = scaled(PerUnit{row, base}(watt_seconds), 1.0 / kWattSecondsPerKwh);
  ratios.aent_fault_kwh = per_event(Nature::fault);
  ratios.aent_prearranged_kwh = per_event(Nature::prearranged);
}

void fill_events(Row const& row, std::size_t base, Ratios& ratios) {
  auto const& fault = row.events_by_nature[at(Nature::fault)];
  auto const& prearranged = row.events_by_nature[at(Nature::prearranged)];
  ratios.mid_fault_h = hours(fault.seconds, fault.count);
  ratios.mid_prearranged_h = hours(prearranged.seconds, prearranged.count);
  ratios.mic = share(row.total.interruptions[base], row.events.count);
  ratios.mic_fault = share(row.by_nature[at(Nature::fault)].interruptions[base], fault.count);
  ratios.mic_prearranged =
      share(row.by_nature[at(Nature::prearranged)].interruptions[base], prearranged.count);
}

}  // namespace

std::optional<double> share(UnitSeconds part, UnitSeconds whole) {
  if (whole == 0) {
    return std::nullopt;
  }
  return static_cast<double>(part) / static_cast<double>(whole);
}

Ratios ratios(Row const& row, Weight base) {
  Ratios made;
  auto const weight = at(base);
  fill_main(row, weight, made);
  fill_natures(row, weight, made);
  fill_energy(row, weight, made);
  fill_events(row, weight, made);
  return made;
}

}  // namespace tieline::indices
