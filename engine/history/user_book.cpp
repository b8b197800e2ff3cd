#include "engine/history/user_book.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tieline::history {
namespace {

/// kVA or kW → VA or W in 32 bits; 0 where unknown or not above 0.
[[nodiscard]] std::uint32_t thousandths(float figure) {
  constexpr double kMost = 4e9;
  auto const scaled = static_cast<double>(figure) * 1000;
  return scaled > 0 ? static_cast<std::uint32_t>(std::lround(std::min(scaled, kMost))) : 0;
}

/// Since and until may lie outside 1970–2106, where nothing is counted.
[[nodiscard]] Instant clamped(std::optional<Seconds> at, Instant blank) {
  if (!at) {
    return blank;
  }
  return static_cast<Instant>(std::clamp(*at, Seconds{0}, Seconds{kForever}));
}

}  // namespace

UserId UserBook::find(std::string_view id) {
  constexpr std::size_t kAhead = 3;
  auto const n_model = model_.n_user();
  auto const end = std::min(last_.index() + kAhead, n_model);
  for (auto at = last_.index(); at < end; ++at) {
    if (is_at(UserId{at}, id)) {
      return last_ = UserId{at};
    }
  }
  if (auto const known = model_.find_user(id); known.is_some()) {
    return last_ = UserId{known.index()};
  }
  auto const extra = extra_.find(id);
  return extra.is_some() ? UserId{n_model + extra.index()} : UserId::none();
}

std::string UserBook::nearest(std::string_view id) {
  network::NearestId search{id, budget_};
  for (auto const user : all_ids<network::UserId>(model_.n_user())) {
    if (!search.offer(model_.id_of(user))) {
      break;
    }
  }
  return search.hint();
}

/// A slice of the same user that is registered at an instant of `slice`, if there is one.
UserBook::Slice const* UserBook::clash_of(Slice const& slice) const {
  auto const first = first_[slice.user.index()];
  if (first == 0) {
    return nullptr;
  }
  auto const overlapped = [&](std::uint32_t at) {
    auto const& old = slices_[at];
    return old.since < slice.until && slice.since < old.until ? &old : nullptr;
  };
  auto const found = more_.find(slice.user);
  if (found == more_.end()) {
    return overlapped(first - 1);
  }
  auto const after = found->second.lower_bound(slice.since);
  if (after != found->second.end() && overlapped(after->second) != nullptr) {
    return overlapped(after->second);
  }
  return after == found->second.begin() ? nullptr : overlapped(std::prev(after)->second);
}

void UserBook::enter(Slice const& slice) {
  auto const at = static_cast<std::uint32_t>(slices_.size());
  auto& first = first_[slice.user.index()];
  if (first == 0) {
    first = at + 1;
  } else {
    auto& ordered = more_[slice.user];
    ordered.emplace(slices_[first - 1].since, first - 1);
    ordered.emplace(slice.since, at);
  }
  slices_.push_back(slice);
}

/// Zone and households, from transformers.csv where the row leaves them blank.
void UserBook::complete(UserSliceRow const& row, Slice& slice) {
  bool const is_known = slice.user.index() < model_.n_user();
  auto const in_network = network::UserId{is_known ? slice.user.index() : 0};
  slice.zone = row.has_zone ? row.zone
               : is_known   ? model_.col().user_zone[in_network]
                            : network::Zone::unknown;
  if (row.households >= 0) {
    slice.households = static_cast<std::uint32_t>(row.households);
  } else if (is_known) {
    slice.households = model_.col().user_households[in_network];
  } else {
    remarks_.add(kNoHouseholds, FileKind::users, row.row,
                 {.column = "households", .value = std::string{row.user}});
  }
  if (!is_known && !row.until) {
    remarks_.add(kUserGone, FileKind::users, row.row,
                 {.column = "user", .value = std::string{row.user}, .hint = nearest(row.user)});
  }
}

Outcome UserBook::add(UserSliceRow const& row) {
  constexpr auto kFile = FileKind::users;
  Slice slice{.user = find(row.user),
              .since = clamped(row.since, 0),
              .until = clamped(row.until, kForever),
              .row = row.row};
  if (row.since && row.until && *row.until <= *row.since) {
    bool const is_empty = *row.until == *row.since;
    remarks_.add(is_empty ? kZeroLength : kEndBeforeStart, kFile, row.row,
                 {.column = "until",
                  .value = remarks_.time_text(*row.until),
                  .other = remarks_.time_text(*row.since)});
    return is_empty ? Outcome::no_op : Outcome::set_aside;
  }
  if (slice.since >= slice.until) {
    bool const is_late = slice.since == kForever;
    remarks_.add(kOutsideClock, kFile, row.row,
                 {.column = is_late ? "since" : "until",
                  .value = remarks_.time_text((is_late ? row.since : row.until).value_or(0))});
    return Outcome::set_aside;
  }
  if (slice.user.is_none()) {
    slice.user = UserId{model_.n_user() + extra_.enter(row.user).index()};
    first_.push_back(0);
  }
  complete(row, slice);
  if (auto const* const old = clash_of(slice)) {
    bool const is_same = old->since == slice.since && old->until == slice.until &&
                         old->zone == slice.zone && old->households == slice.households;
    remarks_.add(is_same ? kSameRow : kSliceOverlap, kFile, row.row,
                 {.column = is_same ? "" : "since",
                  .value = std::string{row.user},
                  .other = remarks_.row_text(old->row)});
    return is_same ? Outcome::no_op : Outcome::set_aside;
  }
  enter(slice);
  return Outcome::kept;
}

void UserBook::write(OwnedColumns& to, IdTable<TermId>& terms) {
  write_users(to, terms);
  write_slices(to);
}

void UserBook::write_users(OwnedColumns& to, IdTable<TermId>& terms) {
  auto const& from = model_.col();
  auto const n = size();
  to.user_ref.reserve(n);
  to.user_capacity_va.assign(n, 0);
  to.user_load_w.assign(n, 0);
  to.user_supply_kv.assign(n, kUnknown);
  to.user_nature.assign(n, network::Nature::public_supply);
  to.user_organisation.assign(n, TermId::none());
  to.user_feeder.assign(n, TermId::none());
  to.user_grid_cell.assign(n, TermId::none());
  auto const term_of = [&](std::string_view word) {
    return word.empty() ? TermId::none() : terms.enter(word);
  };
  for (auto const user : all_ids<network::UserId>(model_.n_user())) {
    auto const at = UserId{user.index()};
    to.user_ref.push_back(text_.keep(model_.id_of(user)));
    to.user_capacity_va[at] = thousandths(from.user_rated_kva[user]);
    to.user_load_w[at] = thousandths(from.user_load_kw[user]);
    to.user_supply_kv[at] = from.user_supply_kv[user];
    to.user_nature[at] = from.user_nature[user];
    to.user_organisation[at] = term_of(model_.name_of(from.user_organisation[user]));
    to.user_grid_cell[at] = term_of(model_.name_of(from.user_grid_cell[user]));
    auto const feeder = from.section_feeder[from.user_section[user]];
    to.user_feeder[at] = feeder.is_some() ? term_of(model_.id_of(feeder)) : TermId::none();
  }
  for (auto const ref : extra_.refs()) {
    to.user_ref.push_back(ref);
  }
}

void UserBook::write_slices(OwnedColumns& to) {
  std::ranges::sort(slices_, [](Slice const& a, Slice const& b) {
    return std::pair{a.user, a.since} < std::pair{b.user, b.since};
  });
  auto const& from = model_.col();
  auto next = slices_.begin();
  auto const push = [&](Slice const& slice) {
    to.slice_since.push_back(slice.since);
    to.slice_until.push_back(slice.until);
    to.slice_zone.push_back(slice.zone);
    to.slice_households.push_back(slice.households);
  };
  to.user_first_slice.reserve(size() + 1);
  for (auto const user : all_ids<UserId>(size())) {
    to.user_first_slice.push_back(static_cast<std::uint32_t>(to.slice_since.size()));
    if (next == slices_.end() || next->user != user) {  // then it is a user of the network
      auto const at = network::UserId{user.index()};
      push({user, 0, kForever, from.user_households[at], from.user_zone[at], 0});
    }
    for (; next != slices_.end() && next->user == user; ++next) {
      push(*next);
    }
  }
  to.user_first_slice.push_back(static_cast<std::uint32_t>(to.slice_since.size()));
}

}  // namespace tieline::history
