#pragma once
// Tiny networks from one line of text:
//
//   auto s = sketch("S1 =a=b-c= S2");   // two feeders, an open tie between b and c
//   s.users("b", 3, 20);                // b feeds three users of 20 households each
//   s.switch_row("ab").operate_min = 2;
//   auto const model = s.build();
//
// A capital letter and its digits is a source, a small letter a section, `=` a closed switch, `-`
// an open one. Several paths stand apart by commas and may name the same sections again, so
// "S=a=b=c, b=d" branches at b.
//
// Section `a` is the line `a` from node `a` to node `a.end`: a path enters it at `a` and leaves it
// at `a.end`. It has one user `a.1`. A switch is called by what it joins ("ab", "S1a"), a second
// one between the same two "ab.2". Switches at a source are breakers, the others load-break
// switches; all are worked by hand in 10 min and permit loops. Every closed switch at a source is
// the head of a feeder of the same name.

#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "engine/network/model.hpp"
#include "engine/network/tables.hpp"
#include "tests/support/build_clean.hpp"

namespace tieline::test {

/// A network being drawn. Unknown names are a bug of the test: BrokenInvariant.
class Sketch {
 public:
  explicit Sketch(std::string_view picture);

  /// Replaces the users of `section` by `count` of them: `section.1`, `section.2`, ….
  Sketch& users(std::string_view section, int count, int households_each = 1);
  /// Adds one user at the end of `section`.
  network::TransformerRow& add_user(std::string_view section, std::string_view id, int households);
  /// Adds a line `id` from the end of `section` to a new node of the same name: a lateral.
  network::LineRow& add_lateral(std::string_view section, std::string_view id);

  // Rows, to be adjusted by hand. A switch answers to both orders of its ends ("ab", "ba").
  [[nodiscard]] network::SwitchRow& switch_row(std::string_view id);
  [[nodiscard]] network::LineRow& line_row(std::string_view id);
  [[nodiscard]] network::SourceRow& source_row(std::string_view id);
  [[nodiscard]] network::TransformerRow& user_row(std::string_view id);
  [[nodiscard]] network::Tables& tables() { return tables_; }
  [[nodiscard]] network::Tables const& tables() const { return tables_; }
  /// A copy of `text` that lives as long as the tables.
  [[nodiscard]] std::string_view keep(std::string text);

  /// The proven model. A fault that sets anything aside is a bug of the test: BrokenInvariant.
  [[nodiscard]] network::NetworkPtr build() const { return build_clean(tables_); }

 private:
  void add_end(std::string_view name);
  void add_switch(std::string_view left, std::string_view right, bool closed);

  std::shared_ptr<std::deque<std::string>> texts_ = std::make_shared<std::deque<std::string>>();
  network::Tables tables_;
};

[[nodiscard]] Sketch sketch(std::string_view picture);

}  // namespace tieline::test
