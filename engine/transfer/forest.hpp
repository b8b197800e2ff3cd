#pragma once
// Trees that grow into the dark area section by section, with lossless sums kept up to date.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/transfer/host.hpp"
#include "engine/transfer/region.hpp"
#include "engine/transfer/tails.hpp"

namespace tieline::transfer {

/// A section that is fed: through which switch, at which of its nodes, out of which tree.
struct Fed {
  std::uint32_t section = 0;
  std::uint32_t edge = 0;
  std::uint32_t host = 0;
};

/// Rows: those of all hosts, then the dark nodes. A dark row has a parent once its section is fed.
///
/// Sums count losses as nothing, so they stay below the real flows; with voltages at most at the
/// highest that is allowed they give currents that the real ones exceed. What breaks a limit here
/// breaks it in the power flow of every larger configuration too.
class Forest {
 public:
  explicit Forest(network::NetworkModel const& model) : model_{&model} {}

  /// Nothing fed. Cost: O(rows × slots).
  void begin(Region const& region, Hosts const& hosts, std::size_t n_slot, bool shrinking_loads);

  /// Hands a tail over before anything is fed; taken back in the opposite order.
  void hand_over(Tail const& tail);
  void take_tail_back();
  [[nodiscard]] std::span<Tail const> tails() const { return tails_; }
  /// What tails add to a source.
  [[nodiscard]] flow::Load shifted(network::SourceId source, std::size_t slot) const;

  /// Feeds a section through an edge from row `from`. False: a limit is broken or not known, on
  /// the way to the source or inside; the section is fed all the same, unfeed() takes it back.
  /// Cost: O((its nodes + rows up to the source) × slots).
  bool feed(std::uint32_t section, std::uint32_t edge, std::uint32_t from_row, std::uint32_t host);
  void unfeed();  ///< the last one

  /// Of the last section fed: the line on its way that lacks a phase of its own lines.
  [[nodiscard]] flow::Limit const& lacking_phase() const { return lacking_phase_; }
  [[nodiscard]] std::vector<Fed> const& fed() const { return fed_; }
  [[nodiscard]] std::uint32_t row_of_dark(network::NodeId node) const {
    return first_dark_ + region_->number_of(node);
  }
  [[nodiscard]] std::uint32_t row_of_live(std::uint32_t host, std::uint32_t row) const {
    return hosts_->at(host).first_row + row;
  }
  [[nodiscard]] std::uint32_t parent(std::uint32_t row) const { return parent_[row]; }
  [[nodiscard]] flow::Element const& element(std::uint32_t row) const { return element_[row]; }
  [[nodiscard]] std::span<flow::Load const> flow(std::uint32_t row) const {
    return std::span{flow_}.subspan(row * n_slot_, n_slot_);
  }
  /// |S| beyond which no limit of the row can hold; NaN: not rated.
  [[nodiscard]] double most_kva(std::uint32_t row) const;
  [[nodiscard]] double most_kva(flow::Element const& element, std::uint32_t host) const;
  [[nodiscard]] double least_share() const { return share_; }
  [[nodiscard]] std::size_t n_slot() const { return n_slot_; }
  [[nodiscard]] bool carries_more(std::uint32_t row) const { return users_[row] != 0; }
  [[nodiscard]] std::uint32_t first_dark() const { return first_dark_; }
  /// Dark nodes of the `i`-th fed section, entry first, parents before children.
  [[nodiscard]] std::span<network::NodeId const> nodes_of(std::size_t i) const {
    return std::span{order_}.subspan(order_begin_[i], order_begin_[i + 1] - order_begin_[i]);
  }
  struct Impedance {
    double r = 0, x = 0;
    bool known = true;
  };
  [[nodiscard]] Impedance impedance(std::uint32_t row) const { return impedance_[row]; }

 private:
  void walk(std::uint32_t section, std::uint32_t edge, std::uint32_t from_row, std::uint32_t host);
  void place(network::NodeId node, network::NodeArc arc, std::uint32_t parent, std::uint32_t host);
  void move_tail(Tail const& tail, double sign);
  [[nodiscard]] bool phases_reach(std::uint32_t section, std::uint32_t from_row);
  void limit_row(std::uint32_t row, std::uint32_t host);
  [[nodiscard]] bool is_within(std::uint32_t row) const;

  network::NetworkModel const* model_;
  Region const* region_ = nullptr;
  Hosts const* hosts_ = nullptr;
  std::size_t n_slot_ = 1;
  std::uint32_t first_dark_ = 0;
  std::vector<std::uint32_t> parent_, users_;
  std::vector<flow::Element> element_;
  std::vector<Impedance> impedance_;
  std::vector<double> most_square_;  ///< [row] beyond this |S|² no limit can hold; below 0: unknown
  std::vector<double> per_host_;     ///< [host] kVA per usable kVA at the highest voltage
  std::vector<flow::Load> flow_, section_sum_;
  std::vector<std::uint8_t> phases_;  ///< [row] that reach it
  flow::Limit lacking_phase_;
  std::vector<Fed> fed_;
  std::vector<Tail> tails_;
  std::vector<network::NodeId> order_;
  std::vector<std::uint32_t> order_begin_;
  double share_ = 1;  ///< of a load that is drawn at the lowest voltage allowed
};

}  // namespace tieline::transfer
