#include "engine/indices/caps.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "engine/base/check.hpp"
#include "engine/indices/embedded_rules.hpp"
#include "engine/indices/rule_file.hpp"
#include "engine/io/file_faults.hpp"

namespace tieline::indices {
namespace {

using namespace io;
using namespace io::schema;
using history::OutageClass;

constexpr DayNumber kRollingDays = 365;

struct PolicyCells {
  std::string policy, source;
  double supply_kv_min = 0, supply_kv_max = 0, per_year = 0;
  CapScope scope = CapScope::all;
  std::uint32_t row = 0;
};

constexpr std::array kCapColumns{
    column<&PolicyCells::policy>(CellType::id, "policy"),
    number<&PolicyCells::supply_kv_min>("supply_kv_min").filled(),
    number<&PolicyCells::supply_kv_max>("supply_kv_max").filled(),
    number<&PolicyCells::per_year>("per_year").filled(),
    word<&PolicyCells::scope>("scope", kCapScopeWords, faults::kUnknownWord, "all").filled(),
    column<&PolicyCells::source>(CellType::name, "source").filled(),
};
TableSchema const kCapSchema{"rules", kCapColumns};

std::vector<CapPolicy> read_policies() {
  auto const rows = read_rule_rows<PolicyCells>(kCapSchema, policy_caps_csv(), "policy_caps.csv");
  TIELINE_CHECK(rows.has_value());
  std::vector<CapPolicy> policies;
  for (auto const& cells : *rows) {
    if (policies.empty() || policies.back().id != cells.policy) {
      policies.push_back({.id = cells.policy, .caps = {}});
    }
    policies.back().caps.push_back({.source = cells.source,
                                    .supply_kv_min = cells.supply_kv_min,
                                    .supply_kv_max = cells.supply_kv_max,
                                    .per_year = cells.per_year,
                                    .scope = cells.scope,
                                    .row = cells.row});
  }
  return policies;
}

bool is_registered_within(History const& history, UserId user, RepeatPeriod const& period) {
  auto const& col = history.col();
  auto const slices = history.slices_of(user);
  return std::any_of(slices.begin(), slices.end(), [&](history::SliceId slice) {
    return col.slice_since[slice] <= period.as_of && col.slice_until[slice] > period.from;
  });
}

}  // namespace

std::vector<CapPolicy> const& builtin_cap_policies() {
  static auto const policies = read_policies();
  return policies;
}

Result<CapPolicy> pick_cap_policy(std::string_view id) {
  std::string names;
  for (auto const& policy : builtin_cap_policies()) {
    if (policy.id == id) {
      return policy;
    }
    names += (names.empty() ? "" : ", ") + policy.id;
  }
  return fail(ErrorCode::unknown_id,
              fmt::format("no caps of the name \"{}\"; there are: {}", id, names),
              fmt::format("没有名为 \"{}\" 的停电次数上限；可用：{}", id, names));
}

bool covers(CapRow const& cap, float supply_kv) {
  return supply_kv >= static_cast<float>(cap.supply_kv_min) &&
         supply_kv <= static_cast<float>(cap.supply_kv_max);
}

void caps_of(std::span<CapRow const> caps, float supply_kv, std::vector<std::size_t>& found) {
  found.clear();
  for (std::size_t i = 0; i < caps.size(); ++i) {
    auto const is_settled = std::any_of(found.begin(), found.end(), [&](std::size_t other) {
      return caps[other].scope == caps[i].scope && caps[other].source == caps[i].source;
    });
    if (!is_settled && covers(caps[i], supply_kv)) {
      found.push_back(i);
    }
  }
}

bool counts(UserOutage const& outage, CapScope scope) {
  auto const is_planned = outage.outage_class >= OutageClass::planned_maintenance &&
                          outage.outage_class <= OutageClass::planned_supply_adjustment;
  return !outage.is_momentary && (scope == CapScope::all || is_planned);
}

std::string_view name_of(CapStatus status) {
  constexpr std::array<std::string_view, 4> kNames{"over", "at", "one_below", "below"};
  return kNames[static_cast<std::size_t>(status)];
}

CapStatus status_of(std::int64_t count, double per_year) {
  auto const n = static_cast<double>(count);
  return n > per_year       ? CapStatus::over
         : n + 1 > per_year ? CapStatus::at
         : n + 2 > per_year ? CapStatus::one_below
                            : CapStatus::below;
}

CapCount count_for(CapRow const& cap, RepeatPeriod const& period,
                   std::span<UserOutage const> outages) {
  CapCount count;
  std::vector<DayNumber> window;  // days of counted outages, ascending
  std::size_t first = 0;
  for (auto const& outage : outages) {
    auto const is_of_year = outage.day >= period.first_day && outage.day <= period.last_day;
    if (outage.is_momentary) {
      count.momentary += is_of_year ? 1 : 0;
    }
    if (!counts(outage, cap.scope)) {
      continue;
    }
    window.push_back(outage.day);
    while (outage.day - window[first] >= kRollingDays) {
      ++first;
    }
    if (is_of_year) {
      ++count.year;
      count.rolling = std::max(count.rolling, static_cast<std::int64_t>(window.size() - first));
      if (!count.exceeded && status_of(count.year, cap.per_year) == CapStatus::over) {
        count.exceeded = outage.begin;
      }
    }
  }
  return count;
}

namespace {

class CapJudge {
 public:
  CapJudge(History const& history, CapQuery const& query, OutageReader& reader)
      : history_{history}, caps_{query.caps}, reader_{reader} {
    answer_.period = reader.period();
    answer_.classes.resize(caps_.size());
  }

  void add(UserId user) {
    if (!is_registered_within(history_, user, answer_.period)) {
      return;
    }
    auto const supply_kv = history_.col().user_supply_kv[user];
    caps_of(caps_, supply_kv, found_);
    answer_.unknown_supply += is_known(supply_kv) ? 0 : 1;
    answer_.uncovered += is_known(supply_kv) && found_.empty() ? 1 : 0;
    auto const outages = found_.empty() ? std::span<UserOutage const>{} : reader_.outages_of(user);
    for (auto const cap : found_) {
      judge(user, cap, outages);
    }
  }

  CapAnswer finish() {
    std::stable_sort(answer_.users.begin(), answer_.users.end(),
                     [](CapUser const& a, CapUser const& b) {
                       return std::tie(a.cap, a.status) < std::tie(b.cap, b.status);
                     });
    return std::move(answer_);
  }

 private:
  void judge(UserId user, std::size_t cap, std::span<UserOutage const> outages) {
    auto const count = count_for(caps_[cap], answer_.period, outages);
    auto const status = status_of(count.year, caps_[cap].per_year);
    auto const rolling = status_of(count.rolling, caps_[cap].per_year);
    auto const is_rolling_over = rolling == CapStatus::over && status != CapStatus::over;
    auto& of_class = answer_.classes[cap];
    ++of_class.users;
    of_class.over += status == CapStatus::over ? 1 : 0;
    of_class.at += status == CapStatus::at ? 1 : 0;
    of_class.one_below += status == CapStatus::one_below ? 1 : 0;
    of_class.one_below_never_out += status == CapStatus::one_below && count.year == 0 ? 1 : 0;
    of_class.rolling_over += is_rolling_over ? 1 : 0;
    of_class.momentary += count.momentary;
    if ((status != CapStatus::below && count.year != 0) || is_rolling_over) {
      answer_.users.push_back({.user = user,
                               .cap = cap,
                               .count = count,
                               .status = status,
                               .rolling_status = rolling,
                               .outages = shown(cap, outages)});
    }
  }

  /// Of the year those that count and those that are momentary.
  [[nodiscard]] std::vector<UserOutage> shown(std::size_t cap,
                                              std::span<UserOutage const> outages) const {
    std::vector<UserOutage> of_year;
    for (auto const& outage : outages) {
      if (outage.day >= answer_.period.first_day &&
          (outage.is_momentary || counts(outage, caps_[cap].scope))) {
        of_year.push_back(outage);
      }
    }
    return of_year;
  }

  History const& history_;
  std::span<CapRow const> caps_;
  OutageReader& reader_;
  std::vector<std::size_t> found_;
  CapAnswer answer_;
};

}  // namespace

Result<CapAnswer> judge_caps(History const& history, CapQuery const& query) {
  if (query.caps.empty()) {
    return fail(ErrorCode::invalid_argument, "no caps are given", "没有停电次数上限");
  }
  TIELINE_TRY(reader, OutageReader::open(history, query.counting, query.year, query.as_of, {}));
  CapJudge judge{history, query, reader};
  for (auto const user : history.col().user_ref.ids()) {
    judge.add(user);
  }
  return judge.finish();
}

}  // namespace tieline::indices
