#include "services/cli/progress.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include <fmt/format.h>
#include <unistd.h>

namespace tieline::services {
namespace {

constexpr std::string_view kWipe{"\r\x1b[K"};
constexpr std::chrono::milliseconds kSilence{1000};
constexpr std::chrono::milliseconds kBetweenFrames{100};

void write_error(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

}  // namespace

ProgressBar::ProgressBar(ProgressUnit unit, Language language, bool quiet)
    : unit_{unit}, language_{language}, begin_{Clock::now()}, phase_begin_{begin_} {
  if (!quiet && ::isatty(STDERR_FILENO) == 1) {
    drawer_ = std::jthread{[this](std::stop_token const& stop) { draw_until_stopped(stop); }};
  }
}

ProgressBar::~ProgressBar() = default;  // the drawer is stopped, wipes the line and is joined

void ProgressBar::show(std::string_view phase, std::uint64_t done, std::uint64_t all) {
  if (!drawer_.joinable()) {
    return;
  }
  std::scoped_lock const hold{mutex_};
  if (phase != phase_) {
    phase_ = phase;
    phase_begin_ = Clock::now();
  }
  done_ = done;
  all_ = all;
}

void ProgressBar::draw_until_stopped(std::stop_token const& stop) {
  std::unique_lock hold{mutex_};
  auto wait = kSilence;
  while (!stopped_.wait_for(hold, stop, wait, [&] { return stop.stop_requested(); }) &&
         !stop.stop_requested()) {
    write_error(fmt::format("{}{}", kWipe, current_line()));
    wait = kBetweenFrames;
  }
  if (wait == kBetweenFrames) {
    write_error(kWipe);
  }
}

std::string ProgressBar::current_line() const {
  auto const elapsed_s = std::chrono::duration<double>(Clock::now() - phase_begin_).count();
  return line(phase_, done_, all_, elapsed_s, unit_, language_);
}

std::string ProgressBar::line(std::string_view phase, std::uint64_t done, std::uint64_t all,
                              double elapsed_s, ProgressUnit unit, Language language) {
  constexpr std::size_t kCells = 24;
  if (all == 0) {
    return fmt::format("{} … {:.0f} s", phase, elapsed_s);
  }
  auto const share = static_cast<double>(std::min(done, all)) / static_cast<double>(all);
  auto const filled = static_cast<std::size_t>(share * static_cast<double>(kCells));
  auto text = fmt::format("{}  [{}{}] {:3.0f} %", phase, std::string(filled, '#'),
                          std::string(kCells - filled, '.'), share * 100);
  if (elapsed_s <= 0 || done == 0) {
    return text;
  }
  if (unit == ProgressUnit::bytes) {
    return text + fmt::format("  {:.0f} MB/s", static_cast<double>(done) / elapsed_s / 1e6);
  }
  auto const left_s = elapsed_s * (1 - share) / share;
  return text +
         fmt::format(fmt::runtime(language == Language::zh ? "  剩余 {:.0f} s" : "  {:.0f} s left"),
                     left_s);
}

}  // namespace tieline::services
