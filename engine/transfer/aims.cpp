#include "engine/transfer/aims.hpp"

#include <algorithm>

namespace tieline::transfer {

Aims& Aims::operator+=(Aims const& more) {
  for (std::size_t p = 0; p < users_by_priority.size(); ++p) {
    users_by_priority[p] += more.users_by_priority[p];
  }
  users += more.users;
  households += more.households;
  return *this;
}

Aims& Aims::operator-=(Aims const& less) {
  for (std::size_t p = 0; p < users_by_priority.size(); ++p) {
    users_by_priority[p] -= less.users_by_priority[p];
  }
  users -= less.users;
  households -= less.households;
  return *this;
}

int compare_aims(Aims const& a, Aims const& b) {
  auto const sign = [](std::int64_t x, std::int64_t y) { return x < y ? -1 : (x > y ? 1 : 0); };
  for (std::size_t p = 3; p >= 1; --p) {
    if (auto const c = sign(a.users_by_priority[p], b.users_by_priority[p]); c != 0) {
      return c;
    }
  }
  auto const c = sign(a.users, b.users);
  return c != 0 ? c : sign(a.households, b.households);
}

Aims aims_of(network::NetworkModel const& model, network::SectionId section) {
  Aims aims;
  for (auto const user : model.users_of(section)) {
    auto const priority = std::min<std::size_t>(model.col().user_priority[user], 3);
    ++aims.users_by_priority[priority];
    ++aims.users;
    aims.households += model.col().user_households[user];
  }
  return aims;
}

}  // namespace tieline::transfer
