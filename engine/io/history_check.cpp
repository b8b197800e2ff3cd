#include "engine/io/history_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "engine/io/encoding.hpp"

namespace tieline::io {
namespace packed_history {
namespace {

using history::ColumnViews;
using history::ConstColumn;
using history::EventId;
using history::Exclusion;
using history::InputFile;
using history::Instant;
using history::Kind;
using history::Limitation;
using history::OfficialMed;
using history::OneRow;
using history::RecordId;
using history::SliceId;
using history::Stamps;
using history::TermId;
using history::TextRef;
using history::UserId;
using history::Whole;
using network::Zone;

/// Columns with a row more than there are users.
constexpr std::array<std::string_view, 2> kUserPrefixes{"user_first_slice", "user_first_record"};

/// What single elements of a history are held against.
struct HistoryBounds {
  ColumnViews const* col;
  std::string_view text;

  [[nodiscard]] std::size_t rows(UserId) const { return col->user_ref.size(); }
  [[nodiscard]] std::size_t rows(SliceId) const { return col->slice_since.size(); }
  [[nodiscard]] std::size_t rows(EventId) const { return col->event_ref.size(); }
  [[nodiscard]] std::size_t rows(RecordId) const { return col->record_start.size(); }
  [[nodiscard]] std::size_t rows(TermId) const { return col->term.size(); }
  [[nodiscard]] static std::size_t rows(OneRow) { return 1; }

  [[nodiscard]] bool holds(TermId term) const {
    return term.is_none() || term.index() < col->term.size();
  }
  [[nodiscard]] bool holds(EventId event) const { return event.index() < col->event_ref.size(); }
  [[nodiscard]] bool holds(RecordId record) const {
    return record.index() < col->record_start.size();
  }
  [[nodiscard]] bool is_cut(std::size_t at) const {  // between characters
    return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
  }
  [[nodiscard]] bool holds(TextRef ref) const {
    auto const end = std::uint64_t{ref.offset} + ref.length;
    return end <= text.size() && (ref.length == 0 || (is_cut(ref.offset) && is_cut(end)));
  }
  template <std::size_t n>
  [[nodiscard]] bool holds(std::array<TextRef, n> const& refs) const {
    return std::ranges::all_of(refs, [&](TextRef ref) { return holds(ref); });
  }
  [[nodiscard]] bool holds(InputFile const& file) const { return holds(file.name); }
  [[nodiscard]] static bool holds(Kind kind) {
    constexpr unsigned kBits =
        Kind::kClassMask | Kind::kExternal | Kind::kPartial | Kind::kExcluded;
    return (kind.bits & ~kBits) == 0 &&
           static_cast<std::size_t>(kind.outage_class()) < history::kOutageClassCount;
  }
  [[nodiscard]] bool holds(Limitation const& limit) const {
    return holds(limit.record) && limit.allowed_w >= 0 && limit.allowed_w < limit.before_w &&
           limit.before_w <= history::kMostWatts;
  }
  [[nodiscard]] bool holds(Exclusion const& exclusion) const {
    return holds(exclusion.record) && holds(exclusion.reason);
  }
  [[nodiscard]] bool holds(OfficialMed const& med) const { return holds(med.authority); }
  [[nodiscard]] static bool holds(network::Nature nature) {
    return nature <= network::Nature::dedicated;
  }
  [[nodiscard]] static bool holds(Zone zone) {
    return static_cast<std::size_t>(zone) < network::kZoneCount;
  }
  [[nodiscard]] static bool holds(float figure) {
    constexpr float kLargest = 1e30F;
    return std::isnan(figure) || std::abs(figure) <= kLargest;
  }
  [[nodiscard]] static bool holds(Stamps const&) { return true; }
  [[nodiscard]] static bool holds(std::uint32_t) { return true; }  // instants and counts
  [[nodiscard]] static bool holds(char) { return true; }           // the pool is proved as UTF-8
};

template <class Key, class T>
Finding prove_rows(char const* name, ConstColumn<Key, T> column, HistoryBounds const& bounds) {
  if constexpr (!std::is_same_v<Key, Whole>) {
    auto const is_prefix = std::ranges::find(kUserPrefixes, name) != kUserPrefixes.end();
    auto const rows = bounds.rows(Key{}) + (is_prefix ? 1 : 0);
    if (column.size() != rows) {
      return Flaw{std::string{name} + ": " + std::to_string(column.size()) + " rows instead of " +
                      std::to_string(rows),
                  std::string{name} + "：有 " + std::to_string(column.size()) + " 行，应为 " +
                      std::to_string(rows) + " 行"};
    }
  }
  auto const rows = column.raw();
  auto const flawed =
      std::ranges::find_if(rows, [&](T const& element) { return !bounds.holds(element); });
  return flawed == rows.end() ? Finding{}
                              : flaw_in_row(name, static_cast<std::size_t>(flawed - rows.begin()),
                                            "is out of range", "超出范围");
}

/// A prefix column starts at 0, ascends and ends at `total`.
Finding prove_prefix(char const* name, ConstColumn<UserId, std::uint32_t> column,
                     std::size_t total) {
  auto const rows = column.raw();
  if (rows.empty() || rows.front() != 0 || rows.back() != total) {
    return flaw_in_row(name, rows.empty() ? 0 : rows.size() - 1, "is not the total", "不是总数");
  }
  auto const down = std::ranges::adjacent_find(rows, std::greater{});
  return down == rows.end() ? Finding{}
                            : flaw_in_row(name, static_cast<std::size_t>(down - rows.begin()) + 1,
                                          "descends", "小于前一行");
}

/// Slices of the users [first, last): each begins before it ends, and not before the one before
/// ends.
Finding prove_slices(ColumnViews const& col, std::size_t first, std::size_t last) {
  for (auto user = first; user < last; ++user) {
    Instant free_from = 0;
    for (auto at = col.user_first_slice[UserId{user}]; at < col.user_first_slice[UserId{user + 1}];
         ++at) {
      auto const slice = SliceId{at};
      if (col.slice_since[slice] >= col.slice_until[slice] || col.slice_since[slice] < free_from) {
        return flaw_in_row("slice_since", at, "is out of order", "次序有误");
      }
      free_from = col.slice_until[slice];
    }
  }
  return {};
}

/// Records of the users [first, last): each begins before it ends, ascending by (start, end,
/// event); excluded if its event is.
Finding prove_records(ColumnViews const& col, std::size_t first, std::size_t last) {
  auto const starts = col.record_start.raw();
  auto const ends = col.record_end.raw();
  auto const events = col.record_event.raw();
  auto const kinds = col.record_kind.raw();
  for (auto user = first; user < last; ++user) {
    auto const begin = col.user_first_record[UserId{user}];
    auto const end = col.user_first_record[UserId{user + 1}];
    for (auto at = begin; at < end; ++at) {
      bool const in_order = at == begin || std::tie(starts[at - 1], ends[at - 1], events[at - 1]) <=
                                               std::tie(starts[at], ends[at], events[at]);
      if (starts[at] >= ends[at] || !in_order) {
        return flaw_in_row("record_start", at, "is out of order", "次序有误");
      }
      if (col.event_kind[events[at]].is_excluded() && !kinds[at].is_excluded()) {
        return flaw_in_row("record_kind", at, "is not excluded, yet its event is",
                           "未剔除，但其事件已剔除");
      }
    }
  }
  return {};
}

/// `rows` name, ascending, exactly the records whose kind has `bit`.
template <class Row>
Finding prove_marked(char const* name, ConstColumn<Whole, Row> column,
                     ConstColumn<RecordId, Kind> kinds, std::uint8_t bit) {
  auto const rows = column.raw();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if ((kinds[rows[i].record].bits & bit) == 0 ||
        (i != 0 && rows[i].record <= rows[i - 1].record)) {
      return flaw_in_row(name, i, "names a record it must not", "所指记录有误");
    }
  }
  auto const marked = static_cast<std::size_t>(
      std::ranges::count_if(kinds.raw(), [&](Kind kind) { return (kind.bits & bit) != 0; }));
  return marked == rows.size() ? Finding{} : flaw_in_row(name, rows.size(), "is missing", "缺失");
}

}  // namespace
}  // namespace packed_history

std::vector<Proof> column_proofs(history::ColumnViews const& col) {
  using namespace packed_history;
  std::vector<Proof> proofs;
  auto const text = col.text.raw();
  HistoryBounds const bounds{&col, {text.data(), text.size()}};
  history::for_each_column(col, [&](char const* name, auto const& column) {
    proofs.emplace_back([name, column, bounds] { return prove_rows(name, column, bounds); });
  });
  proofs.emplace_back([&col] {
    return prove_prefix("user_first_slice", col.user_first_slice, col.slice_since.size());
  });
  proofs.emplace_back([&col] {
    return prove_prefix("user_first_record", col.user_first_record, col.record_start.size());
  });
  proofs.emplace_back([bounds] {
    auto const bad = first_invalid_utf8(bounds.text);
    return bad ? flaw_in_row("text", *bad, "is not UTF-8", "不是 UTF-8") : Finding{};
  });
  return proofs;
}

std::vector<Proof> order_proofs(history::ColumnViews const& col) {
  using namespace packed_history;
  constexpr std::size_t kPieces = 64;
  std::vector<Proof> proofs;
  auto const n_user = col.user_ref.size();
  for (std::size_t piece = 0; piece < kPieces; ++piece) {
    auto const first = n_user * piece / kPieces;
    auto const last = n_user * (piece + 1) / kPieces;
    proofs.emplace_back([&col, first, last] { return prove_slices(col, first, last); });
    proofs.emplace_back([&col, first, last] { return prove_records(col, first, last); });
  }
  proofs.emplace_back([&col] {
    return prove_marked("limitations", col.limitations, col.record_kind, Kind::kPartial);
  });
  proofs.emplace_back([&col] {
    return prove_marked("exclusions", col.exclusions, col.record_kind, Kind::kExcluded);
  });
  proofs.emplace_back([&col] {
    auto const days = col.official_meds.raw();
    auto const bad = std::ranges::adjacent_find(
        days, [](OfficialMed const& a, OfficialMed const& b) { return a.day >= b.day; });
    return bad == days.end()
               ? Finding{}
               : flaw_in_row("official_meds", static_cast<std::size_t>(bad - days.begin()) + 1,
                             "is out of order", "次序有误");
  });
  return proofs;
}

}  // namespace tieline::io
