#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"
#include "services/adapters/index_to_proto.hpp"
#include "services/adapters/values.hpp"

namespace tieline::services {
namespace {

using history::History;
using history::Instant;
using indices::Explanation;
using indices::Line;
using indices::Verdict;
using network::Language;

std::string instant_text(History const& history, Instant instant) {
  return instant == history::kStillOut ? std::string{}
                                       : io::format_time(instant, history.time_zone());
}

/// The verdict as a sentence.
std::string reason_of(History const& history, Line const& line, Language language) {
  auto const zh = language == Language::zh;
  switch (line.verdict) {
    case Verdict::counted:
      return zh ? "计入" : "counted";
    case Verdict::momentary:
      return line.counted_s != 0
                 ? (zh ? "短时停电：不计次数，计时间"
                       : "momentary: no interruption, its time counts")
                 : (zh ? "短时停电：次数和时间均不计" : "momentary: neither interruption nor time");
    case Verdict::overlapped:
      return fmt::format(fmt::runtime(zh ? "重叠：时间属于先开始的 {}"
                                         : "overlapped: the time belongs to {}, which began first"),
                         utf8(history.id_of(line.other)));
    case Verdict::outside_window:
      return zh ? "在统计期之外" : "outside the window";
    case Verdict::unregistered:
      return zh ? "当时用户未登记" : "the user was not registered then";
    case Verdict::excluded:
      return zh ? "已注明原因，剔除" : "excluded with a reason";
    case Verdict::filtered:
      return zh ? "所选口径不含此类停电" : "left out by the variant";
  }
  return {};
}

v1::ExplainedLine to_proto(History const& history, Line const& line, Language language) {
  auto const zone_name = history.time_zone();
  v1::ExplainedLine message;
  message.set_event(utf8(history.id_of(line.event)));
  message.set_user(utf8(history.id_of(line.user)));
  message.set_from(io::format_time(line.from, zone_name));
  message.set_to(io::format_time(line.to, zone_name));
  message.set_seconds(static_cast<double>(line.to - line.from));
  message.set_counted_s(static_cast<double>(line.counted_s));
  message.set_interruptions(line.interruptions);
  message.set_momentary(line.momentary);
  message.set_verdict(std::string{name_of(line.verdict)});
  message.set_reason(reason_of(history, line, language));
  if (line.verdict == Verdict::overlapped && line.other.is_some()) {
    message.set_other(utf8(history.id_of(line.other)));
  }
  message.set_zone(std::string{network::name_of(line.zone)});
  message.set_provisional(line.is_provisional);
  return message;
}

/// Whatever the verdict: an exclusion of another year is no part of this one.
bool is_outside(indices::Query const& query, Line const* first, Line const* last) {
  return std::all_of(first, last, [&](Line const& line) {
    return line.to <= query.from || line.from >= query.to;
  });
}

/// Lines [first, last) are those of one event.
v1::ExplainedEvent event_of(History const& history, Line const* first, Line const* last) {
  auto const event = first->event;
  auto const kind = history.col().event_kind[event];
  v1::ExplainedEvent message;
  message.set_event(utf8(history.id_of(event)));
  message.set_class_(std::string{history::name_of(kind.outage_class())});
  message.set_external(kind.is_external());
  message.set_cause(utf8(history.name_of(history.col().event_cause[event])));
  message.set_begin(instant_text(history, history.col().event_begin[event]));
  message.set_end(instant_text(history, history.col().event_end[event]));
  std::vector<history::UserId> users;
  Seconds counted_s = 0;
  Seconds left_out_s = 0;
  std::int64_t interruptions = 0;
  std::int64_t momentary = 0;
  for (auto const* line = first; line != last; ++line) {
    users.push_back(line->user);
    counted_s += line->counted_s;
    left_out_s += line->counted_s == 0 ? line->to - line->from : 0;
    interruptions += line->interruptions;
    momentary += line->momentary;
  }
  std::sort(users.begin(), users.end());
  users.erase(std::unique(users.begin(), users.end()), users.end());
  message.set_users(count32(std::uint64_t{users.size()}));
  message.set_lines(count32(static_cast<std::int64_t>(last - first)));
  message.set_user_hours(to_hours(counted_s));
  message.set_user_interruptions(count32(interruptions));
  message.set_momentary_user_interruptions(count32(momentary));
  message.set_user_seconds(counted_s);
  message.set_left_out_hours(to_hours(left_out_s));
  return message;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 7> kNames{"counted",        "momentary",    "overlapped",
                                                   "outside_window", "unregistered", "excluded",
                                                   "filtered"};
  return kNames[static_cast<std::size_t>(verdict)];
}

v1::ExplainIndicesResponse to_proto(History const& history, indices::Query const& query,
                                    indices::Subject const& subject, Explanation const& explanation,
                                    Language language) {
  v1::ExplainIndicesResponse message;
  message.set_network(utf8(history.case_name()));
  message.set_time_zone(utf8(history.time_zone()));
  *message.mutable_window() = to_window(query.from, query.to, history.time_zone());
  *message.mutable_rules() = to_proto(query.rules);
  message.set_user(subject.user.is_some() ? utf8(history.id_of(subject.user)) : std::string{});
  message.set_event(subject.event.is_some() ? utf8(history.id_of(subject.event)) : std::string{});
  message.set_zone(subject.zone ? std::string{network::name_of(*subject.zone)} : "all");
  message.set_user_hours(to_hours(explanation.user_seconds));
  message.set_household_hours(to_hours(explanation.household_seconds));
  message.set_user_interruptions(count32(explanation.interruptions));
  message.set_momentary_user_interruptions(count32(explanation.momentary));
  message.set_user_seconds(explanation.user_seconds);
  message.set_household_seconds(explanation.household_seconds);
  auto const* const end = explanation.lines.data() + explanation.lines.size();
  std::int64_t outside = 0;
  auto provisional = false;
  for (auto const* first = explanation.lines.data(); first != end;) {
    auto const* const last =
        std::find_if(first, end, [&](Line const& line) { return line.event != first->event; });
    if (subject.event.is_none() && is_outside(query, first, last)) {
      ++outside;
    } else {
      *message.add_events() = event_of(history, first, last);
      for (auto const* line = first; line != last; ++line) {
        *message.add_lines() = to_proto(history, *line, language);
        provisional |= line->is_provisional;
      }
    }
    first = last;
  }
  message.set_events_outside(count32(outside));
  message.set_provisional(provisional);
  return message;
}

}  // namespace tieline::services
