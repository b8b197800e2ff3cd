#pragma once
// In closed form: what a tie can surely carry, and what it surely cannot.
//
// Upper bounds: suppose every voltage is at least u (pu). Then the current of an element is at most
// Σ|S| behind it / u, counted in kVA at nominal voltage, and a drop at most Σ|z|·that / kV². With d
// the drop so bounded at u = 1, the best u that proves itself is the greater root of
// u = V₀ − d / u; docs/methods/sweep.md says why a solution with these bounds then exists.
//
// Lower bounds, where nothing is negative: losses only add, so an element carries at least the sum
// of what is behind it, and no voltage is above the source's.

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/settings.hpp"
#include "engine/sweep/feeder.hpp"

namespace tieline::sweep {

/// Figures so much (relative) beyond a limit are beyond it however sums were rounded.
inline constexpr double kSurelyAbove = 1 + 1e-8;

/// Apparent power and its projection on one fixed angle: additive, and never more than |S|.
struct Draw {
  double kva = 0;  ///< Σ|S|
  double kw = 0;
  double kvar = 0;
  Draw& operator+=(Draw const& more) {
    kva += more.kva;
    kw += more.kw;
    kvar += more.kvar;
    return *this;
  }
  Draw& operator-=(Draw const& less) {
    kva -= less.kva;
    kw -= less.kw;
    kvar -= less.kvar;
    return *this;
  }
  /// At most |Σ S| wherever all of it is at least this.
  [[nodiscard]] double projected() const { return 0.95 * kw + 0.3122498999199199 * kvar; }
};

/// Sums over the subtrees of one feeder's rows.
struct FeederSums {
  std::vector<Draw> below;      ///< [n] drawn at the row and below it
  std::vector<double> worst;    ///< [n] max Σ|S| ÷ limit of the elements strictly below the row
  std::vector<double> surely;   ///< [n] the same with projections: a lower bound of |S| ÷ limit
  std::vector<double> depth;    ///< [n] deepest drop below the row, pu at u = 1
  std::vector<double> depth_2;  ///< [n] the same without the child that leads there
  std::vector<std::uint32_t> deepest;  ///< [n] that child; kNoIndex: none
  double per_ohm_kva = 0;              ///< drop in pu of 1 Ω and 1 kVA

  void sum_up(Feeder const& feeder);  ///< O(rows), no allocation after the largest feeder
};

/// The way from a tie's live end to its source, and what the neighbour is like.
struct HostWay {
  /// An element that would carry more.
  struct Step {
    double limit_kva, kva, projected;
  };
  std::vector<Step> steps;  ///< the tie's own switch first
  double root_pu = 1;
  double per_ohm_kva = 0;
  double ohm = 0;      ///< Σ|z|
  double drop = 0;     ///< pu at u = 1, to the tie's live end
  double deepest = 0;  ///< of the neighbour
  double worst = 0;    ///< Σ|S| ÷ limit of its elements
  double surely = 0;
  double kva = 0;  ///< Σ|S| of the neighbour
  double projected = 0;
  double r_ohm = 0, x_ohm = 0;
  double square_drop = 0;  ///< of V², pu², at least, to the tie's live end
  bool inductive = true;

  /// From `row` of `host`; null: the tie ends at the source's own node.
  void follow(Feeder const* host, FeederSums const& sums, std::uint32_t row, double tie_limit_kva,
              double source_pu, double source_kv);
};

/// The way from a tie's dark end up to the top of an island, taken row by row.
class IslandWay {
 public:
  /// Starts at `row` of `feeder`. Limits are read for voltages of at least `least_pu` where nothing
  /// better is known, and of at most `root_pu`.
  void begin(Feeder const& feeder, FeederSums const& sums, std::uint32_t row, double least_pu,
             double root_pu);
  /// Takes the element of the row reached so far and goes to its parent.
  void climb();
  [[nodiscard]] std::uint32_t at() const { return row_; }
  /// What the island draws with the row reached as its top.
  [[nodiscard]] Draw const& draw() const { return sums_->below[row_]; }
  /// Deepest drop inside, pu at u = 1.
  [[nodiscard]] double drop() const {
    return (draw().kva * ohm_ - ohm_kva_) * sums_->per_ohm_kva + depth_;
  }
  /// Are all currents inside within limits if no voltage is below `u`?
  [[nodiscard]] bool fits(double u) const;
  /// Is some element overloaded whatever the voltages below the source's?
  [[nodiscard]] bool surely_overloads(Draw const& all) const {
    return all.projected() > sure_cap_ * kSurelyAbove;
  }
  /// At least so much, pu², does V² fall from the tie to the top.
  [[nodiscard]] double square_drop(Draw const& all) const {
    return 2 * sums_->per_ohm_kva * (r_ * all.kw + x_ * all.kvar - rp_xq_);
  }

 private:
  Feeder const* feeder_ = nullptr;
  FeederSums const* sums_ = nullptr;
  std::uint32_t row_ = 0;
  double least_pu_ = 0, root_pu_ = 0;
  double ohm_ = 0, ohm_kva_ = 0;      ///< Σ|z| and Σ|z|·(Σ|S| below the element)
  double r_ = 0, x_ = 0, rp_xq_ = 0;  ///< likewise for lower bounds
  double depth_ = 0;                  ///< of what leaves the way
  double cap_ = 0;                    ///< min(limit · least_pu + Σ|S| below)
  double sure_cap_ = 0;               ///< min(limit · root_pu + projected below)
  std::vector<std::uint32_t> way_;    ///< rows whose elements were taken
};

/// What the source of a neighbour feeds beside it.
struct SourceRoom {
  double limit_kva = 0;        ///< usable
  flow::Load others;           ///< by AC power flow
  double others_more_kva = 0;  ///< at most so much on top of them, in any direction
};

enum class Proof : std::uint8_t { carries, cannot, open };

/// Can the neighbour carry the island that `way` has reached the top of? `all`: what the island
/// draws at most, `surely`: at least.
[[nodiscard]] Proof weigh(HostWay const& host, IslandWay const& way, Draw const& all,
                          Draw const& surely, SourceRoom const& room,
                          network::Settings const& settings);

}  // namespace tieline::sweep
