#pragma once
// A history written down in a test: users, events and records, straight into columns.

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "engine/history/history.hpp"

namespace tieline::test {

/// Instants of a test: seconds after 2021-01-01T00:00 of Asia/Shanghai, where days are of 24 h.
inline constexpr Seconds kNewYear2021 = 1'609'430'400;
inline constexpr Seconds kHandHour = 3600;
inline constexpr Seconds kHandDay = 24 * kHandHour;
/// Day `n` of 2021 (0: 1 January) at an hour.
constexpr Seconds on_day(std::int64_t n, Seconds hour = 8) {
  return kNewYear2021 + n * kHandDay + hour * kHandHour;
}

struct HandUser {
  std::string feeder = "F1";
  float supply_kv = 10;
  network::Nature nature = network::Nature::public_supply;
  network::Zone zone = network::Zone::urban;
  std::uint32_t households = 10;
  std::uint32_t capacity_va = 100'000;
  Seconds since = 0;
  Seconds until = history::kForever;
};

class HandHistory {
 public:
  std::size_t user(HandUser const& user = {}) {
    users_.push_back(user);
    return users_.size() - 1;
  }
  std::size_t event(history::OutageClass outage_class = history::OutageClass::fault_internal,
                    history::Stamps stamps = {}, bool excluded = false) {
    events_.push_back({outage_class, stamps, excluded});
    return events_.size() - 1;
  }
  /// `end` 0: still out.
  HandHistory& out(std::size_t user, std::size_t event, Seconds start, Seconds end) {
    records_.push_back({user, event, start, end});
    return *this;
  }
  /// One event, two users (the second exists only to be interrupted with the first), one hour.
  HandHistory& outage(std::size_t user, Seconds start, Seconds lasts = kHandHour,
                      history::OutageClass outage_class = history::OutageClass::fault_internal) {
    auto const e = event(outage_class);
    out(user, e, start, start + lasts);
    return out(companion(), e, start, start + lasts);
  }

  [[nodiscard]] history::HistoryPtr build() {
    c_ = {};
    c_.meta.push_back({text("hand"), text("Asia/Shanghai")});
    add_users();
    add_events();
    add_records();
    return history::History::from_columns(std::move(c_));
  }

 private:
  struct Event {
    history::OutageClass outage_class;
    history::Stamps stamps;
    bool excluded;
  };
  struct Record {
    std::size_t user, event;
    Seconds start, end;
  };

  std::size_t companion() {
    if (companion_ == kNone) {
      companion_ = user({.feeder = "other"});
    }
    return companion_;
  }
  network::TextRef text(std::string const& words) {
    network::TextRef ref;
    ref.offset = static_cast<decltype(ref.offset)>(c_.text.size());
    ref.length = static_cast<decltype(ref.length)>(words.size());
    for (auto const letter : words) {
      c_.text.push_back(letter);
    }
    return ref;
  }
  history::TermId term(std::string const& words) {
    if (words.empty()) {
      return history::TermId::none();
    }
    auto const [at, is_new] = terms_.try_emplace(words, history::TermId::none());
    if (is_new) {
      at->second = c_.term.push_back(text(words));
    }
    return at->second;
  }
  static history::Instant instant(Seconds s) { return static_cast<history::Instant>(s); }

  void add_users() {
    terms_.clear();
    for (std::size_t u = 0; u < users_.size(); ++u) {
      auto const& user = users_[u];
      c_.user_ref.push_back(text("u" + std::to_string(u)));
      c_.user_first_slice.push_back(static_cast<std::uint32_t>(u));
      c_.user_capacity_va.push_back(user.capacity_va);
      c_.user_load_w.push_back(0);
      c_.user_supply_kv.push_back(user.supply_kv);
      c_.user_nature.push_back(user.nature);
      c_.user_organisation.push_back(history::TermId::none());
      c_.user_feeder.push_back(term(user.feeder));
      c_.user_grid_cell.push_back(history::TermId::none());
      c_.slice_since.push_back(instant(user.since));
      c_.slice_until.push_back(instant(user.until));
      c_.slice_zone.push_back(user.zone);
      c_.slice_households.push_back(user.households);
    }
    c_.user_first_slice.push_back(static_cast<std::uint32_t>(users_.size()));
  }
  void add_events() {
    for (std::size_t e = 0; e < events_.size(); ++e) {
      auto begin = history::kForever;
      history::Instant end = 0;
      for (auto const& record : records_) {
        if (record.event == e) {
          begin = std::min(begin, instant(record.start));
          end = std::max(end, record.end == 0 ? history::kStillOut : instant(record.end));
        }
      }
      c_.event_ref.push_back(text("e" + std::to_string(e)));
      c_.event_kind.push_back(kind_of(e));
      c_.event_begin.push_back(begin);
      c_.event_end.push_back(end);
      for (auto* column : {&c_.event_cause, &c_.event_technical_cause, &c_.event_equipment,
                           &c_.event_feeder, &c_.event_plan}) {
        column->push_back(history::TermId::none());
      }
      c_.event_excluded_reason.push_back(events_[e].excluded ? term("told")
                                                             : history::TermId::none());
      c_.event_stamps.push_back(events_[e].stamps);
    }
  }
  void add_records() {
    std::stable_sort(records_.begin(), records_.end(), [](Record const& a, Record const& b) {
      return std::tie(a.user, a.start, a.end, a.event) < std::tie(b.user, b.start, b.end, b.event);
    });
    for (std::size_t u = 0, r = 0; u <= users_.size(); ++u) {
      while (r < records_.size() && records_[r].user < u) {
        ++r;
      }
      c_.user_first_record.push_back(static_cast<std::uint32_t>(r));
    }
    for (auto const& record : records_) {
      c_.record_start.push_back(instant(record.start));
      c_.record_end.push_back(record.end == 0 ? history::kStillOut : instant(record.end));
      auto const id = c_.record_event.push_back(history::EventId{record.event});
      c_.record_kind.push_back(kind_of(record.event));
      if (events_[record.event].excluded) {
        c_.exclusions.push_back({id, term("told")});
      }
    }
  }
  [[nodiscard]] history::Kind kind_of(std::size_t e) const {
    auto bits = static_cast<std::uint8_t>(events_[e].outage_class);
    if (events_[e].outage_class == history::OutageClass::fault_external) {
      bits |= history::Kind::kExternal;
    }
    if (events_[e].excluded) {
      bits |= history::Kind::kExcluded;
    }
    return {bits};
  }

  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::vector<HandUser> users_;
  std::vector<Event> events_;
  std::vector<Record> records_;
  std::size_t companion_ = kNone;
  std::map<std::string, history::TermId> terms_;
  history::OwnedColumns c_;
};

}  // namespace tieline::test
