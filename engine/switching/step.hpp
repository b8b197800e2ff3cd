#pragma once
// One operation of a switching order, and the temporary supplies it may use.

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/network/ids.hpp"

namespace tieline::switching {

enum class Action : std::uint8_t { open, close, check, ground, unground, connect, disconnect };

enum class DeviceKind : std::uint8_t { network_switch, temporary, source };

/// A switch of the network, a row of the plan's temporaries, or a source (taken out of service by
/// `open`, put back by `close`).
struct Device {
  DeviceKind kind = DeviceKind::network_switch;
  std::uint32_t row = 0;
  [[nodiscard]] static Device of(network::SwitchId s) {
    return {DeviceKind::network_switch, s.raw()};
  }
  [[nodiscard]] static Device temporary(std::size_t row) {
    return {DeviceKind::temporary, static_cast<std::uint32_t>(row)};
  }
  [[nodiscard]] static Device of(network::SourceId s) { return {DeviceKind::source, s.raw()}; }
  [[nodiscard]] network::SwitchId as_switch() const { return network::SwitchId{row}; }
  [[nodiscard]] network::SourceId as_source() const { return network::SourceId{row}; }
  friend bool operator==(Device, Device) = default;
};

/// Takes effect at `at`. `section` is where a check, ground or unground takes place.
struct Step {
  Seconds at = 0;
  Action action = Action::open;
  Device device;
  network::SectionId section;
};

enum class TemporaryKind : std::uint8_t {
  section_supply,  ///< MV generator vehicle: energises `a` while connected
  user_supply,  ///< LV generator vehicle: feeds `users` while connected, whatever the network does
  bypass,       ///< bypass cable: joins `a` and `b` while connected
  jumper,       ///< live-line cut: `users` lose the network while *open* (action open / close)
};

/// Equipment that exists only during the plan. `id` is what steps print as device.
struct Temporary {
  TemporaryKind kind = TemporaryKind::user_supply;
  std::string id;
  network::SectionId a, b;
  std::vector<network::UserId> users;
};

}  // namespace tieline::switching
