#include "engine/network/model.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <utility>
#include <vector>

namespace tieline::network {
namespace {

/// Where one column lies, without its type.
struct Piece {
  void const* data;
  std::size_t size;
};

template <class Key, class T>
void adopt(ConstColumn<Key, T>& view, Piece piece) {
  view = ConstColumn<Key, T>{std::span<T const>{static_cast<T const*>(piece.data), piece.size}};
}

template <class Key>
Key find_in(ConstColumn<Whole, Key> const& slots, ConstColumn<Key, TextRef> const& refs,
            NetworkModel const& model, std::string_view id) {
  auto const n_slot = slots.size();
  if (n_slot == 0) {
    return Key::none();
  }
  auto at = hash_bytes(id) & (n_slot - 1);
  for (std::size_t probes = 0; probes < n_slot; ++probes) {
    auto const row = slots[Whole{at}];
    if (row.is_none() || model.text(refs[row]) == id) {
      return row;
    }
    at = (at + 1) & (n_slot - 1);
  }
  return Key::none();
}

std::uint64_t load_word(char const* bytes) {
  std::uint64_t word = 0;
  if constexpr (std::endian::native == std::endian::little) {
    std::memcpy(&word, bytes, sizeof word);
  } else {
    for (std::size_t i = 0; i < sizeof word; ++i) {
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
    }
  }
  return word;
}

constexpr std::uint64_t kOddA = 0xA0B428DB1F7C5E93U;
constexpr std::uint64_t kOddB = 0xD6E8FEB86659FD93U;

/// Folds one word into a lane. A bijection of the lane for every word and of the word for every
/// lane, so a changed word always changes the lane.
std::uint64_t mix(std::uint64_t lane, std::uint64_t word) {
  return std::rotl(lane ^ (word * kOddA), 29) * kOddB;
}

std::uint64_t scramble(std::uint64_t h) {
  h ^= h >> 32;
  h *= kOddB;
  h ^= h >> 29;
  h *= kOddA;
  return h ^ (h >> 32);
}

}  // namespace

std::shared_ptr<NetworkModel const> NetworkModel::from_columns(OwnedColumns columns) {
  auto const owned = std::make_shared<OwnedColumns const>(std::move(columns));
  std::vector<Piece> pieces;
  for_each_column(*owned, [&](char const*, auto const& column) {
    pieces.push_back({column.raw().data(), column.size()});
  });
  ColumnViews views;
  auto piece = pieces.begin();
  for_each_column(views, [&](char const*, auto& view) { adopt(view, *piece++); });
  return std::make_shared<NetworkModel const>(views, owned);
}

NetworkModel::NetworkModel(ColumnViews views, std::shared_ptr<void const> owner)
    : col_{views}, owner_{std::move(owner)} {}

NodeId NetworkModel::find_node(std::string_view id) const {
  return find_in(col_.node_slots, col_.node_ref, *this, id);
}
LineId NetworkModel::find_line(std::string_view id) const {
  return find_in(col_.line_slots, col_.line_ref, *this, id);
}
SwitchId NetworkModel::find_switch(std::string_view id) const {
  return find_in(col_.switch_slots, col_.switch_ref, *this, id);
}
SourceId NetworkModel::find_source(std::string_view id) const {
  return find_in(col_.source_slots, col_.source_ref, *this, id);
}
UserId NetworkModel::find_user(std::string_view id) const {
  return find_in(col_.user_slots, col_.user_ref, *this, id);
}
FeederId NetworkModel::find_feeder(std::string_view id) const {
  return find_in(col_.feeder_slots, col_.feeder_ref, *this, id);
}

ZoneTotals NetworkModel::totals_of(IdRange<SectionId> range) const {
  auto const& before = col_.totals_before[range.first()];
  auto totals = col_.totals_before[range.last()];
  for (std::size_t z = 0; z < kZoneCount; ++z) {
    totals.users[z] -= before.users[z];
    totals.households[z] -= before.households[z];
    totals.capacity_va[z] -= before.capacity_va[z];
  }
  return totals;
}

std::size_t NetworkModel::memory_bytes() const {
  std::size_t bytes = 0;
  for_each_column(col_,
                  [&](char const*, auto const& column) { bytes += column.raw().size_bytes(); });
  return bytes;
}

/// Four independent lanes, so long inputs run at memory speed; then the rest word by word.
std::uint64_t hash_bytes(std::string_view bytes) {
  auto const length = static_cast<std::uint64_t>(bytes.size());
  auto hash = scramble(length + kOddA);
  if (bytes.size() >= 32) {
    std::array lanes{hash, hash + kOddA, hash ^ kOddB, hash - kOddB};
    for (; bytes.size() >= 32; bytes.remove_prefix(32)) {
      for (std::size_t i = 0; i < lanes.size(); ++i) {
        lanes[i] = mix(lanes[i], load_word(bytes.data() + 8 * i));
      }
    }
    for (auto const lane : lanes) {
      hash = mix(hash, scramble(lane));
    }
  }
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): eight bytes are there
    hash = mix(hash, load_word(bytes.data()));
  }
  if (!bytes.empty() && length >= 8) {  // the end of the word that ends where the bytes end
    auto const* const end = bytes.data() + bytes.size();
    hash = mix(hash, load_word(end - 8) >> (8 * (8 - bytes.size())));
  } else if (!bytes.empty()) {
    std::array<char, 8> last{};
    std::memcpy(last.data(), bytes.data(), bytes.size());
    hash = mix(hash, load_word(last.data()));
  }
  return scramble(hash);
}

}  // namespace tieline::network
