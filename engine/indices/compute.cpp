#include "engine/indices/compute.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "engine/indices/assemble.hpp"
#include "engine/indices/parts.hpp"
#include "engine/indices/quick_pass.hpp"
#include "engine/indices/sums_fit.hpp"

namespace tieline::indices {
namespace {

/// One history × query on its way to an answer.
class Computation {
 public:
  Computation(Facts const& facts, Query const& query, Plan const& plan)
      : facts_{facts},
        query_{query},
        plan_{plan},
        parts_{parts_of(facts.history(), query.threads)},
        bench_(parts_.size()) {}

  [[nodiscard]] Answer run() {
    auto const judged = judge();
    count(judged.meds);
    std::optional<EventRows> events;
    if (query_.want_events) {
      events.emplace(plan_.axes, plan_.projections);
      count_events(*events);
    }
    auto const tables = all_tables();
    for (std::size_t p = 1; p < bench_.size() && query_.want_people; ++p) {
      *bench_[0].people += *bench_[p].people;
      bench_[p].people.reset();
    }
    return assemble(facts_, query_, plan_,
                    {.tables = tables,
                     .people = bench_[0].people.get(),
                     .events = events ? &*events : nullptr,
                     .med = judged.outcome});
  }

 private:
  /// What one thread counts by itself.
  struct Bench {
    Tables tables;
    std::unique_ptr<PeopleTable> people;
    EventSpans events;
  };

  [[nodiscard]] MedJudgement judge() const {
    if (!plan_.needs_daily_sums) {
      return judge_days(facts_, query_, plan_.med_days, {});
    }
    auto const data_end = end_of_data(facts_);
    std::vector<std::vector<std::int64_t>> sums(parts_.size());
    run_parts(parts_.size(), [&](std::size_t p) {
      DailySums daily{facts_, query_.rules, plan_.med_days, data_end};
      for (auto const user : parts_[p]) {
        daily.add_user(user, 1);
      }
      sums[p] = std::move(daily.user_seconds());
    });
    for (std::size_t p = 1; p < sums.size(); ++p) {
      std::ranges::transform(sums[0], sums[p], sums[0].begin(), std::plus{});
    }
    return judge_days(facts_, query_, plan_.med_days, sums[0]);
  }

  void count(DaySet const& meds) {
    QuickTables const quick{facts_, plan_.axes, query_.rules, meds};
    run_parts(parts_.size(), [&](std::size_t p) {
      auto& bench = bench_[p];
      lay_out(parts_[p], bench.tables);
      Tally tally{facts_,
                  plan_.axes,
                  query_.rules,
                  meds,
                  {.user_cells = query_.want_people, .event_cells = query_.want_events}};
      if (query_.want_people || query_.want_events || !quick.serve()) {
        count_generally(parts_[p], tally, bench);
        return;
      }
      QuickPass pass{quick, facts_, plan_.axes, query_.rules, tally, bench.tables};
      for (auto const user : parts_[p]) {
        pass.add_user(user);
      }
      pass.finish();
    });
  }

  /// Cells of the groups that users of this part belong to.
  void lay_out(UserRange const& users, Tables& tables) const {
    auto const& axes = plan_.axes;
    std::size_t first = 0;
    std::size_t last = axes.n_group();
    if (!axes.group_of_user.empty() && !users.empty()) {
      auto const begin = axes.group_of_user.begin();
      auto const [least, most] =
          std::minmax_element(begin + static_cast<std::ptrdiff_t>(users.first().index()),
                              begin + static_cast<std::ptrdiff_t>(users.last().index()));
      first = *least;
      last = *most + std::size_t{1};
    }
    auto const cells_of_group = axes.n_cell() / axes.n_group();
    tables.first_cell = first * cells_of_group;
    tables.cells.resize((last - first) * cells_of_group);
  }

  void count_generally(UserRange const& users, Tally& tally, Bench& bench) const {
    if (query_.want_people) {
      bench.people = std::make_unique<PeopleTable>(query_, plan_.axes, plan_.projections);
    }
    for (auto const user : users) {
      tally.add_user(user, 1, bench.tables);
      if (query_.want_people) {
        bench.people->add_user(tally.user_cells(), tally.slices(), 1);
      }
      bench.events.add(tally.event_cells());
    }
  }

  void count_events(EventRows& rows) {
    auto& all = bench_[0].events;
    for (std::size_t p = 1; p < bench_.size(); ++p) {
      all.add(bench_[p].events.take());
    }
    auto const spans = all.take();
    for (auto first = spans.begin(); first != spans.end();) {
      auto const last = std::find_if(
          first, spans.end(), [&](EventCell const& span) { return span.event != first->event; });
      rows.add_event({first, last}, 1);
      first = last;
    }
  }

  [[nodiscard]] Tables all_tables() {
    if (bench_[0].tables.cells.size() == plan_.axes.n_cell() && bench_.size() == 1) {
      return std::move(bench_[0].tables);
    }
    Tables all;
    all.cells.resize(plan_.axes.n_cell());
    for (auto& bench : bench_) {
      for (std::size_t i = 0; i < bench.tables.cells.size(); ++i) {
        all.cells[bench.tables.first_cell + i] += bench.tables.cells[i];
      }
      all.ongoing_records += bench.tables.ongoing_records;
      all.unregistered_seconds += bench.tables.unregistered_seconds;
      bench.tables = {};
    }
    return all;
  }

  Facts facts_;
  Query const& query_;
  Plan const& plan_;
  std::vector<UserRange> parts_;
  std::vector<Bench> bench_;
};

}  // namespace

Result<Answer> compute(history::History const& history, Query const& query) {
  Facts const facts{history};
  TIELINE_TRY(plan, make_plan(facts, query));
  auto answer = Computation{facts, query, plan}.run();
  if (auto fit = prove_sums_fit(history, query, answer); !fit) {
    return tl::unexpected{std::move(fit.error())};
  }
  return answer;
}

}  // namespace tieline::indices
