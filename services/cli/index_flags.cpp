#include "services/cli/index_flags.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "engine/indices/calendar.hpp"
#include "engine/io/civil_time.hpp"
#include "engine/io/words.hpp"
#include "services/adapters/index_to_proto.hpp"
#include "services/cli/nearest.hpp"
#include "services/cli/outage_flags.hpp"
#include "services/cli/typed.hpp"

namespace tieline::services {
namespace {

using history::History;
using indices::CatastrophicPolicy;
using indices::Key;
using indices::MedPolicy;
using indices::Query;

Result<Seconds> read_time(std::string_view flag, std::string const& typed, std::string_view zone) {
  auto time = io::parse_time(typed, zone);
  if (!time) {
    return wrong_usage(fmt::format("{}: {}", flag, time.error().en),
                       fmt::format("{}：{}", flag, time.error().zh));
  }
  return time;
}

/// The calendar year, in the case's time zone, in which the last record begins.
Result<void> last_year_of(History const& history, Query& query) {
  auto const starts = history.col().record_start.raw();
  if (starts.empty()) {
    return wrong_usage("history/ holds no interruption to tell the year from; give --from T --to T",
                       "history/ 中没有停电记录，无法确定年份；请给出 --from T --to T");
  }
  auto const last = *std::max_element(starts.begin(), starts.end());
  auto const zone = history.time_zone();
  auto const year = std::chrono::year_month_day{indices::local_day(last, zone)}.year();
  auto const first_of = [&](std::chrono::year y) {
    return indices::midnight(y / std::chrono::January / 1, zone);
  };
  query.from = first_of(year);
  query.to = first_of(year + std::chrono::years{1});
  return {};
}

/// Commas between, spaces around dropped.
std::vector<std::string> split(std::string_view typed) {
  std::vector<std::string> const one{std::string{typed}};
  return split_ids(one);
}

std::vector<std::string_view> key_names() {
  std::vector<std::string_view> names(indices::kKeyCount);
  for (std::size_t k = 0; k < names.size(); ++k) {
    names[k] = indices::name_of(static_cast<Key>(k));
  }
  return names;
}

Result<Key> key_of(std::string const& typed) {
  auto const names = key_names();
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (names[k] == typed) {
      return static_cast<Key>(k);
    }
  }
  auto const close = nearest(typed, names);
  auto const all = fmt::format("{}", fmt::join(names, ", "));
  return wrong_usage(fmt::format("--by takes some of {}, not \"{}\"{}", all, typed,
                                 close.empty() ? "" : fmt::format("; did you mean \"{}\"?", close)),
                     fmt::format("--by 可用 {}，而不是 \"{}\"{}", all, typed,
                                 close.empty() ? "" : fmt::format("，是否指 \"{}\"？", close)));
}

Result<std::vector<Key>> read_keys(Invocation const& call) {
  std::vector<Key> keys;
  for (auto const& typed : call.values("--by")) {
    for (auto const& name : split(typed)) {
      TIELINE_TRY(key, key_of(name));
      if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
        return wrong_usage(fmt::format("--by names {} twice", name),
                           fmt::format("--by 中 {} 出现了两次", name));
      }
      keys.push_back(key);
    }
  }
  if (keys.size() > indices::kMostKeys) {
    return wrong_usage(
        fmt::format("--by takes at most {} keys; leave some out", indices::kMostKeys),
        fmt::format("--by 最多 {} 个；请减少", indices::kMostKeys));
  }
  if (!call.has("--by")) {
    keys.push_back(call.has("--grouping") ? Key::zone_group : Key::zone);
  }
  return keys;
}

Result<void> read_grouping(Invocation const& call, Query& query) {
  auto const wanted =
      std::find(query.by.begin(), query.by.end(), Key::zone_group) != query.by.end();
  if (!wanted) {
    if (call.has("--grouping")) {
      return wrong_usage("--grouping says what zone_group means; add zone_group to --by",
                         "--grouping 用于定义 zone_group；请在 --by 中加入 zone_group");
    }
    return {};
  }
  TIELINE_TRY(grouping,
              indices::zone_grouping(call.has("--grouping") ? call.value("--grouping") : "nea"));
  query.grouping = std::move(grouping);
  return {};
}

/// Place of the typed word among `names`, if the flag was given.
template <class Choice, std::size_t N>
Result<void> read_choice(Invocation const& call, std::string_view flag,
                         std::array<std::string_view, N> const& names, Choice& chosen) {
  if (!call.has(flag)) {
    return {};
  }
  auto const typed = call.value(flag);
  auto const found = std::find(names.begin(), names.end(), typed);
  if (found == names.end()) {
    auto const all = fmt::format("{}", fmt::join(names, ", "));
    return wrong_usage(fmt::format("{} takes one of {}, not \"{}\"", flag, all, typed),
                       fmt::format("{} 应为 {} 之一，而不是 \"{}\"", flag, all, typed));
  }
  chosen = static_cast<Choice>(found - names.begin());
  return {};
}

tl::unexpected<Error> wrong_catastrophic(std::string const& typed) {
  return wrong_usage(
      fmt::format("--catastrophic takes none, above=K (leave days above alpha + K beta out of the "
                  "threshold's history) or days=2021-07-20,2021-07-21, not \"{}\"",
                  typed),
      fmt::format("--catastrophic 应为 none、above=K（阈值样本剔除高于 α + Kβ 的日）或 "
                  "days=2021-07-20,2021-07-21，而不是 \"{}\"",
                  typed));
}

Result<void> read_catastrophic(Invocation const& call, std::string_view zone, MedPolicy& med) {
  constexpr std::string_view kAbove{"above="};
  constexpr std::string_view kDays{"days="};
  auto const typed = call.value("--catastrophic");
  if (!call.has("--catastrophic") || typed == "none") {
    return {};
  }
  if (typed.starts_with(kAbove)) {
    auto const k = number_of<double>(std::string_view{typed}.substr(kAbove.size()));
    if (!k || !std::isfinite(*k) || *k <= 0) {
      return wrong_catastrophic(typed);
    }
    med.catastrophic = CatastrophicPolicy::drop_above_k_beta;
    med.catastrophic_k = *k;
    return {};
  }
  if (!typed.starts_with(kDays)) {
    return wrong_catastrophic(typed);
  }
  med.catastrophic = CatastrophicPolicy::listed;
  for (auto const& day : split(std::string_view{typed}.substr(kDays.size()))) {
    auto const reading = io::read_time(day, zone);
    if (reading.trouble != io::TimeTrouble::none || !reading.is_date_only) {
      return wrong_catastrophic(typed);
    }
    med.catastrophic_days.push_back(reading.utc);
  }
  return med.catastrophic_days.empty() ? Result<void>{wrong_catastrophic(typed)} : Result<void>{};
}

Result<void> read_celid(Invocation const& call, Query& query) {
  constexpr std::size_t kMost = 16;
  if (!call.has("--celid-h")) {
    return {};
  }
  query.celid_s.clear();
  for (auto const& typed : call.values("--celid-h")) {
    for (auto const& hours : split(typed)) {
      TIELINE_TRY(seconds, read_duration_h("--celid-h", hours));
      query.celid_s.push_back(seconds);
    }
  }
  std::sort(query.celid_s.begin(), query.celid_s.end());
  query.celid_s.erase(std::unique(query.celid_s.begin(), query.celid_s.end()), query.celid_s.end());
  if (query.celid_s.empty() || query.celid_s.size() > kMost) {
    return wrong_usage("--celid-h takes one to 16 numbers of hours, as in 4,8,24",
                       "--celid-h 应为 1 到 16 个小时数，例如 4,8,24");
  }
  return {};
}

tl::unexpected<Error> unknown_id(std::string_view what_en, std::string_view what_zh,
                                 std::string const& typed, std::string_view close) {
  return fail(ErrorCode::unknown_id,
              fmt::format("the case has no {} \"{}\"{}", what_en, typed,
                          close.empty() ? "" : fmt::format("; did you mean \"{}\"?", close)),
              fmt::format("算例中没有{} \"{}\"{}", what_zh, typed,
                          close.empty() ? "" : fmt::format("，是否指 \"{}\"？", close)));
}

/// The known id nearest to a typed one. Cost: O(n) comparisons of short texts; only on a slip.
template <class Id>
std::string nearest_id(History const& history, std::string const& typed, std::size_t n) {
  std::vector<std::string_view> ids;
  ids.reserve(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    ids.push_back(history.id_of(Id{i}));
  }
  return std::string{nearest(typed, ids)};
}

}  // namespace

Result<std::optional<network::Zone>> read_zone(std::string const& typed) {
  if (typed == "unknown") {
    return network::Zone::unknown;
  }
  auto const found = io::find_word(io::kZoneOrAllWords, typed);
  if (!found) {
    return wrong_usage(
        fmt::format("--zone takes city_center, urban, town, rural, unknown or all, not \"{}\"",
                    typed),
        fmt::format("--zone 应为 中心区、市区、城镇、农村、unknown 或 all，而不是 \"{}\"", typed));
  }
  auto const zone = static_cast<network::Zone>(*found);  // unknown stands for "all"
  return zone == network::Zone::unknown ? std::optional<network::Zone>{} : zone;
}

Result<void> read_med(Invocation const& call, std::string_view zone, MedPolicy& med) {
  constexpr std::array<std::string_view, 4> kSources{"none", "beta", "official", "both"};
  constexpr std::array<std::string_view, 2> kZeroDays{"drop", "replace"};
  constexpr int kMostYears = 50;
  if (auto read = read_choice(call, "--med", kSources, med.source); !read) {
    return read;
  }
  enum class ZeroDays : std::uint8_t { drop, replace };
  auto zero_days = ZeroDays::drop;
  if (auto read = read_choice(call, "--zero-days", kZeroDays, zero_days); !read) {
    return read;
  }
  med.replace_zero_days = zero_days == ZeroDays::replace;
  if (call.has("--med-years")) {
    auto const years = number_of<int>(call.value("--med-years"));
    if (!years || *years < 1 || *years > kMostYears) {
      return wrong_usage("--med-years takes a whole number from 1 to 50",
                         "--med-years 应为 1 到 50 之间的整数");
    }
    med.history_years = *years;
  }
  return read_catastrophic(call, zone, med);
}

indices::Weight weight_of(Base base) {
  return base == Base::household  ? indices::Weight::household
         : base == Base::capacity ? indices::Weight::capacity_va
                                  : indices::Weight::user;
}

Result<void> read_window(Invocation const& call, History const& history, Query& query) {
  if (!call.has("--from") && !call.has("--to")) {
    return last_year_of(history, query);
  }
  if (!call.has("--from") || !call.has("--to")) {
    return wrong_usage("give both --from T and --to T, or neither for the last year on record",
                       "--from T 与 --to T 须同时给出；都不给则取最后一个有记录的年份");
  }
  TIELINE_TRY(from, read_time("--from", call.value("--from"), history.time_zone()));
  TIELINE_TRY(to, read_time("--to", call.value("--to"), history.time_zone()));
  if (from >= to) {
    return wrong_usage(fmt::format("--from {} is not before --to {}; the window is [from, to)",
                                   call.value("--from"), call.value("--to")),
                       fmt::format("--from {} 不早于 --to {}；统计期为 [from, to)",
                                   call.value("--from"), call.value("--to")));
  }
  query.from = from;
  query.to = to;
  return {};
}

Result<indices::Rules> read_rules(Invocation const& call, network::Settings const& settings) {
  constexpr std::array<std::string_view, 4> kVariants{"1", "2", "3", "4"};
  auto rules =
      indices::Rules::of(call.value("--profile") == "ieee1366" ? indices::Profile::ieee1366
                                                               : indices::Profile::cn_dlt836);
  rules.momentary_s = settings.momentary_s;  // of the profile, unless meta.csv or --set says so
  rules.merge_gap_s = settings.merge_gap_s;
  std::uint8_t place = 0;
  if (auto read = read_choice(call, "--variant", kVariants, place); !read) {
    return tl::unexpected{std::move(read.error())};
  }
  rules.variant = static_cast<indices::Variant>(place + 1);
  return rules;
}

Result<Query> read_index_query(Invocation const& call, io::LoadedCase const& loaded) {
  Query query;
  TIELINE_TRY(by, read_keys(call));
  TIELINE_TRY(rules, read_rules(call, loaded.model->settings()));
  query.by = std::move(by);
  query.rules = rules;
  query.threads = call.common.threads;
  for (auto const& read : {read_grouping(call, query), read_celid(call, query),
                           read_med(call, loaded.history->time_zone(), query.med),
                           read_window(call, *loaded.history, query)}) {
    if (!read) {
      return tl::unexpected{read.error()};
    }
  }
  return query;
}

Parameters parameters_of(Invocation const& call, History const& history, Query const& query) {
  auto const given_or = [&](std::string_view flag, std::string_view otherwise) {
    return call.has(flag) ? call.value(flag) : std::string{otherwise};
  };
  std::vector<std::string_view> by;
  std::transform(query.by.begin(), query.by.end(), std::back_inserter(by), indices::name_of);
  std::vector<double> celid_h;
  std::transform(query.celid_s.begin(), query.celid_s.end(), std::back_inserter(celid_h), to_hours);
  return {{"from", io::format_time(query.from, history.time_zone())},
          {"to", io::format_time(query.to, history.time_zone())},
          {"by", fmt::format("{}", fmt::join(by, ","))},
          {"grouping", query.grouping.name},
          {"base", std::string{base_name(weight_of(call.common.base))}},
          {"med", std::string{name_of(query.med.source)}},
          {"med-years", std::to_string(query.med.history_years)},
          {"zero-days", query.med.replace_zero_days ? "replace" : "drop"},
          {"catastrophic", given_or("--catastrophic", "none")},
          {"celid-h", fmt::format("{}", fmt::join(celid_h, ","))}};
}

Result<indices::Subject> read_subject(Invocation const& call, History const& history) {
  if (!call.has("--user") && !call.has("--event") && !call.has("--zone")) {
    return wrong_usage("say what to explain: --user U, --event E or --zone Z (all for everything)",
                       "请写明要解释的对象：--user U、--event E 或 --zone Z（all 为全部）");
  }
  indices::Subject subject;
  if (call.has("--user")) {
    auto const typed = call.value("--user");
    subject.user = history.find_user(typed);
    if (subject.user.is_none()) {
      return unknown_id("user", "用户", typed,
                        nearest_id<history::UserId>(history, typed, history.n_user()));
    }
  }
  if (call.has("--event")) {
    auto const typed = call.value("--event");
    subject.event = history.find_event(typed);
    if (subject.event.is_none()) {
      return unknown_id("event", "事件", typed,
                        nearest_id<history::EventId>(history, typed, history.n_event()));
    }
  }
  if (call.has("--zone")) {
    TIELINE_TRY(zone, read_zone(call.value("--zone")));
    subject.zone = zone;
  }
  return subject;
}

}  // namespace tieline::services
