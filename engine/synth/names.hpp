#pragma once
// ASCII ids and Chinese names of everything drawn. Ids say what they belong to: F00012-S03 is the
// third switch of feeder 12.

#include <cstdint>
#include <string>

#include "engine/synth/layout.hpp"

namespace tieline::synth {

[[nodiscard]] std::string feeder_id(std::uint32_t feeder);  ///< "F00012"
/// "F00012-N7"; kind N node, L line, S switch, U user, T tie switch, X tie node, Y tie line.
[[nodiscard]] std::string element_id(std::uint32_t feeder, char kind, std::uint32_t number);
[[nodiscard]] std::string station_id(std::uint32_t station);                    ///< "A0003"
[[nodiscard]] std::string busbar_id(std::uint32_t station, std::uint32_t bar);  ///< "A0003-B1"
[[nodiscard]] std::string source_id(std::uint32_t station, std::uint32_t bar);  ///< "A0003-T1"

[[nodiscard]] std::string station_name(Layout const& layout, std::uint32_t station);  ///< "城东变"
[[nodiscard]] std::string line_name(Slot const& slot);  ///< "东湖一线", without kV
[[nodiscard]] std::string feeder_name(Layout const& layout, Slot const& slot);
[[nodiscard]] std::string company(Layout const& layout, std::uint32_t station);       ///< 市/县
[[nodiscard]] std::string organisation(Layout const& layout, std::uint32_t station);  ///< 市/县/所
[[nodiscard]] std::string grid_cell(Layout const& layout, Slot const& slot);
[[nodiscard]] std::string dedicated_name(std::uint32_t feeder, std::uint32_t user);

}  // namespace tieline::synth
