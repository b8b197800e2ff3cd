#pragma once
// A bar on a terminal for whatever takes more than a second.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "services/cli/words.hpp"

namespace tieline::services {

enum class ProgressUnit : std::uint8_t { steps, bytes };

/// "reading  [#####.....]  52 %  118 MB/s", rewritten in place at most ten times a second, and
/// wiped when it goes out of scope. Silent unless stderr is a terminal, and in the first second.
class ProgressBar {
 public:
  using Clock = std::chrono::steady_clock;
  ProgressBar(ProgressUnit unit, Language language, bool quiet);
  ~ProgressBar();
  ProgressBar(ProgressBar const&) = delete;
  ProgressBar& operator=(ProgressBar const&) = delete;

  /// One thread at a time.
  void show(std::string_view phase, std::uint64_t done, std::uint64_t all);

  /// The line as drawn, without the control characters.
  [[nodiscard]] static std::string line(std::string_view phase, std::uint64_t done,
                                        std::uint64_t all, double elapsed_s, ProgressUnit unit,
                                        Language language);

 private:
  ProgressUnit unit_;
  Language language_;
  bool active_;
  bool drawn_ = false;
  Clock::time_point begin_, phase_begin_, last_drawn_;
  std::string phase_;
};

}  // namespace tieline::services
