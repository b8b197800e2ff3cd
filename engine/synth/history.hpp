#pragma once
// The files of history/: what happened in 2021 and, if asked for, in the years before, with the
// users that the topology puts in the dark.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/synth/network_files.hpp"
#include "engine/synth/supply_tree.hpp"

namespace tieline::synth {

/// Writes users.csv, events.csv, interruptions.csv and med.csv feeder by feeder.
///
/// A fault darkens what its nearest breaker or fuse protects; then the part before the fault comes
/// back by switching, the part behind it through a tie where there is one, the rest on repair. A
/// planned work darkens its own block and what has no tie. Rationing limits dedicated users or cuts
/// them off. Events of one feeder never overlap; nobody is dark who is not registered.
class HistoryFiles {
 public:
  /// `years`: 2021 and so many years less one before it; their rows never change those of 2021.
  HistoryFiles(std::filesystem::path const& case_folder, Scheme const& scheme, Ties const& ties,
               std::uint32_t years);
  void add_feeder(Feeder const& feeder);
  [[nodiscard]] Result<std::uint64_t> close();

 private:
  struct Dark {
    std::uint32_t user;
    std::int64_t from, to;
    double allowed_kw = 0, before_kw = 0;  ///< before 0: no supply at all
  };
  struct Event {
    std::string kind, cause, technical_cause, equipment;
    bool external = false, planned = false;
    std::vector<std::int64_t>
        stamps;  ///< reported, dispatched, arrived, located, isolated, repaired
    std::vector<Dark> dark;
  };
  /// What the functions below share about one feeder.
  struct Scene;
  void add_fault(Scene& scene, std::int64_t start);
  void add_planned(Scene& scene, std::int64_t start, std::int64_t end);
  void add_momentary(Scene& scene, std::int64_t start);
  void add_special_dates(Scene& scene);
  void add_rationing(Scene& scene, std::uint32_t years_back);
  void add_year(Scene& scene, std::uint32_t years_back);
  void add_registrations(Scene const& scene);
  void write(Scene& scene, Event event);

  Scheme const& scheme_;
  Ties const& ties_;
  std::uint32_t years_;
  CsvWriter users_, events_, interruptions_;
  CsvWriter med_;
};

}  // namespace tieline::synth
