#pragma once
// Which switches are closed: one bit a switch, and a scoped what-if on top.

#include <span>

#include "engine/base/id_bits.hpp"
#include "engine/network/model.hpp"

namespace tieline::network {

using SwitchState = IdBits<SwitchId>;

[[nodiscard]] inline SwitchState normal_state(NetworkModel const& model) {
  SwitchState closed{model.n_switch()};
  for (auto const s : all_ids<SwitchId>(model.n_switch())) {
    closed.set(s, model.is_closed_normally(s));
  }
  return closed;
}

/// Flips the given switches while in scope and flips them back, so a what-if cannot leak.
class ScopedFlips {
 public:
  ScopedFlips(SwitchState& closed, std::span<SwitchId const> flipped)
      : closed_{closed}, flipped_{flipped} {
    flip();
  }
  // NOLINTNEXTLINE(bugprone-exception-escape): a broken invariant in here may end the program
  ~ScopedFlips() { flip(); }
  ScopedFlips(ScopedFlips const&) = delete;
  ScopedFlips& operator=(ScopedFlips const&) = delete;

 private:
  void flip() {
    for (auto const s : flipped_) {
      closed_.set(s, !closed_.test(s));
    }
  }
  SwitchState& closed_;
  std::span<SwitchId const> flipped_;
};

}  // namespace tieline::network
