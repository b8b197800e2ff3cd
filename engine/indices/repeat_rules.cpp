#include "engine/indices/repeat_rules.hpp"

#include <algorithm>
#include <array>
#include <map>
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

constexpr double kRuleHour_s = 3600;
constexpr double kRuleMinute_s = 60;
constexpr double kMostDays = 3660;  // ten years: repeat_outages looks no further back

constexpr std::array kRepeatLevels{Word{"frequent", 0}, Word{"warning", 1}, Word{"line", 2},
                                   Word{"频繁", 0},     Word{"预警", 1},    Word{"线路", 2}};
constexpr std::array kRepeatWindows{Word{"calendar_year", 0},  Word{"rolling_days", 1},
                                    Word{"rolling_months", 2}, Word{"last_days", 3},
                                    Word{"自然年", 0},         Word{"任意连续天数", 1},
                                    Word{"任意连续月数", 2},   Word{"最近天数", 3}};
constexpr std::array kCountTests{
    Word{">", 0},       Word{">=", 1},   Word{"≥", 1},    Word{"=", 2},        Word{"==", 2},
    Word{"between", 3}, Word{"over", 0}, Word{"大于", 0}, Word{"at_least", 1}, Word{"不少于", 1},
    Word{"equal", 2},   Word{"等于", 2}, Word{"介于", 3}};
constexpr std::array kRepeatKindWords{Word{"all", 0},  Word{"prearranged", 1}, Word{"fault", 2},
                                      Word{"全部", 0}, Word{"预安排", 1},      Word{"故障", 2}};
constexpr std::array kYesNo{Word{"yes", 1}, Word{"no", 0}, Word{"是", 1}, Word{"否", 0}};
WordList const kLevelWords{"frequent|warning|line", kRepeatLevels};
WordList const kWindowWords{"calendar_year|rolling_days|rolling_months|last_days", kRepeatWindows};
WordList const kTestWords{">|>=|=|between", kCountTests};
WordList const kRepeatKindList{"all|prearranged|fault", kRepeatKindWords};
WordList const kYesNoWords{"yes|no", kYesNo};

/// A rule as its row says it.
struct RuleCells {
  std::string set, source, id, name, name_zh;
  std::int64_t version = 0, length = 0, count = 0;
  std::optional<std::int64_t> count_to;
  RepeatLevel level = RepeatLevel::frequent;
  RepeatWindow window = RepeatWindow::calendar_year;
  CountTest test = CountTest::over;
  RepeatKinds kinds = RepeatKinds::all;
  Seconds merge_gap_s = 0;
  std::optional<Seconds> min_duration_s;
  std::uint8_t drop_med = 0, drop_single_user = 0, keep_all_dedicated = 1;
  std::int64_t priority = 0;
  std::uint32_t row = 0;
};

constexpr std::array kRuleColumns{
    column<&RuleCells::set>(CellType::id, "rule_set|规则集"),
    column<&RuleCells::version>(CellType::whole, "version|版本").filled().at_least(0).at_most(1e9),
    column<&RuleCells::source>(CellType::name, "source|依据|来源").filled(),
    column<&RuleCells::id>(CellType::id, "rule|规则"),
    column<&RuleCells::name>(CellType::name, "name|英文名称").filled(),
    column<&RuleCells::name_zh>(CellType::name, "name_zh|名称|中文名称").filled(),
    word<&RuleCells::level>("level|等级", kLevelWords, faults::kUnknownWord, "").filled(),
    word<&RuleCells::window>("window|窗口", kWindowWords, faults::kUnknownWord, "calendar_year"),
    column<&RuleCells::length>(CellType::whole, "length|长度").at_least(1).at_most(kMostDays),
    word<&RuleCells::test>("operator|比较", kTestWords, faults::kUnknownWord, "").filled(),
    column<&RuleCells::count>(CellType::whole, "count|次数").filled().at_least(0).at_most(1e6),
    column<&RuleCells::count_to>(CellType::whole, "count_to|次数上限").at_least(0).at_most(1e6),
    word<&RuleCells::kinds>("kinds|停电性质", kRepeatKindList, faults::kUnknownWord, "all"),
    duration<&RuleCells::merge_gap_s>("merge_gap_h|合并间隔(h)", kRuleHour_s)
        .at_least(0)
        .at_most(1000),
    duration<&RuleCells::min_duration_s>("min_duration_min|最短时长(min)", kRuleMinute_s)
        .at_least(0)
        .at_most(100'000),
    word<&RuleCells::drop_med>("drop_med|剔除重大事件日", kYesNoWords, faults::kUnknownWord, "no"),
    word<&RuleCells::drop_single_user>("drop_single_user|剔除单一用户", kYesNoWords,
                                       faults::kUnknownWord, "no"),
    word<&RuleCells::keep_all_dedicated>("keep_all_dedicated|含全专变线路", kYesNoWords,
                                         faults::kUnknownWord, "yes"),
    column<&RuleCells::priority>(CellType::whole, "priority|优先级")
        .filled()
        .at_least(0)
        .at_most(1e6),
};
TableSchema const kRuleSchema{"rules", kRuleColumns};

RepeatRule rule_of(RuleCells const& cells) {
  return {.id = cells.id,
          .name = cells.name,
          .name_zh = cells.name_zh,
          .level = cells.level,
          .window = cells.window,
          .length = cells.length,
          .test = cells.test,
          .count = cells.count,
          .count_to = cells.count_to.value_or(cells.count),
          .kinds = cells.kinds,
          .merge_gap_s = cells.merge_gap_s,
          .min_duration_s = cells.min_duration_s,
          .drop_med = cells.drop_med != 0,
          .drop_single_user = cells.drop_single_user != 0,
          .keep_all_dedicated = cells.keep_all_dedicated != 0,
          .priority = cells.priority};
}

tl::unexpected<Error> bad_rule(std::string_view file, RuleCells const& cells, std::string_view en,
                               std::string_view zh) {
  return fail(ErrorCode::invalid_argument,
              fmt::format("{}:{}: rule {} {}", file, cells.row, cells.id, en),
              fmt::format("{}:{}：规则 {} {}", file, cells.row, cells.id, zh));
}

Result<void> check_rule(std::string_view file, RuleCells const& cells) {
  auto const is_year = cells.window == RepeatWindow::calendar_year;
  if (cells.level == RepeatLevel::line && cells.length != 0) {
    return bad_rule(file, cells, "is of lines and takes no window", "针对线路，不应有窗口长度");
  }
  if (cells.level != RepeatLevel::line && is_year != (cells.length == 0)) {
    return bad_rule(file, cells, "needs a length for every window but calendar_year",
                    "除自然年外的窗口须给出长度，自然年则不应给出");
  }
  if (cells.window == RepeatWindow::rolling_months && cells.length > 120) {
    return bad_rule(file, cells, "has a window of more than 120 months", "的窗口超过 120 个月");
  }
  if ((cells.test == CountTest::between) != cells.count_to.has_value() ||
      cells.count_to.value_or(cells.count) < cells.count) {
    return bad_rule(file, cells, "needs count ≤ count_to with between, and count_to only with it",
                    "使用 between 时须满足 count ≤ count_to，其他比较不应有 count_to");
  }
  // No outage at all must not make anyone frequent.
  if (rule_of(cells).holds(0)) {
    return bad_rule(file, cells, "would hold for users without any outage", "对无停电用户也成立");
  }
  return {};
}

bool comes_before(RepeatRule const& a, RepeatRule const& b) {
  return std::tie(a.level, a.priority) < std::tie(b.level, b.priority);
}

Result<void> add_rule(std::string_view file, RuleCells const& cells, RepeatRuleSet& set) {
  auto& rules = cells.level == RepeatLevel::line ? set.line_rules : set.rules;
  for (auto const& other : rules) {
    if (other.id == cells.id || (other.priority == cells.priority && other.level == cells.level)) {
      return bad_rule(file, cells, "has the name or the priority of another rule of its set",
                      "与同一规则集的另一条规则同名或同优先级");
    }
  }
  auto rule = rule_of(cells);
  rules.insert(std::upper_bound(rules.begin(), rules.end(), rule, comes_before), std::move(rule));
  return {};
}

std::string known_names(std::vector<RepeatRuleSet> const& sets) {
  std::string names;
  for (auto const& set : sets) {
    names += (names.empty() ? "" : ", ") + set.name();
  }
  return names;
}

}  // namespace

std::string_view name_of(RepeatLevel level) {
  return kRepeatLevels[static_cast<std::size_t>(level)].text;
}

std::string_view name_of(RepeatWindow window) {
  return kRepeatWindows[static_cast<std::size_t>(window)].text;
}

bool RepeatRule::holds(std::int64_t n) const {
  switch (test) {
    case CountTest::over:
      return n > count;
    case CountTest::at_least:
      return n >= count;
    case CountTest::equal:
      return n == count;
    case CountTest::between:
      return n >= count && n <= count_to;
  }
  return false;
}

std::string RepeatRuleSet::name() const {
  return fmt::format("{}@{}", id, version);
}

Result<std::vector<RepeatRuleSet>> read_repeat_rules(std::string_view csv, std::string_view file) {
  TIELINE_TRY(rows, read_rule_rows<RuleCells>(kRuleSchema, csv, file));
  std::map<std::pair<std::string, std::int64_t>, std::size_t> row_of;
  std::vector<RepeatRuleSet> sets;
  for (auto const& cells : rows) {
    if (auto fine = check_rule(file, cells); !fine) {
      return tl::unexpected{std::move(fine.error())};
    }
    auto const [at, is_new] = row_of.try_emplace({cells.set, cells.version}, sets.size());
    if (is_new) {
      sets.push_back({.id = cells.set,
                      .source = cells.source,
                      .version = cells.version,
                      .rules = {},
                      .line_rules = {}});
    }
    if (auto added = add_rule(file, cells, sets[at->second]); !added) {
      return tl::unexpected{std::move(added.error())};
    }
  }
  if (sets.empty()) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} holds no rule", file),
                fmt::format("{} 中没有规则", file));
  }
  return sets;
}

std::vector<RepeatRuleSet> const& builtin_repeat_rules() {
  static auto const sets = [] {
    auto read = read_repeat_rules(frequent_rules_csv(), "frequent_rules.csv");
    TIELINE_CHECK(read.has_value());
    return std::move(*read);
  }();
  return sets;
}

Result<RepeatRuleSet> pick_rule_set(std::vector<RepeatRuleSet> const& sets, std::string_view name) {
  auto const id = name.empty() && !sets.empty() ? std::string_view{sets.front().id} : name;
  RepeatRuleSet const* best = nullptr;
  for (auto const& set : sets) {
    if (set.name() == id) {
      return set;
    }
    if (set.id == id && (best == nullptr || best->version < set.version)) {
      best = &set;
    }
  }
  if (best == nullptr) {
    return fail(ErrorCode::unknown_id,
                fmt::format("no rule set \"{}\"; there are: {}", name, known_names(sets)),
                fmt::format("没有规则集 \"{}\"；可用：{}", name, known_names(sets)));
  }
  return *best;
}

}  // namespace tieline::indices
