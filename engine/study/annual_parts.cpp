#include "engine/study/annual_parts.hpp"

#include <algorithm>
#include <array>

#include "engine/study/policy.hpp"

namespace tieline::study {
namespace {

using indices::Key;
using indices::Row;
using indices::Weight;
using network::TargetBase;
using network::Zone;

constexpr std::array kBases{Weight::user, Weight::household, Weight::capacity_va};
static_assert(kBases.size() == kTrendBases);

bool is_of(TargetSet const& set, std::string const& organisation) {
  return is_same_place(organisation, set.jurisdiction);
}

bool is_district(TargetSet const& set, std::vector<std::string> const& organisations) {
  return std::any_of(organisations.begin(), organisations.end(),
                     [&](std::string const& o) { return is_of(set, o); });
}

/// Whose row of an answer a part is: of all, of one organisation, or of all but some.
struct Share {
  std::optional<std::string> organisation;
  std::vector<std::string> without;

  [[nodiscard]] Row of(indices::Answer const& answer, std::optional<Zone> zone) const {
    RowFinder const rows{answer};
    if (organisation) {
      return rows.row(zone, *organisation);
    }
    auto row = rows.row(zone);
    for (auto const& name : without) {
      auto const part = rows.row(zone, name);
      row.total -= part.total;
      for (std::size_t i = 0; i < row.by_nature.size(); ++i) {
        row.by_nature[i] -= part.by_nature[i];
      }
      row.external_seconds -= part.external_seconds;
      for (std::size_t w = 0; w < row.registered_seconds.size(); ++w) {
        row.registered_seconds[w] -= part.registered_seconds[w];
      }
    }
    return row;
  }
};

std::vector<TargetRow> rows_of(TargetSet const& set, std::optional<Zone> zone, TargetBase base) {
  std::vector<TargetRow> rows;
  std::copy_if(set.rows.begin(), set.rows.end(), std::back_inserter(rows),
               [&](TargetRow const& row) { return row.zone == zone && row.base == base; });
  return rows;
}

bool has_target(TargetSet const& set, std::optional<Zone> zone) {
  return std::any_of(set.rows.begin(), set.rows.end(),
                     [&](TargetRow const& row) { return row.zone == zone; });
}

/// Sets that a part is judged by, zone for zone: those of its own where they state the zone, else
/// those of the area.
struct Rulers {
  std::vector<TargetSet const*> own, area;

  [[nodiscard]] std::vector<TargetSet const*> const& of(std::optional<Zone> zone) const {
    auto const states_zone = [&](TargetSet const* set) { return has_target(*set, zone); };
    return std::any_of(own.begin(), own.end(), states_zone) ? own : area;
  }
};

/// The trend of one base, from what past years still lost after the same calendar instant.
Trend trend_of(AnnualZone const& zone, Weight weight, std::vector<PastYear> const& past,
               Share const& share, AnnualReport const& report) {
  Trend trend;
  auto const so_far = exact_hours(zone.to_date, weight);
  if (!so_far.is_known()) {
    return trend;
  }
  if (report.is_over) {
    trend.method = TrendMethod::year_is_over;
    trend.saidi_h = so_far.hours();
    return trend;
  }
  double sum = 0;
  for (auto const& year : past) {
    auto const rest = exact_hours(share.of(year.rest, zone.zone), weight);
    if (!rest.is_known()) {
      continue;
    }
    auto const hours = so_far.hours() + rest.hours();
    trend.years.push_back(year.year);
    trend.low_h = trend.low_h ? std::min(*trend.low_h, hours) : hours;
    trend.high_h = trend.high_h ? std::max(*trend.high_h, hours) : hours;
    sum += hours;
  }
  if (!trend.years.empty()) {
    trend.method = TrendMethod::past_years;
    trend.saidi_h = sum / static_cast<double>(trend.years.size());
    return trend;
  }
  auto const elapsed = report.to_date.to - report.to_date.from;
  auto const whole = elapsed + report.rest_s;
  trend.method = TrendMethod::straight_line;
  trend.saidi_h = so_far.hours() * static_cast<double>(whole) / static_cast<double>(elapsed);
  return trend;
}

TargetVerdict foretell(Judgement const& judgement, AnnualZone const& zone) {
  auto const& trend = zone.trend[static_cast<std::size_t>(weight_of(judgement.base))];
  if (trend.method == TrendMethod::year_is_over || !judgement.limit_h || !trend.saidi_h ||
      judgement.verdict == TargetVerdict::no_records) {
    return judgement.verdict;
  }
  return *trend.saidi_h <= *judgement.limit_h ? TargetVerdict::met : TargetVerdict::missed;
}

void judge_zone(std::vector<TargetSet const*> const& sets, AnnualReport const& report,
                AnnualZone& zone) {
  for (auto const* set : sets) {
    bool is_judged = false;
    for (auto const base : {TargetBase::mv_user, TargetBase::household}) {
      auto const rows = rows_of(*set, zone.zone, base);
      if (rows.empty()) {
        continue;
      }
      auto const weight = weight_of(base);
      auto judgement =
          judge(rows, exact_hours(zone.to_date, weight),
                report.has_last_year ? exact_hours(zone.last_year, weight) : ExactHours{});
      judgement.jurisdiction = set->jurisdiction;
      judgement.is_shipped = set->is_shipped;
      if (!report.has_records && judgement.verdict == TargetVerdict::met) {
        judgement.verdict = TargetVerdict::no_records;
      }
      zone.judgements.push_back(std::move(judgement));
      is_judged = true;
    }
    if (!is_judged) {
      Judgement none;
      none.jurisdiction = set->jurisdiction;
      none.is_shipped = set->is_shipped;
      zone.judgements.push_back(std::move(none));
    }
  }
  if (sets.empty()) {
    zone.judgements.emplace_back();
  }
  for (auto const& judgement : zone.judgements) {
    zone.foretold.push_back(foretell(judgement, zone));
  }
}

/// Zones with users, and those that a target of this part itself states.
bool is_worth_a_line(AnnualZone const& zone, AnnualPart::Kind kind, Rulers const& rulers) {
  auto const& row = zone.to_date;
  auto const& sets = kind == AnnualPart::Kind::area ? rulers.area : rulers.own;
  return row.registered_seconds[0] != 0 || row.total.seconds[0] != 0 ||
         zone.last_year.registered_seconds[0] != 0 ||
         std::any_of(sets.begin(), sets.end(),
                     [&](TargetSet const* set) { return has_target(*set, zone.zone); });
}

AnnualPart make_part(AnnualPart::Kind kind, Share const& share, Rulers const& rulers,
                     PartSources const& sources, AnnualReport const& report) {
  AnnualPart part;
  part.kind = kind;
  part.organisation = share.organisation.value_or("");
  std::vector<std::optional<Zone>> zones{network::kZones.begin(), network::kZones.end()};
  zones.emplace_back();
  for (auto const zone : zones) {
    AnnualZone line;
    line.zone = zone;
    line.to_date = share.of(sources.now, zone);
    line.last_to_date = share.of(sources.last_to_date, zone);
    line.last_year = share.of(sources.last_year, zone);
    if (zone && !is_worth_a_line(line, kind, rulers)) {
      continue;
    }
    for (auto const weight : kBases) {
      line.trend[static_cast<std::size_t>(weight)] =
          trend_of(line, weight, sources.past_years, share, report);
    }
    judge_zone(rulers.of(zone), report, line);
    part.zones.push_back(std::move(line));
  }
  return part;
}

bool is_own_of(TargetSet const& set, AnnualPart const& part) {
  return part.kind == AnnualPart::Kind::organisation && is_of(set, part.organisation);
}

/// Does the set hold for one part only?
bool is_own(TargetSet const& set, AnnualReport const& report) {
  return std::any_of(report.parts.begin(), report.parts.end(),
                     [&](AnnualPart const& part) { return is_own_of(set, part); });
}

/// What the targets of the area's zones, weighted with who lives there, allow.
std::optional<NestedTargets> nest(TargetSet const& set, TargetBase base, AnnualPart const& area) {
  auto const all = rows_of(set, std::nullopt, base);
  auto const is_hours = [](TargetRow const& row) {
    return row.kind == network::TargetKind::absolute_h;
  };
  auto const cap = std::find_if(all.begin(), all.end(), is_hours);
  if (cap == all.end()) {
    return std::nullopt;
  }
  double hours = 0;
  double units = 0;
  double units_in_all = 0;
  for (auto const& zone : area.zones) {
    if (!zone.zone) {
      continue;
    }
    auto const n = exact_hours(zone.to_date, weight_of(base)).units();
    units_in_all += n;
    auto const rows = rows_of(set, zone.zone, base);
    auto const target = std::find_if(rows.begin(), rows.end(), is_hours);
    if (target != rows.end()) {
      hours += target->value * n;
      units += n;
    }
  }
  if (units <= 0) {
    return std::nullopt;
  }
  return NestedTargets{.jurisdiction = set.jurisdiction,
                       .base = base,
                       .zones_mean_h = hours / units,
                       .units_covered = units / units_in_all,
                       .area_limit_h = cap->value,
                       .zones_allow_more = hours / units > cap->value};
}

}  // namespace

Row RowFinder::row(std::optional<Zone> zone, std::optional<std::string_view> organisation) const {
  return find(zone ? std::optional{network::name_of(*zone)} : std::nullopt, organisation,
              std::nullopt);
}

Row RowFinder::month_row(int year, int month) const {
  auto const number = std::to_string(month);
  auto const label = std::to_string(year) + (month < 10 ? "-0" : "-") + number;
  return find(std::nullopt, std::nullopt, label);
}

Row RowFinder::find(std::optional<std::string_view> zone,
                    std::optional<std::string_view> organisation,
                    std::optional<std::string_view> month) const {
  auto const& by = answer_.query.by;
  std::array<std::uint32_t, indices::kMostKeys> wanted{indices::kAll, indices::kAll, indices::kAll,
                                                       indices::kAll};
  Row none;
  none.period_s = month ? 0 : answer_.query.to - answer_.query.from;
  for (std::size_t k = 0; k < by.size(); ++k) {
    auto const& name = by[k] == Key::zone           ? zone
                       : by[k] == Key::organisation ? organisation
                                                    : month;
    if (!name) {
      continue;
    }
    auto const& labels = answer_.labels[k];
    // An unknown zone's label may be empty: it has no name in any language.
    auto const is_meant = [&](indices::Label const& label) {
      return label.name == *name ||
             (by[k] == Key::zone && label.name.empty() && *name == "unknown");
    };
    auto const at = std::find_if(labels.begin(), labels.end(), is_meant);
    if (at == labels.end()) {
      return none;
    }
    wanted[k] = static_cast<std::uint32_t>(at - labels.begin());
  }
  auto const found = std::find_if(answer_.rows.begin(), answer_.rows.end(),
                                  [&](Row const& row) { return row.key == wanted; });
  return found == answer_.rows.end() ? none : *found;
}

bool has_districts(std::vector<TargetSet> const& sets,
                   std::vector<std::string> const& organisations) {
  return std::any_of(sets.begin(), sets.end(),
                     [&](TargetSet const& set) { return is_district(set, organisations); });
}

std::vector<AnnualPart> make_parts(PartSources const& sources, AnnualReport const& report) {
  Rulers area;
  for (auto const& set : report.sets) {
    if (!is_district(set, sources.organisations)) {
      area.area.push_back(&set);
    }
  }
  std::vector<AnnualPart> parts;
  parts.push_back(make_part(AnnualPart::Kind::area, {}, area, sources, report));
  Share rest;
  for (auto const& name : sources.organisations) {
    auto rulers = area;
    for (auto const& set : report.sets) {
      if (is_of(set, name)) {
        rulers.own.push_back(&set);
      }
    }
    if (!rulers.own.empty()) {
      rest.without.push_back(name);
    }
    if (!rulers.own.empty() || report.query.by_organisation) {
      Share const share{.organisation = name, .without = {}};
      parts.push_back(make_part(AnnualPart::Kind::organisation, share, rulers, sources, report));
    }
  }
  if (report.query.by_organisation) {  // so that the organisations sum to the area
    Share const nobody{.organisation = std::string{}, .without = {}};
    if (nobody.of(sources.now, std::nullopt).registered_seconds[0] != 0) {
      parts.push_back(make_part(AnnualPart::Kind::organisation, nobody, area, sources, report));
    }
  }
  if (!rest.without.empty()) {
    parts.push_back(make_part(AnnualPart::Kind::rest, rest, area, sources, report));
  }
  return parts;
}

std::vector<NestedTargets> nested_targets(AnnualReport const& report) {
  std::vector<NestedTargets> nested;
  for (auto const& set : report.sets) {
    for (auto const base : {TargetBase::mv_user, TargetBase::household}) {
      for (auto const& part : report.parts) {
        auto const holds =
            part.kind == AnnualPart::Kind::area ? !is_own(set, report) : is_own_of(set, part);
        auto found = holds ? nest(set, base, part) : std::nullopt;
        if (found) {
          nested.push_back(std::move(*found));
        }
      }
    }
  }
  return nested;
}

std::vector<std::optional<Zone>> zones_of(AnnualPart const& part) {
  std::vector<std::optional<Zone>> zones;
  zones.reserve(part.zones.size());
  for (auto const& zone : part.zones) {
    zones.push_back(zone.zone);
  }
  return zones;
}

ExactHours exact_hours(Row const& row, Weight weight) {
  auto const w = static_cast<std::size_t>(weight);
  return {.seconds = row.total.seconds[w],
          .registered = row.registered_seconds[w],
          .period_s = row.period_s};
}

Weight weight_of(TargetBase base) {
  return base == TargetBase::household ? Weight::household : Weight::user;
}

}  // namespace tieline::study
