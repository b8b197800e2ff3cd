#pragma once
// The keys of a query as three axes of dense cells, user × time × event, and how the cells of all
// keys fold into rows of some of them.

#include <array>
#include <cstdint>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/indices/answer.hpp"
#include "engine/indices/calendar.hpp"
#include "engine/indices/facts.hpp"
#include "engine/indices/query.hpp"

namespace tieline::indices {

/// A set of the keys of a query: bit k is `query.by[k]`.
using KeySet = std::uint32_t;

/// At most so many cells; a cell is some 200 bytes.
inline constexpr std::size_t kMostCells = 4'000'000;

/// What an event contributes to the key of a cell.
struct EventCode {
  std::array<std::uint32_t, kMostKeys> label{kAll, kAll, kAll, kAll};
  history::Nature nature = history::Nature::unclassified;
  bool is_external = false;
  friend auto operator<=>(EventCode const&, EventCode const&) = default;
};

/// Invariants: every user has a group, every record a code; labels index Answer::labels.
struct Axes {
  std::vector<Key> by;
  std::vector<std::vector<Label>> labels;  ///< [by][value]

  Seconds from = 0, to = 0;
  Calendar time;  ///< days if asked for, else months, else the window

  std::vector<std::uint32_t> group_of_user;      ///< empty: one group
  std::vector<std::uint32_t> code_of_event;      ///< empty: by kind alone
  std::array<std::uint8_t, 256> code_of_kind{};  ///< used where code_of_event is empty
  std::size_t n_zone = 1;                        ///< kZoneCount if a key asks for it

  using Labels = std::array<std::uint32_t, kMostKeys>;  ///< of each key; kAll: not of this axis
  std::vector<Labels> group_labels;                     ///< [n_group]
  std::vector<Labels> zone_labels;                      ///< [n_zone]
  std::vector<Labels> time_labels;                      ///< [time.size()]
  std::vector<EventCode> codes;                         ///< [n_code]

  [[nodiscard]] std::size_t n_group() const { return group_labels.size(); }
  [[nodiscard]] std::size_t n_place() const { return n_group() * n_zone; }
  [[nodiscard]] std::size_t n_cell() const { return n_place() * time.size() * codes.size(); }

  [[nodiscard]] std::size_t group(UserId user) const {
    return group_of_user.empty() ? 0 : group_of_user[user.index()];
  }
  /// Group and zone of a user: the user axis.
  [[nodiscard]] std::size_t place(UserId user, network::Zone zone) const {
    return n_zone == 1 ? group(user) : group(user) * n_zone + static_cast<std::size_t>(zone);
  }
  [[nodiscard]] std::size_t code(EventId event, Kind kind) const {
    return code_of_event.empty() ? code_of_kind[kind.bits] : code_of_event[event.index()];
  }
  [[nodiscard]] std::size_t cell(std::size_t place, std::size_t stretch, std::size_t code) const {
    return (place * time.size() + stretch) * codes.size() + code;
  }
};

/// Errors: invalid_argument, too_large. Cost: O(users + events) where keys need them.
[[nodiscard]] Result<Axes> make_axes(Facts const& facts, Query const& query);

/// One axis folded: the values that agree in the keys of a set become one.
struct Fold {
  std::vector<std::uint32_t> to;     ///< [values] → folded value
  std::vector<Axes::Labels> labels;  ///< [folded]
  [[nodiscard]] std::size_t size() const { return labels.size(); }
};

/// The rows of one subset of the keys, dense: most of them may have nothing to say.
struct Projection {
  KeySet keys = 0;
  Fold group, zone, time, code;

  [[nodiscard]] std::size_t n_place() const { return group.size() * zone.size(); }
  [[nodiscard]] std::size_t n_row() const { return n_place() * time.size() * code.size(); }
  [[nodiscard]] std::size_t place(std::size_t of_group, std::size_t of_zone) const {
    return group.to[of_group] * zone.size() + zone.to[of_zone];
  }
  [[nodiscard]] std::size_t row(std::size_t place, std::size_t stretch, std::size_t of_code) const {
    return (place * time.size() + time.to[stretch]) * code.size() + code.to[of_code];
  }
  /// The labels of a row, kAll where its key is not in the set.
  [[nodiscard]] Axes::Labels labels(std::size_t row) const;
};

[[nodiscard]] Projection project(Axes const& axes, KeySet keys);

/// Every subset of the keys: fewer keys first, earlier keys first.
[[nodiscard]] std::vector<KeySet> key_sets(std::size_t n_key);

}  // namespace tieline::indices
