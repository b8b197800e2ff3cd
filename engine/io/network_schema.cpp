#include "engine/io/network_schema.hpp"

#include <utility>

#include "engine/io/file_faults.hpp"

namespace tieline::io {
namespace {

using namespace schema;
using namespace network;

constexpr double kMaxRate = 1e6;
constexpr double kMaxHours = 8784;

constexpr std::array kSources{
    column<&SourceRow::id>(CellType::id, "id|编号|电源编号|电源点编号"),
    column<&SourceRow::name>(CellType::name, "name|名称|电源名称"),
    column<&SourceRow::node>(CellType::reference, "node|节点|接入节点").required(),
    column<&SourceRow::station>(CellType::name, "station|变电站|所属变电站|厂站").required(),
    number<&SourceRow::rated_kva>("rated_kva|额定容量|主变容量|容量(kVA)").no_nines(),
    number<&SourceRow::voltage_pu>("voltage_pu|电压标幺值|电压(pu)").at_least(0.5).at_most(1.5),
};

constexpr std::array kNodes{
    column<&NodeRow::id>(CellType::id, "id|编号|节点编号"),
    column<&NodeRow::name>(CellType::name, "name|名称|节点名称"),
    number<&NodeRow::voltage_kv>("voltage_kv|电压等级|电压|电压(kV)|电压等级(kV)")
        .wanted()
        .above(0)
        .at_most(1200),
    number<&NodeRow::x_m>("x_m|横坐标|X坐标|X"),
    number<&NodeRow::y_m>("y_m|纵坐标|Y坐标|Y"),
};

constexpr std::array kLines{
    column<&LineRow::id>(CellType::id, "id|编号|线路编号|线段编号|导线段编号"),
    column<&LineRow::name>(CellType::name, "name|名称|线路名称|线段名称"),
    column<&LineRow::from_node>(CellType::reference, "from_node|起点|起始节点|首端节点|起点节点")
        .required(),
    column<&LineRow::to_node>(CellType::reference, "to_node|终点|终止节点|末端节点|终点节点")
        .required(),
    word<&LineRow::kind>("kind|类型|线路类型|敷设方式", kLineKindWords, faults::kUnknownWord,
                         "overhead")
        .wanted(),
    number<&LineRow::length_km>("length_km|长度|长度(km)|线路长度|线路长度(km)").wanted(),
    number<&LineRow::r_ohm_per_km>("r_ohm_per_km|单位电阻|电阻(Ω/km)").at_least(0),
    number<&LineRow::x_ohm_per_km>("x_ohm_per_km|单位电抗|电抗(Ω/km)").at_least(0),
    number<&LineRow::ampacity_a>("ampacity_a|载流量|额定电流|载流量(A)|限流值").no_nines(),
    number<&LineRow::failures_per_100km_year>("failures_per_100km_year|故障率|百公里年故障率")
        .at_least(0)
        .at_most(kMaxRate),
    number<&LineRow::repair_h>("repair_h|修复时间|修复时间(h)").at_least(0).at_most(kMaxHours),
    word<&LineRow::live_work>("live_work|可带电作业|带电作业", kAnswerWords, faults::kUnknownWord,
                              "unknown"),
    word<&LineRow::phases>("phases|相别|相位", kPhaseWords, faults::kUnknownWord, "ABC"),
};

constexpr std::array kSwitches{
    column<&SwitchRow::id>(CellType::id, "id|编号|开关编号"),
    column<&SwitchRow::name>(CellType::name, "name|名称|开关名称"),
    column<&SwitchRow::from_node>(CellType::reference, "from_node|起点|起始节点|首端节点|起点节点")
        .required(),
    column<&SwitchRow::to_node>(CellType::reference, "to_node|终点|终止节点|末端节点|终点节点")
        .required(),
    word<&SwitchRow::kind>("kind|类型|开关类型", kSwitchKindWords, faults::kUnknownWord,
                           "load_break")
        .wanted(),
    word<&SwitchRow::normal_closed>("normal|常态|正常状态|运行状态|开关状态", kNormalWords,
                                    faults::kUnknownWord, "closed")
        .wanted(),
    word<&SwitchRow::control>("control|控制方式|自动化方式", kControlWords, faults::kUnknownWord,
                              "manual"),
    number<&SwitchRow::operate_min>("operate_min|操作时间|操作时间(min)").at_least(0).at_most(1440),
    number<&SwitchRow::ampacity_a>("ampacity_a|载流量|额定电流|额定电流(A)").no_nines(),
    number<&SwitchRow::failures_per_100_year>("failures_per_100_year|故障率|百台年故障率")
        .at_least(0)
        .at_most(kMaxRate),
    number<&SwitchRow::repair_h>("repair_h|修复时间|修复时间(h)").at_least(0).at_most(kMaxHours),
    word<&SwitchRow::loop_close>("loop_close|可合环|允许合环|合环", kAnswerWords,
                                 faults::kUnknownWord, "unknown"),
    column<&SwitchRow::owner>(CellType::name, "owner|产权单位|产权|所属单位"),
};

constexpr std::array kTransformers{
    column<&TransformerRow::id>(CellType::id, "id|编号|变压器编号|配变编号|用户编号"),
    column<&TransformerRow::name>(CellType::name, "name|名称|变压器名称|配变名称"),
    column<&TransformerRow::node>(CellType::reference, "node|节点|接入节点").required(),
    number<&TransformerRow::rated_kva>("rated_kva|额定容量|容量|容量(kVA)|额定容量(kVA)")
        .wanted()
        .no_zero()
        .at_most(4e6),  // exact sums are kept in VA as 32 bits
    word<&TransformerRow::nature>("nature|性质|公专变|公变/专变|使用性质", kNatureWords,
                                  faults::kUnknownWord, "public")
        .wanted(),
    word<&TransformerRow::zone>("zone|地区特征|区域|地区", kZoneWords, faults::kUnknownZone,
                                "unknown")
        .wanted(),
    word<&TransformerRow::core_area>("core_area|核心区|是否核心区", kAnswerWords,
                                     faults::kUnknownWord, "unknown"),
    column<&TransformerRow::households>(CellType::households, "households|户数|低压用户数"),
    number<&TransformerRow::load_kw>("load_kw|负荷|平均负荷|平均负荷(kW)").at_most(4e6),
    number<&TransformerRow::peak_kw>("peak_kw|最大负荷|峰值负荷|最大负荷(kW)"),
    number<&TransformerRow::load_kvar>("load_kvar|无功|无功负荷|无功负荷(kvar)"),
    number<&TransformerRow::power_factor>("power_factor|功率因数").above(0).at_most(1),
    column<&TransformerRow::profile>(CellType::reference, "profile|负荷曲线|典型曲线"),
    column<&TransformerRow::priority>(CellType::whole, "priority|重要等级|优先级")
        .at_least(0)
        .at_most(3),
    column<&TransformerRow::organisation>(CellType::name, "organisation|单位|管理单位|供电所"),
    column<&TransformerRow::grid_cell>(CellType::name, "grid_cell|网格|供电网格"),
    number<&TransformerRow::supply_kv>("supply_kv|供电电压|供电电压(kV)").above(0).at_most(1200),
    number<&TransformerRow::failures_per_100_year>("failures_per_100_year|故障率|百台年故障率")
        .at_least(0)
        .at_most(kMaxRate),
    number<&TransformerRow::repair_h>("repair_h|修复时间|修复时间(h)")
        .at_least(0)
        .at_most(kMaxHours),
    word<&TransformerRow::phases>("phases|相别|相位", kPhaseWords, faults::kUnknownWord, "ABC"),
    column<&TransformerRow::second_supply>(CellType::reference,
                                           "second_supply|第二电源|备用电源节点"),
};

constexpr std::array kFeeders{
    column<&FeederRow::id>(CellType::id, "id|编号|馈线编号|线路编号"),
    column<&FeederRow::name>(CellType::name, "name|名称|馈线名称|线路名称").required(),
    column<&FeederRow::head_switch>(CellType::reference, "head_switch|出线开关|出线断路器")
        .required(),
    column<&FeederRow::organisation>(CellType::name, "organisation|单位|管理单位|供电所"),
};

constexpr std::array<std::string_view, 24> kHours{
    "h00|0时",  "h01|1时",  "h02|2时",  "h03|3时",  "h04|4时",  "h05|5时",  "h06|6时",  "h07|7时",
    "h08|8时",  "h09|9时",  "h10|10时", "h11|11时", "h12|12时", "h13|13时", "h14|14时", "h15|15时",
    "h16|16时", "h17|17时", "h18|18时", "h19|19时", "h20|20时", "h21|21时", "h22|22时", "h23|23时"};

template <std::size_t... Hour>
[[nodiscard]] constexpr auto profile_columns(std::index_sequence<Hour...>) {
  // NOLINTNEXTLINE(readability-identifier-naming): called like a function
  constexpr auto hour = [](std::string_view names, void (*store)(void*, CellValue const&)) {
    Column c;
    c.names = names;
    c.type = CellType::number;
    c.store = store;
    return c.filled().at_least(-100).at_most(100);
  };
  return std::array{
      column<&ProfileRow::profile>(CellType::id, "profile|编号|曲线编号"),
      word<&ProfileRow::day_type>("day_type|日类型", kDayTypeWords, faults::kUnknownDay, "")
          .filled(),
      word<&ProfileRow::season>("season|季节", kSeasonWords, faults::kUnknownDay, ""),
      hour(kHours[Hour], &store_at<&ProfileRow::per_unit, Hour>)...};
}
constexpr auto kProfiles = profile_columns(std::make_index_sequence<24>{});

constexpr std::array kMeta{
    column<&MetaRow::key>(CellType::id, "key|键|参数|设置项"),
    column<&MetaRow::value>(CellType::name, "value|值|取值").required(),
};

}  // namespace

TableSchema const kSourcesSchema{"network/sources.csv", kSources, &faults::kEmptyFile};
TableSchema const kNodesSchema{"network/nodes.csv", kNodes, &faults::kEmptyFile};
TableSchema const kLinesSchema{"network/lines.csv", kLines};
TableSchema const kSwitchesSchema{"network/switches.csv", kSwitches, &faults::kEmptyFile};
TableSchema const kTransformersSchema{"network/transformers.csv", kTransformers,
                                      &faults::kEmptyFile};
TableSchema const kFeedersSchema{"network/feeders.csv", kFeeders, &faults::kEmptyFile};
TableSchema const kProfilesSchema{"network/profiles.csv", kProfiles};
TableSchema const kMetaSchema{"network/meta.csv", kMeta};

}  // namespace tieline::io
