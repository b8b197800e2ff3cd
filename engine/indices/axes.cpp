#include "engine/indices/axes.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "engine/io/civil_time.hpp"

namespace tieline::indices {
namespace {

using history::TermId;
using network::kZoneCount;

constexpr Axes::Labels kNoLabels{kAll, kAll, kAll, kAll};

[[nodiscard]] bool asks(Query const& query, Key key) {
  return std::ranges::find(query.by, key) != query.by.end();
}

/// Terms in use as labels: by name, unknown last.
struct TermLabels {
  std::vector<std::uint32_t> of_term;  ///< [n_term + 1]; the last is the unknown
  std::vector<Label> labels;

  [[nodiscard]] std::uint32_t of(TermId term) const {
    return of_term[term.is_some() ? term.index() : of_term.size() - 1];
  }
};

template <class Terms>
[[nodiscard]] TermLabels label_terms(History const& history, Terms const& used) {
  auto const n_term = history.col().term.size();
  std::vector<bool> is_used(n_term + 1);
  for (TermId const term : used) {
    is_used[term.is_some() ? term.index() : n_term] = true;
  }
  std::vector<TermId> terms;
  for (auto const term : all_ids<TermId>(n_term)) {
    if (is_used[term.index()]) {
      terms.push_back(term);
    }
  }
  std::ranges::sort(terms, {}, [&](TermId term) { return history.name_of(term); });
  TermLabels made{.of_term = std::vector<std::uint32_t>(n_term + 1), .labels = {}};
  for (auto const term : terms) {
    std::string const name{history.name_of(term)};
    made.of_term[term.index()] = static_cast<std::uint32_t>(made.labels.size());
    made.labels.push_back({.name = name, .name_zh = name});
  }
  if (is_used[n_term]) {
    made.of_term[n_term] = static_cast<std::uint32_t>(made.labels.size());
    made.labels.emplace_back();
  }
  return made;
}

/// Fills axes key by key.
class AxesBuilder {
 public:
  AxesBuilder(Facts const& facts, Query const& query, Axes& axes)
      : facts_{facts}, query_{query}, axes_{axes} {}

  void run() {
    auto const& history = facts_.history();
    axes_.by = query_.by;
    axes_.labels.resize(query_.by.size());
    auto const step = asks(query_, Key::day)     ? Calendar::Step::day
                      : asks(query_, Key::month) ? Calendar::Step::month
                                                 : Calendar::Step::whole;
    axes_.from = query_.from;
    axes_.to = query_.to;
    axes_.time = Calendar{static_cast<Instant>(query_.from), static_cast<Instant>(query_.to), step,
                          history.time_zone()};
    axes_.time_labels.assign(axes_.time.size(), kNoLabels);
    bool const by_zone = asks(query_, Key::zone) || asks(query_, Key::zone_group);
    axes_.n_zone = by_zone ? kZoneCount : 1;
    axes_.zone_labels.assign(axes_.n_zone, kNoLabels);
    for (std::size_t k = 0; k < query_.by.size(); ++k) {
      label_key(k);
    }
    intern_users();
    intern_codes();
  }

 private:
  void label_key(std::size_t k) {
    auto const& col = facts_.history().col();
    switch (query_.by[k]) {
      case Key::zone:
        label_zones(k);
        break;
      case Key::zone_group:
        label_zone_groups(k);
        break;
      case Key::outage_class:
        label_classes(k);
        break;
      case Key::cause:
        label_causes(k);
        break;
      case Key::month:
        label_time(k, false);
        break;
      case Key::day:
        label_time(k, true);
        break;
      case Key::organisation:
        label_users(k, col.user_organisation);
        break;
      case Key::feeder:
        label_users(k, col.user_feeder);
        break;
      case Key::grid_cell:
        label_users(k, col.user_grid_cell);
        break;
    }
  }

  void label_zones(std::size_t k) {
    for (std::uint32_t z = 0; z < kZoneCount; ++z) {
      axes_.labels[k].push_back({.name = std::string{network::kZoneNames[z]},
                                 .name_zh = std::string{network::kZoneNamesZh[z]}});
      axes_.zone_labels[z][k] = z;
    }
  }

  void label_zone_groups(std::size_t k) {
    auto const& groups = query_.grouping.groups;
    for (auto const& group : groups) {
      axes_.labels[k].push_back({.name = group.name, .name_zh = group.name_zh});
    }
    axes_.labels[k].emplace_back();  // zones in no group
    for (std::uint32_t z = 0; z < kZoneCount; ++z) {
      auto const found = std::ranges::find_if(groups, [&](ZoneGrouping::Group const& group) {
        return ((unsigned{group.zones} >> z) & 1U) != 0;
      });
      axes_.zone_labels[z][k] = static_cast<std::uint32_t>(found - groups.begin());
    }
  }

  void label_classes(std::size_t k) {
    static constexpr std::array<std::string_view, history::kOutageClassCount> kNamesZh{
        "内部故障停电",     "外部故障停电",     "计划检修停电", "计划施工停电",
        "用户申请停电",     "调电停电",         "临时检修停电", "临时施工停电",
        "用户临时申请停电", "系统电源不足限电", "供电网限电",   "未分类"};
    for (std::size_t c = 0; c < history::kOutageClassCount; ++c) {
      axes_.labels[k].push_back({.name = std::string{history::kOutageClassNames[c]},
                                 .name_zh = std::string{kNamesZh[c]}});
    }
    class_key_ = k;
  }

  void label_causes(std::size_t k) {
    std::vector<TermId> used{facts_.history().col().event_cause.begin(),
                             facts_.history().col().event_cause.end()};
    if (facts_.overlay() != nullptr) {
      for (auto const& event : facts_.overlay()->events) {
        used.push_back(event.cause);
      }
    }
    causes_ = label_terms(facts_.history(), used);
    axes_.labels[k] = causes_.labels;
    cause_key_ = k;
  }

  void label_time(std::size_t k, bool by_day) {
    for (std::size_t t = 0; t < axes_.time.size(); ++t) {
      auto const date = axes_.time.day(t);
      auto name = fmt::format("{:04d}-{:02d}", static_cast<int>(date.year()),
                              static_cast<unsigned>(date.month()));
      if (by_day) {
        name += fmt::format("-{:02d}", static_cast<unsigned>(date.day()));
      }
      auto& labels = axes_.labels[k];
      if (labels.empty() || labels.back().name != name) {
        labels.push_back({.name = name, .name_zh = name});
      }
      axes_.time_labels[t][k] = static_cast<std::uint32_t>(labels.size() - 1);
    }
  }

  void label_users(std::size_t k, history::ConstColumn<UserId, TermId> column) {
    auto made = label_terms(facts_.history(), column);
    axes_.labels[k] = std::move(made.labels);
    user_labels_.resize(column.size(), kNoLabels);
    for (auto const user : column.ids()) {
      user_labels_[user.index()][k] = made.of_term.empty() ? 0 : made.of(column[user]);
    }
  }

  /// Users with the same labels are one group, numbered as they first appear, so that neighbours in
  /// the table are neighbours in the cells.
  void intern_users() {
    if (user_labels_.empty()) {
      axes_.group_labels.push_back(kNoLabels);
      return;
    }
    std::map<Axes::Labels, std::uint32_t> known;
    for (auto const& labels : user_labels_) {
      if (!axes_.group_of_user.empty() &&
          axes_.group_labels[axes_.group_of_user.back()] == labels) {
        axes_.group_of_user.push_back(axes_.group_of_user.back());  // as its neighbour
        continue;
      }
      auto const [at, is_new] =
          known.emplace(labels, static_cast<std::uint32_t>(axes_.group_labels.size()));
      if (is_new) {
        axes_.group_labels.push_back(labels);
      }
      axes_.group_of_user.push_back(at->second);
    }
  }

  [[nodiscard]] EventCode code_of(Kind kind) const {
    EventCode code{.nature = history::nature_of(kind.outage_class()),
                   .is_external = kind.is_external()};
    if (class_key_ < query_.by.size()) {
      code.label[class_key_] = static_cast<std::uint32_t>(kind.outage_class());
    }
    return code;
  }

  void intern_codes() {
    std::map<EventCode, std::uint32_t> known;
    auto const number = [&](EventCode const& code) {
      auto const [at, is_new] = known.emplace(code, static_cast<std::uint32_t>(axes_.codes.size()));
      if (is_new) {
        axes_.codes.push_back(code);
      }
      return at->second;
    };
    if (cause_key_ == kNoKey) {
      for (std::size_t bits = 0; bits < axes_.code_of_kind.size(); ++bits) {
        Kind const kind{static_cast<std::uint8_t>(bits)};
        if ((bits & Kind::kClassMask) < history::kOutageClassCount) {
          axes_.code_of_kind[bits] = static_cast<std::uint8_t>(number(code_of(kind)));
        }
      }
      return;
    }
    auto const& col = facts_.history().col();
    for (auto const event : col.event_kind.ids()) {
      auto code = code_of(col.event_kind[event]);
      code.label[cause_key_] = causes_.of(col.event_cause[event]);
      axes_.code_of_event.push_back(number(code));
    }
    if (axes_.codes.empty()) {
      axes_.codes.emplace_back();
    }
  }

  static constexpr std::size_t kNoKey = kMostKeys;
  Facts const& facts_;
  Query const& query_;
  Axes& axes_;
  TermLabels causes_;
  std::size_t class_key_ = kNoKey, cause_key_ = kNoKey;
  std::vector<Axes::Labels> user_labels_;
};

[[nodiscard]] bool has_sound_numbers(Query const& query) {
  auto const is_some = [](auto n) { return n > 0; };
  return query.rules.momentary_s >= 0 && query.rules.merge_gap_s >= 0 &&
         query.rules.momentary_event_s >= 0 && std::ranges::all_of(query.cemi_n, is_some) &&
         std::ranges::all_of(query.celid_s, is_some) && query.med.history_years >= 0 &&
         query.med.history_years <= 200;
}

[[nodiscard]] Result<void> check(Facts const& facts, Query const& query) {
  if (query.from < 0 || query.to > Seconds{history::kStillOut} - 1 || query.from >= query.to) {
    return fail(ErrorCode::invalid_argument,
                "the window is empty or outside 1970-2105: give --from before --to",
                "统计时段为空或超出 1970～2105 年：--from 须早于 --to");
  }
  if (query.by.size() > kMostKeys) {
    return fail(ErrorCode::invalid_argument, fmt::format("more than {} keys in --by", kMostKeys),
                fmt::format("--by 的分组项超过 {} 个", kMostKeys));
  }
  for (auto key = query.by.begin(); key != query.by.end(); ++key) {
    if (std::find(query.by.begin(), key, *key) != key) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("\"{}\" is in --by twice: name it once", name_of(*key)),
                  fmt::format("--by 中“{}”重复：请只写一次", name_of(*key)));
    }
  }
  if (!has_sound_numbers(query)) {
    return fail(ErrorCode::invalid_argument,
                "a threshold is out of range: seconds of rules must not be negative, CEMI n and "
                "CELID hours must be positive, and history_years at most 200",
                "阈值超出范围：规则中的秒数不得为负，CEMI 的 n 与 CELID "
                "的时长须为正，history_years 不超过 200");
  }
  auto const zone = facts.history().time_zone();
  if (!io::is_time_zone(zone)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("unknown time zone \"{}\" in the case: give an IANA name", zone),
                fmt::format("算例的时区“{}”未知：请用 IANA 名称", zone));
  }
  return {};
}

/// The key with the most values: leaving it out helps most.
[[nodiscard]] tl::unexpected<Error> too_many_cells(Axes const& axes) {
  std::size_t widest = 0;
  for (std::size_t k = 0; k < axes.by.size(); ++k) {
    if (axes.labels[k].size() > axes.labels[widest].size()) {
      widest = k;
    }
  }
  auto const key = axes.by.empty() ? std::string_view{} : name_of(axes.by[widest]);
  return fail(ErrorCode::too_large,
              fmt::format("{} cells are more than the {} that fit: leave \"{}\" ({} values) out of "
                          "--by, or ask for a shorter window",
                          axes.n_cell(), kMostCells, key, axes.labels[widest].size()),
              fmt::format("共 {} 个统计单元，超过上限 {}：请从 --by 中去掉“{}”（{} 个取值），"
                          "或缩短统计时段",
                          axes.n_cell(), kMostCells, key, axes.labels[widest].size()));
}

/// `labels_of(value)` → fold.
template <class LabelsOf>
[[nodiscard]] Fold fold(std::size_t n_value, KeySet keys, LabelsOf&& labels_of) {
  Fold made;
  std::map<Axes::Labels, std::uint32_t> known;
  made.to.reserve(n_value);
  for (std::size_t value = 0; value < n_value; ++value) {
    auto labels = labels_of(value);
    for (std::size_t k = 0; k < kMostKeys; ++k) {
      if (((keys >> k) & 1U) == 0) {
        labels[k] = kAll;
      }
    }
    auto const [at, is_new] = known.emplace(labels, static_cast<std::uint32_t>(made.labels.size()));
    if (is_new) {
      made.labels.push_back(labels);
    }
    made.to.push_back(at->second);
  }
  return made;
}

}  // namespace

Result<Axes> make_axes(Facts const& facts, Query const& query) {
  if (auto checked = check(facts, query); !checked) {
    return tl::unexpected{std::move(checked.error())};
  }
  Axes axes;
  AxesBuilder{facts, query, axes}.run();
  if (axes.n_cell() > kMostCells) {
    return too_many_cells(axes);
  }
  return axes;
}

Axes::Labels Projection::labels(std::size_t row) const {
  auto const of_code = row % code.size();
  auto const of_time = row / code.size() % time.size();
  auto const of_place = row / code.size() / time.size();
  auto made = kNoLabels;
  for (auto const& part :
       {group.labels[of_place / zone.size()], zone.labels[of_place % zone.size()],
        time.labels[of_time], code.labels[of_code]}) {
    std::ranges::transform(made, part, made.begin(),
                           [](std::uint32_t a, std::uint32_t b) { return std::min(a, b); });
  }
  return made;
}

Projection project(Axes const& axes, KeySet keys) {
  auto const from = [&](std::vector<Axes::Labels> const& labels) {
    return fold(labels.size(), keys, [&](std::size_t value) { return labels[value]; });
  };
  return {.keys = keys,
          .group = from(axes.group_labels),
          .zone = from(axes.zone_labels),
          .time = from(axes.time_labels),
          .code = fold(axes.codes.size(), keys,
                       [&](std::size_t value) { return axes.codes[value].label; })};
}

std::vector<KeySet> key_sets(std::size_t n_key) {
  std::vector<KeySet> sets(std::size_t{1} << n_key);
  std::iota(sets.begin(), sets.end(), KeySet{0});
  std::ranges::stable_sort(sets, {}, [](KeySet set) { return std::popcount(set); });
  return sets;
}

}  // namespace tieline::indices
