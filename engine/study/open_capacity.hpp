#pragma once
// 可开放容量: how much more every transformer, section, feeder and source may take, and what binds.

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/base/result.hpp"
#include "engine/network/model.hpp"

namespace tieline::study {

/// What a row of the list stands for.
enum class CapacityKind : std::uint8_t { feeder, section, transformer, source };
inline constexpr std::size_t kCapacityKindCount = 4;

/// Approved, not yet connected (已批未接): counts against everything between it and its source.
struct PendingSupply {
  network::NodeId node;  ///< of the network; of the transformer where `user` is set
  network::UserId user;  ///< the transformer it is to hang on; none(): medium voltage
  double kva = 0;        ///< approved kVA × demand factor
};

struct CapacityQuery {
  std::vector<CapacityKind> kinds{CapacityKind::feeder, CapacityKind::transformer};
  double k_line = 0.8;         ///< usable share of the ampacity of lines and switches
  double k_transformer = 0.8;  ///< of a transformer's rating
  double k_source = 0.8;       ///< of a source's rating
  /// N-1 duty: a station must carry its load without its largest source; a feeder with usable ties
  /// to n others may be loaded to n/(n+1) of its ampacity at most.
  bool n1 = false;
  std::vector<PendingSupply> pending;

  bool restricted_only = false;  ///< 受限: rows that cannot take `need_kva` more
  double need_kva = 0;           ///< 0: rows with nothing left
  std::optional<network::Zone> zone;
  network::TermId organisation;            ///< none(): all
  std::vector<network::FeederId> feeders;  ///< empty: all
};

/// What carries the load that binds.
enum class CapacityElement : std::uint8_t {
  none,
  transformer,     ///< `row`: UserId, figures in kVA
  line,            ///< `row`: LineId, figures in A
  network_switch,  ///< `row`: SwitchId, figures in A
  source,          ///< `row`: SourceId, figures in kVA
  station,         ///< `row`: a SourceId of it, figures in kVA of the whole station (N-1 duty)
};

/// Why a figure is not proven.
enum class CapacityGap : std::uint8_t {
  none,
  rating,  ///< of the element
  load,    ///< of user `user`, who hangs behind the element
  loop,    ///< the element lies on a loop: its share of the load is not known
  unfed,   ///< no supply in the normal state; a feeder that feeds nothing
  feeder,  ///< N-1 duty of a section that belongs to no feeder
};

struct CapacityBinding {
  CapacityElement element = CapacityElement::none;
  std::uint32_t row = 0;
  double rating = kUnknown;  ///< as the case states it; of a station: of all its sources
  double limit = kUnknown;   ///< usable share of it
  double load = kUnknown;    ///< at peak, what is pending included
};

struct CapacityRow {
  CapacityKind kind = CapacityKind::feeder;
  std::uint32_t row = 0;       ///< of the table of its kind
  double open_kva = kUnknown;  ///< ≥ 0; unknown: not proven
  double room_kva = kUnknown;  ///< least (limit − load) of known elements; negative: overload
  CapacityBinding binding;     ///< of room_kva
  CapacityGap gap = CapacityGap::none;  ///< first on the way from the source
  CapacityBinding gap_at;               ///< the element whose figure is missing
  network::UserId gap_user;             ///< of CapacityGap::load

  [[nodiscard]] bool is_restricted(double need_kva) const {
    return is_known(room_kva) && (room_kva <= 0 || room_kva < need_kva);
  }
};

struct CapacityTotals {
  std::int64_t rows = 0;        ///< that the filters admit
  std::int64_t restricted = 0;  ///< of them
  std::int64_t not_proven = 0;  ///< of them: open_kva unknown
};

struct CapacityAnswer {
  std::vector<CapacityRow> rows;  ///< kinds in the order asked; least open first, not proven last
  std::array<CapacityTotals, kCapacityKindCount> totals{};  ///< [kind]
};

/// Open capacity at peak load in the normal state, by lossless sums at nominal voltage.
///
/// A value is the least (limit − load) on the way from the source, at least 0; where a figure on
/// that way is unknown it is 0 if a known element has nothing left, else not proven. A section's
/// and a feeder's way ends where its load first divides.
/// Cost: O(nodes + lines + switches + users), then sorting the rows listed. No recursion.
/// Errors: invalid_argument: a share outside (0, 1], a pending or needed kVA below 0.
/// Source: docs/methods/open-capacity.md
[[nodiscard]] Result<CapacityAnswer> open_capacity(network::NetworkModel const& model,
                                                   CapacityQuery const& query);

}  // namespace tieline::study
