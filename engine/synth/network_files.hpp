#pragma once
// The eight files of network/.

#include <cstdint>
#include <filesystem>
#include <span>

#include "engine/base/result.hpp"
#include "engine/synth/feeder.hpp"
#include "engine/synth/generate.hpp"
#include "engine/synth/layout.hpp"
#include "engine/synth/ties.hpp"
#include "engine/synth/writer.hpp"

namespace tieline::synth {

/// All that is decided before feeders are written.
struct Scheme {
  Distributions distributions;
  Preset scales;
  std::uint64_t seed = 1;
  Layout layout;
  std::vector<Outline> outlines;  ///< by feeder
};

/// Writes network/ feeder by feeder.
class NetworkFiles {
 public:
  NetworkFiles(std::filesystem::path const& case_folder, Scheme const& scheme, Ties const& ties);
  void add_stations();
  void add_feeder(Feeder const& feeder);
  [[nodiscard]] Result<std::uint64_t> close();
  [[nodiscard]] Generated const& counts() const { return counts_; }

 private:
  void add_nodes(Feeder const& feeder);
  void add_lines(Feeder const& feeder);
  void add_switches(Feeder const& feeder);
  void add_ties(Feeder const& feeder);
  void add_users(Feeder const& feeder);
  void write_line(std::string const& id, std::string const& from, std::string const& to,
                  FeederLine const& line);
  void write_switch(std::string const& id, std::string const& name, std::string const& from,
                    std::string const& to, FeederSwitch const& device, bool closed,
                    network::Zone zone, std::string const& owner);

  Scheme const& scheme_;
  Ties const& ties_;
  CsvWriter sources_, nodes_, lines_, switches_, users_, feeders_, profiles_, meta_;
  Generated counts_;
  std::uint64_t n_node_ = 0, n_line_ = 0;
};

/// Rating of a source in kVA, from the standard series, for the feeders on its busbar.
[[nodiscard]] double source_rating_kva(double peak_kva);

}  // namespace tieline::synth
