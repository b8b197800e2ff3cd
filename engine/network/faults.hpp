#pragma once
// Faults of the input: what was found where, how it was handled, what to do. Never an exception.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tieline::network {

/// What happened to the input at fault.
enum class Handling : std::uint8_t {
  reject,      ///< the file or request is refused; nothing changed
  quarantine,  ///< the row is set aside, the rest goes on
  warn,        ///< accepted as it stands
  fix,         ///< read as obviously meant; the original stays in the log
};

/// One kind of fault. `code` is the number in the catalogue of docs/methods/input.md ("B22").
/// Texts are fmt patterns over {value} {other} {hint}.
struct FaultKind {
  std::string_view code;
  Handling handling;
  std::string_view en, en_hint;
  std::string_view zh, zh_hint;
};

/// One finding. `file` is the path within the case ("network/lines.csv"); `row` is the line number
/// (header = 1, 0 = the file as a whole); `column` is the header's name, empty for the row.
struct Fault {
  FaultKind const* kind = nullptr;
  Handling handling = Handling::warn;  ///< as applied (strict turns quarantine into reject)
  std::string file;
  std::uint32_t row = 0;
  std::string column;
  std::string value;  ///< {value}: the cell as found, shortened to 80 bytes
  std::string other;  ///< {other}: the neighbour, the row it clashes with, the bound
  std::string hint;   ///< {hint}: a concrete proposal ("did you mean …")
};

enum class Language : std::uint8_t { en, zh };

/// What is wrong and what to do, apart from where.
struct FaultWords {
  std::string text;
  std::string suggestion;  ///< may be empty
};
[[nodiscard]] FaultWords words_of(Fault const& fault, Language language);

/// "network/lines.csv:17:length_km B28 negative length -3 → give the length in km"
[[nodiscard]] std::string to_text(Fault const& fault, Language language);

/// Findings of one import, in file, row, column order. Not thread safe.
class FaultLog {
 public:
  void add(Fault fault);
  [[nodiscard]] std::vector<Fault> const& all() const { return faults_; }
  [[nodiscard]] std::size_t count(Handling handling) const {
    return counts_[static_cast<std::size_t>(handling)];
  }
  [[nodiscard]] bool rejected() const { return count(Handling::reject) != 0; }
  void sort();

 private:
  std::vector<Fault> faults_;
  std::array<std::size_t, 4> counts_{};
};

}  // namespace tieline::network
