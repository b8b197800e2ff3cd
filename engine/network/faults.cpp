#include "engine/network/faults.hpp"

#include <algorithm>
#include <string>
#include <tuple>

#include <fmt/format.h>

namespace tieline::network {
namespace {

constexpr std::size_t kCellBytes = 80;
constexpr std::size_t kListBytes = 320;  ///< neighbours and proposals may be lists

/// A cell as one printable line: control bytes become spaces, long cells end at a whole UTF-8
/// character followed by "…".
void shorten(std::string& text, std::size_t most) {
  if (text.size() > most) {
    auto end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
      --end;
    }
    text.resize(end);
    text += "…";
  }
  for (auto& c : text) {
    if (static_cast<unsigned char>(c) < 0x20U || c == '\x7F') {
      c = ' ';
    }
  }
}

std::string fill(std::string_view pattern, Fault const& fault) {
  return fmt::format(fmt::runtime(pattern), fmt::arg("value", fault.value),
                     fmt::arg("other", fault.other), fmt::arg("hint", fault.hint));
}

}  // namespace

FaultWords words_of(Fault const& fault, Language language) {
  auto const& kind = *fault.kind;
  auto const english = language == Language::en;
  auto const hint_pattern = english ? kind.en_hint : kind.zh_hint;
  FaultWords words{.text = fill(english ? kind.en : kind.zh, fault),
                   .suggestion = fill(hint_pattern, fault)};
  // A concrete proposal is never lost, even if the kind's sentence has no place for it.
  if (!fault.hint.empty() && hint_pattern.find("{hint}") == std::string_view::npos) {
    words.suggestion += words.suggestion.empty() ? fault.hint : " (" + fault.hint + ")";
  }
  return words;
}

std::string to_text(Fault const& fault, Language language) {
  auto text = fault.file;
  if (fault.row != 0) {
    text += ':';
    text += std::to_string(fault.row);
  }
  if (!fault.column.empty()) {
    text += ':';
    text += fault.column;
  }
  text += ' ';
  text += fault.kind->code;
  text += ' ';
  auto const words = words_of(fault, language);
  text += words.text;
  if (!words.suggestion.empty()) {
    text += " → ";
    text += words.suggestion;
  }
  return text;
}

void FaultLog::add(Fault fault) {
  shorten(fault.value, kCellBytes);
  shorten(fault.other, kListBytes);
  shorten(fault.hint, kListBytes);
  ++counts_[static_cast<std::size_t>(fault.handling)];
  faults_.push_back(std::move(fault));
}

void FaultLog::sort() {
  auto const key = [](Fault const& f) {
    return std::tie(f.file, f.row, f.column, f.kind->code, f.value, f.other, f.hint);
  };
  std::ranges::sort(faults_, [&](Fault const& a, Fault const& b) { return key(a) < key(b); });
}

}  // namespace tieline::network
