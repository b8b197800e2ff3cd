#include "engine/flow/load_window.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "engine/flow/load_overlay.hpp"

namespace tieline::flow {

using network::DayType;
using network::Season;

namespace {

constexpr Seconds kSecondsPerDay = 24 * kSecondsPerHour;
constexpr Seconds kLongest = 366 * kSecondsPerDay;

[[nodiscard]] constexpr Seconds floor_div(Seconds a, Seconds b) {
  return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

[[nodiscard]] Season season_of_month(unsigned month) {
  constexpr std::array kSeasons{Season::winter, Season::spring, Season::summer, Season::autumn};
  return kSeasons[(month % 12U) / 3U];
}

[[nodiscard]] Slot slot_of(Seconds local_hour, bool holiday) {
  auto const day = std::chrono::sys_days{std::chrono::days{floor_div(local_hour, 24)}};
  auto const weekday = std::chrono::weekday{day}.iso_encoding();  // Monday = 1
  auto const date = std::chrono::year_month_day{day};
  auto const plain = weekday >= 6 ? DayType::weekend : DayType::workday;
  return {.hour = static_cast<std::int8_t>(local_hour - floor_div(local_hour, 24) * 24),
          .day_type = holiday ? DayType::holiday : plain,
          .season = season_of_month(static_cast<unsigned>(date.month()))};
}

/// Per unit of peak; 1 where the profile has no shape for the slot.
[[nodiscard]] double factor_of(network::NetworkModel const& model, network::ProfileId profile,
                               Slot slot) {
  if (slot.hour < 0) {
    return 1.0;
  }
  auto const at = static_cast<std::size_t>(slot.season) * network::kDayTypeCount +
                  static_cast<std::size_t>(slot.day_type);
  auto const shape = model.col().profile_shapes[profile][at];
  if (shape.is_none()) {
    return 1.0;
  }
  auto const per_unit = model.col().shape_per_unit[shape][static_cast<std::uint8_t>(slot.hour)];
  return is_known(per_unit) ? static_cast<double>(per_unit) : 1.0;
}

}  // namespace

LoadWindow peak_window() {
  return {.slots = {Slot{}}};
}

LoadWindow hours_of(WindowSpan const& span) {
  auto const local = span.start + span.utc_offset_s;
  auto const length = std::clamp<Seconds>(span.duration_s, 1, kLongest);
  auto const first = floor_div(local, kSecondsPerHour);
  auto const last = floor_div(local + length - 1, kSecondsPerHour);
  LoadWindow window;
  std::array<bool, 24 * network::kDayTypeCount * network::kSeasonCount> seen{};
  for (auto hour = first; hour <= last; ++hour) {
    auto const slot = slot_of(hour, span.holiday);
    auto const at = (static_cast<std::size_t>(slot.day_type) * network::kSeasonCount +
                     static_cast<std::size_t>(slot.season)) *
                        24 +
                    static_cast<std::size_t>(slot.hour);
    if (!seen[at]) {
      seen[at] = true;
      window.slots.push_back(slot);
    }
  }
  return window;
}

SlotLoads::SlotLoads(network::NetworkModel const& model, LoadOverlay const* overlay)
    : model_{&model}, overlay_{overlay}, factor_version_(model.col().profile_shapes.size(), 0) {
  prepare(peak_window());
}

std::uint64_t SlotLoads::version() const {
  // Neither ever falls, so their sum differs after any change.
  return version_ + (overlay_ != nullptr ? overlay_->version() : 0);
}

void SlotLoads::prepare(LoadWindow const& window) {
  TIELINE_CHECK(!window.slots.empty());
  if (window.slots == window_.slots) {
    return;
  }
  window_.slots.assign(window.slots.begin(), window.slots.end());
  ++version_;
  ones_.assign(n_slot(), 1.0);
  if (auto const n = factor_version_.size() * n_slot(); factors_.size() < n) {
    factors_.resize(n);
  }
}

std::span<double const> SlotLoads::factors_of(network::ProfileId profile) {
  auto const row = std::span{factors_}.subspan(profile.index() * n_slot(), n_slot());
  if (factor_version_[profile.index()] != version_) {
    factor_version_[profile.index()] = version_;
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = factor_of(*model_, profile, slot(i));
    }
  }
  return row;
}

bool SlotLoads::add(network::UserId user, std::span<Load> sums) {
  if (auto const* const load = overlay_ != nullptr ? overlay_->find(user) : nullptr) {
    if (!std::isfinite(load->kw) || !std::isfinite(load->kvar)) {
      return false;
    }
    for (auto& sum : sums) {
      sum += *load;
    }
    return true;
  }
  auto const& col = model_->col();
  auto const peak_kw = static_cast<double>(col.user_peak_kw[user]);
  auto const load_kw = static_cast<double>(col.user_load_kw[user]);
  auto const kw = is_known(peak_kw) ? peak_kw : load_kw;
  if (!is_known(kw)) {
    return false;
  }
  auto const profile = col.user_profile[user];
  auto const factors =
      is_known(peak_kw) && profile.is_some() ? factors_of(profile) : std::span<double const>{ones_};
  double fixed_kvar = 0;
  auto tan_phi = static_cast<double>(col.user_tan_phi[user]);
  if (auto const kvar = static_cast<double>(col.user_load_kvar[user]); is_known(kvar)) {
    auto const stated_at_kw = load_kw > 0 ? load_kw : peak_kw;  // NaN compares false
    tan_phi = stated_at_kw > 0 ? kvar / stated_at_kw : 0;
    fixed_kvar = stated_at_kw > 0 ? 0 : kvar;
  } else if (!is_known(tan_phi)) {
    auto const pf = model_->settings().power_factor;
    tan_phi = std::sqrt(1 - pf * pf) / pf;
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    auto const slot_kw = kw * factors[i];
    sums[i].kw += slot_kw;
    sums[i].kvar += slot_kw * tan_phi + fixed_kvar;
  }
  return true;
}

}  // namespace tieline::flow
