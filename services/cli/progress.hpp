#pragma once
// A bar on a terminal for whatever takes more than a second.

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "services/cli/words.hpp"

namespace tieline::services {

enum class ProgressUnit : std::uint8_t { steps, bytes };

/// "reading  [#####.....]  52 %  118 MB/s", or "network … 3 s" where no share is known; rewritten
/// in place a few times a second by a thread of its own, also while nobody tells anything, and
/// wiped when it goes out of scope. Silent unless stderr is a terminal, and in the first second.
class ProgressBar {
 public:
  using Clock = std::chrono::steady_clock;
  ProgressBar(ProgressUnit unit, Language language, bool quiet);
  ~ProgressBar();
  ProgressBar(ProgressBar const&) = delete;
  ProgressBar& operator=(ProgressBar const&) = delete;

  /// Any thread.
  void show(std::string_view phase, std::uint64_t done, std::uint64_t all);

  /// The line as drawn, without the control characters.
  [[nodiscard]] static std::string line(std::string_view phase, std::uint64_t done,
                                        std::uint64_t all, double elapsed_s, ProgressUnit unit,
                                        Language language);

 private:
  void draw_until_stopped(std::stop_token const& stop);
  [[nodiscard]] std::string current_line() const;

  ProgressUnit unit_;
  Language language_;
  Clock::time_point begin_, phase_begin_;
  std::string phase_;
  std::uint64_t done_ = 0, all_ = 0;
  std::mutex mutex_;  ///< of phase_, phase_begin_, done_, all_
  std::condition_variable_any stopped_;
  std::jthread drawer_;  ///< none where nothing is drawn
};

}  // namespace tieline::services
