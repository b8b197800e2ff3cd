#pragma once
// Every column of a network, listed once: the builder owns them as vectors, the model reads them
// as spans (of those vectors, or of a mapped snapshot).
//
// Order of rows. Sections are numbered in preorder of the normal state: source sections first
// within their tree, then feeder by feeder, so a feeder and every subtree is one interval of
// SectionId. Nodes, lines, users and switches follow their (feeding) section. Unfed sections come
// last.

#include <array>
#include <cstdint>

#include "engine/base/id.hpp"
#include "engine/network/ids.hpp"
#include "engine/network/settings.hpp"

namespace tieline::network {

/// A piece of the model's text pool.
struct TextRef {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

/// Users, households and capacity by zone; prefix sums, so a subtree costs one subtraction.
struct ZoneTotals {
  std::array<std::uint32_t, kZoneCount> users{};
  std::array<std::uint32_t, kZoneCount> households{};
  std::array<std::int64_t, kZoneCount> capacity_va{};
  friend bool operator==(ZoneTotals const&, ZoneTotals const&) = default;
};

struct SectionArc {
  SectionId to;
  SwitchId via;
};

/// A line or a switch as an edge between nodes.
struct NodeArc {
  NodeId to;
  std::uint32_t edge = 0;  ///< line row, or switch row with the top bit set
  static constexpr std::uint32_t kSwitchBit = 0x8000'0000U;
  [[nodiscard]] constexpr bool is_switch() const { return (edge & kSwitchBit) != 0; }
  [[nodiscard]] constexpr LineId line() const { return LineId{edge}; }
  [[nodiscard]] constexpr SwitchId as_switch() const { return SwitchId{edge & ~kSwitchBit}; }
};

struct SectionEnds {
  SectionId a, b;
};
struct NodeEnds {
  NodeId a, b;
};

/// Keys of columns that are not rows of a table.
using Whole = Id<struct WholeTag>;    ///< columns with rows of their own kind (text, arcs, slots)
using OneRow = Id<struct OneRowTag>;  ///< columns with exactly one row

template <template <class, class> class Column>
struct ModelColumns {
  // names and ids
  Column<Whole, char> text;
  Column<NodeId, TextRef> node_ref, node_name;
  Column<LineId, TextRef> line_ref, line_name;
  Column<SwitchId, TextRef> switch_ref, switch_name;
  Column<SourceId, TextRef> source_ref, source_name;
  Column<UserId, TextRef> user_ref, user_name;
  Column<FeederId, TextRef> feeder_ref, feeder_name;
  Column<ProfileId, TextRef> profile_ref;
  Column<TermId, TextRef> term;
  // open-addressing tables external id → row; a power of two slots, none() is empty
  Column<Whole, NodeId> node_slots;
  Column<Whole, LineId> line_slots;
  Column<Whole, SwitchId> switch_slots;
  Column<Whole, SourceId> source_slots;
  Column<Whole, UserId> user_slots;
  Column<Whole, FeederId> feeder_slots;

  // nodes
  Column<NodeId, SectionId> node_section;
  Column<NodeId, float> node_kv;
  Column<NodeId, double> node_x_m, node_y_m;
  Column<NodeId, std::uint32_t> node_arc_begin;  ///< [n_node + 1]
  Column<Whole, NodeArc> node_arcs;              ///< lines and switches, both directions

  // lines
  Column<LineId, NodeEnds> line_nodes;
  Column<LineId, SectionId> line_section;
  Column<LineId, LineKind> line_kind;
  Column<LineId, Answer> line_live_work;
  Column<LineId, std::uint8_t> line_phases;  ///< bits, 1 … kAllPhases
  Column<LineId, float> line_length_km, line_r_ohm, line_x_ohm, line_ampacity_a;
  Column<LineId, float> line_failures_per_year, line_repair_h;

  // switches
  Column<SwitchId, NodeEnds> switch_nodes;
  Column<SwitchId, SectionEnds> switch_ends;
  Column<SwitchId, SwitchKind> switch_kind;
  Column<SwitchId, Control> switch_control;
  Column<SwitchId, Answer> switch_loop_close;
  Column<SwitchId, std::uint8_t> switch_normal_closed;
  Column<SwitchId, std::int32_t> switch_operate_s;
  Column<SwitchId, float> switch_ampacity_a, switch_failures_per_year, switch_repair_h;
  Column<SwitchId, TermId> switch_owner;

  // sources
  Column<SourceId, NodeId> source_node;
  Column<SourceId, SectionId> source_section;
  Column<SourceId, TermId> source_station;
  Column<SourceId, float> source_rated_kva, source_voltage_pu;

  // users (transformers)
  Column<UserId, NodeId> user_node, user_second_node;  ///< second: none() unless dual supply
  Column<UserId, SectionId> user_section;
  Column<UserId, Zone> user_zone;
  Column<UserId, Nature> user_nature;
  Column<UserId, std::uint8_t> user_core_area, user_priority;
  Column<UserId, std::uint8_t> user_phases;  ///< bits, 1 … kAllPhases
  Column<UserId, std::uint32_t> user_households;
  Column<UserId, float> user_rated_kva, user_load_kw, user_peak_kw, user_load_kvar;
  Column<UserId, float> user_tan_phi;  ///< kvar per kW where load_kvar is unknown
  Column<UserId, float> user_supply_kv, user_failures_per_year, user_repair_h;
  Column<UserId, ProfileId> user_profile;
  Column<UserId, TermId> user_organisation, user_grid_cell;
  Column<Whole, UserId> dual_users;  ///< users with a second supply, ascending

  // feeders
  Column<FeederId, SwitchId> feeder_head;
  Column<FeederId, TermId> feeder_organisation;
  Column<FeederId, SectionId> feeder_first, feeder_last;  ///< its sections: [first, last)

  // sections (derived)
  Column<SectionId, SectionId> section_parent;         ///< none() at a source and where unfed
  Column<SectionId, SwitchId> section_via;             ///< switch towards the parent
  Column<SectionId, SectionId> section_subtree_end;    ///< subtree = [s, section_subtree_end[s])
  Column<SectionId, SourceId> section_source;          ///< feeding source; none(): unfed
  Column<SectionId, FeederId> section_feeder;          ///< none(): busbar or unfed
  Column<SectionId, std::uint32_t> section_arc_begin;  ///< [n_section + 1]
  Column<Whole, SectionArc> section_arcs;
  Column<SectionId, NodeId> section_first_node;  ///< [n_section + 1]
  Column<SectionId, LineId> section_first_line;  ///< [n_section + 1]
  Column<SectionId, UserId> section_first_user;  ///< [n_section + 1]
  Column<SectionId, ZoneTotals> totals_before;   ///< [n_section + 1], prefix sums over sections
  Column<Whole, SwitchId> normal_loops;          ///< closed switches that join two live paths

  // load profiles
  Column<ProfileId, std::array<ShapeId, kDayTypeCount * kSeasonCount>> profile_shapes;
  Column<ShapeId, std::array<float, 24>> shape_per_unit;

  Column<OneRow, Settings> settings;
  Column<OneRow, std::array<TextRef, 3>> meta;  ///< name, time zone, valid from
};

/// Calls `f(name, column)` for every column, in file order. The one list of columns.
template <class Columns, class F>
// NOLINTNEXTLINE(readability-function-size): it is the list
void for_each_column(Columns&& c, F&& f) {
#define TIELINE_COLUMN(name) f(#name, c.name)
  TIELINE_COLUMN(text);
  TIELINE_COLUMN(node_ref);
  TIELINE_COLUMN(node_name);
  TIELINE_COLUMN(line_ref);
  TIELINE_COLUMN(line_name);
  TIELINE_COLUMN(switch_ref);
  TIELINE_COLUMN(switch_name);
  TIELINE_COLUMN(source_ref);
  TIELINE_COLUMN(source_name);
  TIELINE_COLUMN(user_ref);
  TIELINE_COLUMN(user_name);
  TIELINE_COLUMN(feeder_ref);
  TIELINE_COLUMN(feeder_name);
  TIELINE_COLUMN(profile_ref);
  TIELINE_COLUMN(term);
  TIELINE_COLUMN(node_slots);
  TIELINE_COLUMN(line_slots);
  TIELINE_COLUMN(switch_slots);
  TIELINE_COLUMN(source_slots);
  TIELINE_COLUMN(user_slots);
  TIELINE_COLUMN(feeder_slots);
  TIELINE_COLUMN(node_section);
  TIELINE_COLUMN(node_kv);
  TIELINE_COLUMN(node_x_m);
  TIELINE_COLUMN(node_y_m);
  TIELINE_COLUMN(node_arc_begin);
  TIELINE_COLUMN(node_arcs);
  TIELINE_COLUMN(line_nodes);
  TIELINE_COLUMN(line_section);
  TIELINE_COLUMN(line_kind);
  TIELINE_COLUMN(line_live_work);
  TIELINE_COLUMN(line_phases);
  TIELINE_COLUMN(line_length_km);
  TIELINE_COLUMN(line_r_ohm);
  TIELINE_COLUMN(line_x_ohm);
  TIELINE_COLUMN(line_ampacity_a);
  TIELINE_COLUMN(line_failures_per_year);
  TIELINE_COLUMN(line_repair_h);
  TIELINE_COLUMN(switch_nodes);
  TIELINE_COLUMN(switch_ends);
  TIELINE_COLUMN(switch_kind);
  TIELINE_COLUMN(switch_control);
  TIELINE_COLUMN(switch_loop_close);
  TIELINE_COLUMN(switch_normal_closed);
  TIELINE_COLUMN(switch_operate_s);
  TIELINE_COLUMN(switch_ampacity_a);
  TIELINE_COLUMN(switch_failures_per_year);
  TIELINE_COLUMN(switch_repair_h);
  TIELINE_COLUMN(switch_owner);
  TIELINE_COLUMN(source_node);
  TIELINE_COLUMN(source_section);
  TIELINE_COLUMN(source_station);
  TIELINE_COLUMN(source_rated_kva);
  TIELINE_COLUMN(source_voltage_pu);
  TIELINE_COLUMN(user_node);
  TIELINE_COLUMN(user_second_node);
  TIELINE_COLUMN(user_section);
  TIELINE_COLUMN(user_zone);
  TIELINE_COLUMN(user_nature);
  TIELINE_COLUMN(user_core_area);
  TIELINE_COLUMN(user_priority);
  TIELINE_COLUMN(user_phases);
  TIELINE_COLUMN(user_households);
  TIELINE_COLUMN(user_rated_kva);
  TIELINE_COLUMN(user_load_kw);
  TIELINE_COLUMN(user_peak_kw);
  TIELINE_COLUMN(user_load_kvar);
  TIELINE_COLUMN(user_tan_phi);
  TIELINE_COLUMN(user_supply_kv);
  TIELINE_COLUMN(user_failures_per_year);
  TIELINE_COLUMN(user_repair_h);
  TIELINE_COLUMN(user_profile);
  TIELINE_COLUMN(user_organisation);
  TIELINE_COLUMN(user_grid_cell);
  TIELINE_COLUMN(dual_users);
  TIELINE_COLUMN(feeder_head);
  TIELINE_COLUMN(feeder_organisation);
  TIELINE_COLUMN(feeder_first);
  TIELINE_COLUMN(feeder_last);
  TIELINE_COLUMN(section_parent);
  TIELINE_COLUMN(section_via);
  TIELINE_COLUMN(section_subtree_end);
  TIELINE_COLUMN(section_source);
  TIELINE_COLUMN(section_feeder);
  TIELINE_COLUMN(section_arc_begin);
  TIELINE_COLUMN(section_arcs);
  TIELINE_COLUMN(section_first_node);
  TIELINE_COLUMN(section_first_line);
  TIELINE_COLUMN(section_first_user);
  TIELINE_COLUMN(totals_before);
  TIELINE_COLUMN(normal_loops);
  TIELINE_COLUMN(profile_shapes);
  TIELINE_COLUMN(shape_per_unit);
  TIELINE_COLUMN(settings);
  TIELINE_COLUMN(meta);
#undef TIELINE_COLUMN
}

}  // namespace tieline::network
