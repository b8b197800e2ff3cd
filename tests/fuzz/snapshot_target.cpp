#include <cstring>

#include "engine/base/check.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/packed_snapshot.hpp"
#include "tests/support/sketch.hpp"

namespace tieline::fuzz {
namespace {

using test::PackedSnapshot;

PackedSnapshot sound_snapshot() {
  auto s = test::sketch("S1=a=b=c-d=S2, b-e=S2, c=f");
  s.users("b", 2, 20);
  s.add_lateral("a", "lateral");
  s.user_row("c.1").second_supply = "d.end";
  s.user_row("d.1").profile = "home";
  s.tables().profiles.push_back({.profile = "home"});
  return PackedSnapshot::of(*s.build(), {{"plan/works.csv", "work\n"}});
}

/// Six bytes an edit. `how`: 0 replaces the byte, 1 adds to it, 2 replaces four bytes by a small
/// number, 3 by a number just under zero (so by none() and the rows before it).
void edit(PackedSnapshot const& packed, std::string_view edits) {
  auto const entries = packed.entries();
  for (; edits.size() >= 6; edits.remove_prefix(6)) {
    auto const at = [&](std::size_t i) { return static_cast<unsigned char>(edits[i]); };
    auto const& entry = entries[at(0) % entries.size()];
    if (entry.rows == 0) {
      continue;
    }
    auto const row = (at(1) + 256U * at(2)) % entry.rows;
    auto const content = packed.begin() + entry.offset + row * entry.element_size;
    auto const byte = at(3) % entry.element_size;
    auto const word = byte / 4 * 4;
    auto const how = at(5) % 4U;
    if (how < 2 || entry.element_size < 4) {
      content[byte] = static_cast<char>(at(4) + (how == 1 ? content[byte] : 0));
    } else {
      std::uint32_t const number = how == 2 ? at(4) : 0U - at(4);
      std::memcpy(content + word, &number, sizeof number);
    }
  }
}

}  // namespace

void try_snapshot(std::string_view input) {
  static auto const sound = sound_snapshot();
  auto const is_whole = input.substr(0, 4) == sound.bytes().substr(0, 4) &&
                        input.size() >= sizeof(io::layout::Header);
  auto const packed = PackedSnapshot{is_whole ? input : sound.bytes()};
  if (!is_whole) {
    edit(packed, input);
  } else {
    static_cast<void>(packed.open());  // as it came
  }
  if (auto const opened = packed.seal().open()) {
    ask_questions(opened->model);
  } else {
    TIELINE_CHECK(!opened.error().en.empty() && !opened.error().zh.empty());
  }
}

}  // namespace tieline::fuzz
