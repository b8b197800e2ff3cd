#include "engine/study/open_capacity.hpp"

#include <algorithm>
#include <cmath>

#include "engine/study/capacity_points.hpp"

namespace tieline::study {

using network::FeederId;
using network::NetworkModel;
using network::NodeId;
using network::SectionId;
using network::SourceId;
using network::TermId;
using network::UserId;

namespace {

/// Which rows a query lists.
class CapacityFilter {
 public:
  CapacityFilter(NetworkModel const& model, CapacityQuery const& query)
      : model_{model},
        zone_{query.zone},
        organisation_{query.organisation},
        is_by_feeder_{query.organisation.is_some() || !query.feeders.empty()},
        names_all_{query.feeders.empty()},
        named_(model.n_feeder(), names_all_ ? 1 : 0),
        source_wanted_(model.n_source(), 0) {
    for (auto const feeder : query.feeders) {
      named_[feeder] = 1;
    }
    for (auto const feeder : named_.ids()) {
      auto const sections = model.sections_of(feeder);
      if (sections.empty() || !is_wanted(feeder)) {
        continue;
      }
      if (auto const source = model.col().section_source[sections.first()]; source.is_some()) {
        source_wanted_[source] = 1;
      }
    }
  }

  [[nodiscard]] bool admits(FeederId feeder) const {
    return is_wanted(feeder) && has_zone(model_.sections_of(feeder));
  }
  [[nodiscard]] bool admits(SectionId section) const {
    return (!is_by_feeder_ || is_wanted(model_.col().section_feeder[section])) &&
           has_zone({section, section.next()});
  }
  /// By the transformer's own organisation, where it states one.
  [[nodiscard]] bool admits(UserId user) const {
    auto const& col = model_.col();
    if (zone_ && col.user_zone[user] != *zone_) {
      return false;
    }
    auto const feeder = col.section_feeder[col.user_section[user]];
    auto const own = col.user_organisation[user];
    return !is_by_feeder_ ||
           (own.is_some() && organisation_.is_some() ? own == organisation_ && is_named(feeder)
                                                     : is_wanted(feeder));
  }
  /// With any of its feeders.
  [[nodiscard]] bool admits(SourceId source) const {
    return (!is_by_feeder_ || source_wanted_[source] != 0) &&
           has_zone(model_.subtree_of(model_.col().source_section[source]));
  }

 private:
  /// Without a list of feeders, what hangs on none is named too.
  [[nodiscard]] bool is_named(FeederId feeder) const {
    return feeder.is_none() ? names_all_ : named_[feeder] != 0;
  }
  [[nodiscard]] bool is_wanted(FeederId feeder) const {
    return is_named(feeder) &&
           (organisation_.is_none() ||
            (feeder.is_some() && model_.col().feeder_organisation[feeder] == organisation_));
  }
  [[nodiscard]] bool has_zone(IdRange<SectionId> range) const {
    return !zone_ || model_.totals_of(range).users[static_cast<std::size_t>(*zone_)] != 0;
  }

  NetworkModel const& model_;
  std::optional<network::Zone> zone_;
  TermId organisation_;
  bool is_by_feeder_, names_all_;
  IdVec<FeederId, std::uint8_t> named_;
  IdVec<SourceId, std::uint8_t> source_wanted_;
};

void take_gap(CapacityRow& row, ElementRoom const& from) {
  row.gap = from.gap;
  row.gap_at = from.gap_at;
  row.gap_user = from.gap_user;
}

/// Makes the rows of one query.
class RowMaker {
 public:
  RowMaker(NetworkModel const& model, CapacityQuery const& query)
      : model_{model}, query_{query}, filter_{model, query}, points_{model, query} {}

  /// Appends the admitted rows of one kind, in their order, and counts them.
  void add(CapacityKind kind, CapacityAnswer& answer) {
    begin_ = answer.rows.size();
    totals_ = {};
    switch (kind) {
      case CapacityKind::feeder:
        add_all(all_ids<FeederId>(model_.n_feeder()), kind, answer);
        sort(answer, [&](std::uint32_t row) { return model_.id_of(FeederId{row}); });
        break;
      case CapacityKind::section:
        add_all(all_ids<SectionId>(model_.n_section()), kind, answer);
        sort(answer, [&](std::uint32_t row) { return section_id(SectionId{row}); });
        break;
      case CapacityKind::transformer:
        add_all(all_ids<UserId>(model_.n_user()), kind, answer);
        sort(answer, [&](std::uint32_t row) { return model_.id_of(UserId{row}); });
        break;
      case CapacityKind::source:
        add_all(all_ids<SourceId>(model_.n_source()), kind, answer);
        sort(answer, [&](std::uint32_t row) { return model_.id_of(SourceId{row}); });
        break;
    }
    answer.totals[static_cast<std::size_t>(kind)] = totals_;
  }

 private:
  template <class Key>
  void add_all(IdRange<Key> ids, CapacityKind kind, CapacityAnswer& answer) {
    for (auto const id : ids) {
      if (!filter_.admits(id)) {
        continue;
      }
      auto row = row_of(id);
      row.kind = kind;
      row.row = id.raw();
      settle(row);
      auto const is_restricted = row.is_restricted(query_.need_kva);
      ++totals_.rows;
      totals_.restricted += is_restricted ? 1 : 0;
      totals_.not_proven += is_known(row.open_kva) ? 0 : 1;
      if (is_restricted || !query_.restricted_only) {
        answer.rows.push_back(row);
      }
    }
  }

  [[nodiscard]] CapacityRow row_of(FeederId feeder) {
    auto const sections = model_.sections_of(feeder);
    return sections.empty() ? CapacityRow{.gap = CapacityGap::unfed}
                            : row_below(sections.first(), sections);
  }
  [[nodiscard]] CapacityRow row_of(SectionId section) {
    return row_below(section, {section, section.next()});
  }
  [[nodiscard]] CapacityRow row_of(SourceId source) {
    auto const nodes = model_.nodes_of(model_.col().source_section[source]);
    return nodes.empty() ? CapacityRow{.gap = CapacityGap::unfed} : row_at(nodes.first());
  }
  /// Of what is fed through `section`, by what all of it passes.
  [[nodiscard]] CapacityRow row_below(SectionId section, IdRange<SectionId> range) const {
    auto const nodes = model_.nodes_of(section);
    return nodes.empty() ? CapacityRow{.gap = CapacityGap::unfed}
                         : row_at(points_.outlet(nodes.first(), range));
  }
  [[nodiscard]] CapacityRow row_of(UserId user) {
    auto row = row_at(model_.col().user_node[user]);
    auto const own = points_.transformer(user);
    if (is_known(own.room_kva) && !(own.room_kva >= row.room_kva)) {
      row.room_kva = own.room_kva;
      row.binding = own.element;
    }
    if (row.gap == CapacityGap::none && own.gap != CapacityGap::none) {
      take_gap(row, own);
    }
    return row;
  }

  [[nodiscard]] CapacityRow row_at(NodeId node) const {
    auto const point = points_.at(node);
    CapacityRow row{.room_kva = point.room_kva};
    if (point.tightest.is_some()) {
      row.binding = points_.element(point.tightest).element;
    }
    if (point.gap.is_some()) {
      take_gap(row, points_.element(point.gap));
    }
    return row;
  }

  /// Nothing left at a known element is nothing left, whatever the unknown ones could take.
  static void settle(CapacityRow& row) {
    if (row.gap == CapacityGap::unfed) {
      row.room_kva = kUnknown;
      row.binding = {};
    }
    if (row.gap == CapacityGap::none || row.room_kva <= 0) {
      row.open_kva = std::max(0.0, row.room_kva);
    }
  }

  [[nodiscard]] std::string_view section_id(SectionId section) const {
    auto const via = model_.col().section_via[section];
    return via.is_some() ? model_.id_of(via) : std::string_view{};
  }

  /// Least room first, not proven last; then by external id, as the order of rows may differ from
  /// one export to the next.
  template <class IdOf>
  void sort(CapacityAnswer& answer, IdOf id_of) const {
    auto const first = answer.rows.begin() + static_cast<std::ptrdiff_t>(begin_);
    std::sort(first, answer.rows.end(), [&](CapacityRow const& a, CapacityRow const& b) {
      if (is_known(a.open_kva) != is_known(b.open_kva)) {
        return is_known(a.open_kva);
      }
      if (is_known(a.open_kva) && a.room_kva != b.room_kva) {
        return a.room_kva < b.room_kva;
      }
      auto const id_a = id_of(a.row);
      auto const id_b = id_of(b.row);
      return id_a != id_b ? id_a < id_b : a.row < b.row;
    });
  }

  NetworkModel const& model_;
  CapacityQuery const& query_;
  CapacityFilter filter_;
  CapacityPoints points_;
  std::size_t begin_ = 0;
  CapacityTotals totals_;
};

[[nodiscard]] Result<void> check_capacity_query(NetworkModel const& model,
                                                CapacityQuery const& query) {
  for (auto const share : {query.k_line, query.k_transformer, query.k_source}) {
    if (!(share > 0 && share <= 1)) {
      return fail(ErrorCode::invalid_argument, "a usable share is above 0 and at most 1",
                  "可用比例应大于 0 且不超过 1");
    }
  }
  auto const is_amount = [](double kva) { return std::isfinite(kva) && kva >= 0; };
  auto is_sound = is_amount(query.need_kva);
  for (auto const& pending : query.pending) {
    is_sound = is_sound && is_amount(pending.kva) &&
               (pending.user.is_some() ? pending.user.index() < model.n_user()
                                       : pending.node.index() < model.n_node());
  }
  if (!is_sound) {
    return fail(ErrorCode::invalid_argument,
                "kVA needed or pending is a number from 0, at a node or transformer of the case",
                "所需容量与已批未接容量应为不小于 0 的数，且位于算例的节点或变压器上");
  }
  return {};
}

}  // namespace

Result<CapacityAnswer> open_capacity(NetworkModel const& model, CapacityQuery const& query) {
  if (auto sound = check_capacity_query(model, query); !sound) {
    return tl::unexpected{std::move(sound.error())};
  }
  RowMaker maker{model, query};
  CapacityAnswer answer;
  for (auto const kind : query.kinds) {
    maker.add(kind, answer);
  }
  return answer;
}

}  // namespace tieline::study
