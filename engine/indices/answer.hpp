#pragma once
// What was counted: exact integers. Ratios are divided last, when they are printed (ratios.hpp).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/history/outage_class.hpp"
#include "engine/indices/query.hpp"

namespace tieline::indices {

/// What one user weighs in each base: 1, its households, its VA, its average W. Unknown VA and W
/// weigh 0 and are counted apart.
enum class Weight : std::uint8_t { user, household, capacity_va, load_w };
inline constexpr std::size_t kWeightCount = 4;
/// Σ over users × weight, or × dark seconds: of a province's worst year, 1e17 VA × seconds.
using Weighted = std::array<std::int64_t, kWeightCount>;
/// Σ over users × weight × registered seconds. A province's transformers are 3e11 VA, which pass 63
/// bits within a year (292 GVA × 8760 h).
__extension__ using UnitSeconds = __int128;
using RegisteredSeconds = std::array<UnitSeconds, kWeightCount>;
/// sum += weight × times, in each base. What passes the bits of Sum wraps: sums_fit.hpp looks for
/// it.
template <class Sum, class Units>
void add_weighted(std::array<Sum, kWeightCount>& sum, std::array<Units, kWeightCount> const& weight,
                  std::int64_t times) {
  __extension__ using Wide = unsigned __int128;
  using Bits = std::conditional_t<sizeof(Sum) <= sizeof(std::uint64_t), std::uint64_t, Wide>;
  for (std::size_t w = 0; w < kWeightCount; ++w) {
    auto const product = static_cast<Bits>(Sum{weight[w]}) * static_cast<Bits>(Sum{times});
    sum[w] = static_cast<Sum>(static_cast<Bits>(sum[w]) + product);
  }
}

/// Additive over users, zones, classes, months, …: Σ parts = whole, in integers.
struct Sums {
  Weighted seconds{};            ///< dark, momentary time included where the rules count it
  Weighted interruptions{};      ///< sustained, by the instant each began
  Weighted momentary_seconds{};  ///< the part of `seconds` that is momentary
  Weighted momentary{};          ///< momentary interruptions
  Weighted momentary_events{};   ///< MAIFI_E: those within 5 min of the first are one
  Weighted med_seconds{};        ///< the part of `seconds` of interruptions that began on a MED
  Weighted med_interruptions{};

  Sums& operator+=(Sums const& other);
  Sums& operator-=(Sums const& other);
  friend bool operator==(Sums const&, Sums const&) = default;
};

/// Events with a sustained interruption in the row, and their durations first off → last on.
struct EventSums {
  std::int64_t count = 0;
  std::int64_t seconds = 0;
  friend bool operator==(EventSums const&, EventSums const&) = default;
};

/// Distinct users. Weights: user, household, capacity_va (load_w stays 0).
struct People {
  Weighted interrupted{};        ///< at least one sustained interruption (CN)
  std::vector<Weighted> cemi;    ///< [cemi_n]: n or more sustained
  std::vector<Weighted> cemsmi;  ///< [cemi_n]: n or more sustained + momentary events
  std::vector<Weighted>
      celid_single;                   ///< [celid_s]: one sustained interruption this long or longer
  std::vector<Weighted> celid_total;  ///< [celid_s]: all together this long or longer
  Weighted registered_at_end{};       ///< N_end: registered at the last second of the period
  friend bool operator==(People const&, People const&) = default;
};

/// Stands for "every value of this key".
inline constexpr std::uint32_t kAll = 0xFFFF'FFFFU;

struct Row {
  std::array<std::uint32_t, kMostKeys> key{kAll, kAll, kAll,
                                           kAll};  ///< index into Answer::labels[k]
  Sums total;
  std::array<Sums, history::kNatureCount> by_nature;  ///< fault, prearranged, unclassified
  std::int64_t external_seconds = 0;  ///< user-seconds of `seconds` from external influence (IRE)
  RegisteredSeconds registered_seconds{};  ///< Σ weight × seconds registered in the period
  Seconds period_s = 0;                    ///< of the row's month or day, else of the window
  People people;
  EventSums events;
  std::array<EventSums, history::kNatureCount> events_by_nature;
};

/// One value of a key as printed: "urban", "2021-05", an organisation's name. Empty: unknown.
struct Label {
  std::string name, name_zh;
};

/// One day of the MED judgement.
struct DailySaidi {
  Seconds day = 0;                ///< first second, UTC
  std::int64_t user_seconds = 0;  ///< of all sustained interruptions that begin on it, whole
  double users = 0;               ///< N of that day
  bool is_med_by_beta = false, is_official = false, is_dropped = false;
};

struct MedOutcome {
  std::optional<double> t_med_min;  ///< unset: fewer than two days that are not zero, or β = 0
  double alpha = 0, beta = 0;
  std::size_t n_day = 0;                     ///< days that took part
  std::optional<int> first_year, last_year;  ///< of the days that took part
  std::vector<DailySaidi> days;              ///< MEDs of the window, and catastrophic days dropped
};

/// What was left out and why; nothing is dropped silently.
struct ExcludedSum {
  std::string reason;
  std::int64_t records = 0, user_seconds = 0;  ///< of the window; plain sum, overlaps twice
};

struct Answer {
  Query query;
  std::vector<std::vector<Label>> labels;  ///< [by][value], in reporting order
  std::vector<Row> rows;                   ///< grand total first, then by key; every subset of keys
  MedOutcome med;
  std::vector<ExcludedSum> excluded;  ///< by reason
  std::int64_t ongoing_records = 0;   ///< still out at the end of the window: provisional
  std::int64_t capacity_unknown_users = 0, load_unknown_users = 0;
  std::int64_t unregistered_seconds = 0;  ///< dark user-seconds outside any registration: left out
};

}  // namespace tieline::indices
