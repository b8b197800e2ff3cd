#include "engine/synth/names.hpp"

#include <array>
#include <string_view>

#include <fmt/format.h>

namespace tieline::synth {
namespace {

using Words = std::array<std::string_view, 24>;

constexpr Words kFirst{"东", "南", "西", "北", "新", "青", "文", "安", "长", "永", "兴", "平",
                       "金", "明", "清", "云", "和", "福", "丰", "龙", "凤", "白", "红", "翠"};
constexpr Words kSecond{"湖", "山", "河", "桥", "港", "园", "塘", "溪", "泉", "岭", "洲", "庄",
                        "城", "浦", "湾", "圩", "坊", "亭", "台", "林", "田", "井", "渡", "坪"};
constexpr std::array<std::string_view, 8> kStationFirst{"城东", "城南", "城西", "城北",
                                                        "开发", "高新", "滨江", "中央"};
constexpr std::array<std::string_view, 9> kNumbers{"一", "二", "三", "四", "五",
                                                   "六", "七", "八", "九"};
constexpr std::array<std::string_view, 6> kTrades{"纺织", "机械", "电子", "食品", "商贸", "建材"};

std::string word(std::uint32_t number) {
  auto const n = std::uint32_t{24};
  return fmt::format("{}{}", kFirst[number % n], kSecond[number / n % n]);
}

std::string district_word(std::uint32_t district) {
  return word(district * 7 + 53);
}

std::string city_word(std::uint32_t district) {
  return word(district / 30 * 11 + 364);
}

}  // namespace

std::string feeder_id(std::uint32_t feeder) {
  return fmt::format("F{:05}", feeder + 1);
}
std::string element_id(std::uint32_t feeder, char kind, std::uint32_t number) {
  return fmt::format("F{:05}-{}{}", feeder + 1, kind, number);
}
std::string station_id(std::uint32_t station) {
  return fmt::format("A{:04}", station + 1);
}
std::string busbar_id(std::uint32_t station, std::uint32_t bar) {
  return fmt::format("A{:04}-B{}", station + 1, bar + 1);
}
std::string source_id(std::uint32_t station, std::uint32_t bar) {
  return fmt::format("A{:04}-T{}", station + 1, bar + 1);
}

std::string station_name(Layout const& layout, std::uint32_t station) {
  auto const& at = layout.stations[station];
  auto const centre = at.zone == network::Zone::city_center || at.zone == network::Zone::urban;
  auto const number = at.place + (at.zone == network::Zone::urban ? 3 : 0);
  auto const name = centre && layout.districts.size() == 1 && number < kStationFirst.size()
                        ? std::string{kStationFirst[number]}
                        : word(station * 5 + 100 + station / 576);
  return name + "变";
}

std::string line_name(Slot const& slot) {
  // Every two feeders share a word, as 东湖一线 and 东湖二线 do.
  return fmt::format("{}{}线", word(slot.feeder / 2 * 13 + 24), kNumbers[slot.feeder % 2]);
}

std::string feeder_name(Layout const& layout, Slot const& slot) {
  return fmt::format("{}10kV{}", station_name(layout, slot.station), line_name(slot));
}

std::string company(Layout const& layout, std::uint32_t station) {
  auto const& at = layout.stations[station];
  auto const centre = at.zone == network::Zone::city_center || at.zone == network::Zone::urban;
  return fmt::format("{}市/{}{}", city_word(at.district), district_word(at.district),
                     centre ? "区" : "县");
}

std::string organisation(Layout const& layout, std::uint32_t station) {
  auto const name = station_name(layout, station);
  return fmt::format("{}/{}供电所", company(layout, station), name.substr(0, name.size() - 3));
}

std::string grid_cell(Layout const& layout, Slot const& slot) {
  auto const& station = layout.stations[slot.station];
  return fmt::format("G{:03}-{}{}-{:02}", station.district + 1,
                     "ABCD"[static_cast<std::size_t>(station.zone)], station.place + 1,
                     slot.bay / 2 + 1);
}

std::string dedicated_name(std::uint32_t feeder, std::uint32_t user) {
  return fmt::format("{}{}公司专变", word(feeder * 31 + user * 17),
                     kTrades[(feeder + user) % kTrades.size()]);
}

}  // namespace tieline::synth
