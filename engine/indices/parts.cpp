#include "engine/indices/parts.hpp"

#include <algorithm>
#include <exception>
#include <thread>

namespace tieline::indices {
namespace {

constexpr std::size_t kLeastWork = 4096;  ///< records and users that are worth a thread
constexpr std::size_t kMostThreads = 256;

}  // namespace

std::vector<UserRange> parts_of(history::History const& history, unsigned threads) {
  using history::UserId;
  auto const& first_record = history.col().user_first_record;
  auto const n_user = history.n_user();
  // Records and users before a user; a user without records costs something, too.
  auto const before = [&](std::size_t user) {
    return std::size_t{first_record[UserId{user}]} + user;
  };
  auto const all = before(n_user);
  auto const n_part =
      threads == 0
          ? std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1,
                                    std::max<std::size_t>(1, all / kLeastWork))
          : std::clamp<std::size_t>(threads, 1, std::clamp<std::size_t>(n_user, 1, kMostThreads));
  std::vector<UserRange> parts;
  std::size_t begin = 0;
  for (std::size_t part = 1; part <= n_part; ++part) {
    auto const goal = all / n_part * part;
    std::size_t low = begin;
    std::size_t high = n_user;
    while (part < n_part && low < high) {
      auto const middle = low + (high - low) / 2;
      if (before(middle) < goal) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    parts.emplace_back(UserId{begin}, UserId{high});
    begin = high;
  }
  return parts;
}

void run_parts(std::size_t n_part, std::function<void(std::size_t)> const& work) {
  std::vector<std::exception_ptr> thrown(n_part);
  auto const guarded = [&](std::size_t part) {
    try {
      work(part);
    } catch (...) {
      thrown[part] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t part = 1; part < n_part; ++part) {
      others.emplace_back([&guarded, part] { guarded(part); });
    }
    guarded(0);
  }
  for (auto const& exception : thrown) {
    if (exception) {
      std::rethrow_exception(exception);
    }
  }
}

}  // namespace tieline::indices
