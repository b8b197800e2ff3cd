#pragma once
// The hours a planned outage covers, and what every user draws in each of them.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/model.hpp"

namespace tieline::flow {

/// One hour of one kind of day. `hour` −1: the peak, whatever the day.
struct Slot {
  std::int8_t hour = -1;
  network::DayType day_type = network::DayType::workday;
  network::Season season = network::Season::any;
  friend bool operator==(Slot, Slot) = default;
};

/// The distinct slots to be looked at, in the order of their first occurrence. Never empty.
struct LoadWindow {
  std::vector<Slot> slots;
};

/// [start, start + duration) in a zone that stands `utc_offset_s` east of UTC throughout.
struct WindowSpan {
  Seconds start = 0;         ///< UTC
  Seconds duration_s = 0;    ///< at most 0: the hour of `start` alone
  Seconds utc_offset_s = 0;  ///< of the zone at `start`
  bool holiday = false;      ///< every day of the window is a public holiday
};

/// One slot: the peak.
[[nodiscard]] LoadWindow peak_window();

/// Every clock hour that `span` touches. Day type from the civil date (Saturday and Sunday are
/// weekend; `holiday` overrides), season from the month (spring begins in March, northern
/// hemisphere). Windows longer than a year add nothing and are cut there.
[[nodiscard]] LoadWindow hours_of(WindowSpan const& span);

struct Load {
  double kw = 0;
  double kvar = 0;
  Load& operator+=(Load const& more) {
    kw += more.kw;
    kvar += more.kvar;
    return *this;
  }
  Load& operator-=(Load const& less) {
    kw -= less.kw;
    kvar -= less.kvar;
    return *this;
  }
};

class LoadOverlay;

/// What users draw in the slots of one window. Scratch of one thread.
///
/// kW: profile × peak_kw where both are known; else peak_kw; else load_kw; else unknown. Which
/// shape stands in for a missing day type or season is settled when the model is built (B57).
/// kvar: load_kvar states the angle of load_kw (of peak_kw where load_kw is blank or 0) and scales
/// with kW; where neither figure is above 0 it stays as it is. No load_kvar: tan φ of the user.
/// Source: docs/methods/transfer.md
class SlotLoads {
 public:
  /// `overlay`: loads that stand in for the model's; null: none.
  explicit SlotLoads(network::NetworkModel const& model, LoadOverlay const* overlay = nullptr);

  /// Turns to another window. Cost: O(n_slot) if unchanged, else O(n_profile) once.
  void prepare(LoadWindow const& window);

  [[nodiscard]] std::size_t n_slot() const { return window_.slots.size(); }
  [[nodiscard]] Slot slot(std::size_t i) const { return window_.slots[i]; }
  /// Grows with every change of window or overlay: figures kept elsewhere are stale when it
  /// differs.
  [[nodiscard]] std::uint64_t version() const;

  /// Adds the user's load to `sums` [n_slot]; false and nothing added if it is unknown.
  /// Cost: O(n_slot), no allocation.
  bool add(network::UserId user, std::span<Load> sums);

 private:
  std::span<double const> factors_of(network::ProfileId profile);

  network::NetworkModel const* model_;
  LoadOverlay const* overlay_;
  LoadWindow window_;
  std::uint64_t version_ = 0;
  std::vector<std::uint64_t> factor_version_;  ///< [n_profile]
  std::vector<double> factors_;                ///< [n_profile × n_slot], filled when first asked
  std::vector<double> ones_;                   ///< [n_slot]
};

}  // namespace tieline::flow
