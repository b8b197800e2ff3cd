#pragma once
// The immutable network: struct-of-arrays over nodes, lines, switches, users and sections.

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "engine/base/id_bits.hpp"
#include "engine/base/id_vec.hpp"
#include "engine/network/columns.hpp"
#include "engine/network/ids.hpp"

namespace tieline::network {

template <class Key, class T>
using ConstColumn = IdSpan<Key, T const>;

using OwnedColumns = ModelColumns<IdVec>;
using ColumnViews = ModelColumns<ConstColumn>;

/// One published network. Immutable; share it as `std::shared_ptr<NetworkModel const>`.
///
/// Invariants (proved by build(), re-proved when a snapshot is opened): every id in a column is a
/// row of its table or none where the column allows it; prefix columns ascend; parents precede
/// children; text references lie inside the text pool.
/// Threads: any number of readers.
class NetworkModel {
 public:
  /// Takes over built columns.
  [[nodiscard]] static std::shared_ptr<NetworkModel const> from_columns(OwnedColumns columns);
  /// Reads columns that `owner` keeps alive (a mapped snapshot). The caller has proved them.
  NetworkModel(ColumnViews views, std::shared_ptr<void const> owner);

  /// The columns, by name: `model->col().switch_kind[id]`.
  [[nodiscard]] ColumnViews const& col() const { return col_; }
  [[nodiscard]] Settings const& settings() const { return col_.settings[OneRow{0U}]; }

  [[nodiscard]] std::size_t n_node() const { return col_.node_ref.size(); }
  [[nodiscard]] std::size_t n_line() const { return col_.line_ref.size(); }
  [[nodiscard]] std::size_t n_switch() const { return col_.switch_ref.size(); }
  [[nodiscard]] std::size_t n_source() const { return col_.source_ref.size(); }
  [[nodiscard]] std::size_t n_user() const { return col_.user_ref.size(); }
  [[nodiscard]] std::size_t n_feeder() const { return col_.feeder_ref.size(); }
  [[nodiscard]] std::size_t n_section() const { return col_.section_parent.size(); }

  [[nodiscard]] std::string_view text(TextRef ref) const {
    return {col_.text.raw().data() + ref.offset, ref.length};
  }
  // External ids, as the input spelt them.
  [[nodiscard]] std::string_view id_of(NodeId id) const { return text(col_.node_ref[id]); }
  [[nodiscard]] std::string_view id_of(LineId id) const { return text(col_.line_ref[id]); }
  [[nodiscard]] std::string_view id_of(SwitchId id) const { return text(col_.switch_ref[id]); }
  [[nodiscard]] std::string_view id_of(SourceId id) const { return text(col_.source_ref[id]); }
  [[nodiscard]] std::string_view id_of(UserId id) const { return text(col_.user_ref[id]); }
  [[nodiscard]] std::string_view id_of(FeederId id) const { return text(col_.feeder_ref[id]); }
  [[nodiscard]] std::string_view name_of(TermId id) const {
    return id.is_some() ? text(col_.term[id]) : std::string_view{};
  }
  [[nodiscard]] std::string_view case_name() const { return text(col_.meta[OneRow{0U}][0]); }
  [[nodiscard]] std::string_view time_zone() const { return text(col_.meta[OneRow{0U}][1]); }
  [[nodiscard]] std::string_view valid_from() const { return text(col_.meta[OneRow{0U}][2]); }

  // External id → row, none() if unknown. Cost: O(1).
  [[nodiscard]] NodeId find_node(std::string_view id) const;
  [[nodiscard]] LineId find_line(std::string_view id) const;
  [[nodiscard]] SwitchId find_switch(std::string_view id) const;
  [[nodiscard]] SourceId find_source(std::string_view id) const;
  [[nodiscard]] UserId find_user(std::string_view id) const;
  [[nodiscard]] FeederId find_feeder(std::string_view id) const;

  // Neighbours and members.
  [[nodiscard]] std::span<SectionArc const> arcs(SectionId s) const {
    auto const begin = col_.section_arc_begin[s];
    return col_.section_arcs.raw().subspan(begin, col_.section_arc_begin[s.next()] - begin);
  }
  [[nodiscard]] std::span<NodeArc const> arcs(NodeId n) const {
    auto const begin = col_.node_arc_begin[n];
    return col_.node_arcs.raw().subspan(begin, col_.node_arc_begin[n.next()] - begin);
  }
  [[nodiscard]] IdRange<UserId> users_of(SectionId s) const {
    return {col_.section_first_user[s], col_.section_first_user[s.next()]};
  }
  [[nodiscard]] IdRange<NodeId> nodes_of(SectionId s) const {
    return {col_.section_first_node[s], col_.section_first_node[s.next()]};
  }
  [[nodiscard]] IdRange<LineId> lines_of(SectionId s) const {
    return {col_.section_first_line[s], col_.section_first_line[s.next()]};
  }
  [[nodiscard]] IdRange<SectionId> sections_of(FeederId f) const {
    return {col_.feeder_first[f], col_.feeder_last[f]};
  }
  [[nodiscard]] IdRange<SectionId> subtree_of(SectionId s) const {
    return {s, col_.section_subtree_end[s]};
  }
  [[nodiscard]] bool is_closed_normally(SwitchId s) const {
    return col_.switch_normal_closed[s] != 0;
  }
  [[nodiscard]] SectionId other_end(SwitchId s, SectionId here) const {
    auto const ends = col_.switch_ends[s];
    return ends.a == here ? ends.b : ends.a;
  }

  /// Users, households and capacity by zone of the sections in `range`. Cost: O(1).
  [[nodiscard]] ZoneTotals totals_of(IdRange<SectionId> range) const;
  [[nodiscard]] ZoneTotals totals() const { return totals_of(all_ids<SectionId>(n_section())); }

  /// Bytes in columns.
  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  ColumnViews col_;
  std::shared_ptr<void const> owner_;
};

using NetworkPtr = std::shared_ptr<NetworkModel const>;

/// 64-bit content hash used by id tables and snapshots: same bytes, same value on any machine.
[[nodiscard]] std::uint64_t hash_bytes(std::string_view bytes);

}  // namespace tieline::network
