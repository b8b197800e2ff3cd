#include "services/adapters/frequency_to_proto.hpp"

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/adapters/frequency_parts.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using history::History;
using network::Language;

/// "more than 5", "3 or more", …
std::string test_text(indices::RepeatRule const& rule, Language language) {
  auto const n = rule.count;
  auto const is_zh = language == Language::zh;
  switch (rule.test) {
    case indices::CountTest::over:
      return is_zh ? fmt::format("超过 {} 次", n) : fmt::format("more than {}", n);
    case indices::CountTest::at_least:
      return is_zh ? fmt::format("{} 次及以上", n) : fmt::format("{} or more", n);
    case indices::CountTest::equal:
      return is_zh ? fmt::format("恰 {} 次", n) : fmt::format("exactly {}", n);
    case indices::CountTest::between:
      break;
  }
  return is_zh ? fmt::format(" {} 至 {} 次", n, rule.count_to)
               : fmt::format("{} to {}", n, rule.count_to);
}

std::string window_text(indices::RepeatRule const& rule, Language language) {
  auto const n = rule.length;
  auto const is_zh = language == Language::zh;
  switch (rule.window) {
    case indices::RepeatWindow::calendar_year:
      return is_zh ? "自然年内" : "in the calendar year";
    case indices::RepeatWindow::rolling_days:
      return is_zh ? fmt::format("任意 {} 天内", n) : fmt::format("within any {} days", n);
    case indices::RepeatWindow::rolling_months:
      return is_zh ? fmt::format("任意 {} 个月内", n) : fmt::format("within any {} months", n);
    case indices::RepeatWindow::last_days:
      break;
  }
  return is_zh ? fmt::format("最近 {} 天内", n) : fmt::format("in the last {} days", n);
}

std::string kinds_text(indices::RepeatRule const& rule, Language language) {
  auto const is_zh = language == Language::zh;
  switch (rule.kinds) {
    case indices::RepeatKinds::prearranged:
      return is_zh ? "，仅预安排停电" : ", pre-arranged only";
    case indices::RepeatKinds::fault:
      return is_zh ? "，仅故障停电" : ", faults only";
    case indices::RepeatKinds::all:
      break;
  }
  return {};
}

v1::FrequentUser to_proto(History const& history, indices::RepeatRuleSet const& set,
                          indices::RepeatUser const& user) {
  auto const& col = history.col();
  auto const& rule = set.rules[user.hits.front().rule];
  v1::FrequentUser message;
  message.set_user(utf8(history.id_of(user.user)));
  message.set_feeder(feeder_of(history, user.user));
  if (!user.outages.empty()) {
    auto const slice = indices::slice_at(history, user.user, user.outages.back().begin);
    message.set_zone(std::string{name_of(col.slice_zone[slice])});
    message.set_households(count32(std::uint64_t{col.slice_households[slice]}));
  }
  message.set_nature(col.user_nature[user.user] == network::Nature::dedicated ? "dedicated"
                                                                              : "public");
  message.set_level(std::string{name_of(rule.level)});
  message.set_rule(utf8(rule.id));
  message.set_count(count32(user.hits.front().count));
  message.set_reached(io::format_time(user.hits.front().reached, history.time_zone()));
  for (std::size_t i = 1; i < user.hits.size(); ++i) {
    auto& also = *message.add_also();
    also.set_rule(utf8(set.rules[user.hits[i].rule].id));
    also.set_count(count32(user.hits[i].count));
    also.set_reached(io::format_time(user.hits[i].reached, history.time_zone()));
  }
  for (auto const& outage : user.outages) {
    *message.add_outages() = counted_outage(history, outage);
  }
  return message;
}

v1::RepeatRate to_proto(indices::RepeatShare const& share) {
  v1::RepeatRate message;
  message.set_interrupted_users(count32(share.interrupted));
  message.set_repeated_users(count32(share.repeated));
  if (share.interrupted != 0) {
    message.set_rate(static_cast<double>(share.repeated) / static_cast<double>(share.interrupted));
  }
  return message;
}

void add_classes(indices::RepeatRuleSet const& set, indices::RepeatAnswer const& answer,
                 Language language, v1::ListFrequentResponse& message) {
  std::int64_t frequent = 0;
  std::int64_t warned = 0;
  for (std::size_t i = 0; i < set.rules.size(); ++i) {
    auto const& rule = set.rules[i];
    auto& added = *message.add_classes();
    added.set_rule(utf8(rule.id));
    added.set_name(utf8(language == Language::zh ? rule.name_zh : rule.name));
    added.set_level(std::string{name_of(rule.level)});
    added.set_definition(definition_of(rule, language));
    added.set_priority(count32(rule.priority));
    added.set_users(count32(answer.classes[i].users));
    added.set_households(count32(answer.classes[i].households));
    (rule.level == indices::RepeatLevel::frequent ? frequent : warned) += answer.classes[i].users;
  }
  message.set_frequent_users(count32(frequent));
  message.set_warning_users(count32(warned));
}

}  // namespace

std::string feeder_of(History const& history, history::UserId user) {
  return utf8(history.name_of(history.col().user_feeder[user]));
}

v1::CountedOutage counted_outage(History const& history, indices::UserOutage const& outage) {
  v1::CountedOutage message;
  message.set_begin(io::format_time(outage.begin, history.time_zone()));
  if (!outage.is_open) {
    message.set_end(io::format_time(outage.end, history.time_zone()));
  }
  message.set_seconds(outage.end - outage.begin);
  message.set_event(utf8(history.id_of(outage.event)));
  message.set_class_(std::string{name_of(outage.outage_class)});
  message.set_momentary(outage.is_momentary);
  return message;
}

std::string definition_of(indices::RepeatRule const& rule, Language language) {
  auto const test = test_text(rule, language);
  auto const window = window_text(rule, language);
  return (language == Language::zh ? window + test : test + " " + window) +
         kinds_text(rule, language);
}

v1::ListFrequentResponse to_proto(History const& history, indices::RepeatQuery const& query,
                                  indices::RepeatAnswer const& answer, Language language) {
  auto const& set = query.rules;
  v1::ListFrequentResponse message;
  message.set_network(utf8(history.case_name()));
  message.set_year(answer.period.year);
  message.set_as_of(io::format_time(answer.period.as_of, history.time_zone()));
  message.set_rule_set(utf8(set.name()));
  message.set_source(utf8(set.source));
  add_classes(set, answer, language, message);
  for (auto const& user : answer.users) {
    *message.add_users() = to_proto(history, set, user);
  }
  for (auto const& line : answer.lines) {
    auto& added = *message.add_lines();
    added.set_feeder(utf8(history.name_of(line.feeder)));
    added.set_frequent_users(count32(line.frequent_users));
    added.set_dedicated_users(count32(line.of_these_dedicated));
    added.set_frequent(line.rule.has_value());
    added.set_rule(line.rule ? utf8(set.line_rules[*line.rule].id) : std::string{});
  }
  message.set_frequent_users_without_feeder(count32(answer.frequent_without_feeder));
  auto& dropped = *message.mutable_dropped();
  dropped.set_major_event_day(count32(answer.dropped.on_med));
  dropped.set_too_short(count32(answer.dropped.too_short));
  dropped.set_single_user(count32(answer.dropped.single_user));
  dropped.set_merged(count32(answer.dropped.merged));
  *message.mutable_repeat_rate() = to_proto(answer.all);
  *message.mutable_planned_repeat_rate() = to_proto(answer.planned);
  return message;
}

}  // namespace tieline::services
