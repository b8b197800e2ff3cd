#pragma once
// A mixed integer program as text, and CBC to solve it.

#include <string>
#include <string_view>
#include <vector>

namespace tieline::test {

/// Maximises; every variable is at least 0.
class LinearProgram {
 public:
  struct Term {
    double factor;
    std::string name;
  };
  using Sum = std::vector<Term>;

  void at_most(Sum const& sum, double bound) { add(sum, "<=", bound); }
  void at_least(Sum const& sum, double bound) { add(sum, ">=", bound); }
  void exactly(Sum const& sum, double bound) { add(sum, "=", bound); }
  void binary(std::string_view name) { binaries_ += " " + std::string{name} + "\n"; }

  struct Solved {
    double objective = 0;
    std::string failure;  ///< empty if solved to optimality
  };
  /// Runs CBC. A program that is missing or that does not say "Optimal" is a failure in words.
  [[nodiscard]] Solved maximise(Sum const& objective) const;

 private:
  void add(Sum const& sum, std::string_view relation, double bound);
  std::string rows_, binaries_;
  int n_row_ = 0;
};

}  // namespace tieline::test
