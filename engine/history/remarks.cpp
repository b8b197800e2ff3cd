#include "engine/history/remarks.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace tieline::history {

void Remarks::add(FaultKind const& kind, FileKind file, std::uint32_t row, Said said) {
  told_ = true;
  using network::Handling;
  if (kind.handling == Handling::warn || kind.handling == Handling::fix) {
    auto tally = std::ranges::find_if(
        tallies_, [&](Tally const& t) { return t.kind == &kind && t.column == said.column; });
    if (tally == tallies_.end()) {
      tally = tallies_.insert(tallies_.end(), Tally{&kind, file, std::string{said.column}, 0});
    }
    if (++tally->count > kShown) {
      return;
    }
  }
  log_.add({.kind = &kind,
            .handling = kind.handling,
            .file = std::string{kFileNames[static_cast<std::size_t>(file)]},
            .row = row,
            .column = std::string{said.column},
            .value = std::move(said.value),
            .other = std::move(said.other),
            .hint = std::move(said.hint)});
}

void Remarks::close() {
  for (auto const& tally : tallies_) {
    if (tally.count > kShown) {
      log_.add({.kind = tally.kind,
                .handling = tally.kind->handling,
                .file = std::string{kFileNames[static_cast<std::size_t>(tally.file)]},
                .row = 0,
                .column = tally.column,
                .value = "…",
                .other = "…",
                .hint = fmt::format("+{}", tally.count - kShown)});
    }
  }
  tallies_.clear();
}

std::string Remarks::time_text(Seconds at) const {
  if (words_.time) {
    return words_.time(at);
  }
  using namespace std::chrono;
  auto const instant = sys_seconds{seconds{at}};
  auto const day = floor<days>(instant);
  year_month_day const date{day};
  hh_mm_ss const clock{instant - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace tieline::history
