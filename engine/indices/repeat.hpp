#pragma once
// Who is frequent (频繁停电), who is close to it, which lines: one user in exactly one class.
// Source: docs/methods/frequent-outages.md.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/history/history.hpp"
#include "engine/indices/repeat_outages.hpp"
#include "engine/indices/repeat_rules.hpp"

namespace tieline::indices {

/// A rule that holds for a user.
struct RepeatHit {
  std::size_t rule = 0;    ///< of RepeatRuleSet::rules
  std::int64_t count = 0;  ///< in the window; of rolling windows the most
  Seconds reached = 0;  ///< begin of the outage from which on it held; last_days: of the last one
};

/// Why outages do not count under the rules of a set.
struct RepeatDropped {
  std::int64_t on_med = 0, too_short = 0, single_user = 0, merged = 0;
  RepeatDropped& operator+=(RepeatDropped const& more);
  friend bool operator==(RepeatDropped const&, RepeatDropped const&) = default;
};

/// Judges users one after another by one rule set. Threads: one judge a thread.
class RepeatJudge {
 public:
  /// Both must outlive the judge.
  RepeatJudge(RepeatRuleSet const& set, RepeatPeriod const& period)
      : set_{&set}, period_{&period} {}

  /// Every rule that holds, the one that names the class first; where a frequent rule holds no
  /// warning does. `outages` by begin. The result lives until the next call.
  [[nodiscard]] std::span<RepeatHit const> judge(std::span<UserOutage const> outages);

  /// What a rule counts, by begin, before its window: dropped and merged ones are out.
  /// `dropped` (may be null) counts those of the year up to as_of.
  void keep(RepeatRule const& rule, std::span<UserOutage const> outages,
            std::vector<UserOutage>& kept, RepeatDropped* dropped) const;

 private:
  [[nodiscard]] std::optional<RepeatHit> hit(RepeatRule const& rule,
                                             std::span<UserOutage const> kept) const;

  RepeatRuleSet const* set_;
  RepeatPeriod const* period_;
  std::vector<UserOutage> kept_;
  std::vector<RepeatHit> hits_;
};

struct RepeatUser {
  UserId user;
  std::vector<RepeatHit> hits;      ///< the class first
  std::vector<UserOutage> outages;  ///< that the class counts: of its window, of the year if that
};

struct RepeatClass {
  std::int64_t users = 0, households = 0;
};

/// A feeder with frequent users.
struct RepeatLine {
  history::TermId feeder;
  std::int64_t frequent_users = 0, of_these_dedicated = 0;
  std::optional<std::size_t> rule;  ///< of line_rules; unset: none holds
};

/// 重复停电率: how many of the users interrupted in the year were so twice or more.
struct RepeatShare {
  std::int64_t interrupted = 0, repeated = 0;
};

struct RepeatQuery {
  int year = 0;
  std::optional<Seconds> as_of;  ///< unset: see OutageReader::open
  RepeatRuleSet rules;
  Rules counting;                 ///< what a dark interval is
  std::vector<Seconds> med_days;  ///< first seconds of the major event days
};

struct RepeatAnswer {
  RepeatPeriod period;
  std::vector<RepeatClass> classes;  ///< [rule]
  std::vector<RepeatUser> users;     ///< by class, then in the order of the users
  std::vector<RepeatLine> lines;     ///< with at least one frequent user, by name
  std::int64_t frequent_without_feeder = 0;
  RepeatDropped dropped;  ///< of the year, by the first rule of the set
  RepeatShare all, planned;
};

/// Judges every user.
/// Errors: as OutageReader::open. Cost: O(records × rules). Threads: one.
[[nodiscard]] Result<RepeatAnswer> list_repeats(History const& history, RepeatQuery const& query);

}  // namespace tieline::indices
