#pragma once
// What meta.csv may set, with the defaults. Trivially copyable: lives in snapshots.

#include <cstdint>

#include "engine/base/quantity.hpp"

namespace tieline::network {

/// Settings of one case. NaN = not set (see the field's comment for what then applies).
struct Settings {
  double upstream_restore_h = kUnknown;  ///< τ_up; unset: the slowest switch that must operate
  double transfer_h = kUnknown;          ///< τ_dn; unset: likewise, the tie counts too
  double fuse_success = 1.0;
  double breaker_success = 1.0;
  double transfer_success = 1.0;
  double temporary_fault_share = 0.0;
  double prearranged_per_100km_year = 0.0;
  double prearranged_h = 0.0;
  double live_share = 0.0;
  double vmin_pu = 0.93;
  double vmax_pu = 1.07;
  double line_limit = 1.0;              ///< usable share of ampacity
  double source_limit = 1.0;            ///< usable share of a source's rated_kva
  double load_z_share = 0.0;            ///< of every load: constant impedance
  double load_i_share = 0.0;            ///< constant current; the rest is constant power
  double loop_voltage_limit = 0.1;      ///< 合环: |ΔU| across the tie, share of nominal
  double loop_angle_limit_deg = 5.0;    ///< 合环: angle across the tie
  double power_factor = 0.95;           ///< of loads that state neither load_kvar nor power_factor
  double generator_limit = 0.8;         ///< usable share of a mobile generator's kW
  std::int64_t momentary_s = 180;       ///< at most this long is momentary
  std::int64_t merge_gap_s = 0;         ///< supply gaps at most this long join two interruptions
  std::int64_t manual_operate_s = 600;  ///< operate_min blank, control manual or blank
  std::int64_t remote_operate_s = 60;   ///< operate_min blank, control remote
};

}  // namespace tieline::network
