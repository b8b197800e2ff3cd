#include "engine/history/event_book.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace tieline::history {
namespace {

constexpr auto kEventsFile = FileKind::events;

struct NamedStamp {
  std::string_view column;
  std::optional<Seconds> EventRow::* cell;
  Instant Stamps::* stamp;
};
constexpr std::array<NamedStamp, 6> kStamps{{
    {"reported", &EventRow::reported, &Stamps::reported},
    {"dispatched", &EventRow::dispatched, &Stamps::dispatched},
    {"arrived", &EventRow::arrived, &Stamps::arrived},
    {"located", &EventRow::located, &Stamps::located},
    {"isolated", &EventRow::isolated, &Stamps::isolated},
    {"repaired", &EventRow::repaired, &Stamps::repaired},
}};

/// All that a row says, in 64 bits.
[[nodiscard]] std::uint64_t fingerprint_of(EventRow const& row) {
  std::uint64_t sum = 0;
  auto const add = [&](std::uint64_t part) { sum = (sum ^ part) * 0x9E3779B97F4A7C15ULL + 1; };
  for (auto const cell :
       {row.cause, row.technical_cause, row.equipment, row.feeder, row.plan, row.excluded_reason}) {
    add(network::hash_bytes(cell));
  }
  add(static_cast<std::uint64_t>(row.outage_class));
  add(static_cast<std::uint64_t>(row.external));
  for (auto const& [column, cell, stamp] : kStamps) {
    add(static_cast<std::uint64_t>((row.*cell).value_or(-1)));
  }
  return sum;
}

[[nodiscard]] Kind kind_of(EventRow const& row) {
  bool const is_external =
      row.external == network::Answer::yes || row.outage_class == OutageClass::fault_external;
  Kind kind;
  kind.bits = static_cast<std::uint8_t>(static_cast<unsigned>(row.outage_class) |
                                        (is_external ? Kind::kExternal : 0U) |
                                        (row.excluded_reason.empty() ? 0U : Kind::kExcluded));
  return kind;
}

[[nodiscard]] bool is_planned(OutageClass c) {
  return c >= OutageClass::planned_maintenance && c <= OutageClass::planned_supply_adjustment;
}

/// Calls `f` with each of the ids of a cell, parted by `;`.
template <class F>
void for_each_id(std::string_view cell, F f) {
  while (!cell.empty()) {
    auto const end = std::min(cell.find(';'), cell.size());
    auto id = cell.substr(0, end);
    while (!id.empty() && id.front() == ' ') {
      id.remove_prefix(1);
    }
    while (!id.empty() && id.back() == ' ') {
      id.remove_suffix(1);
    }
    if (!id.empty()) {
      f(id);
    }
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
}

}  // namespace

/// Where a piece of equipment lies: a switch between two feeders belongs to both.
struct EventBook::Places {
  bool is_known = false;
  std::array<network::FeederId, 2> feeders{};
};

EventBook::Places EventBook::places_of(std::string_view id) const {
  auto const& col = model_.col();
  auto const feeder_at = [&](network::SectionId section) {
    return section.is_some() ? col.section_feeder[section] : network::FeederId::none();
  };
  auto const known = [](network::FeederId a, network::FeederId b) {
    return Places{.is_known = true, .feeders = {a, b}};
  };
  constexpr auto kNowhere = network::FeederId::none();
  if (auto const line = model_.find_line(id); line.is_some()) {
    return known(feeder_at(col.line_section[line]), kNowhere);
  }
  if (auto const device = model_.find_switch(id); device.is_some()) {
    auto const ends = col.switch_ends[device];
    return known(feeder_at(ends.a), feeder_at(ends.b));
  }
  if (auto const user = model_.find_user(id); user.is_some()) {
    return known(feeder_at(col.user_section[user]), kNowhere);
  }
  if (auto const node = model_.find_node(id); node.is_some()) {
    return known(feeder_at(col.node_section[node]), kNowhere);
  }
  if (auto const feeder = model_.find_feeder(id); feeder.is_some()) {
    return known(feeder, kNowhere);
  }
  return {.is_known = model_.find_source(id).is_some()};
}

std::string EventBook::nearest(std::string_view id) {
  network::NearestId search{id, budget_};
  auto const look_through = [&](auto const& refs) {
    for (auto const ref : refs) {
      if (!search.offer(model_.text(ref))) {
        return;
      }
    }
  };
  auto const& col = model_.col();
  look_through(col.switch_ref);
  look_through(col.line_ref);
  look_through(col.user_ref);
  look_through(col.source_ref);
  look_through(col.node_ref);
  look_through(col.feeder_ref);
  return search.hint();
}

void EventBook::expect_plans(std::vector<std::string_view> plans) {
  expects_plans_ = true;
  known_plans_.insert(plans.begin(), plans.end());
}

/// Equipment must be in the network; a feeder that is not its own is told.
bool EventBook::has_equipment(EventRow const& row) {
  bool all_known = true;
  auto const stated = model_.find_feeder(row.feeder);
  if (!row.feeder.empty() && stated.is_none()) {
    remarks_.add(kUnknownFeeder, kEventsFile, row.row,
                 {.column = "feeder", .value = std::string{row.feeder}});
  }
  for_each_id(row.equipment, [&](std::string_view id) {
    auto const places = places_of(id);
    auto const& [a, b] = places.feeders;
    if (!places.is_known) {
      all_known = false;
      remarks_.add(kUnknownEquipment, kEventsFile, row.row,
                   {.column = "equipment", .value = std::string{id}, .hint = nearest(id)});
    } else if (stated.is_some() && a != stated && b != stated && (a.is_some() || b.is_some())) {
      auto const its = a.is_some() ? a : b;
      remarks_.add(
          kOtherFeeder, kEventsFile, row.row,
          {.column = "feeder", .value = std::string{id}, .other = std::string{model_.id_of(its)}});
    }
  });
  return all_known;
}

void EventBook::check_plan(EventRow const& row) {
  auto const said = [&] { return Said{.column = "plan", .value = std::string{row.plan}}; };
  if (is_planned(row.outage_class) && row.plan.empty()) {
    remarks_.add(kPlanMissing, kEventsFile, row.row, said());
  } else if (nature_of(row.outage_class) == Nature::fault && !row.plan.empty()) {
    remarks_.add(kFaultWithPlan, kEventsFile, row.row, said());
  }
  if (expects_plans_ && !row.plan.empty() && !known_plans_.contains(row.plan)) {
    remarks_.add(kPlanUnknown, kEventsFile, row.row, said());
  }
}

/// Stamps come in their order, each known one not before the known one before it.
void EventBook::check_order(EventRow const& row) {
  std::string_view before;
  Seconds last = 0;
  for (auto const& named : kStamps) {
    auto const& at = row.*named.cell;
    if (!at) {
      continue;
    }
    if (!before.empty() && *at < last) {
      remarks_.add(kStampOrder, kEventsFile, row.row,
                   {.column = named.column,
                    .value = remarks_.time_text(*at),
                    .other = std::string{before} + " " + remarks_.time_text(last)});
      return;
    }
    before = named.column;
    last = *at;
  }
}

Stamps EventBook::stamps_of(EventRow const& row) {
  Stamps stamps;
  for (auto const& [column, cell, stamp] : kStamps) {
    if (auto const& at = row.*cell) {
      stamps.*stamp = *at > remarks_.now() ? kNoInstant : to_instant(*at);
      if (*at > remarks_.now()) {
        remarks_.add(kStampInFuture, kEventsFile, row.row,
                     {.column = column, .value = remarks_.time_text(*at)});
      } else if (stamps.*stamp == kNoInstant) {
        remarks_.add(kStampOutsideClock, kEventsFile, row.row,
                     {.column = column, .value = remarks_.time_text(*at)});
      }
    }
  }
  return stamps;
}

EventId EventBook::enter(std::string_view id, std::uint32_t row) {
  auto const event = ids_.enter(id);
  if (event.index() == kinds_.size()) {
    Kind unclassified;
    unclassified.bits = static_cast<std::uint8_t>(OutageClass::unclassified);
    kinds_.push_back(unclassified);
    begin_.push_back(kNoInstant);
    end_.push_back(kNoInstant);
    for (auto* const column :
         {&causes_, &technical_causes_, &equipment_, &feeders_, &plans_, &reasons_}) {
      column->push_back(TermId::none());
    }
    stamps_.push_back({});
    rows_.push_back(row);
    fingerprints_.push_back(0);
  }
  return event;
}

Outcome EventBook::add(EventRow const& row) {
  auto const fingerprint = fingerprint_of(row);
  if (auto const known = ids_.find(row.event); known.is_some()) {
    bool const is_same = fingerprints_[known] == fingerprint;
    remarks_.add(is_same ? kSameRow : kEventDiffers, kEventsFile, row.row,
                 {.column = is_same ? "" : "event",
                  .value = std::string{row.event},
                  .other = remarks_.row_text(rows_[known])});
    return is_same ? Outcome::no_op : Outcome::set_aside;
  }
  if (!has_equipment(row)) {
    set_aside_.emplace(row.event);
    return Outcome::set_aside;
  }
  check_plan(row);
  check_order(row);
  auto const event = enter(row.event, row.row);
  auto const term_of = [&](std::string_view word) {
    return word.empty() ? TermId::none() : terms_.enter(word);
  };
  kinds_[event] = kind_of(row);
  causes_[event] = term_of(row.cause);
  technical_causes_[event] = term_of(row.technical_cause);
  equipment_[event] = term_of(row.equipment);
  feeders_[event] = term_of(row.feeder);
  plans_[event] = term_of(row.plan);
  reasons_[event] = term_of(row.excluded_reason);
  stamps_[event] = stamps_of(row);
  fingerprints_[event] = fingerprint;
  return Outcome::kept;
}

EventId EventBook::of_interruption(std::string_view id, bool& is_unlisted) {
  is_unlisted = false;
  if (last_.is_some() && ids_.text(last_) == id) {
    return last_;
  }
  auto event = ids_.find(id);
  if (event.is_none()) {
    is_unlisted = !set_aside_.contains(std::string{id});
    event = enter(id, 0);
  }
  return last_ = event;
}

void EventBook::compare_clocks() {
  std::vector<Seconds> ahead;
  std::uint32_t first_row = 0;
  for (auto const event : stamps_.ids()) {
    auto const reported = stamps_[event].reported;
    if (reported != kNoInstant && begin_[event] != kNoInstant && reported < begin_[event]) {
      first_row = ahead.empty() ? rows_[event] : first_row;
      ahead.push_back(Seconds{begin_[event]} - Seconds{reported});
    }
  }
  if (ahead.empty()) {
    return;
  }
  auto const middle = ahead.begin() + static_cast<std::ptrdiff_t>(ahead.size() / 2);
  std::nth_element(ahead.begin(), middle, ahead.end());
  remarks_.add(kClockSkew, kEventsFile, first_row,
               {.column = "reported",
                .value = std::to_string(ahead.size()),
                .other = std::to_string(*middle)});
}

void EventBook::write(OwnedColumns& to) {
  to.event_ref = ids_.refs();
  to.event_kind = std::move(kinds_);
  to.event_begin = std::move(begin_);
  to.event_end = std::move(end_);
  to.event_cause = std::move(causes_);
  to.event_technical_cause = std::move(technical_causes_);
  to.event_equipment = std::move(equipment_);
  to.event_feeder = std::move(feeders_);
  to.event_plan = std::move(plans_);
  to.event_excluded_reason = std::move(reasons_);
  to.event_stamps = std::move(stamps_);
}

}  // namespace tieline::history
