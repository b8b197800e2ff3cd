#include <array>
#include <utility>

#include "engine/io/civil_time.hpp"
#include "services/adapters/frequency_parts.hpp"
#include "services/adapters/frequency_to_proto.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using history::History;
using network::Language;

constexpr std::array<std::string_view, 2> kScopeNames{"planned", "all"};

std::string name_of_scope(indices::CapScope scope) {
  return std::string{kScopeNames[static_cast<std::size_t>(scope)]};
}

v1::CapUser to_proto(History const& history, indices::CapRow const& cap,
                     indices::CapUser const& user) {
  v1::CapUser message;
  message.set_user(utf8(history.id_of(user.user)));
  message.set_feeder(feeder_of(history, user.user));
  if (auto const kv = history.col().user_supply_kv[user.user]; is_known(kv)) {
    message.set_supply_kv(static_cast<double>(kv));
  }
  message.set_per_year(cap.per_year);
  message.set_scope(name_of_scope(cap.scope));
  message.set_source(utf8(cap.source));
  message.set_status(std::string{name_of(user.status)});
  message.set_count(count32(user.count.year));
  message.set_rolling_count(count32(user.count.rolling));
  message.set_rolling_over(user.rolling_status == indices::CapStatus::over);
  message.set_momentary(count32(user.count.momentary));
  if (user.count.exceeded) {
    message.set_exceeded(io::format_time(*user.count.exceeded, history.time_zone()));
  }
  for (auto const& outage : user.outages) {
    *message.add_outages() = counted_outage(history, outage);
  }
  return message;
}

std::string why_skipped(study::SkippedWork const& work, Language language) {
  if (work.trouble) {
    return language == Language::zh ? work.trouble->zh : work.trouble->en;
  }
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kReasons{
      {{"not approved: its row does not say fixed yes", "未批准：该行 fixed 不为 yes"},
       {"approved, but without a start", "已批准，但没有开始时间"},
       {"it starts at or before the as-of instant", "开始时间不晚于截止时刻"},
       {"it starts after the year", "开始时间在该年之后"},
       {"it could not be simulated", "无法模拟"}}};
  auto const& [en, zh] = kReasons[static_cast<std::size_t>(work.reason)];
  return std::string{language == Language::zh ? zh : en};
}

void add_works(History const& history, std::span<network::WorkRow const> works,
               study::LookaheadAnswer const& answer, Language language,
               v1::LookAheadResponse& message) {
  for (auto const& ahead : answer.works) {
    auto const& row = works[ahead.work];
    auto& work = *message.add_works();
    work.set_work(utf8(row.id));
    work.set_name(utf8(row.name));
    work.set_start(io::format_time(row.start.value_or(0), history.time_zone()));
    work.set_strategy(std::string{name_of(ahead.strategy)});
    work.set_feasible(ahead.is_feasible);
    work.set_users(count32(ahead.users));
    work.set_momentary_users(count32(ahead.momentary_users));
  }
  for (auto const& skipped : answer.skipped) {
    auto& work = *message.add_skipped();
    work.set_work(utf8(works[skipped.work].id));
    work.set_reason_code(std::string{name_of(skipped.reason)});
    work.set_reason(utf8(why_skipped(skipped, language)));
  }
}

}  // namespace

v1::JudgeCapsResponse to_proto(History const& history, indices::CapQuery const& query,
                               indices::CapAnswer const& answer, std::string caps) {
  v1::JudgeCapsResponse message;
  message.set_network(utf8(history.case_name()));
  message.set_year(answer.period.year);
  message.set_as_of(io::format_time(answer.period.as_of, history.time_zone()));
  message.set_caps(std::move(caps));
  for (std::size_t i = 0; i < query.caps.size(); ++i) {
    auto const& cap = query.caps[i];
    auto const& counted = answer.classes[i];
    auto& added = *message.add_classes();
    added.set_supply_kv_min(cap.supply_kv_min);
    added.set_supply_kv_max(cap.supply_kv_max);
    added.set_per_year(cap.per_year);
    added.set_scope(name_of_scope(cap.scope));
    added.set_source(utf8(cap.source));
    added.set_users(count32(counted.users));
    added.set_over(count32(counted.over));
    added.set_at(count32(counted.at));
    added.set_one_below(count32(counted.one_below));
    added.set_one_below_never_out(count32(counted.one_below_never_out));
    added.set_rolling_over(count32(counted.rolling_over));
    added.set_momentary(count32(counted.momentary));
  }
  for (auto const& user : answer.users) {
    *message.add_users() = to_proto(history, query.caps[user.cap], user);
  }
  message.set_unknown_supply_users(count32(answer.unknown_supply));
  message.set_uncovered_users(count32(answer.uncovered));
  return message;
}

v1::LookAheadResponse to_proto(History const& history, std::span<network::WorkRow const> works,
                               study::LookaheadQuery const& query,
                               study::LookaheadAnswer const& answer, std::string caps,
                               Language language) {
  v1::LookAheadResponse message;
  message.set_network(utf8(history.case_name()));
  message.set_year(answer.period.year);
  message.set_as_of(io::format_time(answer.period.as_of, history.time_zone()));
  message.set_rule_set(utf8(query.rules.name()));
  message.set_caps(std::move(caps));
  add_works(history, works, answer, language, message);
  for (auto const& frequent : answer.frequent) {
    auto& added = *message.add_frequent();
    added.set_user(utf8(history.id_of(frequent.user)));
    added.set_feeder(feeder_of(history, frequent.user));
    added.set_date(io::format_time(frequent.at, history.time_zone()));
    added.set_work(utf8(works[frequent.work].id));
    added.set_rule(utf8(query.rules.rules[frequent.hit.rule].id));
    added.set_count(count32(frequent.hit.count));
    added.set_already(frequent.is_already);
  }
  for (auto const& over : answer.caps) {
    auto const& cap = query.caps[over.cap];
    auto& added = *message.add_over_cap();
    added.set_user(utf8(history.id_of(over.user)));
    added.set_feeder(feeder_of(history, over.user));
    added.set_date(io::format_time(over.at, history.time_zone()));
    added.set_work(utf8(works[over.work].id));
    added.set_per_year(cap.per_year);
    added.set_scope(name_of_scope(cap.scope));
    added.set_source(utf8(cap.source));
    added.set_count(count32(over.count));
    added.set_already(over.is_already);
  }
  return message;
}

}  // namespace tieline::services
