#include "engine/io/snapshot_check.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <thread>
#include <type_traits>

#include "engine/io/encoding.hpp"

namespace tieline::io {
namespace {

using namespace network;

// What a column's C++ type does not say. Ids refer to the table of their type.

/// Columns with a row more than their table: entry i and the next bound what row i owns.
constexpr std::array<std::string_view, 6> kOneRowMore{"node_arc_begin",     "section_arc_begin",
                                                      "section_first_node", "section_first_line",
                                                      "section_first_user", "totals_before"};
/// Columns of bounds, which may name the row past the last.
constexpr std::array<std::string_view, 6> kBounds{"feeder_first",        "feeder_last",
                                                  "section_subtree_end", "section_first_node",
                                                  "section_first_line",  "section_first_user"};
/// Columns whose ids may be none().
constexpr std::array<std::string_view, 18> kMayBeNone{
    "node_slots",          "line_slots",     "switch_slots",      "source_slots",
    "user_slots",          "feeder_slots",   "switch_owner",      "source_station",
    "user_second_node",    "user_profile",   "user_organisation", "user_grid_cell",
    "feeder_organisation", "section_parent", "section_via",       "section_source",
    "section_feeder",      "profile_shapes"};
/// Bytes that are 0 or 1.
constexpr std::array<std::string_view, 2> kYesNo{"switch_normal_closed", "user_core_area"};
/// Bytes of which at least one phase's bit is set, and no other.
constexpr std::array<std::string_view, 2> kPhaseBits{"line_phases", "user_phases"};

constexpr bool is_among(auto const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

/// How many rows each table has, found in the column that defines it.
struct Counts {
  ColumnViews const* col;

  [[nodiscard]] std::size_t of(NodeId) const { return col->node_ref.size(); }
  [[nodiscard]] std::size_t of(LineId) const { return col->line_ref.size(); }
  [[nodiscard]] std::size_t of(SwitchId) const { return col->switch_ref.size(); }
  [[nodiscard]] std::size_t of(SourceId) const { return col->source_ref.size(); }
  [[nodiscard]] std::size_t of(UserId) const { return col->user_ref.size(); }
  [[nodiscard]] std::size_t of(FeederId) const { return col->feeder_ref.size(); }
  [[nodiscard]] std::size_t of(SectionId) const { return col->section_parent.size(); }
  [[nodiscard]] std::size_t of(ShapeId) const { return col->shape_per_unit.size(); }
  [[nodiscard]] std::size_t of(ProfileId) const { return col->profile_ref.size(); }
  [[nodiscard]] std::size_t of(TermId) const { return col->term.size(); }
  [[nodiscard]] static std::size_t of(OneRow) { return 1; }
};

/// What the elements of one column are held against.
struct Bounds {
  Counts counts;
  std::string_view text;
  bool may_be_none = false;
  bool is_bound = false;
  bool is_yes_no = false;
  bool is_phases = false;
};

template <class Tag>
bool is_sound(Id<Tag> id, Bounds const& b) {
  return id.is_none() ? b.may_be_none : id.index() < b.counts.of(id) + (b.is_bound ? 1 : 0);
}

bool is_sound(char, Bounds const&) {
  return true;  // the pool as a whole is proved to be UTF-8
}
bool is_sound(std::uint8_t value, Bounds const& b) {
  return (!b.is_yes_no || value <= 1) && (!b.is_phases || (value >= 1 && value <= kAllPhases));
}
bool is_sound(std::uint32_t, Bounds const&) {
  return true;  // counts; prefix columns are proved as relations
}
bool is_sound(std::int32_t seconds, Bounds const&) {
  return seconds >= 0;
}
bool is_sound(LineKind kind, Bounds const&) {
  return static_cast<std::size_t>(kind) < kLineKindNames.size();
}
bool is_sound(SwitchKind kind, Bounds const&) {
  return static_cast<std::size_t>(kind) < kSwitchKindNames.size();
}
bool is_sound(Zone zone, Bounds const&) {
  return static_cast<std::size_t>(zone) < kZoneCount;
}
bool is_sound(Control control, Bounds const&) {
  return control <= Control::remote;
}
bool is_sound(Nature nature, Bounds const&) {
  return nature <= Nature::dedicated;
}
bool is_sound(Answer answer, Bounds const&) {
  return answer <= Answer::yes;
}

/// Unknown, or a figure that arithmetic cannot push to infinity.
bool is_sound(double figure, Bounds const&) {
  constexpr double kLargest = 1e30;
  return std::isnan(figure) || std::abs(figure) <= kLargest;
}
bool is_sound(float figure, Bounds const& b) {
  return is_sound(static_cast<double>(figure), b);
}

bool is_inside_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Inside the pool, and cut between characters.
bool is_sound(TextRef ref, Bounds const& b) {
  auto const end = std::uint64_t{ref.offset} + ref.length;
  return end <= b.text.size() && (ref.length == 0 || !is_inside_character(b.text[ref.offset])) &&
         (ref.length == 0 || end == b.text.size() || !is_inside_character(b.text[end]));
}
bool is_sound(NodeArc arc, Bounds const& b) {
  return is_sound(arc.to, b) &&
         (arc.is_switch() ? is_sound(arc.as_switch(), b) : is_sound(arc.line(), b));
}
bool is_sound(SectionArc arc, Bounds const& b) {
  return is_sound(arc.to, b) && is_sound(arc.via, b);
}
bool is_sound(NodeEnds ends, Bounds const& b) {
  return is_sound(ends.a, b) && is_sound(ends.b, b);
}
bool is_sound(SectionEnds ends, Bounds const& b) {
  return is_sound(ends.a, b) && is_sound(ends.b, b);
}
bool is_sound(ZoneTotals const&, Bounds const&) {
  return true;  // sums are proved as relations
}

/// Settings only shift figures and instants; they must keep sums of them finite and exact.
bool is_sound(Settings const& s, Bounds const& b) {
  constexpr std::int64_t kLongest = 1'000'000'000;
  auto const is_duration = [](std::int64_t t) { return t >= 0 && t <= kLongest; };
  auto const figures = std::array{s.upstream_restore_h,
                                  s.transfer_h,
                                  s.fuse_success,
                                  s.breaker_success,
                                  s.transfer_success,
                                  s.temporary_fault_share,
                                  s.prearranged_h,
                                  s.live_share,
                                  s.prearranged_per_100km_year,
                                  s.vmin_pu,
                                  s.vmax_pu,
                                  s.line_limit,
                                  s.source_limit,
                                  s.load_z_share,
                                  s.load_i_share,
                                  s.loop_voltage_limit,
                                  s.loop_angle_limit_deg,
                                  s.power_factor,
                                  s.generator_limit};
  return std::ranges::all_of(figures, [&](double figure) { return is_sound(figure, b); }) &&
         is_duration(s.momentary_s) && is_duration(s.merge_gap_s) &&
         is_duration(s.manual_operate_s) && is_duration(s.remote_operate_s);
}
template <class T, std::size_t n>
bool is_sound(std::array<T, n> const& several, Bounds const& b) {
  return std::ranges::all_of(several, [&](auto const& one) { return is_sound(one, b); });
}

template <class Key, class T>
Finding prove_column(char const* name, ConstColumn<Key, T> column, Counts counts) {
  if constexpr (!std::is_same_v<Key, Whole>) {
    auto const rows = counts.of(Key{}) + (is_among(kOneRowMore, name) ? 1 : 0);
    if (column.size() != rows) {
      return Flaw{std::string{name} + ": " + std::to_string(column.size()) + " rows instead of " +
                      std::to_string(rows),
                  std::string{name} + "：有 " + std::to_string(column.size()) + " 行，应为 " +
                      std::to_string(rows) + " 行"};
    }
  }
  auto const text = counts.col->text.raw();
  auto const bounds = Bounds{.counts = counts,
                             .text = {text.data(), text.size()},
                             .may_be_none = is_among(kMayBeNone, name),
                             .is_bound = is_among(kBounds, name),
                             .is_yes_no = is_among(kYesNo, name),
                             .is_phases = is_among(kPhaseBits, name)};
  auto const rows = column.raw();
  auto const flawed =
      std::ranges::find_if(rows, [&](T const& element) { return !is_sound(element, bounds); });
  if (flawed == rows.end()) {
    return {};
  }
  return flaw_in_row(name, static_cast<std::size_t>(flawed - rows.begin()), "is out of range",
                     "超出范围");
}

Finding prove_utf8(std::string_view text) {
  auto const bad = first_invalid_utf8(text);
  return bad ? flaw_in_row("text", *bad, "is not UTF-8", "不是 UTF-8") : Finding{};
}

template <class Key>
Finding prove_slots(char const* name, ConstColumn<Whole, Key> slots, std::size_t n_row) {
  auto const used = static_cast<std::size_t>(std::ranges::count_if(slots.raw(), &Key::is_some));
  if (used != n_row ||
      (n_row != 0 && (slots.size() <= n_row || !std::has_single_bit(slots.size())))) {
    return Flaw{std::string{name} + ": not a table of all ids", std::string{name} + "：索引不完整"};
  }
  return {};
}

}  // namespace

Flaw flaw_in_row(std::string_view column, std::size_t row, std::string_view en,
                 std::string_view zh) {
  auto const name = std::string{column};
  auto const at = std::to_string(row);
  return {name + ": row " + at + " " + std::string{en},
          name + "：第 " + at + " 行" + std::string{zh}};
}

std::vector<Proof> column_proofs(ColumnViews const& col) {
  std::vector<Proof> proofs;
  for_each_column(col, [&](char const* name, auto const& column) {
    proofs.emplace_back([name, column, &col] { return prove_column(name, column, Counts{&col}); });
  });
  auto const add_slots = [&](char const* name, auto const& slots, std::size_t n_row) {
    proofs.emplace_back([name, slots, n_row] { return prove_slots(name, slots, n_row); });
  };
  add_slots("node_slots", col.node_slots, col.node_ref.size());
  add_slots("line_slots", col.line_slots, col.line_ref.size());
  add_slots("switch_slots", col.switch_slots, col.switch_ref.size());
  add_slots("source_slots", col.source_slots, col.source_ref.size());
  add_slots("user_slots", col.user_slots, col.user_ref.size());
  add_slots("feeder_slots", col.feeder_slots, col.feeder_ref.size());
  proofs.emplace_back([&col] { return prove_utf8({col.text.raw().data(), col.text.size()}); });
  return proofs;
}

Finding first_finding(std::vector<Proof> const& proofs, unsigned n_thread) {
  std::vector<Finding> findings(proofs.size());
  std::atomic<std::size_t> next{0};
  auto const work = [&] {
    for (auto i = next++; i < proofs.size(); i = next++) {
      findings[i] = proofs[i]();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < n_thread; ++i) {
      others.emplace_back(work);
    }
    work();
  }
  auto const first = std::ranges::find_if(findings, &Finding::has_value);
  return first == findings.end() ? Finding{} : *first;
}

}  // namespace tieline::io
