#include "engine/indices/book.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "engine/indices/assemble.hpp"
#include "engine/indices/day_entry.hpp"

namespace tieline::indices {

/// Everything counted so far, and what it was counted from.
class IndexBook::State {
 public:
  State(history::HistoryPtr history, Query query, Plan plan)
      : history_{std::move(history)},
        query_{std::move(query)},
        plan_{std::move(plan)},
        facts_{*history_, &overlay_},
        asks_for_meds_{query_.med.source != MedSource::none},
        end_of_data_{end_of_data(facts_)},
        daily_{facts_, query_.rules, plan_.med_days, end_of_data_},
        people_{query_, plan_.axes, plan_.projections},
        events_{plan_.axes, plan_.projections} {
    tables_.cells.resize(plan_.axes.n_cell());
    looked_at_.cells.resize(plan_.axes.n_cell());
    learn_ids();
    index_events();
    count_all();
  }

  Result<void> add(DayRows const& day) {
    TIELINE_TRY(entry, read_day(facts_, ids_, added_, day));
    auto const touched = users_touched(entry);
    auto const before = take_out(touched);
    update_daily(touched, -1);
    apply(std::move(entry));
    update_daily(touched, 1);
    auto const old_meds = std::exchange(judged_, judge()).meds;
    if (old_meds != judged_.meds) {
      move_meds(old_meds, touched);
    }
    auto const after = put_in(touched);
    move_events(touched, before, after);
    return {};
  }

  [[nodiscard]] Answer answer() const {
    return assemble(facts_, query_, plan_,
                    {.tables = tables_,
                     .people = query_.want_people ? &people_ : nullptr,
                     .events = query_.want_events ? &events_ : nullptr,
                     .med = judged_.outcome});
  }

 private:
  using Users = std::vector<UserId>;  ///< ascending, each once

  static void make_unique(Users& users) {
    std::ranges::sort(users);
    users.erase(std::ranges::unique(users).begin(), users.end());
  }

  [[nodiscard]] Tally tally(DaySet const& meds) const {
    return {facts_,
            plan_.axes,
            query_.rules,
            meds,
            {.user_cells = query_.want_people, .event_cells = query_.want_events}};
  }

  // ---- once

  void learn_ids() {
    for (auto const user : all_ids<UserId>(history_->n_user())) {
      ids_.users.emplace(history_->id_of(user), user);
    }
    for (auto const event : all_ids<EventId>(history_->n_event())) {
      ids_.events.emplace(history_->id_of(event), event);
    }
  }

  /// Users of each event of the history.
  void index_events() {
    auto const& col = history_->col();
    first_user_.assign(history_->n_event() + 1, 0);
    for (auto const event : col.record_event) {
      ++first_user_[event.index() + 1];
    }
    for (std::size_t e = 1; e < first_user_.size(); ++e) {
      first_user_[e] += first_user_[e - 1];
    }
    event_user_.resize(history_->n_record());
    auto next = first_user_;
    for (auto const user : all_ids<UserId>(history_->n_user())) {
      for (auto const record : history_->records_of(user)) {
        event_user_[next[col.record_event[record].index()]++] = user;
        if (col.record_end[record] == history::kStillOut) {
          open_users_.insert(user);
        }
      }
    }
  }

  void count_all() {
    auto const all = all_ids<UserId>(history_->n_user());
    if (asks_for_meds_) {
      for (auto const user : all) {
        daily_.add_user(user, 1);
      }
    }
    judged_ = judge();
    auto counting = tally(judged_.meds);
    EventSpans spans;
    for (auto const user : all) {
      add_user(counting, user, 1);
      spans.add(counting.event_cells());
    }
    add_events(spans.take(), 1);
  }

  // ---- a day

  void append_users_of(EventId event, Users& users) const {
    if (event.index() < history_->n_event()) {
      users.insert(users.end(), event_user_.begin() + first_user_[event.index()],
                   event_user_.begin() + first_user_[event.index() + 1]);
    }
    if (auto const added = added_users_.find(event); added != added_users_.end()) {
      users.insert(users.end(), added->second.begin(), added->second.end());
    }
  }

  /// Users with rows in the day, and those of events that it makes begin earlier.
  [[nodiscard]] Users users_touched(DayEntry const& entry) const {
    auto const n_known = history_->n_event() + added_.size();
    Users users;
    for (auto const& record : entry.records) {
      users.push_back(record.user);
      if (record.row.event.index() < n_known &&
          record.row.start < facts_.event_begin(record.row.event)) {
        append_users_of(record.row.event, users);
      }
    }
    for (auto const& end : entry.ends) {
      users.push_back(end.user);
    }
    make_unique(users);
    return users;
  }

  void add_user(Tally& counting, UserId user, std::int64_t sign) {
    counting.add_user(user, sign, tables_);
    if (query_.want_people) {
      people_.add_user(counting.user_cells(), counting.slices(), sign);
    }
  }

  /// Adds users (`sign` 1) or takes them out; what they had of events.
  [[nodiscard]] std::vector<EventCell> move_users(Users const& users, std::int64_t sign) {
    auto counting = tally(judged_.meds);
    std::vector<EventCell> cells;
    for (auto const user : users) {
      add_user(counting, user, sign);
      cells.insert(cells.end(), counting.event_cells().begin(), counting.event_cells().end());
    }
    return cells;
  }
  [[nodiscard]] std::vector<EventCell> take_out(Users const& users) {
    return move_users(users, -1);
  }
  [[nodiscard]] std::vector<EventCell> put_in(Users const& users) { return move_users(users, 1); }

  /// Daily sums of the users touched, and of those still out: they reach to the end of the data.
  void update_daily(Users const& touched, std::int64_t sign) {
    if (!asks_for_meds_) {
      return;
    }
    auto users = touched;
    users.insert(users.end(), open_users_.begin(), open_users_.end());
    make_unique(users);
    if (sign > 0) {
      daily_.set_end_of_data(end_of_data_);
      users = std::exchange(taken_out_, {});
    } else {
      taken_out_ = users;
    }
    for (auto const user : users) {
      daily_.add_user(user, sign);
    }
  }

  void apply(DayEntry entry) {
    for (auto& event : entry.events) {
      EventId const id{history_->n_event() + overlay_.events.size()};
      ids_.events.emplace(event.event.id, id);
      added_.push_back({.kind = event.kind, .reason = std::move(event.reason)});
      overlay_.events.push_back(std::move(event.event));
    }
    for (auto& record : entry.records) {
      apply(record);
    }
    for (auto const& end : entry.ends) {
      end_of_data_ = std::max(end_of_data_, end.end);
      if (end.record.index() < history_->n_record()) {
        overlay_.ended.emplace(end.record, end.end);
      } else {
        overlay_.records[end.record.index() - history_->n_record()].end = end.end;
      }
    }
  }

  void apply(DayEntry::Record& record) {
    auto const& row = record.row;
    overlay_.records.push_back(row);
    overlay_.of_user[record.user].push_back(row.record);
    added_users_[row.event].push_back(record.user);
    if (row.kind.is_partial()) {
      overlay_.limitations.push_back(record.limit);
    }
    if (row.kind.is_excluded()) {
      overlay_.exclusions.push_back({.record = row.record, .reason = std::move(record.reason)});
    }
    bool const is_open = row.end == history::kStillOut;
    if (is_open) {
      open_users_.insert(record.user);
    }
    end_of_data_ = std::max(end_of_data_, is_open ? row.start : row.end);
    if (row.start >= facts_.event_begin(row.event)) {
      return;
    }
    if (row.event.index() < history_->n_event()) {
      overlay_.earlier[row.event] = row.start;
    } else {
      overlay_.events[row.event.index() - history_->n_event()].begin = row.start;
    }
  }

  [[nodiscard]] MedJudgement judge() {
    if (!asks_for_meds_ || !needs_daily_sums(facts_, query_, plan_.med_days)) {
      return judge_days(facts_, query_, plan_.med_days, {});
    }
    return judge_days(facts_, query_, plan_.med_days, daily_.user_seconds());
  }

  /// Users, other than those touched, of whom something begins on a day that became a major event
  /// day or ceased to be one.
  void move_meds(DaySet const& old_meds, Users const& touched) {
    auto const is_moved = [&](Instant start) {
      return old_meds.contains(start) != judged_.meds.contains(start);
    };
    Users users;
    auto const& starts = history_->col().record_start;
    for (auto const user : all_ids<UserId>(history_->n_user())) {
      if (std::ranges::any_of(history_->records_of(user),
                              [&](RecordId record) { return is_moved(starts[record]); })) {
        users.push_back(user);
      }
    }
    for (auto const& [user, records] : overlay_.of_user) {
      if (std::ranges::any_of(
              records, [&](RecordId record) { return is_moved(facts_.row(record).start); })) {
        users.push_back(user);
      }
    }
    make_unique(users);
    std::erase_if(users, [&](UserId user) { return std::ranges::binary_search(touched, user); });
    auto before = tally(old_meds);
    auto after = tally(judged_.meds);
    for (auto const user : users) {
      before.add_user(user, -1, tables_);
      after.add_user(user, 1, tables_);
    }
  }

  // ---- events

  void add_events(std::span<EventCell const> spans, std::int64_t sign) {
    for (auto first = spans.begin(); first != spans.end();) {
      auto const last = std::find_if(
          first, spans.end(), [&](EventCell const& span) { return span.event != first->event; });
      events_.add_event({first, last}, sign);
      first = last;
    }
  }

  /// Events that own other interruptions than before are counted anew, over all of their users.
  void move_events(Users const& touched, std::vector<EventCell> before,
                   std::vector<EventCell> after) {
    auto const key = [](EventCell const& c) { return std::tuple{c.event, c.cell, c.off, c.on}; };
    std::ranges::sort(before, {}, key);
    std::ranges::sort(after, {}, key);
    std::vector<EventCell> moved;
    std::ranges::set_symmetric_difference(before, after, std::back_inserter(moved), {}, key, key);
    std::unordered_set<EventId> events;
    Users others;
    for (auto const& cell : moved) {
      if (events.insert(cell.event).second) {
        append_users_of(cell.event, others);
      }
    }
    make_unique(others);
    EventSpans old_spans;
    EventSpans new_spans;
    auto const add = [&](EventSpans& spans, std::span<EventCell const> cells) {
      for (auto const& cell : cells) {
        if (events.contains(cell.event)) {
          spans.add(cell);
        }
      }
    };
    add(old_spans, before);
    add(new_spans, after);
    auto counting = tally(judged_.meds);
    for (auto const user : others) {
      if (!std::ranges::binary_search(touched, user)) {
        counting.add_user(user, 1, looked_at_);
        add(old_spans, counting.event_cells());
        add(new_spans, counting.event_cells());
      }
    }
    add_events(old_spans.take(), -1);
    add_events(new_spans.take(), 1);
  }

  history::HistoryPtr history_;
  Query query_;
  Plan plan_;
  Overlay overlay_;
  Facts facts_;
  bool asks_for_meds_;
  Instant end_of_data_;
  DailySums daily_;
  MedJudgement judged_;
  Tables tables_;
  Tables looked_at_;  ///< sums of users only looked at for their events: nobody reads them
  PeopleTable people_;
  EventRows events_;

  KnownIds ids_;
  std::vector<AddedEvent> added_;
  std::vector<std::uint32_t> first_user_;  ///< [n_event + 1] into event_user_
  std::vector<UserId> event_user_;
  std::unordered_map<EventId, Users> added_users_;
  std::unordered_set<UserId> open_users_;  ///< of whom some record is, or was, without end
  Users taken_out_;
};

Result<IndexBook> IndexBook::make(history::HistoryPtr history, Query query) {
  if (std::ranges::find(query.by, Key::cause) != query.by.end()) {
    return fail(ErrorCode::invalid_argument,
                "rows by cause cannot be kept up to date: leave \"cause\" out of --by",
                "按原因分组不支持增量更新：请从 --by 中去掉 cause");
  }
  Facts const facts{*history};
  TIELINE_TRY(plan, make_plan(facts, query));
  return IndexBook{std::make_unique<State>(std::move(history), std::move(query), std::move(plan))};
}

IndexBook::IndexBook(std::unique_ptr<State> state) : state_{std::move(state)} {}
IndexBook::IndexBook(IndexBook&&) noexcept = default;
IndexBook& IndexBook::operator=(IndexBook&&) noexcept = default;
IndexBook::~IndexBook() = default;

Result<void> IndexBook::add(DayRows const& day) {
  return state_->add(day);
}

Answer IndexBook::answer() const {
  return state_->answer();
}

}  // namespace tieline::indices
