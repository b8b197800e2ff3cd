#include "engine/io/lost_zeros.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "engine/io/file_faults.hpp"
#include "engine/io/network_schema.hpp"

namespace tieline::io {
namespace {

[[nodiscard]] bool is_all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The ids of one table, if all are digits of one width and one begins with a zero.
///
/// Invariant: `width_` is 0, or the length of every id of `ids_`.
class ZeroPaddedIds {
 public:
  template <class Row>
  explicit ZeroPaddedIds(std::vector<Row> const& rows) {
    bool has_zero = false;
    for (auto const& row : rows) {
      if (!is_all_digits(row.id) || row.id.size() != rows.front().id.size()) {
        return;
      }
      has_zero |= row.id.front() == '0';
    }
    if (has_zero && rows.front().id.size() > 1) {
      width_ = rows.front().id.size();
      for (auto const& row : rows) {
        ids_.insert(row.id);
      }
    }
  }
  [[nodiscard]] bool is_empty() const { return width_ == 0; }
  /// The one id that `reference` can mean with its zeros back, or empty.
  [[nodiscard]] std::string padded(std::string_view reference) const {
    if (reference.size() >= width_ || !is_all_digits(reference)) {
      return {};
    }
    auto id = std::string(width_ - reference.size(), '0').append(reference);
    return ids_.contains(id) ? id : std::string{};
  }

 private:
  std::size_t width_ = 0;
  std::unordered_set<std::string_view> ids_;
};

class Restorer {
 public:
  Restorer(std::span<CaseFolder const> folders, ReadContext& context)
      : folders_{folders}, context_{context} {}

  template <class Row>
  void restore(TableSchema const& schema, std::vector<Row>& rows, std::string_view Row::* reference,
               std::string_view column, ZeroPaddedIds const& ids) {
    if (ids.is_empty()) {
      return;
    }
    for (auto& row : rows) {
      auto const id = ids.padded(row.*reference);
      if (id.empty()) {
        continue;
      }
      network::Fault fault;
      fault.handling = faults::kZerosRestored.handling;
      fault.file = folders_[row.row / kRowsAFolder].prefix + std::string{schema.file};
      fault.row = row.row % kRowsAFolder;
      fault.column = column;
      fault.value = row.*reference;
      fault.other = id;
      context_.report(faults::kZerosRestored, std::move(fault));
      row.*reference = context_.pool.keep(id);
    }
  }

 private:
  std::span<CaseFolder const> folders_;
  ReadContext& context_;
};

}  // namespace

void restore_lost_zeros(network::Tables& tables, std::span<CaseFolder const> folders,
                        ReadContext& context) {
  using namespace network;
  Restorer restorer{folders, context};
  ZeroPaddedIds const nodes{tables.nodes};
  ZeroPaddedIds const switches{tables.switches};
  restorer.restore(kSourcesSchema, tables.sources, &SourceRow::node, "node", nodes);
  restorer.restore(kLinesSchema, tables.lines, &LineRow::from_node, "from_node", nodes);
  restorer.restore(kLinesSchema, tables.lines, &LineRow::to_node, "to_node", nodes);
  restorer.restore(kSwitchesSchema, tables.switches, &SwitchRow::from_node, "from_node", nodes);
  restorer.restore(kSwitchesSchema, tables.switches, &SwitchRow::to_node, "to_node", nodes);
  restorer.restore(kTransformersSchema, tables.transformers, &TransformerRow::node, "node", nodes);
  restorer.restore(kTransformersSchema, tables.transformers, &TransformerRow::second_supply,
                   "second_supply", nodes);
  restorer.restore(kFeedersSchema, tables.feeders, &FeederRow::head_switch, "head_switch",
                   switches);
}

}  // namespace tieline::io
