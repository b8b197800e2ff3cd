// The engine against the second witness on random histories: every integer, every ratio.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "engine/indices/compute.hpp"
#include "engine/indices/ratios.hpp"
#include "tests/support/random_history.hpp"
#include "tests/support/reference_indices.hpp"

namespace tieline::test {
namespace {

using indices::Answer;
using indices::Query;
using indices::Row;
using indices::Weight;
using indices::Weighted;
using Cell = ReferenceIndices::Cell;

/// Collects what differs, a line a figure.
class Differences {
 public:
  void at(std::string where) { where_ = std::move(where); }
  void compare(char const* what, std::int64_t engine, std::int64_t reference) {
    if (engine != reference) {
      text_ += where_ + " " + what + ": engine " + std::to_string(engine) + ", reference " +
               std::to_string(reference) + "\n";
    }
  }
  template <class Sum>
  void compare(char const* what, std::array<Sum, indices::kWeightCount> const& engine,
               std::array<Sum, indices::kWeightCount> const& reference) {
    constexpr std::array kBases{" of users", " of households", " of VA", " of W"};
    for (std::size_t w = 0; w < engine.size(); ++w) {
      compare((std::string{what} + kBases[w]).c_str(), static_cast<std::int64_t>(engine[w]),
              static_cast<std::int64_t>(reference[w]));
    }
  }
  void compare(char const* what, std::optional<double> engine, std::optional<double> reference) {
    auto const is_same =
        engine.has_value() == reference.has_value() &&
        (!engine || std::abs(*engine - *reference) <= 1e-11 * std::max(1.0, std::abs(*reference)));
    if (!is_same) {
      text_ += where_ + " " + what + ": engine " + (engine ? std::to_string(*engine) : "none") +
               ", reference " + (reference ? std::to_string(*reference) : "none") + "\n";
    }
  }
  void say(std::string const& what) { text_ += where_ + " " + what + "\n"; }
  [[nodiscard]] std::string const& text() const { return text_; }

 private:
  std::string where_, text_;
};

void compare(indices::Sums const& engine, indices::Sums const& reference, Differences& out) {
  out.compare("seconds", engine.seconds, reference.seconds);
  out.compare("interruptions", engine.interruptions, reference.interruptions);
  out.compare("momentary_seconds", engine.momentary_seconds, reference.momentary_seconds);
  out.compare("momentary", engine.momentary, reference.momentary);
  out.compare("momentary_events", engine.momentary_events, reference.momentary_events);
  out.compare("med_seconds", engine.med_seconds, reference.med_seconds);
  out.compare("med_interruptions", engine.med_interruptions, reference.med_interruptions);
}

void compare(std::vector<Weighted> const& engine, std::vector<Weighted> const& reference,
             char const* what, Differences& out) {
  if (engine.size() != reference.size()) {
    out.say(std::string{what} + " has another length");
    return;
  }
  for (std::size_t i = 0; i < engine.size(); ++i) {
    out.compare((std::string{what} + "[" + std::to_string(i) + "]").c_str(), engine[i],
                reference[i]);
  }
}

void compare(indices::People const& engine, indices::People const& reference, Differences& out) {
  out.compare("people interrupted", engine.interrupted, reference.interrupted);
  out.compare("people at end", engine.registered_at_end, reference.registered_at_end);
  compare(engine.cemi, reference.cemi, "cemi", out);
  compare(engine.cemsmi, reference.cemsmi, "cemsmi", out);
  compare(engine.celid_single, reference.celid_single, "celid_single", out);
  compare(engine.celid_total, reference.celid_total, "celid_total", out);
}

void compare(indices::EventSums const& engine, indices::EventSums const& reference,
             char const* what, Differences& out) {
  out.compare((std::string{what} + " count").c_str(), engine.count, reference.count);
  out.compare((std::string{what} + " seconds").c_str(), engine.seconds, reference.seconds);
}

/// The formulas of docs/methods/indices.md §5, once more, from one exact row.
void compare_ratios(Row const& row, Weight base, Query const& query, Differences& out) {
  auto const w = static_cast<std::size_t>(base);
  using Figure = std::optional<double>;
  auto const over = [](indices::UnitSeconds a, double b) {
    return b == 0 ? Figure{} : Figure{static_cast<double>(a) / b};
  };
  auto const of = [](indices::UnitSeconds n) { return static_cast<double>(n); };
  auto const r = indices::ratios(row, base);
  auto const users = of(row.registered_seconds[w]) / of(row.period_s);
  auto const& t = row.total;
  auto const& fault = row.by_nature[0];
  auto const& planned = row.by_nature[1];
  auto const sustained = t.seconds[w] - t.momentary_seconds[w];
  out.compare("users", r.users, over(row.registered_seconds[w], of(row.period_s)));
  out.compare("saidi_h", r.saidi_h, over(t.seconds[w], users * 3600));
  out.compare("saifi", r.saifi, over(t.interruptions[w], users));
  out.compare("maifi", r.maifi, over(t.momentary[w], users));
  out.compare("maifi_e", r.maifi_e, over(t.momentary_events[w], users));
  out.compare("caidi_h", r.caidi_h, over(sustained, of(t.interruptions[w]) * 3600));
  auto const part = over(t.seconds[w], of(row.registered_seconds[w]));
  out.compare("asai", r.asai, part ? Figure{1.0 - *part} : Figure{});
  out.compare("saidi_fault_h", r.saidi_fault_h, over(fault.seconds[w], users * 3600));
  out.compare("saidi_prearranged_h", r.saidi_prearranged_h, over(planned.seconds[w], users * 3600));
  out.compare("saifi_fault", r.saifi_fault, over(fault.interruptions[w], users));
  out.compare("saifi_prearranged", r.saifi_prearranged, over(planned.interruptions[w], users));
  out.compare("saidi_without_med_h", r.saidi_without_med_h,
              over(t.seconds[w] - t.med_seconds[w], users * 3600));
  out.compare("saifi_without_med", r.saifi_without_med,
              over(t.interruptions[w] - t.med_interruptions[w], users));
  auto const normal = over(t.seconds[w] - t.med_seconds[w], of(row.registered_seconds[w]));
  out.compare("asai_without_med", r.asai_without_med, normal ? Figure{1.0 - *normal} : Figure{});
  auto const kwh = [&](std::int64_t watt_seconds) { return of(watt_seconds) / 3.6e6; };
  out.compare("ens_kwh", r.ens_kwh, Figure{kwh(t.seconds[3])});
  out.compare("aens_kwh", r.aens_kwh, users == 0 ? Figure{} : Figure{kwh(t.seconds[3]) / users});
  out.compare("ire", r.ire, over(row.external_seconds, of(t.seconds[0])));
  if (query.want_people) {
    out.compare("ctaidi_h", r.ctaidi_h, over(sustained, of(row.people.interrupted[w]) * 3600));
    out.compare("caifi", r.caifi, over(t.interruptions[w], of(row.people.interrupted[w])));
  }
  if (query.want_events) {
    auto const& by = row.events_by_nature;
    out.compare("mid_fault_h", r.mid_fault_h, over(by[0].seconds, of(by[0].count) * 3600));
    out.compare("mid_prearranged_h", r.mid_prearranged_h,
                over(by[1].seconds, of(by[1].count) * 3600));
    out.compare("aent_fault_kwh", r.aent_fault_kwh,
                over(fault.seconds[3], of(by[0].count) * 3.6e6));
    out.compare("aent_prearranged_kwh", r.aent_prearranged_kwh,
                over(planned.seconds[3], of(by[1].count) * 3.6e6));
    out.compare("mic", r.mic, over(t.interruptions[w], of(row.events.count)));
    out.compare("mic_fault", r.mic_fault, over(fault.interruptions[w], of(by[0].count)));
    out.compare("mic_prearranged", r.mic_prearranged,
                over(planned.interruptions[w], of(by[1].count)));
  }
}

void compare_rows(Row const& engine, Row const& reference, Query const& query, Differences& out) {
  compare(engine.total, reference.total, out);
  for (std::size_t n = 0; n < history::kNatureCount; ++n) {
    compare(engine.by_nature[n], reference.by_nature[n], out);
  }
  out.compare("external_seconds", engine.external_seconds, reference.external_seconds);
  out.compare("registered_seconds", engine.registered_seconds, reference.registered_seconds);
  out.compare("period_s", engine.period_s, reference.period_s);
  if (query.want_people) {
    compare(engine.people, reference.people, out);
  }
  if (query.want_events) {
    compare(engine.events, reference.events, "events", out);
    for (std::size_t n = 0; n < history::kNatureCount; ++n) {
      compare(engine.events_by_nature[n], reference.events_by_nature[n], "events by nature", out);
    }
  }
  for (auto const base : {Weight::user, Weight::household, Weight::capacity_va}) {
    compare_ratios(engine, base, query, out);
  }
}

void compare_totals(Answer const& answer, ReferenceTotals const& totals, Differences& out) {
  out.compare("ongoing_records", answer.ongoing_records, totals.ongoing_records);
  out.compare("capacity unknown", answer.capacity_unknown_users, totals.capacity_unknown_users);
  out.compare("load unknown", answer.load_unknown_users, totals.load_unknown_users);
  out.compare("unregistered_seconds", answer.unregistered_seconds, totals.unregistered_seconds);
  out.compare("reasons", static_cast<std::int64_t>(answer.excluded.size()),
              static_cast<std::int64_t>(totals.excluded.size()));
  for (auto const& sum : answer.excluded) {
    auto const found = totals.excluded.find(sum.reason);
    if (found == totals.excluded.end()) {
      out.say("excluded for '" + sum.reason + "' by the engine only");
      continue;
    }
    out.compare("excluded records", sum.records, found->second.records);
    out.compare("excluded seconds", sum.user_seconds, found->second.user_seconds);
  }
}

void compare_med(indices::MedOutcome const& engine, ReferenceMed const& reference,
                 PlainCalendar const& calendar, Query const& query, Differences& out) {
  if (query.med.source == indices::MedSource::beta ||
      query.med.source == indices::MedSource::both) {
    out.compare("t_med", engine.t_med_min, reference.t_med_min);
    out.compare("med days of history", static_cast<std::int64_t>(engine.n_day),
                static_cast<std::int64_t>(reference.n_day));
    out.compare("first year", engine.first_year.value_or(0), reference.first_year.value_or(0));
    out.compare("last year", engine.last_year.value_or(0), reference.last_year.value_or(0));
  }
  std::size_t found = 0;
  std::set<std::int64_t> dropped;
  for (auto const& day : engine.days) {
    if (day.is_dropped) {
      dropped.insert(calendar.day_of(day.day));
    }
    if (!day.is_med_by_beta && !day.is_official) {
      continue;
    }
    ++found;
    auto const at = reference.days.find(calendar.day_of(day.day));
    if (at == reference.days.end()) {
      out.say("MED by the engine only: " + calendar.day_name(day.day));
      continue;
    }
    out.compare("MED begins", day.day, at->second.day);
    out.compare("MED user seconds", day.user_seconds, at->second.user_seconds);
    out.compare("MED users", std::optional{day.users}, std::optional{at->second.users});
    out.compare("MED by beta", day.is_med_by_beta ? 1 : 0, at->second.is_med_by_beta ? 1 : 0);
    out.compare("MED official", day.is_official ? 1 : 0, at->second.is_official ? 1 : 0);
  }
  if (dropped != reference.dropped) {
    out.say("other days are dropped");
  }
  out.compare("MEDs", static_cast<std::int64_t>(found),
              static_cast<std::int64_t>(reference.days.size()));
}

std::string name_of(Cell const& cell, std::size_t keys) {
  std::string name = "[";
  for (std::size_t k = 0; k < keys; ++k) {
    name += (k == 0 ? "" : ", ") + (cell[k] ? "'" + *cell[k] + "'" : "all");
  }
  return name + "]";
}

Cell cell_of(Answer const& answer, Row const& row) {
  Cell cell;
  for (std::size_t k = 0; k < answer.query.by.size(); ++k) {
    if (row.key[k] != indices::kAll) {
      cell[k] = answer.labels[k][row.key[k]].name;
    }
  }
  return cell;
}

/// What differs between engine and reference; empty: nothing.
std::string differences(PlainHistory const& plain, Query const& query) {
  Differences out;
  auto const history = built(plain);
  auto const answer = indices::compute(*history, query);
  if (!answer) {
    return "no answer: " + answer.error().en;
  }
  ReferenceIndices const reference{plain, query};
  if (reference.med().is_close) {
    return {};  // rounding decides whether the day is a MED
  }
  std::map<Cell, int> seen;
  for (auto const& row : answer->rows) {
    auto const cell = cell_of(*answer, row);
    out.at(name_of(cell, query.by.size()));
    if (++seen[cell] > 1) {
      out.say("is there twice");
    }
    auto const expected = reference.row(cell);
    compare_rows(row, expected, query, out);
    if (!reference.is_listed(cell, expected)) {
      out.say("is there without a figure");
    }
  }
  for (auto const& cell : reference.possible_cells()) {
    out.at(name_of(cell, query.by.size()));
    if (!seen.contains(cell) && reference.is_listed(cell, reference.row(cell))) {
      out.say("is missing");
    }
  }
  out.at("answer");
  compare_totals(*answer, reference.totals(), out);
  compare_med(answer->med, reference.med(), PlainCalendar{plain.time_zone}, query, out);
  return out.text();
}

std::string to_text(Query const& query) {
  std::string text = "query " + std::to_string(query.from) + " " + std::to_string(query.to) +
                     " profile " + std::to_string(static_cast<int>(query.rules.profile)) +
                     " variant " + std::to_string(static_cast<int>(query.rules.variant)) +
                     " momentary_s " + std::to_string(query.rules.momentary_s) + " merge_gap_s " +
                     std::to_string(query.rules.merge_gap_s) + " momentary_event_s " +
                     std::to_string(query.rules.momentary_event_s) + " med " +
                     std::to_string(static_cast<int>(query.med.source)) + " threads " +
                     std::to_string(query.threads) + " by";
  for (auto const key : query.by) {
    text += " " + std::string{indices::name_of(key)};
  }
  return text + "\n";
}

/// Takes rows away as long as the answers still differ, so that what is left can be read.
PlainHistory shrunk(PlainHistory plain, Query const& query) {
  auto const without_one = [&](auto PlainHistory::* rows) {
    for (std::size_t i = (plain.*rows).size(); i > 0; --i) {
      auto less = plain;
      (less.*rows).erase((less.*rows).begin() + static_cast<std::ptrdiff_t>(i - 1));
      try {
        if (!differences(less, query).empty()) {
          plain = less;
        }
      } catch (std::exception const&) {  // the row was needed by another
        continue;
      }
    }
  };
  without_one(&PlainHistory::records);
  without_one(&PlainHistory::slices);
  without_one(&PlainHistory::official_days);
  without_one(&PlainHistory::events);
  auto const is_idle = [&](PlainUser const& user) {
    auto const is_his = [&](auto const& row) { return row.user == user.id; };
    return std::ranges::none_of(plain.records, is_his) &&
           std::ranges::none_of(plain.slices, is_his);
  };
  auto few = plain;
  std::erase_if(few.users, is_idle);
  return differences(few, query).empty() ? plain : few;
}

/// Ten runs of a thousand histories each, so that they share the processors.
class ReferenceProperty : public testing::TestWithParam<std::uint64_t> {};

TEST_P(ReferenceProperty, EngineCountsWhatTheReferenceCounts) {
  constexpr std::uint64_t kRuns = 1050;
  for (std::uint64_t i = 0; i < kRuns; ++i) {
    auto const seed = GetParam() * kRuns + i;
    HistorySizes sizes;
    if (i % 20 == 0) {  // a crowd now and then: several threads get work
      sizes = {.most_users = 40, .most_events = 7, .most_records = 8, .old_years = 10};
    }
    auto const plain = random_history(seed, sizes);
    auto const query = random_query(seed, plain);
    if (!differences(plain, query).empty()) {
      auto const small = shrunk(plain, query);
      FAIL() << "seed " << seed << "\n"
             << differences(small, query).substr(0, 4000) << to_text(query) << test::to_text(small);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReferenceProperty, testing::Range<std::uint64_t>(0, 10));

}  // namespace
}  // namespace tieline::test
