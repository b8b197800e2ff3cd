#pragma once
// The files of plan/: what is asked for in May 2022, with crews, generators, targets and budgets.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "engine/synth/network_files.hpp"
#include "engine/synth/supply_tree.hpp"

namespace tieline::synth {

/// Writes works.csv feeder by feeder; the other files are small and written at once.
class PlanFiles {
 public:
  PlanFiles(std::filesystem::path const& case_folder, Scheme const& scheme, Ties const& ties);
  void add_resources();  ///< crews, generators, targets, budgets, caps, calendar
  void add_feeder(Feeder const& feeder);
  [[nodiscard]] Result<std::uint64_t> close();

 private:
  /// The cells of one work that depend on what is to be done.
  struct Job {
    std::string name, equipment, kind, crew, live_item;
    double hours = 4, live_hours = 0, bypass_a = 0, generator_kw = 0;
    std::uint32_t crew_count = 1;
  };
  void add_crews();
  void add_targets();
  void add_budgets();
  void add_caps_and_calendar();
  [[nodiscard]] Job draw_job(Draws& draws, Feeder const& feeder, SupplyTree const& tree) const;
  [[nodiscard]] std::optional<Job> draw_switch_job(Draws& draws, Feeder const& feeder,
                                                   SupplyTree const& tree) const;
  void write_work(Draws& draws, Feeder const& feeder, Job const& job, std::uint32_t day,
                  bool merged);

  Scheme const& scheme_;
  Ties const& ties_;
  CsvWriter works_, crews_, generators_, targets_, budgets_, caps_, calendar_;
  std::uint64_t n_work_ = 0;
};

}  // namespace tieline::synth
