#pragma once
// The network while it is being switched: what each operation lights or darkens.

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/base/id_vec.hpp"
#include "engine/network/model.hpp"
#include "engine/network/switch_state.hpp"

namespace tieline::topology {

/// What one operation changed. `sections` is valid until the next operation.
struct Change {
  std::span<network::SectionId const> sections;  ///< that went dark, or came alive
  bool now_live = false;                         ///< which of the two
  int loops = 0;                                 ///< +1: closed an independent loop; -1: opened one
};

/// A switch state with its live sections, changed one operation at a time and reset to normal.
///
/// Invariants. A section is live exactly if closed switches, connected bypasses or its own supply
/// join it to a source in service. Loops are counted with all supplies taken as one node, so
/// paralleling two feeders, or two sources, is a loop. A section with a source in service is a
/// root: it stays live by itself, hence floods stop there and cost only the feeders concerned.
///
/// Cost:    O(sections of the feeders the operation touches); no heap use in the steady state.
/// Threads: one instance a thread; the model is only read.
class LiveNetwork {
 public:
  explicit LiveNetwork(network::NetworkModel const& model);

  [[nodiscard]] bool is_live(network::SectionId s) const { return live_[s] != 0; }
  [[nodiscard]] bool is_closed(network::SwitchId s) const { return closed_.test(s); }
  [[nodiscard]] network::SwitchState const& closed() const { return closed_; }

  // Operations. One that changes nothing (opening an open switch) is an empty Change.
  Change open(network::SwitchId s);
  Change close(network::SwitchId s);
  Change take_out(network::SourceId source);
  Change put_back(network::SourceId source);
  Change connect_supply(network::SectionId at);  ///< mobile source; several may be connected
  Change disconnect_supply(network::SectionId at);
  Change connect_bypass(network::SectionId a, network::SectionId b);
  Change disconnect_bypass(network::SectionId a, network::SectionId b);

  /// Opens all of `switches` at once; what holds in between is not looked at. Every section that is
  /// parted is flooded once, so opening all ways of a hub costs what opening one does.
  void open_all(std::span<network::SwitchId const> switches);

  /// The sections joined to `from` by closed switches and bypasses, not looking past roots.
  /// Valid until the next call of anything.
  [[nodiscard]] std::span<network::SectionId const> component(network::SectionId from);

  /// Back to the normal state. Cost: O(operations and sections changed since the last reset).
  void reset();

 private:
  enum class Want : std::uint8_t { liveness, everything };
  bool flood(network::SectionId from, Want want, network::SectionId looked_for);
  Change light(network::SectionId from);
  Change join(network::SectionId a, network::SectionId b);
  Change part(network::SectionId a, network::SectionId b);
  Change lose_supply(network::SectionId at);
  void set_live(std::span<network::SectionId const> sections, bool live);
  void flip(network::SwitchId s);
  [[nodiscard]] bool is_root(network::SectionId s) const { return sources_[s] != 0; }
  [[nodiscard]] bool has_supply(network::SectionId s) const;

  network::NetworkModel const& model_;
  network::SwitchState closed_;
  IdVec<network::SectionId, std::uint8_t> live_;
  IdVec<network::SectionId, std::uint16_t> sources_;  ///< in service, by section
  std::vector<network::SectionId> supplies_;          ///< connected mobile sources
  std::vector<std::pair<network::SectionId, network::SectionId>> bypasses_;
  std::vector<network::SourceId> out_;             ///< sources taken out
  IdVec<network::SectionId, std::uint32_t> seen_;  ///< number of the last flood that came by
  std::uint32_t flood_number_ = 0;
  bool found_ = false;  ///< did the last flood meet `looked_for`?
  std::vector<network::SectionId> queue_;
  std::vector<network::SectionId> parted_;  ///< ends of switches being opened at once
  // undo log
  std::vector<network::SwitchId> flipped_;
  std::vector<network::SectionId> relit_;
};

}  // namespace tieline::topology
