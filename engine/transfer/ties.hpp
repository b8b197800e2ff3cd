#pragma once
// What every tie could do alone, and why it stands unused.

#include <vector>

#include "engine/transfer/margins.hpp"
#include "engine/transfer/plan.hpp"
#include "engine/transfer/verify.hpp"

namespace tieline::transfer {

/// Scratch of one thread.
class Ties {
 public:
  Ties(network::NetworkModel const& model, Region const& region, Hosts& hosts, Forest& forest,
       Verifier& verifier)
      : model_{&model}, region_{&region}, hosts_{&hosts}, forest_{&forest}, verifier_{&verifier} {}

  /// One verdict a tie, with what it could do for its whole island. The forest is empty before and
  /// after. Cost: one power flow a tie and slot.
  void judge_alone(std::vector<Attach> const& attaches, flow::SlotLoads const& loads,
                   std::vector<TieVerdict>& verdicts);
  /// Settles the verdicts once the plan stands.
  void judge_use(Region const& region, Plan& plan);

 private:
  void try_whole(Attach const& attach, flow::SlotLoads const& loads, TieVerdict& verdict);
  template <class Stop>
  void walk_island(Attach const& attach, Stop const& stop);
  [[nodiscard]] flow::Limit first_unrated() const;
  void take_back();
  void feed_what_fits(Attach const& attach, TieVerdict& verdict);
  [[nodiscard]] Aims nearest_users(Attach const& attach);
  [[nodiscard]] Aims aims_of_fed(std::size_t n_fed) const;
  bool hang(std::uint32_t section, std::uint32_t edge, Attach const& attach);

  network::NetworkModel const* model_;
  Region const* region_;
  Hosts* hosts_;
  Forest* forest_;
  Verifier* verifier_;
  std::vector<std::uint32_t> via_;  ///< [section] edge it was met by, or kNowhere
  std::vector<std::uint32_t> queue_, way_;
};

}  // namespace tieline::transfer
