#pragma once
// The words a cell may say, in English and Chinese, and the nearest one to a misspelling.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tieline::io {

struct Word {
  std::string_view text;
  std::uint8_t value;
};

/// The spellings of one enumeration; `expected` is what a message lists.
struct WordList {
  std::string_view expected;
  std::span<Word const> words;
};

extern WordList const kZoneWords;         ///< network::Zone, not `unknown`
extern WordList const kZoneOrAllWords;    ///< network::Zone; `unknown` stands for "all"
extern WordList const kLineKindWords;     ///< network::LineKind
extern WordList const kSwitchKindWords;   ///< network::SwitchKind
extern WordList const kControlWords;      ///< network::Control
extern WordList const kNormalWords;       ///< 1 closed, 0 open
extern WordList const kNatureWords;       ///< network::Nature
extern WordList const kAnswerWords;       ///< network::Answer
extern WordList const kPhaseWords;        ///< bits: A 1, B 2, C 4
extern WordList const kDayTypeWords;      ///< network::DayType
extern WordList const kSeasonWords;       ///< network::Season
extern WordList const kWorkKindWords;     ///< network::WorkKind
extern WordList const kTargetBaseWords;   ///< network::TargetBase
extern WordList const kTargetKindWords;   ///< network::TargetKind
extern WordList const kTargetLogicWords;  ///< network::TargetLogic
extern WordList const kOutageClassWords;  ///< leaf of the outage tree
extern WordList const kCapScopeWords;     ///< 0 planned, 1 all
extern WordList const kCalendarWords;     ///< 0 protected, 1 holiday

/// The value of a spelling; ASCII letters in either case.
[[nodiscard]] std::optional<std::uint8_t> find_word(WordList const& list, std::string_view text);

/// The value that all words of "市区、城区" agree on, parted by , ; / | or 、; nothing for a single
/// word, an unknown one, or two that differ.
[[nodiscard]] std::optional<std::uint8_t> find_agreed_word(WordList const& list,
                                                           std::string_view text);

/// The candidate with the fewest edits to `text`, if they are few enough to be a slip.
[[nodiscard]] std::optional<std::string_view> nearest_of(std::string_view text,
                                                         std::span<std::string_view const> among);
/// The same among the words of a list.
[[nodiscard]] std::optional<std::string_view> nearest_word(WordList const& list,
                                                           std::string_view text);

/// "X?", or empty: a hint that reads in any language.
[[nodiscard]] std::string did_you_mean(std::optional<std::string_view> nearest);

}  // namespace tieline::io
