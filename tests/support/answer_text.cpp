#include "tests/support/answer_text.hpp"

#include <cmath>
#include <ios>
#include <span>
#include <sstream>

namespace tieline::test {
namespace {

/// Doubles are written bit for bit.
class Text {
 public:
  Text() { out_ << std::hexfloat; }

  template <class... Values>
  Text& line(Values const&... values) {
    ((out_ << values << ' '), ...);
    out_ << '\n';
    return *this;
  }
  [[nodiscard]] std::string str() const { return out_.str(); }

  void reason(char const* what, switching::Reason const& reason) {
    line(what, switching::name_of(reason.kind), static_cast<int>(reason.element), reason.row,
         reason.value, reason.limit, reason.hour);
  }

 private:
  std::ostringstream out_;
};

void add_options(Text& text, std::span<study::TieOption const> options) {
  for (auto const& option : options) {
    text.line("tie", option.tie.raw(), option.feasible, option.hot, option.margin_kw, option.users,
              option.households);
    text.reason("binding", option.binding);
    for (auto const s : option.opened) {
      text.line("opened", s.raw());
    }
  }
}

void add_sums(Text& text, reliability::BaseSums const& sums) {
  text.line(sums.dark_s, sums.sustained_s, sums.interruptions, sums.momentary, sums.out);
}

void add_steps(Text& text, study::StrategyOutcome const& outcome) {
  for (auto const& step : outcome.steps) {
    text.line("step", step.at, static_cast<int>(step.action), static_cast<int>(step.device.kind),
              step.device.row, step.section.raw());
  }
  for (auto const& effect : outcome.effects) {
    text.line("effect", effect.users_out, effect.households_out, effect.loops);
  }
  for (auto const& temporary : outcome.temporaries) {
    text.line("temporary", temporary.id, static_cast<int>(temporary.kind), temporary.a.raw(),
              temporary.b.raw());
    for (auto const user : temporary.users) {
      text.line("feeds", user.raw());
    }
  }
}

void add_outcome(Text& text, study::StrategyOutcome const& outcome) {
  text.line("strategy", study::name_of(outcome.strategy), outcome.feasible);
  for (auto const& reason : outcome.reasons) {
    text.reason("reason", reason);
  }
  add_steps(text, outcome);
  add_options(text, outcome.options);
  for (auto const s : outcome.ties_used) {
    text.line("used", s.raw());
  }
  for (auto const& violation : outcome.violations) {
    text.reason("violation", violation.reason);
    text.line(violation.step);
  }
  for (auto const& interval : outcome.sections) {
    text.line("section", interval.section.raw(), interval.from, interval.to);
  }
  for (auto const& interval : outcome.users) {
    text.line("user", interval.user.raw(), interval.from, interval.to);
  }
  for (auto const& zone : outcome.ledger.zone) {
    add_sums(text, zone.users);
    add_sums(text, zone.households);
  }
}

}  // namespace

std::string to_text(study::OutageAnswer const& answer) {
  Text text;
  for (auto const& outcome : answer.strategies) {
    add_outcome(text, outcome);
  }
  text.line("best", answer.best ? static_cast<int>(*answer.best) : -1);
  return text.str();
}

std::string to_text(study::ImpactAnswer const& answer) {
  Text text;
  for (auto const& zone : answer.zone) {
    add_sums(text, zone.users);
    add_sums(text, zone.households);
  }
  text.line(answer.users_out, answer.households_out, answer.restorable_users,
            answer.restorable_households);
  for (auto const s : answer.isolation) {
    text.line("isolation", s.raw());
  }
  add_options(text, answer.options);
  for (auto const& left : answer.unrestorable) {
    text.line("unrestorable", left.section.raw(), left.users, left.households);
    text.reason("because", left.reason);
  }
  for (auto const& note : answer.notes) {
    text.reason("note", note);
  }
  return text.str();
}

}  // namespace tieline::test
