#include "engine/history/history.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "engine/base/check.hpp"

namespace tieline::history {
namespace {

template <class Key>
[[nodiscard]] Key find_text(History const& history, IdSpan<Key, TextRef const> refs,
                            std::string_view id) {
  for (auto const key : refs.ids()) {
    if (history.text(refs[key]) == id) {
      return key;
    }
  }
  return Key::none();
}

/// A view of the column at the same place of the list.
struct Piece {
  void const* rows;
  std::size_t count;
};
template <class Key, class T>
void adopt(ConstColumn<Key, T>& view, Piece const& piece) {
  view = ConstColumn<Key, T>{std::span<T const>{static_cast<T const*>(piece.rows), piece.count}};
}

}  // namespace

HistoryPtr History::from_columns(OwnedColumns columns) {
  auto const owned = std::make_shared<OwnedColumns const>(std::move(columns));
  std::vector<Piece> pieces;
  for_each_column(*owned, [&](char const*, auto const& column) {
    pieces.push_back({column.raw().data(), column.size()});
  });
  ColumnViews views;
  auto piece = pieces.begin();
  for_each_column(views, [&](char const*, auto& view) { adopt(view, *piece++); });
  return std::make_shared<History const>(views, owned);
}

UserId History::find_user(std::string_view id) const {
  return find_text(*this, col_.user_ref, id);
}

EventId History::find_event(std::string_view id) const {
  return find_text(*this, col_.event_ref, id);
}

Limitation const& History::limitation_of(RecordId record) const {
  auto const all = col_.limitations.raw();
  auto const found = std::lower_bound(
      all.begin(), all.end(), record,
      [](Limitation const& limitation, RecordId sought) { return limitation.record < sought; });
  TIELINE_CHECK(found != all.end() && found->record == record);
  return *found;
}

std::size_t History::memory_bytes() const {
  std::size_t bytes = 0;
  for_each_column(col_,
                  [&](char const*, auto const& column) { bytes += column.raw().size_bytes(); });
  return bytes;
}

}  // namespace tieline::history
