#pragma once
// The indices of domain §1.4 and §2.2: divisions of exact sums, done last. 0/0 is "no figure".

#include <optional>

#include "engine/indices/answer.hpp"

namespace tieline::indices {

/// Indices of one row in one base. Unset: the denominator is 0.
struct Ratios {
  std::optional<double> users;  ///< equivalent units: registered seconds / period seconds
  std::optional<double> saidi_h, saifi, maifi, maifi_e, caidi_h, ctaidi_h, caifi, asai;
  std::optional<double> saidi_fault_h, saidi_prearranged_h, saifi_fault, saifi_prearranged;
  std::optional<double> saidi_without_med_h, saifi_without_med, asai_without_med;
  std::optional<double> ens_kwh, aens_kwh;
  std::optional<double> aent_fault_kwh, aent_prearranged_kwh;
  std::optional<double> mid_fault_h, mid_prearranged_h, mic, mic_fault, mic_prearranged;
  std::optional<double> ire;
};

/// `base`: user, household or capacity_va (then saidi_h is ASIDI, saifi is ASIFI).
[[nodiscard]] Ratios ratios(Row const& row, Weight base);

/// a / b of two exact sums; unset if b is 0.
[[nodiscard]] std::optional<double> share(UnitSeconds part, UnitSeconds whole);

}  // namespace tieline::indices
