#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/network/checks.hpp"
#include "engine/network/network_faults.hpp"

namespace tieline::network::building {
namespace {

constexpr std::int64_t kMostHouseholds = 20;  ///< on one dedicated transformer
constexpr float kOverload = 3.0F;             ///< load per rating
constexpr double kOversubscribed = 1.2;       ///< sum of average loads per rating
constexpr double kTypicalTooLarge = 20.0;     ///< median load per rating: watts read as kW
constexpr double kTypicalTooSmall = 0.002;    ///< likewise megawatts read as kW
constexpr std::size_t kFewestForTypical = 3;

void check_households(Rows& rows, UserAt at, TransformerRow const& row) {
  if (row.nature == Nature::public_supply && row.households <= 0) {
    rows.report(kNoHouseholds, at, {.column = "households", .value = std::string{row.id}});
  }
  if (row.nature == Nature::dedicated && row.households > kMostHouseholds) {
    rows.report(kManyHouseholds, at,
                {.column = "households",
                 .value = std::string{row.id},
                 .other = std::to_string(row.households)});
  }
}

/// One load column and whether its unit is in doubt as a whole (then single rows are not told).
struct LoadColumn {
  std::string_view name;
  float TransformerRow::* kw;
  bool is_doubtful = false;
};

void check_load(Rows& rows, UserAt at, LoadColumn const& column) {
  auto const& row = rows.tables().transformers[at.index()];
  auto const kw = row.*column.kw;
  if (kw < 0) {
    rows.report(kNegativeLoad, at, {.column = column.name, .value = figure(kw)});
  }
  if (!column.is_doubtful && std::abs(kw) > kOverload * row.rated_kva) {
    rows.report(kOverloadedUser, at,
                {.column = column.name, .value = figure(kw), .other = figure(row.rated_kva)});
  }
}

/// The median of |load| / rating tells the unit of the whole column (B50).
void check_unit(Built const& b, LoadColumn& column) {
  std::vector<double> ratios;
  ratios.reserve(b.numbers.user_at.size());
  for (auto const at : b.numbers.user_at) {
    auto const& row = b.rows.tables().transformers[at.index()];
    auto const load = static_cast<double>(std::abs(row.*column.kw));
    if (load > 0 && row.rated_kva > 0) {
      ratios.push_back(load / static_cast<double>(row.rated_kva));
    }
  }
  if (ratios.size() < kFewestForTypical) {
    return;
  }
  auto const middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
  std::nth_element(ratios.begin(), middle, ratios.end());
  if (*middle > kTypicalTooLarge || *middle < kTypicalTooSmall) {
    column.is_doubtful = true;
    b.rows.report_table(*middle > kTypicalTooLarge ? kUnitsTooLarge : kUnitsTooSmall,
                        TableKind::transformers, {.column = column.name, .value = figure(*middle)});
  }
}

/// The known average loads of the users in some sections.
double average_kw(NetworkModel const& model, IdRange<SectionId> sections) {
  auto const& col = model.col();
  double sum = 0;
  for (auto const user :
       IdRange{col.section_first_user[sections.first()], col.section_first_user[sections.last()]}) {
    auto const kw = static_cast<double>(col.user_load_kw[user]);
    sum += is_known(kw) ? kw : 0.0;
  }
  return sum;
}

void check_head_ratings(Built const& b) {
  auto const& col = b.model.col();
  for (auto const feeder : col.feeder_head.ids()) {
    auto const head = col.feeder_head[feeder];
    auto const kva = std::sqrt(3.0) * static_cast<double>(col.node_kv[col.switch_nodes[head].a]) *
                     static_cast<double>(col.switch_ampacity_a[head]);
    auto const kw = average_kw(b.model, b.model.sections_of(feeder));
    if (kva > 0 && kw > kOversubscribed * kva) {
      b.rows.report(kHeadOversubscribed, b.numbers.feeder_at[feeder],
                    {.value = std::string{b.model.id_of(feeder)}, .other = figure(kw / kva)});
    }
  }
}

}  // namespace

void check_users(Built const& b) {
  auto const& col = b.model.col();
  LoadColumn load{"load_kw", &TransformerRow::load_kw};
  LoadColumn peak{"peak_kw", &TransformerRow::peak_kw};
  check_unit(b, load);
  check_unit(b, peak);
  for (auto const user : col.user_section.ids()) {
    auto const at = b.numbers.user_at[user];
    auto const& row = b.rows.tables().transformers[at.index()];
    check_households(b.rows, at, row);
    check_load(b.rows, at, load);
    check_load(b.rows, at, peak);
    if (row.peak_kw < row.load_kw) {
      b.rows.report(
          kPeakBelowMean, at,
          {.column = "peak_kw", .value = figure(row.peak_kw), .other = figure(row.load_kw)});
    }
  }
  for (auto const user : col.dual_users) {
    if (col.node_section[col.user_second_node[user]] == col.user_section[user]) {
      b.rows.report(kSecondSupplySame, b.numbers.user_at[user],
                    {.column = "second_supply",
                     .value = std::string{b.model.id_of(user)},
                     .other = name_of(b.model, col.user_section[user])});
    }
  }
}

void check_sources(Built const& b) {
  auto const& col = b.model.col();
  IdVec<SourceId, double> kw(b.model.n_source(), 0.0);
  for (auto const s : col.section_source.ids()) {
    if (auto const source = col.section_source[s]; source.is_some()) {
      kw[source] += average_kw(b.model, {s, s.next()});
    }
  }
  std::unordered_set<std::uint32_t> told;
  for (auto const source : col.source_rated_kva.ids()) {
    auto const rated = static_cast<double>(col.source_rated_kva[source]);
    auto const station = col.source_station[source];
    auto const at = b.numbers.source_at[source];
    if (!is_known(rated) && told.insert(station.raw()).second) {
      b.rows.report(kSourceRatingMissing, at,
                    {.column = "rated_kva", .value = std::string{b.model.name_of(station)}});
    }
    if (rated > 0 && kw[source] > kOversubscribed * rated) {
      b.rows.report(kSourceOversubscribed, at,
                    {.column = "rated_kva",
                     .value = std::string{b.model.id_of(source)},
                     .other = figure(kw[source] / rated)});
    }
  }
  check_head_ratings(b);
}

}  // namespace tieline::network::building
