#pragma once
// Work cut into pieces that any thread may take; what comes of it does not depend on which did.

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace tieline::sweep {

/// Threads to use: `asked`, or one a core if 0. At least 1.
[[nodiscard]] inline unsigned threads_for(unsigned asked) {
  return asked > 0 ? std::min(asked, 256U) : std::max(1U, std::thread::hardware_concurrency());
}

/// Calls `work(thread, begin, end)` for pieces of [0, n), each once, on `threads` threads.
template <class Work>
void share_out(std::size_t n, std::size_t piece, unsigned threads, Work const& work) {
  std::atomic<std::size_t> next{0};
  auto const run = [&](unsigned thread) {
    for (auto begin = next.fetch_add(piece); begin < n; begin = next.fetch_add(piece)) {
      work(thread, begin, std::min(begin + piece, n));
    }
  };
  if (threads <= 1 || n <= piece) {
    run(0);
    return;
  }
  std::vector<std::jthread> others;
  others.reserve(threads - 1);
  for (unsigned thread = 1; thread < threads; ++thread) {
    others.emplace_back(run, thread);
  }
  run(0);
}

}  // namespace tieline::sweep
