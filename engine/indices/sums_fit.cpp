#include "engine/indices/sums_fit.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace tieline::indices {
namespace {

__extension__ using Wide = unsigned __int128;
using WideWeights = std::array<Wide, kWeightCount>;

constexpr auto kMost = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());

/// The greatest weight of `user` in each base, over its slices and limitations.
[[nodiscard]] WideWeights heaviest(history::History const& history, history::UserId user) {
  auto const& col = history.col();
  std::uint32_t households = 0;
  for (auto const slice : history.slices_of(user)) {
    households = std::max(households, col.slice_households[slice]);
  }
  return {1, households, col.user_capacity_va[user], col.user_load_w[user]};
}

/// Σ users (greatest weight × seconds its records last inside the window): no sum is above it.
[[nodiscard]] WideWeights upper_bounds(history::History const& history, Query const& query,
                                       Wide most_limited_w) {
  auto const& col = history.col();
  WideWeights bounds{};
  for (auto const user : all_ids<history::UserId>(history.n_user())) {
    Wide seconds = 0;
    for (auto const record : history.records_of(user)) {
      auto const from = std::max(Seconds{col.record_start[record]}, query.from);
      auto const to = std::min(Seconds{col.record_end[record]}, query.to);
      seconds += from < to ? static_cast<Wide>(to - from) : 0;
    }
    auto weights = heaviest(history, user);
    weights.back() = std::max(weights.back(), most_limited_w);
    for (std::size_t w = 0; w < kWeightCount; ++w) {
      bounds[w] += weights[w] * seconds;
    }
  }
  return bounds;
}

}  // namespace

Result<void> prove_sums_fit(history::History const& history, Query const& query,
                            Answer const& answer) {
  Wide most_limited_w = 0;
  for (auto const& limitation : history.col().limitations.raw()) {
    most_limited_w =
        std::max(most_limited_w, static_cast<Wide>(limitation.before_w - limitation.allowed_w));
  }
  WideWeights weights{0, 0, 0, most_limited_w};
  for (auto const user : all_ids<history::UserId>(history.n_user())) {
    auto const own = heaviest(history, user);
    std::ranges::transform(weights, own, weights.begin(),
                           [](Wide a, Wide b) { return std::max(a, b); });
  }
  auto const& total = answer.rows.front().total;  // its weight of 1 cannot wrap
  auto const user_seconds =
      static_cast<Wide>(total.seconds.front()) + static_cast<Wide>(total.momentary_seconds.front());
  // a rounded limitation may weigh a second of W that counts none of a user: one each at most
  auto const slack = static_cast<Wide>(history.col().limitations.size()) *
                     static_cast<Wide>(query.to - query.from);
  auto const fits = [](Wide sum) { return sum <= kMost; };
  if (std::ranges::all_of(weights,
                          [&](Wide weight) { return fits(weight * (user_seconds + slack)); })) {
    return {};
  }
  auto const bounds = upper_bounds(history, query, most_limited_w);
  if (std::ranges::all_of(bounds, fits)) {
    return {};
  }
  return fail(ErrorCode::too_large,
              "households, kVA or load times dark seconds pass what an exact sum holds; ask for a "
              "shorter window, or mend figures that are too large (tieline net check)",
              "户数、容量或负荷与停电秒数之积超出精确累计范围；请缩短统计时段，或更正过大的数值"
              "（tieline net check）");
}

}  // namespace tieline::indices
