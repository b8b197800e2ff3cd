#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/network/assemble.hpp"
#include "engine/network/directory.hpp"

namespace tieline::network::building {
namespace {

/// Appends to the model's text pool; an empty text is {0, 0}.
class TextPool {
 public:
  explicit TextPool(std::vector<char>& text) : text_{text} {}
  TextRef put(std::string_view text) {
    if (text.empty()) {
      return {};
    }
    auto const offset = static_cast<std::uint32_t>(text_.size());
    text_.insert(text_.end(), text.begin(), text.end());
    return {offset, static_cast<std::uint32_t>(text.size())};
  }

 private:
  std::vector<char>& text_;
};

/// Ids, names and id → row slots of one table.
template <class Key, class At, class RowType>
void name_rows(std::vector<RowType> const& table, IdVec<Key, At> const& at, TextPool& pool,
               IdVec<Key, TextRef>& ref, IdVec<Key, TextRef>& name, IdVec<Whole, Key>& slots) {
  ref.reserve(at.size());
  name.reserve(at.size());
  slots.assign(slot_count(at.size()), Key::none());
  auto const mask = slots.size() - 1;
  std::array<std::uint64_t, kBatch> places{};
  for (std::size_t begin = 0; begin < at.size(); begin += kBatch) {
    auto const keys = IdRange{Key{begin}, Key{std::min(begin + kBatch, at.size())}};
    for (auto const key : keys) {
      __builtin_prefetch(&table[at[key].index()]);
    }
    for (auto const key : keys) {
      auto const& row = table[at[key].index()];
      __builtin_prefetch(row.id.data());
      __builtin_prefetch(row.name.data());
    }
    for (auto const key : keys) {
      auto const& row = table[at[key].index()];
      std::size_t const i = key.index() - begin;
      places[i] = hash_bytes(row.id) & mask;
      __builtin_prefetch(slots.raw().data() + places[i], 1);
      ref.push_back(pool.put(row.id));
      name.push_back(row.name == row.id ? ref[key] : pool.put(row.name));
    }
    for (auto const key : keys) {
      auto place = places[key.index() - begin];
      while (slots[Whole{place}].is_some()) {
        place = (place + 1) & mask;
      }
      slots[Whole{place}] = key;
    }
  }
}

/// Words that many rows share, numbered as they are first met.
class Terms {
 public:
  Terms(TextPool& pool, IdVec<TermId, TextRef>& terms) : pool_{pool}, terms_{terms} {}
  TermId put(std::string_view word) {
    if (word.empty()) {
      return TermId::none();
    }
    if (word == last_word_) {  // neighbours mostly share their words
      return last_;
    }
    auto const [entry, is_new] = known_.try_emplace(word, terms_.size());
    if (is_new) {
      terms_.push_back(pool_.put(word));
    }
    last_word_ = word;
    last_ = entry->second;
    return last_;
  }

 private:
  TextPool& pool_;
  IdVec<TermId, TextRef>& terms_;
  std::unordered_map<std::string_view, TermId> known_;
  std::string_view last_word_;
  TermId last_;
};

void intern_terms(Parts const& p, TextPool& pool, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  Terms terms{pool, c.term};
  for (auto const at : n.source_at) {
    c.source_station.push_back(terms.put(t.sources[at.index()].station));
  }
  for (auto const at : n.feeder_at) {
    c.feeder_organisation.push_back(terms.put(t.feeders[at.index()].organisation));
  }
  for (auto const at : n.switch_at) {
    c.switch_owner.push_back(terms.put(t.switches[at.index()].owner));
  }
  c.user_organisation.reserve(n.user_at.size());
  c.user_grid_cell.reserve(n.user_at.size());
  for (auto const at : n.user_at) {
    c.user_organisation.push_back(terms.put(t.transformers[at.index()].organisation));
  }
  for (auto const at : n.user_at) {
    c.user_grid_cell.push_back(terms.put(t.transformers[at.index()].grid_cell));
  }
}

}  // namespace

void assemble_names(Parts const& p, OwnedColumns& c) {
  auto const& t = p.rows.tables();
  auto const& n = p.numbers;
  c.text.reserve(p.text_bytes);  // a pool that doubles copies itself again and again
  TextPool pool{c.text.raw()};
  c.meta.push_back({pool.put(t.name), pool.put(t.time_zone), pool.put(t.valid_from)});
  name_rows(t.sources, n.source_at, pool, c.source_ref, c.source_name, c.source_slots);
  name_rows(t.feeders, n.feeder_at, pool, c.feeder_ref, c.feeder_name, c.feeder_slots);
  name_rows(t.switches, n.switch_at, pool, c.switch_ref, c.switch_name, c.switch_slots);
  name_rows(t.transformers, n.user_at, pool, c.user_ref, c.user_name, c.user_slots);
  name_rows(t.lines, n.line_at, pool, c.line_ref, c.line_name, c.line_slots);
  name_rows(t.nodes, n.node_at, pool, c.node_ref, c.node_name, c.node_slots);
  for (auto const& days : p.links.profile) {
    std::string_view name;
    for (auto const at : days) {
      name = at.is_some() ? t.profiles[at.index()].profile : name;
    }
    c.profile_ref.push_back(pool.put(name));
  }
  intern_terms(p, pool, c);
}

}  // namespace tieline::network::building
