#pragma once
// The best transfer of a small network by trying every switch state that docs/methods/transfer.md
// allows, judged by that page alone. Shares no code with engine/transfer or engine/flow.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/transfer/plan.hpp"
#include "tests/support/plain_tree.hpp"

namespace tieline::test {

/// What forbids a set of operations. Bits, as several may hold.
enum Broken : unsigned {
  kFine = 0,
  kSwitchRule = 1,    ///< an operation that the page does not allow
  kNotRadial = 2,     ///< a loop, or two sources on one tree
  kDeadFed = 4,       ///< what must stay dark is fed
  kSupplyLost = 8,    ///< somebody who had supply loses it
  kCurrent = 16,      ///< line or switch overloaded
  kVoltage = 32,      ///< node outside its band
  kSource = 64,       ///< source transformer overloaded
  kNoSolution = 128,  ///< voltage collapses
  kUnknownRating = 256,
  kUnknownLoad = 512,
};

/// A set of operations: one bit a switch.
struct Operations {
  Mask close = 0;
  Mask open = 0;
};

struct ExhaustiveBest {
  std::vector<network::SwitchId> closed, opened;  ///< ascending
  transfer::Aims served;
  std::uint32_t manual = 0;
  unsigned missed = 0;         ///< every `Broken` that alone forbade something better
  std::size_t candidates = 0;  ///< sets of operations that were ranked
  std::size_t reliefs = 0;     ///< tails handed over in the best
};

/// One question. Cost: 2^(switches of the dark area) × ways to hand tails over.
class ExhaustiveTransfer {
 public:
  ExhaustiveTransfer(transfer::Query const& query, network::NetworkModel const& model);

  /// Switches of the dark area that may be operated.
  [[nodiscard]] std::size_t n_switch() const { return may_close_.size() + may_open_.size(); }
  /// Is best() a matter of milliseconds?
  [[nodiscard]] bool is_small() const { return n_switch() <= 14 && n_candidate() <= 40'000; }
  /// Sets of operations that best() ranks at most.
  [[nodiscard]] std::size_t n_candidate() const;
  [[nodiscard]] ExhaustiveBest best();
  /// `Broken` bits of one set of operations.
  [[nodiscard]] unsigned judge(Operations operations);
  [[nodiscard]] transfer::Aims served(Operations operations) const;
  /// Of all aims of the dark area.
  [[nodiscard]] transfer::Aims all() const;
  [[nodiscard]] std::size_t n_island() const;

 private:
  /// One tree as judged by itself.
  struct Judged {
    unsigned broken = kFine;
    bool figures_known = false;
    std::vector<Complex> from_source_kva;  ///< [slot]
  };
  struct Candidate;

  [[nodiscard]] bool permitted(std::size_t id) const;
  void find_dark_switches();
  void place_loads(transfer::Query const& query);
  void find_reliefs();
  [[nodiscard]] Mask apply(Operations operations) const {
    return (closed_ | operations.close) & ~operations.open;
  }
  [[nodiscard]] Mask live_under(Mask closed) const;
  /// The feeder that feeds `node`; before_.size() if none does.
  [[nodiscard]] std::size_t feeder_before(std::size_t node) const;
  [[nodiscard]] bool is_beside_dark(PlainFeeder const& feeder) const;
  [[nodiscard]] unsigned judge_second_level(Operations second,
                                            std::vector<PlainFeeder> const& after) const;
  [[nodiscard]] Judged const& judged(PlainFeeder const& tree);
  [[nodiscard]] Judged judge_tree(PlainFeeder const& tree) const;
  [[nodiscard]] unsigned judge_sources(std::vector<PlainFeeder> const& feeders);
  [[nodiscard]] bool is_changed(PlainFeeder const& feeder) const;

  network::NetworkModel const& model_;
  int levels_;
  PlainNet net_;
  Mask closed_ = 0;                      ///< as asked
  Mask dark_ = 0, dead_ = 0, live_ = 0;  ///< nodes
  std::vector<PlainFeeder> before_;
  std::vector<Mask> behind_before_;                ///< [n_edge]
  std::vector<std::size_t> may_close_, may_open_;  ///< in the dark area
  std::vector<std::vector<Operations>> reliefs_;   ///< by neighbour; what each may do first
  std::vector<std::pair<std::size_t, transfer::Aims>> aims_;  ///< by node
  std::map<std::pair<Mask, Mask>, Judged> judged_;            ///< by nodes and closed switches
};

}  // namespace tieline::test
