#pragma once
// The files of history/: what happened in 2021, with the users that the topology puts in the dark.

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/synth/network_files.hpp"
#include "engine/synth/supply_tree.hpp"

namespace tieline::synth {

/// Writes events.csv, interruptions.csv and med.csv feeder by feeder.
///
/// A fault darkens what its nearest breaker or fuse protects; then the part before the fault comes
/// back by switching, the part behind it through a tie where there is one, the rest on repair. A
/// planned work darkens its own block and what has no tie. Events of one feeder never overlap.
class HistoryFiles {
 public:
  HistoryFiles(std::filesystem::path const& case_folder, Scheme const& scheme, Ties const& ties);
  void add_feeder(Feeder const& feeder);
  [[nodiscard]] Result<std::uint64_t> close();

 private:
  struct Dark {
    std::uint32_t user;
    std::int64_t from, to;
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
  void write(Scene& scene, Event const& event);

  Scheme const& scheme_;
  Ties const& ties_;
  CsvWriter events_, interruptions_;
  CsvWriter med_;
};

}  // namespace tieline::synth
